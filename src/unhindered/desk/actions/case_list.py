"""The list of cases: mine, all, closed, by tag, sorted by a column, page by page."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Final

from unhindered.desk.actions.case_page import CaseRow, case_rows
from unhindered.desk.actions.today import MINE, works_on
from unhindered.desk.desk import Desk

PER_PAGE: Final = 50
ALL, CLOSED = "all", "closed"


@dataclass(frozen=True, kw_only=True)
class CaseLine:
    """A case with who works on it (names), its tags, and the last good day of what falls due next."""

    row: CaseRow
    officers: tuple[str, ...]
    tags: tuple[str, ...]
    next_due: date | None

    @property
    def number(self) -> str:
        """The case by the beginning of its id: it names nobody."""
        return self.row.id[:8]


@dataclass(frozen=True, kw_only=True)
class CaseList:
    """One page of the cases that were asked for; `counts` are of each choice, `tags` all in use."""

    which: str
    lines: tuple[CaseLine, ...]
    count: int
    page: int
    pages: int
    counts: Mapping[str, int]
    tags: tuple[str, ...]


def _by_day(day: date | None) -> int:
    return -day.toordinal() if day else 0


# Each column with its order; cases that are alike in it stay in the order of urgency.
SORTS: Mapping[str, Callable[[CaseLine], Any] | None] = MappingProxyType(
    {
        "urgency": None,
        "name": lambda line: line.row.name.casefold(),
        "opened": lambda line: _by_day(line.row.opened_on),
        "last": lambda line: _by_day(line.row.last_day),
        "due": lambda line: line.next_due or date.max,
    }
)


def case_list(
    desk: Desk, now: datetime, *, which: str = "", tag: str = "", sort: str = "", page: int = 1
) -> CaseList:
    """The cases that were asked for; mine where nothing was, or all where none is mine."""
    lines, chosen = _chosen(desk, now)
    asked = which if which in chosen else (MINE if chosen[MINE] else ALL)
    found = _with_tag(chosen[asked], tag)
    order = SORTS.get(sort)
    if order is not None:
        found.sort(key=order)
    pages = max(1, -(-len(found) // PER_PAGE))
    at = min(max(1, page), pages)
    return CaseList(
        which=asked,
        lines=tuple(found[(at - 1) * PER_PAGE : at * PER_PAGE]),
        count=len(found),
        page=at,
        pages=pages,
        counts={name: len(items) for name, items in chosen.items()},
        tags=tuple(sorted({name for line in lines for name in line.tags})),
    )


def every_case(desk: Desk, now: datetime, *, which: str, tag: str) -> tuple[CaseLine, ...]:
    """The cases that were asked for, on no page."""
    _, chosen = _chosen(desk, now)
    return tuple(_with_tag(chosen.get(which, chosen[ALL]), tag))


def _chosen(desk: Desk, now: datetime) -> tuple[list[CaseLine], dict[str, list[CaseLine]]]:
    """All cases, and those of each choice, in order of urgency."""
    with desk.lock:
        lines = [_line(desk, row) for row in case_rows(desk, now.date())]
        mine = {line.row.id for line in lines if works_on(desk, desk.book.case(line.row.id))}
    return lines, {
        MINE: [line for line in lines if line.row.id in mine and not line.row.is_closed],
        ALL: [line for line in lines if not line.row.is_closed],
        CLOSED: [line for line in lines if line.row.is_closed],
    }


def _with_tag(lines: list[CaseLine], tag: str) -> list[CaseLine]:
    return [line for line in lines if not tag or tag in line.tags]


def _line(desk: Desk, row: CaseRow) -> CaseLine:
    work = desk.book.case(row.id).work
    dues = [item.due for item in work.open_items if item.due is not None]
    if row.full_due is not None:
        dues.append(row.full_due)
    return CaseLine(
        row=row,
        officers=tuple(sorted(desk.book.officer_name(officer) for officer in work.officers)),
        tags=tuple(sorted(work.tags)),
        next_due=min(dues, default=None),
    )
