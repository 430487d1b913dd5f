"""The record of a case as a page shows it: events with their acts, and beside each act who says so."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from unhindered.core.casework.act_facts import ActRecorded
from unhindered.core.casework.case import Case
from unhindered.core.casework.conflicts import ConflictKind
from unhindered.core.casework.contradictions import contradictions
from unhindered.core.casework.descriptions import Description
from unhindered.core.casework.fact_bases import Described
from unhindered.core.casework.facts import Fact
from unhindered.core.casework.information_facts import InformationRecorded
from unhindered.desk.actions.case_page import CaseHead, case_head
from unhindered.desk.actions.record import what_of
from unhindered.desk.actions.telling import Told, choice, thing_label, told
from unhindered.desk.desk import Desk

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
    """A person, family, group or organisation; `standing` is what one reads beside the label."""

    card: Card
    standing: str
    has_name: bool
    relations: tuple[Card, ...]
    findings: tuple[Card, ...]


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
    """All of the record of a case. `accounts` are those that tell of no event and no act yet."""

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

    @property
    def is_empty(self) -> bool:
        """Whether nothing was recorded yet."""
        return not (self.events or self.persons or self.cooperations or self.interventions or self.accounts)


def record_view(desk: Desk, name: str, today: date) -> RecordView:
    """The record of a case.

    Raises:
        Refused: this officer has access to no such case.
    """
    with desk.lock:
        head = case_head(desk, name)
        return _Shelf(desk, desk.book.case(head.id)).view(head, today)


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

    def view(self, head: CaseHead, today: date) -> RecordView:
        known = self._known
        things = {one.event for one in known.events} | {one.act for one in known.acts}
        return RecordView(
            id=head.id,
            name=head.name,
            is_closed=head.is_closed,
            conflicts=self._conflicts(),
            notices=tuple(self._notice(one.kind, one.things) for one in contradictions(self._case, today)),
            events=tuple(self._events()),
            persons=tuple(self._person(person) for person in self._case.persons),
            cooperations=self._cards(one.cooperation for one in known.cooperations),
            interventions=tuple(self._intervention(one.intervention) for one in known.interventions),
            accounts=self._cards(
                one.information for one in known.informations if not things & set(one.tells_of)
            ),
        )

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
            yield Told(label="From", text=f"the report of {report.day:%d %B %Y}")
        document = self._case.documents.by_id.get(fact.document or "")
        if document is not None:
            yield Told(label="From", text=document.name)

    def _cards(self, things: Iterable[str]) -> tuple[Card, ...]:
        return tuple(self.card(thing) for thing in things)

    def _events(self) -> Iterable[EventPart]:
        known = self._known
        for event in known.events:
            chains = [one.chain for one in known.chains if event.event in (one.event, one.related_event)]
            yield EventPart(
                card=self.card(event.event),
                acts=tuple(self._act(act) for act in known.acts if act.event == event.event),
                accounts=self._telling_of(event.event),
                chains=self._cards(chains),
            )
        events = {event.event for event in known.events}
        loose = tuple(self._act(act) for act in known.acts if act.event not in events)
        if loose:
            yield EventPart(card=None, acts=loose, accounts=(), chains=())

    def _act(self, act: ActRecorded) -> ActPart:
        known = self._known
        return ActPart(
            card=self.card(act.act),
            victim=act.victim or "",
            reprisal_for=thing_label(self._case, act.reprisal_for) if act.reprisal_for else "",
            stage=choice(act.stage) if act.stage else "",
            involvements=self._cards(one.involvement for one in known.involvements if one.act == act.act),
            accounts=self._telling_of(act.act),
            findings=self._cards(one.finding for one in known.findings if one.act == act.act),
        )

    def _telling_of(self, thing: str) -> tuple[Card, ...]:
        return self._cards(one.information for one in self._known.telling_of(thing))

    def _person(self, name: str) -> PersonPart:
        person, known = self._case.persons[name], self._known
        number = person.latest.number_of_persons_in_group
        standing = [
            choice(person.counting_unit) + (f" of {number:,}" if number else ""),
            *sorted(map(choice, person.roles)),
            *sorted(map(choice, person.circumstances)),
        ]
        related = [one.relation for one in known.relations if name in (one.person, one.related_person)]
        return PersonPart(
            card=self.card(name),
            standing=", ".join(standing),
            has_name=bool(person.person_name),
            relations=self._cards(related),
            # Those of an act stand with the act.
            findings=self._cards(one.finding for one in known.findings if one.person == name and not one.act),
        )

    def _intervention(self, intervention: str) -> InterventionPart:
        replies = [one.reply for one in self._known.replies if one.intervention == intervention]
        return InterventionPart(card=self.card(intervention), replies=self._cards(replies))

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
