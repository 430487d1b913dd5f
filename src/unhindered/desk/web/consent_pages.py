"""What persons agreed to and took back: the page of a case that shows it, and the forms that record it."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from starlette.responses import Response

from unhindered.core.casework.case import Case
from unhindered.core.casework.consent_facts import OrganisationAuthorised, RepresentativeConsented
from unhindered.core.casework.fact_bases import Agreement
from unhindered.core.casework.terms import (
    Assent,
    Detail,
    Explained,
    IdentityLevel,
    Method,
    OwnCopy,
    Purpose,
    RepresentativesRight,
    Setting,
)
from unhindered.desk.actions import consents
from unhindered.desk.actions.case_page import CaseView, case_head
from unhindered.desk.actions.consents import Touched
from unhindered.desk.actions.labels import told_apart
from unhindered.desk.web.case_pages import case_form
from unhindered.desk.web.fields import Field, choices
from unhindered.desk.web.forms import Form
from unhindered.desk.web.visit import Visit
from unhindered.facts.consent_page import LANGUAGES, consent_page

FOR_OTHERS = "If a representative or an organisation agreed"
FOR_CHILD = "If the person is a child"
LEVELS = {
    "aggregate": "Counted only: in numbers that show nobody",
    "anonymous": "Without a name",
    "initials": "Initials",
    "named": "By name",
}
SETTINGS = {
    "at_liberty": "At liberty: it was before the person was deprived of it, or after",
    "alone_with_us": "Alone with us: nobody could see or hear",
    "in_sight_of_guards": "In sight of guards, out of their hearing",
    "in_hearing_of_guards": "In hearing of guards or others",
    "through_read_post": "By post, or over a line, that others may read or hear",
}
ASSENTS = {"agreed": "Agreed", "refused": "Said no", "too_young_to_ask": "Too young to be asked"}
TAB = "consents"
_YEAR = timedelta(days=365)


def consents_page(visit: Visit) -> Response:
    """Who in a case agreed to what, how it stands, and what rests on it."""
    case = case_head(visit.desk, visit.path("case"))
    return visit.page(
        "consents.html",
        case=case,
        tab=TAB,
        found=consents.consents_of_case(visit.desk, case.id, visit.today),
        purpose_names={purpose: text for purpose, (_, text) in zip(Purpose, choices(Purpose), strict=True)},
        languages=[(code, consent_page(code).name) for code in LANGUAGES],
    )


def consent(visit: Visit) -> Response:
    """Record what was agreed to; `renews` names a consent to begin from."""

    def write(case: CaseView, values: Mapping[str, Any]) -> str:
        kept = {name: value for name, value in values.items() if name != "who"}
        consents.record_consent(visit.desk, case.id, who=values["who"], values=kept, today=visit.today)
        return "The consent is recorded."

    lead = "One consent is for one purpose, one recipient and one level. Ask for each on its own."
    return case_form(
        visit,
        "Record a consent",
        _consent_fields,
        "Record the consent",
        write,
        tab=TAB,
        lead=lead,
        given=_form_to_begin(visit),
    )


def confirm(visit: Visit) -> Response:
    """Record that a person said again, where nobody listened, that a consent was meant freely."""

    def write(case: CaseView, values: Mapping[str, Any]) -> str:
        consents.confirm_consent(visit.desk, case.id, visit.path("consent"), visit.today, **values)
        return "It is recorded. Where nobody listened, the consent counts from now on."

    fields = (
        Field(
            kind="radios",
            name="setting",
            label="Who could listen when it was said again?",
            options=choices(Setting, SETTINGS),
            is_required=True,
        ),
        Field(kind="area", name="how", label="How was it confirmed?", is_required=True),
    )
    lead = "Whoever is in a cell cannot say no where guards listen. Ask again, alone; record what was said."
    return case_form(visit, "Confirm a consent", fields, "Record it", write, tab=TAB, lead=lead)


def withdraw(visit: Visit) -> Response:
    """Record that a consent was withdrawn; what rests on it is blocked at once."""
    name = visit.path("consent")

    def write(case: CaseView, values: Mapping[str, Any]) -> str:
        return _what_it_touched(
            consents.withdraw_consent(visit.desk, case.id, name, visit.today, note=values["note"])
        )

    return case_form(
        visit,
        "Record a withdrawal",
        (Field(kind="area", name="note", label="What was said, and how it reached us"),),
        "Withdraw now",
        write,
        tab=TAB,
        lead=_what_it_will_touch(visit, name),
        is_grave=True,
        meanwhile="Withdrawn at this desk. Your colleagues do not know yet: tell them, or sync soon.",
    )


def _case(visit: Visit) -> Case:
    with visit.desk.lock:
        return visit.desk.book.case(visit.path("case"))


def _what_it_will_touch(visit: Visit, consent_id: str) -> str:
    ends = "It ends at once, and cannot be undone: the person would have to agree anew."
    touched = consents.touched_by(_case(visit), consent_id)
    if touched.is_empty:
        return f"{ends} Nothing rests on it so far."
    return (
        f"{ends} On it rest {len(touched.out)} published, {len(touched.waiting)} waiting and "
        f"{len(touched.sent)} sent."
    )


def _what_it_touched(touched: Touched) -> str:
    if touched.is_empty:
        return "Withdrawn. Nothing that rests on it can leave any more."
    return (
        f"Withdrawn. To take back from the public: {len(touched.out)}. Blocked: {len(touched.waiting)}. "
        f"To ask back from who has it: {len(touched.sent)}."
    )


def _form_to_begin(visit: Visit) -> Form:
    """A consent holds for a year unless something shorter was agreed."""
    fields: dict[str, list[str]] = {
        "who": ["person"],
        "language": ["en"],
        "recipient": ["public"],
        "person": [visit.query("person")],
    }
    earlier = _case(visit).consents.by_id.get(visit.query("renews"))
    if earlier is not None:
        fields |= _as_before(earlier.given)
    return Form(fields=fields | {"expires": [(visit.today + _YEAR).isoformat()]})


def _as_before(given: Agreement) -> dict[str, list[str]]:
    """What a renewed consent is likely to say again; how it was given is asked anew."""
    fields = {
        "person": [given.person],
        "purpose": [given.purpose.value],
        "recipient": [given.recipient],
        "level": [given.level.value],
        "language": [given.language],
        "not_to_tell": [detail.value for detail in given.not_to_tell],
    }
    match given:
        case RepresentativeConsented():
            fields |= {
                "who": ["representative"],
                "representative": [given.representative],
                "right": [given.right.value],
            }
        case OrganisationAuthorised():
            fields |= {"who": ["organisation"], "signatory": [given.signatory]}
    return fields


def how_it_was_given() -> tuple[Field, ...]:
    """What is asked about every consent, on paper or not: who listened, what was explained, who was there."""
    return (
        Field(
            kind="radios",
            name="setting",
            label="Who could listen?",
            hint="Needed for anybody who is or was deprived of liberty: else it counts for contact only.",
            options=choices(Setting, SETTINGS),
            empty_is_none=True,
        ),
        Field(kind="checks", name="explained", label="What was explained first?", options=choices(Explained)),
        Field(
            kind="radios",
            name="own_copy",
            label="A copy for the person?",
            options=choices(OwnCopy),
            empty_is_none=True,
        ),
        Field(kind="line", name="witness", label="Witness", is_half=True),
        Field(kind="line", name="interpreter", label="Interpreter", is_half=True),
    )


def for_others() -> tuple[Field, ...]:
    """What is asked where somebody else agreed."""
    return (
        Field(kind="line", name="representative", label="The representative", group=FOR_OTHERS),
        Field(
            kind="choose",
            name="right",
            label="By what right the representative speaks",
            options=[("", "—"), *choices(RepresentativesRight)],
            group=FOR_OTHERS,
        ),
        Field(kind="line", name="signatory", label="Who signed for the organisation", group=FOR_OTHERS),
        Field(
            kind="radios",
            name="assent",
            label="What did the child say?",
            options=choices(Assent, ASSENTS),
            group=FOR_CHILD,
            empty_is_none=True,
        ),
        Field(
            kind="area",
            name="best_interest",
            label="Why is it in the child's best interest?",
            group=FOR_CHILD,
        ),
    )


def _consent_fields(case: CaseView) -> tuple[Field, ...]:
    who = [
        ("person", "The person"),
        ("representative", "A representative: for a child, or somebody who cannot be asked"),
        ("organisation", "An organisation, through someone who may sign for it"),
    ]
    people = told_apart((person.person, person.label) for person in case.persons)
    return (
        Field(kind="choose", name="person", label="About whom?", options=people, is_required=True),
        Field(kind="radios", name="who", label="Who agreed?", options=who, is_required=True),
        *for_others(),
        Field(kind="radios", name="purpose", label="For what?", options=choices(Purpose), is_required=True),
        Field(
            kind="line",
            name="recipient",
            label="For whom?",
            hint="“public”, “ourselves”, “themselves”, or the short name of one body.",
            is_required=True,
        ),
        Field(
            kind="radios",
            name="level",
            label="How much may show?",
            options=choices(IdentityLevel, LEVELS),
            is_required=True,
        ),
        Field(
            kind="checks",
            name="not_to_tell",
            label="What stays out?",
            hint="What the person does not want told, although the rest may be.",
            options=choices(Detail),
        ),
        Field(
            kind="radios", name="method", label="How was it given?", options=choices(Method), is_required=True
        ),
        Field(kind="line", name="language", label="In which language?", is_required=True, is_half=True),
        Field(kind="day", name="expires", label="Last day it holds", is_required=True, is_half=True),
        *how_it_was_given(),
    )
