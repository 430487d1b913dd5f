"""Drafting, the second officer's review, and the release queue."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from starlette.responses import RedirectResponse, Response

from unhindered.core.casework.codec import rule_of
from unhindered.core.casework.fields import StateCode
from unhindered.core.casework.terms import Purpose
from unhindered.core.errors import Refused
from unhindered.desk.actions import statements
from unhindered.desk.actions.case_page import CaseView, case_head, case_view
from unhindered.desk.actions.codes import as_codes
from unhindered.desk.actions.outgoing import Fate, fate_of
from unhindered.desk.actions.sent_page import sendings_to_review
from unhindered.desk.actions.statement_page import queue_pages, review_pages, statement_page
from unhindered.desk.actions.telling import act_type
from unhindered.desk.actions.verification import judgements_to_decide
from unhindered.desk.entries.inner import DOCUMENTS
from unhindered.desk.web.fields import Field, FormPage, answer_form, wrong_fields
from unhindered.desk.web.forms import Form
from unhindered.desk.web.person_rows import BASES, LEVELS, person_rows
from unhindered.desk.web.verification_pages import ELEMENTS
from unhindered.desk.web.visit import Visit

_TEXTS = {"text": "Text", "states": "States", "period": "When it happened"}


def draft(visit: Visit) -> Response:
    """Draft a text for the public, deciding for each person of the case what shows."""
    case = case_view(visit.desk, visit.path("case"), visit.today)
    replaced = visit.query("replaces")
    problem: Refused | None = None
    form = _form_to_begin(case, replaced)
    if visit.request.method == "POST":
        form = visit.form
        try:
            statement = statements.draft_statement(
                visit.desk, case.id, _draft_values(case, form, replaced), visit.today
            )
        except Refused as err:
            problem = err
        else:
            return visit.done(f"/statement/{statement}", "The draft waits for a second officer.")
    named = [Field(kind="line", name=name, label=label) for name, label in _TEXTS.items()]
    return visit.page(
        "draft.html",
        code=400 if problem else 200,
        case=case,
        form=form,
        problem=problem,
        named=named,
        wrong=wrong_fields(problem, named),
        levels=LEVELS,
        bases=BASES,
        acts=sorted({(act.type_of_act, act_type(act.type_of_act)) for act in case.acts}),
        replaced=replaced,
    )


def _form_to_begin(case: CaseView, replaced: str) -> Form:
    """An empty form; or, where a draft was returned, its text to go on from."""
    earlier = next((item.draft.draft for item in case.statements if item.id == replaced), None)
    if earlier is None:
        states = dict.fromkeys(act.state for act in case.acts if act.state)
        return Form(fields={"states": [" ".join(str(state) for state in states)], **_standing_consents(case)})
    fields = {"text": [earlier.text], "states": [" ".join(earlier.states)], "period": [earlier.period]}
    fields["types_of_act"] = list(earlier.types_of_act)
    for item in earlier.items:
        fields[f"level-{item.person}"] = [item.level]
        fields[f"basis-{item.person}"] = [item.basis]
        fields[f"consent-{item.person}"] = [item.consent or ""]
        fields[f"shown-{item.person}"] = [item.shown_as]
    return Form(fields=fields)


def _standing_consents(case: CaseView) -> dict[str, list[str]]:
    """For each person the consent to publication that stands; whether the person shows is still to decide."""
    found = {}
    for item in case.consents:
        given = item.consent.given
        if item.standing == "stands" and given.purpose is Purpose.PUBLICATION:
            found[f"consent-{given.person}"] = [item.id]
            found[f"basis-{given.person}"] = [item.consent.basis.value]
    return found


def _draft_values(case: CaseView, form: Form, replaced: str) -> dict[str, Any]:
    items, left_out = statements.items_from(person_rows(form, case.persons))
    return {
        "text": form.text("text"),
        "states": as_codes(rule_of(StateCode), form.text("states")),
        "period": form.text("period"),
        "items": items,
        "left_out": left_out,
        "types_of_act": form.texts("types_of_act"),
        "replaces": replaced or None,
    }


def review(visit: Visit) -> Response:
    """Drafts that wait for a second officer."""
    pages = review_pages(visit.desk, visit.today)
    return visit.page(
        "review.html",
        pages=pages,
        judgements=judgements_to_decide(visit.desk),
        sendings=sendings_to_review(visit.desk, visit.today),
        elements=ELEMENTS,
    )


def statement(visit: Visit) -> Response:
    """One statement: what it says, about whom, and what may be decided."""
    return visit.page(
        "statement.html",
        page=statement_page(visit.desk, visit.path("statement"), visit.today),
        problem=None,
        form=Form(),
    )


def decide(visit: Visit) -> Response:
    """Approve or send back; a drafter is refused."""
    name = visit.path("statement")
    try:
        if visit.form.text("decision") == "approve":
            statements.approve(
                visit.desk,
                name,
                visit.today,
                draft_sha256=visit.form.or_none("draft_sha256"),
                names_mean=visit.form.text("names_mean"),
            )
            return visit.done("/review", "Approved. It can be published now.")
        if visit.form.text("decision") == "explain":
            statements.explain_names(visit.desk, name, visit.form.text("names_mean"), visit.today)
            return visit.done(f"/statement/{name}", "It is recorded whom the names mean.")
        statements.return_draft(visit.desk, name, visit.form.text("comment"), visit.today)
    except Refused as err:
        page = statement_page(visit.desk, name, visit.today)
        return visit.page("statement.html", code=400, page=page, problem=err, form=visit.form)
    return visit.done("/review", "Sent back to its drafter.")


def queue(visit: Visit) -> Response:
    """What may be published, and what the door holds back."""
    can_publish = visit.desk.membership.publication_seed is not None
    pages = queue_pages(visit.desk, visit.today)
    return visit.page("publish.html", pages=pages, can_publish=can_publish)


def publish(visit: Visit) -> Response:
    """Publish what was chosen, one by one: what one lacks does not hold up the others."""
    chosen = visit.form.texts("statement")
    if not chosen:
        raise Refused("No statement was chosen.", advice="Tick those that shall be published now.")
    signed, status = [], visit.work.status
    for name in chosen:
        try:
            signed.append(statements.publish(visit.desk, name, visit.today))
        except Refused as err:
            status.warnings.append(f"Held back: {err}")
    visit.work.sync()
    _say_what_became(visit, signed)
    return RedirectResponse("/publish", 303)


def _say_what_became(visit: Visit, signed: list[str]) -> None:
    """Published is only what the gate has confirmed; why something was held back, the sync has said."""
    fates = Counter(fate_of(visit.desk, name) for name in signed)
    if fates[Fate.OUT]:
        visit.work.status.notes.append(f"Published: {fates[Fate.OUT]}.")
    if fates[Fate.WAITS]:
        visit.work.status.warnings.append(
            f"Not published yet: {fates[Fate.WAITS]}. What is signed waits on this machine to be sent."
        )
    if fates[Fate.HELD_BACK]:
        visit.work.status.warnings.append(f"Held back as it was to leave: {fates[Fate.HELD_BACK]}.")


def retract(visit: Visit) -> Response:
    """Take back a statement that is out."""
    page = statement_page(visit.desk, visit.path("statement"), visit.today)
    of_case = {} if page.case == DOCUMENTS else {"case": case_head(visit.desk, page.case)}

    def write(_: Mapping[str, Any]) -> tuple[str, str]:
        statements.take_back(visit.desk, page.id, visit.today)
        return f"/statement/{page.id}", "The retraction is in the public log."

    form = FormPage(
        title="Take a statement back",
        lead="A retraction goes into the public log, and the ledger shows the statement no more. "
        "We cannot prove that nobody kept a copy.",
        fields=(),
        button="Take it back",
        meanwhile="The retraction waits on this machine: until the gate confirms it, the statement is out.",
        back=f"/statement/{page.id}",
        write=write,
        is_grave=True,
        context={"page": page} | of_case,
    )
    return answer_form(visit, form)
