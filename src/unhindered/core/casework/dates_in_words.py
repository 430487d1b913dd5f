"""Dates as officers read them: “16 to 18 Nov 2026”, “about Nov 2026”, “2026, uncertain”, “since 2026”."""

import re
from datetime import date
from typing import Final

from unhindered.core.casework.dates import OPEN

_POINT = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?([?~%]?)", re.ASCII)
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day_in_words(day: date) -> str:
    """“24 Nov 2026”."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def edtf_in_words(text: str) -> str:
    """A date of our subset of EDTF in words, its doubts kept; anything else stays as it is."""
    start, slash, end = text.partition("/")
    ends = [_POINT.fullmatch(part) for part in (start, end)]
    if not slash:
        return _said(ends[0]) if ends[0] else text
    if start == OPEN and ends[1]:
        return f"until {_said(ends[1])}"
    if end == OPEN and ends[0]:
        return f"since {_said(ends[0])}"
    return _between(ends[0], ends[1]) if ends[0] and ends[1] else text


def _between(first: re.Match[str], last: re.Match[str]) -> str:
    """What both have in common is said once, where neither is in doubt."""
    if first[4] or last[4]:
        return f"{_said(first)}{',' if _is_uncertain(first) else ''} to {_said(last)}"
    if first.group() == last.group():
        return _said(last)
    words, later = _said(first).split(), _said(last).split()
    if len(words) == len(later):
        while len(words) > 1 and words[-1] == later[len(words) - 1]:
            words.pop()
    return f"{' '.join(words)} to {' '.join(later)}"


def _said(point: re.Match[str]) -> str:
    year, month, day, doubt = point.groups()
    parts = [str(int(day)) if day else "", _MONTHS[int(month) - 1] if month else "", year]
    about = "about " if doubt in ("~", "%") else ""
    return f"{about}{' '.join(filter(None, parts))}{', uncertain' if _is_uncertain(point) else ''}"


def _is_uncertain(point: re.Match[str]) -> bool:
    return point[4] in ("?", "%")
