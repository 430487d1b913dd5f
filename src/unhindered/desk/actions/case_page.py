"""A case as an officer sees it: what is known, what may be done, what waits."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from unhindered.core.casework.act_facts import ActRecorded, CooperationRecorded
from unhindered.core.casework.assessments import Assessment, standing_assessments
from unhindered.core.casework.case import Case
from unhindered.core.casework.consent import Consent, Standing
from unhindered.core.casework.drafts import Draft, StatementState
from unhindered.core.casework.people import Person
from unhindered.core.casework.record import Recorded
from unhindered.core.casework.risk import NoRiskAssessment, RiskKind
from unhindered.core.casework.risk_facts import RapidRiskAssessed, RiskAssessed
from unhindered.core.casework.source_facts import SourceAnswered
from unhindered.core.casework.verification_terms import Element, Finding
from unhindered.core.casework.work_facts import FactUndone
from unhindered.desk.actions.attachments import AttachmentView
from unhindered.desk.actions.attention import Attention, attention_to
from unhindered.desk.actions.cases import case_name, unread
from unhindered.desk.actions.decisions import WithdrawalTask, withdrawal_tasks
from unhindered.desk.actions.inbox import MessageView, report_view
from unhindered.desk.actions.outgoing import waiting_statements
from unhindered.desk.actions.telling import Told, person_label, told
from unhindered.desk.casebook import PLACES_PER_ENTRY
from unhindered.desk.desk import Desk


@dataclass(frozen=True, kw_only=True)
class TimelineItem:
    """Something that happened; `place` is its entry in the log, None while it waits to be sent.

    `undone_by` says who took it back and why; empty while it counts.
    """

    place: int | None
    day: date
    title: str
    officer: str
    lines: tuple[Told, ...]
    undone_by: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class CaseReport:
    """A report of the case, in one line, and what its source wrote later."""

    id: str
    day: date
    danger: str
    contact: str
    what: str
    attachments: int
    messages: tuple[MessageView, ...]
    has_unrecorded: bool
    takes_back: bool


@dataclass(frozen=True, kw_only=True)
class Said:
    """One thing said between source and desk, in the order of the log; ours have an officer."""

    place: int | None
    day: date
    officer: str
    text: str
    attachments: tuple[AttachmentView, ...]
    is_new: bool
    report: str


@dataclass(frozen=True, kw_only=True)
class ConsentView:
    """A consent, whether it stands today, and if not why."""

    id: str
    person: str
    standing: Standing
    consent: Consent


@dataclass(frozen=True, kw_only=True)
class StatementView:
    """A statement of the case; `is_mine` because a drafter may not decide on it; `waits` to be sent."""

    id: str
    state: StatementState
    is_mine: bool
    officer: str
    waits: bool
    draft: Draft


@dataclass(frozen=True, kw_only=True)
class CaseView:
    """Everything a case page shows."""

    id: str
    name: str
    opened_on: date | None
    opened_by: str
    is_closed: bool
    outcome: str
    reports: tuple[CaseReport, ...]
    conversation: tuple[Said, ...]
    risk: RiskKind
    rapid: RapidRiskAssessed | None
    full: RiskAssessed | None
    assessments: tuple[Assessment, ...]
    full_due: date | None
    is_overdue: bool
    no_contact_because: str
    new_messages: int
    persons: tuple[Person, ...]
    cooperations: tuple[CooperationRecorded, ...]
    acts: tuple[ActRecorded, ...]
    findings: Mapping[str, Finding]
    consents: tuple[ConsentView, ...]
    statements: tuple[StatementView, ...]
    to_take_back: tuple[str, ...]
    withdrawals: tuple[WithdrawalTask, ...]
    attention: tuple[Attention, ...]
    timeline: tuple[TimelineItem, ...]
    conflicts: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class CaseHead:
    """What stands on top of every page of a case."""

    id: str
    name: str
    is_closed: bool


@dataclass(frozen=True, kw_only=True)
class CaseRow:
    """A case in the list of cases."""

    id: str
    name: str
    opened_on: date | None
    is_closed: bool
    risk: RiskKind
    is_danger_now: bool
    full_due: date | None
    is_overdue: bool
    new_messages: int
    to_review: int
    last_day: date | None


def case_rows(desk: Desk, today: date) -> tuple[CaseRow, ...]:
    """The cases this officer has access to: overdue first, then by what happened last."""
    with desk.lock:
        rows = [_row(desk, case, today) for case in desk.book.case_ids()]
    rows.sort(key=lambda row: (row.is_closed, not row.is_overdue, not row.new_messages, row.name.casefold()))
    return tuple(rows)


def case_head(desk: Desk, name: str) -> CaseHead:
    """The head of one case.

    Raises:
        Refused: this officer has access to no such case.
    """
    with desk.lock:
        case_id = desk.case_keys(name).id
        case = desk.book.case(case_id)
    return CaseHead(id=case_id, name=case_name(case), is_closed=case.closed is not None)


def case_view(desk: Desk, name: str, today: date) -> CaseView:
    """One case.

    Raises:
        Refused: this officer has access to no such case.
    """
    with desk.lock:
        case_id = desk.case_keys(name).id
        case = desk.book.case(case_id)
        reports = tuple(_report(desk, report) for report in case.reports if report in desk.book.reports)
        return CaseView(
            id=case_id,
            name=case_name(case),
            opened_on=case.opened.on if case.opened else None,
            opened_by=desk.book.officer_name(case.opened.by) if case.opened else "",
            is_closed=case.closed is not None,
            outcome=case.closed.outcome if case.closed else "",
            reports=reports,
            conversation=_conversation(desk, case, reports),
            risk=case.risk.kind,
            rapid=case.risk.rapid,
            full=case.risk.full,
            assessments=standing_assessments(case.timeline),
            full_due=case.risk.full_due,
            is_overdue=case.risk.is_overdue(today),
            no_contact_because=_no_contact_because(case, today),
            new_messages=len(unread(desk, case_id)),
            persons=tuple(case.persons.values()),
            cooperations=case.cooperations,
            acts=case.acts,
            consents=tuple(_consent(item, case, today) for item in case.consents.by_id.values()),
            findings={act.act: case.verification.finding(act.act, Element.HAPPENED) for act in case.acts},
            statements=tuple(statement_view(desk, draft) for draft in case.statements.values()),
            to_take_back=tuple(task.statement for task in case.recalls),
            withdrawals=withdrawal_tasks(desk, case),
            attention=attention_to(desk, case_id, today),
            timeline=_timeline(desk, case),
            conflicts=tuple(conflict.kind.value for conflict in case.conflicts),
        )


def statement_view(desk: Desk, draft: Draft) -> StatementView:
    """A statement as lists show it."""
    return StatementView(
        id=draft.statement,
        state=draft.state,
        is_mine=draft.draft.by == desk.officer.id,
        officer=desk.book.officer_name(draft.draft.by),
        waits=draft.statement in waiting_statements(desk),
        draft=draft,
    )


def is_danger_now(case: Case) -> bool:
    """Whether the last assessment about a source of the case says that someone is in danger now."""
    kinds = [case.risks.about(report).kind for report in case.reports]
    return RiskKind.RAPID in (case.risk.kind, *kinds)


def _row(desk: Desk, case_id: str, today: date) -> CaseRow:
    case = desk.book.case(case_id)
    return CaseRow(
        id=case_id,
        name=case_name(case),
        opened_on=case.opened.on if case.opened else None,
        is_closed=case.closed is not None,
        risk=case.risk.kind,
        is_danger_now=case.closed is None and is_danger_now(case),
        full_due=case.risk.full_due,
        is_overdue=case.closed is None and case.risk.is_overdue(today),
        new_messages=len(unread(desk, case_id)),
        to_review=sum(draft.draft.by != desk.officer.id for draft in case.awaiting_second_officer),
        last_day=case.timeline[-1].fact.on if case.timeline else None,
    )


def _report(desk: Desk, report: str) -> CaseReport:
    view = report_view(desk, report, mark_read=False)
    return CaseReport(
        id=view.id,
        day=view.day,
        danger=view.answers.danger,
        contact=view.answers.contact,
        what=view.answers.what,
        attachments=len(view.attachments),
        messages=view.messages,
        has_unrecorded=view.has_unrecorded,
        takes_back=any(item.takes_back for item in view.decisions),
    )


def _conversation(desk: Desk, case: Case, reports: tuple[CaseReport, ...]) -> tuple[Said, ...]:
    said = [
        (
            message.place,
            Said(
                place=message.place,
                day=message.day,
                officer="",
                text=message.text,
                attachments=message.attachments,
                is_new=message.is_new,
                report=report.id,
            ),
        )
        for report in reports
        for message in report.messages
    ]
    for item in case.timeline:
        if isinstance(item.fact, SourceAnswered):
            place = item.index // PLACES_PER_ENTRY
            ours = Said(
                place=_place_in_log(desk, item),
                day=item.fact.on,
                officer=desk.book.officer_name(item.author),
                text=item.fact.text,
                attachments=(),
                is_new=False,
                report=item.fact.report or "",
            )
            said.append((place, ours))
    return tuple(item for _, item in sorted(said, key=lambda pair: pair[0]))


def _place_in_log(desk: Desk, item: Recorded) -> int | None:
    place = item.index // PLACES_PER_ENTRY
    return place if place < desk.replica.size() else None


def _no_contact_because(case: Case, today: date) -> str:
    try:
        case.may_contact(today)
    except NoRiskAssessment as err:
        return str(err)
    return ""


def _consent(consent: Consent, case: Case, today: date) -> ConsentView:
    return ConsentView(
        id=consent.given.consent,
        person=person_label(case, consent.given.person),
        standing=consent.standing(today),
        consent=consent,
    )


def undone_by(desk: Desk, case: Case, item: Recorded) -> tuple[str, ...]:
    """Who took an entry back and why, one for each undoing that stands."""
    return tuple(
        f"{desk.book.officer_name(undoing.author)}: {undoing.fact.reason}"
        for undoing in case.record.undoings.get(item.index, ())
        if isinstance(undoing.fact, FactUndone)
    )


def _timeline(desk: Desk, case: Case) -> tuple[TimelineItem, ...]:
    items = [
        TimelineItem(
            place=_place_in_log(desk, item),
            day=item.fact.on,
            title=item.fact.title,
            officer=desk.book.officer_name(item.author),
            lines=told(item.fact, case, desk.book.officer_name),
            undone_by=undone_by(desk, case, item),
        )
        for item in case.history
    ]
    return tuple(reversed(items))
