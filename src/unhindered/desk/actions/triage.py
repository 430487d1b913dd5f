"""Who needs somebody now, among the reports and cases of this desk; the rules: core/casework/triage.py."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType

from unhindered.core.casework.assessments import standing_assessments
from unhindered.core.casework.check_ins import AlarmKind
from unhindered.core.casework.triage import AtRisk, Concern, Urgency, concerns
from unhindered.desk.actions.cases import case_name
from unhindered.desk.actions.check_ins import alarms
from unhindered.desk.actions.inbox import excerpt, undecided_in_sight
from unhindered.desk.desk import Desk
from unhindered.desk.letters import HeldReport

_RINGS: Mapping[str, Urgency] = MappingProxyType(
    {
        AlarmKind.DURESS.name.lower(): Urgency.DURESS,
        AlarmKind.DANGER.name.lower(): Urgency.SAYS_DANGER,
        AlarmKind.MISSED.name.lower(): Urgency.MISSED,
    }
)


@dataclass(frozen=True, kw_only=True)
class NeededNow:
    """One line of the list; `case` is empty for a report without one. `do_not` is what nobody must do."""

    concern: Concern
    case: str
    name: str
    report: str
    day: date
    days: int
    excerpt: str
    do_not: tuple[str, ...]

    @property
    def where(self) -> str:
        """The address of the page where the next step is taken."""
        return f"/case/{self.case}/urgent" if self.case else f"/report/{self.report}"


def needed_now(desk: Desk, now: datetime) -> tuple[NeededNow, ...]:
    """Undecided reports and open cases whose danger stands, by danger and time. Each stands there once."""
    today = now.date()
    with desk.lock:
        rings = _rings(desk, now)
        known: dict[str, list[HeldReport]] = {}
        found = []
        for name, report in _looked_at(desk):
            known.setdefault(name, []).append(report)
            found.append(_at_risk(desk, name, report, rings.get(report.id, ())))
        return tuple(_needed(desk, concern, known[concern.name], today) for concern in concerns(found, today))


def _looked_at(desk: Desk) -> Iterator[tuple[str, HeldReport]]:
    """Reports under the name that the list has for them: their own, or their case's."""
    for report in undecided_in_sight(desk):
        yield report, desk.book.reports[report]
    for case_id in desk.book.case_ids():
        case = desk.book.case(case_id)
        if case.closed is None:
            yield from (
                (case_id, desk.book.reports[item]) for item in case.reports if item in desk.book.reports
            )


def _rings(desk: Desk, now: datetime) -> dict[str, tuple[tuple[Urgency, date], ...]]:
    found: dict[str, tuple[tuple[Urgency, date], ...]] = {}
    for alarm in alarms(desk, now):
        if alarm.kind in _RINGS:
            for about in alarm.about:
                ring = (_RINGS[alarm.kind], alarm.since.date())
                found[about.report] = (*found.get(about.report, ()), ring)
    return found


def _at_risk(desk: Desk, name: str, report: HeldReport, rings: tuple[tuple[Urgency, date], ...]) -> AtRisk:
    risk = desk.book.triage(name).risk if name == report.id else desk.book.case(name).risks.about(report.id)
    return AtRisk(name=name, danger=report.report.answers.danger, came=report.day, risk=risk, rings=rings)


def _needed(desk: Desk, concern: Concern, reports: list[HeldReport], today: date) -> NeededNow:
    is_case = concern.name != reports[0].id
    subject = desk.book.case(concern.name) if is_case else desk.book.triage(concern.name)
    return NeededNow(
        concern=concern,
        case=concern.name if is_case else "",
        name=case_name(subject) if is_case else "",
        report=reports[0].id,
        day=reports[0].day,
        days=concern.days(today),
        excerpt=excerpt(reports[0].report.answers.what),
        do_not=tuple(rule.do_not for rule in standing_assessments(subject.timeline)),
    )
