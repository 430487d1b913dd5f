"""`desk evidence …`: items, their chain of custody, pixels and copies; `desk doctor`: what opens files."""

import argparse
import sys
from pathlib import Path
from typing import Any

from unhindered.commands._desk_door import Parsers, act, add_action, add_command, opened, say, today
from unhindered.core.casework.custody_facts import RedactedRegion
from unhindered.core.casework.custody_terms import EvidenceOrigin, MadeBy
from unhindered.core.casework.redaction import regions_of_cells
from unhindered.core.errors import Refused
from unhindered.desk.actions import evidence, evidence_texts
from unhindered.desk.actions.evidence_page import ItemView, evidence_view, exhibits_view
from unhindered.desk.actions.telling import choice
from unhindered.desk.desk import Desk
from unhindered.desk.evidence.items import ORIGINAL
from unhindered.desk.evidence.sealed_files import LARGEST_FILE
from unhindered.desk.sandbox.room import Sandbox
from unhindered.desk.sandbox.walls import bubblewrap
from unhindered.storage.files import read_small_file, write_whole

_BROUGHT = [item.value for item in EvidenceOrigin if item is not EvidenceOrigin.REPORT_ATTACHMENT]


def add_commands(commands: Parsers) -> None:
    """Register them."""
    doctor = commands.add_parser("doctor", help="say what files can be opened on this machine, and with what")
    doctor.add_argument("--json", action="store_true", help="print JSON")
    doctor.set_defaults(run=_doctor)
    parser = commands.add_parser("evidence", help="evidence: custody, pixels, cleaned and redacted copies")
    below = parser.add_subparsers(metavar="COMMAND", required=True)
    _add_looking(below)
    _add_copying(below)
    _add_texts(below)


def _add_looking(below: Parsers) -> None:
    listing = add_command(below, "list", _list, "list the evidence of a case, with what was done with it")
    listing.add_argument("case", metavar="CASE")
    exhibits = add_command(below, "exhibits", _exhibits, "print the list of exhibits of a case")
    exhibits.add_argument("case", metavar="CASE")
    taking = add_action(below, "take-in", _take_in, "take in the attachments of a case's reports, compared")
    taking.add_argument("case", metavar="CASE")
    adding = add_action(below, "add", _add, "seal a file into a case that did not come through the gate")
    adding.add_argument("case", metavar="CASE")
    adding.add_argument("file", type=Path, metavar="FILE")
    adding.add_argument("--label", required=True, help="what it is, in words that name nobody")
    adding.add_argument("--origin", choices=_BROUGHT, default=EvidenceOrigin.BY_HAND.value)
    adding.add_argument("--received-from", default="", metavar="NAME")
    seeing = _on_item(below, "see", _see, "write one page of an item as a picture of pixels")
    seeing.add_argument("--page", type=int, default=1, metavar="N")
    seeing.add_argument("--copy", default=ORIGINAL, metavar="HASH", help="of a copy, not of the original")
    seeing.add_argument(
        "--out", type=Path, required=True, metavar="FILE", help="a PNG, in clear on this disk"
    )


def _add_copying(below: Parsers) -> None:
    _on_item(below, "clean", _clean, "make a copy without hidden data, with mat2 in the sandbox")
    redacting = _on_item(below, "redact", _redact, "make a copy of pixels in which fields are black")
    redacting.add_argument(
        "--field",
        action="append",
        required=True,
        metavar="PAGE-ROW-COLUMN",
        help="a field of the grid of 14 rows and 10 columns over a page, counted from 1; may be repeated",
    )
    redacting.add_argument("--pages", default="", metavar="N-M", help="which pages to copy; all without it")
    saving = _on_item(below, "save", _save, "write an original or a copy to this disk, in clear")
    saving.add_argument("--copy", default=ORIGINAL, metavar="HASH")
    saving.add_argument("--out", type=Path, required=True, metavar="FILE")


def _add_texts(below: Parsers) -> None:
    numbering = _on_item(below, "number", _number, "give an item an exhibit number", needs_reason=False)
    numbering.add_argument("exhibit", metavar="NUMBER")
    numbering.add_argument("--label", required=True, help="what it shows, in words that name nobody")
    script = _on_item(below, "transcript", _transcript, "add the words of an item", needs_reason=False)
    _add_text_options(script)
    translating = add_action(below, "translation", _translation, "add a translation of a transcript")
    translating.add_argument("case", metavar="CASE")
    translating.add_argument("transcript", metavar="TRANSCRIPT")
    _add_text_options(translating)
    translating.add_argument("--checked-by", default="", metavar="NAME", help="who compared the two")
    leaving = _on_item(below, "redact-text", _redact_text, "leave passages out of a copy of a text")
    leaving.add_argument("text", metavar="TEXT", help="a transcript or a translation")
    leaving.add_argument("--passage", action="append", required=True, metavar="WORDS")


def _add_text_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="UTF-8 text; - for standard input")
    parser.add_argument("--language", required=True, metavar="TAG")
    parser.add_argument("--written-by", choices=[item.value for item in MadeBy], required=True)
    parser.add_argument("--made-by", required=True, metavar="NAME", help="who, or which program and version")


def _on_item(
    below: Parsers, name: str, run: Any, text: str, *, needs_reason: bool = True
) -> argparse.ArgumentParser:
    parser = add_action(below, name, run, text)
    parser.add_argument("case", metavar="CASE")
    parser.add_argument(
        "item", metavar="ITEM", help="its SHA-256, the first letters of it, or its exhibit number"
    )
    if needs_reason:
        parser.add_argument("--reason", required=True, help="stays in the chain of custody")
    return parser


def _list(args: argparse.Namespace) -> int:
    with opened(args) as desk:
        view = evidence_view(desk, args.case, today())
    lines = [line for item in view.items for line in _lines(item)]
    lines += [f"CONFLICT  {conflict}" for conflict in view.conflicts]
    if view.waiting:
        lines.append(f"Attachments that were not taken in yet: {view.waiting}.")
    if view.unexplained:
        lines.append(f"Sealed pieces that no record accounts for: {view.unexplained}.")
    say(args, view, "\n".join(lines) or "No evidence yet.")
    return 0


def _lines(item: ItemView) -> list[str]:
    number = f"  exhibit {item.exhibit}" if item.exhibit else ""
    standing = {True: "as the device named it", False: "NOT WHAT THE DEVICE NAMED", None: "sealed by us"}
    head = f"{item.id[:12]}{number}  {item.label}  {choice(item.medium)}, {item.size} bytes"
    steps = [
        f"    {step.day}  {step.title}, {step.officer}{f' → {step.copy[:12]}' if step.copy else ''}"
        for step in item.chain
    ]
    return [f"{head}  {standing[item.fits_device]}", *steps]


def _exhibits(args: argparse.Namespace) -> int:
    with opened(args) as desk:
        rows = exhibits_view(desk, args.case, today())
    lines = [
        f"{row.exhibit}  {row.label}  {choice(row.medium)}, {row.size} bytes\n    {row.id}" for row in rows
    ]
    say(args, rows, "\n".join(lines) or "No item has an exhibit number yet.")
    return 0


def _take_in(args: argparse.Namespace) -> int:
    def action(desk: Desk) -> dict[str, Any]:
        taken = evidence.take_in_attachments(desk, args.case, today())
        for line in taken.left:
            sys.stderr.write(f"{line}\n")
        return {"items": taken.items, "count": len(taken.items), "differing": taken.differing}

    return act(args, action, "Taken in: {count}. Not what the source's device named: {differing}.")


def _add(args: argparse.Namespace) -> int:
    content = read_small_file(args.file, limit=LARGEST_FILE)
    values = {"label": args.label, "origin": args.origin, "received_from": args.received_from}

    def action(desk: Desk) -> dict[str, str]:
        return {"item": evidence.add_by_hand(desk, args.case, content, values, today())}

    return act(args, action, "Sealed into the case: {item}.")


def _see(args: argparse.Namespace) -> int:
    def action(desk: Desk) -> dict[str, Any]:
        given = {"today": today(), "file": args.copy}
        evidence.open_item(desk, args.case, args.item, reason=args.reason, **given)
        shown = evidence.page_of(desk, args.case, args.item, args.page, **given)
        with write_whole(args.out, private=True) as file:
            file.write(shown.png)
        return {"page": shown.number, "of": shown.of, "file": str(args.out)}

    return act(args, action, "Page {page} of {of} is in {file}, in clear: remove it when you have seen it.")


def _clean(args: argparse.Namespace) -> int:
    def action(desk: Desk) -> dict[str, str]:
        return {"copy": evidence.clean(desk, args.case, args.item, reason=args.reason, today=today())}

    return act(args, action, "A cleaned copy lies beside the original: {copy}.")


def _redact(args: argparse.Namespace) -> int:
    by_page: dict[int, list[tuple[int, int]]] = {}
    for field in args.field:
        page, row, column = _field(field)
        by_page.setdefault(page, []).append((row - 1, column - 1))
    regions: list[RedactedRegion] = [
        region
        for page, cells in sorted(by_page.items())
        for region in regions_of_cells(page, cells, args.reason)
    ]

    def action(desk: Desk) -> dict[str, str]:
        return {"copy": evidence.redact(desk, args.case, args.item, regions, today(), pages=args.pages)}

    return act(args, action, "A redacted copy lies beside the original: {copy}.")


def _field(text: str) -> tuple[int, int, int]:
    words = text.split("-")
    if len(words) != 3 or not all(word.isdecimal() and len(word) < 7 for word in words):
        raise Refused(f"“{text}” names no field.", advice="Write PAGE-ROW-COLUMN, such as 1-3-10.")
    page, row, column = map(int, words)
    return page, row, column


def _save(args: argparse.Namespace) -> int:
    def action(desk: Desk) -> dict[str, str]:
        with write_whole(args.out, private=True) as file:
            evidence.export_file(
                desk, args.case, args.item, reason=args.reason, today=today(), target=file, file=args.copy
            )
        return {"file": str(args.out)}

    return act(args, action, "It is in {file}, in clear: do not open it on a machine that you need.")


def _number(args: argparse.Namespace) -> int:
    def action(desk: Desk) -> dict[str, str]:
        evidence_texts.number_exhibit(
            desk, args.case, args.item, exhibit=args.exhibit, label=args.label, today=today()
        )
        return {"exhibit": args.exhibit}

    return act(args, action, "It is exhibit {exhibit}.")


def _transcript(args: argparse.Namespace) -> int:
    values = _text_values(args)

    def action(desk: Desk) -> dict[str, str]:
        return {"transcript": evidence_texts.add_transcript(desk, args.case, args.item, values, today())}

    return act(args, action, "Transcript {transcript}.")


def _translation(args: argparse.Namespace) -> int:
    values = {**_text_values(args), "checked_by": args.checked_by}

    def action(desk: Desk) -> dict[str, str]:
        made = evidence_texts.add_translation(desk, args.case, args.transcript, values, today())
        return {"translation": made}

    return act(args, action, "Translation {translation}.")


def _text_values(args: argparse.Namespace) -> dict[str, str]:
    raw = sys.stdin.buffer.read() if args.file == "-" else read_small_file(Path(args.file))
    try:
        text = raw.decode()
    except UnicodeDecodeError as err:
        raise Refused("This is not text.", advice="Save it as plain text, in UTF-8.") from err
    return {
        "language": args.language,
        "text": text,
        "written_by": args.written_by,
        "made_by": args.made_by,
    }


def _redact_text(args: argparse.Namespace) -> int:
    def action(desk: Desk) -> dict[str, str]:
        made = evidence_texts.redact_text(
            desk, args.case, args.item, args.text, args.passage, reason=args.reason, today=today()
        )
        return {"redaction": made}

    return act(args, action, "Redaction {redaction}.")


def _doctor(args: argparse.Namespace) -> int:
    tools = Sandbox(program=bubblewrap()).tools()
    lines = [
        f"sandbox       bubblewrap {tools.bubblewrap}",
        f"PDF           {_version('pypdfium2', tools.pypdfium2, 'install this program anew')}",
        f"pictures      {_version('GdkPixbuf', tools.gdk_pixbuf, 'apt install mat2')}",
        f"office, text  {_version('LibreOffice', tools.libreoffice, 'apt install libreoffice-writer-nogui')}",
        f"copies        {_version('mat2', tools.mat2, 'apt install mat2')}",
    ]
    say(args, tools, "\n".join(lines))
    return 0 if all((tools.pypdfium2, tools.gdk_pixbuf, tools.libreoffice, tools.mat2)) else 1


def _version(name: str, version: str, advice: str) -> str:
    return f"{name} {version}" if version else f"LACKING: {advice}"
