"""What persons, representatives and organisations agree to and take back, and what each withdrawal touches."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from unhindered.core.errors import Refused
from unhindered.desk.actions.recording import new_fact, new_id, record_in_case
from unhindered.desk.desk import Desk

CONSENT_KINDS = {
    "person": "ConsentGiven",
    "representative": "RepresentativeConsented",
    "organisation": "OrganisationAuthorised",
}


def record_consent(desk: Desk, case: str, *, who: str, values: Mapping[str, Any], today: date) -> str:
    """Record what a person, a representative or an organisation agreed to; returns the id.

    Raises:
        Refused: no such case or person, or a field cannot hold what was given.
    """
    consent = new_id()
    with desk.lock:
        if values.get("person") not in desk.book.case(case).persons:
            raise Refused("This person is not in the case.", advice="Add the person to the case first.")
        kind = CONSENT_KINDS.get(who)
        if kind is None:
            raise Refused("Consent comes from a person, a representative or an organisation.")
        record_in_case(desk, case, [new_fact(desk, kind, {"consent": consent, **values}, today)])
    return consent


def withdraw_consent(desk: Desk, case: str, consent: str, today: date, *, note: str = "") -> tuple[str, ...]:
    """End a consent at once; returns the statements that are out and have to be taken back.

    Raises:
        Refused: no such case or consent.
    """
    with desk.lock:
        if consent not in desk.book.case(case).consents.by_id:
            raise Refused("There is no such consent in this case.", advice="Check the number.")
        fact = new_fact(desk, "ConsentWithdrawn", {"consent": consent, "note": note}, today)
        record_in_case(desk, case, [fact])
        return tuple(task.statement for task in desk.book.case(case).recalls)
