"""Who is called next: pure, from what rings, who is on duty, and what was done so far.

A call is written down before it is made and again after it, so that a machine that dies between the two
calls that officer once more and nobody else is forgotten.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import takewhile
from typing import Any

from unhindered.core.canonical_json import canonical_json, parse_json_object
from unhindered.core.casework.check_ins import OTHERS, AlarmKind, Line, RingingAlarm, alarm_id
from unhindered.core.correspondence.fields import list_field, number_field, text_field
from unhindered.core.errors import Refused
from unhindered.desk.watch.duty import Duty, OnDuty

BEGUN, SENT, FAILED = "begun", "sent", "failed"
# A call that was cut off is made again this often; then it counts as failed.
_MOST_CUT_OFF = 2
# More than officers on duty, which is as far back as anybody looks.
_CALLS_KEPT = 60
_OVER_KEPT = timedelta(days=30)
_CLOCK_SLACK = timedelta(minutes=10)


@dataclass(frozen=True, kw_only=True)
class Call:
    """One call to one officer on duty, and what became of it."""

    officer: str
    at: datetime
    result: str = BEGUN
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class Rung:
    """An alarm since it rang first: its number, and every call. `ended` is when it rang no more, and why.

    `heard` is how much of the log had been heard when it got its number: nothing before that can mean it.
    """

    number: int
    alarm: RingingAlarm
    rang: datetime
    calls: tuple[Call, ...] = ()
    ended: datetime | None = None
    is_acknowledged: bool = False
    heard: int = 0


@dataclass(frozen=True, kw_only=True)
class Failing:
    """An officer on duty who could not be reached, since when, and how it failed."""

    officer: str
    since: datetime
    why: str


@dataclass(frozen=True, kw_only=True)
class Bell:
    """All that the watch remembers besides the log.

    `at` is when it last watched, `latest` the latest time that it ever saw: where they differ,
    a clock is wrong.
    """

    next_number: int
    line: Line
    latest: datetime
    at: datetime
    rung: tuple[Rung, ...] = ()
    failing: tuple[Failing, ...] = ()
    # Taken on at this machine, needed where no gate can be reached: alarm, and entries heard by then.
    taken_on_here: Mapping[str, int] = field(default_factory=dict)
    trouble: str = ""
    rounds: int = 0
    # Entries of sources and officers that the watch could not get, ever.
    lost: int = 0
    # When the next sign of life is due.
    next_beat: datetime | None = None

    @property
    def ringing(self) -> tuple[Rung, ...]:
        """What rings now."""
        return tuple(item for item in self.rung if item.ended is None)


def new_bell(now: datetime) -> Bell:
    """A watch that begins: its line counts as good until it has been dead for as long as the roster says."""
    return Bell(next_number=1, line=Line(reached=now, synced=now), latest=now, at=now)


def with_clock(bell: Bell, now: datetime, *, is_gate_ahead: bool) -> Bell:
    """The bell at `now`; a clock that went back, or a gate that lives tomorrow, is noted."""
    is_wrong = is_gate_ahead or now < bell.latest - _CLOCK_SLACK
    since = (bell.line.clock_wrong_since or now) if is_wrong else None
    line = replace(bell.line, clock_wrong_since=since)
    is_known = since is not None and clock_alarm(since) in bell.taken_on_here
    return replace(bell, line=line, at=now, latest=now if is_known else max(bell.latest, now))


def clock_alarm(since: datetime) -> str:
    """What the alarm about this machine's or the gate's clock is called."""
    return alarm_id(AlarmKind.CLOCK, OTHERS, since.isoformat())


def failed_alerts(bell: Bell) -> tuple[RingingAlarm, ...]:
    """An alarm of its own for each officer who could not be reached."""
    return tuple(
        RingingAlarm(
            id=alarm_id(AlarmKind.ALERT_FAILED, OTHERS, f"{item.officer}\n{item.since.isoformat()}"),
            kind=AlarmKind.ALERT_FAILED,
            label=OTHERS,
            since=item.since,
        )
        for item in bell.failing
    )


def with_alarms(
    bell: Bell, alarms: Sequence[RingingAlarm], taken_on: frozenset[str], now: datetime, *, heard: int
) -> Bell:
    """The bell when just these ring: what is new gets a number, what rings no more has ended."""
    wanted = {alarm.id: alarm for alarm in alarms if alarm.id not in taken_on}
    rung = []
    for item in bell.rung:
        is_on = item.alarm.id in wanted
        if item.ended is None and not is_on:
            rung.append(replace(item, ended=now, is_acknowledged=item.alarm.id in taken_on))
        elif item.ended is not None and is_on:
            # It had only seemed over, as after a late check-in that a newer order does not count.
            rung.append(replace(item, ended=None))
        elif item.ended is None or now - item.ended < _OVER_KEPT:
            rung.append(item)
    known = {item.alarm.id for item in rung}
    number = bell.next_number
    for alarm in wanted.values():
        if alarm.id not in known:
            rung.append(Rung(number=number, alarm=alarm, rang=now, heard=heard))
            number += 1
    return replace(bell, rung=tuple(rung), next_number=number)


def next_call(rung: Rung, duty: Duty, bell: Bell, now: datetime) -> OnDuty | None:
    """Who is to be called now about an alarm, if anybody."""
    officers = _callable(rung, duty, bell)
    if not officers:
        return None
    if not rung.calls:
        return officers[0]
    last = rung.calls[-1]
    names = [officer.name for officer in officers]
    if last.result == BEGUN and last.officer in names and _cut_off(rung) < _MOST_CUT_OFF:
        return officers[names.index(last.officer)]
    in_vain = takewhile(lambda call: call.result != SENT, reversed(rung.calls))
    waits = last.result == SENT or {call.officer for call in in_vain} >= set(names)
    if waits and now < last.at + duty.every:
        return None
    following = duty.after(last.officer)
    while following.name not in names:
        following = duty.after(following.name)
    return following


def _cut_off(rung: Rung) -> int:
    """How often the last call was begun and never came to its end."""
    found = 0
    for call in reversed(rung.calls):
        if call.result != BEGUN or call.officer != rung.calls[-1].officer:
            break
        found += 1
    return found


def call_begun(bell: Bell, number: int, officer: OnDuty, now: datetime) -> Bell:
    """The bell before a call is made."""
    rung = _rung(bell, number)
    calls = (*rung.calls, Call(officer=officer.name, at=now))
    return _with_rung(bell, replace(rung, calls=calls[-_CALLS_KEPT:]))


def call_ended(bell: Bell, number: int, now: datetime, *, why: str = "") -> Bell:
    """The bell after the last call that was begun: it reached its officer, or did not."""
    rung = _rung(bell, number)
    last = replace(rung.calls[-1], result=FAILED if why else SENT, why=why, at=now)
    called = _with_rung(bell, replace(rung, calls=(*rung.calls[:-1], last)))
    others = tuple(item for item in bell.failing if item.officer != last.officer)
    if not why:
        return replace(called, failing=others)
    known = next((item for item in bell.failing if item.officer == last.officer), None)
    since = now if known is None else known.since
    return replace(called, failing=(*others, Failing(officer=last.officer, since=since, why=why)))


def taken_on_here(bell: Bell, alarms: Iterable[str], heard: int) -> Bell:
    """The bell after an officer took these on at this machine, when so many entries had been heard."""
    return replace(bell, taken_on_here={**bell.taken_on_here, **dict.fromkeys(alarms, heard)})


def bell_to_json(bell: Bell) -> bytes:
    """The bell as it is kept: times, numbers, opaque labels; officers by the names that the roster uses."""
    line = bell.line
    return canonical_json(
        {
            "v": 1,
            "next_number": bell.next_number,
            "reached": _text(line.reached),
            "synced": _text(line.synced),
            "in_doubt_since": _text(line.in_doubt_since),
            "clock_wrong_since": _text(line.clock_wrong_since),
            "latest": _text(bell.latest),
            "at": _text(bell.at),
            "rung": [_rung_to_json(item) for item in bell.rung],
            "failing": [
                {"officer": item.officer, "since": _text(item.since), "why": item.why}
                for item in bell.failing
            ],
            "taken_on_here": dict(bell.taken_on_here),
            "trouble": bell.trouble,
            "rounds": bell.rounds,
            "lost": bell.lost,
            "next_beat": _text(bell.next_beat),
        }
    )


def bell_from_json(raw: bytes) -> Bell:
    """The bell that was kept.

    Raises:
        Refused: damaged.
    """
    content = parse_json_object(raw)
    try:
        return _bell(content)
    except (KeyError, TypeError, ValueError) as err:
        raise Refused(
            "What the watch remembers is damaged.",
            advice="Move bell.json out of the folder; every alarm that stands will ring again.",
        ) from err


def _bell(content: dict[str, Any]) -> Bell:
    return Bell(
        next_number=number_field(content, "next_number"),
        line=Line(
            reached=_time(content["reached"]),
            synced=_time(content["synced"]),
            in_doubt_since=_time_or_none(content["in_doubt_since"]),
            clock_wrong_since=_time_or_none(content["clock_wrong_since"]),
        ),
        latest=_time(content["latest"]),
        at=_time(content["at"]),
        rung=tuple(_rung_from_json(item) for item in content["rung"]),
        failing=tuple(
            Failing(officer=item["officer"], since=_time(item["since"]), why=item["why"])
            for item in list_field(content, "failing", limit=1000)
        ),
        taken_on_here=dict(content["taken_on_here"]),
        trouble=text_field(content, "trouble"),
        rounds=number_field(content, "rounds"),
        lost=number_field(content, "lost"),
        next_beat=_time_or_none(content["next_beat"]),
    )


def _rung_to_json(item: Rung) -> dict[str, Any]:
    return {
        "number": item.number,
        "id": item.alarm.id,
        "kind": item.alarm.kind.name,
        "label": item.alarm.label,
        "since": _text(item.alarm.since),
        "rang": _text(item.rang),
        "calls": [
            {"officer": call.officer, "at": _text(call.at), "result": call.result, "why": call.why}
            for call in item.calls
        ],
        "ended": _text(item.ended),
        "is_acknowledged": item.is_acknowledged,
        "heard": item.heard,
    }


def _rung_from_json(item: dict[str, Any]) -> Rung:
    return Rung(
        number=item["number"],
        alarm=RingingAlarm(
            id=item["id"],
            kind=AlarmKind[item["kind"]],
            label=item["label"],
            since=_time(item["since"]),
        ),
        rang=_time(item["rang"]),
        calls=tuple(
            Call(officer=call["officer"], at=_time(call["at"]), result=call["result"], why=call["why"])
            for call in item["calls"]
        ),
        ended=_time_or_none(item["ended"]),
        is_acknowledged=item["is_acknowledged"],
        heard=number_field(item, "heard") if "heard" in item else 0,
    )


def _callable(rung: Rung, duty: Duty, bell: Bell) -> list[OnDuty]:
    """Nobody is told by the broken line itself that it is broken."""
    about = {alarm.id: item.officer for alarm, item in zip(failed_alerts(bell), bell.failing, strict=True)}
    broken = about.get(rung.alarm.id)
    return [officer for officer in duty.officers if officer.name != broken]


def _rung(bell: Bell, number: int) -> Rung:
    return next(item for item in bell.rung if item.number == number)


def _with_rung(bell: Bell, changed: Rung) -> Bell:
    rung = tuple(changed if item.number == changed.number else item for item in bell.rung)
    return replace(bell, rung=rung)


def _text(value: datetime | None) -> str:
    return "" if value is None else value.astimezone(UTC).isoformat()


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _time_or_none(text: str) -> datetime | None:
    return _time(text) if text else None
