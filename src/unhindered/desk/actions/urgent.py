"""Today's steps for somebody in danger: assess, ask, whom to call, and write down what was done.

What a body was told of somebody goes through the one door like a letter, so that it can be asked back.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from unhindered.core.casework.case import Case
from unhindered.core.casework.consent import Consent, Standing
from unhindered.core.casework.event_facts import InterventionRecorded
from unhindered.core.casework.exporting import consented_sending
from unhindered.core.casework.names_elsewhere import refuse_names_elsewhere
from unhindered.core.casework.not_told import TellsTooMuch, refuse_what_may_not_be_told
from unhindered.core.casework.own_words import refuse_words_of_the_case
from unhindered.core.casework.people import Person
from unhindered.core.casework.sending import Sending, SendingKind
from unhindered.core.casework.source_word import refuse_what_a_source_took_back
from unhindered.core.casework.terms import CLOSED_SUBMISSIONS, IdentityLevel, Purpose, Role
from unhindered.core.errors import Refused
from unhindered.desk.actions.cases import case_name
from unhindered.desk.actions.contact import ContactRules, rules_of_case
from unhindered.desk.actions.decisions import words_for_case
from unhindered.desk.actions.recording import new_fact, new_id, record_in_case
from unhindered.desk.actions.sending import send_by_hand
from unhindered.desk.actions.statements import names_of_others
from unhindered.desk.actions.told_by_sources import told_by_sources
from unhindered.desk.casebook import one_of
from unhindered.desk.desk import Desk
from unhindered.desk.entries.inner import case_subject
from unhindered.facts.urgent import UrgentMechanism, urgent_mechanisms, urgent_sources

_SUBMISSIONS = CLOSED_SUBMISSIONS | {Purpose.REFERRAL}
_CONCERNED = frozenset({Role.VICTIM, Role.SOURCE, Role.WITNESS, Role.RELATIVE})


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A person whom an appeal would be about, and what they agreed to that counts today."""

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
    """All that a page of urgent steps shows.

    `took_back` says that a source took something back that nobody recorded: then nobody's consent counts.
    """

    id: str
    name: str
    is_closed: bool
    rules: tuple[ContactRules, ...]
    is_assessed: bool
    took_back: str
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
        took_back = _took_back(desk, case)
        standing = [] if took_back else _standing(case, today)
        kinds = tuple(dict.fromkeys(kind for row in urgent_mechanisms() for kind in row.helps_with))
        chosen = helps_with if helps_with in kinds else ""
        return UrgentView(
            id=case_id,
            name=case_name(case),
            is_closed=case.closed is not None,
            rules=rules,
            is_assessed=bool(rules) and not any(rule.no_contact_because for rule in rules),
            took_back=took_back,
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

    `told` says of whom it was told, at which level, by the person's id. That passes the door, and is recorded
    as what left. Where nobody was told of, `without_consent` says why, and the text names nobody.

    Raises:
        Refused: no such case or body, nothing is said, somebody who did not agree was told of, or nobody was
            and no reason is given.
    """
    with desk.lock:
        case_id = desk.case_keys(name).id
        case, body = desk.book.case(case_id), str(values.get("body") or "")
        if body not in {row.id for row in urgent_mechanisms()}:
            raise Refused("The field “body” of “InterventionRecorded”: It is none of these bodies.")
        text, reason = (str(values.get(name) or "").strip() for name in ("text", "without_consent"))
        if not text:
            raise Refused(
                "The field “text” of “InterventionRecorded”: It is empty.", advice="Say what was asked."
            )
        told = _told(case, values.get("told") or {})
        if told:
            sending = _sending(case, body, text, told, today)
            send_by_hand(desk, case_id, sending, today, media_type="text/plain", note="Told at once.")
        else:
            _demand_nobody_told_of(desk, case_id, text, reason)
        intervention = new_id()
        fact = new_fact(
            desk,
            "InterventionRecorded",
            {
                "intervention": intervention,
                "body": body,
                "victims": list(told),
                "date_of_intervention": today.isoformat(),
                "remarks": text if told else f"{text}\n\nWithout a consent for this body: {reason}",
            },
            today,
        )
        record_in_case(desk, case_id, [fact])
    return intervention


def _told(case: Case, told: Mapping[str, str]) -> dict[str, IdentityLevel]:
    """Of whom it was told, at which level; whoever has no level was not told of."""
    levels = {level.value: level for level in IdentityLevel}
    found = {}
    for person, level in told.items():
        if not level:
            continue
        if level not in levels:
            raise Refused(f"There is no level “{level}”.", advice=f"Choose one of {', '.join(levels)}.")
        found[one_of(person, case.persons, "person in this case")] = levels[level]
    return found


def _sending(case: Case, body: str, text: str, told: Mapping[str, IdentityLevel], today: date) -> Sending:
    """What was told, by the consents for this body: for one purpose, which each of them agreed to."""
    at_most = {person: told.get(person) for person in case.persons}
    for purpose in sorted(_SUBMISSIONS):
        sending = consented_sending(
            case, purpose=purpose, recipient=body, on=today, at_most=at_most, note=text
        )
        if {item.person for item in sending.items} == told.keys():
            kind = SendingKind.REFERRAL if purpose is Purpose.REFERRAL else SendingKind.SUBMISSION
            return replace(sending, kind=kind)
    labels = ", ".join(f"“{case.persons[person].label}”" for person in told)
    raise Refused(
        f"No consent of {labels} for this body counts today, for one purpose.",
        advice="Record the consent first. Of whoever did not agree, nothing is told.",
    )


def _demand_nobody_told_of(desk: Desk, case_id: str, text: str, reason: str) -> None:
    """Nothing if it is said why, and what was told without a consent names nobody, by initials either.

    Raises:
        Refused: it is not, or it does.
    """
    if not reason:
        raise Refused(
            "The field “without_consent” of “InterventionRecorded”: Nothing says of whom it was told.",
            advice="Choose of whom, by the consent for this body. If none can be had, or nobody was told of, "
            "say so here.",
        )
    case = desk.book.case(case_id)
    try:
        refuse_what_may_not_be_told(text, case, ())
        refuse_names_elsewhere(text, names_of_others(desk, case_subject(case_id)), explained=True)
        refuse_words_of_the_case([text], case, told_by_sources(desk, case))
    except TellsTooMuch as err:
        raise Refused(
            f"The field “text” of “InterventionRecorded”: {err}",
            advice="Without a consent for this body, nobody is named. Say it without the name.",
        ) from err
    names = (name for person in case.persons.values() for name in person.names_ever)
    if any(_holds_initials(text, name) for name in names):
        raise Refused(
            "The field “text” of “InterventionRecorded”: The text holds somebody's initials.",
            advice="Without a consent for this body, nobody is named, by initials either. Take them out.",
        )


def _holds_initials(text: str, name: str) -> bool:
    """Whether “A. F.” or “A.F.” stands there, of Ada Fictional."""
    letters = [word[0] for word in name.split() if word[0].isalpha()]
    together = r"\.\s*".join(map(re.escape, letters))
    return len(letters) > 1 and re.search(rf"\b{together}\b", text, re.IGNORECASE) is not None


def _took_back(desk: Desk, case: Case) -> str:
    """What a source took back that nobody recorded, or why that cannot be seen; empty if nothing."""
    try:
        refuse_what_a_source_took_back(case, words_for_case(desk, case))
    except Refused as err:
        return f"{err} {err.advice}"
    return ""


def _standing(case: Case, today: date) -> list[Consent]:
    """What counts today for a submission or a referral: not what is in doubt."""
    return [
        item
        for item in case.consents.by_id.values()
        if item.given.purpose in _SUBMISSIONS and item.standing(today) is Standing.STANDS
    ]


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
