"""Who agreed to what, for whom, how visibly and until when. A withdrawal ends it at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from unhindered.core.casework.conflicts import Conflict, ConflictKind
from unhindered.core.casework.consent_facts import (
    ConsentWithdrawn,
    OrganisationAuthorised,
    RepresentativeConsented,
)
from unhindered.core.casework.fact_bases import Agreement
from unhindered.core.casework.record import Record
from unhindered.core.casework.terms import BasisKind, IdentityLevel, Purpose


@dataclass(frozen=True, kw_only=True)
class Consent:
    """One agreement as the log has it; `disputed` if two different ones claim its id, so that none stands."""

    given: Agreement
    basis: BasisKind
    withdrawn: bool
    disputed: bool

    def stands(self, on: date) -> bool:
        """Whether it was given, has not run out on that day, and nobody ever withdrew it."""
        return not (self.withdrawn or self.disputed) and self.given.on <= on <= self.given.expires

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


def consents_of(record: Record) -> Consents:
    """What was agreed to and withdrawn in this case."""
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
        )
        for consent, facts in given.items()
    }
    doubles = [tuple(index for index, _ in facts) for facts in given.values() if len(facts) > 1]
    too_early = [
        index
        for consent, index in withdrawals.items()
        if consent not in given or index < given[consent][0][0]
    ]
    return Consents(
        by_id=MappingProxyType(by_id),
        withdrawn=frozenset(withdrawals),
        conflicts=(
            *(Conflict(kind=ConflictKind.SAME_ID_TWICE, indexes=indexes) for indexes in doubles),
            *(Conflict(kind=ConflictKind.UNKNOWN_CONSENT, indexes=(index,)) for index in too_early),
        ),
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
