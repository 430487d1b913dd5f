"""Risk: what was assessed, what falls due, and whether the source may be contacted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType

from unhindered.core.casework.case_facts import CaseOpened, ReportAdded
from unhindered.core.casework.conflicts import Conflict, ConflictKind
from unhindered.core.casework.exit_facts import Sent
from unhindered.core.casework.interview_facts import ContactMade
from unhindered.core.casework.record import Record, Recorded
from unhindered.core.casework.risk_facts import CheckInAgreed, RapidRiskAssessed, RiskAssessed
from unhindered.core.casework.sending import SendingKind
from unhindered.core.casework.source_facts import SourceAnswered
from unhindered.core.errors import Refused

# Facts carry days, not hours, so 24 hours end with the next day.
FULL_FALLS_DUE = timedelta(days=1)
# Officers east of us may be a day ahead.
_DAY_BEFORE = timedelta(days=1)


class NoRiskAssessment(Refused):
    """Nobody may contact the source yet."""

    advice = (
        "Record a full risk assessment first. If someone is in danger now, the rapid one has five fields "
        "and allows contact today and tomorrow."
    )


class RiskKind(StrEnum):
    """How much is known about the risk."""

    NONE = "none"
    RAPID = "rapid"
    FULL = "full"


@dataclass(frozen=True, kw_only=True)
class Risk:
    """The latest assessments; a rapid one counts only where it says that someone is in danger now."""

    rapid: RapidRiskAssessed | None
    full: RiskAssessed | None
    rapid_is_newer: bool

    @property
    def kind(self) -> RiskKind:
        """Which assessment speaks now: a rapid one made after the full one comes first."""
        if self.rapid and (self.full is None or self.rapid_is_newer):
            return RiskKind.RAPID
        return RiskKind.FULL if self.full else RiskKind.NONE

    @property
    def full_due(self) -> date | None:
        """The last day for the full assessment that a rapid one asks for."""
        if self.kind is not RiskKind.RAPID or self.rapid is None:
            return None
        return self.rapid.on + FULL_FALLS_DUE

    def is_overdue(self, today: date) -> bool:
        """Whether a full assessment, or its review, should have been made before today."""
        due = self.full_due or (self.full.review_by if self.full else None)
        return due is not None and today > due

    def allows_contact(self, today: date) -> None:
        """Nothing if the source may be contacted.

        A rapid assessment carries until the full one is due. Then a full one is needed, or, while someone is
        still in danger, a new rapid one.

        Raises:
            NoRiskAssessment: there is none, or only a rapid one whose time is over.
        """
        if self.full is not None:
            return
        if self.rapid is None:
            raise NoRiskAssessment(
                "No risk assessment about this source is recorded, so the source cannot be contacted."
            )
        if today > self.rapid.on + FULL_FALLS_DUE:
            raise NoRiskAssessment("The rapid risk assessment has run out, and the full one is overdue.")
        if today < self.rapid.on - _DAY_BEFORE:
            raise NoRiskAssessment("The rapid risk assessment is dated in the future.")


NO_RISK = Risk(rapid=None, full=None, rapid_is_newer=False)


def risk_after(risk: Risk, item: Recorded) -> Risk:
    """What is known once this fact is known too."""
    match item.fact:
        case RapidRiskAssessed(danger_now=True):
            return Risk(rapid=item.fact, full=risk.full, rapid_is_newer=True)
        case RiskAssessed():
            return Risk(rapid=risk.rapid, full=item.fact, rapid_is_newer=False)
        case _:
            return risk


@dataclass(frozen=True, kw_only=True)
class Risks:
    """What is known about a case as a whole, and about the source of each report.

    An assessment that names a report is about that one. Any other is about all reports that were in the case
    by then: of a source who came later, it says nothing.
    """

    of_case: Risk
    by_report: Mapping[str, Risk]

    def about(self, report: str) -> Risk:
        """What was assessed about the source of a report."""
        return self.by_report.get(report, NO_RISK)

    def after(self, item: Recorded) -> "Risks":
        """What is known once this fact is known too."""
        match item.fact:
            case CaseOpened(reports=reports):
                changed = {report: self.about(report) for report in reports}
            case ReportAdded(report=report):
                changed = {report: self.about(report)}
            case RapidRiskAssessed(report=report) | RiskAssessed(report=report):
                about = self.by_report if report is None else (report,)
                changed = {known: risk_after(self.about(known), item) for known in about}
            case _:
                return self
        return Risks(
            of_case=risk_after(self.of_case, item),
            by_report=MappingProxyType({**self.by_report, **changed}),
        )


def risks_of(record: Record) -> tuple[Risks, tuple[Conflict, ...]]:
    """The risks as they stand, and every contact that came too early."""
    risks = Risks(of_case=NO_RISK, by_report=MappingProxyType({}))
    conflicts = []
    for item in record.facts:
        risks = risks.after(item)
        if not all(allows_contact(risk, item.fact.on) for risk in _of_whom_it_reaches(item, risks)):
            conflicts.append(Conflict(kind=ConflictKind.CONTACT_BEFORE_RISK, indexes=(item.index,)))
    return risks, tuple(conflicts)


def _of_whom_it_reaches(item: Recorded, risks: Risks) -> tuple[Risk, ...]:
    """The risk that has to be assessed before this fact, if it is contact."""
    match item.fact:
        case (
            SourceAnswered(report=str() as report) | CheckInAgreed(report=report) | ContactMade(report=report)
        ):
            return (risks.about(report),)
        case SourceAnswered() | Sent(kind=SendingKind.ANSWER):
            return (risks.of_case,)
        case _:
            return ()


def allows_contact(risk: Risk, day: date) -> bool:
    """Whether a risk allows contact, where several are compared."""
    try:
        risk.allows_contact(day)
    except NoRiskAssessment:
        return False
    return True
