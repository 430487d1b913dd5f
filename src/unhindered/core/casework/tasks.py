"""Everything that is to be done on a case: what officers recorded, and what follows from its facts.

What follows from facts is nowhere recorded and cannot be ticked off: it ends when the fact is there that it
waits for. Sorted by danger, then by time.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from unhindered.core.casework.case import Case
from unhindered.core.casework.consent import Consent
from unhindered.core.casework.risk import Risk, RiskKind
from unhindered.core.casework.work_facts import DeadlineSet

# How long before its end a consent is asked for again.
CONSENT_ENDS_WITHIN: Final = timedelta(days=30)


class TaskKind(StrEnum):
    """Why something is to be done, the gravest first; each with its word on screen."""

    WITHDRAWAL = "withdrawal"
    RECALL = "recall"
    ASK_BACK = "ask back"
    FULL_ASSESSMENT = "full assessment"
    FIRST_ASSESSMENT = "risk not assessed"
    CHECK_IN = "check-in"
    ASSESSMENT_REVIEW = "look at the risk again"
    MESSAGE = "message"
    DEADLINE = "deadline"
    SECOND_OFFICER = "second officer"
    SENDING = "second officer, sending"
    JUDGEMENT = "second officer, finding"
    RELEASE = "release"
    CONSENT_ENDS = "consent ends"
    OWN = "task"

    @property
    def is_safety(self) -> bool:
        """Whether somebody may come to harm while it waits; then it comes first, due or not."""
        return self in _SAFETY

    @property
    def is_recorded(self) -> bool:
        """Whether officers recorded it, and so tick it off; anything else ends by the fact it waits for."""
        return self in (TaskKind.DEADLINE, TaskKind.OWN)


_SAFETY: Final = frozenset(
    {
        *(TaskKind.WITHDRAWAL, TaskKind.RECALL, TaskKind.ASK_BACK),
        *(TaskKind.FULL_ASSESSMENT, TaskKind.FIRST_ASSESSMENT),
    }
)
_GRAVEST_FIRST: Final = {kind: number for number, kind in enumerate(TaskKind)}


@dataclass(frozen=True, kw_only=True)
class Task:
    """One thing to do. `name` tells it from all others of its case and stays the same over time.

    `due` is the last good day. `officer` is whom it is for; empty: whoever works on the case. `by` is who
    recorded it, empty where it follows from facts; `not_for` who may not do it. `about` is what it is about
    by id: a consent, a statement, a report.
    """

    kind: TaskKind
    name: str
    what: str
    due: date | None = None
    officer: str = ""
    by: str = ""
    not_for: str = ""
    about: str = ""
    note: str = ""
    rule: str = ""

    def is_overdue(self, today: date) -> bool:
        """Whether its last good day is over."""
        return self.due is not None and self.due < today

    def is_urgent(self, today: date) -> bool:
        """Whether it cannot wait for tomorrow: somebody may come to harm, or its last day is here."""
        return self.kind.is_safety or (self.due is not None and self.due <= today)


def urgency(task: Task, today: date) -> tuple[bool, bool, date, int, str, str]:
    """By what tasks are sorted: danger, then what cannot wait, then the day; what has no day comes last."""
    rank = _GRAVEST_FIRST[task.kind]
    is_calm = not task.is_urgent(today)
    return not task.kind.is_safety, is_calm, task.due or date.max, rank, task.what, task.name


def in_order(tasks: Iterable[Task], today: date) -> tuple[Task, ...]:
    """The most urgent first."""
    return tuple(sorted(tasks, key=lambda task: urgency(task, today)))


def tasks_of(case: Case, today: date) -> tuple[Task, ...]:
    """All that this case's facts ask for, in order. Of a closed case only what must still be called back."""
    recalls = list(_recalls(case))
    if case.closed is not None:
        return in_order(recalls, today)
    found = (
        *recalls,
        *_assessments(case),
        *_statements(case),
        *_for_second_officers(case),
        *_ending_consents(case, today),
        *_recorded(case),
    )
    return in_order(found, today)


def _recalls(case: Case) -> Iterator[Task]:
    for statement in dict.fromkeys(task.statement for task in case.recalls):
        yield Task(
            kind=TaskKind.RECALL,
            name=f"recall/{statement}",
            what="Take a statement back: a consent it rests on was withdrawn.",
            about=statement,
        )
    for sending in dict.fromkeys(recall.sent.sending for recall in case.sendings.open_recalls):
        yield Task(
            kind=TaskKind.ASK_BACK,
            name=f"ask-back/{sending}",
            what="Ask a recipient to give back or destroy what was sent: a consent was withdrawn.",
            about=sending,
        )


def _assessments(case: Case) -> Iterator[Task]:
    if not case.reports:
        yield from _of_risk(case.risk, "")
    for report in case.reports:
        if case.risks.about(report).kind is RiskKind.NONE:
            yield Task(
                kind=TaskKind.FIRST_ASSESSMENT,
                name=f"first-assessment/{report}",
                what="Assess the risk of a source: nobody did.",
                about=report,
            )
        yield from _of_risk(case.risks.about(report), report)


def _of_risk(risk: Risk, report: str) -> Iterator[Task]:
    if risk.full_due is not None:
        yield Task(
            kind=TaskKind.FULL_ASSESSMENT,
            name=f"full-assessment/{report}",
            what="Make the full risk assessment: the rapid one carries until then.",
            due=risk.full_due,
            about=report,
        )
    elif risk.full is not None and risk.full.review_by is not None:
        yield Task(
            kind=TaskKind.ASSESSMENT_REVIEW,
            name=f"assessment-review/{report}",
            what="Look at the risk assessment again, and record a new one.",
            due=risk.full.review_by,
            about=report,
        )


def _statements(case: Case) -> Iterator[Task]:
    for draft in case.awaiting_second_officer:
        yield Task(
            kind=TaskKind.SECOND_OFFICER,
            name=f"second-officer/{draft.statement}",
            what="Read a statement that another officer drafted, and decide.",
            not_for=draft.draft.by,
            about=draft.statement,
        )
    for draft in case.awaiting_release:
        yield Task(
            kind=TaskKind.RELEASE,
            name=f"release/{draft.statement}",
            what="Publish an approved statement, or return it.",
            about=draft.statement,
        )


def _for_second_officers(case: Case) -> Iterator[Task]:
    for drafted in case.sendings.awaiting_second_officer:
        yield Task(
            kind=TaskKind.SENDING,
            name=f"sending/{drafted.draft.sending}",
            what="Read what another officer wants to send, and decide.",
            not_for=drafted.draft.by,
            about=drafted.draft.sending,
        )
    for item in (*case.verification.awaiting_review, *case.verification.disputed):
        yield Task(
            kind=TaskKind.JUDGEMENT,
            name=f"judgement/{item.judgement.judgement}",
            what="Read what another officer judged, and decide with a comment.",
            not_for=item.judgement.by,
            about=item.judgement.judgement,
        )


def _ending_consents(case: Case, today: date) -> Iterator[Task]:
    standing = case.consents_standing(today)
    for consent in standing:
        given = consent.given
        if given.expires - today <= CONSENT_ENDS_WITHIN and not _is_renewed(consent, standing):
            person = case.persons.get(given.person)
            yield Task(
                kind=TaskKind.CONSENT_ENDS,
                name=f"consent-ends/{given.consent}",
                what=f"Ask {person.label if person else 'somebody'} again: a consent ends.",
                due=given.expires,
                about=given.consent,
            )


def _is_renewed(consent: Consent, standing: Iterable[Consent]) -> bool:
    given = consent.given
    return any(
        other.given.expires > given.expires
        and other.covers(
            person=given.person, purpose=given.purpose, recipient=given.recipient, level=given.level
        )
        for other in standing
    )


def _recorded(case: Case) -> Iterator[Task]:
    for item in case.work.open_items:
        task = Task(kind=TaskKind.OWN, name=item.task, what=item.what, due=item.due, by=item.by)
        if isinstance(item, DeadlineSet):
            counted = f" ({item.counted})" if item.counted else ""
            yield replace(task, kind=TaskKind.DEADLINE, rule=f"{item.rule}{counted}".strip())
        else:
            yield replace(task, officer=item.officer or "", note=item.note)
