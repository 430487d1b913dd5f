"""One sync: take in what is new, tell sources that their reports are held, send what waits.

Idempotent from end to end: two desks that sync at once, or one that is killed and starts again, post each
thing once.
"""

import hmac
import io
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from unhindered.core.errors import Refused, UnhinderedError
from unhindered.core.log.entry import EntryKind
from unhindered.core.log.port import StoredEntry
from unhindered.core.log.signed_note import parse_verifier
from unhindered.desk import casebook as found
from unhindered.desk.casebook import HeldReport
from unhindered.desk.desk import Desk
from unhindered.desk.gate_port import DeskGate
from unhindered.desk.outbox import HELD_NOTE, Letter, unpack
from unhindered.desk.sync import Growth, LogIsWrong, fetch_growth, require_seen, verify_payload
from unhindered.desk.writing import compose_held_entry, mailbox_id
from unhindered.storage.docket import Waiting

# Larger bodies are attachments, fetched when an officer asks for them.
LARGEST_REPORT = 8 * 1024 * 1024
_KEY_LABEL = b"unhindered/held-note/v1\n"
StatementCheck = Callable[[Letter], None]


@dataclass(frozen=True, kw_only=True)
class Synced:
    """What a sync brought, and what is left to send; `refused` says what the gate or a rule objects to."""

    size: int
    reports: tuple[str, ...]
    messages: int
    waiting: int
    set_aside: int
    refused: tuple[str, ...]


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
        messages = desk.book.message_count
        _take_in(desk, gate)
        _fetch_long_reports(desk, gate)
        _post_held_notes(desk, today)
        refused = _send_waiting(desk, gate, check_statement)
        return Synced(
            size=desk.replica.size(),
            reports=tuple(report for report in desk.book.reports if report not in known),
            messages=desk.book.message_count - messages,
            waiting=len(desk.docket.outbox()),
            set_aside=len(desk.book.aside),
            refused=tuple(refused),
        )


def _gate_of(desk: Desk) -> DeskGate:
    if desk.gate is None:
        raise Refused("This desk has no gate to sync with.", advice="Enrol first: `unhindered desk enrol`.")
    return desk.gate


def _take_in(desk: Desk, gate: DeskGate) -> None:
    trusted = desk.replica
    growth = fetch_growth(gate, trusted, parse_verifier(desk.known_gate.sealed_log))
    with desk.lock:
        try:
            _store(desk, growth, trusted.size())
        except UnhinderedError:
            desk.rebuild()
            raise


def _store(desk: Desk, growth: Growth, start: int) -> None:
    opener = desk.opener()
    keys_before = len(desk.book.case_keys)
    results = opener.open_all(list(growth.entries))
    if len(desk.book.case_keys) != keys_before:
        results += opener.open_all(desk.docket.opened_as(found.CLOSED))

    def root_at(size: int) -> bytes | None:
        return growth.roots[size - 1 - start] if size > start else desk.docket.root_at(size)

    for sighting in opener.sightings:
        if sighting.seen.origin != growth.replica.origin:
            raise LogIsWrong("A colleague wrote for another log than this gate's.")
        require_seen(size=sighting.seen.size, root=sighting.seen.root, place=sighting.place, root_at=root_at)
    desk.docket.take_in(growth.entries, growth.roots, replica=growth.replica.to_json(), opened=results)


def _fetch_long_reports(desk: Desk, gate: DeskGate) -> None:
    """Entries above 64 KiB may be reports with long texts: those that could be are fetched now."""
    for place in sorted(desk.book.unfetched):
        entry = desk.docket.entry(place)
        if entry.body_size <= LARGEST_REPORT:
            fetch_body(desk, gate, entry)


def fetch_body(desk: Desk, gate: DeskGate, entry: StoredEntry) -> None:
    """Fetch a body that a sync left out, check it against its leaf, keep and open it.

    Raises:
        LogIsWrong: it is not what the log committed to.
        Unavailable: the gate does not answer.
    """
    target = io.BytesIO()
    gate.body(entry.index, target)
    whole = replace(entry, body=target.getvalue())
    verify_payload(whole)
    with desk.lock:
        desk.docket.put_body(entry.index, target.getvalue())
        desk.docket.put_opened([desk.opener().open(whole)])


def _post_held_notes(desk: Desk, today: date) -> None:
    with desk.lock:
        waiting = {unpack(item.content).entries[0].clear for item in _held_notes(desk)}
        for report in list(desk.book.reports.values()):
            mailbox = mailbox_id(report.report.keys)
            if mailbox not in waiting and not desk.docket.has_clear(EntryKind.MAILBOX, mailbox):
                waiting.add(mailbox)
                _post_held_note(desk, report, today)


def _held_notes(desk: Desk) -> list[Waiting]:
    return [item for item in desk.docket.outbox() if item.kind == HELD_NOTE]


def _post_held_note(desk: Desk, report: HeldReport, today: date) -> None:
    entry = desk.docket.entry(report.place)
    origin = desk.replica.origin
    held = compose_held_entry(entry, report.report.keys, origin=origin, on=today)
    # Every desk of the team uses the same key here, so that the gate takes only the first note.
    key = hmac.digest(desk.team.tag_key, _KEY_LABEL + entry.leaf, "sha256")
    desk.post(Letter(entries=(held,)), kind=HELD_NOTE, request_key=key)


def _send_waiting(desk: Desk, gate: DeskGate, check_statement: StatementCheck) -> list[str]:
    refused: list[str] = []
    sent = False
    for item in desk.docket.outbox():
        letter = unpack(item.content)
        if _is_in_log(desk, item, letter):
            continue
        if letter.statement and sent:
            # What was just sent may be the approval that this statement rests on.
            _take_in(desk, gate)
        try:
            sent = _send(desk, gate, item, letter, check_statement) or sent
        except Refused as err:
            refused += _refused(desk, item, err)
    if sent:
        _take_in(desk, gate)
    with desk.lock:
        # Dropped only when the log has them: until then they are sent again, which changes nothing.
        for item in desk.docket.outbox():
            if _is_in_log(desk, item, unpack(item.content)):
                desk.docket.drop(item.number)
        desk.show_waiting()
    return refused


def _send(desk: Desk, gate: DeskGate, item: Waiting, letter: Letter, check_statement: StatementCheck) -> bool:
    if letter.statement:
        try:
            check_statement(letter)
        except Refused as err:
            desk.docket.drop(item.number)
            raise Refused(f"A statement was held back: {err}", advice=err.advice) from err
        gate.release(letter.statement, item.request_key)
    gate.append(letter.entries, item.request_key)
    return True


def _refused(desk: Desk, item: Waiting, err: Refused) -> list[str]:
    if item.kind == HELD_NOTE:
        # Most likely another desk's note came first. If not, the next sync makes a new one.
        desk.docket.drop(item.number)
        return []
    return [str(err)]


def _is_in_log(desk: Desk, item: Waiting, letter: Letter) -> bool:
    if item.kind == HELD_NOTE:
        return desk.docket.has_clear(EntryKind.MAILBOX, letter.entries[0].clear)
    return all(desk.docket.has_header(entry.kind, entry.clear, entry.header) for entry in letter.entries)
