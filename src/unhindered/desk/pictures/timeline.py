"""What happened when, as a picture that keeps doubt: open ends, uncertain and approximate dates show."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from unhindered.core.casework.case import Case
from unhindered.core.casework.dates import Span, read_edtf
from unhindered.core.casework.dates_in_words import edtf_in_words
from unhindered.desk.actions.telling import act_type, thing_label

_MOST: Final = 200
_LEFT, _WIDTH, _ROW, _TOP = 240, 700, 34, 30
_LEAST: Final = 10
_PAD: Final = 0.04
_LONGEST: Final = 30
_MOST_TICKS: Final = 10
_MONTH, _YEAR = 31, 366
_ISOLATE, _POP = "\u2068", "\u2069"


class Happened(StrEnum):
    """What a row is; each has a shape of its own."""

    COOPERATION = "cooperation"
    ACT = "act"
    EVENT = "event"
    INTERVENTION = "intervention"
    REPLY = "reply"


@dataclass(frozen=True, kw_only=True)
class Happening:
    """One thing in time; `when` is its date in words, both ends joined where it has two.

    `is_reversed` where it is recorded to end before it begins: it is drawn as it reaches, with a warning.
    """

    kind: Happened
    label: str
    when: str
    span: Span | None
    is_reversed: bool = False


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One row of the picture: from `x` so wide, at `y`; open where a side has no end."""

    happening: Happening
    x: float
    y: float
    width: float
    is_open_before: bool
    is_open_after: bool

    @property
    def short(self) -> str:
        """The label as it fits."""
        label = self.happening.label
        fits = label if len(label) <= _LONGEST else f"{label[: _LONGEST - 1].rstrip()}…"
        return f"{_ISOLATE}{fits}{_POP}"


@dataclass(frozen=True, kw_only=True)
class Tick:
    """A day on the axis, with its word."""

    x: float
    word: str


@dataclass(frozen=True, kw_only=True)
class TimelinePicture:
    """All rows, the earliest first, and the axis; `undated` have no place in it, and are told beside it."""

    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    undated: tuple[Happening, ...]
    width: float
    height: float
    left_out: int


def timeline_picture(case: Case, *, most: int = _MOST) -> TimelinePicture:
    """What happened in a case, in time; at most so many rows."""
    found = list(_happenings(case))
    dated = sorted((item for item in found if item.span is not None), key=_by_day)
    shown = dated[:most]
    first, last = _reach([item.span for item in shown if item.span is not None])
    return TimelinePicture(
        bars=tuple(_bar(item, number, first, last) for number, item in enumerate(shown)),
        ticks=_ticks(first, last) if shown else (),
        undated=tuple(item for item in found if item.span is None),
        width=_LEFT + _WIDTH + 20,
        height=_TOP + _ROW * len(shown) + 10,
        left_out=len(dated) - len(shown),
    )


def _happenings(case: Case) -> Iterator[Happening]:
    told, kind = case.descriptions, Happened
    for talk in told.cooperations:
        yield _happening(kind.COOPERATION, talk.body or talk.how, talk.when)
    for act in told.acts:
        yield _happening(kind.ACT, act_type(act.type_of_act), act.when, act.final_date)
    for event in told.events:
        yield _happening(kind.EVENT, event.event_title, event.initial_date, event.final_date)
    for step in told.interventions:
        yield _happening(kind.INTERVENTION, thing_label(case, step.intervention), step.date_of_intervention)
    for reply in told.replies:
        yield _happening(kind.REPLY, f"Reply: {reply.answered_by}", reply.date_of_reply)


def _happening(kind: Happened, label: str, first: str | None, last: str | None = None) -> Happening:
    spans = [read_edtf(text) for text in (first, last) if text]
    return Happening(
        kind=kind,
        label=label,
        when=" to ".join(edtf_in_words(text) for text in (first, last) if text),
        span=_joined(spans) if spans else None,
        is_reversed=len(spans) > 1 and _ends_before(spans[0], spans[1]),
    )


def _ends_before(first: Span, last: Span) -> bool:
    return first.earliest is not None and last.latest is not None and last.latest < first.earliest


def _joined(spans: Sequence[Span]) -> Span:
    """From the beginning of the first to the end of the last; contradictory dates are drawn as they reach."""
    days = [day for span in spans for day in (span.earliest, span.latest) if day is not None]
    is_open_before = spans[0].earliest is None
    is_open_after = spans[-1].latest is None
    return Span(
        earliest=None if is_open_before else min(days),
        latest=None if is_open_after else max(days),
        uncertain=any(span.uncertain for span in spans),
        approximate=any(span.approximate for span in spans),
    )


def _by_day(item: Happening) -> tuple[date, date]:
    span = item.span
    if span is None:
        return date.max, date.max
    return span.earliest or date.min, span.latest or date.max


def _reach(spans: Sequence[Span]) -> tuple[date, date]:
    days = [day for span in spans for day in (span.earliest, span.latest) if day is not None]
    first, last = min(days, default=date.min), max(days, default=date.min)
    pad = timedelta(days=max(_LEAST, int((last - first).days * _PAD)))
    # Nothing stands before the first day that a calendar has, or after its last.
    before = min(pad, first - date.min)
    after = min(pad, date.max - last)
    return first - before, last + after


def _bar(item: Happening, number: int, first: date, last: date) -> Bar:
    span = item.span or Span(earliest=None, latest=None, uncertain=True, approximate=False)
    start = _LEFT if span.earliest is None else _x(span.earliest, first, last)
    end = _LEFT + _WIDTH if span.latest is None else _x(span.latest, first, last, days_after=1)
    return Bar(
        happening=item,
        x=start,
        y=_TOP + number * _ROW,
        width=max(_LEAST, min(end, _LEFT + _WIDTH) - start),
        is_open_before=span.earliest is None,
        is_open_after=span.latest is None,
    )


def _x(day: date, first: date, last: date, *, days_after: int = 0) -> float:
    return _LEFT + _WIDTH * ((day - first).days + days_after) / max(1, (last - first).days)


def _ticks(first: date, last: date) -> tuple[Tick, ...]:
    days = (last - first).days
    if days <= 2 * _MONTH:
        step = max(1, -(-days // _MOST_TICKS))
        found = [first + timedelta(days=step * number) for number in range(1, days // step)]
        return tuple(Tick(x=_x(day, first, last), word=f"{day.day} {day:%b}") for day in found)
    if days <= 2 * _YEAR:
        months = _months(first, last)
        step = -(-len(months) // _MOST_TICKS)
        return tuple(Tick(x=_x(day, first, last), word=f"{day:%b} {day.year}") for day in months[::step])
    years = [date(year, 1, 1) for year in range(first.year + 1, last.year + 1)]
    step = -(-len(years) // _MOST_TICKS)
    return tuple(Tick(x=_x(day, first, last), word=str(day.year)) for day in years[::step])


def _months(first: date, last: date) -> list[date]:
    """The first days of the months between."""
    found = []
    number = first.year * 12 + first.month
    while (day := date(number // 12, number % 12 + 1, 1)) <= last:
        found.append(day)
        number += 1
    return found
