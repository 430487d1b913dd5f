"""What came in: reports by danger and day, and whatever of them nobody has looked at."""

from dataclasses import dataclass
from datetime import date, timedelta

from unhindered.core.casework.assessments import Assessment, standing_assessments
from unhindered.core.casework.facts import RapidRiskAssessed, RiskAssessed
from unhindered.core.casework.risk import RiskKind
from unhindered.core.correspondence.from_source import Answers
from unhindered.desk.actions.attachments import AttachmentView, attachment_view
from unhindered.desk.actions.cases import case_name, unread
from unhindered.desk.actions.questionnaire import AnswersView, answers_with_labels
from unhindered.desk.casebook import SetAside
from unhindered.desk.desk import Desk
from unhindered.desk.letters import HeldReport

_DANGER_FIRST = {"yes": 0, "unsure": 1, "no": 2}
_EXCERPT = 140


@dataclass(frozen=True, kw_only=True)
class InboxRow:
    """One report as the inbox lists it; `is_unread` is about this officer on this machine."""

    id: str
    day: date
    days_waiting: int
    danger: str
    excerpt: str
    where: str
    state: str
    language: str
    attachments: int
    is_unread: bool
    new_messages: int
    risk: RiskKind
    case: str
    case_name: str
    taken_by: str


@dataclass(frozen=True, kw_only=True)
class Inbox:
    """Reports that wait for a decision, and those that are in a case, each by danger and then by day.

    `set_aside` is what could not be opened, the newest first: each of a source may be a report too.
    """

    undecided: tuple[InboxRow, ...]
    in_cases: tuple[InboxRow, ...]
    set_aside: tuple[SetAside, ...]


@dataclass(frozen=True, kw_only=True)
class MessageView:
    """One message of a source."""

    id: str
    place: int
    day: date
    text: str
    attachments: tuple[AttachmentView, ...]
    is_new: bool


@dataclass(frozen=True, kw_only=True)
class ReportView:
    """One report, opened."""

    id: str
    place: int
    day: date
    language: str
    sealed_by: str
    answers: Answers
    more: AnswersView
    attachments: tuple[AttachmentView, ...]
    messages: tuple[MessageView, ...]
    rapid: RapidRiskAssessed | None
    full: RiskAssessed | None
    assessments: tuple[Assessment, ...]
    full_due: date | None
    case: str
    case_name: str
    taken_by: str


def inbox(desk: Desk, today: date) -> Inbox:
    """All reports, those first that somebody in danger waits with."""
    with desk.lock:
        marks = desk.docket.marks()
        rows = [_row(desk, report, marks, today) for report in desk.book.reports.values()]
        aside = desk.book.newest_aside()
    rows.sort(key=lambda row: (_DANGER_FIRST.get(row.danger, 1), row.day, row.id))
    return Inbox(
        undecided=tuple(row for row in rows if not row.case and not row.taken_by),
        in_cases=tuple(row for row in rows if row.case or row.taken_by),
        set_aside=aside,
    )


def report_view(desk: Desk, name: str, *, mark_read: bool = True) -> ReportView:
    """One report with everything that belongs to it; remembers on this machine that it was read.

    Raises:
        Refused: there is none of this name.
    """
    with desk.lock:
        report = desk.book.report(name)
        if mark_read:
            desk.docket.mark(f"read/{report.id}")
        case_id = desk.book.case_of_report(report.id) or ""
        case = desk.book.case(case_id) if case_id else desk.book.triage(report.id)
        new = set(unread(desk, case_id)) if case_id else set()
        taken = desk.book.taken_by(report.id)
        risk = case.risks.about(report.id) if case_id else case.risk
        return ReportView(
            id=report.id,
            place=report.place,
            day=report.day,
            language=report.report.language,
            sealed_by=report.report.sealed_by,
            answers=report.report.answers,
            more=answers_with_labels(desk, report.report),
            attachments=tuple(attachment_view(desk, item) for item in report.report.attachments),
            messages=_messages(desk, report, new),
            rapid=risk.rapid,
            full=risk.full,
            assessments=standing_assessments(case.timeline),
            full_due=risk.full_due,
            case=case_id,
            case_name=case_name(case) if case_id else "",
            taken_by=desk.book.officer_name(taken) if taken else "",
        )


def _messages(desk: Desk, report: HeldReport, new: set[str]) -> tuple[MessageView, ...]:
    return tuple(
        MessageView(
            id=held.id,
            place=held.place,
            day=held.day,
            text=held.letter.text,
            attachments=tuple(attachment_view(desk, item) for item in held.letter.attachments),
            is_new=held.id in new,
        )
        for held in desk.book.messages(report)
    )


def _row(desk: Desk, report: HeldReport, marks: frozenset[str], today: date) -> InboxRow:
    case_id = desk.book.case_of_report(report.id) or ""
    case = desk.book.case(case_id) if case_id else desk.book.triage(report.id)
    taken = desk.book.taken_by(report.id)
    risk = case.risks.about(report.id) if case_id else case.risk
    answers = report.report.answers
    return InboxRow(
        id=report.id,
        day=report.day,
        days_waiting=max(0, (today - report.day) // timedelta(days=1)),
        danger=answers.danger,
        excerpt=_excerpt(answers.what),
        where=_excerpt(answers.where),
        state=answers.state,
        language=report.report.language,
        attachments=len(report.report.attachments),
        is_unread=f"read/{report.id}" not in marks,
        new_messages=_new_messages(desk, report, case_id),
        risk=risk.kind,
        case=case_id,
        case_name=case_name(case) if case_id else "",
        taken_by=desk.book.officer_name(taken) if taken else "",
    )


def _new_messages(desk: Desk, report: HeldReport, case_id: str) -> int:
    if not case_id:
        return len(desk.book.messages(report))
    new = set(unread(desk, case_id))
    return sum(message.id in new for message in desk.book.messages(report))


def _excerpt(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _EXCERPT else line[: _EXCERPT - 1].rstrip() + "…"
