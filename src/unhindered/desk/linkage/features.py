"""What records are compared by: names as sounds that several scripts share, dates as far as they are told.

Pure: it says what a record holds in a form in which likeness can be measured, and judges nothing.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice, product

from unhindered.core.casework.dates import read_edtf
from unhindered.core.letters import fold_letters
from unhindered.core.search.skeletons import skeletons_of

_WORD = re.compile(r"[^\W_]+")
_SHORTEST_PART = 2
_MOST_READINGS = 16


@dataclass(frozen=True, kw_only=True, slots=True)
class NameFeatures:
    """Names with their words in order of the alphabet, and the same as consonants; None where none is told.

    `skeleton` is the usual reading of the usual name, `skeletons` are all readings of all names. `parts` are
    the readings of single words, `firsts` one reading for each word.
    """

    name: str | None
    names: tuple[str, ...] | None
    skeleton: str | None
    skeletons: tuple[str, ...] | None
    parts: tuple[str, ...] | None
    firsts: tuple[str, ...] | None


@dataclass(frozen=True, kw_only=True, slots=True)
class DateFeatures:
    """A date: the day where it is exact, a key in which day and month may change places, first and last day.

    `earliest` and `latest` count days; None where the date is open on that side, or not told.
    """

    day: str | None = None
    key: str | None = None
    year: int | None = None
    earliest: int | None = None
    latest: int | None = None


def folded_words(text: str) -> list[str]:
    """The words of a text without case, accents and marks."""
    return _WORD.findall(fold_letters(text))


def name_features(names: Iterable[str]) -> NameFeatures:
    """The features of the names that somebody goes by, the usual one first."""
    spelled = [words for words in map(folded_words, names) if words]
    readings = [[_readings(word) for word in words] for words in spelled]
    whole = [found for words in readings for found in _whole(words)]
    parts = {part for words in readings for word in words for part in word if len(part) >= _SHORTEST_PART}
    firsts = {word[0] for words in readings for word in words if len(word[0]) >= _SHORTEST_PART}
    folded = [" ".join(sorted(words)) for words in spelled]
    return NameFeatures(
        name=folded[0] if folded else None,
        names=_list(folded),
        skeleton=whole[0] if whole else None,
        skeletons=_list(whole),
        parts=_list(parts),
        firsts=_list(firsts),
    )


def date_features(told: str | None) -> DateFeatures:
    """The features of a date in EDTF."""
    if not told:
        return DateFeatures()
    span = read_edtf(told)
    return _features(span.earliest, span.latest)


def span_features(told: Iterable[str | None]) -> DateFeatures:
    """The features of the time from the first to the last of these dates in EDTF."""
    spans = [read_edtf(date) for date in told if date]
    first = [span.earliest for span in spans if span.earliest is not None]
    last = [span.latest for span in spans if span.latest is not None]
    return _features(min(first, default=None), max(last, default=None))


def _features(first: date | None, last: date | None) -> DateFeatures:
    day = first if first is not None and first == last else None
    is_one_year = first is not None and last is not None and first.year == last.year
    return DateFeatures(
        day=None if day is None else day.isoformat(),
        key=None if day is None else _key(day),
        year=first.year if first is not None and is_one_year else None,
        earliest=None if first is None else first.toordinal(),
        latest=None if last is None else last.toordinal(),
    )


def texts(told: Iterable[str]) -> tuple[str, ...] | None:
    """Places, occupations and the like as folded words; None where nothing is told."""
    return _list({" ".join(folded_words(text)) for text in told} - {""})


def _readings(word: str) -> tuple[str, ...]:
    return skeletons_of(word) or (word,)


def _whole(words: Sequence[Sequence[str]]) -> list[str]:
    """The whole name in all its readings, the usual one first."""
    return [" ".join(sorted(reading)) for reading in islice(product(*words), _MOST_READINGS)]


def _list(found: Iterable[str]) -> tuple[str, ...] | None:
    return tuple(sorted(set(found))) or None


def _key(day: date) -> str:
    low, high = sorted((day.day, day.month))
    return f"{day.year}-{low}-{high}"
