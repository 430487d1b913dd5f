"""Passages between quotation marks, and who is said to have spoken them."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace

from unhindered.core.reading.actors import Actor, Actors
from unhindered.core.reading.gazetteer import Sort
from unhindered.core.reading.marked_text import MarkedText
from unhindered.core.reading.proposal import Draft, Flag, Kind

# Opening mark: the marks that may close it. The plain apostrophe and the plain double mark do both.
_CLOSERS = {
    "'": "'",
    "\u2018": "'",
    '"': '"',
    "\u201c": '\u201d"',
    "\u201e": "\u201c\u201d",
    "\u00ab": "\u00bb",
}
_MARKS = re.compile("['\"\u2018\u201c\u201d\u201e\u00ab\u00bb]")
_OPENS_AFTER = " \n([\u2014-:"
_CLOSES_BEFORE = " \n.,;:!?)]\u2014-"
_MOST_MARKS = 60
_LONGEST = 5_000
_FEWEST_WORDS = 4
_FEWEST_WORDS_UNATTRIBUTED = 12
_AFTER = re.compile(r"[\s,]{0,3}")
_TO_WHOM = re.compile(r"(?: (?:reporters|journalists|the \w+|in a statement))?(?: that)?[\s,:]{0,3}")
_NEAR = 160


@dataclass(frozen=True, kw_only=True)
class Quotation:
    """The words between two marks, the marks left out, and who speaks them if the text says so."""

    start: int
    end: int
    speaker: Actor | None


@dataclass(frozen=True, kw_only=True)
class Quotations:
    """All quotations of a text, none inside another."""

    found: tuple[Quotation, ...]

    def around(self, place: int) -> Quotation | None:
        """The quotation in which a place lies."""
        index = bisect_right(self.found, place, key=lambda quotation: quotation.start) - 1
        if index >= 0 and self.found[index].start <= place < self.found[index].end:
            return self.found[index]
        return None


def find_quotations(marked: MarkedText, actors: Actors) -> Quotations:
    """Every closed quotation that is longer than a term in quotation marks."""
    found: list[Quotation] = []
    for start, end in quoted_spans(marked.plain):
        if len(marked.plain[start:end].split()) < _FEWEST_WORDS:
            continue
        speaker = _speaker(marked, actors, start, end)
        if speaker is None and found:
            speaker = _goes_on_speaking(marked, found[-1], start)
        found.append(Quotation(start=start, end=end, speaker=speaker))
    return Quotations(found=tuple(found))


def quotation_drafts(marked: MarkedText, quotations: Quotations) -> Iterator[Draft]:
    """A proposal for each quotation with a speaker, and for each long one without."""
    for quotation in quotations.found:
        speaker = quotation.speaker
        if speaker is not None:
            yield Draft(
                kind=Kind.QUOTATION,
                start=quotation.start,
                end=quotation.end,
                values=dict(speaker.values),
                flags=speaker.flags,
                marks={"speaker": (speaker.start, speaker.end)},
            )
        elif len(marked.plain[quotation.start : quotation.end].split()) >= _FEWEST_WORDS_UNATTRIBUTED:
            flags = (Flag.SPEAKER_NOT_FOUND,)
            yield Draft(kind=Kind.QUOTATION, start=quotation.start, end=quotation.end, flags=flags)


def quoted_spans(plain: str) -> list[tuple[int, int]]:
    """What stands between quotation marks, one after the other; a mark that never closes is skipped."""
    marks = [found.start() for found in _MARKS.finditer(plain)]
    spans = []
    index = 0
    while index < len(marks):
        closing = _closing(plain, marks, index) if _opens(plain, marks[index]) else None
        if closing is None:
            index += 1
            continue
        spans.append((marks[index] + 1, marks[closing]))
        index = closing + 1
    return [(start, end) for start, end in spans if start < end]


def _opens(plain: str, place: int) -> bool:
    if plain[place] not in _CLOSERS:
        return False
    before = plain[place - 1 : place] if place else " "
    after = plain[place + 1 : place + 2]
    return before in _OPENS_AFTER and after not in ("", " ", "\n")


def _closing(plain: str, marks: list[int], index: int) -> int | None:
    """The mark that closes: the first that stands where a clause ends, else the first that can."""
    opening = marks[index]
    closers = _CLOSERS[plain[opening]]
    possible: int | None = None
    for at in range(index + 1, min(len(marks), index + _MOST_MARKS)):
        place = marks[at]
        if place - opening > _LONGEST or "\n" in plain[marks[at - 1] : place]:
            break
        if plain[place] == plain[opening] and possible is not None and _opens(plain, place):
            break
        if plain[place] not in closers or not _can_close(plain, place):
            continue
        if plain[place] != "'" or _ends_a_clause(plain, place):
            return at
        # “victims' right” is a genitive: it can close only if nothing better follows.
        if possible is None and plain[place - 1] != "s":
            possible = at
    return possible


def _can_close(plain: str, place: int) -> bool:
    after = plain[place + 1 : place + 2]
    return plain[place - 1] not in " \n" and (after == "" or after in _CLOSES_BEFORE)


def _ends_a_clause(plain: str, place: int) -> bool:
    return plain[place - 1] in ".,!?;" or plain[place + 1 : place + 2] in (
        "",
        "\n",
        ".",
        ",",
        ";",
        ":",
        "!",
        "?",
    )


def _speaker(marked: MarkedText, actors: Actors, start: int, end: int) -> Actor | None:
    if marked.plain[max(0, start - 3) : start - 1].strip() == ":":
        return _speaker_before(marked, actors, start - 1) or _speaker_after(marked, actors, end + 1)
    return _speaker_after(marked, actors, end + 1) or _speaker_before(marked, actors, start - 1)


def _goes_on_speaking(marked: MarkedText, before: Quotation, start: int) -> Actor | None:
    """Nothing but “X said.” stands between two quotations of one paragraph: X speaks in both."""
    between = marked.plain[before.end : start]
    if before.speaker is None or len(between) > _NEAR or "\n" in between or before.speaker.end > start:
        return None
    if not before.end <= before.speaker.start or between.count(".") != 1:
        return None
    flags = tuple(dict.fromkeys((*before.speaker.flags, Flag.PRONOUN)))
    return replace(before.speaker, flags=flags)


def _speaker_after(marked: MarkedText, actors: Actors, place: int) -> Actor | None:
    """“…,' said NAME” or “…,' NAME said”."""
    gap = _AFTER.match(marked.plain, place)
    begin = gap.end() if gap else place
    if "\n" in marked.plain[place:begin]:
        return None
    limit = min(len(marked.plain), begin + _NEAR)
    said = marked.hits.first(begin, min(len(marked.plain), begin + 30), Sort.SAY)
    if said is not None and said.start == begin and marked.plain[begin].islower():
        return actors.starting_near(said.end, limit) or actors.person_meant_at(said.end + 1)
    actor = actors.starting_near(begin, limit) or actors.person_meant_at(begin)
    if actor is not None:
        said = marked.hits.first(actor.end, min(len(marked.plain), actor.end + 30), Sort.SAY)
        if said is not None and actors.is_light(actor.end, said.start):
            return actor
    return None


def _speaker_before(marked: MarkedText, actors: Actors, place: int) -> Actor | None:
    """“NAME, ROLE, said: '…”."""
    begin = max(0, place - 60)
    said = marked.hits.between(begin, place, Sort.SAY)
    if not said or _TO_WHOM.fullmatch(marked.plain, said[-1].end, place) is None:
        return None
    return actors.subject_of(said[-1].start)
