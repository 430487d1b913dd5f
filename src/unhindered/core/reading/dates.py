"""Dates as a text writes them, as EDTF. A day is never guessed, and a year only with a flag."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from unhindered.core.reading.gazetteer import Sort
from unhindered.core.reading.hits import Hit
from unhindered.core.reading.marked_text import MarkedText
from unhindered.core.reading.proposal import Draft, Flag, Kind

_YEAR = r"(?:1[89]|20)[0-9][0-9]"
_ISO = re.compile(rf"(?<![\w/.-])({_YEAR})-([0-9][0-9])-([0-9][0-9])(?![\w/-])")
_FIGURES = re.compile(rf"(?<![\w/.-])([0-9]{{1,2}})([./-])([0-9]{{1,2}})\2({_YEAR})(?![\w/-])")
_DAY_BEFORE = re.compile(r"(?<![\w/.])([0-9]{1,2})(?:st|nd|rd|th)? (?:day )?(?:of )?$")
_FIRST_DAY_BEFORE = re.compile(r"(?<![\w/.])([0-9]{1,2})(?:st|nd|rd|th)?(?: ?- ?| to | and )$")
_YEAR_AFTER = re.compile(rf",? ?(?:of )?({_YEAR})(?![\w-])")
_DAY_YEAR_AFTER = re.compile(rf"\.? ([0-9]{{1,2}})(?:st|nd|rd|th)?,? ({_YEAR})(?![\w-])")
_MONTH_LEADS = re.compile(
    r"\b(?:in|of|since|by|until|till|during|last|next|this|early|late|mid|from|on) $", re.I
)
_YEAR_ALONE = re.compile(
    rf"\b(?:in|since|from|until|till|during|year|years|early|late|mid|of|between|by|before|after|for|to|through)"
    rf" (?:the )?(?:years? )?({_YEAR})(?:( ?- ?| to | and )({_YEAR}))?(?![\w/]|-\w)",
    re.IGNORECASE,
)
_YEAR_NAMES = re.compile(r" (?:[A-Z]|law|act|constitution|agenda|census|report|election|budget)")
_NEAR_THE_TOP = 1_500


@dataclass(frozen=True, kw_only=True)
class FoundDate:
    """A date at a place of the folded text; `edtf` is empty where the text leaves the year out."""

    start: int
    end: int
    edtf: str
    month: int = 0
    day: int = 0
    candidates: tuple[str, ...] = ()
    flags: tuple[Flag, ...] = ()

    @property
    def year(self) -> int | None:
        """The one year that the date lies in."""
        years = {part[:4] for part in self.edtf.split("/")}
        return int(years.pop()) if self.edtf and len(years) == 1 else None


@dataclass(frozen=True, kw_only=True)
class Dates:
    """All dates of a text; `document` is the day it seems to give itself."""

    found: tuple[FoundDate, ...]
    document: date | None

    def between(self, start: int, end: int) -> list[FoundDate]:
        """The dates that lie between two places."""
        return [found for found in self.found if start <= found.start and found.end <= end]


def find_dates(marked: MarkedText) -> Dates:
    """The dates of a text, each read the longest way; a month without a year leans on the document's date."""
    found = sorted(
        [*_in_figures(marked.plain), *_with_months(marked), *_years(marked.plain)],
        key=lambda one: (one.start, -one.end),
    )
    kept: list[FoundDate] = []
    for one in found:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    top = next((one for one in kept if len(one.edtf) == 10 and _may_date_document(one)), None)
    document = date.fromisoformat(top.edtf) if top else None
    return Dates(
        found=tuple(_completed(one, top, document) for one in kept),
        document=document,
    )


def date_drafts(dates: Dates) -> Iterator[Draft]:
    """A proposal for each date."""
    for found in dates.found:
        values: dict[str, object] = {"edtf": found.edtf} if found.edtf else {"month": found.month}
        if found.day and not found.edtf:
            values["day"] = found.day
        if found.candidates:
            values["candidates"] = list(found.candidates)
        yield Draft(kind=Kind.DATE, start=found.start, end=found.end, values=values, flags=found.flags)


def _may_date_document(one: FoundDate) -> bool:
    return one.start < _NEAR_THE_TOP and Flag.DAY_OR_MONTH not in one.flags


def _completed(one: FoundDate, top: FoundDate | None, document: date | None) -> FoundDate:
    if one is top:
        return replace(one, flags=(*one.flags, Flag.DATES_THE_DOCUMENT))
    if one.edtf or document is None:
        return one
    # News and reports look back: “in September” is the last September before the document's own day.
    year = document.year if (one.month, one.day) <= (document.month, document.day) else document.year - 1
    edtf = _day(year, one.month, one.day) if one.day else f"{year:04}-{one.month:02}"
    return replace(one, edtf=edtf or "", flags=(*one.flags, Flag.YEAR_FROM_DOCUMENT)) if edtf else one


def _in_figures(plain: str) -> Iterator[FoundDate]:
    for found in _ISO.finditer(plain):
        day = _day(int(found[1]), int(found[2]), int(found[3]))
        if day:
            yield FoundDate(start=found.start(), end=found.end(), edtf=day)
    for found in _FIGURES.finditer(plain):
        first, second, year = int(found[1]), int(found[3]), int(found[4])
        days = [_day(year, second, first), _day(year, first, second)]
        readings = tuple(dict.fromkeys(day for day in days if day))
        if len(readings) == 1:
            yield FoundDate(
                start=found.start(), end=found.end(), edtf=readings[0], flags=(Flag.NUMERIC_DATE,)
            )
        elif readings:
            flags = (Flag.NUMERIC_DATE, Flag.DAY_OR_MONTH)
            yield FoundDate(
                start=found.start(), end=found.end(), edtf=str(year), candidates=readings, flags=flags
            )


def _with_months(marked: MarkedText) -> Iterator[FoundDate]:
    months = marked.hits.of(Sort.MONTH)
    for index, hit in enumerate(months):
        if not marked.plain[hit.start].isupper():
            continue
        found = _day_first(marked.plain, hit) or _month_first(marked.plain, hit)
        before = months[index - 1] if index else None
        if found:
            yield _joined(marked.plain, before, found) or found


def _day_first(plain: str, hit: Hit) -> FoundDate | None:
    month = int(hit.code)
    year = _YEAR_AFTER.match(plain, _after_point(plain, hit))
    day = _DAY_BEFORE.search(plain, max(0, hit.start - 14), hit.start)
    if day is None:
        return None
    if year is None:
        if not 1 <= int(day[1]) <= 31:
            return None
        return FoundDate(
            start=day.start(),
            end=hit.end,
            edtf="",
            month=month,
            day=int(day[1]),
            flags=(Flag.YEAR_NOT_WRITTEN,),
        )
    edtf = _day(int(year[1]), month, int(day[1]))
    if edtf is None:
        return None
    start = day.start()
    first = _FIRST_DAY_BEFORE.search(plain, max(0, start - 10), start)
    first_day = _day(int(year[1]), month, int(first[1])) if first else None
    if first and first_day and first_day < edtf:
        return FoundDate(start=first.start(), end=year.end(), edtf=f"{first_day}/{edtf}")
    return FoundDate(start=start, end=year.end(), edtf=edtf)


def _month_first(plain: str, hit: Hit) -> FoundDate | None:
    after = _after_point(plain, hit)
    month = int(hit.code)
    if found := _DAY_YEAR_AFTER.match(plain, hit.end):
        edtf = _day(int(found[2]), month, int(found[1]))
        if edtf:
            return FoundDate(start=hit.start, end=found.end(), edtf=edtf)
    if found := _YEAR_AFTER.match(plain, after):
        return FoundDate(start=hit.start, end=found.end(), edtf=f"{found[1]}-{month:02}")
    if (
        _MONTH_LEADS.search(plain, max(0, hit.start - 8), hit.start)
        and not plain[after : after + 2].strip().isdigit()
    ):
        flags = (Flag.YEAR_NOT_WRITTEN,)
        return FoundDate(start=hit.start, end=hit.end, edtf="", month=month, flags=flags)
    return None


def _joined(plain: str, before: Hit | None, found: FoundDate) -> FoundDate | None:
    """“27 May to 14 June 2013” as one interval."""
    if before is None or len(found.edtf) != 10 or not 0 < found.start - before.end <= 5:
        return None
    if plain[before.end : found.start].strip() not in {"to", "-", "and"}:
        return None
    day = _DAY_BEFORE.search(plain, max(0, before.start - 10), before.start)
    first = _day(int(found.edtf[:4]), int(before.code), int(day[1])) if day else None
    if day is None or first is None or first >= found.edtf:
        return None
    return FoundDate(start=day.start(), end=found.end, edtf=f"{first}/{found.edtf}")


def _years(plain: str) -> Iterator[FoundDate]:
    for found in _YEAR_ALONE.finditer(plain):
        if found[3] and found[2] == " and " and not found.group().lower().startswith("between"):
            yield FoundDate(start=found.start(1), end=found.end(1), edtf=found[1])
            yield FoundDate(start=found.start(3), end=found.end(3), edtf=found[3])
        elif found[3]:
            if found[1] < found[3]:
                yield FoundDate(start=found.start(1), end=found.end(3), edtf=f"{found[1]}/{found[3]}")
        elif not _YEAR_NAMES.match(plain, found.end()):
            yield FoundDate(start=found.start(1), end=found.end(1), edtf=found[1])


def _after_point(plain: str, hit: Hit) -> int:
    return hit.end + (plain[hit.end : hit.end + 1] == "." and hit.end - hit.start <= 4)


def _day(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
