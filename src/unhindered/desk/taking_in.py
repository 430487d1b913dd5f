"""Takes what is new at the gate into docket and casebook. One bad entry never stops the others."""

import io
from collections.abc import Collection
from dataclasses import replace

from unhindered.core.errors import Refused, Unavailable, UnhinderedError
from unhindered.core.log.entry import EntryKind
from unhindered.core.log.port import StoredEntry
from unhindered.core.log.replica import Replica
from unhindered.core.log.signed_note import parse_verifier
from unhindered.desk import casebook as found
from unhindered.desk.casebook import LONGEST_LETTER, opened
from unhindered.desk.desk import Desk
from unhindered.desk.gate_port import DeskGate
from unhindered.desk.opening import Opener
from unhindered.desk.sync import AtMost, LogIsWrong, fetch_growth, is_another_log, verify_payload
from unhindered.storage.docket import Alarm

_MIB = 1024 * 1024
# Larger bodies of sources are attachments, fetched when an officer asks for them.
LARGEST_REPORT = 8 * _MIB
LARGEST_OFFICER_ENTRY = 32 * _MIB
BODIES_IN_ONE_SYNC = 64 * _MIB
_IN_ONE_PIECE = 128


def take_in(desk: Desk, gate: DeskGate) -> None:
    """Verify what is new in the log, open what can be opened, and keep all of it, or nothing.

    Raises:
        LogIsWrong: it is another log than the one this desk trusts; nothing was taken in.
        Unavailable: the gate does not answer.
    """
    trusted = desk.replica
    desk.docket.unstage()
    replica = fetch_growth(gate, trusted, parse_verifier(desk.known_gate.sealed_log), desk.docket.stage)
    with desk.lock:
        try:
            with desk.docket.at_once():
                _store(desk, replica, trusted.size())
        except UnhinderedError:
            desk.rebuild()
            raise


def fetch_long_bodies(desk: Desk, gate: DeskGate, most: int = BODIES_IN_ONE_SYNC) -> None:
    """Fetch what a sync left out and what may be a report, a long text of an officer, or a roster.

    Parts of files stay at the gate until somebody asks for them.

    Not more than `most` bytes at once; the rest comes with the next sync. A body that the gate refuses, or
    that is not what the log says, is set aside in sight and asked for again after all others. What is as
    short as letters are comes before what is as long as attachments: a flood of those must not hold up a
    long withdrawal.
    """
    waiting = [desk.docket.entry(place) for place in desk.book.unfetched]
    aside, opener = frozenset(desk.book.aside), desk.opener()
    for entry in sorted(waiting, key=lambda entry: _turn(entry, is_aside=entry.index in aside)):
        if not _comes_by_itself(entry, opener):
            continue
        most -= entry.body_size
        if most < 0:
            return
        try:
            fetch_body(desk, gate, entry)
        except Refused as err:
            _set_aside(desk, entry, f"Its body could not be fetched: {err}")
        except Unavailable as err:
            # A gate that is away says so again at once, where something has to be sent.
            _set_aside(desk, entry, f"Its body could not be fetched: {err}")
            return


def awaits_a_body(desk: Desk, headers: Collection[bytes | None]) -> bool:
    """Whether the body of an entry with one of these headers is still to be fetched by a sync."""
    opener = desk.opener()
    waiting = (desk.docket.entry(place) for place in desk.book.unfetched)
    return any(entry.header in headers and _comes_by_itself(entry, opener) for entry in waiting)


def _comes_by_itself(entry: StoredEntry, opener: Opener) -> bool:
    """Whether a sync fetches a body; what is not fetched so waits until somebody asks for it."""
    is_officers = entry.kind is EntryKind.OFFICER
    if entry.body_size > (LARGEST_OFFICER_ENTRY if is_officers else LARGEST_REPORT):
        return False
    return not (is_officers and opener.is_fetched_when_asked(entry.clear))


def _turn(entry: StoredEntry, *, is_aside: bool) -> tuple[bool, bool, int]:
    """The smaller, the sooner a body is fetched."""
    is_long = entry.kind is EntryKind.SOURCE and entry.body_size > LONGEST_LETTER
    return is_aside, is_long, entry.index


def fetch_body(desk: Desk, gate: DeskGate, entry: StoredEntry) -> None:
    """Fetch a body that a sync left out, check it against its leaf, keep and open it.

    Raises:
        LogIsWrong: it is not what the log committed to.
        Refused: the gate does not give it, or sends more than it said.
        Unavailable: the gate does not answer.
    """
    target = io.BytesIO()
    gate.body(entry.index, AtMost(target, entry.body_size))
    whole = replace(entry, body=target.getvalue())
    verify_payload(whole)
    with desk.lock, desk.docket.at_once():
        opener = desk.opener()
        keys, rosters = len(desk.book.case_keys), desk.book.roster_count
        desk.docket.put_body(entry.index, target.getvalue())
        desk.docket.put_opened([opener.open(whole)])
        _open_what_waited(desk, opener, keys=keys, rosters=rosters)


def _store(desk: Desk, replica: Replica, start: int) -> None:
    """Take in what was staged, and open it in pieces, so that not all of it is in memory at once."""
    desk.docket.take_staged(replica=replica.to_json())
    _require_log_of_welcome(desk, replica)
    opener = desk.opener()
    keys, rosters = len(desk.book.case_keys), desk.book.roster_count
    for first in range(start, replica.size(), _IN_ONE_PIECE):
        entries = desk.docket.entries(first, first + _IN_ONE_PIECE)
        desk.docket.put_opened(opener.open_all(entries))
    _open_what_waited(desk, opener, keys=keys, rosters=rosters)


def _require_log_of_welcome(desk: Desk, replica: Replica) -> None:
    """A new desk has seen no log yet; its welcome says which one it joins."""
    known = desk.ring.welcomed
    if known is None or known.size == 0:
        return
    if replica.origin != known.origin or desk.docket.root_at(known.size) != known.root:
        raise LogIsWrong("The gate shows an older log, or another one, than your welcome file names.")


def _open_what_waited(desk: Desk, opener: Opener, *, keys: int, rosters: int) -> None:
    """Open earlier entries, where a key or a roster came that they waited for; then see who saw what."""
    if len(desk.book.case_keys) != keys:
        desk.docket.put_opened(opener.open_all(desk.docket.opened_as(found.CLOSED)))
    if desk.book.roster_count != rosters:
        # A long roster comes after the entries that follow it.
        desk.docket.put_opened(opener.open_all(desk.docket.opened_as(found.ASIDE)))
    desk.docket.put_alarms(_alarms(desk, opener))


def _alarms(desk: Desk, opener: Opener) -> list[Alarm]:
    """Kept and shown in the casebook: who saw another log than this desk."""
    origin, alarms = desk.replica.origin, []
    for sighting in opener.sightings:
        place, root_at = sighting.place, desk.docket.root_at
        if is_another_log(sighting.seen, origin=origin, place=place, root_at=root_at):
            name = desk.book.officer_name(sighting.author)
            reason = (
                f"Before writing entry {place}, {name} saw another log than the one here. The gate "
                "may show each of you something else: compare with each other before you go on."
            )
            alarms.append(Alarm(place=place, reason=reason))
            desk.book.alarms[place] = reason
    return alarms


def _set_aside(desk: Desk, entry: StoredEntry, reason: str) -> None:
    """Show why a body is missing; it still counts as unfetched."""
    content = {"size": entry.body_size, "reason": reason, "kind": int(entry.kind)}
    result = opened(entry.index, found.UNFETCHED, content)
    with desk.lock:
        desk.book.take(result)
        desk.docket.put_opened([result])
