import random

import pytest
from casework_examples import (
    ANNA,
    BO,
    DAY,
    an_id,
    answered,
    approved,
    consent,
    drafted,
    full,
    opened,
    person,
    rapid,
    released,
    withdrawn,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from unhindered.core.casework.act_facts import ActRecorded
from unhindered.core.casework.case import replay
from unhindered.core.casework.case_facts import CaseClosed, NoteAdded, ReportAdded
from unhindered.core.casework.conflicts import ConflictKind
from unhindered.core.casework.facts import FACT_KINDS
from unhindered.core.casework.people_facts import PersonUpdated
from unhindered.core.casework.record import Recorded
from unhindered.core.casework.risk_facts import CheckInAgreed, CheckInEnded
from unhindered.core.casework.source_facts import SourceDecided
from unhindered.core.casework.terms import Outcome
from unhindered.core.casework.undoable import UNDOABLE
from unhindered.core.casework.work_facts import FactUndone

NOTE = NoteAdded(by=ANNA, on=DAY, text="She prefers evenings.")


def name(index):
    return f"{an_id(index)}/0"


def undone(index, by=ANNA):
    return FactUndone(by=by, on=DAY, undone=name(index), reason="Wrong case.")


def named(*facts):
    """Facts in the order of the log, each called by its place."""
    return [
        Recorded(index=index, author=fact.by, fact=fact, identity=name(index))
        for index, fact in enumerate(facts)
    ]


def kinds(case):
    return [conflict.kind for conflict in case.conflicts]


def test_an_undone_fact_counts_in_no_view():
    case = replay(named(opened(), person(), undone(1)))

    assert case.persons == {}
    assert NOTE not in [item.fact for item in case.timeline]


def test_an_undone_fact_stays_in_the_history_with_who_undid_it():
    case = replay(named(opened(), NOTE, undone(1, by=BO)))

    assert [item.fact for item in case.history] == [opened(), NOTE, undone(1, by=BO)]
    assert [item.author for item in case.record.undoings[1]] == [BO]


def test_undoing_the_undoing_lets_the_fact_count_again():
    case = replay(named(opened(), NOTE, undone(1), undone(2)))

    assert NOTE in [item.fact for item in case.timeline]
    assert [item.index for item in case.record.undone] == [2]


def test_two_officers_who_undo_the_same_do_not_contradict_each_other():
    case = replay(named(opened(), NOTE, undone(1), undone(1, by=BO)))

    assert (case.conflicts, len(case.record.undoings[1])) == ((), 2)


def test_of_two_undoings_one_that_stands_is_enough():
    case = replay(named(opened(), NOTE, undone(1), undone(1, by=BO), undone(2)))

    assert NOTE not in [item.fact for item in case.timeline]


def test_an_undone_update_leaves_what_was_said_before():
    update = PersonUpdated(by=ANNA, on=DAY, person=an_id(2), label="Another", roles=())

    assert replay(named(opened(), person(), update, undone(2))).persons[an_id(2)].label == "Victim 2"


def test_the_name_of_a_person_recorded_by_mistake_is_still_kept_from_the_public():
    case = replay(named(opened(), person(), undone(1)))

    assert "Ada Fictional" in case.people.other_names


def test_a_case_whose_closing_was_undone_is_open():
    closed = CaseClosed(by=ANNA, on=DAY, outcome=Outcome.HANDED_OVER)

    assert replay(named(opened(), closed, undone(1))).closed is None


PROTECTING = (
    opened(reports=("aa" * 32,)),
    ReportAdded(by=ANNA, on=DAY, report="aa" * 32),
    rapid(),
    full(),
    answered(),
    SourceDecided(by=ANNA, on=DAY, report="aa" * 32, letter="bb" * 32),
    CheckInAgreed(by=ANNA, on=DAY, report="aa" * 32, every_days=2, grace_hours=12, starts=DAY),
    CheckInEnded(by=ANNA, on=DAY, report="aa" * 32),
    consent(),
    withdrawn(),
    drafted(),
    approved(),
    released(),
)


@pytest.mark.parametrize("fact", PROTECTING, ids=lambda fact: type(fact).__name__)
def test_what_protects_somebody_or_left_counts_although_it_was_undone(fact):
    case = replay(named(opened(), fact, undone(1)))

    assert fact in [item.fact for item in case.timeline]
    assert ConflictKind.CANNOT_BE_UNDONE in kinds(case)


def test_every_kind_that_can_be_undone_was_chosen():
    chosen = {kind.__name__ for kind in UNDOABLE}

    assert chosen <= FACT_KINDS.keys()
    assert chosen & {type(fact).__name__ for fact in PROTECTING} == set()


@pytest.mark.parametrize("index", [2, 7])
def test_an_undoing_reaches_only_what_stands_before_it(index):
    case = replay(named(opened(), undone(index), NOTE))

    assert NOTE in [item.fact for item in case.timeline]
    assert kinds(case) == [ConflictKind.UNDOES_NOTHING]


def test_of_two_facts_under_one_name_neither_is_undone():
    first, second = (
        Recorded(index=index, author=ANNA, fact=fact, identity=name(1))
        for index, fact in ((1, NOTE), (2, person()))
    )
    undoing = Recorded(index=3, author=ANNA, fact=undone(1), identity=name(3))

    case = replay([*named(opened()), first, second, undoing])

    assert {NOTE, person()} <= {item.fact for item in case.timeline}
    assert kinds(case) == [ConflictKind.UNDOES_NOTHING]


def test_an_undoing_in_the_name_of_another_undoes_nothing():
    forged = Recorded(index=2, author="mallory", fact=undone(1), identity=name(2))

    assert NOTE in [item.fact for item in replay([*named(opened(), NOTE), forged]).timeline]


def test_an_undoing_that_came_twice_is_one():
    twice = [Recorded(index=index, author=ANNA, fact=undone(1), identity=name(5)) for index in (2, 3)]

    assert len(replay([*named(opened(), NOTE), *twice]).record.undoings[1]) == 1


ACT = ActRecorded(by=ANNA, on=DAY, act=an_id(31), type_of_act="RX01", victim=an_id(2))
STEPS = st.lists(
    st.one_of(
        st.sampled_from([NOTE, person(), ACT, rapid(), consent(), withdrawn()]),
        st.builds(undone, st.integers(0, 12), by=st.sampled_from([ANNA, BO])),
    ),
    max_size=12,
)


@settings(max_examples=100)
@given(STEPS, st.randoms(use_true_random=False))
def test_undoing_gives_the_same_in_any_order_of_arrival(facts, order):
    recorded = named(opened(), *facts)
    arrived = [*recorded, *recorded[::2]]
    order.shuffle(arrived)

    assert replay(arrived) == replay(recorded)


@settings(max_examples=100)
@given(STEPS)
def test_whatever_is_undone_what_protects_somebody_counts(facts):
    case = replay(named(opened(), *facts))

    protecting = [fact for fact in facts if fact in PROTECTING]
    assert [item.fact for item in case.timeline if item.fact in protecting] == protecting


@settings(max_examples=100)
@given(STEPS)
def test_a_case_with_undone_facts_is_the_case_without_them_and_their_undoings(facts):
    recorded = named(opened(), *facts)
    case = replay(recorded)

    left = [item for item in case.timeline if not isinstance(item.fact, FactUndone)]
    assert (replay(left).persons, replay(left).acts) == (case.persons, case.acts)


def test_a_thousand_undoings_of_undoings_are_replayed():
    chain = named(opened(), NOTE, *(undone(index) for index in range(1, 1001)))
    random.Random(1).shuffle(chain)  # noqa: S311

    assert NOTE in [item.fact for item in replay(chain).timeline]
