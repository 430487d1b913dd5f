"""Dates as people type them, turned into EDTF where only one day can be meant, and refused where two can."""

import re
import unicodedata

from unhindered.core.casework.dates import read_edtf
from unhindered.core.errors import Refused

_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july", "august", "september", "october"),
    *("november", "december"),
)
_YEAR_LAST = re.compile(r"(\d{1,2})\s*[./-]\s*(\d{1,2})\s*[./-]\s*(\d{4})([?~%]?)", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})\s*[./-]\s*(\d{1,2})\s*[./-]\s*(\d{1,2})([?~%]?)", re.ASCII)
_IN_WORDS = re.compile(r"(?:(\d{1,2})\.?\s+)?([a-z]{3,9})\.?,?\s+(\d{4})([?~%]?)", re.ASCII)
_ABOUT = re.compile(r"(?:about|around|circa|ca\.?|c\.)\s+(.+)", re.ASCII)
_LATEST_MONTH = 12


def as_edtf(typed: str) -> str:
    """A date in EDTF: `24.11.2026`, `24 November 2026` and `about 2026` are understood besides EDTF itself.

    Raises:
        Refused: no date we can keep; or days and months could be meant either way, as in 5.6.2026.
    """
    text = _with_plain_digits(typed).strip().lower()
    about = _ABOUT.fullmatch(text)
    if about:
        return _checked(f"{_one(about[1])}~")
    return _checked(_one(text))


def _checked(text: str) -> str:
    read_edtf(text)
    return text


def _one(text: str) -> str:
    if found := _YEAR_FIRST.fullmatch(text):
        year, month, day, doubt = found.groups()
        return _iso(year, month, day) + doubt
    if found := _YEAR_LAST.fullmatch(text):
        return _year_last(*found.groups())
    if found := _IN_WORDS.fullmatch(text):
        return _in_words(text, *found.groups())
    return text


def _year_last(first: str, second: str, year: str, doubt: str) -> str:
    day, month = first, second
    if int(first) <= _LATEST_MONTH and int(second) <= _LATEST_MONTH and int(first) != int(second):
        one, other = _iso(year, second, first), _iso(year, first, second)
        raise Refused("This can be read as two different days.", advice=f"Write {one}, or {other}.")
    if int(second) > _LATEST_MONTH:
        day, month = second, first
    return _iso(year, month, day) + doubt


def _in_words(text: str, day: str | None, month: str, year: str, doubt: str) -> str:
    known = [number for number, name in enumerate(_MONTHS, start=1) if name.startswith(month)]
    if not known:
        return text
    return (_iso(year, str(known[0]), day) if day else f"{year}-{known[0]:02}") + doubt


def _iso(year: str, month: str, day: str) -> str:
    return f"{year}-{int(month):02}-{int(day):02}"


def _with_plain_digits(text: str) -> str:
    """Arabic, Persian and other digits as ASCII has them."""
    return "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text)
