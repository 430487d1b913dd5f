"""How an officer's words become facts: one way for pages and commands, with the same checks."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from unhindered.core.casework.facts import FACT_KINDS, Fact, fact_from_json
from unhindered.core.errors import Refused
from unhindered.desk.actions.wrong_fields import WrongFields, wrong_values
from unhindered.desk.casebook import one_of
from unhindered.desk.desk import Desk
from unhindered.desk.entries.inner import case_subject, report_subject


def new_id() -> str:
    """A fresh random id for a person, an act, a consent, a statement or a document."""
    return secrets.token_hex(16)


def new_fact(desk: Desk, kind: str, values: Mapping[str, Any], today: date) -> Fact:
    """A fact of this kind in this officer's name.

    Raises:
        WrongFields: fields are missing or cannot hold what was given; all of them are said.
        Refused: there is no such field, or what is said of several does not go together.
    """
    given = {name: _plain(value) for name, value in values.items()}
    stamp = {"v": 1, "fact": kind, "by": desk.officer.id, "on": today.isoformat()}
    wrong = wrong_values(FACT_KINDS[kind], given | stamp)
    if wrong:
        raise WrongFields(FACT_KINDS[kind], wrong)
    return fact_from_json(given | stamp)


def record_in_case(desk: Desk, case: str, facts: Sequence[Fact]) -> None:
    """Record facts in a case that is open.

    Raises:
        Refused: no such case here, or it is closed.
    """
    case_id = desk.case_keys(case).id
    desk.record(case_subject(case_id), facts)


def subject_of(desk: Desk, name: str) -> tuple[str, str | None]:
    """The subject that risk is recorded under, a report without a case or the case; and the report, if named.

    Raises:
        Refused: neither a report nor a case begins with these letters.
    """
    known = [*desk.book.reports, *desk.book.case_ids()]
    found = one_of(name, known, "report or case")
    if found in desk.book.reports:
        case = desk.book.case_of_report(found)
        return report_subject(found) if case is None else case_subject(case), found
    return case_subject(found), None


def require_officer(desk: Desk, name: str) -> str:
    """The id of an officer on the roster, by id, by name, or by how only one name begins.

    Raises:
        Refused: nobody, or several.
    """
    roster = desk.book.roster
    members = () if roster is None else roster.members
    wanted = name.strip().casefold()
    names = {member.card.id: member.card.name.casefold() for member in members}
    found = [officer for officer, known in names.items() if wanted in (officer, known)]
    if not found and wanted:
        found = [officer for officer, known in names.items() if known.startswith(wanted)]
    if len(found) != 1:
        raise Refused(
            "No officer of this name is on the roster.", advice="`unhindered desk officers` lists them."
        )
    return found[0]


def _plain(value: Any) -> Any:
    """Line endings as Unix has them: browsers send two characters."""
    if isinstance(value, str):
        return value.replace("\r\n", "\n").replace("\r", "\n")
    return value
