"""Check-ins and alarms at the desk: agree with a source on a rhythm, see what rings, take it on."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import Any

from unhindered.core.casework.assessments import Assessment, standing_assessments
from unhindered.core.casework.check_ins import (
    OTHERS,
    AlarmKind,
    DueCheckIn,
    RingingAlarm,
    VisitState,
    check_ins_due,
    ringing,
    silent_alarm,
)
from unhindered.core.casework.risk_facts import CheckInAgreed, RapidRiskAssessed, RiskAssessed
from unhindered.core.correspondence.changes import RhythmProposed
from unhindered.core.errors import Refused
from unhindered.desk.actions.recording import new_fact
from unhindered.desk.desk import Desk
from unhindered.desk.entries.for_watch import ACKNOWLEDGEMENT_NAME, TakenOn, compose_acknowledgement
from unhindered.desk.entries.inner import case_subject
from unhindered.desk.letters import HeldReport
from unhindered.desk.outbox import Letter
from unhindered.desk.watch_orders import (
    case_about,
    label_of,
    orders_here,
    reports_by_label,
    seen_visits,
    told_watch,
)

WHAT_TO_DO: Mapping[AlarmKind, str] = MappingProxyType(
    {
        AlarmKind.DURESS: "Do not write to the mailbox: somebody else reads it. Do not show that you know. "
        "Use only the safe contact that was agreed, and follow the plan for this source.",
        AlarmKind.DANGER: "Read the newest messages. Assess the risk again, rapidly. "
        "Use only the safe contact below, and decide now who does what.",
        AlarmKind.MISSED: "It may be a lost telephone or worse. Look into the mailbox for messages first. "
        "Then use the safe contact below; ask nobody who is not named there.",
        AlarmKind.HELD_BACK: "Count this check-in for its own day. If it happens again, the gate may be "
        "holding visits back: compare with your colleagues, and call who runs it.",
        AlarmKind.CLOCK: "Count this check-in for the day when it came. At the next contact, ask the source "
        "to look at the date of their device.",
        AlarmKind.SILENT: "Sync first. If it still rings, nobody is woken for check-ins or danger: look at "
        "the machine (`unhindered desk watch status`), and until it runs sync this desk by hand, often.",
    }
)


@dataclass(frozen=True, kw_only=True)
class AboutSource:
    """Whom an alarm or a check-in is about: report, case, and the rules for contact as last assessed."""

    report: str
    day: date
    case: str
    case_name: str
    taken_by: str
    safe_contact: tuple[str, ...]
    do_not: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class AlarmView:
    """One alarm that nobody took on, in words. `about` has several where sources in no order ring as one."""

    id: str
    kind: str
    sentence: str
    since: datetime
    to_do: str
    about: tuple[AboutSource, ...]

    @property
    def since_when(self) -> str:
        """The moment a grace was over; of a visit, the day, since a desk knows no more."""
        is_moment = self.kind == AlarmKind.MISSED.name.lower()
        return f"{self.since:%Y-%m-%d %H:%M} UTC" if is_moment else f"{self.since:%Y-%m-%d}"


@dataclass(frozen=True, kw_only=True)
class DueView:
    """The check-in that a rhythm waits for; `is_missed` once the grace is over."""

    about: AboutSource | None
    last: date
    due: date
    rings_at: datetime
    is_missed: bool


@dataclass(frozen=True, kw_only=True)
class ProposalView:
    """A rhythm that a source proposes and that nobody has agreed to yet; `ends` it where days are 0."""

    about: AboutSource
    day: date
    every_days: int
    grace_hours: int

    @property
    def ends(self) -> bool:
        """Whether the source wants no check-ins any more."""
        return self.every_days == 0


def agree(desk: Desk, report: str, values: Mapping[str, Any], today: date) -> None:
    """Agree on a rhythm with the source of a report, in place of an earlier one; the watch is told.

    Raises:
        NoRiskAssessment: no risk assessment about this source allows contact today.
        NoMailbox: an officer took this report down, and no receipt was made.
        Refused: no such report, it has no case here, or the rhythm cannot be kept.
    """
    with desk.lock:
        held = desk.book.report(report)
        subject = _subject(desk, held)
        # A check-in is a visit to the mailbox.
        _ = held.mailbox
        desk.book.replayed(subject).may_contact(today, held.id)
        fact = new_fact(
            desk, "CheckInAgreed", {"starts": today.isoformat(), **values, "report": held.id}, today
        )
        if isinstance(fact, CheckInAgreed) and fact.until is not None and fact.until < fact.starts:
            raise Refused(
                "The rhythm would end before it starts.", advice="Choose a later last day, or none."
            )
        desk.record(subject, [fact])


def end(desk: Desk, report: str, note: str, today: date) -> None:
    """End the rhythm with the source of a report; nothing is missed any more, and danger still rings.

    Raises:
        Refused: no such report, or no rhythm stands.
    """
    with desk.lock:
        held = desk.book.report(report)
        subject = _subject(desk, held)
        if held.id not in desk.book.replayed(subject).rhythms:
            raise Refused("No check-ins are agreed with this source.", advice="There is nothing to end.")
        desk.record(subject, [new_fact(desk, "CheckInEnded", {"report": held.id, "note": note}, today)])


def alarms(desk: Desk, now: datetime) -> tuple[AlarmView, ...]:
    """What rings and nobody took on, the gravest first."""
    with desk.lock:
        taken_on = [item.acknowledgement for item in told_watch(desk).taken_on]
        orders, visits = orders_here(desk).values(), seen_visits(desk)
        silent = silent_alarm(desk.book.watch_heard, taken_on, now)
        found = (*ringing(orders, visits, taken_on, now.astimezone(UTC)), *silent)
        by_label = reports_by_label(desk)
        return tuple(_alarm(desk, item, by_label) for item in found)


def due(desk: Desk, now: datetime) -> tuple[DueView, ...]:
    """The check-ins that are missed or come next, the soonest first."""
    with desk.lock:
        by_label = reports_by_label(desk)
        at = now.astimezone(UTC)
        found = check_ins_due(orders_here(desk).values(), seen_visits(desk), at)
        return tuple(_due(desk, item, by_label, at) for item in found)


def proposals(desk: Desk) -> tuple[ProposalView, ...]:
    """Rhythms that sources proposed last, where another one stands."""
    with desk.lock:
        found = []
        for report in desk.book.reports.values():
            letters = desk.book.letters.of(report, RhythmProposed)
            if not letters:
                continue
            last, case = letters[-1], case_about(desk, report)
            standing = None if case is None else case.rhythms.get(report.id)
            now = (0, 0) if standing is None else (standing.every_days, standing.grace_hours)
            if (last.letter.every_days, last.letter.grace_hours) != now:
                found.append(
                    ProposalView(
                        about=about_source(desk, report),
                        day=last.day,
                        every_days=last.letter.every_days,
                        grace_hours=last.letter.grace_hours,
                    )
                )
        return tuple(found)


def acknowledge(
    desk: Desk, names: Sequence[str], now: datetime, *, numbers: Collection[int] = ()
) -> tuple[str, ...]:
    """Take alarms on in this officer's name, so that nobody else is woken; which. No names, no numbers: all.

    `numbers` are those in the watch's calls: of alarms that only the watch knows, as of a dead line.

    Raises:
        Refused: no such alarm rings, or the officer is on no roster yet.
    """
    with desk.lock:
        desk.require_roster()
        rings = [item.id for item in alarms(desk, now)]
        chosen = [item for item in rings if item in names or (not names and not numbers)]
        if set(names) - set(chosen) or not (chosen or numbers):
            raise Refused("No such alarm rings at this desk.", advice="Sync, and look at the alarms again.")
        body = compose_acknowledgement(TakenOn(alarms=frozenset(chosen), numbers=frozenset(numbers)))
        desk.post(Letter(entries=(desk.pen().for_watch(ACKNOWLEDGEMENT_NAME, body),)))
        return tuple(chosen)


def about_source(desk: Desk, report: HeldReport) -> AboutSource:
    """Whom something is about, with what was assessed about contact."""
    case = case_about(desk, report)
    taken = desk.book.taken_by(report.id)
    known = desk.book.triage(report.id) if case is None else case
    rules = [rule for rule in standing_assessments(known.timeline) if rule.report in (None, report.id)]
    return AboutSource(
        report=report.id,
        day=report.day,
        case=desk.book.case_of_report(report.id) or "",
        case_name=case.opened.name if case is not None and case.opened else "",
        taken_by=desk.book.officer_name(taken) if taken else "",
        safe_contact=tuple(_safe_contact(rule) for rule in rules),
        do_not=tuple(rule.do_not for rule in rules),
    )


def _subject(desk: Desk, held: HeldReport) -> str:
    case = desk.book.case_of_report(held.id)
    if case is None:
        raise Refused(
            "This report is in no case that you have access to.",
            advice="Open a case with it first, or ask the officer who has it.",
        )
    return case_subject(case)


def _safe_contact(rule: Assessment) -> str:
    match rule:
        case RapidRiskAssessed():
            return rule.safe_contact
        case RiskAssessed():
            return rule.channel


def _alarm(desk: Desk, alarm: RingingAlarm, by_label: Mapping[str, Sequence[HeldReport]]) -> AlarmView:
    about = _others(desk, alarm.kind) if alarm.label == OTHERS else by_label.get(alarm.label, ())
    return AlarmView(
        id=alarm.id,
        kind=alarm.kind.name.lower(),
        sentence=alarm.kind.value,
        since=alarm.since,
        to_do=WHAT_TO_DO[alarm.kind],
        about=tuple(about_source(desk, report) for report in about),
    )


def _others(desk: Desk, kind: AlarmKind) -> list[HeldReport]:
    """The reports whose sources ring although no order names them; none where the report is not here."""
    if kind is AlarmKind.SILENT:
        return []
    state = VisitState.DANGER if kind is AlarmKind.DANGER else VisitState.DURESS
    orders = orders_here(desk)
    keys = {visit.key for visit in seen_visits(desk) if visit.state is state}
    return [
        report
        for report in desk.book.reports.values()
        if report.report.keys is not None
        and report.report.keys.signing.hex() in keys
        and label_of(desk, report) not in orders
    ]


def _due(
    desk: Desk, item: DueCheckIn, by_label: Mapping[str, Sequence[HeldReport]], now: datetime
) -> DueView:
    reports = by_label.get(item.label, ())
    # Of several reports of one source, the one that the rhythm was agreed on with.
    report = next((one for one in reports if _has_rhythm(desk, one)), reports[-1] if reports else None)
    return DueView(
        about=None if report is None else about_source(desk, report),
        last=item.last,
        due=item.due,
        rings_at=item.rings_at,
        is_missed=item.is_missed(now),
    )


def _has_rhythm(desk: Desk, report: HeldReport) -> bool:
    case = case_about(desk, report)
    return case is not None and report.id in case.rhythms
