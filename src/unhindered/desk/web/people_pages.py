"""Forms about people: who they are, what they did for a body, what was done to them."""

from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from unhindered.core.casework.act_types import ACT_TYPES
from unhindered.core.casework.terms import (
    Circumstance,
    CountingUnit,
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
