"""Today's steps for somebody in danger: assess, ask, whom to call, and write down what was done."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from unhindered.core.casework.case import Case
from unhindered.core.casework.consent import Consent
from unhindered.core.casework.event_facts import InterventionRecorded
from unhindered.core.casework.people import Person
from unhindered.core.casework.terms import Purpose, Role
from unhindered.core.errors import Refused
from unhindered.desk.actions.cases import case_name
from unhindered.desk.actions.contact import ContactRules, rules_of_case
from unhindered.desk.actions.recording import new_fact, new_id, record_in_case
from unhindered.desk.desk import Desk
from unhindered.facts.urgent import UrgentMechanism, urgent_mechanisms, urgent_sources

_SUBMISSIONS = frozenset(
    {Purpose.UN_SUBMISSION, Purpose.REGIONAL_SUBMISSION, Purpose.NATIONAL_SUBMISSION, Purpose.REFERRAL}
)
_CONCERNED = frozenset({Role.VICTIM, Role.SOURCE, Role.WITNESS, Role.RELATIVE})


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A person whom an appeal would be about, and what they agreed to that stands today."""

    person: Person
    consents: tuple[Consent, ...]


@dataclass(frozen=True, kw_only=True)
class ToCall:
    """A body that acts at once, where what is said of it comes from, and who agreed to be named to it."""

    mechanism: UrgentMechanism
    sources: tuple[str, ...]
    agreed: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Done:
    """A body that was called already."""

    body: str
    day: date
    officer: str
    text: str


@dataclass(frozen=True, kw_only=True)
class UrgentView:
    """All that a page of urgent steps shows."""

    id: str
    name: str
    is_closed: bool
    rules: tuple[ContactRules, ...]
    is_assessed: bool
    asked: tuple[Asked, ...]
    to_call: tuple[ToCall, ...]
    helps_with: tuple[str, ...]
    chosen: str
    done: tuple[Done, ...]


def urgent_view(desk: Desk, name: str, today: date, *, helps_with: str = "") -> UrgentView:
    """The steps for one case; `helps_with` leaves only the bodies that help with that.

    Raises:
        Refused: this officer has access to no such case.
    """
    with desk.lock:
        case_id = desk.case_keys(name).id
        case = desk.book.case(case_id)
        rules = rules_of_case(desk, case_id, today)
        standing = [item for item in case.consents_standing(today) if item.given.purpose in _SUBMISSIONS]
        kinds = tuple(dict.fromkeys(kind for row in urgent_mechanisms() for kind in row.helps_with))
        chosen = helps_with if helps_with in kinds else ""
        return UrgentView(
            id=case_id,
            name=case_name(case),
            is_closed=case.closed is not None,
            rules=rules,
            is_assessed=bool(rules) and not any(rule.no_contact_because for rule in rules),
            asked=tuple(
                _asked(person, standing) for person in case.persons.values() if _is_concerned(person)
            ),
            to_call=tuple(
                _to_call(row, case, standing)
                for row in urgent_mechanisms()
                if not chosen or chosen in row.helps_with
            ),
            helps_with=kinds,
            chosen=chosen,
            done=_done(desk, case),
        )


def record_call(desk: Desk, name: str, values: Mapping[str, Any], today: date) -> str:
    """Record that a body was asked to step in at once, as an intervention of ours; returns its id.

    Raises:
        Refused: no such case or body, nothing is said, or nobody agreed and no reason is given.
    """
    with desk.lock:
        case_id = desk.case_keys(name).id
        case, body = desk.book.case(case_id), str(values.get("body") or "")
        if body not in {row.id for row in urgent_mechanisms()}:
            raise Refused("The field “body” of “InterventionRecorded”: It is none of these bodies.")
        text, reason = str(values.get("text") or "").strip(), str(values.get("without_consent") or "").strip()
        if not text:
            raise Refused(
                "The field “text” of “InterventionRecorded”: It is empty.", advice="Say what was asked."
            )
        agreed = [item for item in case.consents_standing(today) if item.given.recipient == body]
        if not agreed and not reason:
            raise Refused(
                "The field “without_consent” of “InterventionRecorded”: No consent for this body stands.",
                advice="Record the consent first. If it cannot be had, or nobody was named, say so here.",
            )
        intervention = new_id()
        fact = new_fact(
            desk,
            "InterventionRecorded",
            {
                "intervention": intervention,
                "body": body,
                "date_of_intervention": today.isoformat(),
                "remarks": text if agreed else f"{text}\n\nWithout a consent for this body: {reason}",
            },
            today,
        )
        record_in_case(desk, case_id, [fact])
    return intervention


def _is_concerned(person: Person) -> bool:
    return bool(person.roles & _CONCERNED) or not person.roles


def _asked(person: Person, standing: list[Consent]) -> Asked:
    own = tuple(item for item in standing if item.given.person == person.person)
    return Asked(person=person, consents=own)


def _to_call(row: UrgentMechanism, case: Case, standing: list[Consent]) -> ToCall:
    agreed = [item.given for item in standing if item.given.recipient == row.id]
    known = urgent_sources()
    return ToCall(
        mechanism=row,
        sources=tuple(f"{known[source].title} ({known[source].publisher})" for source in row.sources),
        agreed=tuple(case.persons[given.person].label for given in agreed if given.person in case.persons),
    )


def _done(desk: Desk, case: Case) -> tuple[Done, ...]:
    names = {row.id: row.name for row in urgent_mechanisms()}
    return tuple(
        Done(
            body=names[item.fact.body],
            day=item.fact.on,
            officer=desk.book.officer_name(item.author),
            text=item.fact.remarks,
        )
        for item in case.timeline
        if isinstance(item.fact, InterventionRecorded) and item.fact.body in names
    )
