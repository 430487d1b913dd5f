from datetime import timedelta

import pytest
from casework_examples import DAY, added, answered, case_of, full, opened, rapid
from hypothesis import given
from hypothesis import strategies as st
from sending_examples import sent

from unhindered.core.casework.conflicts import ConflictKind
from unhindered.core.casework.risk import NoRiskAssessment, RiskKind
from unhindered.core.casework.risk_facts import RapidRiskAssessed, RiskAssessed
from unhindered.core.casework.sending import SendingKind
from unhindered.core.casework.source_facts import SourceAnswered
from unhindered.core.casework.terms import THEMSELVES, Purpose

ONE_DAY = timedelta(days=1)
DAYS = st.integers(0, 5).map(lambda number: DAY + number * ONE_DAY)
STEPS = st.one_of(
    st.builds(lambda on, danger: rapid(on=on, danger_now=danger), DAYS, st.booleans()),
    st.builds(lambda on: full(on=on), DAYS),
    st.builds(lambda on, number: answered(on=on, text=f"Text {number}"), DAYS, st.integers()),
)


def allowed(known, today):
    """Rule 5 in other words: a full one, or a rapid one for someone in danger, a day old at most."""
    rapids = [fact for fact in known if isinstance(fact, RapidRiskAssessed) and fact.danger_now]
    return any(isinstance(fact, RiskAssessed) for fact in known) or bool(
        rapids and abs(today - rapids[-1].on) <= ONE_DAY
    )


@given(st.lists(STEPS, max_size=6), DAYS)
def test_contact_needs_an_assessment(steps, today):
    case = case_of(opened(), *steps)
    known = [item.fact for item in case.timeline]

    if allowed(known, today):
        case.may_contact(today)
    else:
        with pytest.raises(NoRiskAssessment):
            case.may_contact(today)


@given(st.lists(STEPS, max_size=6))
def test_every_contact_that_came_too_early_is_listed(steps):
    case = case_of(opened(), *steps)

    early = [
        (item.index,)
        for place, item in enumerate(case.timeline)
        if isinstance(item.fact, SourceAnswered)
        and not allowed([earlier.fact for earlier in case.timeline[:place]], item.fact.on)
    ]
    assert [c.indexes for c in case.conflicts if c.kind is ConflictKind.CONTACT_BEFORE_RISK] == early


def test_an_answer_about_what_we_hold_is_contact():
    told = sent(kind=SendingKind.ANSWER, purpose=Purpose.CONTACT, recipient=THEMSELVES)
    early = [c.kind for c in case_of(opened(), told).conflicts]

    assert early == [ConflictKind.CONTACT_BEFORE_RISK]
    assert case_of(opened(), full(), told).conflicts == ()
    assert case_of(opened(), sent()).conflicts == ()


def test_nobody_is_contacted_before_an_assessment():
    with pytest.raises(NoRiskAssessment) as refusal:
        case_of(opened()).may_contact(DAY)

    assert "five fields" in refusal.value.advice


def test_a_rapid_assessment_where_nobody_is_in_danger_allows_nothing():
    with pytest.raises(NoRiskAssessment):
        case_of(opened(), rapid(danger_now=False)).may_contact(DAY)


def test_a_rapid_assessment_asks_for_a_full_one_within_a_day():
    risk = case_of(opened(), rapid()).risk

    assert (risk.kind, risk.full_due) == (RiskKind.RAPID, DAY + ONE_DAY)
    assert [risk.is_overdue(DAY + number * ONE_DAY) for number in (0, 1, 2)] == [False, False, True]


def test_a_rapid_assessment_whose_time_is_over_allows_nothing_more():
    with pytest.raises(NoRiskAssessment):
        case_of(opened(), rapid()).may_contact(DAY + 2 * ONE_DAY)


def test_a_rapid_assessment_dated_far_ahead_allows_nothing():
    with pytest.raises(NoRiskAssessment):
        case_of(opened(), rapid(on=DAY.replace(year=2099))).may_contact(DAY)


def test_a_new_rapid_assessment_carries_on_while_danger_lasts():
    case_of(opened(), rapid(), rapid(on=DAY + 2 * ONE_DAY)).may_contact(DAY + 2 * ONE_DAY)


def test_a_full_assessment_ends_what_was_due():
    risk = case_of(opened(), rapid(), full(on=DAY + ONE_DAY)).risk

    assert (risk.kind, risk.full_due) == (RiskKind.FULL, None)


def test_new_danger_asks_for_a_full_assessment_again_while_contact_stays_allowed():
    case = case_of(opened(), full(), rapid(on=DAY + 9 * ONE_DAY))

    case.may_contact(DAY + 20 * ONE_DAY)
    assert (case.risk.kind, case.risk.full_due) == (RiskKind.RAPID, DAY + 10 * ONE_DAY)


def test_a_review_falls_due_on_its_day():
    risk = case_of(opened(), full(review_by=DAY + ONE_DAY)).risk

    assert [risk.is_overdue(DAY + number * ONE_DAY) for number in (1, 2)] == [False, True]


def test_without_an_assessment_nothing_is_overdue_yet():
    risk = case_of(opened()).risk

    assert (risk.kind, risk.is_overdue(DAY)) == (RiskKind.NONE, False)


FIRST, LATER = "aa" * 32, "bb" * 32
TWO = {"reports": (FIRST, LATER)}


@pytest.mark.parametrize(
    ("facts", "first", "later"),
    [
        ((opened(**TWO), full()), True, True),
        ((opened(**TWO), full(report=FIRST)), True, False),
        ((opened(**TWO), rapid(report=LATER)), False, True),
        ((opened(reports=(FIRST,)), full(), added(LATER)), True, False),
        ((opened(reports=(FIRST,)), full(), added(LATER), rapid()), True, True),
        ((opened(reports=(FIRST,)), added(LATER), full(report=LATER)), False, True),
        ((opened(reports=(FIRST,)), added(LATER), full(report=LATER), added(LATER)), False, True),
        ((opened(reports=(FIRST,)), full()), True, False),
    ],
)
def test_an_assessment_allows_contact_with_those_it_is_about(facts, first, later):
    case = case_of(*facts)

    for report, allowed_now in ((FIRST, first), (LATER, later)):
        if allowed_now:
            case.may_contact(DAY, report)
        else:
            with pytest.raises(NoRiskAssessment):
                case.may_contact(DAY, report)
    case.may_contact(DAY)


def test_a_contact_that_came_before_an_assessment_of_that_source_is_listed():
    case = case_of(
        opened(reports=(FIRST,)), full(), added(LATER), answered(report=FIRST), answered(report=LATER)
    )

    assert [(c.kind, c.indexes) for c in case.conflicts] == [(ConflictKind.CONTACT_BEFORE_RISK, (4,))]
