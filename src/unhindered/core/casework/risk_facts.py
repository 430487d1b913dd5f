"""Facts about the safety of sources: what was assessed, and the rhythm of check-ins."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from unhindered.core.casework.fact_bases import RecordedBy
from unhindered.core.casework.fields import EveryDays, GraceHours, RequiredText, Sha256, Text


class RiskLevel(StrEnum):
    """How officers judge the danger, in words: no number that would claim to be measured."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    EXTREME = "extreme"


@dataclass(frozen=True, kw_only=True)
class RapidRiskAssessed(RecordedBy):
    """Five fields that allow contact with someone in danger now; the full assessment is due in 24 hours.

    `report` is whose source it is about; without one it is about all reports that the case has by then.
    """

    title = "Rapid risk assessment"

    danger_now: bool
    threat: RequiredText
    safe_contact: RequiredText
    do_not: RequiredText
    next_step: RequiredText
    report: Sha256 | None = None


@dataclass(frozen=True, kw_only=True)
class RiskAssessed(RecordedBy):
    """A full assessment: threats, vulnerabilities and capacities, the channel to use, what not to do.

    `measures` is what is done to lower the danger and by whom, `danger_level` the officers' judgement once
    that is done. `report` as in a rapid one.
    """

    title = "Full risk assessment"

    threats: RequiredText
    vulnerabilities: RequiredText
    capacities: RequiredText
    channel: RequiredText
    do_not: RequiredText
    review_by: date | None = None
    report: Sha256 | None = None
    measures: Text = ""
    danger_level: RiskLevel | None = None


@dataclass(frozen=True, kw_only=True)
class CheckInAgreed(RecordedBy):
    """We agreed with the source of a report on a rhythm of check-ins, in place of any earlier one.

    `starts` counts as the first check-in, `until` is the last day on which one is due. A missed one rings
    `grace_hours` after the end of its day, UTC.
    """

    title = "Check-ins agreed"

    report: Sha256
    every_days: EveryDays
    grace_hours: GraceHours
    starts: date
    until: date | None = None


@dataclass(frozen=True, kw_only=True)
class CheckInEnded(RecordedBy):
    """The rhythm of check-ins with the source of a report ended; nothing is missed any more."""

    title = "Check-ins ended"

    report: Sha256
    note: Text = ""


RiskFact = RapidRiskAssessed | RiskAssessed | CheckInAgreed | CheckInEnded
