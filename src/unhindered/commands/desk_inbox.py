"""`desk inbox`, `show`, `attachment`: what came in."""

import argparse
from pathlib import Path

from unhindered.commands._desk_door import Parsers, add_command, opened, say, today
from unhindered.core.errors import Refused
from unhindered.desk.actions import attachments, check_ins
from unhindered.desk.actions.inbox import InboxRow, ReportView, inbox, report_view
from unhindered.desk.actions.telling import choice
from unhindered.storage.files import write_whole

_MOST_ASIDE = 20


def add_commands(commands: Parsers) -> None:
    """Register them."""
    add_command(commands, "inbox", _inbox, "list reports, danger first")
    show = add_command(commands, "show", _show, "show one report with its messages and attachments")
    show.add_argument("report", metavar="REPORT")
    save = add_command(commands, "attachment", _attachment, "save one attachment, its hash checked")
    save.add_argument("report", metavar="REPORT")
    save.add_argument("attachment", metavar="N", help="its number as `desk show` lists it, or its id")
    save.add_argument("--out", type=Path, required=True, metavar="FILE")


def _inbox(args: argparse.Namespace) -> int:
    with opened(args) as desk:
        found = inbox(desk, today())
    lines = [_line(row) for row in found.undecided] or ["Nothing waits for a decision."]
    if found.in_cases:
        lines += ["", "In a case:", *(_line(row) for row in found.in_cases)]
    if found.set_aside:
        lines += ["", f"Could not be opened: {len(found.set_aside)}. There may be a report among them."]
        lines += [str(item) for item in found.set_aside[:_MOST_ASIDE]]
        lines += ["`desk officers` lists all."] * (len(found.set_aside) > _MOST_ASIDE)
    say(args, found, "\n".join(lines))
    return 0


def _line(row: InboxRow) -> str:
    where = row.case_name or (f"with {row.taken_by}" if row.taken_by else "")
    parts = [
        row.id[:12],
        row.day.isoformat(),
        "DANGER" if row.danger == "yes" else row.danger,
        "new" if row.is_unread else "",
        where,
        row.excerpt,
    ]
    return "  ".join(part for part in parts if part)


def _show(args: argparse.Namespace) -> int:
    with opened(args) as desk:
        view = report_view(desk, args.report)
        check_ins.note_look(desk, view.id, today())
    say(args, view, _report_text(view))
    return 0


def _report_text(view: ReportView) -> str:
    answers = view.answers
    lines = [f"Report {view.id[:12]} of {view.day}, sealed by the source's {view.sealed_by}"]
    for name in answers.__dataclass_fields__:
        lines.append(f"{name.replace('_', ' '):12} {getattr(answers, name) or '—'}")
    for number, item in enumerate(view.attachments, 1):
        lines.append(
            f"[{number}] {item.name}, {item.size} bytes, {choice(item.state)}, SHA-256 {item.sha256}"
        )
    for message in view.messages:
        lines += ["", f"Message of {message.day}{' (new)' if message.is_new else ''}:", message.text]
    return "\n".join(lines)


def _attachment(args: argparse.Namespace) -> int:
    if args.out.exists():
        raise Refused(f"{args.out} exists already.", advice="Choose another name.")
    with opened(args) as desk:
        reference = attachments.reference_of(desk, desk.book.report(args.report), args.attachment)
        with write_whole(args.out, private=True) as target:
            attachments.save_attachment(desk, reference, target)
    result = {"saved": str(args.out), "sha256": reference.sha256.hex()}
    say(
        args,
        result,
        f"Saved as {args.out}; it is the file that the source's device named. Do not open it online.",
    )
    return 0
