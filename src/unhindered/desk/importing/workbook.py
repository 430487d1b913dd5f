"""XLSX workbooks as sheets of text: formulas are taken as they are written and never worked out."""

import io
import zipfile
import zlib
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, time
from typing import Any
from xml.parsers import expat

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from unhindered.core.casework.importing.sheet import MOST_ROWS, Sheet, make_sheet
from unhindered.core.errors import Refused
from unhindered.desk.importing.plain_text import plain_text

_WORKBOOK = "xl/workbook.xml"
_MOST_PARTS = 2_000
_MOST_BYTES = 192 * 1024 * 1024
# Sheets of text shrink to a tenth; to a hundredth only what was made to burst.
_MOST_RATIO = 100
_SMALL_PART = 1024 * 1024
_MOST_SHEETS = 50


def read_workbook(raw: bytes, *, sheets: Sequence[str] = ()) -> tuple[Sheet, ...]:
    """The sheets of a workbook, all or those named; empty ones are left out.

    Raises:
        Refused: no workbook, one that would burst or tells a parser to fetch something, no such sheet, or
            too many rows.
    """
    _require_bounded(raw)
    try:
        book = openpyxl.load_workbook(io.BytesIO(raw), read_only=True, data_only=False, keep_links=False)
        names = list(book.sheetnames)
        for name in sheets:
            if not isinstance(name, str) or name not in names:
                raise Refused(
                    "There is no such sheet in this workbook.", advice="Name a sheet as its tab does."
                )
        found = [_sheet(book[name], name) for name in (sheets or names)[:_MOST_SHEETS]]
    except (
        InvalidFileException,
        zipfile.BadZipFile,
        zlib.error,
        KeyError,
        ValueError,
        TypeError,
        OSError,
    ) as err:
        raise _not_a_workbook() from err
    except (AttributeError, IndexError, SyntaxError, EOFError, RecursionError) as err:
        # What openpyxl and the XML parser raise on workbooks that are nearly right.
        raise _not_a_workbook() from err
    kept = tuple(sheet for sheet in found if sheet is not None)
    if not kept:
        raise Refused("This workbook is empty.", advice="Look whether it is the right file.")
    return kept


def _not_a_workbook() -> Refused:
    return Refused(
        "This workbook could not be read.",
        advice="Open it in a spreadsheet program, save it as .xlsx or as CSV, and choose the new file.",
    )


def _require_bounded(raw: bytes) -> None:
    """Look at what the archive says of itself before anything in it is unpacked; reading stops at that."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            parts = archive.infolist()
            if _WORKBOOK not in {part.filename for part in parts}:
                raise Refused(
                    "This is an archive, but not an .xlsx workbook.",
                    advice="From another spreadsheet format, save it as .xlsx or as CSV.",
                )
            _require_sizes(parts)
            for part in parts:
                _require_no_doctype(archive, part)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError) as err:
        raise _not_a_workbook() from err


def _require_sizes(parts: Sequence[zipfile.ZipInfo]) -> None:
    total = sum(part.file_size for part in parts)
    bursting = any(
        part.file_size > _SMALL_PART and part.file_size > _MOST_RATIO * max(1, part.compress_size)
        for part in parts
    )
    if len(parts) > _MOST_PARTS or total > _MOST_BYTES or bursting:
        raise Refused(
            "This workbook would unpack to far more than it seems to hold.",
            advice="Save the one sheet that is needed as CSV, and choose that file.",
        )


def _require_no_doctype(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    if not part.filename.endswith((".xml", ".rels")):
        return
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_doctype
    # Behind the first element there can be none.
    parser.StartElementHandler = _end_of_prolog
    with archive.open(part) as stream, suppress(_EndOfProlog, expat.ExpatError):
        parser.ParseFile(stream)


class _EndOfProlog(Exception):
    """All that may stand before the first element was read."""


def _end_of_prolog(*_: object) -> None:
    raise _EndOfProlog


def _refuse_doctype(*_: object) -> None:
    raise Refused(
        "This workbook defines its own XML, as no spreadsheet program does.",
        advice="Ask where it comes from before you open it anywhere.",
    )


def _sheet(worksheet: Any, name: str) -> Sheet | None:
    """One sheet. A chart's tab has no rows, and some programs write wrong dimensions."""
    if not hasattr(worksheet, "iter_rows"):
        return None
    worksheet.reset_dimensions()
    table: list[list[str]] = []
    empty = 0
    for cells in worksheet.iter_rows(values_only=True):
        texts = [_text(value) for value in cells]
        table.append(texts)
        # Formatting can reach to the last row that a sheet can have.
        empty = 0 if any(texts) else empty + 1
        if empty > MOST_ROWS:
            break
    return make_sheet(name, table) if any(any(row) for row in table) else None


def _text(value: object) -> str:
    match value:
        case None:
            return ""
        case str():
            return plain_text(value)
        case bool():
            return "yes" if value else "no"
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case float() if value.is_integer() and abs(value) < 2**53:
            return str(int(value))
    # Days and times write themselves as ISO has them; a formula over several cells is an object with a text.
    return plain_text(str(getattr(value, "text", value)))
