"""What sources are told by itself of where things stand: of the days before today, and once a day at most.

Posted at once, a status would show the gate which of the officers' entries belongs to which mailbox. So it
says how things stood at the end of yesterday, and leaves with the first sync of a day.
"""

import hmac
from collections.abc import Iterator
from datetime import date, timedelta

from unhindered.core.canonical_json import canonical_json
from unhindered.core.casework.case import Case, replay
from unhindered.core.casework.case_facts import CaseOpened, ReportAdded
from unhindered.core.casework.drafts import Draft
from unhindered.core.casework.record import Recorded
from unhindered.core.casework.risk_facts import RapidRiskAssessed, RiskAssessed
from unhindered.core.casework.source_facts import SourceDecided
from unhindered.core.correspondence import status as told
from unhindered.core.correspondence.status import AgreedRhythm, Status, Step, status_to_json
from unhindered.core.errors import Refused
from unhindered.desk.actions.decisions import consents_recorded, source_in
from unhindered.desk.desk import Desk
from unhindered.desk.entries.inner import case_subject, report_subject
from unhindered.desk.entries.told_status import ToldStatus
from unhindered.desk.letters import HeldReport
from unhindered.desk.outbox import STATUS, Letter, unpack
from unhindered.desk.writing import compose_status_entry

_KEY_LABEL = b"unhindered/status/v1\n"
_DIGEST_LABEL = b"unhindered/status-digest/v1\n"
# That somebody looked again, and nothing else, is told this often at most.
LOOKED_AGAIN = timedelta(days=7)


def post_statuses(desk: Desk, today: date) -> int:
    """Put into the outbox what sources have to be told today; how many. Once a day, whoever is first."""
    on = today - timedelta(days=1)
    mark = f"statuses/{on.isoformat()}"
    with desk.lock:
        roster = desk.book.roster
        if mark in desk.docket.marks() or roster is None or roster.member(desk.officer.id) is None:
            return 0
        due = [(report, status) for report, status in _statuses(desk, on) if _is_due(desk, report, status)]
        for report, status in due:
            _post(desk, report, status)
        for old in [known for known in desk.docket.marks() if known.startswith("statuses/")]:
            desk.docket.unmark(old)
        desk.docket.mark(mark)
    return len(due)


def drop_what_others_told(desk: Desk) -> None:
    """Drop statuses that waited here while a colleague's desk told of the same day or a later one.

    Before anything is sent: a gate remembers for two days only which status of a day it has.
    """
    with desk.lock:
        for item in desk.docket.outbox():
            if item.kind == STATUS:
                report, _, on = unpack(item.content).about.partition("/")
                known = desk.book.told_statuses.get(report)
                if known is not None and known.on >= date.fromisoformat(on):
                    desk.docket.drop(item.number)


def status_of(desk: Desk, report: HeldReport, on: date) -> Status | None:
    """How things stood with a report at the end of a day, by the log alone; None where this desk cannot say.

    That is where the report is in a case of others, or where nothing was recorded about it at all.
    """
    case_id = desk.book.case_of_report(report.id)
    if case_id is None and desk.book.taken_by(report.id) is not None:
        return None
    triage = _until(desk.book.replayed_from_log(report_subject(report.id)), on)
    subject = None if case_id is None else case_subject(case_id)
    case = None if subject is None else _until(desk.book.replayed_from_log(subject), on)
    if case is not None and report.id not in case.reports:
        case = None
    steps = tuple(sorted(_steps(triage, case, report.id), key=_order))
    joined = None if case is None else _joined(case, report.id)
    days = [item.fact.on for item in _about_this_source(triage, case, joined)]
    if not steps and not days:
        return None
    return Status(
        on=on,
        looked_on=max(days, default=None),
        steps=steps,
        consents=() if case is None else consents_recorded(case, report.id, on),
        withdrawn=any(step.step == told.WITHDRAWN for step in steps),
        rhythm=None if case is None else _rhythm(case, report.id),
    )


def _statuses(desk: Desk, on: date) -> Iterator[tuple[HeldReport, Status]]:
    for report in desk.book.reports.values():
        if report.report.keys is None:
            continue
        status = status_of(desk, report, on)
        if status is not None:
            yield report, status


def _is_due(desk: Desk, report: HeldReport, status: Status) -> bool:
    known = desk.book.told_statuses.get(report.id)
    if known is None:
        return True
    if status.on <= known.on:
        return False
    if known.digest != _digest(desk, report, status):
        return True
    looked_since = status.looked_on is not None and status.looked_on > known.on
    return looked_since and status.on - known.on >= LOOKED_AGAIN


def _post(desk: Desk, report: HeldReport, status: Status) -> None:
    """One append: the status, and for the team that it was told."""
    note = ToldStatus(report=report.id, on=status.on, digest=_digest(desk, report, status))
    try:
        entry = compose_status_entry(status, report.mailbox, team=desk.team)
    except Refused:
        # A source whom nothing can be sealed to must not keep the others from being told.
        return
    about = f"{report.id}/{status.on.isoformat()}"
    # The same for every desk of the team, so that the gate takes only the first of a day.
    key = hmac.digest(desk.team.tag_key, _KEY_LABEL + about.encode(), "sha256")
    letter = Letter(entries=(entry, desk.pen().told_status(note)), about=about)
    desk.post(letter, kind=STATUS, request_key=key)


def _digest(desk: Desk, report: HeldReport, status: Status) -> str:
    """Of all but the days of saying and looking, under a key that only the officers of the case have."""
    case_id = desk.book.case_of_report(report.id)
    key = desk.team.tag_key if case_id is None else desk.case_keys(case_id).tag_key
    content = status_to_json(status)
    matter = {name: content[name] for name in ("steps", "consents", "withdrawn", "rhythm")}
    return hmac.digest(key, _DIGEST_LABEL + report.id.encode() + canonical_json(matter), "sha256").hex()


def _until(case: Case, on: date) -> Case:
    return replay(item for item in (*case.record.history, *case.set_aside) if item.fact.on <= on)


def _steps(triage: Case, case: Case | None, report: str) -> Iterator[Step]:
    joined = None if case is None else _joined(case, report)
    timelines = _about_this_source(triage, case, joined)
    if timelines:
        yield Step(on=min(item.fact.on for item in timelines), step=told.READ)
    yield from _first(told.ASSESSED, [item for item in timelines if _is_assessment(item, report, joined)])
    yield from _first(told.WITHDRAWN, [item for item in timelines if _is_withdrawal(item, report)])
    if case is None or joined is None:
        return
    yield Step(on=joined, step=told.CASE)
    published = [
        draft.release.on
        for draft in case.statements.values()
        if draft.release is not None and draft.release.on >= joined and _tells_of_source(draft, case, report)
    ]
    if published:
        yield Step(on=min(published), step=told.PUBLISHED)
    if case.closed is not None and case.closed.on >= joined:
        yield Step(on=case.closed.on, step=told.CLOSED)


def _about_this_source(triage: Case, case: Case | None, joined: date | None) -> list[Recorded]:
    """What was done since this report came: of a case, what is older says that another source was first."""
    if case is None or joined is None:
        return list(triage.timeline)
    return [*triage.timeline, *(item for item in case.timeline if item.fact.on >= joined)]


def _first(step: str, items: list[Recorded]) -> Iterator[Step]:
    if items:
        yield Step(on=min(item.fact.on for item in items), step=step)


def _joined(case: Case, report: str) -> date | None:
    days = [
        item.fact.on
        for item in case.timeline
        if (isinstance(item.fact, CaseOpened) and report in item.fact.reports)
        or (isinstance(item.fact, ReportAdded) and item.fact.report == report)
    ]
    return min(days, default=None)


def _is_assessment(item: Recorded, report: str, joined: date | None) -> bool:
    if not isinstance(item.fact, RapidRiskAssessed | RiskAssessed):
        return False
    # One that names no report is about those that were in the case by then.
    return item.fact.report == report or (
        item.fact.report is None and (joined is None or item.fact.on >= joined)
    )


def _is_withdrawal(item: Recorded, report: str) -> bool:
    return isinstance(item.fact, SourceDecided) and item.fact.withdraws and item.fact.report == report


def _tells_of_source(draft: Draft, case: Case, report: str) -> bool:
    """Of a case with several sources, each is told only of what rests on the own consent."""
    if len(case.reports) == 1:
        return True
    person = source_in(case, report)
    return person is not None and any(item.person == person for item in draft.draft.items)


def _rhythm(case: Case, report: str) -> AgreedRhythm | None:
    agreed = case.rhythms.get(report)
    if agreed is None:
        return None
    return AgreedRhythm(every_days=agreed.every_days, grace_hours=agreed.grace_hours, since=agreed.starts)


def _order(step: Step) -> tuple[date, int]:
    return step.on, told.STEPS.index(step.step)
