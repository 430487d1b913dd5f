"""Who agreed to what, for whom, how visibly and until when. A withdrawal ends it at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType

from unhindered.core.casework.conflicts import Conflict, ConflictKind
from unhindered.core.casework.consent_facts import (
    ConsentConfirmed,
    ConsentWithdrawn,
    OrganisationAuthorised,
    RepresentativeConsented,
)
from unhindered.core.casework.fact_bases import Agreement, PersonDescribed
from unhindered.core.casework.people import People
from unhindered.core.casework.record import Record
from unhindered.core.casework.terms import (
    FREE_SETTINGS,
    THEMSELVES,
    Assent,
    BasisKind,
    Circumstance,
    IdentityLevel,
    Purpose,
)


class Standing(StrEnum):
    """How a consent stands on a day. In doubt: it counts for contact only, until the doubt is settled."""

    STANDS = "stands"
    IN_DOUBT = "in_doubt"
    NOT_YET = "not_yet_in_force"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    DISPUTED = "disputed"


@dataclass(frozen=True)
class Doubt:
    """Why a consent that stands counts for nothing but contact, and what settles it."""

    reason: str
    advice: str


_ASK_IN_PRIVATE = (
    "See the person where nobody listens, ask again, and record how it was confirmed. Until then it counts "
    "for contact only."
)
# Whoever is in a cell, or knows that guards read along, cannot say no.
_NOBODY_KNOWS_WHO_LISTENED = Doubt(
    "This person is or was deprived of liberty, and nobody recorded who could listen.", _ASK_IN_PRIVATE
)
_OTHERS_LISTENED = Doubt(
    "It was given where guards or others could listen or read, so it may not have been free.",
    _ASK_IN_PRIVATE,
)
_CHILD_NOT_HEARD = Doubt(
    "This person is a child, and nobody recorded what the child said.",
    "Ask the child, in words it understands; record the consent anew with the answer.",
)
_CHILD_SAID_NO = Doubt("The child said no. Nobody can agree against it.", "Leave the child out.")
_NOT_BEST = Doubt(
    "This person is a child, and nobody recorded why this is in the child's best interest.",
    "Record the consent anew, with a note on the child's best interest.",
)


@dataclass(frozen=True, kw_only=True)
class Consent:
    """One agreement as the log has it; `disputed` if two different ones claim its id, so that none stands.

    `from_detention` if the case ever described the person as deprived of liberty: then it has to be known
    that nobody listened. `confirmed` is when the person said it again.
    """

    given: Agreement
    basis: BasisKind
    withdrawn: bool
    disputed: bool
    of_child: bool = False
    from_detention: bool = False
    confirmed: ConsentConfirmed | None = None

    def stands(self, on: date) -> bool:
        """Whether it was given, has not run out on that day, and nobody ever withdrew it."""
        return not (self.withdrawn or self.disputed) and self.given.on <= on <= self.given.expires

    @property
    def doubt(self) -> Doubt | None:
        """Why it counts for nothing but contact, although it stands; None where it counts.

        To send a person what we hold about them is more than contact.
        """
        if self.given.purpose is Purpose.CONTACT and self.given.recipient != THEMSELVES:
            return None
        if isinstance(self.given, RepresentativeConsented):
            return _doubt_about_child(self.given) if self.of_child else None
        if self.basis is not BasisKind.CONSENT:
            return None
        setting = self.given.setting if self.confirmed is None else self.confirmed.setting
        if setting is None:
            return _NOBODY_KNOWS_WHO_LISTENED if self.from_detention else None
        return None if setting in FREE_SETTINGS else _OTHERS_LISTENED

    def standing(self, on: date) -> Standing:
        """How it stands on a day, the gravest first."""
        if self.withdrawn:
            return Standing.WITHDRAWN
        if self.disputed:
            return Standing.DISPUTED
        if on > self.given.expires:
            return Standing.EXPIRED
        if on < self.given.on:
            return Standing.NOT_YET
        return Standing.STANDS if self.doubt is None else Standing.IN_DOUBT

    def covers(self, *, person: str, purpose: Purpose, recipient: str, level: IdentityLevel) -> bool:
        """Whether just this was agreed to; a level that shows less is included, nothing else is."""
        given = self.given
        asked = (person, purpose, recipient)
        return (given.person, given.purpose, given.recipient) == asked and given.level.covers(level)


@dataclass(frozen=True, kw_only=True)
class Consents:
    """All consents by id, and what does not fit."""

    by_id: Mapping[str, Consent]
    withdrawn: frozenset[str]
    conflicts: tuple[Conflict, ...]

    def ending(self, on: date, *, within: timedelta) -> tuple[Consent, ...]:
        """The consents that stand on a day and run out soon, the first to end first; renewed ones not."""
        soon = [item for item in self.by_id.values() if item.stands(on) and item.given.expires <= on + within]
        kept = [item for item in soon if not any(_outlasts(other, item, on) for other in self.by_id.values())]
        return tuple(sorted(kept, key=lambda item: (item.given.expires, item.given.consent)))


def _doubt_about_child(given: RepresentativeConsented) -> Doubt | None:
    if given.assent is None:
        return _CHILD_NOT_HEARD
    if given.assent is Assent.REFUSED:
        return _CHILD_SAID_NO
    return None if given.best_interest.strip() else _NOT_BEST


def consents_of(record: Record, people: People) -> Consents:
    """What was agreed to and withdrawn in this case."""
    detained = {
        fact.person
        for _, fact in record.ever(PersonDescribed)
        if Circumstance.DEPRIVED_OF_LIBERTY in fact.circumstances
    }
    children = {
        person.person for person in people.persons.values() if Circumstance.CHILD in person.circumstances
    }
    # A later word counts; of one that was said where guards listened, the doubt comes back.
    confirmed = {fact.consent: fact for _, fact in record.of(ConsentConfirmed)}
    withdrawals = {fact.consent: index for index, fact in reversed(list(record.of(ConsentWithdrawn)))}
    given: dict[str, list[tuple[int, Agreement]]] = {}
    for index, fact in record.of(Agreement):
        given.setdefault(fact.consent, []).append((index, fact))
    by_id = {
        consent: Consent(
            given=facts[0][1],
            basis=basis_of(facts[0][1]),
            withdrawn=consent in withdrawals,
            disputed=len(facts) > 1,
            of_child=facts[0][1].person in children,
            from_detention=facts[0][1].person in detained,
            confirmed=confirmed.get(consent),
        )
        for consent, facts in given.items()
    }
    doubles = [tuple(index for index, _ in facts) for facts in given.values() if len(facts) > 1]
    too_early = [
        index
        for consent, index in withdrawals.items()
        if consent not in given or index < given[consent][0][0]
    ]
    too_early += [index for index, fact in record.of(ConsentConfirmed) if fact.consent not in given]
    return Consents(
        by_id=MappingProxyType(by_id),
        withdrawn=frozenset(withdrawals),
        conflicts=(
            *(Conflict(kind=ConflictKind.SAME_ID_TWICE, indexes=indexes) for indexes in doubles),
            *(Conflict(kind=ConflictKind.UNKNOWN_CONSENT, indexes=(index,)) for index in too_early),
        ),
    )


def _outlasts(other: Consent, item: Consent, on: date) -> bool:
    mine, theirs = item.given, other.given
    return (
        other.basis is item.basis
        and other.stands(on)
        and theirs.expires > mine.expires
        and other.covers(person=mine.person, purpose=mine.purpose, recipient=mine.recipient, level=mine.level)
    )


def basis_of(given: Agreement) -> BasisKind:
    """The kind of basis that an agreement can be."""
    match given:
        case RepresentativeConsented():
            return BasisKind.REPRESENTATIVE
        case OrganisationAuthorised():
            return BasisKind.ORGANISATION
        case _:
            return BasisKind.CONSENT
