"""`desk alarms`, `acknowledge`, `check-ins list`, `agree`, `end`, `tell-again`: who is looked for."""

import argparse
from datetime import datetime
from typing import Any

from unhindered.commands._desk_door import Parsers, act, add_action, add_command, as_json, opened, say, today
from unhindered.desk.actions import check_ins
from unhindered.desk.actions.check_ins import AboutSource, AlarmView
from unhindered.desk.desk import Desk
from unhindered.desk.watch_orders import tell_watch_again

RINGING = 3


def add_commands(commands: Parsers) -> None:
    """Register them."""
    add_command(commands, "alarms", _alarms, "say what rings, what to do, and what nobody must do")
    taking = add_action(commands, "acknowledge", _acknowledge, "take alarms on, so that nobody else is woken")
    taking.add_argument("alarm", nargs="*", metavar="ALARM", help="all that ring, if none is given")
    taking.add_argument(
        "--number",
        type=int,
        action="append",
        default=[],
        metavar="N",
        help="by the number in the watch's call; may be repeated",
    )
    parser = commands.add_parser("check-ins", help="agree with a source on a rhythm of check-ins")
    below = parser.add_subparsers(metavar="COMMAND", required=True)
    add_command(below, "list", _list, "list check-ins that are missed or due, and what sources propose")
    agree = add_action(below, "agree", _agree, "agree on a rhythm of check-ins with the source of a report")
    agree.add_argument("report", metavar="REPORT")
    agree.add_argument("--every-days", type=int, required=True, metavar="1-31")
    agree.add_argument("--grace-hours", type=int, required=True, metavar="1-168")
    agree.add_argument("--starts", metavar="DAY", help="else today; counts as the first check-in")
    agree.add_argument("--until", metavar="DAY", help="the last day on which one is due")
    add_action(below, "tell-again", _tell_again, "tell the watch again all that it should know of sources")
    end = add_action(below, "end", _end, "end the check-ins of a report's source")
    end.add_argument("report", metavar="REPORT")
    end.add_argument("--note", default="", metavar="TEXT")


def _now() -> datetime:
    return datetime.now().astimezone()


def _alarms(args: argparse.Namespace) -> int:
    with opened(args) as desk:
        found = check_ins.alarms(desk, _now())
    lines = [line for alarm in found for line in _alarm_lines(alarm)]
    say(args, {"alarms": as_json(found)}, "\n".join(lines) or "Nothing rings at this desk.")
    return RINGING if found else 0


def _acknowledge(args: argparse.Namespace) -> int:
    def action(desk: Desk) -> dict[str, Any]:
        taken = check_ins.acknowledge(desk, args.alarm, _now(), numbers=args.number)
        return {"alarms": list(taken), "numbers": args.number, "count": len(taken) + len(args.number)}

    waits = "Taken on at this desk. The watch goes on calling until the gate has it."
    return act(args, action, "You have taken on: {count}. Nobody else is woken.", while_waiting=waits)


def _list(args: argparse.Namespace) -> int:
    with opened(args) as desk:
        due, proposed = check_ins.due(desk, _now()), check_ins.proposals(desk)
    lines = [
        f"{'MISSED' if item.is_missed else 'due'}  {_whose(item.about)}: by the end of {item.due} UTC, "
        f"rings at {item.rings_at:%Y-%m-%d %H:%M} UTC; last {item.last}"
        for item in due
    ]
    lines += [
        f"proposed  {_whose(item.about)}: "
        + ("to end them" if item.ends else f"every {item.every_days} days, {item.grace_hours} hours of grace")
        for item in proposed
    ]
    result = {"due": as_json(due), "proposed": as_json(proposed)}
    say(args, result, "\n".join(lines) or "No check-ins are agreed or proposed.")
    return 0


def _agree(args: argparse.Namespace) -> int:
    values: dict[str, Any] = {
        "every_days": args.every_days,
        "grace_hours": args.grace_hours,
        "until": args.until,
    }
    if args.starts:
        values["starts"] = args.starts

    def action(desk: Desk) -> dict[str, Any]:
        check_ins.agree(desk, args.report, values, today())
        return {"report": args.report}

    sentence = "The check-ins are agreed, and the watch knows. Tell the source in your answer."
    waits = "Agreed at this desk. The watch does not know it before the gate has it."
    return act(args, action, sentence, while_waiting=waits)


def _end(args: argparse.Namespace) -> int:
    def action(desk: Desk) -> dict[str, Any]:
        check_ins.end(desk, args.report, args.note, today())
        return {"report": args.report}

    waits = "Ended at this desk. The watch does not know it before the gate has it."
    return act(args, action, "The check-ins are ended. Danger still rings.", while_waiting=waits)


def _tell_again(args: argparse.Namespace) -> int:
    sentence = "Told again: {orders}."
    waits = "The watch is told again with the next sync that gets through: {orders}."
    return act(args, lambda desk: {"orders": tell_watch_again(desk)}, sentence, while_waiting=waits)


def _alarm_lines(alarm: AlarmView) -> list[str]:
    lines = [f"{alarm.id}  {alarm.sentence} Since {alarm.since_when}.", f"  {alarm.to_do}"]
    for about in alarm.about:
        lines.append(f"  {_whose(about)}")
        lines += [f"    Do not: {rule}" for rule in about.do_not]
        lines += [f"    Safe contact: {rule}" for rule in about.safe_contact]
    return lines


def _whose(about: AboutSource | None) -> str:
    if about is None:
        return "somebody whose report is not at this desk"
    case = f", case {about.case_name}" if about.case_name else ""
    return f"report {about.report[:12]} of {about.day}{case}"
