"""A folded text with all marked that later steps look for: names, words, sentences, contact details."""

import re
from bisect import bisect_right
from dataclasses import dataclass

from unhindered.core.reading.contact import Span, contact_spans
from unhindered.core.reading.folding import Folded, fold
from unhindered.core.reading.gazetteer import Gazetteer
from unhindered.core.reading.hits import Hits, find_hits

# Longer than any sentence of a resolution; a text without stops is cut here, so that spans stay readable.
_LONGEST_SENTENCE = 4_000
_END = re.compile(r"\n|[.!?]['\"\u201d\u2019)]{0,3} (?=['\"\u2018\u201c(\[]{0,2}[A-Z0-9])")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:Mr|Mrs|Ms|Dr|Prof|St|No|Nos|Art|Arts|Sect|para|paras|p|pp|vol|cf|e\.g|i\.e|vs|Hon|Rev"
    r"|H\.E|[A-Z]|(?:[A-Z]\.)+[A-Z]|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Add|Corr|L|op|\d{1,3})\.$"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Sentence:
    """A sentence of the folded text; `begins_paragraph` where no sentence before it can explain its “it”."""

    start: int
    end: int
    begins_paragraph: bool


@dataclass(frozen=True, kw_only=True)
class MarkedText:
    """What every later step reads. Places are places of `folded.plain`."""

    folded: Folded
    hits: Hits
    sentences: tuple[Sentence, ...]
    contact: tuple[Span, ...]

    @property
    def plain(self) -> str:
        """The folded text."""
        return self.folded.plain

    def sentence_at(self, place: int) -> Sentence:
        """The sentence in which a place lies."""
        index = bisect_right(self.sentences, place, key=lambda sentence: sentence.start) - 1
        return self.sentences[max(index, 0)]

    def holds_contact(self, start: int, end: int) -> bool:
        """Whether contact details stand between two places."""
        index = bisect_right(self.contact, (start, start)) - 1
        return any(
            found_start < end and found_end > start
            for found_start, found_end in self.contact[max(index, 0) : index + 3]
        )


def mark_text(text: str, gazetteer: Gazetteer) -> MarkedText:
    """The text, folded once and searched once."""
    folded = fold(text)
    return MarkedText(
        folded=folded,
        hits=find_hits(folded, gazetteer),
        sentences=find_sentences(folded.plain),
        contact=contact_spans(folded),
    )


def find_sentences(plain: str) -> tuple[Sentence, ...]:
    """Sentences that together hold all of the text but the spaces between them."""
    found: list[Sentence] = []
    start, begins = 0, True
    for end, next_start in _ends(plain):
        for piece_start, piece_end in _pieces(plain, start, end):
            found.append(Sentence(start=piece_start, end=piece_end, begins_paragraph=begins))
            begins = False
        if next_start > end and plain[next_start - 1] == "\n":
            begins = True
        start = next_start
    return tuple(found)


def _ends(plain: str) -> list[tuple[int, int]]:
    ends = []
    for found in _END.finditer(plain):
        end = found.end() - 1
        if found.group() != "\n" and _ABBREVIATION.search(plain, max(0, end - 12), found.start() + 1):
            continue
        ends.append((end, found.end()))
    return [*ends, (len(plain), len(plain))]


def _pieces(plain: str, start: int, end: int) -> list[tuple[int, int]]:
    pieces = []
    while end - start > _LONGEST_SENTENCE:
        cut = plain.rfind(" ", start + 1, start + _LONGEST_SENTENCE)
        cut = cut if cut > start else start + _LONGEST_SENTENCE
        pieces.append((start, cut))
        start = cut
    if start < end:
        pieces.append((start, end))
    return pieces
