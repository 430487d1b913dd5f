from datetime import date, timedelta

import pytest
from casework_examples import (
    ANNA,
    BO,
    DAY,
    LAST_DAY,
    added,
    an_id,
    approved,
    case_of,
    consent,
    drafted,
    full,
    opened,
    person,
    rapid,
    released,
    withdrawn,
)
from hypothesis import given
from hypothesis import strategies as st
from sending_examples import agreed_to_submission, recall_asked, recall_ended, sending_drafted, sent

from unhindered.core.casework.act_facts import ActRecorded
from unhindered.core.casework.case_facts import CaseClosed
from unhindered.core.casework.conflicts import ConflictKind
from unhindered.core.casework.tasks import Task, TaskKind, in_order, tasks_of
from unhindered.core.casework.terms import Outcome
from unhindered.core.casework.verification_facts import ElementJudged
from unhindered.core.casework.verification_terms import Element, Finding, StandardOfProof
from unhindered.core.casework.work_facts import (
    CaseAssigned,
    DeadlineSet,
    TagsChanged,
    TaskAdded,
    TaskDone,
    TaskUpdated,
)

REPORT, LATER = "aa" * 32, "bb" * 32
TOMORROW = DAY + timedelta(days=1)


def task(number=40, **changes):
    return TaskAdded(**{"by": ANNA, "on": DAY, "task": an_id(number), "what": "Call the lawyer"} | changes)


def done(number=40, **changes):
    return TaskDone(**{"by": BO, "on": DAY, "task": an_id(number)} | changes)


def deadline(number=41, **changes):
    fields = {"task": an_id(number), "what": "Comments on the reply", "due": DAY + timedelta(days=60)}
    return DeadlineSet(**{"by": ANNA, "on": DAY} | fields | changes)


def kinds(*facts, today=DAY):
    return [found.kind for found in tasks_of(case_of(*facts), today)]


def test_a_case_without_reports_and_facts_asks_for_nothing():
    assert kinds(opened()) == []


def test_a_report_that_nobody_assessed_asks_for_an_assessment():
    assert kinds(opened(reports=(REPORT,))) == [TaskKind.FIRST_ASSESSMENT]


def test_a_report_that_came_later_asks_for_an_assessment_of_its_own():
    assert kinds(opened(reports=(REPORT,)), full(), added(LATER)) == [TaskKind.FIRST_ASSESSMENT]


def test_a_rapid_assessment_asks_for_the_full_one_by_the_next_day():
    (found,) = tasks_of(case_of(opened(reports=(REPORT,)), rapid()), DAY)

    assert (found.kind, found.due) == (TaskKind.FULL_ASSESSMENT, TOMORROW)


def test_a_full_assessment_with_a_day_asks_to_be_looked_at_again():
    (found,) = tasks_of(case_of(opened(reports=(REPORT,)), full(review_by=TOMORROW)), DAY)

    assert (found.kind, found.due) == (TaskKind.ASSESSMENT_REVIEW, TOMORROW)


@pytest.mark.parametrize(("days", "asked"), [(30, True), (31, False), (-1, False)])
def test_a_consent_that_ends_within_thirty_days_is_asked_for_again(days, asked):
    ends = consent(expires=DAY + timedelta(days=days), on=DAY - timedelta(days=9))

    assert (TaskKind.CONSENT_ENDS in kinds(opened(), person(), ends)) is asked


def test_a_consent_that_was_given_anew_is_not_asked_for():
    facts = (consent(expires=TOMORROW), consent(4, expires=LAST_DAY))

    assert TaskKind.CONSENT_ENDS not in kinds(opened(), person(), *facts)


def test_a_statement_that_rests_on_a_withdrawn_consent_is_to_be_taken_back_even_from_a_closed_case():
    facts = (opened(), person(), consent(), drafted(), approved(), released(), withdrawn())
    closed = CaseClosed(by=ANNA, on=DAY, outcome=Outcome.SUBMITTED)

    assert kinds(*facts, task(), closed) == [TaskKind.RECALL]


def test_a_draft_is_nothing_for_its_drafter_to_decide_on():
    (found,) = tasks_of(case_of(opened(), person(), consent(), drafted()), DAY)

    assert (found.kind, found.not_for) == (TaskKind.SECOND_OFFICER, ANNA)


def test_what_was_sent_is_asked_back_once_its_consent_is_withdrawn_until_that_ended():
    facts = (opened(), person(), consent(**agreed_to_submission()), sent(), withdrawn())

    assert kinds(*facts) == [TaskKind.ASK_BACK]
    assert kinds(*facts, recall_asked(), recall_ended()) == []


def test_a_sending_waits_for_somebody_else_than_who_drafted_it():
    facts = (opened(), person(), consent(**agreed_to_submission()), sending_drafted())

    (found,) = tasks_of(case_of(*facts), DAY)

    assert (found.kind, found.not_for) == (TaskKind.SENDING, ANNA)


def test_a_judgement_waits_for_somebody_else_than_who_judged():
    act = ActRecorded(by=ANNA, on=DAY, act=an_id(50), type_of_act="RX13")
    judged = ElementJudged(
        by=ANNA,
        on=DAY,
        judgement=an_id(70),
        about=an_id(50),
        element=Element.HAPPENED,
        finding=Finding.BEING_VERIFIED,
        standard=StandardOfProof.REASONABLE_GROUNDS_TO_BELIEVE,
        reasoning="One account so far.",
    )

    (found,) = tasks_of(case_of(opened(), act, judged), DAY)

    assert (found.kind, found.not_for) == (TaskKind.JUDGEMENT, ANNA)


def test_a_task_that_was_done_is_gone():
    assert kinds(opened(), task(), done()) == []


def test_a_task_is_as_it_was_last_described():
    later = TaskUpdated(by=BO, on=DAY, task=an_id(40), what="Call her again", officer=BO)

    (found,) = tasks_of(case_of(opened(), task(), later), DAY)

    assert (found.what, found.officer, found.by) == ("Call her again", BO, BO)


def test_a_deadline_says_by_which_rule():
    facts = (opened(), deadline(rule="Rule 115", counted="calendar days, Geneva"))

    (found,) = tasks_of(case_of(*facts), DAY)

    assert (found.kind, found.rule) == (TaskKind.DEADLINE, "Rule 115 (calendar days, Geneva)")


def test_a_task_of_another_case_cannot_be_done_here():
    assert [c.kind for c in case_of(opened(), done()).conflicts] == [ConflictKind.UNKNOWN_TASK]


def test_officers_who_assign_at_once_lose_nobody():
    first = CaseAssigned(by=ANNA, on=DAY, officers=(ANNA,))
    second = CaseAssigned(by=BO, on=DAY, officers=(BO,))

    assert case_of(opened(), first, second).work.officers == {ANNA, BO}


def test_an_officer_who_no_longer_works_on_a_case_is_gone():
    facts = (
        CaseAssigned(by=ANNA, on=DAY, officers=(ANNA, BO)),
        CaseAssigned(by=ANNA, on=DAY, no_longer=(ANNA,)),
    )

    assert case_of(opened(), *facts).work.officers == {BO}


def test_tags_are_those_added_and_not_taken_off():
    facts = (
        TagsChanged(by=ANNA, on=DAY, added=("visit", "winter")),
        TagsChanged(by=BO, on=DAY, added=("prison",), removed=("winter",)),
    )

    assert case_of(opened(), *facts).work.tags == {"visit", "prison"}


TASKS = st.lists(
    st.builds(
        Task,
        kind=st.sampled_from(TaskKind),
        name=st.uuids().map(str),
        what=st.just("x"),
        due=st.none() | st.dates(date(2026, 11, 20), date(2026, 11, 30)),
    ),
    max_size=12,
)


@given(TASKS)
def test_danger_comes_before_time_and_time_before_everything_else(tasks):
    found = in_order(tasks, DAY)

    keys = [(not item.kind.is_safety, not item.is_urgent(DAY), item.due or date.max) for item in found]
    assert keys == sorted(keys)


@given(TASKS, st.randoms(use_true_random=False))
def test_the_order_of_tasks_is_the_same_however_they_come(tasks, order):
    shuffled = list(tasks)
    order.shuffle(shuffled)

    assert in_order(shuffled, DAY) == in_order(tasks, DAY)
