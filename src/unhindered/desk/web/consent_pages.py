"""What persons agreed to, and what they took back: forms that record it."""

from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from unhindered.core.casework.terms import IdentityLevel, Method, Purpose, RepresentativesRight
from unhindered.desk.actions import consents
from unhindered.desk.actions.case_page import CaseView
from unhindered.desk.web.case_pages import case_form, in_a_year
from unhindered.desk.web.fields import Field, choices
from unhindered.desk.web.visit import Visit

_FOR_OTHERS = "If a representative or an organisation agreed"


def consent(visit: Visit) -> Response:
    """Record what was agreed to."""

    def write(case: CaseView, values: Mapping[str, Any]) -> str:
        who = values["who"]
        only_for = {
            "representative": "representative",
            "right": "representative",
            "signatory": "organisation",
        }
        kept = {
            name: value for name, value in values.items() if name != "who" and only_for.get(name, who) == who
        }
        consents.record_consent(visit.desk, case.id, who=who, values=kept, today=visit.today)
        return "The consent is recorded."

    lead = "One consent is for one purpose, one recipient and one level. Ask for each on its own."
    given = in_a_year(visit)
    given.fields["who"] = ["person"]
    return case_form(
        visit,
        "Record a consent",
        _consent_fields,
        "Record the consent",
        write,
        lead=lead,
        given=given,
    )


def withdraw(visit: Visit) -> Response:
    """Record that a consent was withdrawn; what rests on it is blocked at once."""
    consent = visit.path("consent")

    def write(case: CaseView, values: Mapping[str, Any]) -> str:
        out = consents.withdraw_consent(visit.desk, case.id, consent, visit.today, note=values["note"])
        if out:
            return f"Withdrawn. Statements that are out and have to be taken back: {len(out)}."
        return "Withdrawn. Nothing that rests on it can leave any more."

    field = Field(kind="area", name="note", label="What was said, and how it reached us")
    lead = "It ends at once, and cannot be undone: the person would have to agree anew."
    return case_form(
        visit,
        "Record a withdrawal",
        (field,),
        "Withdraw now",
        write,
        lead=lead,
        is_grave=True,
        meanwhile="Withdrawn at this desk. Your colleagues do not know yet: tell them, or sync soon.",
    )


def _consent_fields(case: CaseView) -> tuple[Field, ...]:
    who = [
        ("person", "The person"),
        ("representative", "A representative: for a child, or somebody who cannot be asked"),
        ("organisation", "An organisation, through someone who may sign for it"),
    ]
    levels = {
        "aggregate": "Counted only: in numbers that show nobody",
        "anonymous": "Without a name",
        "initials": "Initials",
        "named": "By name",
    }
    return (
        Field(
            kind="choose",
            name="person",
            label="About whom?",
            options=[(found.person, found.label) for found in case.persons],
            is_required=True,
        ),
        Field(kind="radios", name="who", label="Who agreed?", options=who, is_required=True),
        Field(kind="line", name="representative", label="The representative", group=_FOR_OTHERS),
        Field(
            kind="choose",
            name="right",
            label="By what right the representative speaks",
            options=[("", "—"), *choices(RepresentativesRight)],
            group=_FOR_OTHERS,
        ),
        Field(kind="line", name="signatory", label="Who signed for the organisation", group=_FOR_OTHERS),
        Field(kind="radios", name="purpose", label="For what?", options=choices(Purpose), is_required=True),
        Field(
            kind="line",
            name="recipient",
            label="For whom?",
            hint="“public”, “ourselves”, or the short name of one body.",
            is_required=True,
        ),
        Field(
            kind="radios",
            name="level",
            label="How much may show?",
            options=choices(IdentityLevel, levels),
            is_required=True,
        ),
        Field(
            kind="radios", name="method", label="How was it given?", options=choices(Method), is_required=True
        ),
        Field(kind="line", name="language", label="In which language?", is_required=True, is_half=True),
        Field(kind="day", name="expires", label="Last day it holds", is_required=True, is_half=True),
        Field(kind="line", name="witness", label="Witness", is_half=True),
        Field(kind="line", name="interpreter", label="Interpreter", is_half=True),
    )
