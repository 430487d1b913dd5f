"""One sync: take in what is new, tell sources that what they sent is held and how it stands, send what waits.

Idempotent from end to end: two desks that sync at once, or one that is killed and starts again, post each
thing once.
"""

import hmac
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from itertools import islice

from unhindered.core.correspondence.parts import SourcePublicKeys
from unhindered.core.errors import Refused
from unhindered.core.log.entry import NewEntry
from unhindered.desk.desk import Desk
from unhindered.desk.entries.told import MOST_TOLD
from unhindered.desk.gate_port import DeskGate
from unhindered.desk.outbox import HELD_NOTE, STATUS, Letter, unpack
from unhindered.desk.releasing import StatementCheck, forget_release, send_statement
from unhindered.desk.statuses import drop_what_others_told, post_statuses
from unhindered.desk.taking_in import awaits_a_body, fetch_long_bodies, take_in
from unhindered.desk.watch_orders import post_watch_orders
from unhindered.desk.writing import compose_held_entry
from unhindered.storage.docket import Waiting

_KEY_LABEL = b"unhindered/held-note/v1\n"


@dataclass(frozen=True, kw_only=True)
class Synced:
    """What a sync brought, and what is left to send.

    `refused` says what the gate or a rule objects to, `alarms` why this gate may not be trusted any more,
    `unopened` which entries of sources could not be opened now: each may be a report.
    """

    size: int
    reports: tuple[str, ...]
    messages: int
    waiting: int
    set_aside: int
    unopened: tuple[str, ...]
    refused: tuple[str, ...]
    alarms: tuple[str, ...]


def sync(desk: Desk, today: date, *, check_statement: StatementCheck) -> Synced:
    """Bring this desk and its gate to the same state.

    `check_statement` is asked again for every statement at the moment when it leaves.

    Raises:
        LogIsWrong: the gate shows another log than before; nothing was taken in and nothing sent.
        Unavailable: the gate does not answer; what waits stays.
        Refused: this desk has not enrolled.
    """
    gate = _gate_of(desk)
    with desk.sync_lock:
        known = set(desk.book.reports)
        messages = desk.book.letters.message_count
        # What waits for its body is tried again with every sync, so it fails again.
        aside = desk.book.aside.keys() - desk.book.unfetched
        take_in(desk, gate)
        fetch_long_bodies(desk, gate)
        _post_held_notes(desk, today)
        post_watch_orders(desk)
        drop_what_others_told(desk)
        refused = _send_waiting(desk, gate, check_statement)
        # By what is in the log now, this desk's own work of yesterday included.
        if post_statuses(desk, today):
            refused += _send_waiting(desk, gate, check_statement)
        return Synced(
            size=desk.replica.size(),
            reports=tuple(report for report in desk.book.reports if report not in known),
            messages=desk.book.letters.message_count - messages,
            waiting=len(desk.docket.waiting()),
            set_aside=len(desk.book.aside),
            unopened=_unopened(desk, aside),
            refused=tuple(dict.fromkeys(refused)),
            alarms=tuple(desk.book.alarms.values()),
        )


def _unopened(desk: Desk, known: set[int]) -> tuple[str, ...]:
    with desk.lock:
        new = [item for item in desk.book.newest_aside() if item.place not in known]
    return tuple(str(item) for item in new if item.is_of_source)


def _gate_of(desk: Desk) -> DeskGate:
    if desk.gate is None:
        raise Refused("This desk has no gate to sync with.", advice="Enrol first: `unhindered desk enrol`.")
    return desk.gate


def _post_held_notes(desk: Desk, today: date) -> None:
    """One append for all that came, reports and messages alike: which of them was a report does not show."""
    with desk.lock:
        roster = desk.book.roster
        if roster is None or roster.member(desk.officer.id) is None:
            # What an officer on no roster writes is set aside by all others.
            return
        waiting = {entry for letter in desk.letters() for entry in letter.told}
        notes: dict[str, NewEntry] = {}
        for keys, item in desk.book.received():
            if item.id not in desk.book.told and item.id not in waiting:
                # A report that nobody could be told of must not keep the others from being told.
                with suppress(Refused):
                    notes[item.id] = _held_note(desk, item.place, keys, today)
        for start in range(0, len(notes), MOST_TOLD):
            _post_batch(desk, dict(islice(notes.items(), start, start + MOST_TOLD)))


def _held_note(desk: Desk, place: int, keys: SourcePublicKeys, today: date) -> NewEntry:
    entry = desk.docket.entry(place)
    return compose_held_entry(entry, keys, origin=desk.replica.origin, on=today, team=desk.team)


def _post_batch(desk: Desk, notes: Mapping[str, NewEntry]) -> None:
    told = tuple(sorted(notes))
    # Every desk of the team uses the same key for the same notes, so that the gate takes only the first.
    key = hmac.digest(desk.team.tag_key, _KEY_LABEL + "".join(told).encode(), "sha256")
    letter = Letter(entries=(*notes.values(), desk.pen().told(told)), told=told)
    desk.post(letter, kind=HELD_NOTE, request_key=key)


def _send_waiting(desk: Desk, gate: DeskGate, check_statement: StatementCheck) -> list[str]:
    refused: list[str] = []
    sent = False
    for item in desk.docket.outbox():
        letter = unpack(item.content)
        if _is_in_log(desk, letter):
            continue
        if letter.statement and sent:
            # What was just sent may be the approval that this statement rests on.
            take_in(desk, gate)
        try:
            sent = _send(desk, gate, item, letter, check_statement) or sent
        except Refused as err:
            refused += _refused(desk, item, err)
    if sent:
        take_in(desk, gate)
        # What was long when it was sent comes back without its body.
        fetch_long_bodies(desk, gate)
    with desk.lock:
        # Dropped only when the log has them: until then they are sent again, which changes nothing.
        for item in desk.docket.outbox():
            letter = unpack(item.content)
            headers = {entry.header for entry in letter.entries}
            # Dropped before its body came back, what is in it would be out of sight.
            if _is_in_log(desk, letter) and not awaits_a_body(desk, headers):
                desk.docket.drop(item.number)
                forget_release(desk, item)
        desk.show_waiting()
    return refused


def _send(desk: Desk, gate: DeskGate, item: Waiting, letter: Letter, check_statement: StatementCheck) -> bool:
    if letter.statement:
        send_statement(desk, gate, item, letter, check_statement)
    else:
        gate.append(letter.entries, item.request_key)
    return True


def _refused(desk: Desk, item: Waiting, err: Refused) -> list[str]:
    if item.kind in (HELD_NOTE, STATUS):
        # Most likely another desk's came first. If not, a later sync makes a new one.
        desk.docket.drop(item.number)
        return []
    return [str(err)]


def _is_in_log(desk: Desk, letter: Letter) -> bool:
    return all(desk.docket.has_header(entry.kind, entry.clear, entry.header) for entry in letter.entries)
