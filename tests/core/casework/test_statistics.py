import statistics as reference
from datetime import date, timedelta

import pytest
from casework_examples import ANNA, DAY, an_id, case_of, opened
from hypothesis import given
from hypothesis import strategies as st

from unhindered.core.casework.case_facts import CaseClosed
from unhindered.core.casework.event_facts import InterventionAnswered, InterventionRecorded
from unhindered.core.casework.record_terms import ProcedureStage, ReplyKind
from unhindered.core.casework.statistics import days_between, figures_of
from unhindered.core.casework.terms import Outcome

ASKED = date(2020, 1, 1)


def intervention(number=1, **changes):
    fields = {"by": ANNA, "on": DAY, "intervention": an_id(number), "body": "CAT-22"}
    return InterventionRecorded(**fields | {"date_of_intervention": ASKED.isoformat()} | changes)


def reply(number, **changes):
    fields = {"by": ANNA, "on": DAY, "reply": an_id(number), "intervention": an_id(1)}
    said = {"kind": ReplyKind.DECISION, "answered_by": "Committee", "date_of_reply": "2021-01-01"}
    return InterventionAnswered(**fields | said | changes)


def body_of(*facts):
    (body,) = figures_of([case_of(opened(), *facts)]).bodies
    return body


@given(st.lists(st.integers(0, 5000), min_size=1, max_size=12))
def test_the_median_is_the_reference_implementations(spans):
    cases = [
        case_of(opened(), intervention(), reply(2, date_of_reply=(ASKED + timedelta(days=span)).isoformat()))
        for span in spans
    ]
    (body,) = figures_of(cases).bodies

    assert body.to_decision.median == reference.median(spans)
    assert (body.to_decision.shortest, body.to_decision.longest) == (min(spans), max(spans))
    assert body.to_first_reply == body.to_decision


@pytest.mark.parametrize("vague", ["2021", "2021-01", "2021-01-01?", "2021-01-01~", "2021-01-01/2021-02-01"])
def test_what_is_not_known_to_the_day_is_left_out_and_said(vague):
    found = body_of(intervention(), reply(2, date_of_reply=vague)).to_decision

    assert (found.count, found.median, found.left_out) == (0, None, 1)


def test_a_decision_before_it_was_asked_for_is_no_span():
    assert days_between("2021-01-02", "2021-01-01") is None
    assert days_between("2021-01-01", "2021-01-01") == 0


def test_of_several_decisions_the_last_ends_it_and_admissibility_is_counted_apart():
    found = body_of(
        intervention(),
        reply(2, kind=ReplyKind.DECISION_ON_ADMISSIBILITY, date_of_reply="2020-01-11"),
        reply(3, date_of_reply="2020-02-01", stage=ProcedureStage.VIEWS_ADOPTED),
        reply(4, date_of_reply="2020-01-21"),
    )

    assert found.to_admissibility.median == 10
    assert found.to_decision.median == 31
    assert found.to_first_reply.median == 10
    assert found.stages == {ProcedureStage.VIEWS_ADOPTED: 1}


def test_a_reply_that_was_described_anew_counts_once_and_silence_is_counted():
    anew = reply(2, date_of_reply="2020-01-02")
    found = body_of(intervention(), reply(2), anew, intervention(5, body="CAT-22"))

    assert (found.interventions, found.unanswered) == (2, 1)
    assert (found.to_decision.count, found.to_decision.median) == (1, 1)


def test_cases_are_counted_by_how_they_ended():
    closed = CaseClosed(by=ANNA, on=DAY, outcome=Outcome.HANDED_OVER)
    figures = figures_of([case_of(opened()), case_of(opened(), closed)])

    assert (figures.cases, figures.open, dict(figures.outcomes)) == (2, 1, {"handed_over": 1})
