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
from unhindered.core.casework.ever import Ever, ever_of
from unhindered.core.casework.fact_bases import Agreement
from unhindered.core.casework.record import Record
from unhindered.core.casework.terms import (
    FREE_SETTINGS,
    THEMSELVES,
    Assent,
    BasisKind,
    CountingUnit,
    Detail,
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
_CHILD_SAID_NO_BEFORE = Doubt(
    "The child said no before, and nobody recorded since that it agrees to just this.",
    "Ask the child, in words it understands. Record the consent anew if it agrees; else leave the child out.",
)
_NOT_WHOM_IT_WAS = Doubt(
    "Who has to agree for this person is, or for a time was, recorded otherwise since this was agreed to.",
    "Ask again whoever can agree now, and record it anew; of a person's own word it is enough to confirm it.",
)
_ACCUSED = Doubt(
    "Someone who is accused in this case is not shown by consent.",
    "Leave this person out of what rests on it.",
)
_NO_PERSONS = frozenset(CountingUnit) - {CountingUnit.PERSON}
_NOT_BEST = Doubt(
    "This person is a child, and nobody recorded why this is in the child's best interest.",
    "Record the consent anew, with a note on the child's best interest.",
)


@dataclass(frozen=True, kw_only=True)
class Consent:
    """One agreement as the log has it; `disputed` if two different ones claim its id, so that none stands.

    `from_detention` if the case ever described the person as deprived of liberty: then it has to be known
    that nobody listened. `of_child` if it ever described the person as a child, and `against_child` if that
    child said no. `is_whose_it_was` while the person is, and all the time was, somebody for whom this kind of
    agreement is. `confirmed` is when the person said it again.
    """

    given: Agreement
    basis: BasisKind
    withdrawn: bool
    disputed: bool
    of_child: bool = False
    against_child: bool = False
    from_detention: bool = False
    of_accused: bool = False
    is_whose_it_was: bool = True
    of_organisation: bool = False
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
            found = self._doubt_about_child(self.given)
        else:
            found = self._doubt_about_own() if self.basis is BasisKind.CONSENT else None
        return found if found or self.is_whose_it_was else _NOT_WHOM_IT_WAS

    def _doubt_about_child(self, given: RepresentativeConsented) -> Doubt | None:
        if given.assent is Assent.REFUSED:
            return _CHILD_SAID_NO
        if self.against_child:
            return _CHILD_SAID_NO_BEFORE
        if not self.of_child:
            return None
        if given.assent is None:
            return _CHILD_NOT_HEARD
        return None if given.best_interest.strip() else _NOT_BEST

    def _doubt_about_own(self) -> Doubt | None:
        if self.of_accused:
            return _ACCUSED
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
    by_person: Mapping[str, tuple[Consent, ...]]
    withdrawn: frozenset[str]
    ever: Ever
    conflicts: tuple[Conflict, ...]

    def not_to_tell(self, *, purpose: Purpose, recipient: str, on: date) -> Mapping[str, frozenset[Detail]]:
        """What each person does not want told there, in whichever agreement that stands it was said."""
        found: dict[str, frozenset[Detail]] = {}
        for item in self.by_id.values():
            given = item.given
            if (given.purpose, given.recipient) == (purpose, recipient) and item.stands(on):
                found[given.person] = found.get(given.person, frozenset()).union(given.not_to_tell)
        return MappingProxyType(found)

    def last_word(self, person: str, purpose: Purpose, recipient: str, on: date) -> Consent | None:
        """What a person said last of just this; of one day, what was recorded last.

        The later word limits the earlier ones, also where it shows less, ran out or was taken back since, and
        where it is in doubt. What is disputed, or not given yet, is no word.
        """
        last: Consent | None = None
        for consent in self.by_person.get(person, ()):
            given = consent.given
            is_a_word = not consent.disputed and given.on <= on
            if (given.purpose, given.recipient) != (purpose, recipient) or not is_a_word:
                continue
            if last is None or given.on >= last.given.on:
                last = consent
        return last

    def ending(self, on: date, *, within: timedelta) -> tuple[Consent, ...]:
        """The consents that stand on a day and run out soon, the first to end first; renewed ones not."""
        soon = [item for item in self.by_id.values() if item.stands(on) and item.given.expires <= on + within]
        kept = [item for item in soon if not any(_outlasts(other, item, on) for other in self.by_id.values())]
        return tuple(sorted(kept, key=lambda item: (item.given.expires, item.given.consent)))


def consents_of(record: Record) -> Consents:
    """What was agreed to and withdrawn in this case."""
    ever = ever_of(record)
    # A later word counts; of one that was said where guards listened, the doubt comes back.
    confirmed = {fact.consent: (index, fact) for index, fact in record.of(ConsentConfirmed)}
    withdrawals = {fact.consent: index for index, fact in reversed(list(record.of(ConsentWithdrawn)))}
    given: dict[str, list[tuple[int, Agreement]]] = {}
    for index, fact in record.of(Agreement):
        given.setdefault(fact.consent, []).append((index, fact))
    against = _against_children(record, frozenset(withdrawals))
    by_id = {
        name: _consent(
            facts, ever, is_withdrawn=name in withdrawals, against=against, confirmed=confirmed.get(name)
        )
        for name, facts in given.items()
    }
    doubles = [tuple(index for index, _ in facts) for facts in given.values() if len(facts) > 1]
    too_early = [
        index for name, index in withdrawals.items() if name not in given or index < given[name][0][0]
    ]
    by_person: dict[str, list[Consent]] = {}
    for consent in by_id.values():
        by_person.setdefault(consent.given.person, []).append(consent)
    too_early += [index for index, fact in record.of(ConsentConfirmed) if fact.consent not in given]
    return Consents(
        by_id=MappingProxyType(by_id),
        by_person=MappingProxyType({person: tuple(said) for person, said in by_person.items()}),
        withdrawn=frozenset(withdrawals),
        ever=ever,
        conflicts=(
            *(Conflict(kind=ConflictKind.SAME_ID_TWICE, indexes=indexes) for indexes in doubles),
            *(Conflict(kind=ConflictKind.UNKNOWN_CONSENT, indexes=(index,)) for index in too_early),
        ),
    )


def _consent(
    facts: list[tuple[int, Agreement]],
    ever: Ever,
    *,
    is_withdrawn: bool,
    against: frozenset[int],
    confirmed: tuple[int, ConsentConfirmed] | None,
) -> Consent:
    (place, given), basis = facts[0], basis_of(facts[0][1])
    said_at = place
    if confirmed is not None and confirmed[0] < place:
        # What was confirmed before it was given confirms nothing of it.
        confirmed = None
    if confirmed is not None and basis is BasisKind.CONSENT:
        said_at = max(place, confirmed[0])
    return Consent(
        given=given,
        basis=basis,
        withdrawn=is_withdrawn,
        disputed=len(facts) > 1,
        of_child=ever.was_child(given.person),
        against_child=place in against,
        from_detention=given.person in ever.detained,
        of_accused=ever.is_only_accused(given.person, said_at),
        is_whose_it_was=_is_whose_it_was(basis, given.person, said_at, ever),
        of_organisation=ever.is_always((CountingUnit.ORGANISATION,), given.person, said_at),
        confirmed=None if confirmed is None else confirmed[1],
    )


def _is_whose_it_was(basis: BasisKind, person: str, place: int, ever: Ever) -> bool:
    """Whether the person was, from this place in the log on, always one whose basis this can be.

    So nobody's own word counts again, nor a representative's, because an officer undid or updated something.
    """
    if basis is BasisKind.ORGANISATION:
        return ever.is_always(_NO_PERSONS, person, place)
    if not ever.is_always((CountingUnit.PERSON,), person, place):
        return False
    if basis is BasisKind.REPRESENTATIVE:
        return ever.always_spoken_for(person, place)
    return ever.never_spoken_for(person, place)


def _against_children(record: Record, withdrawn: frozenset[str]) -> frozenset[int]:
    """The places of agreements against what a child said, whatever it was asked for when it said no.

    A no holds for all that is agreed to later, and for what was agreed to before to the same recipient for
    the same purpose, until the child agrees to just that. A yes that was taken back is none.
    """
    said = [(index, given) for index, given in record.of(RepresentativeConsented)]
    noes = [(index, given) for index, given in said if given.assent is Assent.REFUSED]
    yeses: dict[tuple[str, Purpose, str], int] = {}
    for index, given in said:
        if given.assent is Assent.AGREED and given.consent not in withdrawn:
            yeses[_asked(given)] = index
    return frozenset(
        index
        for index, given in said
        for said_no, no in noes
        if no.person == given.person
        and (said_no < index or _asked(no) == _asked(given))
        and yeses.get(_asked(given), -1) < said_no
    )


def _asked(given: Agreement) -> tuple[str, Purpose, str]:
    return given.person, given.purpose, given.recipient


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
