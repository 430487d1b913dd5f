"""`desk task`, `deadline`, `assign`, `tag`, `history`, `undo`: the work on one case."""

import argparse
from collections.abc import Callable
from typing import Any

from unhindered.commands._desk_door import Parsers, act, add_action, add_command, opened, say, today
from unhindered.desk.actions import work
from unhindered.desk.actions.work import HistoryItem
from unhindered.desk.desk import Desk


def add_commands(commands: Parsers) -> None:
    """Register them."""
    below = commands.add_parser("task", help="what is to be done on a case").add_subparsers(
        metavar="COMMAND", required=True
    )
    _task(add_action(below, "add", _add_task, "add a task to a case"))
    change = add_action(below, "change", _change_task, "describe a task anew")
    _task(change).add_argument("task", metavar="TASK")
    done = add_action(below, "done", _done, "record that a task was done, or a deadline kept")
    done.add_argument("case", metavar="CASE")
    done.add_argument("task", metavar="TASK")
    done.add_argument("--note", default="", metavar="TEXT", help="what came of it")
    deadline = add_action(
        commands, "deadline", _deadline, "set, or change, a day that somebody else's rule sets"
    )
    deadline.add_argument("case", metavar="CASE")
    deadline.add_argument("--what", required=True, metavar="TEXT")
    deadline.add_argument("--due", required=True, metavar="DAY", help="the last good day")
    deadline.add_argument("--rule", default="", metavar="TEXT", help="by which rule")
    deadline.add_argument("--counted", default="", metavar="TEXT", help="how the days were counted")
    deadline.add_argument("--change", metavar="TASK", help="describe this deadline anew instead")
    _add_belonging(commands)
    history = add_command(commands, "history", _history, "list all entries of a case, the undone ones too")
    history.add_argument("case", metavar="CASE")
    undo = add_action(commands, "undo", _undo, "take an entry back, or let it count again")
    undo.add_argument("case", metavar="CASE")
    undo.add_argument("entry", metavar="ENTRY", help="as `history` calls it")
    undo.add_argument("--reason", required=True, metavar="TEXT", help="stays beside the entry")


def _task(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    parser.add_argument("case", metavar="CASE")
    parser.add_argument("--what", required=True, metavar="TEXT")
    parser.add_argument("--due", metavar="DAY", help="the last good day")
    parser.add_argument("--officer", metavar="NAME", help="else for whoever works on the case")
    parser.add_argument("--note", default="", metavar="TEXT")
    return parser


def _add_belonging(commands: Parsers) -> None:
    assign = add_action(commands, "assign", _assign, "say who works on a case; opens nothing to anybody")
    assign.add_argument("case", metavar="CASE")
    assign.add_argument("officer", nargs="*", metavar="NAME")
    assign.add_argument("--no-longer", action="append", default=[], metavar="NAME", help="may be repeated")
    tag = add_action(commands, "tag", _tag, "put tags on a case, or take them off")
    tag.add_argument("case", metavar="CASE")
    tag.add_argument("tag", nargs="*", metavar="TAG")
    tag.add_argument("--remove", action="append", default=[], metavar="TAG", help="may be repeated")


def _described(args: argparse.Namespace) -> dict[str, Any]:
    return {"what": args.what, "due": args.due, "officer": args.officer, "note": args.note}


def _add_task(args: argparse.Namespace) -> int:
    def action(desk: Desk) -> dict[str, str]:
        return {"task": work.add_task(desk, args.case, _described(args), today())}

    return act(args, action, "Task {task} is added.")


def _change_task(args: argparse.Namespace) -> int:
    def action(desk: Desk) -> None:
        work.update_task(desk, args.case, args.task, _described(args), today())

    return _acted(args, action, "The task is changed.")


def _done(args: argparse.Namespace) -> int:
    def action(desk: Desk) -> None:
        work.finish_task(desk, args.case, args.task, args.note, today())

    return _acted(args, action, "Done.")


def _deadline(args: argparse.Namespace) -> int:
    values = {"what": args.what, "due": args.due, "rule": args.rule, "counted": args.counted}

    def action(desk: Desk) -> dict[str, str]:
        if args.change:
            work.change_deadline(desk, args.case, args.change, values, today())
            return {"task": args.change, "due": args.due}
        return {"task": work.set_deadline(desk, args.case, values, today()), "due": args.due}

    return act(args, action, "The deadline {task} is set: {due}.")


def _assign(args: argparse.Namespace) -> int:
    def action(desk: Desk) -> dict[str, Any]:
        lacking = work.assign(desk, args.case, args.officer, today(), no_longer=args.no_longer)
        told = f" Nothing shows that these can open it: {', '.join(lacking)}." if lacking else ""
        return {"maybe_without_access": list(lacking), "told": told}

    return act(args, action, "It is recorded who works on the case.{told}")


def _tag(args: argparse.Namespace) -> int:
    def action(desk: Desk) -> None:
        work.change_tags(desk, args.case, today(), add=args.tag, remove=args.remove)

    return _acted(args, action, "The tags are changed.")


def _history(args: argparse.Namespace) -> int:
    with opened(args) as desk:
        found = work.history(desk, args.case)
    say(args, found, "\n".join(map(_line, found)))
    return 0


def _line(item: HistoryItem) -> str:
    undone = f"  UNDONE by {'; '.join(item.undone_by)}" if item.undone_by else ""
    return f"{item.day}  {item.name}  {item.title} ({item.officer}){undone}"


def _undo(args: argparse.Namespace) -> int:
    def action(desk: Desk) -> dict[str, Any]:
        counts = work.undo(desk, args.case, args.entry, args.reason, today())
        return {"counts": counts, "told": "The entry counts again." if counts else "Undone."}

    return act(args, action, "{told}")


def _acted(args: argparse.Namespace, action: Callable[[Desk], None], sentence: str) -> int:
    def on_case(desk: Desk) -> dict[str, str]:
        action(desk)
        return {"case": args.case}

    return act(args, on_case, sentence)
