"""`desk documents add`, `list`, `proposals`, `confirm`, `reject`: from a public text to confirmed facts."""

import argparse
import sys
from pathlib import Path
from typing import Any

from unhindered.commands._desk_door import Parsers, act, add_action, add_command, opened, say, today
from unhindered.core.errors import Refused
from unhindered.desk.actions import documents
from unhindered.desk.actions.telling import choice
from unhindered.desk.desk import Desk
from unhindered.storage.files import read_small_file


def add_commands(commands: Parsers) -> None:
    """Register them."""
    parser = commands.add_parser("documents", help="read public documents; confirm or reject what they say")
    below = parser.add_subparsers(metavar="COMMAND", required=True)
    adding = add_action(below, "add", _add, "take in a public document, as plain text")
    adding.add_argument("file", metavar="FILE", help="UTF-8 text; - for standard input")
    adding.add_argument("--title", required=True)
    adding.add_argument("--publisher", required=True)
    adding.add_argument("--dated", required=True, metavar="EDTF", help="when it was published")
    adding.add_argument("--language", default="en", metavar="TAG")
    adding.add_argument(
        "--url",
        default="",
        help="where everybody can read it; without it, nothing of the document can be published",
    )
    add_command(below, "list", _list, "list documents")
    proposals = add_command(below, "proposals", _proposals, "show what reading proposes in a document")
    proposals.add_argument("document", metavar="DOCUMENT")
    proposals.add_argument("--all", action="store_true", help="names, bodies, dates and symbols too")
    confirm = add_action(below, "confirm", _confirm, "confirm a proposal after reading the passage")
    confirm.add_argument("document", metavar="DOCUMENT")
    confirm.add_argument("number", type=int, metavar="N")
    confirm.add_argument(
        "--role",
        action="append",
        default=[],
        metavar="NAME=ROLE",
        help="the public role in which the passage shows a person; may be repeated",
    )
    confirm.add_argument("--excerpt", default="", metavar="WORDS", help="what a public page quotes of it")
    reject = add_action(below, "reject", _reject, "reject a proposal: wrong, or not for us to repeat")
    reject.add_argument("document", metavar="DOCUMENT")
    reject.add_argument("number", type=int, metavar="N")
    reject.add_argument("--reason", default="", metavar="TEXT")


def _add(args: argparse.Namespace) -> int:
    raw = sys.stdin.buffer.read() if args.file == "-" else read_small_file(Path(args.file))
    details = {
        "name": args.title,
        "publisher": args.publisher,
        "dated": args.dated,
        "language": args.language,
        "url": args.url,
    }

    def action(desk: Desk) -> dict[str, str]:
        return {"document": documents.add_document(desk, raw, details, today())}

    return act(args, action, "Document {document}.")


def _list(args: argparse.Namespace) -> int:
    with opened(args) as desk:
        rows = documents.document_rows(desk)
    lines = [f"{row.id[:12]}  {row.dated}  {row.name}, {row.publisher}" for row in rows]
    say(args, rows, "\n".join(lines) or "No documents yet.")
    return 0


def _proposals(args: argparse.Namespace) -> int:
    with opened(args) as desk:
        view = documents.document_view(desk, args.document)
    shown = [item for item in view.proposals if args.all or item.kind not in documents.PLAIN_KINDS]
    lines = []
    for item in shown:
        decided = f"  [{item.decision}]" if item.decision else ""
        lines.append(f"{item.number:4}  {choice(item.kind)}{decided}  {' '.join(item.quote.split())[:200]}")
    result: dict[str, Any] = {"document": view.id, "name": view.fact.name, "proposals": shown}
    say(args, result, "\n".join(lines) or "Nothing was found in this document.")
    return 0


def _confirm(args: argparse.Namespace) -> int:
    roles = dict(_role(text) for text in args.role)

    def action(desk: Desk) -> dict[str, str]:
        statement = documents.confirm(
            desk, args.document, args.number, today(), roles=roles, excerpt=args.excerpt
        )
        return {"statement": statement}

    return act(args, action, "Confirmed; statement {statement} waits in the queue.")


def _role(text: str) -> tuple[str, str]:
    name, sign, role = text.partition("=")
    if not sign or not role.strip():
        raise Refused(f"“{text}” names no role.", advice="Write NAME=ROLE, the name as the passage has it.")
    return name.strip(), role.strip()


def _reject(args: argparse.Namespace) -> int:
    def action(desk: Desk) -> dict[str, int]:
        documents.reject(desk, args.document, args.number, today(), reason=args.reason)
        return {"rejected": args.number}

    return act(args, action, "Rejected.")
