"""`desk assess`, `open-case`, `case`, `cases`, `answer`, `note`, `close`: the work on a case."""

import argparse
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from unhindered.commands._desk_door import (
    Parsers,
    act,
    add_action,
    add_command,
    opened,
    rules_as_text,
    say,
    today,
)
from unhindered.core.casework.risk_facts import RiskLevel
from unhindered.core.casework.terms import Outcome
from unhindered.core.correspondence.to_source import LARGEST_REPLY_FILE
from unhindered.core.errors import Refused
from unhindered.desk.actions import case_page, cases
from unhindered.desk.actions.audit import note_opened
from unhindered.desk.actions.closing import open_matters
from unhindered.desk.actions.contact import contact_rules
from unhindered.desk.actions.telling import choice
from unhindered.desk.desk import Desk
from unhindered.desk.entries.opened_list import What
from unhindered.desk.replying import ReplyFile
from unhindered.storage.files import read_small_file

_RAPID = ("threat", "safe-contact", "do-not", "next-step")
_FULL = ("threats", "vulnerabilities", "capacities", "channel", "do-not")


def add_commands(commands: Parsers) -> None:
    """Register them."""
    _add_risk(commands)
    _add_case_work(commands)


def _add_risk(commands: Parsers) -> None:
    rapid = add_action(commands, "assess", _assess, "record a risk assessment: rapid, or full with --full")
    rapid.add_argument("target", metavar="REPORT|CASE")
    rapid.add_argument("--full", action="store_true", help="the full assessment")
    rapid.add_argument("--danger-now", action="store_true", help="someone is in danger now (rapid)")
    for name in dict.fromkeys((*_RAPID, *_FULL)):
        rapid.add_argument(f"--{name}", default="", metavar="TEXT")
    rapid.add_argument("--review-by", metavar="DAY", help="when to look again (full)")
    rapid.add_argument("--measures", default="", metavar="TEXT", help="what is done about it (full)")
    rapid.add_argument(
        "--danger-level", choices=[item.value for item in RiskLevel], help="your judgement then (full)"
    )


def _add_case_work(commands: Parsers) -> None:
    opening = add_action(commands, "open-case", _open_case, "open a case with a report")
    opening.add_argument("report", nargs="+", metavar="REPORT")
    opening.add_argument("--name", required=True, metavar="NAME", help="a working name that names nobody")
    opening.add_argument(
        "--officer", action="append", default=[], metavar="NAME", help="give access; may be repeated"
    )
    adding = add_action(commands, "add-report", _add_report, "take a further report into a case")
    adding.add_argument("case", metavar="CASE")
    adding.add_argument("report", metavar="REPORT")
    access = add_action(commands, "access", _access, "give an officer access to a case")
    access.add_argument("case", metavar="CASE")
    access.add_argument("officer", metavar="NAME")
    add_command(commands, "cases", _cases, "list the cases you have access to")
    show = add_command(commands, "case", _case, "show a case")
    show.add_argument("case", metavar="CASE")
    _add_answer(commands)
    read = add_action(commands, "take-in", _take_in, "record that the source's messages were read")
    read.add_argument("case", metavar="CASE")
    note = add_action(commands, "note", _note, "add a note to a case")
    note.add_argument("case", metavar="CASE")
    note.add_argument("--text", required=True, metavar="TEXT")
    closing = add_action(commands, "close", _close, "close a case")
    closing.add_argument("case", metavar="CASE")
    closing.add_argument("--outcome", required=True, choices=[item.value for item in Outcome])
    closing.add_argument("--note", default="", metavar="TEXT")
    closing.add_argument("--anyway", action="store_true", help="although something is still open in it")
    again = add_action(commands, "reopen", _reopen, "take up a closed case again")
    again.add_argument("case", metavar="CASE")
    again.add_argument("--note", default="", metavar="TEXT")


def _add_answer(commands: Parsers) -> None:
    answer = add_action(commands, "answer", _answer, "answer the source of a case through the mailbox")
    answer.add_argument("case", metavar="CASE")
    answer.add_argument("--text", required=True, metavar="TEXT")
    answer.add_argument(
        "--attach", type=Path, action="append", default=[], metavar="FILE", help="at most 8 MiB"
    )
    answer.add_argument("--report", metavar="REPORT", help="whose source, where a case has several reports")
    answer.add_argument(
        "--although-asked-not-to",
        action="store_true",
        help="answer a source who asked not to be contacted: the mailbox only waits, it calls nobody",
    )


def _assess(args: argparse.Namespace) -> int:
    names = _FULL if args.full else _RAPID
    values: dict[str, Any] = {name.replace("-", "_"): getattr(args, name.replace("-", "_")) for name in names}
    if args.full:
        values |= {name: getattr(args, name) for name in ("review_by", "measures", "danger_level")}
    else:
        values["danger_now"] = args.danger_now
    kind = cases.FULL if args.full else cases.RAPID

    def action(desk: Desk) -> dict[str, str]:
        return {"recorded_on": cases.assess(desk, args.target, kind=kind, values=values, today=today())}

    return act(args, action, "Recorded on {recorded_on}.")


def _open_case(args: argparse.Namespace) -> int:
    def action(desk: Desk) -> dict[str, str]:
        case = cases.open_case(desk, args.report, name=args.name, officers=args.officer, today=today())
        return {"case": case, "name": args.name}

    return act(args, action, "Case {case} “{name}” is open.")


def _add_report(args: argparse.Namespace) -> int:
    def action(desk: Desk) -> dict[str, str]:
        cases.add_report(desk, args.case, args.report, today())
        return {"case": args.case}

    return act(args, action, "The report is in the case.")


def _access(args: argparse.Namespace) -> int:
    def action(desk: Desk) -> dict[str, str]:
        cases.give_access(desk, args.case, args.officer, today())
        return {"officer": args.officer}

    return act(args, action, "{officer} has access with the next sync.")


def _cases(args: argparse.Namespace) -> int:
    with opened(args) as desk:
        rows = case_page.case_rows(desk, today())
    lines = [
        f"{row.id[:12]}  {row.name}{'  closed' * row.is_closed}{'  OVERDUE' * row.is_overdue}" for row in rows
    ]
    say(args, rows, "\n".join(lines) or "You have access to no case yet.")
    return 0


def _case(args: argparse.Namespace) -> int:
    with opened(args) as desk:
        view = case_page.case_view(desk, args.case, today())
        note_opened(desk, What.CASE, view.id, today())
    lines = [f"Case {view.id[:12]} “{view.name}”, risk assessed: {view.risk}"]
    if view.no_contact_because:
        lines.append(f"No contact: {view.no_contact_because}")
    lines += [f"Do not: {rule.do_not} ({rule.title}, {rule.on})" for rule in view.assessments]
    for person in view.persons:
        roles = ", ".join(sorted(map(choice, person.roles)))
        lines.append(f"person {person.person}  {person.label} ({roles})")
    for consent in view.consents:
        given = consent.consent.given
        agreed = f"{choice(given.purpose)}, {given.level}, {choice(consent.standing)}"
        lines.append(f"consent {consent.id}  {consent.person}: {agreed}")
    for statement in view.statements:
        state = "waits to be sent" if statement.waits else statement.state
        lines.append(f"statement {statement.id}  {state}, drafted by {statement.officer}")
    for item in view.timeline:
        lines.append(f"{item.day}  {item.title} ({item.officer})")
        lines += [f"    {line.label}: {line.text}" for line in item.lines]
    say(args, view, "\n".join(lines))
    return 0


def _answer(args: argparse.Namespace) -> int:
    files = [
        ReplyFile(name=path.name, content=read_small_file(path, limit=LARGEST_REPLY_FILE))
        for path in args.attach
    ]

    def action(desk: Desk) -> dict[str, str]:
        _warn_before_answer(args, desk)
        cases.answer(desk, args.case, args.text, today(), report=args.report, files=files)
        return {"case": args.case}

    return act(
        args,
        action,
        "The answer waits in the source's mailbox.",
        while_waiting="The answer is written; the source cannot read it before it is sent.",
    )


def _warn_before_answer(args: argparse.Namespace, desk: Desk) -> None:
    held = cases.report_to_answer(desk, args.case, args.report)
    for line in rules_as_text(contact_rules(desk, held.id, today())):
        sys.stderr.write(f"{line}\n")
    if held.report.answers.contact != "no":
        return
    if not args.although_asked_not_to:
        raise Refused(
            "This source asked not to be contacted, so nothing was written.",
            advice="The mailbox only waits, it calls nobody. If it is right all the same, add "
            "--although-asked-not-to.",
        )


def _take_in(args: argparse.Namespace) -> int:
    def action(desk: Desk) -> dict[str, int]:
        return {"messages": cases.take_in_messages(desk, args.case, today())}

    return act(args, action, "{messages} messages are marked as read.")


def _note(args: argparse.Namespace) -> int:
    def action(desk: Desk) -> dict[str, str]:
        cases.add_note(desk, args.case, args.text, today())
        return {"case": args.case}

    return act(args, action, "Noted.")


def _close(args: argparse.Namespace) -> int:
    def action(desk: Desk) -> dict[str, str]:
        _warn_before_closing(args, desk)
        cases.close_case(desk, args.case, outcome=args.outcome, note=args.note, today=today())
        return {"outcome": args.outcome}

    return act(args, action, "The case is closed: {outcome}.")


def _warn_before_closing(args: argparse.Namespace, desk: Desk) -> None:
    matters = open_matters(desk, args.case, datetime.now().astimezone())
    for matter in matters:
        sys.stderr.write(f"{matter.text}\n")
    if matters and not args.anyway:
        raise Refused(
            f"Still open in this case: {len(matters)}. It was not closed.",
            advice="Look at each. To close the case all the same, add --anyway.",
        )


def _reopen(args: argparse.Namespace) -> int:
    def action(desk: Desk) -> dict[str, str]:
        cases.reopen_case(desk, args.case, note=args.note, today=today())
        return {"case": args.case}

    return act(args, action, "The case is open again.")
