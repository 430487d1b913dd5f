"""Dates as people know them: a strict subset of EDTF (ISO 8601-2), so that doubt is kept and not rounded off.

Understood: `2026`, `2026-11`, `2026-11-24`, each with `?` (uncertain), `~` (approximate) or `%` (both) at
its end; and intervals `2026-10/2026-11-24`, open on one side as `../2026` or `2026/..`.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date

from unhindered.core.errors import Refused

_POINT = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?([?~%]?)", re.ASCII)
_ADVICE = "Write 2026, 2026-11 or 2026-11-24, with ? if uncertain, ~ if approximate, / between two dates."
OPEN = ".."


@dataclass(frozen=True, kw_only=True)
class Span:
    """The days a date may mean, both included; None where an interval is open. The doubts are kept apart."""

    earliest: date | None
    latest: date | None
    uncertain: bool
    approximate: bool


def read_edtf(text: str) -> Span:
    """The days that `text` may mean.

    Raises:
        Refused: outside our subset of EDTF, no such day, or an interval that ends before it begins.
    """
    if "/" not in text:
        return _point(text)
    start, _, end = text.partition("/")
    if start == end == OPEN:
        raise Refused("An interval open on both sides says nothing.", advice=_ADVICE)
    first, last = _end(start), _end(end)
    if first.earliest and last.latest and first.earliest > last.latest:
        raise Refused("This interval ends before it begins.", advice=_ADVICE)
    return Span(
        earliest=first.earliest,
        latest=last.latest,
        uncertain=first.uncertain or last.uncertain,
        approximate=first.approximate or last.approximate,
    )


def _end(text: str) -> Span:
    if text == OPEN:
        return Span(earliest=None, latest=None, uncertain=False, approximate=False)
    return _point(text)


def _point(text: str) -> Span:
    found = _POINT.fullmatch(text)
    if found is None:
        raise Refused("This is not a date we can keep.", advice=_ADVICE)
    year, month, day, doubt = found.groups()
    try:
        earliest = date(int(year), int(month or 1), int(day or 1))
    except ValueError as err:
        raise Refused("There is no such day.", advice=_ADVICE) from err
    return Span(
        earliest=earliest,
        latest=earliest if day else _last_day(earliest, whole_year=month is None),
        uncertain=doubt in {"?", "%"},
        approximate=doubt in {"~", "%"},
    )


def _last_day(earliest: date, *, whole_year: bool) -> date:
    month = 12 if whole_year else earliest.month
    return date(earliest.year, month, calendar.monthrange(earliest.year, month)[1])
