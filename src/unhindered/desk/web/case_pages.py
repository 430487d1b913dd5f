"""A case, and the forms that record what happens in it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from types import MappingProxyType
from typing import Any

from starlette.responses import Response

from unhindered.core.casework.dates_in_words import day_in_words
from unhindered.core.casework.terms import Outcome
from unhindered.core.correspondence.to_source import LARGEST_REPLY_FILE
from unhindered.desk.actions import case_list, cases
from unhindered.desk.actions.bulk import BULK_WORDS
from unhindered.desk.actions.case_page import CaseView, case_view
from unhindered.desk.actions.closing import open_matters
from unhindered.desk.actions.contact import rules_of_case, why_not_to_write
from unhindered.desk.actions.wrong_fields import WrongFields
from unhindered.desk.letters import NoMailbox
from unhindered.desk.replying import MOST_REPLY_BYTES, ReplyFile
from unhindered.desk.web.fields import Field, FormPage, answer_form, choices
from unhindered.desk.web.forms import MIB, Form
from unhindered.desk.web.visit import Visit

_NOTHING_MORE: Mapping[str, Any] = MappingProxyType({})
_SORTS = {
    "urgency": "What is urgent",
    "name": "Name",
    "opened": "Opened",
    "last": "Last entry",
    "due": "What falls due",
}


def cases_page(visit: Visit) -> Response:
    """The cases this officer has access to: mine, all or closed ones, by tag, sorted, a page at a time."""
    tag, sort = visit.query("tag"), visit.query("sort")
    found = case_list.case_list(
        visit.desk,
        visit.work.now(),
        which=visit.query("which"),
        tag=tag,
        sort=sort,
        page=visit.page_number(),
    )
    return visit.page("cases.html", found=found, tag=tag, sort=sort, sorts=_SORTS, actions=BULK_WORDS)


def case_page(visit: Visit) -> Response:
    """The overview of one case."""
    case = _case(visit)
    labels = {person.person: person.label for person in case.persons}
    return visit.page("case.html", case=case, labels=labels)


def take_in(visit: Visit) -> Response:
    """Mark the source's messages as read, for all officers of the case."""
    case = visit.desk.case_keys(visit.path("case")).id
    count = cases.take_in_messages(visit.desk, case, visit.today)
    return visit.done(f"/case/{case}#messages", f"Marked as read: {count}.")


def answer_source(visit: Visit) -> Response:
    """Write to the source; before a risk assessment the page says why not, and links to it."""
    case = _case(visit)
    reports = [
        (report.id, f"Report of {day_in_words(report.day)}: {report.what[:60]}") for report in case.reports
    ]

    asked = [(report.day, why_not_to_write(visit.desk, report.id, visit.today)) for report in case.reports]
    refused = [(day, why) for day, why in asked if why is not None]

    def write(values: Mapping[str, Any]) -> tuple[str, str]:
        report = values.get("report") or None
        files = [ReplyFile(name=name, content=content) for name, content in values["files"]]
        cases.answer(visit.desk, case.id, values["text"], visit.today, report=report, files=files)
        return f"/case/{case.id}#messages", "The answer waits in the source's mailbox."

    which = Field(kind="radios", name="report", label="Whose source?", options=reports, is_required=True)
    text = Field(
        kind="area",
        name="text",
        label="Answer",
        hint="The source may read it where others can look over the shoulder. No names, no promises you "
        "cannot keep.",
        is_required=True,
        rows=9,
    )
    files = Field(
        kind="files",
        name="files",
        label="Files",
        hint=f"Each at most {LARGEST_REPLY_FILE // MIB} MiB, {MOST_REPLY_BYTES // MIB} MiB together. "
        "A file can say who made it and when: clean it first. What is found on the source's device can "
        "endanger the source.",
    )
    page = FormPage(
        title="Answer the source",
        fields=(which, text, files) if len(reports) > 1 else (text, files),
        button="Put it into the mailbox",
        back=f"/case/{case.id}",
        write=write,
        aside="answer",
        meanwhile="The answer waits on this machine: the source cannot read it before the gate has it.",
        context={
            "case": case,
            "not_to_write": refused,
            "contact": rules_of_case(visit.desk, case.id, visit.today),
        },
    )
    if refused and len(refused) == len(reports):
        if all(isinstance(why, NoMailbox) for _, why in refused):
            contact = rules_of_case(visit.desk, case.id, visit.today)
            return visit.page("no_mailbox.html", code=409, case=case, contact=contact, why=refused[0][1])
        raise refused[0][1]
    if visit.request.method == "GET" and case.no_contact_because:
        return visit.page("no_contact.html", code=409, case=case)
    return answer_form(visit, page)


def note(visit: Visit) -> Response:
    """Add a note."""

    def write(case: CaseView, values: Mapping[str, Any]) -> str:
        cases.add_note(visit.desk, case.id, values["text"], visit.today)
        return "The note is in the timeline."

    field = Field(kind="area", name="text", label="Note", is_required=True, rows=6)
    return case_form(visit, "Add a note", (field,), "Add the note", write)


def close(visit: Visit) -> Response:
    """Close a case; what is open in it is shown first, and has to be looked at."""
    matters = open_matters(visit.desk, visit.path("case"), visit.work.now())

    def write(case: CaseView, values: Mapping[str, Any]) -> str:
        if matters and not values["looked"]:
            raise WrongFields(None, {"looked": "Look at each, and tick this."})
        cases.close_case(
            visit.desk, case.id, outcome=values["outcome"], note=values["note"], today=visit.today
        )
        return "The case is closed."

    fields = [
        Field(
            kind="radios",
            name="outcome",
            label="How did the work end?",
            hint="It says what we did, never whether what happened was right.",
            options=choices(Outcome),
            is_required=True,
        ),
        Field(kind="area", name="note", label="Note"),
    ]
    if matters:
        label = "I looked at each of these, and close the case all the same"
        fields.insert(0, Field(kind="tick", name="looked", label=label, is_required=True))
    return case_form(
        visit, "Close the case", fields, "Close the case", write, aside="close", more={"matters": matters}
    )


def reopen(visit: Visit) -> Response:
    """Take up a closed case again."""

    def write(case: CaseView, values: Mapping[str, Any]) -> str:
        cases.reopen_case(visit.desk, case.id, note=values["note"], today=visit.today)
        return "The case is open again."

    field = Field(kind="area", name="note", label="Why?")
    return case_form(visit, "Reopen the case", (field,), "Reopen", write)


def access(visit: Visit) -> Response:
    """Give another officer the key of the case."""
    desk = visit.desk
    roster = desk.book.roster
    others = [] if roster is None else [m.card for m in roster.members if m.card.id != desk.officer.id]

    def write(case: CaseView, values: Mapping[str, Any]) -> str:
        cases.give_access(desk, case.id, values["officer"], visit.today)
        return "Access is given."

    field = Field(
        kind="radios",
        name="officer",
        label="Who gets access?",
        hint="To everything in the case, past and future. What somebody opened once cannot be taken back.",
        options=[(card.id, card.name) for card in others],
        is_required=True,
    )
    meanwhile = "Access is given with the next sync that gets through."
    return case_form(visit, "Give access", (field,), "Give access", write, meanwhile=meanwhile)


def add_report(visit: Visit) -> Response:
    """Take a further report into the case."""
    desk = visit.desk
    free = [
        (report.id, f"{day_in_words(report.day)}: {report.report.answers.what[:80]}")
        for report in desk.book.reports.values()
        if desk.book.case_of_report(report.id) is None and desk.book.taken_by(report.id) is None
    ]

    def write(case: CaseView, values: Mapping[str, Any]) -> str:
        cases.add_report(desk, case.id, values["report"], visit.today)
        return "The report is in the case."

    field = Field(kind="radios", name="report", label="Which report?", options=free, is_required=True)
    return case_form(visit, "Add a report", (field,), "Add it", write)


def in_a_year(visit: Visit) -> Form:
    """A consent holds for a year unless something shorter was agreed."""
    expires = (visit.today + timedelta(days=365)).isoformat()
    return Form(fields={"expires": [expires], "language": ["en"], "recipient": ["public"]})


def _case(visit: Visit) -> CaseView:
    return case_view(visit.desk, visit.path("case"), visit.today)


def case_form(
    visit: Visit,
    title: str,
    fields: Sequence[Field] | Callable[[CaseView], Sequence[Field]],
    button: str,
    write: Callable[[CaseView, Mapping[str, Any]], str],
    *,
    tab: str = "",
    more: Mapping[str, Any] = _NOTHING_MORE,
    **options: Any,
) -> Response:
    """A form on a case, under one of its tabs; `write` records its values and says what happened.

    `more` is what its template needs besides the case; `options` are those of the form.
    """
    case = _case(visit)
    back = f"/case/{case.id}/{tab}" if tab else f"/case/{case.id}"

    def written(values: Mapping[str, Any]) -> tuple[str, str]:
        return back, write(case, values)

    page = FormPage(
        title=title,
        fields=tuple(fields(case) if callable(fields) else fields),
        button=button,
        back=back,
        write=written,
        context={"case": case, **more},
        **options,
    )
    return answer_form(visit, page)
