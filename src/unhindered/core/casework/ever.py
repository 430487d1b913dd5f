"""What a case ever said of its persons: who has something to lose stays so, whatever is undone or updated.

An undoing or a new description by one officer takes nobody's protection away: for that, somebody has to agree
anew, or a second officer to read anew.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from unhindered.core.casework.act_facts import ActRecorded, CooperationRecorded
from unhindered.core.casework.descriptions import ids_in
from unhindered.core.casework.event_facts import InterventionRecorded, InvolvementRecorded
from unhindered.core.casework.fact_bases import Agreement, Described, PersonDescribed
from unhindered.core.casework.facts import Fact
from unhindered.core.casework.information_facts import InformationRecorded
from unhindered.core.casework.medical_facts import MedicalFindingRecorded
from unhindered.core.casework.record import Record
from unhindered.core.casework.source_facts import SourceDecided
from unhindered.core.casework.terms import SPOKEN_FOR, Circumstance, CountingUnit, Role
from unhindered.core.casework.work_facts import FactUndone

# Whoever is one of these has something to lose, and is shown with consent only.
OWN_CONSENT = frozenset({Role.SOURCE, Role.VICTIM, Role.WITNESS, Role.RELATIVE, Role.REPRESENTATIVE})
_NEVER = 2**62


@dataclass(frozen=True, kw_only=True)
class Ever:
    """Of each person: every description with its place in the log, and the first places of what was told.

    `concerned_since` is the first place where somebody was called, or told of as, one whose own consent is
    needed; `agreed` who gave or took back a consent; `accused` whoever was called or told of so.
    """

    descriptions: Mapping[str, tuple[tuple[int, PersonDescribed], ...]]
    concerned_since: Mapping[str, int]
    child_since: Mapping[str, int]
    detained: frozenset[str]
    accused: frozenset[str]
    agreed: frozenset[str]

    def has_something_to_lose(self, person: str) -> bool:
        """Whether a public role can never be the right by which this person shows."""
        return person in self.concerned_since or person in self.agreed or person in self.accused

    def was_child(self, person: str) -> bool:
        """Whether the case ever described this person as a child."""
        return person in self.child_since

    def since(self, person: str, place: int) -> Iterator[PersonDescribed]:
        """How a person was described at a place of the log, and each description after it."""
        known = self.descriptions.get(person, ())
        earlier = [fact for index, fact in known if index <= place]
        yield from earlier[-1:]
        yield from (fact for index, fact in known if index > place)

    def always_spoken_for(self, person: str, place: int) -> bool:
        """Whether somebody else had to speak for this person at that place, and ever since."""
        if self.child_since.get(person, _NEVER) <= place:
            return True
        return all(_is_spoken_for(fact) for fact in self.since(person, place))

    def never_spoken_for(self, person: str, place: int) -> bool:
        """Whether this person was never a child, and could speak at that place and ever since."""
        return not self.was_child(person) and not any(
            _is_spoken_for(fact) for fact in self.since(person, place)
        )

    def is_always(self, units: Collection[CountingUnit], person: str, place: int) -> bool:
        """Whether it was one of these at that place, and ever since."""
        return all(fact.counting_unit in units for fact in self.since(person, place))

    def is_only_accused(self, person: str, place: int) -> bool:
        """Whether somebody ever accused had no own part in the case when something was agreed to there."""
        return person in self.accused and self.concerned_since.get(person, _NEVER) > place


def _is_spoken_for(fact: PersonDescribed) -> bool:
    return fact.date_deceased is not None or not SPOKEN_FOR.isdisjoint(fact.circumstances)


def ever_of(record: Record) -> Ever:
    """What this case ever said of its persons, undone or described anew since."""
    described: dict[str, list[tuple[int, PersonDescribed]]] = {}
    concerned: dict[str, int] = {}
    children: dict[str, int] = {}
    accused: set[str] = set()
    agreed: set[str] = set()
    for item in record.history:
        fact = item.fact
        if isinstance(fact, PersonDescribed):
            described.setdefault(fact.person, []).append((item.index, fact))
            if Circumstance.CHILD in fact.circumstances:
                children.setdefault(fact.person, item.index)
        elif isinstance(fact, Agreement):
            agreed.add(fact.person)
        for person in _concerned(fact):
            concerned.setdefault(person, item.index)
        accused.update(_accused(fact))
    return Ever(
        descriptions=MappingProxyType({name: tuple(facts) for name, facts in described.items()}),
        concerned_since=MappingProxyType(concerned),
        child_since=MappingProxyType(children),
        detained=frozenset(
            name
            for name, facts in described.items()
            if any(Circumstance.DEPRIVED_OF_LIBERTY in fact.circumstances for _, fact in facts)
        ),
        accused=frozenset(accused),
        agreed=frozenset(agreed),
    )


def _concerned(fact: Fact) -> tuple[str, ...]:
    """Whom a fact calls somebody who suffered, told, or cooperated."""
    match fact:
        case PersonDescribed():
            return () if OWN_CONSENT.isdisjoint(fact.roles) else (fact.person,)
        case ActRecorded():
            return ids_in(fact.victim)
        case MedicalFindingRecorded() | CooperationRecorded() | SourceDecided():
            return ids_in(fact.person)
        case InterventionRecorded():
            return fact.victims
        case InformationRecorded(document=None):
            # What stands in a document was not told to us.
            return ids_in(fact.source)
        case _:
            return ()


def _accused(fact: Fact) -> tuple[str, ...]:
    match fact:
        case PersonDescribed():
            return (fact.person,) if Role.ALLEGED_PERPETRATOR in fact.roles else ()
        case ActRecorded() | InvolvementRecorded():
            return ids_in(fact.perpetrator)
        case _:
            return ()


def changed_since(record: Record, persons: Iterable[str], place: int) -> bool:
    """Whether, after a place in the log, one of these was described anew, or a description was undone.

    What a second officer read before is then not the case as it stands.
    """
    shown = frozenset(persons)
    later = [item.fact for item in record.history if item.index > place]
    if any(isinstance(fact, PersonDescribed) and fact.person in shown for fact in later):
        return True
    undone = {fact.undone for fact in later if isinstance(fact, FactUndone)}
    return bool(undone) and any(
        item.identity in undone and isinstance(item.fact, Described | FactUndone) for item in record.history
    )
