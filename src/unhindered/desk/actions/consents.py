"""What persons, representatives and organisations agree to and take back, and what a withdrawal touches."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from unhindered.core.casework.case import Case
from unhindered.core.casework.consent import Consent, Standing
from unhindered.core.casework.drafts import Draft, StatementState, consents_in
from unhindered.core.casework.exit_facts import Sent
from unhindered.core.casework.people import Person
from unhindered.core.casework.sendings import DraftedSending, SendingState
from unhindered.core.casework.terms import Purpose
from unhindered.core.errors import Refused
from unhindered.desk.actions.recording import new_fact, new_id, record_in_case
from unhindered.desk.actions.telling import person_label
from unhindered.desk.casebook import one_of
from unhindered.desk.desk import Desk

CONSENT_KINDS = {
    "person": "ConsentGiven",
    "representative": "RepresentativeConsented",
    "organisation": "OrganisationAuthorised",
}
# What each kind alone has a field for.
_ONLY_FOR = {
    "representative": "representative",
    "right": "representative",
    "assent": "representative",
    "best_interest": "representative",
    "signatory": "organisation",
    "setting": "person",
}
SOON = timedelta(days=30)
_OUT = (StatementState.RELEASED,)
_WAITING = (StatementState.DRAFTED, StatementState.APPROVED, StatementState.BLOCKED)


@dataclass(frozen=True, kw_only=True)
class Touched:
    """What rests on a consent: statements that are out, what waits to leave, and what has left, to whom."""

    out: tuple[str, ...]
    waiting: tuple[str, ...]
    sent: tuple[Sent, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing does."""
        return not (self.out or self.waiting or self.sent)


@dataclass(frozen=True, kw_only=True)
class ConsentRow:
    """A consent on the page of consents; `person` is the label."""

    id: str
    person: str
    consent: Consent
    standing: Standing
    ends_soon: bool
    touched: Touched


@dataclass(frozen=True, kw_only=True)
class PersonConsents:
    """One person with all consents, by purpose. `best` is the one that counts for most, if any counts."""

    person: Person
    by_purpose: Mapping[Purpose, tuple[ConsentRow, ...]]

    @property
    def rows(self) -> tuple[ConsentRow, ...]:
        """All consents of this person: those that stand first."""
        rows = [row for found in self.by_purpose.values() for row in found]
        return tuple(sorted(rows, key=lambda row: list(Standing).index(row.standing)))

    def best(self, purpose: Purpose) -> ConsentRow | None:
        """The consent to a purpose that stands, or the first that does not."""
        found = sorted(self.by_purpose.get(purpose, ()), key=lambda row: list(Standing).index(row.standing))
        return found[0] if found else None


@dataclass(frozen=True, kw_only=True)
class ConsentsOfCase:
    """Who agreed to what in a case, and which consents run out within a month."""

    persons: tuple[PersonConsents, ...]
    ending: tuple[ConsentRow, ...]


def consents_of_case(desk: Desk, case: str, today: date) -> ConsentsOfCase:
    """The consents of a case as they stand today.

    Raises:
        Refused: no such case.
    """
    with desk.lock:
        opened = desk.book.case(case)
    soon = [item.given.consent for item in opened.consents.ending(today, within=SOON)]
    rows = {name: _row(opened, item, soon, today) for name, item in opened.consents.by_id.items()}
    return ConsentsOfCase(
        persons=tuple(
            PersonConsents(person=person, by_purpose=_by_purpose(person.person, rows.values()))
            for person in opened.persons.values()
        ),
        ending=tuple(rows[name] for name in soon),
    )


def touched_by(case: Case, consent: str) -> Touched:
    """What rests on a consent."""
    drafts = [draft for draft in case.statements.values() if consent in consents_in(draft.draft)]
    sendings = [draft for draft in case.sendings.drafts.values() if consent in draft.content.consents]
    return Touched(
        out=tuple(draft.statement for draft in drafts if draft.state in _OUT),
        waiting=(*_waiting_statements(drafts), *_waiting_sendings(sendings)),
        sent=case.sendings.resting_on(consent),
    )


def record_consent(desk: Desk, case: str, *, who: str, values: Mapping[str, Any], today: date) -> str:
    """Record what a person, a representative or an organisation agreed to; returns the id.

    Fields that only another kind of consent has are left aside.

    Raises:
        Refused: no such case or person, or a field cannot hold what was given.
    """
    return record_consents(desk, case, who=who, agreed=[values], today=today)[0]


def record_consents(
    desk: Desk, case: str, *, who: str, agreed: Sequence[Mapping[str, Any]], today: date
) -> tuple[str, ...]:
    """Record all that was agreed to at once, in one act: all or nothing. Raises as `record_consent`."""
    kind = CONSENT_KINDS.get(who)
    if kind is None:
        raise Refused("Consent comes from a person, a representative or an organisation.")
    with desk.lock:
        known = desk.book.case(case).persons
        if any(values.get("person") not in known for values in agreed):
            raise Refused("This person is not in the case.", advice="Add the person to the case first.")
        ids = tuple(new_id() for _ in agreed)
        facts = [
            new_fact(desk, kind, {"consent": consent} | _kept(values, who), today)
            for consent, values in zip(ids, agreed, strict=True)
        ]
        record_in_case(desk, case, facts)
    return ids


def confirm_consent(desk: Desk, case: str, consent: str, today: date, *, setting: str, how: str) -> None:
    """Record that a person said again, where nobody listened, that a consent was meant freely.

    Raises:
        Refused: no such case or consent, or a field is empty.
    """
    with desk.lock:
        known = _consent_of(desk, case, consent)
        values = {"consent": known.given.consent, "setting": setting, "how": how}
        record_in_case(desk, case, [new_fact(desk, "ConsentConfirmed", values, today)])


def withdraw_consent(desk: Desk, case: str, consent: str, today: date, *, note: str = "") -> Touched:
    """End a consent at once; returns what rested on it: to take back, blocked, and to ask back.

    Raises:
        Refused: no such case or consent.
    """
    with desk.lock:
        known = _consent_of(desk, case, consent)
        fact = new_fact(desk, "ConsentWithdrawn", {"consent": known.given.consent, "note": note}, today)
        record_in_case(desk, case, [fact])
        return touched_by(desk.book.case(case), known.given.consent)


def _consent_of(desk: Desk, case: str, consent: str) -> Consent:
    known = desk.book.case(case).consents.by_id
    return known[one_of(consent, known, "consent in this case")]


def _kept(values: Mapping[str, Any], who: str) -> dict[str, Any]:
    return {name: value for name, value in values.items() if _ONLY_FOR.get(name, who) == who}


def _row(case: Case, item: Consent, soon: Sequence[str], today: date) -> ConsentRow:
    given = item.given
    return ConsentRow(
        id=given.consent,
        person=person_label(case, given.person),
        consent=item,
        standing=item.standing(today),
        ends_soon=given.consent in soon,
        touched=touched_by(case, given.consent),
    )


def _by_purpose(person: str, rows: Any) -> dict[Purpose, tuple[ConsentRow, ...]]:
    own = [row for row in rows if row.consent.given.person == person]
    return {
        purpose: tuple(row for row in own if row.consent.given.purpose is purpose)
        for purpose in Purpose
        if any(row.consent.given.purpose is purpose for row in own)
    }


def _waiting_statements(drafts: Sequence[Draft]) -> tuple[str, ...]:
    return tuple(draft.statement for draft in drafts if draft.state in _WAITING)


def _waiting_sendings(drafts: Sequence[DraftedSending]) -> tuple[str, ...]:
    waiting = (SendingState.DRAFTED, SendingState.APPROVED, SendingState.BLOCKED)
    return tuple(draft.draft.sending for draft in drafts if draft.state in waiting)
