"""Composes what a desk writes into the sealed log: facts, grants, rosters, replies and held notes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from unhindered.core.casework.facts import Fact
from unhindered.core.correspondence.parts import SourcePublicKeys
from unhindered.core.correspondence.status import Status
from unhindered.core.correspondence.to_source import (
    HELD_NAME,
    STATUS_NAME,
    HeldNote,
    compose_held_note,
    compose_status,
)
from unhindered.core.envelope.payload import FLOOR, frame
from unhindered.core.envelope.recipients import PostQuantumRecipient, parse_recipient
from unhindered.core.envelope.seal import seal_bytes
from unhindered.core.envelope.split import split_envelope
from unhindered.core.errors import Refused
from unhindered.core.log.checkpoint import Checkpoint
from unhindered.core.log.entry import EntryKind, NewEntry, body_sha256, header_sha256
from unhindered.core.log.port import StoredEntry
from unhindered.desk.entries.for_watch import entry_for_watch
from unhindered.desk.entries.inner import (
    DOCUMENT_NAME,
    EVIDENCE_PART_NAME,
    FACTS_NAME,
    FIRST_KEY,
    GRANT_NAME,
    ROSTER_NAME,
    DocumentText,
    Grant,
    case_subject,
    compose_document,
    compose_facts,
    compose_grant,
)
from unhindered.desk.entries.officer_entry import compose_officer_entry
from unhindered.desk.entries.opened_list import OPENED_LIST_NAME, OpenedList, compose_opened_list
from unhindered.desk.entries.taken_report import TAKEN_FILE_NAME, TAKEN_REPORT_NAME
from unhindered.desk.entries.told import TOLD_NAME, compose_told
from unhindered.desk.entries.told_status import TOLD_STATUS_NAME, ToldStatus, compose_told_status
from unhindered.desk.keys.card import OfficerCard
from unhindered.desk.keys.secret import CaseKeys, OfficerKeys, TeamKeys


@dataclass(frozen=True, kw_only=True)
class Pen:
    """Who writes, for which team, having seen which log."""

    author: OfficerKeys
    team: TeamKeys
    seen: Checkpoint

    def facts(self, subject: str, facts: Sequence[Fact], case: CaseKeys | None) -> NewEntry:
        """Facts, sealed to the case they are about, or to the team where they are about none."""
        if case is not None and subject != case_subject(case.id):
            raise ValueError("Facts of a case are sealed to that case alone.")
        recipient = self.team.recipient if case is None else case.recipient
        tag_key = self.team.tag_key if case is None else case.tag_key
        return self._entry(FACTS_NAME, compose_facts(subject, facts), recipient, tag_key)

    def grant(self, case: CaseKeys, to: OfficerCard) -> NewEntry:
        """The key of a case, sealed to one officer."""
        body = compose_grant(Grant(to=to.id, case=case.id, number=FIRST_KEY, secret=case.secret))
        return self._for_officer(GRANT_NAME, body, to)

    def opened_list(self, listed: OpenedList, to: OfficerCard) -> NewEntry:
        """What this officer opened on one day, for one owner."""
        return self._for_officer(OPENED_LIST_NAME, compose_opened_list(listed), to)

    def document(self, document: DocumentText) -> NewEntry:
        """The text of a public document, for the team."""
        body = compose_document(document)
        return self._entry(DOCUMENT_NAME, body, self.team.recipient, self.team.tag_key)

    def evidence_part(self, piece: bytes, case: CaseKeys) -> NewEntry:
        """A part of a file, sealed to the case."""
        return self._entry(EVIDENCE_PART_NAME, piece, case.recipient, case.files_tag_key)

    def roster(self, note: str) -> NewEntry:
        """A roster that the root signed, for the team."""
        return self._entry(ROSTER_NAME, note.encode(), self.team.recipient, self.team.tag_key)

    def taken_report(self, body: bytes) -> NewEntry:
        """A report that the officer took down, for the team."""
        return self._entry(TAKEN_REPORT_NAME, body, self.team.recipient, self.team.tag_key)

    def taken_file(self, content: bytes) -> NewEntry:
        """A file that was brought along to a report which the officer took down, for the team."""
        return self._entry(TAKEN_FILE_NAME, content, self.team.recipient, self.team.tag_key)

    def for_watch(self, name: str, body: bytes) -> NewEntry:
        """Something that the watch is told."""
        return entry_for_watch(name, body, author=self.author, visits=self.team.visits, seen=self.seen)

    def told(self, entries: Sequence[str]) -> NewEntry:
        """Which reports and messages have a held note now, for the team."""
        return self._entry(TOLD_NAME, compose_told(entries), self.team.recipient, self.team.tag_key)

    def told_status(self, told: ToldStatus) -> NewEntry:
        """Which status the source of a report was told, for the team."""
        body = compose_told_status(told)
        return self._entry(TOLD_STATUS_NAME, body, self.team.recipient, self.team.tag_key)

    def _for_officer(self, name: str, body: bytes, to: OfficerCard) -> NewEntry:
        recipient = parse_recipient(to.recipient)
        if not isinstance(recipient, PostQuantumRecipient):
            raise Refused("This officer's recipient is not a post-quantum one.")
        return self._entry(name, body, recipient, self.team.tag_key)

    def _entry(self, name: str, body: bytes, recipient: PostQuantumRecipient, tag_key: bytes) -> NewEntry:
        return compose_officer_entry(
            name,
            body,
            inner_recipient=recipient,
            tag_key=tag_key,
            author=self.author,
            team=self.team,
            seen=self.seen,
        )


def mailbox_id(keys: SourcePublicKeys) -> bytes:
    """Where what is written to a source waits."""
    return sha256(keys.mailbox).digest()


def compose_held_entry(
    entry: StoredEntry, keys: SourcePublicKeys, *, origin: str, on: date, team: TeamKeys
) -> NewEntry:
    """The note that tells a source that a report or message is held, with all that proves it.

    Raises:
        Refused: the entry is not whole here, its header is not the one it came with, or nothing can be
            sealed to the source's key.
    """
    if entry.is_rewrapped:
        raise Refused("This entry's header was replaced: its leaf cannot be rebuilt from what is here.")
    if entry.salts is None or entry.header is None or entry.body is None:
        raise Refused("This report is not whole at this desk.", advice="Sync, then try again.")
    note = HeldNote(
        index=entry.index,
        leaf=entry.leaf,
        salt_header=entry.salts.header,
        salt_body=entry.salts.body,
        header_sha256=header_sha256(entry.header),
        body_sha256=body_sha256(entry.clear, entry.body),
        origin=origin,
        on=on,
    )
    body = compose_held_note(note, mailbox=mailbox_id(keys), reply_seed=team.reply_seed)
    return to_mailbox(HELD_NAME, body, keys)


def compose_status_entry(status: Status, keys: SourcePublicKeys, *, team: TeamKeys) -> NewEntry:
    """Where things stand, sealed to the source alone."""
    body = compose_status(status, mailbox=mailbox_id(keys), reply_seed=team.reply_seed)
    return to_mailbox(STATUS_NAME, body, keys)


def to_mailbox(name: str, body: bytes, keys: SourcePublicKeys, *, floor: int = FLOOR) -> NewEntry:
    """Something for a source, sealed to the source alone and padded; `floor` is 0 for attachments."""
    sealed = seal_bytes(frame(name, body, floor=floor), [parse_recipient(keys.recipient)])
    header, rest = split_envelope(sealed)
    return NewEntry(EntryKind.MAILBOX, mailbox_id(keys), header, rest)
