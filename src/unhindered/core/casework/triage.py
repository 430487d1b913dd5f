"""Who needs somebody now: reports that nobody decided on and open cases, in one order of danger and time.

Pure rules over what is known of each; says since when, and what to do next. Nothing here calls anybody safe.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from unhindered.core.casework.inbox_order import DANGER_FIRST
from unhindered.core.casework.risk import Risk, RiskKind, allows_contact
from unhindered.core.casework.risk_facts import RiskAssessed, RiskLevel


class Urgency(StrEnum):
    """Why somebody is needed, the gravest first; each with the sentence that an officer reads."""

    DURESS = "Duress rings: somebody else may read the mailbox."
    SAYS_DANGER = "The source came back and said: I am in danger now."
    MISSED = "A check-in that was agreed on did not come."
    DANGER_NOT_ASSESSED = "The report says that somebody is in danger, and nobody assessed the risk."
    DANGER_ASSESSED = "Somebody is in danger now, as last assessed."
    HIGH_RISK = "The danger is high or extreme, as last assessed."
    FULL_OVERDUE = "The rapid assessment has run out, and the full one is overdue."
    UNSURE_NOT_ASSESSED = (
        "The source is not sure whether somebody is in danger, and nobody assessed the risk."
    )
    REVIEW_OVERDUE = "The risk assessment should have been looked at again by now."


NEXT_STEPS: Mapping[Urgency, str] = MappingProxyType(
    {
        Urgency.DURESS: "Write nothing into the mailbox. Follow what was agreed for this source.",
        Urgency.SAYS_DANGER: "Read the newest messages, then make a rapid assessment.",
        Urgency.MISSED: "Look for messages. Then use only the safe contact that was agreed.",
        Urgency.DANGER_NOT_ASSESSED: "Make the rapid assessment: five fields.",
        Urgency.DANGER_ASSESSED: "Do today's urgent steps, then the full assessment.",
        Urgency.HIGH_RISK: "Do today's urgent steps, and see that the measures are taken.",
        Urgency.FULL_OVERDUE: "Make the full assessment, or a new rapid one while the danger lasts.",
        Urgency.UNSURE_NOT_ASSESSED: "Assess the risk.",
        Urgency.REVIEW_OVERDUE: "Look at the assessment again, and record a new one.",
    }
)
_GRAVEST_FIRST = tuple(Urgency)


@dataclass(frozen=True, kw_only=True)
class AtRisk:
    """What is known about the source of one report; `name` is what the list calls it, a report or a case.

    `danger` is the report's own word, `came` its day. `rings` are alarms that nobody took on, each with the
    day since when.
    """

    name: str
    danger: str
    came: date
    risk: Risk
    rings: tuple[tuple[Urgency, date], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Concern:
    """One line of the list: the gravest reason, since when, and the other reasons."""

    name: str
    urgency: Urgency
    since: date
    others: tuple[Urgency, ...]

    @property
    def next_step(self) -> str:
        """What to do first."""
        return NEXT_STEPS[self.urgency]

    def days(self, today: date) -> int:
        """For how many days it has been so."""
        return max(0, (today - self.since).days)


def concerns(known: Iterable[AtRisk], today: date) -> tuple[Concern, ...]:
    """Everybody who needs somebody now: by danger, then who waits longest. Each name stands there once."""
    found: dict[str, list[tuple[Urgency, date]]] = {}
    for item in known:
        found.setdefault(item.name, []).extend(_reasons(item, today))
    lines = [_concern(name, reasons) for name, reasons in found.items() if reasons]
    return tuple(sorted(lines, key=_order))


def _concern(name: str, reasons: list[tuple[Urgency, date]]) -> Concern:
    ordered = sorted(reasons, key=lambda reason: (_GRAVEST_FIRST.index(reason[0]), reason[1]))
    urgency, since = ordered[0]
    others = tuple(dict.fromkeys(other for other, _ in ordered if other is not urgency))
    return Concern(name=name, urgency=urgency, since=since, others=others)


def _order(concern: Concern) -> tuple[int, date, str]:
    return _GRAVEST_FIRST.index(concern.urgency), concern.since, concern.name


def _reasons(item: AtRisk, today: date) -> Iterator[tuple[Urgency, date]]:
    yield from item.rings
    risk = item.risk
    if risk.kind is RiskKind.NONE:
        # What nobody said counts as unsure, as in the inbox.
        if item.danger == DANGER_FIRST[0]:
            yield Urgency.DANGER_NOT_ASSESSED, item.came
        elif item.danger != DANGER_FIRST[-1]:
            yield Urgency.UNSURE_NOT_ASSESSED, item.came
    elif risk.kind is RiskKind.RAPID and risk.rapid is not None:
        due = risk.full_due or risk.rapid.on
        still_allows = allows_contact(risk, today) and today <= due
        yield (Urgency.DANGER_ASSESSED, risk.rapid.on) if still_allows else (Urgency.FULL_OVERDUE, due)
    elif risk.full is not None:
        yield from _fully_assessed(risk.full, today)


def _fully_assessed(full: RiskAssessed, today: date) -> Iterator[tuple[Urgency, date]]:
    if full.danger_level in (RiskLevel.HIGH, RiskLevel.EXTREME):
        yield Urgency.HIGH_RISK, full.on
    if full.review_by is not None and today > full.review_by:
        yield Urgency.REVIEW_OVERDUE, full.review_by
