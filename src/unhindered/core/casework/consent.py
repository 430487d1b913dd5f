"""Who agreed to what, for whom, how visibly and until when. A withdrawal ends it at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from unhindered.core.casework.conflicts import Conflict, ConflictKind
from unhindered.core.casework.consent_facts import (
    ConsentConfirmed,
    ConsentWithdrawn,
    OrganisationAuthorised,
    RepresentativeConsented,
)
from unhindered.core.casework.fact_bases import Agreement, PersonDescribed
from unhindered.core.casework.record import Record
from unhindered.core.casework.terms import FREE_SETTINGS, BasisKind, Circumstance, IdentityLevel, Purpose


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
    from_detention: bool = False
    confirmed: ConsentConfirmed | None = None

    def stands(self, on: date) -> bool:
        """Whether it was given, has not run out on that day, and nobody ever withdrew it."""
        return not (self.withdrawn or self.disputed) and self.given.on <= on <= self.given.expires

    @property
    def doubt(self) -> str:
        """Why it counts for nothing but contact, although it stands; empty where it counts.

        Whoever is in a cell, or reads that guards read along, cannot say no.
        """
        if self.basis is not BasisKind.CONSENT or self.given.purpose is Purpose.CONTACT:
            return ""
        setting = self.given.setting if self.confirmed is None else self.confirmed.setting
        if setting is None and self.from_detention:
            return "This person is or was deprived of liberty, and nobody recorded who could listen."
        if setting is None or setting in FREE_SETTINGS:
            return ""
        return "It was given where guards or others could listen or read, so it may not have been free."

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


def consents_of(record: Record) -> Consents:
    """What was agreed to and withdrawn in this case."""
    detained = {
        fact.person
        for _, fact in record.ever(PersonDescribed)
        if Circumstance.DEPRIVED_OF_LIBERTY in fact.circumstances
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
