from dataclasses import replace
from datetime import date, timedelta

import pytest
from casework_examples import ANNA
from hypothesis import given
from hypothesis import strategies as st

from unhindered.core.casework.risk import NO_RISK, Risk
from unhindered.core.casework.risk_facts import RapidRiskAssessed, RiskAssessed, RiskLevel
from unhindered.core.casework.triage import NEXT_STEPS, AtRisk, Urgency, concerns

DAY = date(2026, 11, 24)
SAID = AtRisk(name="r1", danger="yes", came=DAY, risk=NO_RISK)
RAPID = RapidRiskAssessed(
    by=ANNA, on=DAY, danger_now=True, threat="t", safe_contact="s", do_not="d", next_step="n"
)
FULL = RiskAssessed(
    by=ANNA, on=DAY, threats="t", vulnerabilities="v", capacities="c", channel="m", do_not="d", review_by=DAY
)
IN_DANGER = Risk(rapid=RAPID, full=None, rapid_is_newer=True)
REVIEWED = Risk(rapid=RAPID, full=FULL, rapid_is_newer=False)


def urgencies(known, today=DAY):
    return [item.urgency for item in concerns(known, today)]


@pytest.mark.parametrize(
    ("danger", "urgency"),
    [
        ("yes", [Urgency.DANGER_NOT_ASSESSED]),
        ("unsure", [Urgency.UNSURE_NOT_ASSESSED]),
        ("", [Urgency.UNSURE_NOT_ASSESSED]),
        ("no", []),
    ],
)
def test_a_report_that_nobody_assessed_counts_by_its_own_word(danger, urgency):
    assert urgencies([replace(SAID, danger=danger)]) == urgency


def test_danger_stands_as_assessed_until_the_full_assessment_is_due():
    known = [replace(SAID, risk=IN_DANGER)]

    found = [urgencies(known, DAY + timedelta(days=days)) for days in range(3)]

    assert found == [[Urgency.DANGER_ASSESSED], [Urgency.DANGER_ASSESSED], [Urgency.FULL_OVERDUE]]


@pytest.mark.parametrize(("level", "stays"), [("low", []), ("extreme", [Urgency.HIGH_RISK]), (None, [])])
def test_danger_that_a_full_assessment_calls_high_stays_on_the_list(level, stays):
    assessed = Risk(
        rapid=RAPID, full=replace(FULL, danger_level=level and RiskLevel(level)), rapid_is_newer=False
    )

    assert urgencies([replace(SAID, risk=assessed)]) == stays


def test_an_assessment_comes_up_again_after_the_day_of_its_review():
    known = [replace(SAID, risk=REVIEWED)]

    assert urgencies(known, DAY) == []
    assert urgencies(known, DAY + timedelta(days=1)) == [Urgency.REVIEW_OVERDUE]


def test_what_rings_comes_before_what_was_assessed_whatever_was_assessed():
    known = [
        replace(SAID, name="assessed", risk=IN_DANGER),
        replace(SAID, name="missed", risk=REVIEWED, rings=((Urgency.MISSED, DAY),)),
        replace(SAID, name="duress", danger="no", rings=((Urgency.DURESS, DAY),)),
    ]

    assert [item.name for item in concerns(known, DAY)] == ["duress", "missed", "assessed"]


def test_who_waits_longest_with_the_same_danger_comes_first():
    known = [replace(SAID, name=str(n), came=DAY - timedelta(days=n)) for n in (1, 3, 2)]

    found = concerns(known, DAY)

    assert [(item.name, item.days(DAY)) for item in found] == [("3", 3), ("2", 2), ("1", 1)]


def test_a_case_with_several_reports_stands_once_under_its_gravest_reason():
    known = [
        replace(SAID, name="case", danger="unsure"),
        replace(SAID, name="case", risk=IN_DANGER),
        replace(SAID, name="case", rings=((Urgency.MISSED, DAY),)),
    ]

    (only,) = concerns(known, DAY)

    assert only.urgency is Urgency.MISSED
    assert only.others == (
        Urgency.DANGER_NOT_ASSESSED,
        Urgency.DANGER_ASSESSED,
        Urgency.UNSURE_NOT_ASSESSED,
    )


RISKS = st.sampled_from([NO_RISK, IN_DANGER, REVIEWED])
KNOWN = st.builds(
    AtRisk,
    name=st.sampled_from("abc"),
    danger=st.sampled_from(["yes", "no", "unsure", ""]),
    came=st.dates(DAY - timedelta(days=9), DAY),
    risk=RISKS,
    rings=st.lists(st.tuples(st.sampled_from(Urgency), st.just(DAY)), max_size=2).map(tuple),
)


@given(st.lists(KNOWN, max_size=8), st.randoms())
def test_the_order_is_the_same_for_any_order_of_what_is_known(known, random):
    mixed = list(known)
    random.shuffle(mixed)

    assert concerns(mixed, DAY) == concerns(known, DAY)


@given(st.lists(KNOWN, max_size=8))
def test_nobody_whom_something_rings_for_or_whose_danger_nobody_assessed_is_left_out(known):
    found = {item.name for item in concerns(known, DAY)}

    assert {item.name for item in known if item.rings or (item.danger == "yes" and item.risk == NO_RISK)} <= (
        found
    )


def test_every_reason_has_a_next_step():
    assert set(NEXT_STEPS) == set(Urgency)
