"""`desk today`, `tasks`, `list`, `calendar`, `bulk`, `undo-bulk`: the day's work over all cases."""

import argparse
from datetime import datetime
from pathlib import Path
from typing import Any

from unhindered.commands._desk_door import Parsers, act, add_action, add_command, as_json, opened, say, today
from unhindered.desk.actions import bulk, calendar, lists
from unhindered.desk.actions import today as days
from unhindered.desk.actions.bulk import BulkAction, BulkPlan
from unhindered.desk.actions.today import TaskRow
from unhindered.desk.desk import Desk
from unhindered.storage.files import write_whole


def add_commands(commands: Parsers) -> None:
    """Register them."""
    day = add_command(commands, "today", _today, "what is urgent now, your tasks and deadlines")
    day.add_argument("--team", action="store_true", help="not only yours")
    day.add_argument("--tag", default="", metavar="TAG", help="of the cases with this tag")
    tasks = add_command(commands, "tasks", _tasks, "all that is to be done, by danger, then by day")
    tasks.add_argument("case", nargs="?", metavar="CASE")
    listing = commands.add_parser("list", help="save a list that names nobody as CSV").add_subparsers(
        metavar="COMMAND", required=True
    )
    for name, run in (("cases", _list_cases), ("tasks", _list_tasks)):
        parser = add_command(listing, name, run, f"save the list of {name}: numbers, days, kinds")
        parser.add_argument("out", type=Path, metavar="OUT.csv")
    ics = add_command(
        commands, "calendar", _calendar, "save what falls due as iCalendar, without a word of it"
    )
    ics.add_argument("out", type=Path, metavar="OUT.ics")
    ics.add_argument("--case", metavar="CASE", help="of one case, for whomever; else yours of all")
    _add_bulk(commands)


def _add_bulk(commands: Parsers) -> None:
    many = add_action(
        commands, "bulk", _bulk, "the same for many cases: shows it, and records it with --record"
    )
    many.add_argument("action", choices=[item.value for item in BulkAction])
    many.add_argument("case", nargs="+", metavar="CASE")
    many.add_argument(
        "--officer", default="", metavar="NAME", help="for assign, access; and task, if you like"
    )
    many.add_argument("--tag", default="", metavar="TAG")
    many.add_argument("--take-off", action="store_true", help="take the tag off")
    many.add_argument("--what", default="", metavar="TEXT", help="of a task")
    many.add_argument("--due", default="", metavar="DAY", help="of a task")
    many.add_argument("--record", action="store_true", help="record it, all or none")
    undo = add_action(commands, "undo-bulk", _undo_bulk, "undo what `bulk` recorded, as one step")
    undo.add_argument("step", metavar="STEP")
    undo.add_argument("--reason", required=True, metavar="TEXT")


def _now() -> datetime:
    return datetime.now().astimezone()


def _today(args: argparse.Namespace) -> int:
    who = days.TEAM if args.team else days.MINE
    with opened(args) as desk:
        day = days.my_day(desk, _now(), who=who, tag=args.tag)
    parts = (
        ("Now", day.urgent),
        ("In the next 14 days", day.deadlines),
        ("Tasks", day.tasks),
        ("Handed to you", day.handed),
    )
    lines = [line for title, rows in parts if rows for line in (f"{title}:", *map(_line, rows))]
    say(args, day, "\n".join(lines) or "Nothing waits that this desk knows of.")
    return 0


def _tasks(args: argparse.Namespace) -> int:
    with opened(args) as desk:
        rows = days.tasks_in_case(desk, args.case, _now()) if args.case else days.all_tasks(desk, _now())
    say(args, rows, "\n".join(map(_line, rows)) or "Nothing is to be done.")
    return 0


def _line(row: TaskRow) -> str:
    due = f"{'OVERDUE ' if row.is_overdue else ''}{row.task.due or ''}"
    whose = f" (for {row.officer})" if row.officer else ""
    name = f"  {row.task.name[:8]}" if row.task.kind.is_recorded else ""
    return f"{due:18}  {row.number}  {row.task.kind}: {row.task.what}{whose}{name}"


def _list_cases(args: argparse.Namespace) -> int:
    with opened(args) as desk:
        content = lists.cases_csv(desk, _now(), which="all", tag="")
    return _saved(args, content)


def _list_tasks(args: argparse.Namespace) -> int:
    with opened(args) as desk:
        content = lists.tasks_csv(desk, _now(), who=days.TEAM)
    return _saved(args, content)


def _calendar(args: argparse.Namespace) -> int:
    with opened(args) as desk:
        if args.case:
            content = calendar.case_calendar(desk, args.case, _now())
        else:
            content = calendar.calendar(desk, _now())
    return _saved(args, content)


def _saved(args: argparse.Namespace, content: bytes) -> int:
    with write_whole(args.out, private=True) as target:
        target.write(content)
    say(args, {"file": str(args.out), "bytes": len(content)}, f"Saved. It names nobody: {args.out}")
    return 0


def _bulk(args: argparse.Namespace) -> int:
    names = ("officer", "tag", "take_off", "what", "due")
    values = {name: getattr(args, name) for name in names}

    def plan(desk: Desk) -> BulkPlan:
        return bulk.plan_bulk(desk, args.case, args.action, values, today())

    if not args.record:
        with opened(args) as desk:
            found = plan(desk)
        lines = [f"{row.case[:8]}  {row.name}: {row.sentence} {row.warning}".rstrip() for row in found.rows]
        told = "\n".join([*lines, f"Nothing is recorded yet. With --record, cases: {found.count}."])
        say(args, {"rows": as_json(found.rows), "count": found.count}, told)
        return 0

    def action(desk: Desk) -> dict[str, Any]:
        found = plan(desk)
        done = bulk.do_bulk(desk, found, found.digest, today())
        return {"step": done.id, "cases": len(done.cases)}

    return act(args, action, "Recorded as step {step}, cases: {cases}.")


def _undo_bulk(args: argparse.Namespace) -> int:
    def action(desk: Desk) -> dict[str, int]:
        return {"cases": bulk.undo_bulk(desk, args.step, args.reason, today())}

    return act(args, action, "Undone, cases: {cases}.")
