"""What officers tell the watch, and its sign of life: both layers sealed to the visits key.

To outsiders they look like every other entry of an officer (docs/formats/watch.md).
"""

import hmac
from dataclasses import dataclass
from datetime import date
from typing import Any

from unhindered.core.canonical_json import canonical_json, parse_json_object
from unhindered.core.casework.check_ins import Acknowledgement, WatchOrder
from unhindered.core.correspondence.fields import (
    day_field,
    hex_field,
    list_field,
    number_field,
    require_fields,
    text_field,
)
from unhindered.core.envelope.payload import Payload
from unhindered.core.errors import Refused
from unhindered.core.log.checkpoint import Checkpoint
from unhindered.core.log.entry import NewEntry
from unhindered.desk.entries.inner import ROSTER_NAME
from unhindered.desk.entries.officer_entry import (
    OfficerEntry,
    compose_officer_entry,
    has_tag,
    open_inner,
    open_outer,
)
from unhindered.desk.keys.secret import OfficerKeys, VisitsKeys

ORDER_NAME = "watch-order.json"
ACKNOWLEDGEMENT_NAME = "watch-acknowledgement.json"
HEARTBEAT_NAME = "watch-heartbeat.json"
LABEL_BYTES = 16
_HEARTBEAT_LABEL = b"unhindered/watch-heartbeat/v1\n"
MOST_KEYS = 100
MOST_ALARMS = 1000
_ALARM_HEX = 16
_MOST_DAYS, _MOST_HOURS = 31, 168
_ORDER_FIELDS = ("v", "label", "keys", "decoys", "every_days", "grace_hours", "starts", "until")
_ADVICE = "It was kept. Bring the program on this machine up to date."


@dataclass(frozen=True, kw_only=True)
class TakenOn:
    """Alarms that an officer took on: by what every desk calls them, or by the number that the watch gave."""

    alarms: frozenset[str] = frozenset()
    numbers: frozenset[int] = frozenset()


@dataclass(frozen=True, kw_only=True)
class ForWatch:
    """An entry for the watch, both layers open. Who wrote it is only claimed until the caller has checked."""

    outer: OfficerEntry
    payload: Payload


def entry_for_watch(
    name: str, body: bytes, *, author: OfficerKeys, visits: VisitsKeys, seen: Checkpoint
) -> NewEntry:
    """An entry that the watch opens, and every desk of the team."""
    return compose_officer_entry(
        name,
        body,
        inner_recipient=visits.recipient,
        tag_key=visits.tag_key,
        author=author,
        team=visits,
        seen=seen,
    )


def is_for_watch(clear: bytes, visits: VisitsKeys) -> bool:
    """Whether an entry with this clear part is meant for the watch."""
    return has_tag(visits.tag_key, clear)


def open_for_watch(clear: bytes, envelope: bytes, visits: VisitsKeys) -> ForWatch:
    """An entry for the watch.

    Raises:
        Refused: not sealed to the visits key, damaged, or of a kind that is not for the watch.
    """
    outer = open_outer(clear, envelope, visits)
    payload = open_inner(outer, [visits.identity])
    if payload.name not in (ORDER_NAME, ACKNOWLEDGEMENT_NAME, HEARTBEAT_NAME, ROSTER_NAME):
        raise Refused("This is nothing that the watch is told.", advice=_ADVICE)
    return ForWatch(outer=outer, payload=payload)


def compose_order(order: WatchOrder) -> bytes:
    """The body of the frame `watch-order.json`; its place is where the log puts it."""
    decoys = [{"key": key, "since": order.decoys[key]} for key in sorted(order.decoys)]
    return canonical_json(
        {
            "v": 1,
            "label": order.label,
            "keys": [{"key": key} for key in sorted(order.keys)],
            "decoys": decoys,
            "every_days": order.every_days,
            "grace_hours": order.grace_hours,
            "starts": order.starts.isoformat(),
            "until": "" if order.until is None else order.until.isoformat(),
        }
    )


def read_order(body: bytes, place: int) -> WatchOrder:
    """The order in a frame's body.

    Raises:
        Refused: no order, or of a version we do not know.
    """
    content = _read(body, _ORDER_FIELDS)
    return WatchOrder(
        label=hex_field(content, "label", length=LABEL_BYTES).hex(),
        place=place,
        keys=frozenset(_key(item, "key") for item in list_field(content, "keys", limit=MOST_KEYS)),
        decoys=dict(_decoy(item) for item in list_field(content, "decoys", limit=MOST_KEYS)),
        every_days=number_field(content, "every_days", limit=_MOST_DAYS),
        grace_hours=number_field(content, "grace_hours", limit=_MOST_HOURS),
        starts=day_field(content, "starts"),
        until=_day_or_none(content, "until"),
    )


def compose_acknowledgement(taken_on: TakenOn) -> bytes:
    """The body of the frame `watch-acknowledgement.json`."""
    alarms = [{"alarm": alarm} for alarm in sorted(taken_on.alarms)]
    numbers = [{"number": number} for number in sorted(taken_on.numbers)]
    return canonical_json({"v": 1, "alarms": alarms, "numbers": numbers})


def read_acknowledgement(body: bytes) -> TakenOn:
    """The alarms in a frame's body.

    Raises:
        Refused: no acknowledgement, or of a version we do not know.
    """
    content = _read(body, ("v", "alarms", "numbers"))
    alarms = list_field(content, "alarms", limit=MOST_ALARMS)
    numbers = list_field(content, "numbers", limit=MOST_ALARMS)
    return TakenOn(
        alarms=frozenset(text_field(item, "alarm", limit=_ALARM_HEX) for item in alarms),
        numbers=frozenset(number_field(item, "number") for item in numbers),
    )


def acknowledgement(taken_on: TakenOn, outer: OfficerEntry, place: int) -> Acknowledgement:
    """What was taken on, by an officer who had seen no more of the log than came before the entry."""
    return Acknowledgement(alarms=taken_on.alarms, seen=min(outer.seen.size, place))


def compose_heartbeat(day: date, visits: VisitsKeys) -> bytes:
    """The body of the frame `watch-heartbeat.json`; only who holds the visits key can make one."""
    return canonical_json({"v": 1, "day": day.isoformat(), "proof": _proof(day, visits)})


def read_heartbeat(body: bytes, visits: VisitsKeys) -> date:
    """The day on which the watch lived.

    Raises:
        Refused: no heartbeat, of a version we do not know, or made by somebody else.
    """
    content = _read(body, ("v", "day", "proof"))
    day = day_field(content, "day")
    if not hmac.compare_digest(text_field(content, "proof", limit=64).encode(), _proof(day, visits).encode()):
        raise Refused("This sign of life does not come from the watch.")
    return day


def _proof(day: date, visits: VisitsKeys) -> str:
    # Anybody can seal to the visits key, and the gate could go on where the watch fell silent.
    return hmac.digest(visits.tag_key, _HEARTBEAT_LABEL + day.isoformat().encode(), "sha256").hex()


def read_told_watch(told: ForWatch, place: int) -> dict[str, Any]:
    """An order or an acknowledgement in the form in which a desk's docket keeps it, checked.

    Raises:
        Refused: neither, or of a version we do not know.
    """
    if told.payload.name == ORDER_NAME:
        read_order(told.payload.body, place)
    else:
        read_acknowledgement(told.payload.body)
    return {
        "author": told.outer.claimed_author,
        "nonce": told.outer.nonce.hex(),
        "seen": min(told.outer.seen.size, place),
        "name": told.payload.name,
        "body": told.payload.body.decode(),
    }


def _read(body: bytes, fields: tuple[str, ...]) -> dict[str, Any]:
    content = parse_json_object(body)
    require_fields(content, fields)
    if number_field(content, "v") != 1:
        raise Refused("This was written for a newer watch.", advice=_ADVICE)
    return content


def _key(item: dict[str, Any], name: str) -> str:
    return hex_field(item, name).hex()


def _decoy(item: dict[str, Any]) -> tuple[str, int]:
    require_fields(item, ["key", "since"])
    return _key(item, "key"), number_field(item, "since")


def _day_or_none(content: dict[str, Any], name: str) -> date | None:
    return None if content[name] == "" else day_field(content, name)
