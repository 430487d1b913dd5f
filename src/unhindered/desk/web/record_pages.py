"""The record of a case: events, acts, persons, who says so, who stepped in; and the forms that write it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import Any

from starlette.responses import RedirectResponse, Response

from unhindered.core.casework.codec import rule_of
from unhindered.core.casework.fields import StateCode
from unhindered.desk.actions.case_page import case_head
from unhindered.desk.actions.codes import as_code, unknown_states
from unhindered.desk.actions.record import KINDS, describe, describe_anew, find_thing
from unhindered.desk.actions.record_values import typed_form
from unhindered.desk.actions.record_view import history_of, record_view
from unhindered.desk.actions.telling import thing_label
from unhindered.desk.web.fields import FormPage, answer_form
from unhindered.desk.web.forms import Form
from unhindered.desk.web.record_forms import Choices, record_fields, usual
from unhindered.desk.web.record_rows import ROWS
from unhindered.desk.web.visit import Page, Visit

TAB = "record"


@dataclass(frozen=True, kw_only=True)
class _Words:
    """What a form says: over it, above its first field, on its button, and when it was recorded."""

    title: str
    lead: str
    button: str
    done: str


_WORDS: Mapping[str, _Words] = MappingProxyType(
    {
        "event": _Words(
            title="Record an event",
            lead="What holds several acts together: a day of arrests, a visit, a trial.",
            button="Record the event",
            done="The event is recorded.",
        ),
        "act": _Words(
            title="Record an act",
            lead="One thing done to one person or group. Fold open what you need.",
            button="Record the act",
            done="The act is recorded.",
        ),
        "person": _Words(
            title="Add a person",
            lead="A person, a family, a group or an organisation.",
            button="Add the person",
            done="The person is in the case.",
        ),
        "cooperation": _Words(
            title="Record cooperation",
            lead="What a reprisal answers: cooperation with a body, or exposing torture.",
            button="Record the cooperation",
            done="The cooperation is recorded.",
        ),
        "information": _Words(
            title="Record an account",
            lead="Who says so. Each account stays apart, as told, unjudged.",
            button="Record the account",
            done="The account is recorded.",
        ),
        "involvement": _Words(
            title="Record an involvement",
            lead="What part somebody is said to have had in an act.",
            button="Record the involvement",
            done="The involvement is recorded.",
        ),
        "intervention": _Words(
            title="Record an intervention",
            lead="Somebody stepped in: we, a body, a lawyer, an embassy.",
            button="Record the intervention",
            done="The intervention is recorded.",
        ),
        "reply": _Words(
            title="Record a reply",
            lead="What came back to an intervention.",
            button="Record the reply",
            done="The reply is recorded.",
        ),
        "finding": _Words(
            title="Record a medical finding",
            lead="After the Istanbul Protocol: what an examiner found, and how far it fits what was told.",
            button="Record the finding",
            done="The finding is recorded.",
        ),
        "relation": _Words(
            title="Relate two persons",
            lead="How one person stands to another.",
            button="Record the relation",
            done="The relation is recorded.",
        ),
        "chain": _Words(
            title="Link two events",
            lead="How one event stands to another.",
            button="Record the link",
            done="The link is recorded.",
        ),
    }
)


def record_page(visit: Visit) -> Response:
    """The record of a case, a page at a time where it is long."""
    case = record_view(visit.desk, visit.path("case"), visit.today, page=visit.page_number())
    return visit.page("record.html", case=case, record=case, tab=TAB)


def thing_page(visit: Visit) -> Response:
    """One thing of the record, with every description that it had."""
    head = case_head(visit.desk, visit.path("case"))
    thing = find_thing(visit.desk, head.id, visit.path("thing"))
    cards = history_of(visit.desk, thing.case, thing.description)
    title = thing_label(thing.case, thing.description.id)
    return visit.page("record_thing.html", case=head, tab=TAB, thing=thing, cards=cards, title=title)


def describe_page(visit: Visit, what: str) -> Response:
    """Record something new; what the address names already is filled in."""

    def write(case: str, values: Mapping[str, Any]) -> tuple[str, str]:
        return describe(visit.desk, case, what, values, visit.today), _WORDS[what].done

    offered = {row.name for row in ROWS[what]}
    known = visit.request.query_params
    given = usual(what) | {name: known.getlist(name) for name in known if name in offered}
    words = _WORDS[what]
    return _form(visit, what, title=words.title, lead=words.lead, given=Form(fields=given), write=write)


def anew_page(visit: Visit) -> Response:
    """Describe something anew. The address keeps which description the form began with, until it is sent."""
    head = case_head(visit.desk, visit.path("case"))
    thing = find_thing(visit.desk, head.id, visit.path("thing"))
    name = thing.description.id
    if visit.request.method == "GET" and visit.query("on") != thing.identity:
        return RedirectResponse(f"/case/{head.id}/{TAB}/{name}/anew?on={thing.identity}", 303)

    def write(case: str, values: Mapping[str, Any]) -> tuple[str, str]:
        based_on = visit.query("on")
        describe_anew(visit.desk, case, name, values, visit.today, based_on=based_on)
        return name, "It is described anew; what was said before stays in its history."

    # The label is below the title: the browser's history keeps titles, and a label may be a name.
    lead = f"{thing_label(thing.case, name)}. {_WORDS[thing.what].lead}"
    given = Form(fields=typed_form(thing.fact))
    return _form(visit, thing.what, title="Describe anew", lead=lead, given=given, write=write)


def new_pages() -> dict[str, Page]:
    """The form for each kind of thing, by its word."""
    return {what: partial(describe_page, what=what) for what in KINDS}


def _form(visit: Visit, what: str, *, title: str, lead: str, given: Form, write: Any) -> Response:
    desk = visit.desk
    head = case_head(desk, visit.path("case"))
    with desk.lock:
        known = Choices(desk.book.case(head.id), desk.book.reports)

    def written(values: Mapping[str, Any]) -> tuple[str, str]:
        thing, note = write(head.id, values)
        for code in unknown_states(_states_typed(values)):
            visit.work.status.warnings.append(
                f"{code} is the code of no State that this desk knows: look at it."
            )
        return f"/case/{head.id}/{TAB}#t{thing}", note

    form = visit.form if visit.request.method == "POST" else given
    page = FormPage(
        title=title,
        fields=record_fields(what, known, form),
        button=_WORDS[what].button,
        back=f"/case/{head.id}/{TAB}",
        write=written,
        lead=lead,
        given=given,
        context={"case": head},
    )
    return answer_form(visit, page)


def _states_typed(values: Mapping[str, Any]) -> list[str]:
    """The code of the State in a form, if it has such a field."""
    typed = as_code(rule_of(StateCode), str(values.get("state") or ""))
    return [typed]
