"""Where known names and words stand in a folded text: whole words, longest first, names in capitals only."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from unhindered.core.reading.folding import Folded
from unhindered.core.reading.gazetteer import NAMES, Gazetteer, Sort, Word

# Words that stay small inside a name that is written with capitals.
_SMALL = frozenset(
    {"of", "the", "and", "de", "du", "d'", "d'ivoire", "for", "on", "against", "in", "to", "former"}
)

# Small words that a sentence's first capital makes look like the beginning of a name.
LEADING_WORDS = frozenset(
    {
        "the",
        "a",
        "an",
        "in",
        "on",
        "at",
        "by",
        "for",
        "from",
        "to",
        "with",
        "of",
        "and",
        "or",
        "but",
        "as",
        "if",
    }
    | {
        "when",
        "while",
        "after",
        "before",
        "during",
        "since",
        "until",
        "under",
        "over",
        "this",
        "that",
        "these",
    }
    | {"those", "according", "both", "today", "yesterday", "last", "former"}
)
_CAPITALISED_BEFORE = re.compile(r"(?<![\w'-])([A-Z][\w-]*) $")
_NAME_PART = re.compile(r"[\w']+")
_OF_ANOTHER = re.compile(r" of (?:the )?(?!United Nations|UN\b)[A-Z]")


@dataclass(frozen=True, kw_only=True, slots=True)
class Hit:
    """A word of the gazetteer at a place of the folded text."""

    start: int
    end: int
    word: Word

    @property
    def sort(self) -> Sort:
        """What the word is."""
        return self.word.sort

    @property
    def code(self) -> str:
        """What the word stands for."""
        return self.word.code


def _place(hit: Hit) -> tuple[int, int]:
    return hit.start, hit.end


class Hits:
    """All hits of a text, by sort and place."""

    def __init__(self, hits: Iterable[Hit]) -> None:
        self._by_sort: dict[Sort, list[Hit]] = {}
        for hit in sorted(hits, key=lambda hit: hit.start):
            self._by_sort.setdefault(hit.sort, []).append(hit)
        self._starts = {sort: [hit.start for hit in found] for sort, found in self._by_sort.items()}
        self._longest = {
            sort: max(hit.end - hit.start for hit in found) for sort, found in self._by_sort.items()
        }

    def of(self, *sorts: Sort) -> list[Hit]:
        """Every hit of these sorts, in the text's order."""
        found = [hit for sort in sorts for hit in self._by_sort.get(sort, ())]
        return sorted(found, key=_place) if len(sorts) > 1 else found

    def between(self, start: int, end: int, *sorts: Sort) -> list[Hit]:
        """The hits of these sorts that lie wholly between two places, in the text's order."""
        found = []
        for sort in sorts:
            starts = self._starts.get(sort, [])
            for index in range(bisect_left(starts, start), bisect_left(starts, end)):
                hit = self._by_sort[sort][index]
                if hit.end <= end:
                    found.append(hit)
        return sorted(found, key=_place) if len(sorts) > 1 else found

    def touching(self, start: int, end: int, *sorts: Sort) -> list[Hit]:
        """The hits of these sorts that share a character with what lies between two places."""
        found = []
        for sort in sorts:
            longest = self._longest.get(sort, 0)
            hits = self.between(max(0, start - longest), end + longest, sort)
            found += [hit for hit in hits if hit.start < end and hit.end > start]
        return sorted(found, key=_place)

    def first(self, start: int, end: int, *sorts: Sort) -> Hit | None:
        """The first of these hits, if there is any."""
        return next(iter(self.between(start, end, *sorts)), None)


def find_hits(folded: Folded, gazetteer: Gazetteer) -> Hits:
    """Names first: a word inside a name is a part of the name and nothing else."""
    found = list(_whole_words(folded.plain, gazetteer))
    names = _longest(hit for hit in found if hit.sort in NAMES)
    inside = {place for hit in names for place in range(hit.start, hit.end)}
    others: dict[Sort, list[Hit]] = {}
    for hit in found:
        if hit.sort not in NAMES and hit.start not in inside and hit.end - 1 not in inside:
            others.setdefault(hit.sort, []).append(hit)
    return Hits([*names, *(hit for hits in others.values() for hit in _longest(hits))])


def _whole_words(plain: str, gazetteer: Gazetteer) -> Iterator[Hit]:
    # A name may be broken over a paragraph's end by a page; the search sees a space there.
    searched = plain.lower().replace("\n", " ")
    if not gazetteer.automaton:
        return
    for last, (length, meanings) in gazetteer.automaton.iter(searched):
        start, end = last + 1 - length, last + 1
        if not _is_whole(searched, start, end):
            continue
        in_compound = _is_in_compound(searched, start, end)
        for word in meanings:
            if _is_name(plain, start, end, word) if word.sort in NAMES else not in_compound:
                yield Hit(start=start, end=end, word=word)


def _is_whole(searched: str, start: int, end: int) -> bool:
    before = searched[start - 1 : start]
    after = searched[end : end + 1]
    # “US$” is money, not a State.
    return not (before.isalnum() and searched[start].isalnum()) and not (
        after == "$" or (after.isalnum() and searched[end - 1].isalnum())
    )


def _is_in_compound(searched: str, start: int, end: int) -> bool:
    """“law-based” is no law; names keep their meaning (“US-led”)."""
    follows = searched[end : end + 1] == "-" and searched[end + 1 : end + 2].isalnum()
    return follows or (searched[start - 1 : start] == "-" and searched[start - 2 : start - 1].isalnum())


def _is_name(plain: str, start: int, end: int, word: Word) -> bool:
    return _is_written_as_name(plain[start:end], word) and not (
        word.sort is Sort.BODY and _is_of_another(plain, start, end, word)
    )


def _is_of_another(plain: str, start: int, end: int, word: Word) -> bool:
    """“National Human Rights Council” is not the UN's, and others have a Secretary-General too."""
    before = _CAPITALISED_BEFORE.search(plain, max(0, start - 30), start)
    if before is not None and before[1].lower() not in LEADING_WORDS and not before[1].endswith("ing"):
        return True
    return word.code == "SG" and _OF_ANOTHER.match(plain, end) is not None


def _is_written_as_name(written: str, word: Word) -> bool:
    if word.is_acronym:
        return written == word.phrase
    listed = {part for part in _NAME_PART.findall(word.phrase) if part[0].islower()}
    return all(
        part[0].isupper() or part in listed or part.lower() in _SMALL or not part[0].isalpha()
        for part in _NAME_PART.findall(written)
    )


def _longest(hits: Iterable[Hit]) -> list[Hit]:
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end)):
        if not kept or hit.start >= kept[-1].end:
            kept.append(hit)
    return kept
