"""Which alarms ring: a missed check-in, danger, duress, a visit that was held back, a line that is dead.

Alike for the watch machine and for every desk, whatever order things arrive in. Knows labels and keys, never
names. All days are UTC; the rule, numbered as here, is in docs/formats/watch.md.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

_DAY = timedelta(days=1)
_SILENT_AFTER = timedelta(days=2)
_ID_HEX = 16
# Who is in no order: one label for all, so that a flood of strangers rings once and not a thousand times.
OTHERS = ""


class VisitState(StrEnum):
    """What a source says by coming back; to the server all look alike."""

    NOTHING = "nothing"
    CHECK_IN = "check-in"
    DANGER = "danger"
    DURESS = "duress"


class AlarmKind(StrEnum):
    """Each kind with the sentence that an officer reads; none names a person."""

    DURESS = "Somebody was made to open the mailbox."
    DANGER = "A source says: I am in danger now."
    MISSED = "A check-in that was agreed on did not come."
    HELD_BACK = "A visit came days after it was made: a wrong clock, or the gate held it back."
    LOST = (
        "The gate erased entries before the watch read them, or does not give them out: a visit may be one."
    )
    CLOCK = "A clock is wrong: a source's device, the gate or the watch is days or minutes ahead."
    IN_DOUBT = "The gate shows the watch another log than before."
    UNREACHABLE = "The watch cannot reach the gate."
    NOT_SYNCED = "The watch reaches the gate, but cannot take in what is new."
    SILENT = "The watch is silent: it has not been heard of for more than two days."
    ALERT_FAILED = "An alert to an officer on duty could not be sent."


@dataclass(frozen=True, kw_only=True)
class WatchOrder:
    """What a desk tells the watch about one source: an opaque label, public keys, and the rhythm if any.

    `decoys` maps a decoy's key to the place in the log from which on its visits count. `every_days` is 0
    where no rhythm is agreed. `starts` counts as a check-in; `until` is the last day on which one is due.
    """

    label: str
    place: int
    keys: frozenset[str]
    decoys: Mapping[str, int] = field(default_factory=dict)
    every_days: int = 0
    grace_hours: int = 0
    starts: date
    until: date | None = None


@dataclass(frozen=True, kw_only=True)
class SeenVisit:
    """A visit: `day` is the device's word, `arrived` the server's, `seen` when it was first read here.

    `after` is the day on which the log was last read without it: it came no earlier, whatever the server
    says.
    """

    id: str
    place: int
    key: str
    state: VisitState
    day: date
    arrived: date
    seen: datetime
    after: date | None = None

    @property
    def counts_for(self) -> date:
        """The day that a check-in counts for: no clock can check in for days to come."""
        return min(self.day, self.arrived, self.seen.astimezone(UTC).date())

    @property
    def came(self) -> date:
        """The earliest day on which it can have come in."""
        return self.arrived if self.after is None else max(self.arrived, self.after)


@dataclass(frozen=True, kw_only=True)
class LostEntry:
    """An entry of a source or an officer that the watch could not get; `seen` is when it noticed that."""

    place: int
    seen: datetime


@dataclass(frozen=True, kw_only=True)
class Acknowledgement:
    """An officer took these alarms on, having seen `seen` entries of the log."""

    alarms: frozenset[str]
    seen: int


@dataclass(frozen=True, kw_only=True)
class RingingAlarm:
    """One alarm that nobody took on. `label` is the order's; empty where it is about none."""

    id: str
    kind: AlarmKind
    label: str
    since: datetime


@dataclass(frozen=True, kw_only=True)
class DueCheckIn:
    """The next check-in of a source: due by the end of `due`, and missed at `rings_at`."""

    label: str
    last: date
    due: date
    rings_at: datetime

    def is_missed(self, now: datetime) -> bool:
        """Whether the grace is over."""
        return now >= self.rings_at


@dataclass(frozen=True, kw_only=True)
class Line:
    """How the watch stands with its gate, in its own time."""

    reached: datetime
    synced: datetime
    in_doubt_since: datetime | None = None
    clock_wrong_since: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Patience:
    """After how long a dead line rings."""

    unreachable: timedelta = timedelta(hours=6)
    not_synced: timedelta = timedelta(hours=12)


def alarm_id(kind: AlarmKind, label: str, cause: str) -> str:
    """What one alarm is called at the watch and at every desk."""
    return hashlib.sha256(f"{kind.name}\n{label}\n{cause}".encode()).hexdigest()[:_ID_HEX]


def ringing(
    orders: Iterable[WatchOrder],
    visits: Iterable[SeenVisit],
    acknowledgements: Iterable[Acknowledgement],
    now: datetime,
) -> tuple[RingingAlarm, ...]:
    """The alarms that ring at `now`, the gravest first."""
    standing, known = _standing(orders), _each_once(visits)
    taken_on = _taken_on(acknowledgements)
    found = [*_about_visits(standing, known, taken_on)]
    for order in standing:
        missed = _missed(order, known, taken_on, now)
        if missed is not None:
            found.append(missed)
    return tuple(sorted(found, key=_gravest_first))


def lost_alarms(
    lost: Sequence[LostEntry], acknowledgements: Iterable[Acknowledgement]
) -> tuple[RingingAlarm, ...]:
    """One alarm for all entries that the watch could not get since one was taken on (8)."""
    found = _first_open(AlarmKind.LOST, OTHERS, lost, _taken_on(acknowledgements))
    return () if found is None else (found,)


def silent_alarm(
    heard: date | None, acknowledgements: Iterable[Acknowledgement], now: datetime
) -> tuple[RingingAlarm, ...]:
    """What rings at a desk where the watch has said nothing for too long; nothing before it ever did (13)."""
    if heard is None or now.astimezone(UTC).date() - heard <= _SILENT_AFTER:
        return ()
    since = datetime.combine(heard + _SILENT_AFTER + _DAY, time(), UTC)
    found = RingingAlarm(
        id=alarm_id(AlarmKind.SILENT, OTHERS, heard.isoformat()),
        kind=AlarmKind.SILENT,
        label=OTHERS,
        since=since,
    )
    return () if found.id in _taken_on(acknowledgements) else (found,)


def check_ins_due(
    orders: Iterable[WatchOrder], visits: Iterable[SeenVisit], now: datetime
) -> tuple[DueCheckIn, ...]:
    """The check-in that each rhythm waits for, missed ones included; the soonest first."""
    known = _each_once(visits)
    found = []
    for order in _standing(orders):
        last = _last_check_in(order, known)
        dues = _dues(order, last, now)
        due = dues[0] if dues else _due_after(order, last)
        if due is not None:
            found.append(due)
    return tuple(sorted(found, key=lambda due: (due.rings_at, due.label)))


def line_alarms(line: Line, patience: Patience, now: datetime) -> tuple[RingingAlarm, ...]:
    """What rings about the line to the gate (7)."""
    found = []
    if line.in_doubt_since is not None:
        found.append(_own(AlarmKind.IN_DOUBT, line.in_doubt_since))
    if line.clock_wrong_since is not None:
        found.append(_own(AlarmKind.CLOCK, line.clock_wrong_since))
    if now - line.reached >= patience.unreachable:
        found.append(_own(AlarmKind.UNREACHABLE, line.reached))
    elif now - line.synced >= patience.not_synced:
        found.append(_own(AlarmKind.NOT_SYNCED, line.synced))
    return tuple(found)


def _own(kind: AlarmKind, since: datetime) -> RingingAlarm:
    return RingingAlarm(id=alarm_id(kind, OTHERS, since.isoformat()), kind=kind, label=OTHERS, since=since)


def _standing(orders: Iterable[WatchOrder]) -> list[WatchOrder]:
    """The last order of each label (1)."""
    last: dict[str, WatchOrder] = {}
    for order in sorted(orders, key=lambda order: order.place):
        last[order.label] = order
    return list(last.values())


def _each_once(visits: Iterable[SeenVisit]) -> list[SeenVisit]:
    """Each visit at its first place: a copy that somebody appended again says nothing new (2)."""
    found: dict[tuple[str, str], SeenVisit] = {}
    for visit in sorted(visits, key=lambda visit: visit.place):
        found.setdefault((visit.key, visit.id), visit)
    return list(found.values())


def _taken_on(acknowledgements: Iterable[Acknowledgement]) -> dict[str, int]:
    found: dict[str, int] = {}
    for item in acknowledgements:
        for alarm in item.alarms:
            found[alarm] = max(found.get(alarm, 0), item.seen)
    return found


def _about_visits(
    orders: Sequence[WatchOrder], visits: Sequence[SeenVisit], taken_on: Mapping[str, int]
) -> Iterator[RingingAlarm]:
    """Danger, duress, held back, wrong clocks: one alarm for all open ones of a kind and label (3, 4)."""
    owner = {key: order.label for order in orders for key in order.keys}
    decoy_of: dict[str, list[tuple[str, int]]] = {}
    for order in orders:
        for key, since in order.decoys.items():
            decoy_of.setdefault(key, []).append((order.label, since))
    groups: dict[tuple[AlarmKind, str], list[SeenVisit]] = {}
    for visit in visits:
        for told in _told_by(visit, owner, decoy_of):
            groups.setdefault(told, []).append(visit)
    for (kind, label), group in groups.items():
        open_one = _first_open(kind, label, group, taken_on)
        if open_one is not None:
            yield open_one


def _told_by(
    visit: SeenVisit, owner: Mapping[str, str], decoy_of: Mapping[str, Sequence[tuple[str, int]]]
) -> list[tuple[AlarmKind, str]]:
    # Whoever was given a decoy holds its keys, and can name it a decoy of a report of their own. So it rings
    # for each who named it, and whoever names it later takes nothing from those before.
    found = [
        (AlarmKind.DURESS, label) for label, since in decoy_of.get(visit.key, ()) if visit.place >= since
    ]
    label = owner.get(visit.key, OTHERS)
    if found and not label:
        return found
    if visit.state is VisitState.DANGER:
        found.append((AlarmKind.DANGER, label))
    if visit.state is VisitState.DURESS:
        found.append((AlarmKind.DURESS, label))
    # What strangers make up must not ring: only the clocks of those whom we watch over. Differences, since
    # a gate may write any day, and there is none after the last.
    if label and visit.came - visit.day > _DAY:
        found.append((AlarmKind.HELD_BACK, label))
    if label and visit.day - visit.came > _DAY:
        found.append((AlarmKind.CLOCK, label))
    return found


def _first_open(
    kind: AlarmKind, label: str, group: Sequence[SeenVisit] | Sequence[LostEntry], taken_on: Mapping[str, int]
) -> RingingAlarm | None:
    """The alarm of the first visit that no officer had seen when the one before was taken on (4)."""
    covered = 0
    for visit in group:
        if visit.place < covered:
            continue
        name = alarm_id(kind, label, str(visit.place))
        if name not in taken_on:
            return RingingAlarm(id=name, kind=kind, label=label, since=visit.seen)
        covered = max(taken_on[name], visit.place + 1)
    return None


def _last_check_in(order: WatchOrder, visits: Sequence[SeenVisit]) -> date:
    days = [
        visit.counts_for for visit in visits if visit.key in order.keys and visit.state is VisitState.CHECK_IN
    ]
    return max([order.starts, *days])


def _missed(
    order: WatchOrder, visits: Sequence[SeenVisit], taken_on: Mapping[str, int], now: datetime
) -> RingingAlarm | None:
    """The first missed check-in after the last one that an officer took on (5, 6)."""
    dues = _dues(order, _last_check_in(order, visits), now)
    named = [(alarm_id(AlarmKind.MISSED, order.label, due.due.isoformat()), due) for due in dues]
    taken = [number for number, (name, _) in enumerate(named) if name in taken_on]
    still_open = named[taken[-1] + 1 :] if taken else named
    if not still_open:
        return None
    name, first = still_open[0]
    return RingingAlarm(id=name, kind=AlarmKind.MISSED, label=order.label, since=first.rings_at)


def _dues(order: WatchOrder, last: date, now: datetime) -> list[DueCheckIn]:
    """All check-ins whose grace is over, each due one rhythm after the one before."""
    found: list[DueCheckIn] = []
    due = _due_after(order, last)
    while due is not None and due.is_missed(now):
        found.append(due)
        due = _due_after(order, due.due, last=last)
    return found


def _due_after(order: WatchOrder, day: date, *, last: date | None = None) -> DueCheckIn | None:
    if not order.every_days:
        return None
    try:
        due = day + order.every_days * _DAY
        rings_at = datetime.combine(due + _DAY, time(), UTC) + timedelta(hours=order.grace_hours)
    except OverflowError:
        # After the last day of the calendar nothing is due; who writes such a day stops no watch.
        return None
    if order.until is not None and due > order.until:
        return None
    return DueCheckIn(label=order.label, last=last or day, due=due, rings_at=rings_at)


def _gravest_first(alarm: RingingAlarm) -> tuple[int, datetime, str]:
    return list(AlarmKind).index(alarm.kind), alarm.since, alarm.id
