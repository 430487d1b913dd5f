"""Attachments: fetched when asked for, checked against the hash that the device took, never shown."""

import hashlib
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import BinaryIO

from unhindered.core.correspondence.parts import AttachmentReference
from unhindered.core.envelope.payload import clean_name, read_frame_file
from unhindered.core.envelope.split import read_header_bytes
from unhindered.core.envelope.unseal import unseal
from unhindered.core.errors import Refused
from unhindered.core.log.entry import EntryKind, NewEntry, clear_prefix, open_leaf
from unhindered.core.log.port import StoredEntry
from unhindered.desk.casebook import one_of
from unhindered.desk.desk import Desk
from unhindered.desk.entries.officer_entry import open_taken_file
from unhindered.desk.letters import HeldReport
from unhindered.desk.sandbox.room import LARGEST_FILE
from unhindered.desk.sync import AtMost, LogIsWrong
from unhindered.storage.files import open_to_read, write_whole

_PIECE = 1024 * 1024
# Padding adds at most an eighth; name, nonce and authentication tags the rest.
_MOST_OVERHEAD = 128 * 1024
_ADVICE = "Do not open it. Ask the source, through the mailbox, to send it again."


class DiffersFromDevice(Refused):
    """What was opened is not the file that the source's device named."""


class AttachmentState(StrEnum):
    """Where an attachment is, and whether it is what the source's device named."""

    VERIFIED = "verified"
    DIFFERS = "differs"
    AT_THE_GATE = "at_the_gate"
    WAITS = "waits"
    MISSING = "missing"


@dataclass(frozen=True, kw_only=True)
class AttachmentView:
    """An attachment as a page lists it; `id` is the hash of its sealed body."""

    id: str
    name: str
    size: int
    sha256: str
    state: AttachmentState


def attachment_view(desk: Desk, reference: AttachmentReference) -> AttachmentView:
    """What is known of an attachment, without fetching anything."""
    held = desk.book.attachment(reference)
    if held is not None:
        fits = (held.sha256, held.size) == (reference.sha256, reference.size)
        state = AttachmentState.VERIFIED if fits else AttachmentState.DIFFERS
    elif _waiting(desk, reference) is not None:
        state = AttachmentState.WAITS
    else:
        waits = any(True for _ in _candidates(desk, reference))
        state = AttachmentState.AT_THE_GATE if waits else AttachmentState.MISSING
    return AttachmentView(
        id=reference.body.hex(),
        name=clean_name(reference.name),
        size=reference.size,
        sha256=reference.sha256.hex(),
        state=state,
    )


def reference_of(desk: Desk, report: HeldReport, attachment: str) -> AttachmentReference:
    """An attachment of a report or of its source's messages, by its id, or by number counted from 1.

    Raises:
        Refused: there is none.
    """
    messages = desk.book.messages(report)
    known = [
        *report.report.attachments,
        *(item for message in messages for item in message.letter.attachments),
    ]
    if attachment.isdigit() and 1 <= int(attachment) <= len(known):
        return known[int(attachment) - 1]
    by_id = {item.body.hex(): item for item in known}
    return by_id[one_of(attachment, by_id, "attachment")]


def refuse_without_custody(desk: Desk, report: HeldReport, reference: AttachmentReference) -> None:
    """Nothing if this attachment may be saved without a reason: its report is in no case of this officer.

    Nor is there another way for one that is too large to be taken in as evidence.

    Raises:
        Refused: it is evidence of a case.
    """
    if desk.book.case_of_report(report.id) is None or reference.size > LARGEST_FILE:
        return
    raise Refused(
        "This attachment is evidence of a case: who saves it says why.",
        advice="Take it in on the case's page “Evidence”, and save it there.",
    )


def save_attachment(desk: Desk, reference: AttachmentReference, target: BinaryIO) -> None:
    """Write the original into `target`, a file that can be read and cut; it is what the device named.

    Raises:
        DiffersFromDevice: it is not what the source's device named; `target` holds what it is.
        Refused: it is not here.
        LogIsWrong: the gate sends another body than its log holds.
        Unavailable: it has to be fetched, and the gate does not answer.
    """
    waiting = _waiting(desk, reference)
    if waiting is not None:
        target.write(open_taken_file(waiting.clear, waiting.header + _in_memory(waiting), desk.team))
    else:
        with _sealed(desk, reference) as (entry, sealed):
            _open_into(target, entry, sealed, desk)
    _require_sha256(target, reference)


def read_attachment(desk: Desk, reference: AttachmentReference) -> bytes:
    """The original, in memory; raises as `save_attachment`."""
    target = io.BytesIO()
    save_attachment(desk, reference, target)
    return target.getvalue()


def _open_into(target: BinaryIO, entry: StoredEntry, sealed: BinaryIO, desk: Desk) -> None:
    if entry.kind is EntryKind.OFFICER:
        target.write(open_taken_file(entry.clear, sealed.read(), desk.team))
        return
    unseal(sealed, target, desk.opener().intake_identities(entry.clear))
    _take_out_of_frame(target)


def _waiting(desk: Desk, reference: AttachmentReference) -> NewEntry | None:
    """The entry of a file that was brought along to a report and waits to be sent."""
    waiting = (entry for letter in desk.letters() for entry in letter.entries)
    return next((entry for entry in waiting if _is_named(entry, reference)), None)


def _is_named(entry: NewEntry, reference: AttachmentReference) -> bool:
    is_officers = entry.kind is EntryKind.OFFICER
    return is_officers and hashlib.sha256(_in_memory(entry)).digest() == reference.body


def _in_memory(entry: NewEntry) -> bytes:
    return entry.body if isinstance(entry.body, bytes) else b""


@contextmanager
def _sealed(desk: Desk, reference: AttachmentReference) -> Iterator[tuple[StoredEntry, BinaryIO]]:
    held = desk.book.attachment(reference)
    if held is not None:
        entry = desk.docket.entry(held.place)
        yield entry, io.BytesIO((entry.header or b"") + (entry.body or b""))
        return
    for entry in list(_candidates(desk, reference)):
        path = desk.folder.bodies / f"{entry.index}.age"
        if not path.exists():
            _fetch(desk, entry)
        with open_to_read(path) as sealed:
            read_header_bytes(sealed)
            if _sha256(sealed) == reference.body:
                sealed.seek(0)
                yield entry, sealed
                return
    raise Refused("This attachment is not in the log.", advice=_ADVICE)


def _candidates(desk: Desk, reference: AttachmentReference) -> Iterator[StoredEntry]:
    """Entries whose body was not fetched and that are as large as this attachment would be."""
    most = reference.size + reference.size // 7 + _MOST_OVERHEAD
    for place in sorted(desk.book.unfetched):
        entry = desk.docket.entry(place)
        if reference.size <= entry.body_size <= most:
            yield entry


def _fetch(desk: Desk, entry: StoredEntry) -> None:
    """Keep the whole envelope, still sealed, in the desk's folder, once it is what the leaf commits to."""
    if desk.gate is None or entry.header is None or entry.salts is None:
        raise Refused("This attachment is not whole at this desk.", advice="Sync, then try again.")
    desk.folder.bodies.mkdir(mode=0o700, exist_ok=True)
    with write_whole(desk.folder.bodies / f"{entry.index}.age", private=True) as file:
        file.write(entry.header)
        desk.gate.body(entry.index, AtMost(file, entry.body_size))
        file.seek(len(entry.header))
        digest = _sha256(file, start=clear_prefix(entry.clear))
        try:
            open_leaf(entry.leaf, entry.salts, body_sha256=digest)
        except Refused as err:
            raise LogIsWrong(f"The body of entry {entry.index} is not what the log says it is.") from err


def _take_out_of_frame(file: BinaryIO) -> None:
    _, offset, length = read_frame_file(file)
    for done in range(0, length, _PIECE):
        file.seek(offset + done)
        piece = file.read(min(_PIECE, length - done))
        file.seek(done)
        file.write(piece)
    file.truncate(length)


def _require_sha256(file: BinaryIO, reference: AttachmentReference) -> None:
    file.seek(0)
    if _sha256(file) != reference.sha256:
        raise DiffersFromDevice(
            "This attachment is not the file that the source's device named.", advice=_ADVICE
        )


def _sha256(file: BinaryIO, start: bytes = b"") -> bytes:
    found = hashlib.sha256(start)
    while piece := file.read(_PIECE):
        found.update(piece)
    return found.digest()
