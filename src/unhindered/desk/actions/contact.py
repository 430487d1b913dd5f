"""The rules for contact with a source, shown wherever somebody could break them; and contact as a fact.

Whatever was assessed, nothing is written where somebody else reads the mailbox.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from unhindered.core.casework.assessments import Assessment, standing_assessments
from unhindered.core.casework.check_ins import AlarmKind
from unhindered.core.casework.interview_facts import ContactMade
from unhindered.core.casework.risk import NoRiskAssessment
from unhindered.core.errors import Refused
from unhindered.desk.actions.check_ins import WHAT_TO_DO, alarms
from unhindered.desk.actions.recording import new_fact, record_in_case
from unhindered.desk.actions.wrong_fields import WrongFields
from unhindered.desk.desk import Desk
from unhindered.desk.letters import HeldReport, NoMailbox


@dataclass(frozen=True, kw_only=True)
class ContactRules:
    """How the source of a report may be reached, and what nobody may do.

    `way` is what the source chose: mailbox, other or no; `how` says the other way. `no_contact_because` is
    why nobody may contact the source today. `not_to_write` is why nothing may go into the mailbox, or that
    there is none.
    """

    report: str
    day: date
    way: str
    how: str
    has_mailbox: bool
    assessments: tuple[Assessment, ...]
    no_contact_because: str
    not_to_write: str


class SomebodyElseReads(Refused):
    """An answer would be read by whoever holds the source, or the source's decoy."""


def refuse_contact_under_duress(desk: Desk, report: HeldReport, today: date) -> None:
    """Nothing if neither duress rings for the source of a report nor the report is a decoy's.

    No override: an answer proves to whoever reads it that somebody here works on the report.

    Raises:
        SomebodyElseReads: it does, or it is.
    """
    if desk.book.letters.acting_under(report.report.keys):
        raise SomebodyElseReads(
            "This report came with a decoy: somebody else may read its mailbox. Nothing is written into it.",
            advice="Work on the report of its source. The page of this report links to it.",
        )
    # Of duress, only visits speak: it rings at no hour in particular.
    rings = alarms(desk, datetime.combine(today, time(), UTC))
    kind = AlarmKind.DURESS.name.lower()
    if any(alarm.kind == kind and report.id in [item.report for item in alarm.about] for alarm in rings):
        raise SomebodyElseReads(
            "Duress rings for this source: nothing is written into its mailbox.",
            advice=WHAT_TO_DO[AlarmKind.DURESS],
        )


def why_not_to_write(desk: Desk, report: str, today: date) -> SomebodyElseReads | NoMailbox | None:
    """Why the source of a report must not, or cannot, be written to now, if so."""
    with desk.lock:
        held = desk.book.report(report)
        try:
            _ = held.mailbox
            refuse_contact_under_duress(desk, held, today)
        except (SomebodyElseReads, NoMailbox) as err:
            return err
    return None


def contact_rules(desk: Desk, report: str, today: date) -> ContactRules:
    """The rules for contact with the source of a report, as they stand today.

    Raises:
        Refused: no such report.
    """
    with desk.lock:
        held = desk.book.report(report)
        case_id = desk.book.case_of_report(held.id)
        case = desk.book.triage(held.id) if case_id is None else desk.book.case(case_id)
        standing = standing_assessments(case.timeline)
        why = why_not_to_write(desk, held.id, today)
        risk = case.risk if case_id is None else case.risks.about(held.id)
        because = ""
        try:
            risk.allows_contact(today)
        except NoRiskAssessment as err:
            because = str(err)
        return ContactRules(
            report=held.id,
            day=held.day,
            way=held.report.answers.contact,
            how=held.report.answers.contact_how,
            has_mailbox=held.report.keys is not None,
            assessments=tuple(rule for rule in standing if rule.report in (None, held.id)),
            no_contact_because=because,
            not_to_write="" if why is None else str(why),
        )


def rules_of_case(desk: Desk, case: str, today: date) -> tuple[ContactRules, ...]:
    """The rules for contact with every source of a case whose report is here."""
    with desk.lock:
        known = [report for report in desk.book.case(case).reports if report in desk.book.reports]
        return tuple(contact_rules(desk, report, today) for report in known)


@dataclass(frozen=True, kw_only=True)
class RulesInShort:
    """The rules of a case for a page on which somebody could break them.

    `assessments` are all that stand, the newest first; empty where nobody assessed the risk. `bans` are
    sentences for contact with no source, or not with one: what the source asked, duress, what expired.
    """

    case: str
    assessments: tuple[Assessment, ...]
    bans: tuple[str, ...]


def rules_in_short(desk: Desk, case: str, today: date) -> RulesInShort:
    """The rules for contact with any source of a case, in short.

    Raises:
        Refused: this officer has access to no such case.
    """
    with desk.lock:
        rules = rules_of_case(desk, case, today)
        found = desk.book.case(case)
        bans = []
        for rule in rules:
            which = f"Report of {rule.day}: " if len(rules) > 1 else ""
            if rule.way == "no":
                bans.append(f"{which}this source asked not to be contacted.")
            if rule.not_to_write and rule.has_mailbox:
                bans.append(f"{which}{rule.not_to_write}")
            if rule.no_contact_because and rule.assessments:
                bans.append(f"{which}{rule.no_contact_because}")
        return RulesInShort(
            case=case,
            assessments=standing_assessments(found.timeline),
            bans=tuple(dict.fromkeys(f"{ban[:1].upper()}{ban[1:]}" for ban in bans)),
        )


def record_contact(desk: Desk, case: str, report: str, values: Mapping[str, Any], today: date) -> None:
    """Record that the source of a report was spoken or written to outside the mailbox.

    It is recorded also where no assessment allows it, if `although_not_allowed`: what happened is not hidden;
    then the case shows a conflict.

    Raises:
        NoRiskAssessment: no assessment allows contact with this source today.
        Refused: no such case or report, or nothing is said.
    """
    with desk.lock:
        opened, held = desk.book.case(case), desk.book.report(report)
        if held.id not in opened.reports:
            raise Refused("This report is not of this case.", advice="Open the report's own case.")
        given = {name: value for name, value in values.items() if name != "although_not_allowed"}
        day = given.get("happened_on")
        if isinstance(day, str) and day > today.isoformat():
            raise WrongFields(
                ContactMade, {"happened_on": "It lies in the future: write the day it happened."}
            )
        if day == today.isoformat():
            given["happened_on"] = None
        if not values.get("although_not_allowed"):
            opened.may_contact(today, held.id)
        record_in_case(desk, case, [new_fact(desk, "ContactMade", {**given, "report": held.id}, today)])
