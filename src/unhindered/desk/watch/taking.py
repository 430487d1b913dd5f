"""Reads what is new in the log, verifying it as a desk does; keeps only what the visits key opens."""

import io
import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any

from unhindered.core.casework.check_ins import Acknowledgement, LostEntry, SeenVisit, VisitState, WatchOrder
from unhindered.core.correspondence.visits import VISIT_NAME, read_visit
from unhindered.core.envelope.payload import read_frame
from unhindered.core.envelope.unseal import unseal_bytes
from unhindered.core.errors import Refused
from unhindered.core.institution.key_names import sealed_log_origin
from unhindered.core.log.entry import SMALL_BODY_BYTES, EntryKind
from unhindered.core.log.port import StoredEntry
from unhindered.core.log.replica import Replica, read_replica
from unhindered.core.log.signed_note import parse_verifier
from unhindered.desk.entries.for_watch import (
    ACKNOWLEDGEMENT_NAME,
    HEARTBEAT_NAME,
    ORDER_NAME,
    ForWatch,
    TakenOn,
    acknowledgement,
    is_for_watch,
    open_for_watch,
    read_acknowledgement,
    read_order,
)
from unhindered.desk.entries.inner import read_roster_note
from unhindered.desk.gate_port import DeskGate
from unhindered.desk.keys.roster import Roster, read_roster
from unhindered.desk.sync import AtMost, LogIsWrong, fetch_growth, verify_payload
from unhindered.desk.watch.post import WatchPost
from unhindered.storage.docket import Docket, Opened

_VISIT, _TOLD, _LOST = "visit", "told-watch", "lost"
_MOST_BODY = 32 * 1024 * 1024


@dataclass(kw_only=True)
class Heard:
    """All that the watch knows: visits, orders and acknowledgements, and who may give them."""

    visits: list[SeenVisit] = field(default_factory=list)
    orders: list[WatchOrder] = field(default_factory=list)
    # With the place in the log of each.
    taken_on: list[tuple[int, TakenOn, Acknowledgement]] = field(default_factory=list)
    # Entries of sources and officers that were erased before they were read, or that came without a body.
    lost: list[LostEntry] = field(default_factory=list)
    rosters: dict[int, Roster] = field(default_factory=dict)
    nonces: set[bytes] = field(default_factory=set)
    newest_day: date | None = None


@dataclass(kw_only=True)
class Ear:
    """Takes in the log, piece by piece, and remembers it in the docket."""

    post: WatchPost
    docket: Docket
    heard: Heard = field(default_factory=Heard)

    def __post_init__(self) -> None:
        for item in self.docket.opened():
            self._remember(item)

    @property
    def replica(self) -> Replica:
        """What is remembered of the log."""
        kept = self.docket.replica()
        return Replica(sealed_log_origin(self.post.gate.name)) if kept is None else read_replica(kept)

    def listen(self, gate: DeskGate, now: datetime, last: datetime) -> None:
        """Take in what is new; `last` is when the log was last read to its end.

        Raises:
            LogIsWrong: it is another log than before, or than the owner saw; nothing was taken in.
            Refused: the gate says no.
            Unavailable: the gate does not answer.
        """
        trusted, found = self.replica, list[Opened]()
        after = last.astimezone(UTC).date() if trusted.size() else None

        def stage(entries: Sequence[StoredEntry], roots: Sequence[bytes]) -> None:
            for entry, root in zip(entries, roots, strict=True):
                self._require_log_of_post(entry.index, root)
                self._note_day(entry.day)
                found.extend(self._opened(entry, gate, now, after))

        replica = fetch_growth(gate, trusted, parse_verifier(self.post.gate.sealed_log), stage)
        if replica.size() < self.post.log.size:
            raise LogIsWrong("The gate shows an older log than the owner of this desk has seen.")
        with self.docket.at_once():
            self.docket.take_staged(replica=replica.to_json())
            self.docket.put_opened(found)
        # Only now is it known that the log holds just these.
        for item in found:
            self._remember(item)

    def _remember(self, item: Opened) -> None:
        content = json.loads(item.content)
        if item.name == _VISIT:
            visit = _visit_from_json(content)
            self.heard.visits.append(visit)
            self._note_day(visit.arrived)
            return
        if item.name == _LOST:
            seen = datetime.fromisoformat(content["seen"])
            self.heard.lost.append(LostEntry(place=item.place, seen=seen))
            return
        self._hear(item.place, bytes.fromhex(content["clear"]), bytes.fromhex(content["envelope"]))

    def _require_log_of_post(self, index: int, root: bytes) -> None:
        if index + 1 == self.post.log.size and root != self.post.log.root:
            raise LogIsWrong("The gate shows another log than the owner of this desk has seen.")

    def _note_day(self, day: date) -> None:
        self.heard.newest_day = max(self.heard.newest_day or day, day)

    def _opened(
        self, entry: StoredEntry, gate: DeskGate, now: datetime, after: date | None
    ) -> Sequence[Opened]:
        """What the visits key opens of an entry; everything else is passed over, and not kept."""
        if entry.kind is EntryKind.MAILBOX:
            return ()
        if entry.is_erased or entry.header is None:
            return _lost(entry, now)
        if entry.body is None and self._has_to_be_read(entry):
            whole = _fetched(entry, gate)
            return _lost(entry, now) if whole is None else self._opened(whole, gate, now, after)
        if entry.kind is EntryKind.OFFICER and is_for_watch(entry.clear, self.post.visits):
            envelope = entry.header + (entry.body or b"")
            content = {"clear": entry.clear.hex(), "envelope": envelope.hex()}
            return (Opened(place=entry.index, name=_TOLD, content=json.dumps(content).encode()),)
        if entry.kind is EntryKind.SOURCE and entry.body is not None:
            visit = self._visit(entry, entry.header + entry.body, now, after)
            if visit is not None:
                content = _visit_to_json(visit)
                return (Opened(place=entry.index, name=_VISIT, content=json.dumps(content).encode()),)
        return ()

    def _has_to_be_read(self, entry: StoredEntry) -> bool:
        """Whether an entry whose body did not come is told to the watch, or can be a visit."""
        if entry.kind is EntryKind.OFFICER:
            return is_for_watch(entry.clear, self.post.visits)
        return entry.body_size <= SMALL_BODY_BYTES

    def _visit(
        self, entry: StoredEntry, envelope: bytes, now: datetime, after: date | None
    ) -> SeenVisit | None:
        try:
            payload = read_frame(unseal_bytes(envelope, [self.post.visits.identity]))
            if payload.name != VISIT_NAME:
                return None
            visit = read_visit(payload.body)
        except Refused:
            # A report, a message, or a stranger's bytes: none of it is for the watch.
            return None
        if visit.notice != entry.clear:
            return None
        return SeenVisit(
            id=visit.id.hex(),
            place=entry.index,
            key=visit.keys.signing.hex(),
            state=VisitState(visit.state),
            day=visit.day,
            arrived=entry.day,
            seen=now,
            after=after,
        )

    def _hear(self, place: int, clear: bytes, envelope: bytes) -> None:
        """Take in what an officer told the watch; damaged, forged or told twice, it counts for nothing."""
        try:
            told = open_for_watch(clear, envelope, self.post.visits)
            if told.outer.nonce in self.heard.nonces:
                return
            self._take(place, told)
        except Refused:
            return
        self.heard.nonces.add(told.outer.nonce)

    def _take(self, place: int, told: ForWatch) -> None:
        if told.payload.name == HEARTBEAT_NAME:
            return
        if told.payload.name not in (ORDER_NAME, ACKNOWLEDGEMENT_NAME):
            self._take_roster(place, told)
            return
        before = [known for known in self.heard.rosters if known < place]
        member = self.heard.rosters[max(before)].member(told.outer.claimed_author) if before else None
        if member is None:
            raise Refused("Somebody who is on no roster tells the watch something.")
        told.outer.require_author(member.card.verifier())
        if told.payload.name == ORDER_NAME:
            self.heard.orders.append(read_order(told.payload.body, place))
            return
        taken_on = read_acknowledgement(told.payload.body)
        self.heard.taken_on.append((place, taken_on, acknowledgement(taken_on, told.outer, place)))

    def _take_roster(self, place: int, told: ForWatch) -> None:
        """A roster that the root signed, and that is newer than all before it."""
        roster = read_roster(
            read_roster_note(told.payload),
            institution=self.post.institution_id,
            roots=[self.post.root_verifier],
        )
        if any(known.number >= roster.number for known in self.heard.rosters.values()):
            raise Refused("This roster is older than the one before it.")
        self.heard.rosters[place] = roster


def _lost(entry: StoredEntry, now: datetime) -> Sequence[Opened]:
    content = {"seen": now.astimezone(UTC).isoformat()}
    return (Opened(place=entry.index, name=_LOST, content=json.dumps(content).encode()),)


def _fetched(entry: StoredEntry, gate: DeskGate) -> StoredEntry | None:
    """The entry with its body; None where the gate does not give it out.

    Raises:
        LogIsWrong: it is not what the log committed to.
        Unavailable: the gate does not answer.
    """
    target = io.BytesIO()
    try:
        gate.body(entry.index, AtMost(target, min(entry.body_size, _MOST_BODY)))
    except Refused:
        return None
    whole = replace(entry, body=target.getvalue())
    verify_payload(whole)
    return whole


def _visit_to_json(visit: SeenVisit) -> dict[str, Any]:
    return {
        "id": visit.id,
        "place": visit.place,
        "key": visit.key,
        "state": visit.state.value,
        "day": visit.day.isoformat(),
        "arrived": visit.arrived.isoformat(),
        "seen": visit.seen.astimezone(UTC).isoformat(),
        "after": "" if visit.after is None else visit.after.isoformat(),
    }


def _visit_from_json(content: dict[str, Any]) -> SeenVisit:
    return SeenVisit(
        id=content["id"],
        place=content["place"],
        key=content["key"],
        state=VisitState(content["state"]),
        day=date.fromisoformat(content["day"]),
        arrived=date.fromisoformat(content["arrived"]),
        seen=datetime.fromisoformat(content["seen"]),
        after=date.fromisoformat(content["after"]) if content["after"] else None,
    )
