"""A sheet as every reader gives it: one row of headers, then rows of text. No cell is ever worked out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from unhindered.core.errors import Refused

MOST_ROWS = 50_000
MOST_COLUMNS = 300


@dataclass(frozen=True)
class SheetRow:
    """A row by its number in the file, its texts one for each header.

    `missing` says how many cells the row lacked; `beyond` that it had text beyond the last header, so that
    its cells may stand in the wrong columns.
    """

    number: int
    texts: tuple[str, ...]
    missing: int = 0
    beyond: bool = False


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """Headers, each of them once, and rows. `notes` are for the officer: what was left out on the way."""

    name: str
    headers: tuple[str, ...]
    rows: tuple[SheetRow, ...]
    notes: tuple[str, ...] = ()


def make_sheet(
    name: str,
    table: Iterable[Sequence[str]],
    *,
    notes: tuple[str, ...] = (),
    first: int = 1,
) -> Sheet:
    """A sheet out of a table whose first row with text holds the headers; rows are counted from `first`.

    Empty rows are left out.

    Raises:
        Refused: no headers, or more rows or columns than a sheet can have here.
    """
    headers: tuple[str, ...] = ()
    rows: list[SheetRow] = []
    for number, given in enumerate(table, start=first):
        cells = _trimmed(given) if len(given) > MOST_COLUMNS else given
        if not any(cells):
            continue
        if not headers:
            headers = _headers(cells)
            continue
        if len(rows) == MOST_ROWS:
            raise Refused(
                f"This sheet has more than {MOST_ROWS} rows.",
                advice="Split it into several sheets and import one after the other.",
            )
        rows.append(_row(number, cells, len(headers)))
    if not headers:
        raise Refused("This sheet is empty.", advice="Its first row has to say what the columns hold.")
    return Sheet(name=name, headers=headers, rows=tuple(rows), notes=notes)


def _trimmed(cells: Sequence[str]) -> Sequence[str]:
    last = max((at for at, text in enumerate(cells, start=1) if text), default=0)
    if last > MOST_COLUMNS:
        raise Refused(
            f"This sheet has more than {MOST_COLUMNS} columns.",
            advice="Leave out the columns that are not needed. If it should have fewer, choose another "
            "separator.",
        )
    return cells[:last]


def _headers(cells: Sequence[str]) -> tuple[str, ...]:
    """Headers as texts, each once: two columns of one name could not be told apart in a mapping."""
    last = max(at for at, text in enumerate(cells, start=1) if text)
    given: list[str] = []
    for at, text in enumerate(cells[:last], start=1):
        plain = " ".join(text.split())[:200] or f"Column {at}"
        name, times = plain, 1
        while name in given:
            times += 1
            name = f"{plain} ({times})"
        given.append(name)
    return tuple(given)


def _row(number: int, cells: Sequence[str], width: int) -> SheetRow:
    texts = tuple(cells[:width])
    missing = width - len(texts)
    if missing:
        texts += ("",) * missing
    return SheetRow(number, texts, missing, any(cells[width:]))
