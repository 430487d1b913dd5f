"""The persons and organisations of a case, as last described; every name ever written down is remembered."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from unhindered.core.casework.conflicts import Conflict, ConflictKind
from unhindered.core.casework.consent_facts import OrganisationAuthorised, RepresentativeConsented
from unhindered.core.casework.descriptions import Descriptions, ids_in
from unhindered.core.casework.event_facts import InvolvementRecorded
from unhindered.core.casework.fact_bases import Agreement, Described, PersonDescribed
from unhindered.core.casework.information_facts import InformationRecorded
from unhindered.core.casework.interview_facts import ContactMade, ReportTaken
from unhindered.core.casework.medical_facts import MedicalFindingRecorded
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

    `labels_of_others` is how accounts call somebody whom nobody named: it is looked for whole, not in part.
    """

    persons: Mapping[str, Person]
    other_names: frozenset[str]
    labels_of_others: frozenset[str]
    conflicts: tuple[Conflict, ...]


def people_of(record: Record, descriptions: Descriptions) -> People:
    """Who is in this case."""
    ever: dict[str, list[PersonDescribed]] = {}
    for _, fact in record.of(PersonDescribed):
        ever.setdefault(fact.person, []).append(fact)
    # Looked through once for all: a case can have ten thousand persons.
    told = _persons_by_role(descriptions)
    persons = {one.person: _person(one, ever[one.person], told) for one in descriptions.of(PersonDescribed)}
    return People(
        persons=MappingProxyType(persons),
        other_names=frozenset(_names_of_others(record)),
        labels_of_others=frozenset(_labels_of_others(record)),
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
    names |= {found.examiner for _, found in record.ever(MedicalFindingRecorded)}
    # A name that was written down by mistake is still nobody else's business.
    for item in record.undone:
        if isinstance(item.fact, PersonDescribed):
            names |= {item.fact.person_name, *item.fact.other_names}
    return names - {""}


def _labels_of_others(record: Record) -> set[str]:
    told = {one.source_in_words for _, one in record.ever(InformationRecorded)}
    told |= {one.perpetrator_as_told for _, one in record.ever(InvolvementRecorded)}
    return {words for words in told if _may_name(words)}


# So few words, without a name among them, are what everybody calls somebody.
_FEW = 2


def _may_name(words: str) -> bool:
    """Whether words tell who it is: “two guards” do not, “the baker opposite” may.

    So do a name with its capital, and any words in a script that has none.
    """
    letters = [word[0] for word in words.split() if word[0].isalpha()]
    if len(letters) > _FEW or any(not letter.isupper() and not letter.islower() for letter in letters):
        return True
    # A capital at the beginning says nothing, unless it is all there is.
    telling = letters if len(letters) == 1 else letters[1:]
    return any(letter.isupper() for letter in telling)


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
