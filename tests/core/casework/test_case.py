import random

from casework_examples import (
    ANNA,
    BO,
    DAY,
    an_id,
    answered,
    approved,
    case_of,
    confirmed,
    consent,
    document,
    drafted,
    full,
    in_log,
    opened,
    person,
    rapid,
    released,
)
from casework_strategies import FACT_NAMES, facts
from hypothesis import given, settings
from hypothesis import strategies as st

from unhindered.core.casework.act_facts import ActRecorded, CooperationRecorded
from unhindered.core.casework.case import replay
from unhindered.core.casework.case_facts import CaseClosed, CaseReopened, NoteAdded, ReportAdded
from unhindered.core.casework.conflicts import ConflictKind
from unhindered.core.casework.record import Recorded
from unhindered.core.casework.source_facts import SourceWrote
from unhindered.core.casework.terms import Outcome, ReprisalStage, Role

RECORDED = st.builds(
    Recorded,
    index=st.integers(0, 12),
    author=st.sampled_from([ANNA, BO]),
    fact=facts(),
    identity=st.sampled_from(["", *FACT_NAMES]),
)
NOTE = NoteAdded(by=ANNA, on=DAY, text="She prefers evenings.")


def kinds(case):
    return [conflict.kind for conflict in case.conflicts]


@settings(max_examples=60)
@given(st.lists(RECORDED, max_size=14), st.randoms(use_true_random=False))
def test_any_order_of_arrival_gives_the_same_case(recorded, order):
    again = recorded + recorded[: len(recorded) // 2]
    order.shuffle(again)

    assert replay(again) == replay(recorded)


@settings(max_examples=60)
@given(st.lists(RECORDED, max_size=14))
def test_every_fact_counts_or_was_undone_or_is_set_aside_in_sight(recorded):
    case = replay(recorded)

    kept = [item.fact for item in (*case.record.history, *case.set_aside)]
    assert all(item.fact in kept for item in recorded)


@settings(max_examples=60)
@given(st.lists(RECORDED, max_size=14))
def test_what_is_set_aside_is_listed_as_a_conflict(recorded):
    case = replay(recorded)

    told = {index for conflict in case.conflicts for index in conflict.indexes}
    assert {item.index for item in case.set_aside} <= told


def test_two_officers_offline_at_once_lose_nothing():
    before = [opened(), rapid(), person()]
    anna = NoteAdded(by=ANNA, on=DAY, text="The lawyer called.")
    bo = NoteAdded(by=BO, on=DAY, text="The prison moved him.")

    case = case_of(*before, anna, bo)

    assert [item.fact for item in case.timeline[-2:]] == [anna, bo]
    assert case.conflicts == ()


def test_a_fact_whose_entry_came_twice_counts_once():
    twice = [Recorded(index=index, author=ANNA, fact=NOTE, identity="5e/0") for index in (1, 7)]

    assert [item.index for item in replay([*in_log(opened()), *twice]).timeline] == [0, 1]


def test_equal_facts_of_different_entries_all_count():
    recorded = [Recorded(index=index, author=ANNA, fact=NOTE, identity=f"{index:02x}/0") for index in (1, 7)]

    assert [item.index for item in replay([*in_log(opened()), *recorded]).timeline] == [0, 1, 7]


def test_another_fact_under_the_identity_of_one_before_is_not_lost():
    recorded = [
        Recorded(index=1, author=ANNA, fact=NOTE, identity="5e/0"),
        Recorded(index=7, author=ANNA, fact=rapid(), identity="5e/0"),
    ]

    assert [item.index for item in replay([*in_log(opened()), *recorded]).timeline] == [0, 1, 7]


def test_a_case_closed_reopened_and_closed_again_on_one_day_is_closed():
    closed = CaseClosed(by=ANNA, on=DAY, outcome=Outcome.HANDED_OVER)

    assert case_of(opened(), closed, CaseReopened(by=ANNA, on=DAY), closed).closed == closed


def test_an_assessment_that_returns_to_an_earlier_one_is_the_one_in_force():
    first, second = rapid(threat="Arrest."), rapid(threat="Dismissal.")

    assert case_of(opened(), first, second, first).risk.rapid == first


def test_a_fact_signed_by_another_officer_is_set_aside():
    forged = Recorded(index=1, author="mallory", fact=NOTE)

    case = replay([*in_log(opened()), forged])

    assert case.set_aside == (forged,)
    assert kinds(case) == [ConflictKind.WRITTEN_FOR_ANOTHER]


def test_an_approval_in_the_name_of_another_approves_nothing():
    recorded = in_log(opened(), person(), consent(), drafted(), approved())
    recorded[-1] = Recorded(index=4, author=ANNA, fact=approved(by=BO))

    assert replay(recorded).awaiting_release == ()


def test_two_facts_at_one_place_are_both_set_aside():
    recorded = [*in_log(opened(), NOTE), Recorded(index=1, author=ANNA, fact=rapid())]

    case = replay(recorded)

    assert len(case.set_aside) == 2
    assert kinds(case) == [ConflictKind.TWO_AT_ONE_PLACE]


def test_facts_before_the_opening_are_listed():
    assert kinds(case_of(NOTE, opened())) == [ConflictKind.NOT_OPENED]


def test_a_second_opening_is_listed():
    assert kinds(case_of(opened(), opened(by=BO))) == [ConflictKind.OPENED_TWICE]


def test_a_library_of_public_documents_needs_no_opening():
    case = case_of(document(), confirmed(), released(21))

    assert case.opened is None
    assert case.conflicts == ()


def test_reports_are_those_of_the_opening_and_those_added_later():
    first, second = "aa" * 32, "bb" * 32

    case = case_of(
        opened(reports=(first,)),
        ReportAdded(by=ANNA, on=DAY, report=second),
        ReportAdded(by=BO, on=DAY, report=first),
        SourceWrote(by=ANNA, on=DAY, message="cc" * 32),
    )

    assert case.reports == (first, second)


def test_no_opening_no_reports():
    assert case_of().reports == ()


def test_a_case_is_closed_until_it_is_reopened():
    closed = CaseClosed(by=ANNA, on=DAY, outcome=Outcome.HANDED_OVER)
    reopened = CaseReopened(by=BO, on=DAY)

    assert case_of(opened(), closed).closed == closed
    assert case_of(opened(), closed, reopened).closed is None


def test_an_act_answers_the_cooperation_that_it_punishes():
    cooperation = CooperationRecorded(
        by=ANNA, on=DAY, cooperation=an_id(30), person=an_id(2), body="SPT", how="Spoke to the visit."
    )
    act = ActRecorded(
        by=ANNA,
        on=DAY,
        act=an_id(31),
        type_of_act="RX01",
        victim=an_id(2),
        when="2026-11~",
        state="XVL",
        reprisal_for=an_id(30),
        stage=ReprisalStage.THREATENED,
    )

    case = case_of(opened(), person(roles=(Role.SOURCE,)), cooperation, act)

    assert (case.acts, case.cooperations) == ((act,), (cooperation,))
    assert Role.VICTIM in case.persons[an_id(2)].roles


def test_what_waits_for_whom_is_told():
    second = drafted(10, text="Another threat was made in Vareland.")

    case = case_of(opened(), full(), answered(), person(), consent(), drafted(), second, approved(second))

    assert [draft.statement for draft in case.awaiting_second_officer] == [an_id(9)]
    assert [draft.statement for draft in case.awaiting_release] == [an_id(10)]


def test_ten_thousand_facts_are_replayed_in_any_order():
    notes = [NoteAdded(by=ANNA, on=DAY, text=f"Note {number}") for number in range(10_000)]
    recorded = in_log(opened(), *notes)
    random.Random(1).shuffle(recorded)  # noqa: S311

    assert len(replay(recorded).timeline) == 10_001
