"""Figures over cases: how many, how they ended, and how long bodies and States took to answer.

Only dates known to the day are counted in days; how many were left out stands beside each figure.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median
from types import MappingProxyType

from unhindered.core.casework.case import Case
from unhindered.core.casework.dates import read_edtf
from unhindered.core.casework.event_facts import InterventionAnswered, InterventionRecorded
from unhindered.core.casework.record_terms import ProcedureStage, ReplyKind

NO_BODY = ""


@dataclass(frozen=True, kw_only=True)
class Days:
    """Spans in days: how many, the middle one, the shortest, the longest; `left_out` lack a day."""

    count: int
    median: float | None
    shortest: int | None
    longest: int | None
    left_out: int


@dataclass(frozen=True, kw_only=True)
class BodyFigures:
    """What came back from one body: `body` is its id, empty where no body was named."""

    body: str
    interventions: int
    unanswered: int
    to_first_reply: Days
    to_admissibility: Days
    to_decision: Days
    stages: Mapping[ProcedureStage, int]


@dataclass(frozen=True, kw_only=True)
class Figures:
    """All that is counted."""

    cases: int
    open: int
    outcomes: Mapping[str, int]
    types_of_act: Mapping[str, int]
    bodies: tuple[BodyFigures, ...]


@dataclass(frozen=True, kw_only=True)
class _Asked:
    intervention: InterventionRecorded
    replies: tuple[InterventionAnswered, ...]


def figures_of(cases: Iterable[Case]) -> Figures:
    """The figures over these cases."""
    known = list(cases)
    asked: dict[str, list[_Asked]] = {}
    for case in known:
        for item in _asked(case):
            asked.setdefault(item.intervention.body or NO_BODY, []).append(item)
    acts = Counter(act.type_of_act for case in known for act in {act.act: act for act in case.acts}.values())
    outcomes = Counter(case.closed.outcome.value for case in known if case.closed is not None)
    return Figures(
        cases=len(known),
        open=sum(case.closed is None for case in known),
        outcomes=MappingProxyType(dict(sorted(outcomes.items()))),
        types_of_act=MappingProxyType(dict(acts.most_common())),
        bodies=tuple(_of_body(body, asked[body]) for body in sorted(asked)),
    )


def days_between(start: str | None, end: str | None) -> int | None:
    """The days from one EDTF date to another, if both are known to the day; none are negative."""
    first, last = _day(start), _day(end)
    if first is None or last is None or last < first:
        return None
    return (last - first).days


def _asked(case: Case) -> list[_Asked]:
    last = {fact.intervention: fact for _, fact in case.record.of(InterventionRecorded)}
    replies = {fact.reply: fact for _, fact in case.record.of(InterventionAnswered)}
    return [
        _Asked(
            intervention=fact,
            replies=tuple(reply for reply in replies.values() if reply.intervention == name),
        )
        for name, fact in last.items()
    ]


def _of_body(body: str, asked: Sequence[_Asked]) -> BodyFigures:
    answered = [item for item in asked if item.replies]
    stages = Counter(reply.stage for item in asked for reply in item.replies if reply.stage is not None)
    return BodyFigures(
        body=body,
        interventions=len(asked),
        unanswered=len(asked) - len(answered),
        to_first_reply=_days([_to(item, _first(item)) for item in answered]),
        to_admissibility=_days_to(ReplyKind.DECISION_ON_ADMISSIBILITY, asked),
        to_decision=_days_to(ReplyKind.DECISION, asked),
        stages=MappingProxyType({stage: stages[stage] for stage in ProcedureStage if stages[stage]}),
    )


def _to(asked: _Asked, reply: InterventionAnswered | None) -> int | None:
    return days_between(asked.intervention.date_of_intervention, reply.date_of_reply if reply else None)


def _first(asked: _Asked) -> InterventionAnswered | None:
    dated = [(day, reply) for reply in asked.replies if (day := _day(reply.date_of_reply)) is not None]
    return min(dated, key=lambda pair: pair[0])[1] if dated else None


def _days_to(kind: ReplyKind, asked: Sequence[_Asked]) -> Days:
    """Of several decisions of one kind, the last."""
    decided = [(item, [reply for reply in item.replies if reply.kind is kind]) for item in asked]
    last = [(item, max(found, key=_when)) for item, found in decided if found]
    return _days([_to(item, reply) for item, reply in last])


def _when(reply: InterventionAnswered) -> date:
    return _day(reply.date_of_reply) or date.min


def _day(text: str | None) -> date | None:
    span = None if text is None else read_edtf(text)
    if span is None or span.earliest != span.latest or span.uncertain or span.approximate:
        return None
    return span.earliest


def _days(spans: Sequence[int | None]) -> Days:
    known = sorted(span for span in spans if span is not None)
    return Days(
        count=len(known),
        median=median(known) if known else None,
        shortest=known[0] if known else None,
        longest=known[-1] if known else None,
        left_out=len(spans) - len(known),
    )
