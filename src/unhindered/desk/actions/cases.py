"""What an officer does on a case: assess risk, open it, answer, record people, acts and consents."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from unhindered.core.casework.assessments import standing_assessments
from unhindered.core.casework.case import Case
from unhindered.core.casework.facts import Fact, fact_to_json
from unhindered.core.casework.source_facts import SourceWrote
from unhindered.core.correspondence.parts import AttachmentReference
from unhindered.core.correspondence.to_source import Reply
from unhindered.core.errors import Refused
from unhindered.desk.actions.contact import refuse_contact_under_duress
from unhindered.desk.actions.decisions import refuse_contact_before_reading
from unhindered.desk.actions.record import describe
from unhindered.desk.actions.recording import (
    new_fact,
    record_in_case,
    require_officer,
    subject_of,
)
from unhindered.desk.desk import Desk
from unhindered.desk.entries.inner import case_subject, facts_as_sent, report_subject
from unhindered.desk.keys.secret import CaseKeys, new_secret
from unhindered.desk.letters import HeldReport
from unhindered.desk.outbox import Letter
from unhindered.desk.replying import ReplyFile, compose_reply_entry, compose_reply_file, require_sendable

RAPID, FULL = "RapidRiskAssessed", "RiskAssessed"


def assess(desk: Desk, name: str, *, kind: str, values: Mapping[str, Any], today: date) -> str:
    """Record a risk assessment on a report, or on a case and all its reports; returns what it stands on.

    Raises:
        Refused: no such report or case, a field is empty, or a rapid one where nobody is in danger now.
    """
    if kind == RAPID and not values.get("danger_now"):
        # It would allow nothing, and the full one would still be due: better said before than recorded.
        raise Refused(
            "A rapid risk assessment is for someone who is in danger now, and here nobody is said to be.",
            advice="Say so if someone is. If not, or if you do not know, record the full assessment instead.",
        )
    with desk.lock:
        subject, report = subject_of(desk, name)
        desk.record(subject, [new_fact(desk, kind, {**values, "report": report}, today)])
    return subject


def open_case(desk: Desk, reports: Sequence[str], *, name: str, officers: Sequence[str], today: date) -> str:
    """Open a case, with what was assessed on its reports, and give these officers access; returns its id.

    Raises:
        Refused: a report has a case already, or is a decoy of another one, an officer is not on the
            roster, or the name is empty.
    """
    with desk.lock:
        held = [desk.book.report(report) for report in reports]
        for report in held:
            _require_no_case(desk, report)
        _require_no_decoy_beside_its_source(desk, held)
        keys = CaseKeys(new_secret())
        opened = new_fact(
            desk,
            "CaseOpened",
            {"case": keys.id, "name": name, "reports": [report.id for report in held]},
            today,
        )
        given = access_note(desk, officers, today)
        facts = (opened, *_known_before(desk, held), *given)
        members = {desk.me.card.id, *(require_officer(desk, officer) for officer in officers)}
        told = [(report_subject(report.id), _taken(desk, report, today)) for report in held]
        _post_new_case(desk, keys, facts, told, sorted(members))
    return keys.id


def add_report(desk: Desk, case: str, report: str, today: date) -> None:
    """Take a further report into a case, with what was assessed on it.

    Raises:
        Refused: no such report or case, the report has a case, or one there is a decoy of another one.
    """
    with desk.lock:
        held = desk.book.report(report)
        _require_no_case(desk, held)
        known = desk.book.case(case).reports
        beside = [desk.book.reports[item] for item in known if item in desk.book.reports]
        _require_no_decoy_beside_its_source(desk, [held, *beside])
        added = new_fact(desk, "ReportAdded", {"report": held.id}, today)
        record_in_case(desk, case, [added, *_known_before(desk, [held])])
        _tell_team(desk, [held], today)


def give_access(desk: Desk, case: str, officer: str, today: date) -> None:
    """Give an officer the key of a case; what was opened once cannot be taken back.

    Raises:
        Refused: no such case or officer.
    """
    with desk.lock:
        keys = desk.case_keys(case)
        member = desk.book.member(require_officer(desk, officer))
        if member is None:
            raise Refused("This officer is not on the roster.")
        grant = desk.pen().grant(keys, member.card)
        desk.record(case_subject(keys.id), access_note(desk, [officer], today), also=[grant])


def answer(
    desk: Desk,
    case: str,
    text: str,
    today: date,
    *,
    report: str | None = None,
    files: Sequence[ReplyFile] = (),
) -> None:
    """Write to the mailbox of a case's source, with files; the text and their hashes stay in the case.

    Raises:
        NoRiskAssessment: no risk assessment about the source of this report allows contact today.
        SomebodyElseReads: duress rings for this source, or the report is a decoy's.
        NoMailbox: an officer took this report down, and no receipt was made.
        Refused: no such case or report, the source took something back that nobody has recorded, nothing to
            say, or a file is too large.
    """
    with desk.lock:
        held = report_to_answer(desk, case, report)
        refuse_contact_under_duress(desk, held, today)
        refuse_contact_before_reading(desk, desk.book.case(case), held)
        desk.book.case(case).may_contact(today, held.id)
        sealed = [compose_reply_file(file, held.mailbox) for file in require_sendable(files)]
        values = {
            "text": text.strip(),
            "report": held.id,
            "files": [_sent(item.reference) for item in sealed],
        }
        fact = new_fact(desk, "SourceAnswered", values, today)
        reply = Reply(
            text=str(fact_to_json(fact)["text"]),
            on=today,
            attachments=tuple(item.reference for item in sealed),
        )
        entry = compose_reply_entry(reply, held.mailbox, team=desk.team)
        read = [new_fact(desk, "SourceWrote", {"message": item}, today) for item in unread(desk, case)]
        also = [entry, *(item.entry for item in sealed)]
        desk.record(case_subject(desk.case_keys(case).id), [fact, *read], also=also)


def _sent(reference: AttachmentReference) -> dict[str, Any]:
    return {"name": reference.name, "size": reference.size, "sha256": reference.sha256.hex()}


def report_to_answer(desk: Desk, case: str, report: str | None) -> HeldReport:
    """The report whose source is written to; need not be named where the case has only one.

    Raises:
        Refused: none, several, or not of this case.
    """
    known = [item for item in desk.book.case(case).reports if item in desk.book.reports]
    if report is None and len(known) == 1:
        return desk.book.reports[known[0]]
    if report is None:
        raise Refused("This case has no report, or several.", advice="Say which one is answered.")
    held = desk.book.report(report)
    if held.id not in known:
        raise Refused("This report is not of this case.", advice="Open the report's own case.")
    return held


def unread(desk: Desk, case: str) -> list[str]:
    """Messages of the case's sources that no officer has taken in."""
    opened = desk.book.case(case)
    taken = {fact.message for _, fact in opened.record.of(SourceWrote)}
    held = [desk.book.reports[item] for item in opened.reports if item in desk.book.reports]
    return [
        message.id for report in held for message in desk.book.messages(report) if message.id not in taken
    ]


def take_in_messages(desk: Desk, case: str, today: date) -> int:
    """Record that the messages of a case's source were read; how many."""
    with desk.lock:
        new = unread(desk, case)
        if new:
            facts = [new_fact(desk, "SourceWrote", {"message": item}, today) for item in new]
            record_in_case(desk, case, facts)
        return len(new)


def add_person(desk: Desk, case: str, values: Mapping[str, Any], today: date) -> str:
    """Record a person, a group or an organisation; returns the id.

    Raises:
        Refused: no such case, or a field cannot hold what was given.
    """
    return describe(desk, case, "person", values, today)


def record_cooperation(desk: Desk, case: str, values: Mapping[str, Any], today: date) -> str:
    """Record what a reprisal answers; returns the id. Raises as `add_person`."""
    return describe(desk, case, "cooperation", values, today)


def record_act(desk: Desk, case: str, values: Mapping[str, Any], today: date) -> str:
    """Record what was done to whom, as told; returns the id. Raises as `add_person`."""
    return describe(desk, case, "act", values, today)


def add_note(desk: Desk, case: str, text: str, today: date) -> None:
    """Record something to remember. Raises as `add_person`."""
    record_in_case(desk, case, [new_fact(desk, "NoteAdded", {"text": text.strip()}, today)])


def close_case(desk: Desk, case: str, *, outcome: str, note: str, today: date) -> None:
    """End the work on a case. Raises as `add_person`."""
    fact = new_fact(desk, "CaseClosed", {"outcome": outcome, "note": note}, today)
    record_in_case(desk, case, [fact])


def reopen_case(desk: Desk, case: str, *, note: str, today: date) -> None:
    """Take up a closed case again. Raises as `add_person`."""
    record_in_case(desk, case, [new_fact(desk, "CaseReopened", {"note": note}, today)])


def access_note(desk: Desk, officers: Sequence[str], today: date) -> list[Fact]:
    """The note that says in a case who can open it: grants are sealed, and show nobody to anybody."""
    names = sorted({desk.book.officer_name(require_officer(desk, officer)) for officer in officers})
    text = f"Gave access to {', '.join(names)}."
    return [new_fact(desk, "NoteAdded", {"text": text}, today)] if names else []


def _require_no_decoy_beside_its_source(desk: Desk, reports: Sequence[HeldReport]) -> None:
    """In one case, the decoy's mailbox would tell whoever holds its words how the true report stands."""
    together = {report.id for report in reports}
    for report in reports:
        if any(source.id in together for source in desk.book.letters.acting_under(report.report.keys)):
            raise Refused(
                "One of these reports came with a decoy of the source of another one.",
                advice="Keep it in no case, or in one of its own: somebody else may read its mailbox.",
            )


def _require_no_case(desk: Desk, report: HeldReport) -> None:
    officer = desk.book.taken_by(report.id)
    if officer is not None or desk.book.case_of_report(report.id) is not None:
        raise Refused(
            f"This report is in a case of {desk.book.officer_name(officer or desk.officer.id)} already.",
            advice="Ask for access to that case.",
        )


def _known_before(desk: Desk, reports: Sequence[HeldReport]) -> list[Fact]:
    """How a report was taken down and what was assessed on it, taken over by whoever opens the case.

    Under the day when it was recorded.
    """
    known: list[Fact] = []
    for report in reports:
        before: list[Fact] = [] if report.taken is None else [report.taken]
        before += reversed(standing_assessments(desk.book.triage(report.id).timeline))
        for fact in before:
            content = fact_to_json(fact)
            values = {name: content[name] for name in content if name not in {"v", "fact", "by", "on"}}
            known.append(new_fact(desk, content["fact"], values | {"report": report.id}, fact.on))
    return known


def _post_new_case(
    desk: Desk,
    keys: CaseKeys,
    facts: Sequence[Fact],
    told: Sequence[tuple[str, Fact]],
    officers: Sequence[str],
) -> None:
    pen = desk.pen()
    members = [member for member in map(desk.book.member, officers) if member is not None]
    subject = case_subject(keys.id)
    grants = [pen.grant(keys, member.card) for member in members]
    recorded = [(subject, tuple(facts), pen.facts(subject, facts, keys))]
    recorded += [(about, (fact,), pen.facts(about, [fact], None)) for about, fact in told]
    entries = (*grants, *(entry for _, _, entry in recorded))
    waiting = tuple(facts_as_sent(about, given, entry) for about, given, entry in recorded)
    desk.post(Letter(entries=entries, facts=waiting, case_secrets=(keys.secret,)))


def _tell_team(desk: Desk, reports: Sequence[HeldReport], today: date) -> None:
    for report in reports:
        desk.record(report_subject(report.id), [_taken(desk, report, today)])


def _taken(desk: Desk, report: HeldReport, today: date) -> Fact:
    """Tells the team that a report has a case, and whose; not which."""
    return new_fact(desk, "ReportAdded", {"report": report.id}, today)


def case_name(case: Case) -> str:
    """The working name of a case."""
    return case.opened.name if case.opened else "Unnamed"
