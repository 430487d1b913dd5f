"""An officer's day: what is urgent now, the own tasks, the next deadlines, what colleagues handed over."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from unhindered.core.casework.case import Case
from unhindered.core.casework.tasks import Task, TaskKind, in_order, tasks_of, urgency
from unhindered.desk.actions.cases import case_name, unread
from unhindered.desk.actions.check_ins import due as check_ins_due
from unhindered.desk.actions.decisions import has_unrecorded, words_about
from unhindered.desk.desk import Desk

NEXT: Final = timedelta(days=14)
MINE, TEAM = "mine", "team"


@dataclass(frozen=True, kw_only=True)
class TaskRow:
    """One thing to do, with its case. `officer` and `by` are names, `by` only of somebody else.

    `href` is where it is done.
    """

    case: str
    case_name: str
    tags: tuple[str, ...]
    task: Task
    is_overdue: bool
    is_urgent: bool
    officer: str
    by: str
    href: str

    @property
    def number(self) -> str:
        """The case by the beginning of its id: it names nobody."""
        return self.case[:8]


@dataclass(frozen=True, kw_only=True)
class MyDay:
    """One officer's day. Nothing stands in two of these lists."""

    urgent: tuple[TaskRow, ...]
    tasks: tuple[TaskRow, ...]
    deadlines: tuple[TaskRow, ...]
    handed: tuple[TaskRow, ...]


def all_tasks(desk: Desk, now: datetime) -> tuple[TaskRow, ...]:
    """Everything to do in all cases of this officer, by danger, then by day."""
    with desk.lock:
        found = {case: desk.book.case(case) for case in desk.book.case_ids()}
        check_ins = _check_ins(desk, now)
        rows = [
            _row(desk, case, opened, task, now.date())
            for case, opened in found.items()
            for task in (*case_tasks(desk, case, now.date()), *check_ins.get(case, ()))
        ]
    return tuple(sorted(rows, key=lambda row: urgency(row.task, now.date())))


def tasks_in_case(desk: Desk, case: str, now: datetime) -> tuple[TaskRow, ...]:
    """Everything to do in one case, by danger, then by day.

    Raises:
        Refused: this officer has access to no such case.
    """
    with desk.lock:
        case_id = desk.case_keys(case).id
        opened = desk.book.case(case_id)
        tasks = (*case_tasks(desk, case_id, now.date()), *_check_ins(desk, now).get(case_id, ()))
        return tuple(_row(desk, case_id, opened, task, now.date()) for task in in_order(tasks, now.date()))


def my_day(desk: Desk, now: datetime, *, who: str = MINE, tag: str = "") -> MyDay:
    """The day of this officer, or of the team; of the cases with a tag, if one is named.

    What is urgent is shown whoever it is for, and whatever is asked for: somebody has to see it.
    """
    rows = all_tasks(desk, now)
    me, horizon = desk.officer.id, now.date() + NEXT
    urgent = tuple(row for row in rows if row.is_urgent and row.task.not_for != me)
    asked = [row for row in rows if (not tag or tag in row.tags) and (who == TEAM or is_mine(desk, row))]
    handed = [row for row in rows if _is_handed(row, me) and not row.is_urgent]
    calm = [row for row in asked if not row.is_urgent and row.task.not_for != me and not _is_handed(row, me)]
    return MyDay(
        urgent=urgent,
        tasks=tuple(row for row in calm if not _is_deadline(row.task, horizon)),
        deadlines=tuple(row for row in calm if _is_deadline(row.task, horizon)),
        handed=tuple(handed),
    )


def is_mine(desk: Desk, row: TaskRow) -> bool:
    """Whether something to do is for this officer: by name, as one who works on the case, or as a second one.

    A second officer is anybody with access but who drafted it: else nobody might see that it waits.
    """
    if row.task.officer:
        return row.task.officer == desk.officer.id
    if row.task.not_for:
        return row.task.not_for != desk.officer.id
    return works_on(desk, desk.book.case(row.case))


def works_on(desk: Desk, case: Case) -> bool:
    """Whether this officer works on a case: assigned to it, or nobody is and this officer opened it."""
    if case.work.officers:
        return desk.officer.id in case.work.officers
    return case.opened is not None and case.opened.by == desk.officer.id


def case_tasks(desk: Desk, case: str, today: date) -> Iterator[Task]:
    """What the facts of a case ask for, and what its sources wrote that nobody took in."""
    opened = desk.book.case(case)
    yield from tasks_of(opened, today)
    for report in (desk.book.reports[name] for name in opened.reports if name in desk.book.reports):
        if has_unrecorded(desk, report) and words_about(desk, report):
            yield Task(
                kind=TaskKind.WITHDRAWAL,
                name=f"decision/{report.id}",
                what="A source changed or took back what we may do: record it.",
                about=report.id,
            )
    count = len(unread(desk, case))
    if count:
        yield Task(
            kind=TaskKind.MESSAGE,
            name="messages",
            what=f"Read what the source wrote: {count} new message{'s' if count > 1 else ''}.",
        )


def _check_ins(desk: Desk, now: datetime) -> dict[str, list[Task]]:
    found: dict[str, list[Task]] = {}
    for item in check_ins_due(desk, now):
        if item.about is not None and item.about.case:
            found.setdefault(item.about.case, []).append(
                Task(
                    kind=TaskKind.CHECK_IN,
                    name=f"check-in/{item.about.report}",
                    what="A check-in is missed." if item.is_missed else "A source checks in by then.",
                    due=item.due,
                    about=item.about.report,
                )
            )
    return found


def _is_handed(row: TaskRow, me: str) -> bool:
    return row.task.officer == me and row.task.by not in ("", me)


def _is_deadline(task: Task, horizon: date) -> bool:
    return task.due is not None and task.due <= horizon and task.kind is not TaskKind.OWN


def _row(desk: Desk, case: str, opened: Case, task: Task, today: date) -> TaskRow:
    return TaskRow(
        case=case,
        case_name=case_name(opened),
        tags=tuple(sorted(opened.work.tags)),
        task=task,
        is_overdue=task.is_overdue(today),
        is_urgent=task.is_urgent(today),
        officer=desk.book.officer_name(task.officer) if task.officer else "",
        by=desk.book.officer_name(task.by) if task.by not in ("", desk.officer.id) else "",
        href=_where(case, task),
    )


def _where(case: str, task: Task) -> str:
    kind = TaskKind
    about = f"/report/{task.about}" if task.about else f"/case/{case}"
    places = {
        kind.WITHDRAWAL: f"{about}/decision",
        kind.RECALL: f"/statement/{task.about}/retract",
        kind.ASK_BACK: f"/case/{case}/sent",
        kind.SENDING: f"/case/{case}/sending/{task.about}",
        kind.JUDGEMENT: f"/case/{case}/verification",
        kind.FULL_ASSESSMENT: f"{about}/assess/full",
        kind.FIRST_ASSESSMENT: f"{about}/assess/rapid",
        kind.ASSESSMENT_REVIEW: f"{about}/assess/full",
        kind.CHECK_IN: "/check-ins",
        kind.MESSAGE: f"/case/{case}#messages",
        kind.SECOND_OFFICER: f"/statement/{task.about}",
        kind.RELEASE: f"/statement/{task.about}",
        kind.CONSENT_ENDS: f"/case/{case}/consent",
    }
    return places.get(task.kind, f"/case/{case}/work#task-{task.name}")
