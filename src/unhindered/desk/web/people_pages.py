"""Forms about people: who they are, what they did for a body, what was done to them, what they agreed to."""

from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from unhindered.core.casework.act_types import ACT_TYPES
from unhindered.core.casework.terms import (
    Circumstance,
    CountingUnit,
    IdentityLevel,
    Method,
    Purpose,
    RepresentativesRight,
    ReprisalStage,
    Role,
)
from unhindered.desk.actions import cases
from unhindered.desk.actions.case_page import CaseView
from unhindered.desk.web.case_pages import case_form, in_a_year
from unhindered.desk.web.fields import Field, choices
from unhindered.desk.web.visit import Visit

_EDTF = "2026-11-24, 2026-11 or 2026; with ? if uncertain, ~ if about; a / between two dates."
_NOBODY = ("", "Not said")
_FOR_OTHERS = "If a representative or an organisation agreed"


def person(visit: Visit) -> Response:
    """Record a person or organisation."""

    def write(case: CaseView, values: Mapping[str, Any]) -> str:
        names = [line.strip() for line in values["other_names"].split("\n") if line.strip()]
        cases.add_person(visit.desk, case.id, {**values, "other_names": names}, visit.today)
        return "The person is in the case."

    fields = (
        Field(
            kind="line",
            name="label",
            label="Label",
            hint="What officers say instead of the name: “P1”, “the brother”.",
            is_required=True,
        ),
        Field(kind="checks", name="roles", label="Roles", options=choices(Role)),
        Field(kind="radios", name="counting_unit", label="Is it a person?", options=choices(CountingUnit)),
        Field(
            kind="checks",
            name="circumstances",
            label="Circumstances",
            hint="They decide who can agree to anything for this person.",
            options=choices(Circumstance),
        ),
        Field(
            kind="line",
            name="person_name",
            label="Name",
            hint="Only if it is needed. No public text can hold it without consent.",
        ),
        Field(kind="area", name="other_names", label="Other names and spellings", hint="One a line.", rows=2),
    )
    given = in_a_year(visit)
    given.fields["counting_unit"] = ["person"]
    return case_form(visit, "Add a person", fields, "Add the person", write, given=given)


def cooperation(visit: Visit) -> Response:
    """Record what a reprisal answers."""

    def write(case: CaseView, values: Mapping[str, Any]) -> str:
        cases.record_cooperation(visit.desk, case.id, values, visit.today)
        return "The cooperation is recorded."

    return case_form(visit, "Record cooperation", _cooperation_fields, "Record it", write)


def act(visit: Visit) -> Response:
    """Record what was done to whom."""

    def write(case: CaseView, values: Mapping[str, Any]) -> str:
        cases.record_act(visit.desk, case.id, values, visit.today)
        return "The act is recorded."

    return case_form(visit, "Record an act", _act_fields, "Record it", write)


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
        cases.record_consent(visit.desk, case.id, who=who, values=kept, today=visit.today)
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


def _people(case: CaseView) -> list[tuple[str, str]]:
    return [(found.person, found.label) for found in case.persons]


def _cooperation_fields(case: CaseView) -> tuple[Field, ...]:
    return (
        Field(
            kind="choose",
            name="person",
            label="Who cooperated?",
            options=[_NOBODY, *_people(case)],
            empty_is_none=True,
        ),
        Field(kind="line", name="body", label="With which body?", hint="As it calls itself; empty if none."),
        Field(
            kind="area",
            name="how",
            label="How?",
            hint="Spoke to a visit, sent a report, testified, spoke to the press.",
            is_required=True,
        ),
        Field(kind="line", name="when", label="When?", hint=_EDTF, empty_is_none=True),
    )


def _act_fields(case: CaseView) -> tuple[Field, ...]:
    known = [(item.cooperation, item.body or item.how[:60]) for item in case.cooperations]
    return (
        Field(
            kind="choose",
            name="type_of_act",
            label="What was done?",
            options=[("", "Choose"), *((entry.code, entry.label) for entry in ACT_TYPES.values())],
            is_required=True,
        ),
        Field(
            kind="radios",
            name="stage",
            label="How far did it go?",
            options=choices(ReprisalStage),
            empty_is_none=True,
        ),
        Field(
            kind="choose",
            name="victim",
            label="To whom?",
            options=[_NOBODY, *_people(case)],
            empty_is_none=True,
            is_half=True,
        ),
        Field(
            kind="choose",
            name="perpetrator",
            label="Allegedly by whom?",
            options=[_NOBODY, *_people(case)],
            empty_is_none=True,
            is_half=True,
        ),
        Field(kind="line", name="when", label="When?", hint=_EDTF, empty_is_none=True),
        Field(kind="line", name="exact_location", label="Where?", is_half=True),
        Field(
            kind="line",
            name="state",
            label="Responsible State, in three letters",
            empty_is_none=True,
            is_half=True,
        ),
        Field(
            kind="choose",
            name="reprisal_for",
            label="Does it answer a cooperation?",
            options=[("", "No, or not known"), *known],
            empty_is_none=True,
        ),
        Field(kind="area", name="remarks", label="Remarks", hint="As told, and by whom."),
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
        Field(kind="choose", name="person", label="About whom?", options=_people(case), is_required=True),
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
