"""Public documents: take one in, then decide on each passage that reading proposes, in its context."""

from collections.abc import Mapping
from typing import Any

from starlette.responses import RedirectResponse, Response

from unhindered.core.errors import Refused
from unhindered.desk.actions import documents
from unhindered.desk.actions.documents import DocumentView, ProposalView
from unhindered.desk.web.fields import Field, wrong_fields
from unhindered.desk.web.forms import Form
from unhindered.desk.web.visit import Visit

_DETAILS = (
    Field(kind="line", name="name", label="Title", is_required=True),
    Field(
        kind="line", name="publisher", label="Publisher", hint="Who stands behind the text.", is_required=True
    ),
    Field(
        kind="line",
        name="dated",
        label="Published on",
        hint="2013-11-13, or as much of it as is known.",
        is_required=True,
    ),
    Field(kind="line", name="language", label="Language", hint="en, es, ar …", is_required=True),
    Field(
        kind="line",
        name="url",
        label="Address",
        hint="Where everybody can read it: https://… Without it, nothing of the document can be published.",
    ),
)


def list_page(visit: Visit) -> Response:
    """All documents, and the form that takes one in."""
    form = Form(fields={"language": ["en"]})
    problem: Refused | None = None
    if visit.request.method == "POST":
        form = visit.form
        try:
            document = _add(visit)
        except Refused as err:
            problem = err
        else:
            return visit.done(f"/document/{document}", "The document is read. Decide on each passage.")
    return visit.page(
        "documents.html",
        code=400 if problem else 200,
        documents=documents.document_rows(visit.desk),
        fields=_DETAILS,
        form=form,
        problem=problem,
        wrong=wrong_fields(problem, _DETAILS),
    )


def _add(visit: Visit) -> str:
    pasted = visit.form.fields.get("text", [""])[0].replace("\r\n", "\n")
    raw = visit.form.file or pasted.encode(errors="surrogatepass")
    if not raw.strip():
        raise Refused("There is no text yet.", advice="Paste it, or choose a plain text file.")
    details = {item.name: item.value(visit.form) for item in _DETAILS}
    return documents.add_document(visit.desk, raw, details, visit.today)


def document_page(visit: Visit) -> Response:
    """One document with its proposals."""
    return _page(visit, None, 0)


def decide(visit: Visit) -> Response:
    """Confirm or reject one proposal, then on to the next that is open."""
    view = documents.document_view(visit.desk, visit.path("document"))
    number = int(visit.path("number"))
    try:
        note = _decide(visit, view, number)
    except Refused as err:
        return _page(visit, err, number)
    # Sent with the next sync: an officer decides on dozens of passages in a row.
    visit.work.status.notes.append(note)
    where = f"/document/{view.id}{_kept(visit)}#p{_next(view, number)}"
    return RedirectResponse(where, 303)


def _decide(visit: Visit, view: DocumentView, number: int) -> str:
    form = visit.form
    if form.text("decision") != "confirm":
        documents.reject(visit.desk, view.id, number, visit.today, reason=form.text("reason"))
        return f"Rejected: passage {number}."
    persons = next((item.persons for item in view.proposals if item.number == number), ())
    roles = {name: form.text(f"role-{place}") for place, name in enumerate(persons)}
    documents.confirm(visit.desk, view.id, number, visit.today, roles=roles, excerpt=form.text("excerpt"))
    return f"Confirmed: passage {number}. It waits on the publish page."


def _page(visit: Visit, problem: Refused | None, number: int) -> Response:
    view = documents.document_view(visit.desk, visit.path("document"))
    shows_all = bool(visit.query("all"))
    shown = [item for item in view.proposals if shows_all or item.kind not in documents.PLAIN_KINDS]
    first_open = next((item.number for item in shown if not item.decision), 0)
    values: Mapping[str, Any] = {
        "document": view,
        "shown": shown,
        "shows_all": shows_all,
        "open_count": sum(not item.decision for item in shown),
        "first_open": first_open,
        "problem": problem,
        "problem_at": number,
        "form": visit.form,
        "pieces": _pieces(view.text, shown),
    }
    return visit.page("document.html", code=400 if problem else 200, **values)


def _pieces(text: str, shown: list[ProposalView]) -> list[tuple[str, int]]:
    """The whole text in order, each piece with the first proposal that covers it, or 0."""
    pieces: list[tuple[str, int]] = []
    at = 0
    for item in sorted(shown, key=lambda found: (found.start, -found.end)):
        if item.start < at:
            continue
        pieces += [(text[at : item.start], 0), (text[item.start : item.end], item.number)]
        at = item.end
    return [*pieces, (text[at:], 0)]


def _next(view: DocumentView, number: int) -> int:
    later = [item.number for item in view.proposals if item.number > number]
    open_ones = [
        item.number
        for item in view.proposals
        if item.number > number and not item.decision and item.kind not in documents.PLAIN_KINDS
    ]
    return (open_ones or later or [number])[0]


def _kept(visit: Visit) -> str:
    return "?all=1" if visit.query("all") else ""
