"""Items of a case, and their files: found, written out, opened in memory, never on a disk in clear."""

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO

from unhindered.core.casework.custody_facts import SealedFile
from unhindered.core.casework.evidence import Item
from unhindered.core.errors import Refused
from unhindered.desk.actions.attachments import DiffersFromDevice, reference_of, save_attachment
from unhindered.desk.casebook import one_of
from unhindered.desk.desk import Desk
from unhindered.desk.evidence.sealed_files import write_sealed_file
from unhindered.desk.keys.secret import CaseKeys
from unhindered.desk.sandbox.room import LARGEST_FILE, memory_file

ORIGINAL = "original"
_MIB = 1024 * 1024
_LIKE_A_HASH = re.compile(r"[0-9a-f]{8,}", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class FileOfItem:
    """An item of a case, and a file of it: the original, or a copy by its hash."""

    keys: CaseKeys
    item: Item
    file: SealedFile | None

    @property
    def sha256(self) -> str:
        """The hash of this file."""
        return self.item.id if self.file is None else self.file.sha256

    @property
    def size(self) -> int:
        """Its size in bytes."""
        return self.item.received.size if self.file is None else self.file.size


def item_of(desk: Desk, case: str, item: str) -> Item:
    """An item by its hash, the beginning of it, or its exhibit number, which cannot read like one.

    Raises:
        Refused: none or several.
    """
    evidence = desk.book.case(case).evidence
    # Whatever another program calls its exhibits: a hash is a hash.
    for exhibit in () if is_like_a_hash(item) else evidence.exhibits:
        if exhibit.exhibit is not None and exhibit.exhibit.exhibit.casefold() == item.casefold():
            return exhibit
    return evidence.items[one_of(item, evidence.items, "item of evidence")]


def is_like_a_hash(text: str) -> bool:
    """Whether somebody could take this for a hash or the beginning of one."""
    return bool(_LIKE_A_HASH.fullmatch(text.strip()))


def file_of(desk: Desk, case: str, item: str, file: str = ORIGINAL) -> FileOfItem:
    """The original of an item, or the copy whose hash begins so.

    Raises:
        Refused: no such item or copy.
    """
    with desk.lock:
        keys, found = desk.case_keys(case), item_of(desk, case, item)
    copies = {copy.sha256: copy for copy in found.copies}
    copy = None if file in (ORIGINAL, found.id) else copies[one_of(file, copies, "copy")]
    return FileOfItem(keys=keys, item=found, file=copy)


def write_file(desk: Desk, found: FileOfItem, target: BinaryIO) -> None:
    """Write the original or the copy into `target`; checked.

    Raises:
        Refused: it is not here, or not what was taken in.
        LogIsWrong, Unavailable: as `save_attachment`.
    """
    received = found.item.received
    file = found.file or received.sealed
    if file is not None:
        write_sealed_file(desk, found.keys, file, target)
        return
    reference = reference_of(desk, desk.book.report(received.report or ""), received.attachment or "")
    try:
        save_attachment(desk, reference, target)
    except DiffersFromDevice:
        # It was taken in as what it is, and the case says loudly that it is not what was named.
        if sha256_of(target) != received.evidence:
            raise
    target.flush()


@contextmanager
def in_memory(desk: Desk, found: FileOfItem) -> Iterator[BinaryIO]:
    """The file, open in memory that has no name; raises as `write_file`, and where it is too large."""
    require_not_too_large(found.size)
    with memory_file(b"") as target:
        write_file(desk, found, target)
        target.seek(0)
        yield target


def require_not_too_large(size: int) -> None:
    """Nothing if a file of so many bytes is opened in memory.

    Raises:
        Refused: it is larger than 256 MiB.
    """
    if size > LARGEST_FILE:
        raise Refused(
            f"This file is larger than the {LARGEST_FILE // _MIB} MiB that are opened here.",
            advice="Ask the source for a smaller copy, or look at it on a machine of its own.",
        )


def sha256_of(file: BinaryIO) -> str:
    """The hash of an open file, all of it."""
    file.seek(0)
    found = hashlib.sha256()
    while piece := file.read(_MIB):
        found.update(piece)
    return found.hexdigest()
