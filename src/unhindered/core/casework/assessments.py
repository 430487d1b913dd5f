"""Whose “Do not” stands: the last assessment of each kind; a newer one never hides behind an older."""

from collections.abc import Iterable
from typing import TypeAlias

from unhindered.core.casework.record import Recorded
from unhindered.core.casework.risk_facts import RapidRiskAssessed, RiskAssessed

Assessment: TypeAlias = RapidRiskAssessed | RiskAssessed


def standing_assessments(timeline: Iterable[Recorded]) -> tuple[Assessment, ...]:
    """The last rapid and the last full assessment about each source, the newest first.

    One that names no report is about all of the case, and takes the place of all of its kind before it.
    A rapid one counts here even where it does not say that someone is in danger now: it allows no contact,
    but what it says nobody must do holds all the same.
    """
    standing: list[Assessment] = []
    for item in timeline:
        fact = item.fact
        if isinstance(fact, RapidRiskAssessed | RiskAssessed):
            standing = [fact, *(other for other in standing if not _replaces(fact, other))]
    return tuple(standing)


def _replaces(new: Assessment, old: Assessment) -> bool:
    return type(new) is type(old) and new.report in (None, old.report)
