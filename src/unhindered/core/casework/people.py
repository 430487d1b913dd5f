"""The persons and organisations of a case, as last described; every name ever written down is remembered."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from unhindered.core.casework.act_facts import ActRecorded, CooperationRecorded
from unhindered.core.casework.conflicts import Conflict, ConflictKind
from unhindered.core.casework.consent_facts import OrganisationAuthorised, RepresentativeConsented
from unhindered.core.casework.fact_bases import Agreement, PersonDescribed
from unhindered.core.casework.interview_facts import ContactMade, ReportTaken
from unhindered.core.casework.people_facts import PersonAdded
from unhindered.core.casework.record import Record
from unhindered.core.casework.terms import SPOKEN_FOR, Circumstance, CountingUnit, Role


@dataclass(frozen=True, kw_only=True)
class Person:
    """A person or organisation; `roles` holds also what the acts say of this person."""

    person: str
    label: str
    person_name: str
    other_names: tuple[str, ...]
    roles: frozenset[Role]
    counting_unit: CountingUnit
    circumstances: frozenset[Circumstance]
    names_ever: frozenset[str]
    labels_ever: frozenset[str]

    @property
    def is_spoken_for(self) -> bool:
        """Whether somebody else may, and has to, speak for this person."""
        return bool(self.circumstances & SPOKEN_FOR)


@dataclass(frozen=True, kw_only=True)
class People:
    """All persons by id; names of others who stand in the case (witnesses of a consent, signatories…)."""

    persons: Mapping[str, Person]
    other_names: frozenset[str]
    conflicts: tuple[Conflict, ...]


def people_of(record: Record) -> People:
    """Who is in this case."""
    described: dict[str, list[tuple[int, PersonDescribed]]] = {}
    for index, fact in record.of(PersonDescribed):
        described.setdefault(fact.person, []).append((index, fact))
    persons = {person: _person(person, facts, record) for person, facts in described.items()}
    return People(
        persons=MappingProxyType(persons),
        other_names=frozenset(_names_of_others(record)),
        conflicts=(*_added_twice(described), *_unknown(persons, record)),
    )


def _person(person: str, facts: list[tuple[int, PersonDescribed]], record: Record) -> Person:
    added = [fact for _, fact in facts if isinstance(fact, PersonAdded)][:1]
    updated = [fact for _, fact in facts if not isinstance(fact, PersonAdded)]
    latest = (added + updated)[-1]
    names = {name for _, fact in facts for name in (fact.person_name, *fact.other_names) if name}
    return Person(
        person=person,
        label=latest.label,
        person_name=latest.person_name,
        other_names=latest.other_names,
        roles=frozenset({*latest.roles, *_roles_in_acts(person, record)}),
        counting_unit=latest.counting_unit,
        circumstances=frozenset(latest.circumstances),
        names_ever=frozenset(names),
        labels_ever=frozenset(fact.label for _, fact in facts),
    )


def _roles_in_acts(person: str, record: Record) -> set[Role]:
    acts = [act for _, act in record.of(ActRecorded)]
    suffered = {Role.VICTIM for act in acts if act.victim == person}
    accused = {Role.ALLEGED_PERPETRATOR for act in acts if act.perpetrator == person}
    return suffered | accused


def _names_of_others(record: Record) -> set[str]:
    names = set()
    for _, given in record.of(Agreement):
        names |= {given.witness, given.interpreter}
        match given:
            case RepresentativeConsented():
                names.add(given.representative)
            case OrganisationAuthorised():
                names.add(given.signatory)
    for _, taken in record.of(ReportTaken):
        names |= {taken.interviewer, taken.interpreter, taken.representative, *taken.present}
    names |= {made.interpreter for _, made in record.of(ContactMade)}
    # A name that was written down by mistake is still nobody else's business.
    for item in record.undone:
        if isinstance(item.fact, PersonDescribed):
            names |= {item.fact.person_name, *item.fact.other_names}
    return names - {""}


def _added_twice(described: dict[str, list[tuple[int, PersonDescribed]]]) -> list[Conflict]:
    added = [
        tuple(index for index, fact in facts if isinstance(fact, PersonAdded)) for facts in described.values()
    ]
    return [Conflict(kind=ConflictKind.SAME_ID_TWICE, indexes=twice) for twice in added if len(twice) > 1]


def _unknown(persons: dict[str, Person], record: Record) -> list[Conflict]:
    mentioned = [(index, given.person) for index, given in record.of(Agreement)]
    for index, act in record.of(ActRecorded):
        mentioned += [(index, person) for person in (act.victim, act.perpetrator) if person]
    mentioned += [(index, fact.person) for index, fact in record.of(CooperationRecorded) if fact.person]
    return [
        Conflict(kind=ConflictKind.UNKNOWN_PERSON, indexes=(index,))
        for index, person in mentioned
        if person not in persons
    ]
