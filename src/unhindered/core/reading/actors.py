"""Who can be the one that says or does something in a sentence, and which of them a verb belongs to."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from unhindered.core.reading.gazetteer import Gazetteer, Sort
from unhindered.core.reading.hits import LEADING_WORDS, Hit
from unhindered.core.reading.marked_text import MarkedText, Sentence
from unhindered.core.reading.people import People, Person
from unhindered.core.reading.proposal import Flag
from unhindered.core.reading.roles import is_office

_LONGEST_GAP = 90
_MOST_SMALL_WORDS = 6
_NEAR_ACTORS = 12
_NEAR_SUBJECT = 100
# “the Secretary-General's annual report documents …”: his report speaks for him.
_OWN_REPORT = re.compile(r"'s(?: [\w-]+){0,2} reports?\b")
_PARENTHESIS = re.compile(r"\([^()]{0,80}\)")
_FIRST_IN_SENTENCE = re.compile(r"[\s\d.'\"\u2018\u201c(\[\u2022*-]*(?:[Tt]he |[Aa]n? )?")
_COORDINATION = re.compile(r"(?:,| and| but| while|, and|, but|;)\s*$")
_ORGANISATION_RUN = re.compile(
    r"(?<![\w'-])[A-Z][\w'&-]*(?: (?:(?:of|for|the|and|against|on|de|to) ){0,2}[A-Z][\w'&-]*){1,7}"
)


@dataclass(frozen=True, kw_only=True)
class Actor:
    """Someone at a place of the folded text. `values` say who, in the keys that every proposal uses."""

    start: int
    end: int
    values: Mapping[str, Any]
    state: str = ""
    pronoun: str = ""
    is_person: bool = False
    flags: tuple[Flag, ...] = ()


class Actors:
    """All actors of a text, pronouns led back to whom they stand for."""

    def __init__(self, marked: MarkedText, found: Iterable[Actor]) -> None:
        self._marked = marked
        self._all = _without_overlaps(found)
        self._starts = [actor.start for actor in self._all]
        self._subjects = self._subjects_of_sentences()

    @property
    def all(self) -> tuple[Actor, ...]:
        """Every actor, in the text's order."""
        return tuple(self._all)

    def subject_of(self, verb: int) -> Actor | None:
        """Who does what a verb at this place says, if the sentence shows it without guessing."""
        sentence = self._marked.sentence_at(verb)
        actor = self._last_before(verb, sentence.start)
        if actor is not None and self.is_light(actor.end, verb):
            return self._resolved(actor, sentence)
        subject = self._subjects.get(sentence.start)
        if subject is None or subject.end > verb or not self._is_coordinated(sentence, verb):
            return None
        return subject

    def subject_of_sentence(self, sentence: Sentence) -> Actor | None:
        """Who a sentence begins with, a pronoun led back to whom it stands for."""
        return self._subjects.get(sentence.start)

    def starting_near(self, place: int, limit: int) -> Actor | None:
        """The actor that begins right here, an article or a title aside."""
        index = bisect_left(self._starts, place)
        if index == len(self._all) or self._all[index].start >= limit:
            return None
        actor = self._all[index]
        between = self._marked.plain[place : actor.start].strip(" ,")
        if between.lower() not in {"", "the", "by", "by the", "from", "from the"}:
            return None
        return self._resolved(actor, self._marked.sentence_at(actor.start))

    def person_meant_at(self, place: int) -> Actor | None:
        """The last person named before a “he” or “she” that stands right here, with a flag."""
        index = bisect_left(self._starts, place)
        if index == len(self._all) or self._starts[index] != place:
            return None
        pronoun = self._all[index]
        for earlier in reversed(self._all[max(0, index - _NEAR_ACTORS) : index]):
            if earlier.is_person and pronoun.pronoun in {"he", "she"}:
                return _stands_for(pronoun, earlier)
        return None

    def is_light(self, start: int, end: int) -> bool:
        """Whether only small words stand between a subject and its verb."""
        if not 0 <= end - start <= _LONGEST_GAP:
            return False
        if report := _OWN_REPORT.match(self._marked.plain, start, end):
            start = report.end()
        gap = self._marked.plain[start:end]
        if "\n" in gap or Sort.NOT in {hit.sort for hit in self._marked.hits.between(start, end, Sort.NOT)}:
            return False
        left = list(gap)
        for hit in self._marked.hits.between(start, end, Sort.ADVERB, Sort.MODE):
            left[hit.start - start : hit.end - start] = " " * (hit.end - hit.start)
        return not _PARENTHESIS.sub("", "".join(left)).strip(" ,")

    def _last_before(self, place: int, limit: int) -> Actor | None:
        index = bisect_right(self._starts, place) - 1
        while index >= 0 and self._all[index].start >= limit:
            if self._all[index].end <= place:
                return self._all[index]
            index -= 1
        return None

    def _resolved(self, actor: Actor, sentence: Sentence) -> Actor | None:
        if not actor.pronoun:
            return actor
        subject = self._subjects.get(sentence.start)
        if subject is None or not subject.values or subject.start > actor.start:
            return None
        return subject if subject.start == actor.start else _stands_for(actor, subject)

    def _subjects_of_sentences(self) -> dict[int, Actor]:
        """The actor that begins each sentence; a sentence that begins with “it” has the one before it."""
        subjects: dict[int, Actor] = {}
        before: Actor | None = None
        for sentence in self._marked.sentences:
            if sentence.begins_paragraph:
                before = None
            subject = self._first_in(sentence)
            if subject is not None and subject.pronoun:
                subject = _stands_for(subject, before)
            if subject is not None:
                subjects[sentence.start] = subject
                before = subject
            elif sentence.end - sentence.start > 12:
                before = None
        return subjects

    def _first_in(self, sentence: Sentence) -> Actor | None:
        index = bisect_left(self._starts, sentence.start)
        plain = self._marked.plain
        begin = sentence.start
        while index < len(self._all) and self._all[index].start < sentence.end:
            actor = self._all[index]
            if actor.start - sentence.start > _NEAR_SUBJECT:
                return None
            if self._marked.plain.startswith(("'s", "' "), actor.end) and not _OWN_REPORT.match(
                plain, actor.end
            ):
                return None
            opening = _FIRST_IN_SENTENCE.match(plain, begin, actor.start)
            if (opening and opening.end() == actor.start) or self._after_introduction(sentence, actor.start):
                return actor
            index += 1
        return None

    def _after_introduction(self, sentence: Sentence, place: int) -> bool:
        """“On 11 February 2026, the …”, “However, …”: an introduction ends with its comma."""
        before = self._marked.plain[sentence.start : place]
        stripped = before.removesuffix("the ").removesuffix("The ").rstrip()
        verbs = self._marked.hits.between(
            sentence.start, place, Sort.SAY, Sort.ASK, Sort.CONCERN_VERB, Sort.NAMING, Sort.CLAUSE
        )
        return stripped.endswith(",") and not [hit for hit in verbs if hit.code != "being"]

    def _is_coordinated(self, sentence: Sentence, verb: int) -> bool:
        begin = verb
        for _ in range(_MOST_SMALL_WORDS):
            hits = self._marked.hits.between(max(sentence.start, begin - 24), begin, Sort.ADVERB)
            if not hits or self._marked.plain[hits[-1].end : begin].strip():
                break
            begin = hits[-1].start
            if self._marked.plain[begin : hits[-1].end] in {"which", "who", "that"}:
                return False
        return _COORDINATION.search(self._marked.plain, max(sentence.start, begin - 8), begin) is not None


def find_actors(
    marked: MarkedText, people: People, gazetteer: Gazetteer, not_states: frozenset[int]
) -> Actors:
    """States, bodies, other organisations, people, pronouns, and short forms of names that stand before."""
    states = [hit for hit in marked.hits.of(Sort.STATE) if hit.code and hit.start not in not_states]
    found: list[Actor] = [_person_actor(person) for person in people.named]
    found += [_state_actor(hit, gazetteer) for hit in states]
    found += [_body_actor(hit) for hit in marked.hits.of(Sort.BODY)]
    found += [
        Actor(start=hit.start, end=hit.end, values={}, pronoun=hit.code)
        for hit in marked.hits.of(Sort.PRONOUN)
    ]
    organisations = list(_organisations(marked))
    found += organisations
    found += _short_forms(marked, [*organisations, *(_body_actor(hit) for hit in marked.hits.of(Sort.BODY))])
    return Actors(marked, found)


def _person_actor(person: Person) -> Actor:
    role = dict(person.role.values) if person.role else {}
    here = person.role is not None and person.start <= person.role.start and person.role.end <= person.end
    return Actor(
        start=person.start,
        end=person.end if here else max(person.end, person.name_end),
        values={"speaker": person.name, **role},
        is_person=True,
    )


def _state_actor(hit: Hit, gazetteer: Gazetteer) -> Actor:
    values = {"by": gazetteer.state_names.get(hit.code, hit.code), "by_state": hit.code}
    return Actor(start=hit.start, end=hit.end, values=values, state=hit.code)


def _body_actor(hit: Hit) -> Actor:
    values = {"by": hit.word.label, "by_body": hit.code}
    return Actor(start=hit.start, end=hit.end, values=values, is_person=is_office(hit.code))


def _organisations(marked: MarkedText) -> Iterator[Actor]:
    for run in _ORGANISATION_RUN.finditer(marked.plain):
        start, end = run.span()
        for word in marked.hits.between(start, end, Sort.ORDINARY):
            is_article = word.start == start and marked.plain[start : word.end].lower() in LEADING_WORDS
            start = word.end + 1 if is_article else start
        heads = marked.hits.between(start, end, Sort.ORGANISATION)
        is_name = heads and start < end and " " in marked.plain[start:end] and marked.plain[start].isupper()
        if is_name and not marked.hits.between(start, end, Sort.BODY, Sort.NOT_A_NAME, Sort.ROLE, Sort.TITLE):
            values = {"by": marked.folded.words(start, end)}
            yield Actor(start=start, end=end, values=values, flags=(Flag.UNLISTED_BODY,))


def _short_forms(marked: MarkedText, full: list[Actor]) -> Iterator[Actor]:
    """“The Society” for the last organisation named before it whose name holds that word."""
    last: dict[str, Actor] = {}
    events: list[tuple[int, Actor | Hit]] = [(actor.start, actor) for actor in full]
    events += [(hit.start, hit) for hit in marked.hits.of(Sort.SHORT_FORM)]
    for _, event in sorted(events, key=lambda pair: pair[0]):
        if isinstance(event, Actor):
            name = marked.plain[event.start : event.end].lower()
            last.update(dict.fromkeys(re.findall(r"[\w-]+", name), event))
            continue
        head = marked.plain[event.start : event.end]
        before = marked.plain[max(0, event.start - 5) : event.start]
        meant = last.get(head.lower().split()[0])
        is_short_form = head[0].isupper() or event.code == "small"
        if meant is not None and is_short_form and before.lower().endswith("the "):
            flags = (*meant.flags, Flag.SHORT_FORM)
            yield replace(meant, start=event.start, end=event.end, flags=flags)


def _stands_for(pronoun: Actor, before: Actor | None) -> Actor | None:
    if before is None or (pronoun.pronoun in {"he", "she"}) != before.is_person or pronoun.pronoun == "we":
        return None
    flags = before.flags if Flag.PRONOUN in before.flags else (*before.flags, Flag.PRONOUN)
    return replace(before, start=pronoun.start, end=pronoun.end, pronoun=pronoun.pronoun, flags=flags)


def _without_overlaps(found: Iterable[Actor]) -> list[Actor]:
    kept: list[Actor] = []
    for actor in sorted(found, key=lambda actor: (actor.start, -actor.end)):
        if not kept or actor.start >= kept[-1].end:
            kept.append(actor)
    return kept
