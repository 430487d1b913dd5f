"""Events, acts, accounts and findings as last described; two who revised the same one are both seen."""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Any, TypeVar

from unhindered.core.casework.act_facts import ActRecorded, CooperationRecorded
from unhindered.core.casework.conflicts import Conflict, ConflictKind
from unhindered.core.casework.event_facts import (
    EventRecorded,
    EventsLinked,
    InterventionAnswered,
    InterventionRecorded,
    InvolvementRecorded,
)
from unhindered.core.casework.fact_bases import Described
from unhindered.core.casework.information_facts import InformationRecorded
from unhindered.core.casework.medical_facts import MedicalFindingRecorded
from unhindered.core.casework.people_facts import PersonsRelated, PersonUpdated
from unhindered.core.casework.record import Record, Recorded

D = TypeVar("D", bound=Described)


@dataclass(frozen=True, kw_only=True)
class Description:
    """One thing: its latest description, and all of them in the order in which they count, latest last."""

    id: str
    latest: Recorded
    history: tuple[Recorded, ...]


@dataclass(frozen=True, kw_only=True)
class Descriptions:
    """All that is described in a case, persons too, in the order in which it was first recorded.

    `things` are told apart by the field of their id and the id: nothing takes the place of another kind.
    """

    things: Mapping[tuple[str, str], Description]
    conflicts: tuple[Conflict, ...]

    @cached_property
    def by_id(self) -> Mapping[str, Description]:
        """The things by id alone; of two kinds under one id, which is a conflict, the first."""
        found: dict[str, Description] = {}
        for (_, name), description in self.things.items():
            found.setdefault(name, description)
        return MappingProxyType(found)

    def of(self, kind: type[D]) -> tuple[D, ...]:
        """The latest descriptions of one kind."""
        return tuple(self._of(kind))

    def _of(self, kind: type[D]) -> Iterator[D]:
        for description in self.things.values():
            if isinstance(description.latest.fact, kind):
                yield description.latest.fact

    @property
    def events(self) -> tuple[EventRecorded, ...]:
        """What happened."""
        return self.of(EventRecorded)

    @property
    def acts(self) -> tuple[ActRecorded, ...]:
        """What was done to whom, as told."""
        return self.of(ActRecorded)

    @property
    def cooperations(self) -> tuple[CooperationRecorded, ...]:
        """What reprisals punish or try to stop."""
        return self.of(CooperationRecorded)

    @property
    def involvements(self) -> tuple[InvolvementRecorded, ...]:
        """Who is said to have had what part."""
        return self.of(InvolvementRecorded)

    @property
    def interventions(self) -> tuple[InterventionRecorded, ...]:
        """Who stepped in."""
        return self.of(InterventionRecorded)

    @property
    def replies(self) -> tuple[InterventionAnswered, ...]:
        """What came back."""
        return self.of(InterventionAnswered)

    @property
    def informations(self) -> tuple[InformationRecorded, ...]:
        """Who says so, each account apart."""
        return self.of(InformationRecorded)

    @property
    def findings(self) -> tuple[MedicalFindingRecorded, ...]:
        """What examinations found."""
        return self.of(MedicalFindingRecorded)

    @property
    def relations(self) -> tuple[PersonsRelated, ...]:
        """How persons stand to one another."""
        return self.of(PersonsRelated)

    @property
    def chains(self) -> tuple[EventsLinked, ...]:
        """How events stand to one another."""
        return self.of(EventsLinked)

    def telling_of(self, subject: str) -> tuple[InformationRecorded, ...]:
        """The accounts that tell of an event, an act or a person."""
        return tuple(one for one in self.informations if subject in one.tells_of)


def descriptions_of(record: Record) -> Descriptions:
    """What this case describes. Two under one id are told apart by `revises`: who knew of the earlier."""
    subjects = described_things(record)
    based_on = _what_undone_ones_revise(record)
    found, conflicts = {}, []
    for (field, name), items in subjects.items():
        history, clashes = _history(items, based_on)
        conflicts += clashes
        found[field, name] = Description(id=name, latest=history[-1], history=tuple(history))
    return Descriptions(
        things=MappingProxyType(found),
        conflicts=(*conflicts, *_of_two_kinds(subjects), *_naming_unknown_things(record, found)),
    )


def _what_undone_ones_revise(record: Record) -> Mapping[str, str | None]:
    """By the identity of each undone description: which one that was not undone it goes back to.

    It goes back only to what stands before it in the log, so no ring of descriptions is followed.
    """
    found: dict[str, str | None] = {}
    for item in record.undone:
        if isinstance(item.fact, Described):
            revises = item.fact.revises
            found[item.identity] = None if revises is None else found.get(revises, revises)
    return found


def _of_two_kinds(subjects: Mapping[tuple[str, str], Sequence[Recorded]]) -> Iterator[Conflict]:
    first: dict[str, list[int]] = {}
    for (_, name), items in subjects.items():
        first.setdefault(name, []).append(items[0].index)
    for places in first.values():
        if len(places) > 1:
            yield Conflict(kind=ConflictKind.SAME_ID_TWICE, indexes=tuple(places))


def described_things(record: Record) -> Mapping[tuple[str, str], Sequence[Recorded]]:
    """The descriptions of each thing, by the field of its id and the id, in log order."""
    subjects: dict[tuple[str, str], list[Recorded]] = {}
    for item in record.facts:
        if isinstance(item.fact, Described):
            field = item.fact.id_field
            subjects.setdefault((field, getattr(item.fact, field)), []).append(item)
    return subjects


def _history(
    items: Sequence[Recorded], based_on: Mapping[str, str | None]
) -> tuple[list[Recorded], list[Conflict]]:
    first = [item for item in items if _is_first(item)]
    history = first[:1]
    conflicts = []
    if len(first) > 1:
        places = tuple(item.index for item in first)
        conflicts.append(Conflict(kind=ConflictKind.SAME_ID_TWICE, indexes=places))
    clash: Conflict | None = None
    for item in items:
        if _is_first(item):
            continue
        known = history[-1] if history else None
        clash = _clash(item, known, based_on)
        history.append(item)
    # Whoever described it again, knowing both, has settled it.
    return history, [*conflicts, clash] if clash else conflicts


def _is_first(item: Recorded) -> bool:
    fact = item.fact
    return isinstance(fact, Described) and fact.revises is None and not isinstance(fact, PersonUpdated)


def _clash(item: Recorded, known: Recorded | None, based_on: Mapping[str, str | None]) -> Conflict | None:
    revises = _revised(item)
    if revises is not None:
        revises = based_on.get(revises, revises)
    if revises is None or known is None or revises == known.identity:
        return None
    return Conflict(kind=ConflictKind.REVISED_TWICE, indexes=(known.index, item.index))


def _revised(item: Recorded) -> str | None:
    return item.fact.revises if isinstance(item.fact, Described) else None


# Fields that name something of the case by its id, and the kinds of thing they name.
_NAMED: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "event": frozenset({"event"}),
        "related_event": frozenset({"event"}),
        "act": frozenset({"act"}),
        "acts": frozenset({"act"}),
        "reprisal_for": frozenset({"cooperation"}),
        "intervention": frozenset({"intervention"}),
        "rests_on": frozenset({"information"}),
    }
)


def _naming_unknown_things(
    record: Record, found: Mapping[tuple[str, str], Description]
) -> Iterator[Conflict]:
    kinds: dict[str, set[str]] = {}
    for field, name in found:
        kinds.setdefault(name, set()).add(field)
    for item in record.facts:
        if isinstance(item.fact, Described) and not _all_known(item.fact, kinds):
            yield Conflict(kind=ConflictKind.UNKNOWN_THING, indexes=(item.index,))


def _all_known(fact: Described, kinds: Mapping[str, Set[str]]) -> bool:
    named = {field: ids_in(getattr(fact, field, None)) for field in _NAMED if field != fact.id_field}
    tells_of = ids_in(getattr(fact, "tells_of", None))
    return kinds.keys() >= set(tells_of) and all(
        kinds.get(name, set()) & _NAMED[field] for field, names in named.items() for name in names
    )


def ids_in(value: Any) -> tuple[str, ...]:
    """The ids in a field that holds one, several or none."""
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else tuple(value)
