"""Files that officers add to a case: sealed to its key, in parts that are entries of the log, and read back.

Nothing here writes what is in clear to a disk.
"""

import hashlib
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from unhindered.core.casework.custody_facts import SealedFile
from unhindered.core.casework.facts import Fact
from unhindered.core.errors import Refused
from unhindered.core.log.entry import EntryKind, NewEntry
from unhindered.desk.desk import Desk
from unhindered.desk.entries.inner import EVIDENCE_PART_NAME, NONCE_BYTES, case_subject
from unhindered.desk.entries.officer_entry import open_inner, open_outer, tag_of
from unhindered.desk.keys.secret import CaseKeys
from unhindered.desk.taking_in import fetch_body

_MIB = 1024 * 1024
LARGEST_FILE = 64 * _MIB
# With padding and what sealing adds, one fits well into a request to a gate.
PART_BYTES = 8 * _MIB


def require_sealable(content: bytes) -> None:
    """Nothing if a file of a case may be so.

    Raises:
        Refused: it is empty, or larger than 64 MiB.
    """
    if not content:
        raise Refused("This file is empty.", advice="Choose another one.")
    if len(content) > LARGEST_FILE:
        raise Refused(
            f"A file of a case has at most {LARGEST_FILE // _MIB} MiB.",
            advice="Cut it into parts, and add each; say in the label which part it is.",
        )


def sealed(desk: Desk, keys: CaseKeys, content: bytes) -> tuple[SealedFile, list[NewEntry]]:
    """A file as facts name it, and the entries that hold it; raises as `require_sealable`."""
    require_sealable(content)
    pen = desk.pen()
    entries = [
        pen.evidence_part(content[start : start + PART_BYTES], keys)
        for start in range(0, len(content), PART_BYTES)
    ]
    nonces = tuple(entry.clear[:NONCE_BYTES].hex() for entry in entries)
    file = SealedFile(sha256=hashlib.sha256(content).hexdigest(), size=len(content), parts=nonces)
    return file, entries


def record_with_parts(desk: Desk, keys: CaseKeys, facts: Sequence[Fact], parts: Sequence[NewEntry]) -> None:
    """Record facts that name files, after the entries that hold them; raises as `Desk.record`."""
    desk.record_after(case_subject(keys.id), facts, first=parts)


def write_sealed_file(desk: Desk, keys: CaseKeys, file: SealedFile, target: BinaryIO) -> None:
    """Write a file of a case into `target`, fetched where it is not here yet, and checked.

    Raises:
        Refused: a part is not in the log, or what it holds is not what was sealed.
        LogIsWrong: the gate sends another body than its log holds.
        Unavailable: a part has to be fetched, and the gate does not answer.
    """
    found = hashlib.sha256()
    for nonce in file.parts:
        piece = _opened_part(desk, keys, bytes.fromhex(nonce))
        found.update(piece)
        target.write(piece)
    target.flush()
    if found.hexdigest() != file.sha256:
        raise Refused(
            "This file is not what was sealed into the case.",
            advice="Do not open it. Tell the owner of the desk: somebody changed what the log holds.",
        )


def parts_in_log(desk: Desk, keys: CaseKeys) -> frozenset[str]:
    """The nonces of all parts of files that the log has for a case, fetched or not."""
    entries = [*desk.docket.opened_as(EVIDENCE_PART_NAME), *map(desk.docket.entry, desk.book.unfetched)]
    clears = (entry.clear for entry in entries if entry.kind is EntryKind.OFFICER)
    return frozenset(
        clear[:NONCE_BYTES].hex() for clear in clears if clear == _clear(keys, clear[:NONCE_BYTES])
    )


def _clear(keys: CaseKeys, nonce: bytes) -> bytes:
    return nonce + tag_of(keys.files_tag_key, nonce)


def _opened_part(desk: Desk, keys: CaseKeys, nonce: bytes) -> bytes:
    clear = _clear(keys, nonce)
    for entry in _waiting(desk, clear):
        return _inside(
            desk, keys, clear, entry.header + (entry.body if isinstance(entry.body, bytes) else b"")
        )
    for place in desk.docket.places_with_clear(EntryKind.OFFICER, clear):
        whole = desk.docket.entry(place)
        if whole.body is None:
            if desk.gate is None:
                raise Refused(
                    "This file is not whole at this desk.", advice="Enrol at a gate, then try again."
                )
            fetch_body(desk, desk.gate, whole)
            whole = desk.docket.entry(place)
        if place in desk.book.aside:
            raise Refused(desk.book.aside[place].reason)
        return _inside(desk, keys, clear, (whole.header or b"") + (whole.body or b""))
    raise Refused("A part of this file is not in the log.", advice="Sync, then try again.")


def _waiting(desk: Desk, clear: bytes) -> Iterator[NewEntry]:
    return (entry for letter in desk.letters() for entry in letter.entries if entry.clear == clear)


def _inside(desk: Desk, keys: CaseKeys, clear: bytes, envelope: bytes) -> bytes:
    payload = open_inner(open_outer(clear, envelope, desk.team), [keys.identity])
    if payload.name != EVIDENCE_PART_NAME:
        raise Refused("This is no part of a file.")
    return payload.body
