"""`desk export`, `desk archive`: out within consent; and everything, sealed, to keep in the house."""

import argparse
import os
from pathlib import Path
from typing import Any

from unhindered.commands._desk_door import (
    Parsers,
    act,
    add_action,
    add_command,
    opened,
    passphrase_of,
    say,
    today,
)
from unhindered.core.casework.terms import IdentityLevel, Purpose
from unhindered.core.errors import Refused
from unhindered.desk.actions import archive, exporting
from unhindered.desk.desk import Desk
from unhindered.storage.files import write_small_file

_LEFT_OUT = "left-out"


def add_commands(commands: Parsers) -> None:
    """Register them."""
    export = add_action(commands, "export", _export, "let a case leave within consent, as tables or JSON")
    export.add_argument("case", nargs="+", metavar="CASE")
    export.add_argument("--format", default="esf-csv", choices=list(exporting.FORMATS))
    export.add_argument("--to", required=True, metavar="RECIPIENT", help="the short name of one body")
    export.add_argument("--purpose", required=True, choices=[item.value for item in Purpose])
    export.add_argument("--out", type=Path, metavar="FOLDER", default=Path(), help="where the file goes")
    export.add_argument(
        "--at-most",
        action="append",
        default=[],
        metavar="PERSON=LEVEL",
        help=f"show a person less: {', '.join(IdentityLevel)}, {_LEFT_OUT}",
    )
    export.add_argument("--note", default="", help="goes along; written for this recipient")
    export.add_argument("--dry-run", action="store_true", help="only say what would leave")
    keep = add_action(commands, "archive", _archive, "seal cases, readable in ten years, to officers")
    keep.add_argument("out", type=Path, metavar="FILE", help="the sealed file to write; ends in .age")
    keep.add_argument(
        "--case", action="append", default=[], metavar="CASE", help="only these; all if not said"
    )
    keep.add_argument(
        "--officer", action="append", default=[], metavar="NAME", help="beside owners and yourself"
    )
    key = add_command(
        commands, "archive-key", _archive_key, "your age identity under your passphrase, for plain age"
    )
    key.add_argument(
        "out", type=Path, metavar="FILE", help="a new file; keep it as safe as the desk's folder"
    )


def _asked(args: argparse.Namespace) -> exporting.ExportAsked:
    return exporting.ExportAsked(
        cases=tuple(args.case),
        purpose=Purpose(args.purpose),
        recipient=args.to,
        format=args.format,
        at_most=dict(_level(item) for item in args.at_most),
        note=args.note,
    )


def _level(text: str) -> tuple[str, IdentityLevel | None]:
    person, _, level = text.partition("=")
    if level != _LEFT_OUT and level not in list(IdentityLevel):
        raise Refused(f"“{level}” is no level.", advice=f"Use {', '.join(IdentityLevel)} or {_LEFT_OUT}.")
    return person, None if level == _LEFT_OUT else IdentityLevel(level)


def _export(args: argparse.Namespace) -> int:
    asked = _asked(args)
    if args.dry_run:
        with opened(args) as desk:
            found = exporting.preview(desk, asked, today())
        say(args, {"cases": [_told(item) for item in found]}, "\n".join(map(_line, found)))
        return int(any(item.objection for item in found))

    def action(desk: Desk) -> dict[str, Any]:
        made = exporting.export(desk, asked, today())
        path = args.out / made.name
        write_small_file(path, made.content, private=True)
        return {"file": os.fspath(path), "rows": made.rows}

    return act(args, action, "Recorded as sent, and written: {file}, {rows} rows.")


def _told(item: exporting.ExportPreview) -> dict[str, Any]:
    objection = str(item.objection) if item.objection else ""
    return {"case": item.case, "rows": item.rows, "persons": item.persons, "objection": objection}


def _line(item: exporting.ExportPreview) -> str:
    rows = ", ".join(f"{count} {name}" for name, count in item.rows.items())
    return f"Case {item.case[:8]}: {item.objection or rows}"


def _archive(args: argparse.Namespace) -> int:
    def action(desk: Desk) -> dict[str, Any]:
        made = archive.write_archive(desk, args.out, today(), cases=args.case, officers=args.officer)
        return {
            "file": os.fspath(args.out),
            "sha256": made.sha256,
            "size": made.size,
            "cases": made.cases,
            "attachments": made.attachments,
            "missing": made.missing,
            "officers": list(made.officers),
        }

    return act(args, action, "Sealed: {file}, {cases} cases, {attachments} attachments, {missing} not here.")


def _archive_key(args: argparse.Namespace) -> int:
    with opened(args) as desk:
        archive.write_archive_key(desk, args.out, passphrase_of(args))
    say(args, {"file": os.fspath(args.out)}, f"Written: {args.out}. With it, plain age opens your archives.")
    return 0
