"""What came in: reports by danger and day, and whatever of them nobody has looked at."""

import secrets
from dataclasses import dataclass
from datetime import date, timedelta

from unhindered.core.casework.assessments import Assessment, standing_assessments
from unhindered.core.casework.inbox_order import SAMPLE, Arranged, Waiting, arranged, sample_of
from unhindered.core.casework.interview_facts import ReportTaken
from unhindered.core.casework.risk import RiskKind
from unhindered.core.casework.risk_facts import RapidRiskAssessed, RiskAssessed
from unhindered.core.correspondence.changes import Withdrawal
from unhindered.core.correspondence.from_source import Answers
from unhindered.core.correspondence.visits import DURESS, IN_DANGER, SourceVisit
from unhindered.core.correspondence.work import work_bits
from unhindered.desk.actions.attachments import AttachmentView, attachment_view
from unhindered.desk.actions.cases import case_name, unread
from unhindered.desk.actions.decisions import (
    DecisionView,
    decisions,
    has_unrecorded,
    note_shown,
    words_about,
)
from unhindered.desk.actions.questionnaire import AnswersView, answers_with_labels
from unhindered.desk.casebook import SetAside
from unhindered.desk.desk import Desk
from unhindered.desk.letters import HeldReport

_EXCERPT = 140
_READ, _SAMPLED = "read/", "sampled/"
# Which of a quarantine are taken out at a press.
AT_RANDOM, NEWEST, OLDEST = "random", "newest", "oldest"


@dataclass(frozen=True, kw_only=True)
class InboxRow:
    """One report as the inbox lists it; `is_unread` is about this officer on this machine.

    `channel` and `written_by` where an officer took it down.
    """

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
    work_bits: int
    is_withdrawn: bool
    has_decision: bool
    channel: str
    written_by: str


@dataclass(frozen=True, kw_only=True)
class Inbox:
    """Reports that wait for a decision, and those that are in a case, by danger, then work, then day.

    `quarantined` counts those that wait beyond the threshold, unread; `danger_quarantined` those of them
    that say danger, without work. `set_aside` is what could not be
    opened, the newest first: each of a source may be a report too.
    """

    undecided: tuple[InboxRow, ...]
    quarantined: int
    danger_quarantined: int
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
    """One report, opened; `decoy_of` are the reports whose sources made its words a decoy.

    `place` is its entry in the log, None while it waits to be sent. `taken` tells how an officer took it
    down, `written_by` which. Without a mailbox, its source can only be reached through the agreed channel.
    """

    id: str
    place: int | None
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
    work_bits: int
    decisions: tuple[DecisionView, ...]
    has_unrecorded: bool
    decoy_of: tuple[str, ...]
    taken: ReportTaken | None
    written_by: str
    has_mailbox: bool


def inbox(desk: Desk, today: date) -> Inbox:
    """All reports, those first that somebody in danger waits with."""
    with desk.lock:
        marks = desk.docket.marks()
        reports = desk.book.reports
        decided = [report for report in reports.values() if _is_decided(desk, report)]
        order = _undecided(desk, marks)
        in_cases = sorted((_waiting(desk, report, marks) for report in decided), key=lambda item: item.order)
        return Inbox(
            undecided=tuple(_row(desk, reports[item], marks, today) for item in order.in_sight),
            quarantined=len(order.quarantine),
            danger_quarantined=len(order.in_danger),
            in_cases=tuple(_row(desk, reports[item.id], marks, today) for item in in_cases),
            set_aside=desk.book.newest_aside(),
        )


def open_sample(desk: Desk, *, in_danger: bool = False, pick: str = AT_RANDOM) -> tuple[str, ...]:
    """Take some reports out of quarantine, so that this officer reads them; which.

    Drawn at random, or the newest or the oldest; `in_danger` of those that say danger.
    """
    with desk.lock:
        order = _undecided(desk, desk.docket.marks())
        waiting = order.in_danger if in_danger else order.quarantine
        by_place = sorted(waiting, key=lambda report: desk.book.reports[report].place)
        if pick == NEWEST:
            drawn = tuple(by_place[-SAMPLE:])
        elif pick == OLDEST:
            drawn = tuple(by_place[:SAMPLE])
        else:
            drawn = sample_of(waiting, secrets.randbelow)
        for report in drawn:
            desk.docket.mark(f"{_SAMPLED}{report}")
        return drawn


def quarantined(desk: Desk) -> tuple[str, ...]:
    """The reports that a flood keeps waiting, by id: no page lists them, and no search may find them."""
    with desk.lock:
        order = _undecided(desk, desk.docket.marks())
    return (*order.quarantine, *order.in_danger)


def undecided_in_sight(desk: Desk) -> tuple[str, ...]:
    """The reports that nobody decided on and that do not wait in quarantine, in the order of the inbox."""
    return _undecided(desk, desk.docket.marks()).in_sight


def _undecided(desk: Desk, marks: frozenset[str]) -> Arranged:
    waiting = [
        _waiting(desk, report, marks)
        for report in desk.book.reports.values()
        if not _is_decided(desk, report)
    ]
    return arranged(waiting, above=desk.quarantine_above)


def _is_decided(desk: Desk, report: HeldReport) -> bool:
    return desk.book.case_of_report(report.id) is not None or desk.book.taken_by(report.id) is not None


def _waiting(desk: Desk, report: HeldReport, marks: frozenset[str]) -> Waiting:
    was_looked_at = f"{_READ}{report.id}" in marks or f"{_SAMPLED}{report.id}" in marks
    was_worked_on = bool(desk.book.triage(report.id).timeline)
    visits = desk.book.letters.of(report, SourceVisit)
    is_in_danger = any(held.letter.state in (IN_DANGER, DURESS) for held in visits)
    return Waiting(
        id=report.id,
        danger="yes" if is_in_danger else report.report.answers.danger,
        work_bits=_work_bits(report),
        day=report.day,
        # An officer took it down: no flood did.
        is_open=was_looked_at or was_worked_on or report.taken is not None,
    )


def note_read(desk: Desk, report: str) -> None:
    """Remember on this machine that its officer knows a report."""
    desk.docket.mark(f"{_READ}{report}")


def report_view(desk: Desk, name: str, *, mark_read: bool = True) -> ReportView:
    """One report with everything that belongs to it; remembers on this machine that it was read.

    Raises:
        Refused: there is none of this name.
    """
    with desk.lock:
        report = desk.book.report(name)
        if mark_read:
            note_read(desk, report.id)
            note_shown(desk, report)
        case_id = desk.book.case_of_report(report.id) or ""
        case = desk.book.case(case_id) if case_id else desk.book.triage(report.id)
        new = set(unread(desk, case_id)) if case_id else set()
        taken = desk.book.taken_by(report.id)
        risk = case.risks.about(report.id) if case_id else case.risk
        return ReportView(
            id=report.id,
            place=None if report.is_pending else report.place,
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
            work_bits=_work_bits(report),
            decisions=decisions(desk, report),
            has_unrecorded=has_unrecorded(desk, report),
            decoy_of=tuple(source.id for source in desk.book.letters.acting_under(report.report.keys)),
            taken=report.taken,
            written_by=_written_by(desk, report),
            has_mailbox=report.report.keys is not None,
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
        excerpt=excerpt(answers.what),
        where=excerpt(answers.where),
        state=answers.state,
        language=report.report.language,
        attachments=len(report.report.attachments),
        is_unread=f"{_READ}{report.id}" not in marks,
        new_messages=_new_messages(desk, report, case_id),
        risk=risk.kind,
        case=case_id,
        case_name=case_name(case) if case_id else "",
        taken_by=desk.book.officer_name(taken) if taken else "",
        work_bits=_work_bits(report),
        is_withdrawn=bool(desk.book.letters.of(report, Withdrawal)),
        has_decision=has_unrecorded(desk, report) and bool(words_about(desk, report)),
        channel="" if report.taken is None else report.taken.channel.value,
        written_by=_written_by(desk, report),
    )


def _written_by(desk: Desk, report: HeldReport) -> str:
    return "" if report.taken is None else desk.book.officer_name(report.taken.by)


def _work_bits(report: HeldReport) -> int:
    return work_bits(report.report.id, report.report.notice, report.report.work)


def _new_messages(desk: Desk, report: HeldReport, case_id: str) -> int:
    if not case_id:
        return len(desk.book.messages(report))
    new = set(unread(desk, case_id))
    return sum(message.id in new for message in desk.book.messages(report))


def excerpt(text: str) -> str:
    """The beginning of a text, in one line."""
    line = " ".join(text.split())
    return line if len(line) <= _EXCERPT else line[: _EXCERPT - 1].rstrip() + "…"
