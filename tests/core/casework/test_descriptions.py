import itertools

import pytest
from casework_examples import (
    BO,
    account,
    act,
    an_id,
    case_of,
    event,
    finding,
    in_log,
    intervention,
    involvement,
    opened,
    person,
    revised,
)
from casework_strategies import FACT_NAMES, records
from hypothesis import given, settings
from hypothesis import strategies as st

from unhindered.core.casework.case import replay
from unhindered.core.casework.conflicts import ConflictKind
from unhindered.core.casework.contradictions import contradictions
from unhindered.core.casework.event_facts import EventRecorded
from unhindered.core.casework.information_facts import InformationRecorded
from unhindered.core.casework.people_facts import PersonAdded, PersonUpdated
from unhindered.core.casework.record import Recorded
from unhindered.core.casework.work_facts import FactUndone

# Facts that name one another, under identities and ids of which there are few: rings, forward references,
# and things of one id that are of two kinds.
KINDS = (EventRecorded, InformationRecorded, PersonAdded, PersonUpdated, FactUndone)
ENTANGLED = st.builds(
    lambda index, fact, identity: Recorded(index=index, author=fact.by, fact=fact, identity=identity),
    index=st.integers(0, 12),
    fact=st.one_of([records(kind) for kind in KINDS]),
    identity=st.sampled_from(FACT_NAMES),
)


def undone(place):
    return FactUndone(by="anna", on=opened().on, undone=name_of(place), reason="the wrong case")


def name_of(place):
    return f"{place:032x}/0"


def kinds(case):
    return [conflict.kind for conflict in case.conflicts]


def test_what_is_described_again_is_as_last_described_and_the_earlier_stays():
    case = revised(opened(), event(), event(event_title="Arrests at the mill", revises=name_of(1)))

    assert [one.event_title for one in case.descriptions.events] == ["Arrests at the mill"]
    assert [item.index for item in case.descriptions.by_id[an_id(40)].history] == [1, 2]
    assert len(case.timeline) == 3
    assert case.conflicts == ()


def test_two_officers_who_revised_the_same_description_are_both_seen():
    case = revised(
        opened(),
        event(),
        event(event_title="One", revises=name_of(1)),
        event(event_title="Two", by=BO, revises=name_of(1)),
    )

    assert [(found.kind, found.indexes) for found in case.conflicts] == [(ConflictKind.REVISED_TWICE, (2, 3))]
    assert case.descriptions.events[0].event_title == "Two"


def test_describing_it_anew_in_sight_of_both_settles_it():
    case = revised(
        opened(),
        event(),
        event(event_title="One", revises=name_of(1)),
        event(event_title="Two", by=BO, revises=name_of(1)),
        event(event_title="Both", revises=name_of(3)),
    )

    assert kinds(case) == []
    assert case.descriptions.events[0].event_title == "Both"


def test_describing_the_lost_one_anew_settles_nothing():
    case = revised(
        opened(),
        event(),
        event(event_title="One", revises=name_of(1)),
        event(event_title="Two", by=BO, revises=name_of(1)),
        event(event_title="One more", revises=name_of(2)),
    )

    assert kinds(case) == [ConflictKind.REVISED_TWICE]


def test_two_things_under_one_id_are_listed_and_the_first_counts():
    case = case_of(opened(), act(victim=None, remarks="one"), act(victim=None, remarks="two"))

    assert kinds(case) == [ConflictKind.SAME_ID_TWICE]
    assert [one.remarks for one in case.acts] == ["one"]


def test_undoing_a_revision_brings_back_what_was_said_before_and_later_ones_still_fit():
    undo = FactUndone(by="anna", on=opened().on, undone=name_of(2), reason="the wrong case")
    case = revised(opened(), event(), event(event_title="Wrong", revises=name_of(1)), undo)
    later = revised(
        opened(),
        event(),
        event(event_title="Wrong", revises=name_of(1)),
        undo,
        event(event_title="Right", revises=name_of(2)),
    )

    assert case.descriptions.events[0].event_title == "Arrests at the lamp"
    assert later.descriptions.events[0].event_title == "Right"
    assert (kinds(case), kinds(later)) == ([], [])


def test_any_order_of_arrival_gives_the_same_descriptions():
    facts = [opened(), event(), event(revises=name_of(1)), act(event=an_id(40), victim=None)]
    placed = [
        Recorded(index=index, author=fact.by, fact=fact, identity=name_of(index))
        for index, fact in enumerate(facts)
    ]

    assert {repr(replay(order)) for order in itertools.permutations(placed)} == {repr(replay(placed))}


@pytest.mark.parametrize(
    "fact",
    [
        act(victim=None, event=an_id(40)),
        act(victim=None, reprisal_for=an_id(6)),
        involvement(5),
        intervention(acts=(an_id(5),)),
        account(tells_of=(an_id(5),)),
        account(rests_on=an_id(43)),
        finding(person=an_id(2), act=an_id(5)),
    ],
)
def test_what_names_something_the_case_does_not_have_is_listed(fact):
    case = case_of(opened(), person(), fact)

    assert kinds(case) == [ConflictKind.UNKNOWN_THING]


def test_an_id_of_another_kind_of_thing_does_not_stand_for_it():
    case = case_of(opened(), event(5), involvement(5))

    assert kinds(case) == [ConflictKind.UNKNOWN_THING]


def test_accounts_of_one_thing_stay_apart():
    case = replay(
        in_log(
            opened(),
            person(),
            act(),
            account(42, tells_of=(an_id(5),)),
            account(45, account="He fell.", source_in_words="the guard", tells_of=(an_id(5), an_id(2))),
        )
    )

    assert [one.account for one in case.descriptions.telling_of(an_id(5))] == [
        "They hit me in the corridor.",
        "He fell.",
    ]
    assert [one.information for one in case.descriptions.telling_of(an_id(2))] == [an_id(45)]


@settings(max_examples=150)
@given(st.lists(ENTANGLED, max_size=13))
def test_whatever_names_whatever_the_case_is_replayed_and_no_person_is_lost(recorded):
    case = replay(recorded)

    contradictions(case, opened().on)
    described = {item.fact.person for item in case.record.facts if isinstance(item.fact, PersonAdded)}
    assert described <= case.persons.keys()


@pytest.mark.parametrize("ring", [(2,), (3, 2), (3, 4, 2)])
def test_undone_descriptions_that_revise_each_other_in_a_ring_end_the_way_back(ring):
    in_ring = [event(event_title="In a ring", revises=name_of(to)) for to in ring]
    undoings = [undone(place) for place in ring]

    case = revised(opened(), event(), *in_ring, *undoings, event(event_title="After it", revises=name_of(2)))

    assert case.descriptions.events[0].event_title == "After it"
    assert kinds(case) == [ConflictKind.REVISED_TWICE]


def test_something_of_another_kind_under_a_persons_id_takes_nobody_away():
    case = case_of(opened(), person(), event(2))
    other_way = case_of(opened(), event(2), person())

    for found in (case, other_way):
        assert found.persons[an_id(2)].person_name == "Ada Fictional"
        assert [one.event for one in found.descriptions.events] == [an_id(2)]
        assert [(one.kind, one.indexes) for one in found.conflicts] == [(ConflictKind.SAME_ID_TWICE, (1, 2))]
    assert case.descriptions.by_id[an_id(2)].latest.fact == person()
