"""The Committee against Torture's communications as cases, interventions and replies in a scratch desk.

The rows are gathered from public jurisprudence; the repository does not carry them.
"""

import csv
import os
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from desk_browser import Browser, text_of

from unhindered.core.casework.record_terms import ProcedureStage, ReplyKind
from unhindered.desk.actions import cases
from unhindered.desk.actions.numbers import numbers
from unhindered.desk.actions.recording import new_fact, new_id, record_in_case
from unhindered.facts.tables import load_facts

GATHERED = Path(os.environ.get("UNHINDERED_CORPUS", "nowhere")).resolve().parent / "facts"
FILE = GATHERED / "treaty_body_communications_2016.csv"
BODY = "CAT-22"
# Codes of States that are no more: ISO 3166-3.
FORMER = {"YU": "YUG"}
STAGES = {
    "Adoption of views": ProcedureStage.VIEWS_ADOPTED,
    "Inadmissibility decision": ProcedureStage.INADMISSIBLE,
    "Admissibility decision": ProcedureStage.ADMISSIBLE,
}

pytestmark = pytest.mark.skipif(
    not FILE.is_file(),
    reason="the gathered files are not here: UNHINDERED_CORPUS names no corpus with facts beside it",
)


def rows():
    with FILE.open(encoding="utf-8") as file:
        return [row for row in csv.DictReader(file) if row["committee"] == "CAT"]


def codes():
    return {state.iso2: state.iso3 for state in load_facts().states} | FORMER


def parts(text):
    return [part.strip() for part in text.split(";") if part.strip()]


def facts_of(row, iso3):
    """One row: the event, the complaint, and the decisions on it."""
    event, intervention = new_id(), new_id()
    yield (
        "EventRecorded",
        {"event": event, "event_title": row["symbol"].strip()}
        | {"huridocs_index_terms": parts(row["issues"])},
    )
    yield (
        "InterventionRecorded",
        {
            "intervention": intervention,
            "event": event,
            "body": BODY,
            "reference": row["communication_numbers"],
            "states": list(dict.fromkeys(iso3[state] for state in parts(row["states"]))),
            "date_of_intervention": row["submission_date"] or None,
            "articles": parts(row["articles"]),
        },
    )
    decided = {"intervention": intervention, "answered_by": "Committee against Torture"}
    is_inadmissible = row["type_of_decision"] == "Inadmissibility decision"
    if row["admissibility_decision_date"]:
        yield (
            "InterventionAnswered",
            {
                **decided,
                "reply": new_id(),
                "kind": ReplyKind.DECISION_ON_ADMISSIBILITY,
                "date_of_reply": row["admissibility_decision_date"],
                "stage": ProcedureStage.INADMISSIBLE if is_inadmissible else ProcedureStage.ADMISSIBLE,
            },
        )
    if row["decision_date"]:
        yield (
            "InterventionAnswered",
            {
                **decided,
                "reply": new_id(),
                "kind": ReplyKind.DECISION,
                "date_of_reply": row["decision_date"],
                "stage": STAGES.get(row["type_of_decision"]),
                "decision": row["symbol"].strip(),
                "session": row["session"],
                "articles": parts(row["articles"]),
            },
        )


def test_the_median_from_submission_to_decision_is_the_known_one(enrolled, owner):
    iso3 = codes()
    for number, row in enumerate(rows()):
        case = cases.open_case(owner, [], name=f"Communication {number}", officers=[], today=enrolled.today)
        facts = [new_fact(owner, kind, values, enrolled.today) for kind, values in facts_of(row, iso3)]
        record_in_case(owner, case, facts)
        if number % 50 == 0:
            enrolled.sync(owner)
    enrolled.sync(owner)
    owner.rebuild()

    figures = numbers(owner)
    (body,) = figures.bodies
    assert (figures.cases, body.body, body.interventions) == (345, BODY, 345)
    assert (body.to_decision.count, body.to_decision.median) == (260, 783.5)
    assert body.to_decision.shortest == 0
    assert owner.book.aside == {}
    assert Counter(owner.book.case(case).conflicts for case in owner.book.case_ids()) == {(): 345}
    with Browser(enrolled, owner) as browser:
        page = text_of(browser.get("/numbers"))
    assert "783.5" in page
    assert "260 spans" in page


def test_every_row_is_held_whole():
    """What it could not hold at first: several States, a session, index terms, two decisions."""
    iso3 = codes()
    lost = [
        row["symbol"]
        for row in rows()
        for day in (row["submission_date"], row["admissibility_decision_date"], row["decision_date"])
        if day and date.fromisoformat(day).isoformat() not in str(list(facts_of(row, iso3)))
    ]

    assert lost == []
