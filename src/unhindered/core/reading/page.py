"""Everything a first reading finds in a text, for the second reading that asks what its sentences say."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from unhindered.core.reading.actors import Actor, Actors, find_actors
from unhindered.core.reading.dates import Dates, FoundDate, find_dates
from unhindered.core.reading.gazetteer import Gazetteer, Sort
from unhindered.core.reading.hits import Hit, Hits
from unhindered.core.reading.marked_text import MarkedText, Sentence, mark_text
from unhindered.core.reading.people import People, find_people, states_that_are_people
from unhindered.core.reading.quotations import Quotations, find_quotations
from unhindered.core.reading.review_items import review_section
from unhindered.core.reading.reviewed import find_review

_LIST_GLUE = re.compile(r"(?:,? and |, | and the |, the |,? as well as |,? as well as the )")
_NEW_VERBS = (Sort.SAY, Sort.ASK, Sort.CONCERN_VERB)
_STOP = re.compile(r"[;\n]")
_ENDS = " ,.;:'\"\u2018\u201d("


@dataclass(frozen=True, kw_only=True)
class Page:
    """What the text holds, and the questions that all readers of sentences ask about it."""

    marked: MarkedText
    gazetteer: Gazetteer
    dates: Dates
    people: People
    actors: Actors
    quotations: Quotations
    not_states: frozenset[int]
    state_under_review: str
    reviewer: Mapping[str, str]
    review_list: tuple[int, int]

    @property
    def plain(self) -> str:
        """The folded text."""
        return self.marked.plain

    @property
    def hits(self) -> Hits:
        """Names and words found."""
        return self.marked.hits

    def voice(self, verb: int) -> Actor | None:
        """Who does what the verb here says; inside a quotation its speaker, if there is nobody nearer."""
        quotation = self.quotations.around(verb)
        subject = self.actors.subject_of(verb)
        if subject is not None and (quotation is None or subject.start >= quotation.start):
            return self._together(subject)
        return quotation.speaker if quotation is not None else None

    def according_to(self, sentence: Sentence) -> Actor | None:
        """“According to X, …”: X."""
        for hit in self.hits.between(sentence.start, sentence.end, Sort.SAY):
            if self.plain[hit.start : hit.end].lower() == "according to":
                return self.actors.starting_near(hit.end, sentence.end)
        return None

    def clause_end(self, start: int) -> int:
        """Where what follows a verb ends: at a stop, before “while” or “but”, before the next thing said."""
        sentence = self.marked.sentence_at(start)
        end = sentence.end
        quotation = self.quotations.around(start)
        if quotation is not None:
            end = min(end, quotation.end)
        if stop := _STOP.search(self.plain, start, end):
            end = stop.start()
        for hit in self.hits.between(start + 1, end, Sort.CLAUSE, *_NEW_VERBS):
            before = self.plain[max(start, hit.start - 5) : hit.start]
            if hit.sort is Sort.CLAUSE or (before.endswith((" and ", ", ")) and hit.code != "being"):
                end = hit.start
                break
        words = self.plain[start:end].rstrip(_ENDS).removesuffix(" and").rstrip(_ENDS)
        return start + len(words)

    def states_between(self, start: int, end: int) -> list[Hit]:
        """The States meant between two places: no people's names, and none that only raised the matter."""
        givers = {
            state.start
            for hit in self.hits.between(start, end, Sort.GIVEN_BY)
            for state in self.states_listed_at(hit.end)
        }
        return [
            hit
            for hit in self.hits.between(start, end, Sort.STATE)
            if hit.code and hit.start not in self.not_states and hit.start not in givers
        ]

    def _together(self, actor: Actor) -> Actor:
        """“A, B and C urged …” is said by three States."""
        listed = [actor.state] if actor.state else []
        place = actor.start
        for hit in reversed(self.hits.between(max(0, place - 600), place, Sort.STATE)):
            if not listed or not hit.code or hit.start in self.not_states:
                break
            if not _LIST_GLUE.fullmatch(self.plain, hit.end, place):
                break
            listed.append(hit.code)
            place = hit.start
        if len(listed) < 2:
            return actor
        names = [self.gazetteer.state_names.get(code, code) for code in reversed(listed)]
        together = f"{', '.join(names[:-1])} and {names[-1]}" if len(names) < 4 else f"{len(names)} States"
        return replace(actor, start=place, values={"by": together, "by_states": listed[::-1]})

    def states_listed_at(self, place: int) -> list[Hit]:
        """A list of States that begins right here: “Denmark, Norway and the Netherlands”."""
        listed: list[Hit] = []
        for index, hit in enumerate(self.hits.between(place, place + 4_000, Sort.STATE)):
            between = self.plain[place : hit.start]
            follows = _LIST_GLUE.fullmatch(between) if index else between.strip() in {"", "the", "both"}
            if not follows or hit.start in self.not_states:
                break
            if hit.code:
                listed.append(hit)
            place = hit.end
        return listed

    def when(self, sentence: Sentence, before: int) -> FoundDate | None:
        """The date with which a sentence begins: “In 2013 alone, …”, “On 11 February 2026, …”."""
        found = [
            date for date in self.dates.between(sentence.start, max(before, sentence.start)) if date.edtf
        ]
        if not found or found[0].start - sentence.start > 40:
            return None
        return found[0]


def read_page(text: str, gazetteer: Gazetteer) -> Page:
    """The first reading of a text."""
    marked = mark_text(text, gazetteer)
    people = find_people(marked)
    not_states = states_that_are_people(marked, people)
    actors = find_actors(marked, people, gazetteer, not_states)
    under_review, reviewer = find_review(marked, gazetteer)
    return Page(
        marked=marked,
        gazetteer=gazetteer,
        dates=find_dates(marked),
        people=people,
        actors=actors,
        quotations=find_quotations(marked, actors),
        not_states=not_states,
        state_under_review=under_review,
        reviewer=reviewer,
        review_list=review_section(marked.plain) if under_review else (0, 0),
    )
