"""Opens entries with the keys this officer has. What cannot be read is set aside, with a reason."""

import base64
import hashlib
from dataclasses import dataclass, field

from unhindered.core.correspondence.from_source import MESSAGE_NAME, REPORT_NAME, read_message, read_report
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
from unhindered.desk.entries.inner import (
    FACTS_NAME,
    GRANT_NAME,
    ROSTER_NAME,
    case_subject,
    read_facts,
    read_grant,
    read_roster_note,
)
from unhindered.desk.entries.officer_entry import OfficerEntry, Seen, has_tag, open_inner, open_outer
from unhindered.desk.keys.ring import IntakeKey
from unhindered.desk.keys.secret import CaseKeys, OfficerKeys, TeamKeys
from unhindered.storage.docket import Opened


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

    def open_all(self, entries: list[StoredEntry]) -> list[Opened]:
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
            result = opened(entry.index, found.ASIDE, {"reason": str(err)})
            self.book.take(result)
        return result

    def _opened(self, entry: StoredEntry) -> Opened:
        if entry.is_erased or entry.kind is EntryKind.MAILBOX or entry.header is None:
            return opened(entry.index, found.NOTHING)
        if entry.body is None:
            return opened(entry.index, found.UNFETCHED, {"size": entry.body_size})
        if entry.kind is EntryKind.SOURCE:
            return self._opened_from_source(entry, entry.header + entry.body)
        return self._opened_from_officer(entry, entry.header + entry.body)

    def _opened_from_source(self, entry: StoredEntry, envelope: bytes) -> Opened:
        payload = read_frame(unseal_bytes(envelope, [self.intake_identity(entry.clear)]))
        content = {"id": leaf_hash(entry.leaf).hex(), "day": entry.day.isoformat()}
        body = {"body": base64.b64encode(payload.body).decode()}
        if payload.name == REPORT_NAME:
            read_report(payload.body)
            return opened(entry.index, found.REPORT, content | body)
        if payload.name == MESSAGE_NAME:
            read_message(payload.body)
            return opened(entry.index, found.MESSAGE, content | body)
        attachment = {
            "name": payload.name,
            "size": len(payload.body),
            "sha256": hashlib.sha256(payload.body).hexdigest(),
            "envelope": hashlib.sha256(envelope).hexdigest(),
        }
        return opened(entry.index, found.ATTACHMENT, attachment)

    def intake_identity(self, notice: bytes) -> PostQuantumIdentity:
        """The private intake key for envelopes that name this notice.

        Raises:
            Refused: this desk does not have it.
        """
        identity = self._by_notice.get(notice)
        if identity is None:
            raise Refused(
                "This was sealed for a notice whose key is not at this desk.",
                advice="Ask the owner for a new welcome file.",
            )
        return identity

    def _opened_from_officer(self, entry: StoredEntry, envelope: bytes) -> Opened:
        outer = open_outer(entry.clear, envelope, self.team)
        cases = self._case_keys(entry.clear)
        is_for_team = has_tag(self.team.tag_key, entry.clear)
        try:
            payload = open_inner(outer, self._identities(cases, is_for_team=is_for_team))
        except Refused:
            self._require_author(outer, entry.index)
            name = found.NOTHING if is_for_team else found.CLOSED
            return opened(entry.index, name, {"author": outer.claimed_author})
        if payload.name == ROSTER_NAME:
            # Signed by the root itself: it says who its author is, so it is read before the author is known.
            roster = opened(entry.index, found.ROSTER, {"note": read_roster_note(payload)})
            self.book.take(roster)
            self._require_author(outer, entry.index)
            return roster
        self._require_author(outer, entry.index)
        return self._inside(entry.index, outer.claimed_author, payload, cases, is_for_team=is_for_team)

    def _inside(
        self, place: int, author: str, payload: Payload, cases: list[CaseKeys], *, is_for_team: bool
    ) -> Opened:
        if payload.name == GRANT_NAME and is_for_team:
            grant = read_grant(payload.body)
            secret = base64.b64encode(grant.secret).decode()
            return opened(place, found.GRANT, {"author": author, "secret": secret})
        if payload.name == FACTS_NAME:
            facts = read_facts(payload.body)
            allowed = {case_subject(keys.id) for keys in cases}
            is_team_matter = is_for_team and not facts.subject.startswith("case/")
            if facts.subject not in allowed and not is_team_matter:
                raise Refused("An officer's entry names another case than the one whose key sealed it.")
            return opened_facts(place, author, facts)
        raise Refused("An officer's entry is of a kind that this version does not know.")

    def _require_author(self, outer: OfficerEntry, place: int) -> None:
        member = self.book.member(outer.claimed_author)
        if member is None:
            raise Refused("An entry is signed by somebody who is on no roster.")
        outer.require_author(member.card.verifier())
        self.sightings.append(Sighting(place=place, author=outer.claimed_author, seen=outer.seen))

    def _case_keys(self, clear: bytes) -> list[CaseKeys]:
        return [keys for keys in self.book.case_keys.values() if has_tag(keys.tag_key, clear)]

    def _identities(self, cases: list[CaseKeys], *, is_for_team: bool) -> list[PostQuantumIdentity]:
        if is_for_team:
            return [self.team.identity, self.officer.identity]
        return [keys.identity for keys in cases]
