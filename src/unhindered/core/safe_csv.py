"""CSV (RFC 4180) that a spreadsheet program shows and never runs: no cell can be a formula."""

import csv
import io
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final

# What begins a formula, or a field that some programs cut apart; also as the full-width forms that they fold.
_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
_SHOW_AS_TEXT: Final = "'"


def safe_cell(value: object) -> str:
    """The text of a cell. One that a program could take for a formula begins with an apostrophe.

    Whole numbers stay numbers: a minus before digits alone runs nothing.
    """
    text = "" if value is None else str(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return text
    seen = unicodedata.normalize("NFKC", text.lstrip("\ufeff\u200b \u00a0"))
    return _SHOW_AS_TEXT + text if seen.startswith(_STARTS) or text.startswith(_STARTS) else text


def safe_csv(headers: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A file in UTF-8 with the mark that makes spreadsheet programs read it as such."""
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow(headers)
    writer.writerows([safe_cell(value) for value in row] for row in rows)
    return target.getvalue().encode("utf-8-sig")
