"""Opens entries with the keys this officer has. What cannot be read is set aside, with a reason."""

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from unhindered.core.correspondence.letters import READERS, is_of_unknown_kind
from unhindered.core.envelope.identities import PostQuantumIdentity
from unhindered.core.envelope.payload import Payload, read_frame
from unhindered.core.envelope.unseal import unseal_bytes
from unhindered.core.errors import Refused
from unhindered.core.institution.notice import notice_id
from unhindered.core.log.entry import EntryKind
from unhindered.core.log.port import StoredEntry
from unhindered.core.log.tree import leaf_hash
from unhindered.desk import casebook as found
from unhindered.desk.casebook import Casebook, opened, opened_facts
from unhindered.desk.entries.for_watch import (
    HEARTBEAT_NAME,
    is_for_watch,
    open_for_watch,
    read_heartbeat,
    read_told_watch,
)
from unhindered.desk.entries.inner import (
    DOCUMENT_NAME,
    EVIDENCE_PART_NAME,
    FACTS_NAME,
    GRANT_NAME,
    ROSTER_NAME,
    case_subject,
    read_document_text,
    read_facts,
    read_grant,
    read_roster_note,
)
from unhindered.desk.entries.officer_entry import OfficerEntry, Seen, has_tag, open_inner, open_outer
from unhindered.desk.entries.opened_list import OPENED_LIST_NAME, read_opened_list
from unhindered.desk.entries.taken_report import TAKEN_FILE_NAME, TAKEN_REPORT_NAME
from unhindered.desk.entries.told import TOLD_NAME, read_told
from unhindered.desk.entries.told_status import TOLD_STATUS_NAME, read_told_status
from unhindered.desk.keys.ring import IntakeKey
from unhindered.desk.keys.roster import Member
from unhindered.desk.keys.secret import CaseKeys, OfficerKeys, TeamKeys
from unhindered.desk.letters import KIND_OF_FRAME, TAKEN_REPORT
from unhindered.storage.docket import Opened

_FOR_ONE_OFFICER = (GRANT_NAME, OPENED_LIST_NAME)


@dataclass(frozen=True, kw_only=True)
class Sighting:
    """The log that the author of entry `place` had seen."""

    place: int
    author: str
    seen: Seen


@dataclass(kw_only=True)
class Opener:
    """Opens one entry after another; each may bring a key or an officer that the next ones need."""

    officer: OfficerKeys
    team: TeamKeys
    intake: tuple[IntakeKey, ...]
    book: Casebook
    sightings: list[Sighting] = field(default_factory=list)
    _by_notice: dict[bytes, PostQuantumIdentity] = field(init=False)

    def __post_init__(self) -> None:
        self._by_notice = {notice_id(key.notice): key.identity for key in self.intake if key.notice}

    def open_all(self, entries: Sequence[StoredEntry]) -> list[Opened]:
        """Everything found in `entries`, taken into the casebook; a grant opens what came before it."""
        results = {entry.index: self.open(entry) for entry in entries}
        known = -1
        while known != len(self.book.case_keys):
            known = len(self.book.case_keys)
            for entry in entries:
                if results[entry.index].name == found.CLOSED and self._case_keys(entry.clear):
                    results[entry.index] = self.open(entry)
        return list(results.values())

    def open(self, entry: StoredEntry) -> Opened:
        """What is in one entry; never raises for what a stranger wrote."""
        try:
            result = self._opened(entry)
            self.book.take(result)
        except Refused as err:
            result = opened(entry.index, found.ASIDE, {"reason": str(err), "kind": int(entry.kind)})
            self.book.take(result)
        return result

    def _opened(self, entry: StoredEntry) -> Opened:
        if entry.is_erased:
            raise Refused("This entry was erased by the server, not by us.")
        if entry.kind is EntryKind.MAILBOX or entry.header is None:
            return opened(entry.index, found.NOTHING)
        if entry.body is None:
            return opened(entry.index, found.UNFETCHED, {"size": entry.body_size, "kind": int(entry.kind)})
        if entry.kind is EntryKind.SOURCE:
            return self._opened_from_source(entry, entry.header + entry.body)
        return self._opened_from_officer(entry, entry.header + entry.body)

    def _opened_from_source(self, entry: StoredEntry, envelope: bytes) -> Opened:
        payload = read_frame(self._unsealed(envelope, entry.clear))
        content = {"id": leaf_hash(entry.leaf).hex(), "day": entry.day.isoformat()}
        body = {"body": base64.b64encode(payload.body).decode()}
        if payload.name in READERS:
            _require_notice(READERS[payload.name](payload.body).notice, entry)
            return opened(entry.index, KIND_OF_FRAME[payload.name], content | body)
        if is_of_unknown_kind(payload.name, payload.body):
            raise Refused("A source sent something of a kind that this version does not know.")
        return _opened_file(entry, payload.name, payload)

    def intake_identities(self, notice: bytes) -> list[PostQuantumIdentity]:
        """All private intake keys, first the one of this notice: which notice it was is the server's word."""
        others = [key.identity for key in self.intake]
        first = self._by_notice.get(notice)
        return others if first is None else [first, *(key for key in others if key is not first)]

    def _unsealed(self, envelope: bytes, notice: bytes) -> bytes:
        try:
            # Which of the notice's two keys it is, intake or visits, stands nowhere in clear.
            return unseal_bytes(envelope, [*self.intake_identities(notice), self.team.visits.identity])
        except Refused as err:
            if notice in self._by_notice:
                raise
            raise Refused(
                "This was sealed for a notice whose key is not at this desk.",
                advice="Ask the owner for a new welcome file.",
            ) from err

    def _opened_from_officer(self, entry: StoredEntry, envelope: bytes) -> Opened:
        if is_for_watch(entry.clear, self.team.visits):
            return self._opened_for_watch(entry, envelope)
        outer = open_outer(entry.clear, envelope, self.team)
        cases = self._case_keys(entry.clear)
        is_for_team = has_tag(self.team.tag_key, entry.clear)
        payload, is_for_me = self._inner(outer, cases, is_for_team=is_for_team)
        if payload is None:
            self._require_author(outer, entry.index)
            name = found.NOTHING if is_for_team else found.CLOSED
            return opened(entry.index, name, {"author": outer.claimed_author})
        if is_for_me != (payload.name in _FOR_ONE_OFFICER):
            raise Refused("A case key or a list for owners is sealed to one officer, and nothing else is.")
        if payload.name == ROSTER_NAME and is_for_team:
            return self._roster(outer, entry.index, read_roster_note(payload))
        self._require_author(outer, entry.index)
        if is_for_team and payload.name == TAKEN_FILE_NAME:
            return _opened_file(entry, "", payload)
        return self._inside(entry.index, outer, payload, cases, is_for_team=is_for_team)

    def _opened_for_watch(self, entry: StoredEntry, envelope: bytes) -> Opened:
        """What a colleague told the watch: every desk knows which alarms ring and who took them on."""
        told = open_for_watch(entry.clear, envelope, self.team.visits)
        if told.payload.name == ROSTER_NAME:
            # The watch's own copy; ours came sealed to the team.
            return opened(entry.index, found.NOTHING)
        if told.payload.name == HEARTBEAT_NAME:
            day = read_heartbeat(told.payload.body, self.team.visits)
            return opened(entry.index, found.HEARTBEAT, {"day": day.isoformat()})
        self._require_author(told.outer, entry.index)
        content = read_told_watch(told, entry.index)
        return opened(entry.index, found.FOR_WATCH, content)

    def _inner(
        self, outer: OfficerEntry, cases: list[CaseKeys], *, is_for_team: bool
    ) -> tuple[Payload | None, bool]:
        """What is inside, if it is sealed to a key we have, and whether that is this officer's own."""
        shared = [self.team.identity] if is_for_team else [keys.identity for keys in cases]
        own = [self.officer.identity] if is_for_team else []
        for identity in (*shared, *own):
            try:
                return open_inner(outer, [identity]), identity in own
            except Refused:
                continue
        return None, False

    def _roster(self, outer: OfficerEntry, place: int, note: str) -> Opened:
        """Checked whole before any of it counts. It may be the one that first names its own author."""
        roster = self.book.checked_roster(place, note)
        author = roster.member(outer.claimed_author) or self.book.member_at(outer.claimed_author, place)
        self._require_signed(outer, author, place)
        return opened(place, found.ROSTER, {"note": note})

    def _inside(
        self, place: int, outer: OfficerEntry, payload: Payload, cases: list[CaseKeys], *, is_for_team: bool
    ) -> Opened:
        author = outer.claimed_author
        if payload.name == GRANT_NAME:
            grant = read_grant(payload.body)
            if grant.to != self.officer.id:
                raise Refused("A case key was granted to another officer than the one it is sealed to.")
            secret = base64.b64encode(grant.secret).decode()
            return opened(place, found.GRANT, {"author": author, "secret": secret})
        if is_for_team and payload.name == TAKEN_REPORT_NAME:
            body = base64.b64encode(payload.body).decode()
            return opened(place, TAKEN_REPORT, {"author": author, "body": body})
        if payload.name == OPENED_LIST_NAME:
            read_opened_list(payload.body)
            content = {"author": author, "body": base64.b64encode(payload.body).decode()}
            return opened(place, found.OPENED_LIST, content)
        if is_for_team and payload.name in (DOCUMENT_NAME, TOLD_NAME, TOLD_STATUS_NAME):
            return _opened_for_team(place, payload)
        if cases and payload.name == EVIDENCE_PART_NAME:
            return opened(place, EVIDENCE_PART_NAME, {"author": author})
        if payload.name == FACTS_NAME:
            facts = replace(read_facts(payload.body), nonce=outer.nonce.hex())
            allowed = {case_subject(keys.id) for keys in cases}
            is_team_matter = is_for_team and not facts.subject.startswith("case/")
            if facts.subject not in allowed and not is_team_matter:
                raise Refused("An officer's entry names another case than the one whose key sealed it.")
            return opened_facts(place, author, facts)
        raise Refused("An officer's entry is of a kind that this version does not know.")

    def _require_author(self, outer: OfficerEntry, place: int) -> None:
        self._require_signed(outer, self.book.member_at(outer.claimed_author, place), place)

    def _require_signed(self, outer: OfficerEntry, member: Member | None, place: int) -> None:
        if member is None and self.book.member(outer.claimed_author) is not None:
            raise Refused("An entry is signed by somebody who was not on the roster when it came.")
        if member is None:
            raise Refused("An entry is signed by somebody who is on no roster.")
        outer.require_author(member.card.verifier())
        self.sightings.append(Sighting(place=place, author=outer.claimed_author, seen=outer.seen))

    def _case_keys(self, clear: bytes) -> list[CaseKeys]:
        known = self.book.case_keys.values()
        return [keys for keys in known if has_tag(keys.tag_key, clear) or has_tag(keys.files_tag_key, clear)]

    def is_fetched_when_asked(self, clear: bytes) -> bool:
        """Whether an officer's entry is a part of a file, or for a case whose key is not here.

        No desk needs to fetch the evidence of all cases to work on its own.
        """
        if has_tag(self.team.tag_key, clear) or is_for_watch(clear, self.team.visits):
            return False
        return not any(has_tag(keys.tag_key, clear) for keys in self.book.case_keys.values())


def _opened_file(entry: StoredEntry, name: str, payload: Payload) -> Opened:
    """An attachment: what names it does so by the hash of its sealed body."""
    content = {
        "name": name,
        "size": len(payload.body),
        "sha256": hashlib.sha256(payload.body).hexdigest(),
        "body": hashlib.sha256(entry.body or b"").hexdigest(),
    }
    return opened(entry.index, found.ATTACHMENT, content)


def _opened_for_team(place: int, payload: Payload) -> Opened:
    if payload.name == DOCUMENT_NAME:
        document = read_document_text(payload.body)
        content = {"document": document.document, "text": document.text}
        return opened(place, found.DOCUMENT, content)
    if payload.name == TOLD_NAME:
        return opened(place, found.TOLD, {"entries": list(read_told(payload.body))})
    read_told_status(payload.body)
    return opened(place, found.TOLD_STATUS, {"body": base64.b64encode(payload.body).decode()})


def _require_notice(notice: bytes, entry: StoredEntry) -> None:
    """What stands in clear is the gate's word; what stands inside is the source's."""
    if notice != entry.clear:
        raise Refused("This was sealed for another notice than the one that stands beside it.")
