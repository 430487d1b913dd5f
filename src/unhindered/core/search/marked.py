"""A few words around what was found, with the found words marked."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property

from unhindered.core.letters import fold_letters
from unhindered.core.search.words import (
    LONGEST_WORD,
    Word,
    folded_in_place,
    has_unspaced,
    is_unspaced,
    words_with_places,
)

_AROUND = 110
_LONGEST_STRETCH = 4_000
# A word that begins at the end of one stretch is found whole in the next.
_OVERLAP = 200
# Parts of what was found stand on lines of their own; an excerpt is one line.
_BETWEEN_PARTS = " · "


@dataclass(frozen=True, kw_only=True)
class Sought:
    """The folded words that were looked for: whole ones, and beginnings."""

    whole: frozenset[str]
    beginnings: tuple[str, ...]

    def finds(self, word: str) -> bool:
        """Whether a folded word is one of them."""
        return word in self.whole or (bool(self.beginnings) and word.startswith(self.beginnings))

    def places_in(self, text: str) -> list[Word]:
        """Where they stand in a text, in order."""
        folded = folded_in_place(text)
        if folded is not None and self._pattern is not None and not has_unspaced(folded):
            return [Word(found.group(), *found.span()) for found in self._pattern.finditer(folded)]
        return [self._part_of(word) for word in words_with_places(text) if self.finds(word.word)]

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        """Finds what `finds` does, many times faster; none where words overlap, or were cut."""
        if any(is_unspaced(word) or len(word) >= LONGEST_WORD for word in (*self.whole, *self.beginnings)):
            return None
        words = [*map(re.escape, self.whole), *(f"{re.escape(word)}[^\\W_]*" for word in self.beginnings)]
        return re.compile(rf"(?<![^\W_])(?:{'|'.join(words)})(?![^\W_])") if words else None

    def _part_of(self, found: Word) -> Word:
        """What of a found word is marked: of a pair of letters without spaces only what was typed."""
        if is_unspaced(found.word) and found.word not in self.whole:
            return Word(found.word, found.start, found.start + 1)
        return found

    def is_in(self, words: Collection[str]) -> bool:
        """Whether one of these folded words is."""
        return any(self.finds(word) for word in words)


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A part of an excerpt, marked or not."""

    text: str
    is_marked: bool


def excerpt(text: str, sought: Sought) -> tuple[Piece, ...]:
    """The place with most of what was sought among the first that have any; the beginning if none has."""
    start, stretch, marks = _first_stretch(text, sought)
    if not marks:
        return (Piece(text=_one_line(text[: 2 * _AROUND]), is_marked=False),)
    best = max(marks, key=lambda mark: _differing(marks, mark))
    first = _word_start(stretch, max(0, best.start - _AROUND))
    last = min(len(stretch), best.start + 2 * _AROUND)
    shown = [mark for mark in marks if first <= mark.start and mark.end <= last]
    pieces = _pieces(stretch, shown, first, last)
    if start + first > 0:
        pieces = (Piece(text="…", is_marked=False), *pieces)
    return (*pieces, Piece(text="…", is_marked=False)) if start + last < len(text) else pieces


def _first_stretch(text: str, sought: Sought) -> tuple[int, str, list[Word]]:
    for start in range(0, max(1, len(text)), _LONGEST_STRETCH - _OVERLAP):
        stretch = text[start : start + _LONGEST_STRETCH]
        # Whether it is worth the slow way is seen fast.
        folded = fold_letters(stretch)
        if any(word in folded for word in (*sought.whole, *sought.beginnings)):
            marks = sought.places_in(stretch)
            if marks:
                return start, stretch, marks
    return 0, "", []


def _differing(marks: list[Word], first: Word) -> int:
    return len({mark.word for mark in marks if first.start <= mark.start < first.start + _AROUND})


def _pieces(text: str, marks: list[Word], first: int, last: int) -> tuple[Piece, ...]:
    pieces = []
    for start, end, is_marked in _spans(marks, first, last):
        shown = _one_line(text[start:end])
        if shown:
            pieces.append(Piece(text=shown, is_marked=is_marked))
    return tuple(pieces)


def _spans(marks: list[Word], first: int, last: int) -> Iterator[tuple[int, int, bool]]:
    done = first
    for mark in marks:
        # Pairs of letters without spaces overlap.
        if mark.end <= done:
            continue
        yield done, max(done, mark.start), False
        yield max(done, mark.start), mark.end, True
        done = mark.end
    yield done, last, False


def _word_start(text: str, place: int) -> int:
    space = text.find(" ", place, place + 20) if place else -1
    return place if space < 0 else space + 1


def _one_line(text: str) -> str:
    return text.replace("\n", _BETWEEN_PARTS)
