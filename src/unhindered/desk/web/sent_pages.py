"""What left a case: the page that lists it, the forms that send, ask back, and record what was answered."""

from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from unhindered.core.casework.codec import from_json
from unhindered.core.casework.exit_facts import RecallAnswer
from unhindered.core.casework.sending import Sending, SendingKind
from unhindered.core.casework.terms import Purpose
from unhindered.core.errors import Refused
from unhindered.desk.actions import sending, statements
from unhindered.desk.actions.case_page import CaseView, case_head, case_view
from unhindered.desk.actions.sent_page import accusations, sending_page, sent_of_case
from unhindered.desk.web.case_pages import case_form
from unhindered.desk.web.fields import Field, choices, wrong_fields
from unhindered.desk.web.forms import Form
from unhindered.desk.web.person_rows import BASES, LEVELS, person_rows
from unhindered.desk.web.visit import Visit

TAB = "sent"
_MEDIA = {"pdf": "application/pdf", "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg"}

# What left, as officers call it.
_FORMATS = {
    "application/pdf": "PDF",
    "application/zip": "Archive (ZIP)",
    "application/json": "Data (JSON)",
    "application/octet-stream": "File",
    "image/png": "Picture (PNG)",
    "image/jpeg": "Picture (JPEG)",
    "text/plain": "Text",
    "text/csv": "Table (CSV)",
}


def sent_page(visit: Visit) -> Response:
    """What left, to whom, on whose consent; what waits for a second officer; what to ask back."""
    case = case_head(visit.desk, visit.path("case"))
    found = sent_of_case(visit.desk, case.id, visit.today)
    return visit.page("sent.html", case=case, tab=TAB, found=found, formats=_FORMATS)


def send(visit: Visit) -> Response:
    """Let a paper leave by hand, through the door; or put it before a second officer first."""
    case = case_view(visit.desk, visit.path("case"), visit.today)
    problem: Refused | None = None
    form = Form()
    if visit.request.method == "POST":
        form = visit.form
        try:
            where, note = _sent(visit, case)
        except Refused as err:
            problem = err
        else:
            return visit.done(where, note)
    with visit.desk.lock:
        sources = accusations(visit.desk.book.case(case.id))
    return visit.page(
        "send.html",
        code=400 if problem else 200,
        case=case,
        form=form,
        problem=problem,
        wrong=wrong_fields(problem, _FIELDS),
        fields=_FIELDS,
        levels=LEVELS,
        bases=BASES,
        sources=sources,
    )


def drafted(visit: Visit) -> Response:
    """A sending that waits for a second officer: read it, decide, or let it leave once it was approved."""
    case = case_head(visit.desk, visit.path("case"))
    problem: Refused | None = None
    if visit.request.method == "POST":
        try:
            note = _decided(visit, case.id)
        except Refused as err:
            problem = err
        else:
            return visit.done(f"/case/{case.id}/{TAB}", note)
    page = sending_page(visit.desk, case.id, visit.path("sending"), visit.today)
    return visit.page(
        "sending.html",
        code=400 if problem else 200,
        case=case,
        tab=TAB,
        page=page,
        problem=problem,
        form=visit.form,
    )


def ask_recall(visit: Visit) -> Response:
    """Record that a recipient was asked to give back or destroy what it has."""

    def write(case: CaseView, values: Mapping[str, Any]) -> str:
        sending.ask_recall(visit.desk, case.id, *_recalled(visit), visit.today, **values)
        return "It is recorded. Record the answer when it comes."

    fields = (
        Field(
            kind="line",
            name="how",
            label="How was the recipient asked?",
            hint="By letter, in person, through the secure line…",
            is_required=True,
        ),
        Field(kind="area", name="note", label="What was asked for"),
    )
    lead = "Ask to give back or to destroy it, to take out the names, and to say who else got it."
    return case_form(visit, "Ask it back", fields, "Record it", write, tab=TAB, lead=lead)


def end_recall(visit: Visit) -> Response:
    """Record what a recipient answered, or that no answer came."""

    def write(case: CaseView, values: Mapping[str, Any]) -> str:
        if values["answer"] not in list(RecallAnswer):
            raise Refused("Nobody said what was answered.", advice="Choose one; “no answer” is one too.")
        answer = RecallAnswer(values["answer"])
        name, consent = _recalled(visit)
        sending.end_recall(
            visit.desk, case.id, name, consent, visit.today, answer=answer, note=values["note"]
        )
        return "The recall has ended."

    fields = (
        Field(
            kind="radios",
            name="answer",
            label="What became of it?",
            options=choices(RecallAnswer),
            is_required=True,
        ),
        Field(kind="area", name="note", label="Note"),
    )
    return case_form(visit, "End a recall", fields, "Record it", write, tab=TAB)


def _recalled(visit: Visit) -> tuple[str, str]:
    return visit.path("sending"), visit.path("consent")


def _sent(visit: Visit, case: CaseView) -> tuple[str, str]:
    form = visit.form
    what = _sending(form, case)
    if form.text("decision") == "draft":
        name = sending.draft_sending(visit.desk, case.id, what, visit.today)
        return f"/case/{case.id}/sending/{name}", "It waits for a second officer."
    _leave(visit, case.id, what, form)
    return f"/case/{case.id}/{TAB}", "It may leave, and is recorded. Post it now."


def _leave(visit: Visit, case_id: str, what: Sending, form: Form) -> None:
    ending = form.file_name.rpartition(".")[2].lower()
    sending.send_by_hand(
        visit.desk,
        case_id,
        what,
        visit.today,
        copy=form.file,
        media_type=_MEDIA.get(ending, "application/octet-stream"),
        note=form.text("note"),
    )


def _sending(form: Form, case: CaseView) -> Sending:
    items, left_out = statements.items_from(person_rows(form, case.persons))
    values = {name: form.text(name) for name in ("kind", "purpose", "recipient")}
    texts = [form.text("text")] if form.text("text") else []
    sources = [act for item in items for act in form.texts(f"sources-{item['person']}")]
    content = {**values, "items": items, "left_out": left_out, "texts": texts, "sources": sources}
    return from_json(Sending, content)


def _decided(visit: Visit, case_id: str) -> str:
    name, form = visit.path("sending"), visit.form
    match form.text("decision"):
        case "approve":
            sha256 = form.text("draft_sha256")
            said = form.text("names_mean")
            sending.approve_sending(
                visit.desk, case_id, name, visit.today, draft_sha256=sha256, names_mean=said
            )
            return "Approved. It can leave now."
        case "leave":
            page = sending_page(visit.desk, case_id, name, visit.today)
            _leave(visit, case_id, page.draft.content, form)
            return "It may leave, and is recorded. Post it now."
        case _:
            sending.return_sending(visit.desk, case_id, name, form.text("comment"), visit.today)
            return "Sent back to its drafter."


_FIELDS = (
    Field(kind="radios", name="kind", label="What is it?", options=choices(SendingKind), is_required=True),
    Field(
        kind="radios",
        name="purpose",
        label="For what?",
        options=[item for item in choices(Purpose) if item[0] != Purpose.PUBLICATION],
        is_required=True,
    ),
    Field(
        kind="line",
        name="recipient",
        label="For whom?",
        hint="The short name of one body, as in the consents; “themselves” for an answer to the person.",
        is_required=True,
    ),
    Field(
        kind="area",
        name="text",
        label="The text of it",
        hint="Written for this recipient, never the case's own text. No names of people who did not agree.",
        rows=8,
    ),
    Field(
        kind="files",
        name="copy",
        label="A scan of the paper",
        hint="Its hash is recorded. The door reads the text above, not the scan: give the whole text.",
    ),
    Field(kind="line", name="note", label="Note", hint="How it leaves: by post, by hand. No name."),
)
