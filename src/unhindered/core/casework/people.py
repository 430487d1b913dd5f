"""The persons and organisations of a case, as last described; every name ever written down is remembered."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

from unhindered.core.casework.conflicts import Conflict, ConflictKind
from unhindered.core.casework.descriptions import Descriptions, ids_in
from unhindered.core.casework.fact_bases import Agreement, Described, PersonDescribed
from unhindered.core.casework.guarded import called_in, is_everyday_label
from unhindered.core.casework.name_index import KeptNames
from unhindered.core.casework.names import words_of
from unhindered.core.casework.record import Record
from unhindered.core.casework.terms import SPOKEN_FOR, Circumstance, CountingUnit, Role


@dataclass(frozen=True, kw_only=True)
class Person:
    """A person, group or organisation; `roles` holds also what the acts say of this person.

    `latest` is the whole of the latest description. Whoever has a day of death counts as dead.
    """

    latest: PersonDescribed
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
    """All persons by id; names of others who stand in the case (witnesses of a consent, signatories…).

    Among `other_names` are those in descriptions that do not count, and `labels_given_up` are their labels.
    `labels_of_others` is how accounts call somebody whom nobody named: it is looked for whole, not in part.
    """

    persons: Mapping[str, Person]
    other_names: frozenset[str]
    labels_of_others: frozenset[str]
    labels_given_up: frozenset[str]
    conflicts: tuple[Conflict, ...]

    def kept_back(self, named: Collection[str]) -> KeptNames:
        """The names and labels that no text may hold in which the persons of `named`, by id, show by name.

        What somebody among them goes by is nobody else's: names in descriptions that do not count, or of
        whoever brought something, are mostly their own.
        """
        shown = frozenset(named)
        kept = self._kept.pop(shown, None) or self._kept_back(shown)
        # The very set that was asked for stands as key: the next question with it compares nothing.
        self._kept[shown] = kept
        return kept

    def words_of_names(self, named: Collection[str]) -> frozenset[str]:
        """The words that the names of these persons are made of."""
        names = (name for person in named for name in self.persons[person].names_ever)
        return frozenset(word for name in names for word in words_of(name))

    @cached_property
    def _kept(self) -> dict[frozenset[str], KeptNames]:
        # An export of ten thousand persons asks for each of their fields.
        return {}

    def _kept_back(self, named: frozenset[str]) -> KeptNames:
        agreed = [self.persons[name] for name in named]
        own = {words_of(name) for one in agreed for name in (*one.names_ever, *one.labels_ever)}
        others = [person for name, person in self.persons.items() if name not in named]
        names = {name for name in self.other_names if words_of(name) not in own}
        given_up = {label for label in self.labels_given_up if not is_everyday_label(label)}
        labels = {words for words in self.labels_of_others | given_up if words_of(words) not in own}
        theirs = {label for person in others for label in person.labels_ever if not is_everyday_label(label)}
        return KeptNames(
            names.union(*(person.names_ever for person in others)),
            labels | theirs,
            except_words=self.words_of_names(named),
        )


def people_of(record: Record, descriptions: Descriptions) -> People:
    """Who is in this case."""
    ever: dict[str, list[PersonDescribed]] = {}
    for _, fact in record.of(PersonDescribed):
        ever.setdefault(fact.person, []).append(fact)
    called = called_in(record)
    # Looked through once for all: a case can have ten thousand persons.
    told = _persons_by_role(descriptions)
    persons = {one.person: _person(one, ever[one.person], told) for one in descriptions.of(PersonDescribed)}
    names, labels = _given_up(record, persons)
    return People(
        persons=MappingProxyType(persons),
        other_names=frozenset(called.names | names),
        labels_of_others=frozenset(called.words),
        labels_given_up=frozenset(labels),
        conflicts=tuple(_unknown(persons, record)),
    )


def _person(
    latest: PersonDescribed, ever: Sequence[PersonDescribed], told: Mapping[Role, frozenset[str | None]]
) -> Person:
    names = {name for fact in ever for name in (fact.person_name, *fact.other_names) if name}
    died = {Circumstance.DEAD} if latest.date_deceased else set()
    return Person(
        latest=latest,
        person=latest.person,
        label=latest.label,
        person_name=latest.person_name,
        other_names=latest.other_names,
        roles=frozenset({*latest.roles, *(role for role in told if latest.person in told[role])}),
        counting_unit=latest.counting_unit,
        circumstances=frozenset({*latest.circumstances, *died}),
        names_ever=frozenset(names),
        labels_ever=frozenset(fact.label for fact in ever),
    )


def _persons_by_role(descriptions: Descriptions) -> dict[Role, frozenset[str | None]]:
    """Whom the descriptions call what, by id."""
    suffered = {act.victim for act in descriptions.acts} | {one.person for one in descriptions.findings}
    accused = {act.perpetrator for act in descriptions.acts}
    accused |= {one.perpetrator for one in descriptions.involvements}
    # What stands in a document was not told to us.
    told = {one.source for one in descriptions.informations if one.document is None}
    found = {Role.VICTIM: suffered, Role.ALLEGED_PERPETRATOR: accused, Role.SOURCE: told}
    return {role: frozenset(persons) for role, persons in found.items()}


def _given_up(record: Record, persons: Mapping[str, Person]) -> tuple[set[str], set[str]]:
    """Names and labels in descriptions that do not count, but for those that the person still goes by."""
    names, labels = set[str](), set[str]()
    for item in (*record.undone, *record.set_aside):
        if isinstance(item.fact, PersonDescribed):
            known = persons.get(item.fact.person)
            told = {item.fact.person_name, *item.fact.other_names} - {""}
            names |= told - known.names_ever if known else told
            labels |= {item.fact.label} - known.labels_ever if known else {item.fact.label}
    return names, labels


# Fields that name a person of the case by id.
_PERSONS = ("victim", "perpetrator", "person", "related_person", "source", "intervening_party", "victims")


def _unknown(persons: Mapping[str, Person], record: Record) -> Iterator[Conflict]:
    for index, given in record.of(Agreement):
        if given.person not in persons:
            yield Conflict(kind=ConflictKind.UNKNOWN_PERSON, indexes=(index,))
    for index, fact in record.of(Described):
        named = [ids_in(getattr(fact, field, None)) for field in _PERSONS]
        if not persons.keys() >= {name for ids in named for name in ids}:
            yield Conflict(kind=ConflictKind.UNKNOWN_PERSON, indexes=(index,))
