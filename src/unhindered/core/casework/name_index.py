"""Many names looked for in one text: whoever is named whole, and words that are only a part of some name.

Two parts of one name near each other name somebody, in any order. A single word that is a part of a name
(“Hassan”, “Rose”) may mean anybody: that is for a person to judge.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from unhindered.core.casework.names import (
    cased_words,
    holds_whole,
    is_long_enough,
    is_same_word,
    is_unspaced,
    keys_of_part,
    keys_of_word,
    telling_parts,
    tells_who,
    words_of,
)

# Two parts with at most three words between them: “Fictional, the younger sister Ada”.
_NEAR = 4
_FEWEST_UNSPACED = 2


@dataclass(frozen=True, kw_only=True)
class FoundNames:
    """Whether somebody is named whole, and the words of the text that are only a part of some name."""

    is_whole: bool
    in_part: tuple[str, ...]


@dataclass(frozen=True)
class _Hit:
    place: int
    part: str
    is_written_as_name: bool


class WholeNames:
    """Names looked for whole: all their words in a row; without spaces between words, anywhere."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names: set[tuple[str, ...]] = set()
        self._lengths_by_first: dict[str, set[int]] = {}
        self._unspaced: dict[str, tuple[str, ...]] = {}
        for name in names:
            parts = words_of(name)
            if parts and is_unspaced(name):
                self._unspaced["".join(parts)] = parts
            elif is_long_enough(parts):
                self._names.add(parts)
                self._lengths_by_first.setdefault(parts[0], set()).add(len(parts))
        self._lengths = {len(name) for name in self._unspaced}

    def found(self, words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        """The words of each name that stands in a text of these words."""
        for place, word in enumerate(words):
            for length in self._lengths_by_first.get(word, ()):
                parts = words[place : place + length]
                if parts in self._names:
                    yield parts
        text = "".join(words) if self._unspaced else ""
        for length in self._lengths:
            for place in range(len(text) - length + 1):
                name = text[place : place + length]
                if name in self._unspaced:
                    yield self._unspaced[name]


class KeptNames:
    """Names and labels of people who did not agree to be named, looked for in many texts of one case.

    Words of `except_words` count as a part of a name no more (relatives share them); whole names still do.
    A label made of nothing but words for roles (“Victim 2”) tells nothing, and is let through.
    """

    def __init__(
        self, names: Iterable[str], labels: Iterable[str] = (), *, except_words: Collection[str] = ()
    ) -> None:
        kept = set(names)
        self._names = WholeNames(kept)
        self._labels = WholeNames(label for label in labels if tells_who(label))
        self._parts: dict[str, set[str]] = {}
        for part in {part for name in kept for part in telling_parts(name)}:
            if not set(words_of(part)) <= set(except_words):
                for key in keys_of_part(part):
                    self._parts.setdefault(key, set()).add(part)

    def hold_name(self, text: str) -> bool:
        """Whether one of the names, or a part of one, stands in the text."""
        return any(self._names.found(words_of(text))) or any(
            is_same_word(word, token, part)
            for word, token in cased_words(text)
            for key in keys_of_word(word, token)
            for part in self._parts.get(key, ())
        )

    def hold_label(self, text: str) -> bool:
        """Whether one of the labels stands in the text, all its words in a row."""
        return any(self._labels.found(words_of(text)))


class NameIndex:
    """Names of people, each looked for whole and in part; made once, asked for many texts."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = [(name, words_of(name), telling_parts(name)) for name in sorted(names)]
        self._by_key: dict[str, set[int]] = {}
        self._unspaced = [name for name, _, _ in self._names if is_unspaced(name)]
        self._in_a_row = WholeNames(name for name, words, _ in self._names if len(words) > 1)
        for number, (_, _, parts) in enumerate(self._names):
            for key in (key for part in parts for key in keys_of_part(part)):
                self._by_key.setdefault(key, set()).add(number)

    def find(self, text: str, *, agreed: Collection[str] = ()) -> FoundNames:
        """Who is named in a text. A name made of nothing but `agreed` words counts for nobody else.

        Of another name, such words count as a part only beside one that is not among them: relatives share
        them.
        """
        cased = cased_words(text)
        words = tuple(word for word, _ in cased)
        whole, doubtful = self._unspaced_in(words, agreed)
        whole = whole or any(not set(name) <= set(agreed) for name in self._in_a_row.found(words))
        for number, hits in self._hits(cased, agreed).items():
            own = [hit for hit in hits if hit.part not in agreed]
            if _are_near(hits, own) or _beside_an_initial(own, cased, text, self._names[number][1]):
                whole = True
            doubtful |= {cased[hit.place][1] for hit in own}
        return FoundNames(is_whole=whole, in_part=tuple(sorted(doubtful)))

    def _unspaced_in(self, words: tuple[str, ...], agreed: Collection[str]) -> tuple[bool, set[str]]:
        found = {
            name
            for name in self._unspaced
            if not set(words_of(name)) <= set(agreed) and holds_whole(words, name)
        }
        return any(len(name) >= _FEWEST_UNSPACED for name in found), found

    def _hits(self, cased: tuple[tuple[str, str], ...], agreed: Collection[str]) -> dict[int, list[_Hit]]:
        # Where a text has capitals, two small words near each other (“will”, “may”) name nobody for sure.
        has_capitals = any(token[0].isupper() for _, token in cased)
        hits: dict[int, list[_Hit]] = {}
        for place, (word, token) in enumerate(cased):
            as_name = not (has_capitals and token[0].islower())
            for number in self._known_by(word, token):
                _, name, parts = self._names[number]
                part = next((part for part in parts if is_same_word(word, token, part)), None)
                if part is not None and not set(name) <= set(agreed):
                    hits.setdefault(number, []).append(_Hit(place, words_of(part)[0], as_name))
        return hits

    def _known_by(self, word: str, token: str) -> set[int]:
        return {number for key in keys_of_word(word, token) for number in self._by_key.get(key, ())}


def _are_near(hits: list[_Hit], own: list[_Hit]) -> bool:
    return any(
        hit.part != other.part
        and abs(hit.place - other.place) <= _NEAR
        and (hit.is_written_as_name or other.is_written_as_name)
        for hit in own
        for other in hits
    )


def _beside_an_initial(
    own: list[_Hit], cased: tuple[tuple[str, str], ...], text: str, name: tuple[str, ...]
) -> bool:
    """Whether “A. Fictional” stands there, of somebody called Ada Fictional."""
    for hit in own:
        initials = {word[0] for word in name if word != hit.part}
        for place in (hit.place - 1, hit.place + 1):
            if 0 <= place < len(cased):
                word, token = cased[place]
                if len(word) == 1 and token.isupper() and word in initials and f"{token}." in text:
                    return True
    return False
