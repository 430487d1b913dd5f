"""`desk import …`: files into a case, with a dry run; what a mapping guesses; imports so far, and back."""

import argparse
import sys
from pathlib import Path
from typing import Any

from unhindered.commands._desk_door import Parsers, act, add_action, add_command, opened, say, today
from unhindered.core.casework.importing.mapping import SheetMapping
from unhindered.core.casework.importing.propose import Proposed
from unhindered.desk.actions import importing
from unhindered.desk.desk import Desk
from unhindered.desk.importing.reading_files import MOST_BYTES, ReadFile, read_file
from unhindered.desk.importing.sheet_text import ENCODINGS, SEPARATORS
from unhindered.storage.files import read_small_file, write_small_file

_MOST_MAPPING = 1024 * 1024
_MOST_SHOWN = 20


def add_commands(commands: Parsers) -> None:
    """Register them."""
    bring = add_action(commands, "import", _import, "bring a sheet, a peer's export or mail into a case")
    bring.add_argument("file", type=Path, metavar="FILE")
    bring.add_argument("--case", required=True, metavar="CASE")
    bring.add_argument(
        "--mapping", type=Path, metavar="FILE", help="what the columns mean; guessed if not said"
    )
    bring.add_argument("--keep-mapping", type=Path, metavar="FILE", help="write what was guessed here")
    bring.add_argument("--sheet", action="append", default=[], metavar="NAME", help="only these sheets")
    bring.add_argument("--encoding", default="", choices=("", *ENCODINGS), help="of a CSV that is not UTF-8")
    bring.add_argument("--separator", default="", choices=("", *SEPARATORS.values()), help="of a CSV")
    bring.add_argument("--dry-run", action="store_true", help="only say what every row would bring")
    bring.add_argument("--leave-out", action="store_true", help="import the rows without errors")
    bring.add_argument("--again", action="store_true", help="though the same file was imported before")
    add_command(commands, "imports", _imports, "what was imported into the cases of this desk")
    back = add_action(commands, "undo-import", _undo, "take back all that an import brought")
    back.add_argument("case", metavar="CASE")
    back.add_argument("imported", metavar="IMPORT")
    back.add_argument("--reason", required=True)


def _read(args: argparse.Namespace) -> tuple[bytes, ReadFile]:
    raw = read_small_file(args.file, limit=MOST_BYTES)
    separator = {word: mark for mark, word in SEPARATORS.items()}.get(args.separator, "")
    return raw, read_file(raw, encoding=args.encoding, separator=separator, sheets=args.sheet)


def _mappings(args: argparse.Namespace, read: ReadFile) -> tuple[SheetMapping, ...]:
    if args.mapping is not None:
        return importing.kept_mapping(read_small_file(args.mapping, limit=_MOST_MAPPING))
    found = importing.guessed(read)
    if args.keep_mapping is not None:
        write_small_file(args.keep_mapping, importing.mapping_file(found), private=True)
    return found


def _import(args: argparse.Namespace) -> int:
    raw, read = _read(args)
    mappings = _mappings(args, read)
    if args.dry_run:
        with opened(args) as desk:
            proposed = importing.dry_run(desk, args.case, read, mappings, today())
        return _say_report(args, proposed)

    def action(desk: Desk) -> dict[str, Any]:
        made = importing.import_file(
            desk,
            args.case,
            read,
            mappings,
            today(),
            size=len(raw),
            leave_out=args.leave_out,
            again=args.again,
        )
        return {name: getattr(made, name) for name in made.__dataclass_fields__}

    return act(
        args, action, "Imported: {brought}, from {rows} rows; {rows_left_out} left out. Import {imported}."
    )


def _say_report(args: argparse.Namespace, proposed: Proposed) -> int:
    """The report; ends with 1 where a row cannot be imported."""
    brought = importing.in_words(proposed.counts)
    result = {
        "rows": proposed.rows,
        "counts": proposed.counts,
        "broken": proposed.broken,
        "not_imported": proposed.not_imported,
    }
    say(args, result, f"Would bring {brought}; {proposed.broken} of {len(proposed.rows)} rows stay out.")
    if not args.json:
        for problem in proposed.problems[:_MOST_SHOWN]:
            where = f"{problem.sheet}, row {problem.row}" + (
                f", “{problem.column}”" if problem.column else ""
            )
            sys.stderr.write(f"{where}: {problem.sentence}\n")
        if len(proposed.problems) > _MOST_SHOWN:
            sys.stderr.write(f"And {len(proposed.problems) - _MOST_SHOWN} more; --json prints all.\n")
    return int(proposed.broken > 0)


def _imports(args: argparse.Namespace) -> int:
    with opened(args) as desk:
        found = importing.imports(desk)
    lines = [
        f"{item.made.imported}  case {item.case[:8]}  {item.made.on}  {item.made.brought}" for item in found
    ]
    say(args, {"imports": found}, "\n".join(lines) or "Nothing was imported.")
    return 0


def _undo(args: argparse.Namespace) -> int:
    def action(desk: Desk) -> dict[str, Any]:
        count = importing.undo_import(desk, args.case, args.imported, args.reason, today())
        return {"imported": args.imported, "undone": count}

    return act(args, action, "Taken back: {undone} entries.")
