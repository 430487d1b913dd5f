"""The record of a case as a page shows it: events with their acts, and beside each act who says so."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Final, TypeVar

from unhindered.core.casework.act_facts import ActRecorded
from unhindered.core.casework.case import Case
from unhindered.core.casework.conflicts import ConflictKind
from unhindered.core.casework.contradictions import contradictions
from unhindered.core.casework.dates_in_words import day_in_words
from unhindered.core.casework.descriptions import Description
from unhindered.core.casework.fact_bases import Described
from unhindered.core.casework.facts import Fact
from unhindered.core.casework.information_facts import InformationRecorded
from unhindered.core.casework.match_facts import MatchFact
from unhindered.desk.actions.case_page import CaseHead, case_head
from unhindered.desk.actions.matches import SameAs, same_as
from unhindered.desk.actions.record import what_of
from unhindered.desk.actions.telling import Told, choice, thing_label, told
from unhindered.desk.desk import Desk

T = TypeVar("T")
PER_PAGE: Final = 100
_DESCRIPTION_CONFLICTS = frozenset(
    {
        *(ConflictKind.SAME_ID_TWICE, ConflictKind.REVISED_TWICE),
        *(ConflictKind.UNKNOWN_PERSON, ConflictKind.UNKNOWN_THING),
    }
)


@dataclass(frozen=True, kw_only=True)
class Card:
    """One thing of the record: what it is called, its fields, and how often it was described.

    `identity` is the description that is shown. Of several cards of one thing, links lead to one.
    """

    id: str
    identity: str
    what: str
    label: str
    lines: tuple[Told, ...]
    descriptions: int
    officer: str
    on: date
    is_anchor: bool


@dataclass(frozen=True, kw_only=True)
class ActPart:
    """An act with who had a part in it as told, the accounts that tell of it, and what examiners found."""

    card: Card
    victim: str
    reprisal_for: str
    stage: str
    involvements: tuple[Card, ...]
    accounts: tuple[Card, ...]
    findings: tuple[Card, ...]


@dataclass(frozen=True, kw_only=True)
class EventPart:
    """An event with its acts, the accounts that tell of it, and what it is linked to; none for loose acts."""

    card: Card | None
    acts: tuple[ActPart, ...]
    accounts: tuple[Card, ...]
    chains: tuple[Card, ...]


@dataclass(frozen=True, kw_only=True)
class PersonPart:
    """A person, family, group or organisation; `standing` is what one reads beside the label.

    `same` are the other records that officers hold for the same, in cases that this one can open.
    """

    card: Card
    standing: str
    has_name: bool
    relations: tuple[Card, ...]
    findings: tuple[Card, ...]
    same: tuple[SameAs, ...]


@dataclass(frozen=True, kw_only=True)
class InterventionPart:
    """An intervention and what came back."""

    card: Card
    replies: tuple[Card, ...]


@dataclass(frozen=True, kw_only=True)
class Notice:
    """Something to look at again, and what it is about: ids and how officers call them."""

    text: str
    things: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class RecordView:
    """The record of a case, or one of the pages of a long one; conflicts and notices are those of all of it.

    `accounts` are those that tell of no event and no act yet.
    """

    id: str
    name: str
    is_closed: bool
    conflicts: tuple[Notice, ...]
    notices: tuple[Notice, ...]
    events: tuple[EventPart, ...]
    persons: tuple[PersonPart, ...]
    cooperations: tuple[Card, ...]
    interventions: tuple[InterventionPart, ...]
    accounts: tuple[Card, ...]
    people: int
    page: int
    pages: int

    @property
    def is_empty(self) -> bool:
        """Whether nothing was recorded yet."""
        return not (self.events or self.persons or self.cooperations or self.interventions or self.accounts)


def record_view(desk: Desk, name: str, today: date, *, page: int = 1, per_page: int = PER_PAGE) -> RecordView:
    """The record of a case: the acts, persons and so on of one page, the last one if there are not so many.

    Raises:
        Refused: this officer has access to no such case.
    """
    with desk.lock:
        head = case_head(desk, name)
        return _Shelf(desk, desk.book.case(head.id)).view(head, today, page, per_page)


def history_of(desk: Desk, case: Case, description: Description) -> tuple[Card, ...]:
    """All descriptions of one thing, the latest first."""
    shelf = _Shelf(desk, case)
    return tuple(
        shelf.card_of(Description(id=description.id, latest=item, history=description.history))
        for item in reversed(description.history)
    )


class _Shelf:
    """One case, and the cards made of what stands in it."""

    def __init__(self, desk: Desk, case: Case) -> None:
        self._desk, self._case, self._known = desk, case, case.descriptions
        self._shown: set[str] = set()
        self._has_matches = any(isinstance(item.fact, MatchFact) for item in case.record.facts)
        known = self._known
        self._acts_of = _grouped((act.event or "", act) for act in known.acts)
        self._involved_in = _grouped((one.act, one.involvement) for one in known.involvements)
        self._found_after = _grouped((one.act or "", one.finding) for one in known.findings)
        self._found_in = _grouped((one.person, one.finding) for one in known.findings if one.act is None)
        self._telling_of = _grouped(
            (thing, one.information) for one in known.informations for thing in one.tells_of
        )
        self._chains_of = _grouped(
            (event, one.chain) for one in known.chains for event in {one.event, one.related_event}
        )
        self._related_to = _grouped(
            (person, one.relation) for one in known.relations for person in {one.person, one.related_person}
        )
        self._replies_to = _grouped((one.intervention, one.reply) for one in known.replies)

    def view(self, head: CaseHead, today: date, page: int, per_page: int) -> RecordView:
        known, persons = self._known, list(self._case.persons)
        entries = list(self._entries())
        cooperations = [one.cooperation for one in known.cooperations]
        interventions = [one.intervention for one in known.interventions]
        things = {one.event for one in known.events} | {one.act for one in known.acts}
        loose = [one.information for one in known.informations if not things & set(one.tells_of)]
        longest = max(len(entries), len(persons), len(cooperations), len(interventions), len(loose))
        pages = max(1, -(-longest // per_page))
        at = min(max(page, 1), pages)
        window = slice((at - 1) * per_page, at * per_page)
        return RecordView(
            id=head.id,
            name=head.name,
            is_closed=head.is_closed,
            conflicts=self._conflicts(),
            notices=tuple(self._notice(one.kind, one.things) for one in contradictions(self._case, today)),
            events=tuple(self._events(entries[window])),
            persons=tuple(self._person(person) for person in persons[window]),
            cooperations=self._cards(cooperations[window]),
            interventions=tuple(self._intervention(one) for one in interventions[window]),
            accounts=self._cards(loose[window]),
            people=len(persons),
            page=at,
            pages=pages,
        )

    def _entries(self) -> Iterator[tuple[str | None, ActRecorded | None]]:
        """Events with each of their acts, then the acts of none; an event without acts is one too."""
        events = [event.event for event in self._known.events]
        known = set(events)
        for event in events:
            acts = self._acts_of.get(event, [])
            yield from ((event, act) for act in acts)
            if not acts:
                yield event, None
        for name, acts in self._acts_of.items():
            if name not in known:
                yield from ((None, act) for act in acts)

    def card(self, thing: str) -> Card:
        return self.card_of(self._known.by_id[thing])

    def card_of(self, description: Description) -> Card:
        fact = description.latest.fact
        is_anchor = description.id not in self._shown
        self._shown.add(description.id)
        return Card(
            id=description.id,
            identity=description.latest.identity,
            what=what_of(fact),
            label=thing_label(self._case, description.id),
            lines=(*told(fact, self._case), *self._origin(fact)),
            descriptions=len(description.history),
            officer=self._desk.book.officer_name(description.latest.author),
            on=fact.on,
            is_anchor=is_anchor,
        )

    def _origin(self, fact: Fact) -> Iterable[Told]:
        if not isinstance(fact, InformationRecorded):
            return
        report = self._desk.book.reports.get(fact.report or "")
        if report is not None:
            yield Told(label="From", text=f"the report of {day_in_words(report.day)}")
        document = self._case.documents.by_id.get(fact.document or "")
        if document is not None:
            yield Told(label="From", text=document.name)

    def _cards(self, things: Iterable[str]) -> tuple[Card, ...]:
        return tuple(self.card(thing) for thing in things)

    def _events(self, entries: Iterable[tuple[str | None, ActRecorded | None]]) -> Iterator[EventPart]:
        for event, group in groupby(entries, key=lambda entry: entry[0]):
            yield EventPart(
                card=self.card(event) if event else None,
                acts=tuple(self._act(act) for _, act in group if act is not None),
                accounts=self._cards(self._telling_of.get(event or "", ())),
                chains=self._cards(self._chains_of.get(event or "", ())),
            )

    def _act(self, act: ActRecorded) -> ActPart:
        return ActPart(
            card=self.card(act.act),
            victim=act.victim or "",
            reprisal_for=thing_label(self._case, act.reprisal_for) if act.reprisal_for else "",
            stage=choice(act.stage) if act.stage else "",
            involvements=self._cards(self._involved_in.get(act.act, ())),
            accounts=self._cards(self._telling_of.get(act.act, ())),
            findings=self._cards(self._found_after.get(act.act, ())),
        )

    def _person(self, name: str) -> PersonPart:
        person = self._case.persons[name]
        number = person.latest.number_of_persons_in_group
        standing = [
            choice(person.counting_unit) + (f" of {number:,}" if number else ""),
            *sorted(map(choice, person.roles)),
            *sorted(map(choice, person.circumstances)),
        ]
        return PersonPart(
            card=self.card(name),
            standing=", ".join(standing),
            has_name=bool(person.person_name),
            relations=self._cards(self._related_to.get(name, ())),
            # Those of an act stand with the act.
            findings=self._cards(self._found_in.get(name, ())),
            same=self._same_as(name),
        )

    def _same_as(self, person: str) -> tuple[SameAs, ...]:
        opened = self._case.opened
        return same_as(self._desk, opened.case, person) if opened and self._has_matches else ()

    def _intervention(self, intervention: str) -> InterventionPart:
        replies = self._cards(self._replies_to.get(intervention, ()))
        return InterventionPart(card=self.card(intervention), replies=replies)

    def _conflicts(self) -> tuple[Notice, ...]:
        places = {item.index: item.fact for item in self._case.record.facts}
        found = []
        for conflict in self._case.conflicts:
            facts = [places[index] for index in conflict.indexes if index in places]
            things = [getattr(fact, fact.id_field) for fact in facts if isinstance(fact, Described)]
            if conflict.kind in _DESCRIPTION_CONFLICTS and things:
                found.append(self._notice(conflict.kind, dict.fromkeys(things)))
        return tuple(dict.fromkeys(found))

    def _notice(self, text: str, things: Iterable[str]) -> Notice:
        known = [thing for thing in things if thing in self._known.by_id]
        return Notice(text=str(text), things=tuple((thing, self._called(thing)) for thing in known))

    def _called(self, thing: str) -> str:
        return thing_label(self._case, thing)


def _grouped(pairs: Iterable[tuple[str, T]]) -> dict[str, list[T]]:
    groups: dict[str, list[T]] = {}
    for key, item in pairs:
        groups.setdefault(key, []).append(item)
    return groups
