"""The work on a case: tasks, deadlines, who works on it, tags, and undoing; and the same for many cases."""

from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from unhindered.core.casework.case_facts import NoteAdded
from unhindered.core.casework.work import WorkItem
from unhindered.core.casework.work_facts import DeadlineSet
from unhindered.core.errors import Refused
from unhindered.desk.actions import bulk, today, work
from unhindered.desk.actions.bulk import BULK_WORDS
from unhindered.desk.actions.case_page import CaseHead, case_head
from unhindered.desk.web.counting import counted
from unhindered.desk.web.fields import Field, FormPage, Options, answer_form
from unhindered.desk.web.forms import Form
from unhindered.desk.web.visit import Visit

_REASON = Field(
    kind="line",
    name="reason",
    label="Why",
    hint="Stays in the timeline beside the entry.",
    is_required=True,
)
_DEADLINE = (
    Field(kind="line", name="what", label="What falls due", is_required=True),
    Field(
        kind="day",
        name="due",
        label="Last good day",
        hint="Where the body's day ends before yours, write the day before.",
        is_required=True,
        empty_is_none=True,
    ),
    Field(
        kind="line",
        name="rule",
        label="By which rule",
        hint="Such as “rule 115 of the committee's rules of procedure”, or a letter and its date.",
    ),
    Field(
        kind="line",
        name="counted",
        label="How the days were counted",
        hint="Calendar or working days, holidays of which place, whose time.",
    ),
)


def work_page(visit: Visit) -> Response:
    """All that is to be done on a case, who does it, and its history with what can be undone."""
    case = case_head(visit.desk, visit.path("case"))
    opened = visit.desk.book.case(case.id)
    return visit.page(
        "work.html",
        case=case,
        tab="work",
        tasks=today.tasks_in_case(visit.desk, case.id, visit.work.now()),
        officers=sorted(map(visit.desk.book.officer_name, opened.work.officers)),
        case_tags=sorted(opened.work.tags),
        notes_taken=[fact for _, fact in reversed(list(opened.record.of(NoteAdded)))],
        history=work.history(visit.desk, case.id),
        in_sight=15,
    )


def task(visit: Visit) -> Response:
    """Add a task."""

    def write(case: str, values: Mapping[str, Any]) -> str:
        work.add_task(visit.desk, case, values, visit.today)
        return "The task is added."

    return _form(visit, "Add a task", _task_fields(visit), "Add it", write)


def change_task(visit: Visit) -> Response:
    """Describe a task or a deadline anew."""
    item = _item(visit)
    if isinstance(item, DeadlineSet):
        return _change_deadline(visit, item)

    def write(case: str, values: Mapping[str, Any]) -> str:
        work.update_task(visit.desk, case, item.task, values, visit.today)
        return "The task is changed."

    given = {"what": [item.what], "note": [item.note], "officer": [item.officer or ""]}
    given["due"] = [item.due.isoformat() if item.due else ""]
    return _form(visit, "Change a task", _task_fields(visit), "Change it", write, given=Form(fields=given))


def _change_deadline(visit: Visit, item: DeadlineSet) -> Response:
    def write(case: str, values: Mapping[str, Any]) -> str:
        work.change_deadline(visit.desk, case, item.task, values, visit.today)
        return "The deadline is changed; what it was stays in the history."

    given = {
        "what": [item.what],
        "due": [item.due.isoformat()],
        "rule": [item.rule],
        "counted": [item.counted],
    }
    form = Form(fields=given)
    lead = (
        "The day is not ours to move: change it where the rule changed, or where it was written down wrongly."
    )
    return _form(visit, "Change a deadline", _DEADLINE, "Change it", write, given=form, lead=lead)


def finish(visit: Visit) -> Response:
    """Record that a task was done."""
    item = _item(visit)

    def write(case: str, values: Mapping[str, Any]) -> str:
        work.finish_task(visit.desk, case, item.task, values["note"], visit.today)
        return "Done."

    field = Field(kind="area", name="note", label="What came of it")
    return _form(visit, "Done?", (field,), "It is done", write, lead=item.what)


def deadline(visit: Visit) -> Response:
    """Set a deadline."""

    def write(case: str, values: Mapping[str, Any]) -> str:
        work.set_deadline(visit.desk, case, values, visit.today)
        return "The deadline is set."

    return _form(visit, "Set a deadline", _DEADLINE, "Set it", write)


def assign(visit: Visit) -> Response:
    """Say who works on the case."""
    known = visit.desk.book.case(case_head(visit.desk, visit.path("case")).id).work.officers

    def write(case: str, values: Mapping[str, Any]) -> str:
        chosen = set(values["officers"])
        lacking = work.assign(
            visit.desk, case, sorted(chosen - known), visit.today, no_longer=sorted(known - chosen)
        )
        if lacking:
            visit.work.status.warnings.append(
                f"Nothing shows that these can open the case: {', '.join(lacking)}. Give them access, too."
            )
        return "It is recorded who works on the case."

    field = Field(
        kind="checks",
        name="officers",
        label="Who works on it?",
        hint="This opens nothing to anybody: access is given apart.",
        options=_officers(visit),
    )
    given = Form(fields={"officers": sorted(known)})
    return _form(visit, "Who works on the case", (field,), "Record it", write, given=given)


def tags(visit: Visit) -> Response:
    """Put tags on the case, and take them off."""
    known = visit.desk.book.case(case_head(visit.desk, visit.path("case")).id).work.tags

    def write(case: str, values: Mapping[str, Any]) -> str:
        chosen = {*values["tags"], *values["new"].split(",")}
        work.change_tags(visit.desk, case, visit.today, add=chosen, remove=known - chosen)
        return "The tags are changed."

    fields = (
        Field(
            kind="checks",
            name="tags",
            label="Tags",
            hint="For finding cases again. A tag names nobody and judges nothing.",
            options=[(tag, tag) for tag in work.tags_in_use(visit.desk)],
        ),
        Field(kind="line", name="new", label="Others", hint="Between commas."),
    )
    return _form(visit, "Tags", fields, "Record them", write, given=Form(fields={"tags": sorted(known)}))


def undo(visit: Visit) -> Response:
    """Take an entry back, or let it count again, after showing what that does."""
    name = f"{visit.path('nonce')}/{visit.path('number')}"
    case = case_head(visit.desk, visit.path("case"))
    preview = work.undo_preview(visit.desk, case.id, name, visit.today)

    def write(values: Mapping[str, Any]) -> tuple[str, str]:
        again = work.undo(visit.desk, case.id, name, values["reason"], visit.today)
        note = "The entry counts again." if again else "Undone. The entry stays in the timeline, marked."
        return f"/case/{case.id}/work#history", note

    page = FormPage(
        title="Let it count again" if preview.is_redo else "Undo an entry",
        fields=(_REASON,),
        button="Let it count again" if preview.is_redo else "Undo it",
        back=f"/case/{case.id}/work#history",
        write=write,
        is_grave=bool(preview.conflicts),
        aside="undo",
        context={"case": case, "preview": preview},
    )
    return answer_form(visit, page)


def bulk_page(visit: Visit) -> Response:
    """The same for many cases: asks for what is needed, shows what would be recorded, then records it."""
    form, desk = visit.form, visit.desk
    cases = form.texts("case")
    action = bulk.required_action(cases, form.text("action"))
    values = {name: form.text(name) for name in ("officer", "tag", "take_off", "what", "due")}
    plan, problem = None, None
    if form.text("step"):
        try:
            plan = bulk.plan_bulk(desk, cases, action, values, visit.today)
            if form.text("step") == "record":
                count = len(bulk.do_bulk(desk, plan, form.text("shown"), visit.today).cases)
                return visit.done("/cases", f"Recorded. Cases: {count}.")
        except Refused as err:
            problem = err
    return visit.page(
        "bulk.html",
        code=400 if problem else 200,
        action=action,
        title=BULK_WORDS[action],
        cases=cases,
        form=form,
        plan=plan,
        problem=problem,
        officers=_officers(visit),
        tags=work.tags_in_use(desk),
    )


def undo_bulk(visit: Visit) -> Response:
    """Undo what was done to many cases at once."""
    done = bulk.done_bulk(visit.desk, visit.path("bulk"))

    def write(values: Mapping[str, Any]) -> tuple[str, str]:
        count = bulk.undo_bulk(visit.desk, done.id, values["reason"], visit.today)
        return "/today", f"Undone in {counted(count, 'case')}."

    in_cases = counted(len(done.cases), "case")
    page = FormPage(
        title="Undo what was done at once",
        fields=(_REASON,),
        button=f"Undo it in {in_cases}",
        back="/today",
        write=write,
        lead=f"“{done.title}” in {in_cases}. What was undone meanwhile is left as it is.",
    )
    return answer_form(visit, page)


def _form(
    visit: Visit, title: str, fields: tuple[Field, ...], button: str, write: Any, **more: Any
) -> Response:
    """A form on a case whose page of work it leads back to; `write` gets the case's id and the values."""
    case: CaseHead = case_head(visit.desk, visit.path("case"))
    back = f"/case/{case.id}/work"

    def written(values: Mapping[str, Any]) -> tuple[str, str]:
        return back, write(case.id, values)

    page = FormPage(
        title=title,
        fields=fields,
        button=button,
        back=back,
        write=written,
        context={"case": case},
        **more,
    )
    return answer_form(visit, page)


def _task_fields(visit: Visit) -> tuple[Field, ...]:
    return (
        Field(kind="line", name="what", label="What is to be done", is_required=True),
        Field(kind="day", name="due", label="By", is_half=True, empty_is_none=True),
        Field(
            kind="choose",
            name="officer",
            label="For",
            options=[("", "Whoever works on the case"), *_officers(visit)],
            is_half=True,
            empty_is_none=True,
        ),
        Field(kind="area", name="note", label="Note"),
    )


def _officers(visit: Visit) -> Options:
    roster = visit.desk.book.roster
    return [] if roster is None else [(member.card.id, member.card.name) for member in roster.members]


def _item(visit: Visit) -> WorkItem:
    opened = visit.desk.book.case(case_head(visit.desk, visit.path("case")).id)
    return opened.work.items[work.require_open(opened, visit.path("task"))]
