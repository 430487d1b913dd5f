"""Envelopes that come in parts before they are entries. Stores pass tests/storage/test_uploads_contract.py.

An upload is named by an id that the store draws and keeps hashed. It costs nothing on the disk before its
first byte, counts only what is durable, and ends when it was appended, removed, or stood still for two days.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Protocol

from unhindered.core.errors import Refused, Unavailable
from unhindered.core.log.entry import CLEAR_BYTES, EntryKind

UPLOAD_ID_BYTES = 32
# The days after the last progress that an upload is kept whole: never less than 48 hours.
IDLE_DAYS = 2
# Given what came first and the whole length: where the header ends; 0 if that cannot be told yet.
FindHeaderEnd = Callable[[bytes, int], int]


class UploadGone(Refused):
    """There is no such upload: never, not yet, or no longer."""

    advice = "Begin this upload anew. If its report was acknowledged already, nothing more needs to be sent."


class UploadBusy(Refused):
    """Something else is being done with this upload."""

    advice = "Ask how far it has come in a moment, and go on from there."


class OtherOffset(Refused):
    """The next bytes belong somewhere else."""

    advice = "Ask how far the upload has come, and go on from there."


class UploadUnfinished(Refused):
    """Not all of its bytes are here."""

    advice = "Send what is missing, then send the report again."


class NoRoom(Unavailable):
    """What attachments may take of the disk is taken."""

    advice = "Send your report without files, or with a smaller one: text is still taken."


@dataclass(frozen=True, kw_only=True)
class Upload:
    """How far an upload has come: `offset` bytes out of `length` are durable."""

    length: int
    offset: int
    day: date

    @property
    def ends(self) -> datetime:
        """When it is forgotten, if nothing more comes: at a midnight, since no finer time is kept."""
        midnight = datetime(self.day.year, self.day.month, self.day.day, tzinfo=UTC)
        return midnight + timedelta(days=IDLE_DAYS + 1)


@dataclass(frozen=True, kw_only=True)
class UploadedEntry:
    """An entry whose envelope was uploaded before. What it holds follows from the upload's id.

    Raises:
        Refused: the clear part or the id has not the length of its kind.
    """

    kind: EntryKind
    clear: bytes
    upload: bytes

    def __post_init__(self) -> None:
        if len(self.clear) != CLEAR_BYTES[self.kind] or len(self.upload) != UPLOAD_ID_BYTES:
            raise Refused("This entry does not name an upload in the way of its kind.")


class UploadWriter(Protocol):
    """Takes in the next bytes of one upload with little memory; always end it with `finish`."""

    def write(self, chunk: bytes) -> None:
        """Take in the next bytes, never more than are missing.

        Raises:
            Refused: what came is no envelope; the upload is gone.
            Unavailable: the disk is full or broken; what was written before can still be finished.
        """

    def finish(self) -> Upload:
        """Make durable what came, and let go; how far the upload has come now.

        Raises:
            Unavailable: the disk is full or broken; the upload is as far as it was last durable.
        """


class UploadStore(Protocol):
    """The uploads of one log. Safe to call from several threads."""

    def create(self, length: int, *, day: date) -> bytes:
        """The id of a new upload of so many bytes. It may be forgotten before its first byte came."""

    def look(self, upload: bytes) -> Upload:
        """How far it has come.

        Raises:
            UploadGone: there is none.
        """

    def resume(
        self, upload: bytes, offset: int, *, day: date, find_header_end: FindHeaderEnd
    ) -> UploadWriter:
        """Go on at `offset`.

        Raises:
            UploadGone: there is none.
            UploadBusy: another writer goes on with it, or it is being appended.
            OtherOffset: it has come less far, or further.
        """

    def remove(self, upload: bytes) -> None:
        """Forget it, and what came of it.

        Raises:
            UploadGone: there is none.
            UploadBusy: another writer goes on with it, or it is being appended.
        """

    def expire(self, today: date) -> None:
        """Forget those that ended before today, but for what is being written just now."""


def upload_sha256(upload: bytes) -> bytes:
    """What is kept of an upload's id."""
    return hashlib.sha256(b"unhindered/upload\0" + upload).digest()


def newest_expired(today: date) -> date:
    """Uploads whose last progress was on this day, or before it, have ended."""
    return today - timedelta(days=IDLE_DAYS + 1)


def upload_gone() -> UploadGone:
    """The error for an id that names nothing."""
    return UploadGone("There is no such upload here.")


def upload_busy() -> UploadBusy:
    """The error for an upload in use."""
    return UploadBusy("Another request goes on with this upload.")


def require_offset(found: Upload, offset: int) -> None:
    """Raise unless the next bytes belong at `offset`.

    Raises:
        OtherOffset: they do not.
    """
    if found.offset != offset:
        raise OtherOffset("This upload has not come just this far.")


def require_whole(found: Upload, *, is_split: bool) -> None:
    """Raise unless all of an upload is here, with a header.

    Raises:
        UploadUnfinished: it is not.
    """
    if found.offset != found.length or not is_split:
        raise UploadUnfinished("A file that belongs to this report has not arrived whole.")
