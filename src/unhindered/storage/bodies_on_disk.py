"""Large bodies as files: written in slabs, durable before they are named, and dated by the day only.

File names are random. A file that no entry names is swept when the log is next opened to write.
"""

import errno
import hashlib
import io
import os
import re
import secrets
import threading
from collections.abc import Iterator, Set
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import BinaryIO

from unhindered.core.errors import Refused, Unavailable
from unhindered.core.log.entry import SMALL_BODY_BYTES, StoredBody, clear_prefix
from unhindered.core.log.uploads import NoRoom
from unhindered.storage.files import sync_folder

_SLAB_BYTES = 1024 * 1024
_UNFINISHED = ".part"
_OURS = re.compile(r"[0-9a-f]{32}(\.part)?")
_FULL = (errno.ENOSPC, errno.EDQUOT)


class BodiesOnDisk:
    """The folder of large bodies of one log."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._unclaimed: set[str] = set()

    def prepare(self) -> None:
        """Make the folder.

        Raises:
            Unavailable: it cannot be made.
        """
        with disk_errors(self._folder):
            self._folder.mkdir(mode=0o700, exist_ok=True)
            sync_folder(self._folder.parent)

    def incoming(self, clear: bytes, *, day: date) -> "IncomingBody":
        """A place for one body; nothing touches the disk before it is too large to keep beside its leaf."""
        return IncomingBody(self, clear, day)

    def claim(self, body: StoredBody) -> None:
        """Mark a body as belonging to an entry, so that no second entry can name it.

        Raises:
            Refused: it is not here, or belongs to an entry already.
        """
        if body.place is None:
            return
        with self._lock:
            if body.place not in self._unclaimed:
                raise Refused("This body is not here, or belongs to another entry.", advice="Send it again.")
            self._unclaimed.remove(body.place)

    def abandon_unclaimed(self, body: StoredBody) -> None:
        """Remove a body that no entry names; leave any other.

        Raises:
            Unavailable: the folder cannot be written.
        """
        if body.place is not None:
            with disk_errors(self._folder):
                self._abandon(body.place)

    def open(self, place: str) -> BinaryIO:
        """The file of a body.

        Raises:
            Unavailable: it is missing or cannot be read.
        """
        with disk_errors(self._folder):
            return (self._folder / place).open("rb")

    def remove(self, place: str, *, day: date | None = None) -> None:
        """Remove a body's file; one that is gone already is fine.

        Raises:
            Unavailable: the folder cannot be written.
        """
        with self._lock:
            self._unclaimed.discard(place)
        with disk_errors(self._folder):
            (self._folder / place).unlink(missing_ok=True)
            sync_folder(self._folder)
            if day is not None:
                os.utime(self._folder, (stamp_of(day), stamp_of(day)))

    # Files of uploads: they have their last name from the first byte on, and the database says which count.

    def begin(self) -> tuple[str, int]:
        """A new file, open to be written: its name, and its handle.

        Raises:
            Unavailable: the disk is full or broken.
        """
        place = secrets.token_hex(16)
        with disk_errors(self._folder):
            return place, os.open(self._folder / place, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)

    def reopen(self, place: str, size: int) -> int:
        """The handle of a file, of which the first `size` bytes count.

        Raises:
            Unavailable: it is missing, or the disk is broken.
        """
        with disk_errors(self._folder):
            handle = os.open(self._folder / place, os.O_WRONLY)
            os.ftruncate(handle, size)
        return handle

    def write(self, handle: int, data: bytes, *, at: int) -> None:
        """Put bytes at a place of a file; all of them, or it is as long as before.

        Raises:
            Unavailable: the disk is full or broken.
        """
        with disk_errors(self._folder):
            rest = memoryview(data)
            try:
                while rest:
                    rest = rest[os.pwrite(handle, rest, at + len(data) - len(rest)) :]
            except OSError:
                os.ftruncate(handle, at)
                raise

    def sync(self, handle: int, *, is_new: bool, day: date) -> None:
        """Make a file durable, its name too if it is new, and date it.

        Raises:
            Unavailable: the disk is full or broken.
        """
        with disk_errors(self._folder):
            os.utime(handle, (stamp_of(day), stamp_of(day)))
            os.fdatasync(handle)
            if is_new:
                sync_folder(self._folder)
                os.utime(self._folder, (stamp_of(day), stamp_of(day)))

    def cut(self, place: str, size: int, *, day: date) -> None:
        """Cut off what was written and never counted.

        Raises:
            Unavailable: the file is missing, or the disk is broken.
        """
        with disk_errors(self._folder):
            if (self._folder / place).stat().st_size != size:
                os.truncate(self._folder / place, size)
            os.utime(self._folder / place, (stamp_of(day), stamp_of(day)))

    def sweep(self, kept: Set[str]) -> None:
        """Remove all our files but `kept`. Only for who holds the log's writer lock, before taking in any.

        Raises:
            Unavailable: the folder cannot be written.
        """
        with disk_errors(self._folder):
            for path in self._folder.iterdir():
                if _OURS.fullmatch(path.name) and path.name not in kept:
                    path.unlink(missing_ok=True)
            sync_folder(self._folder)

    def sizes(self) -> dict[str, int]:
        """The finished bodies and how long each is.

        Raises:
            Unavailable: the folder cannot be read.
        """
        with disk_errors(self._folder):
            return {
                found.name: found.stat().st_size
                for found in os.scandir(self._folder)
                if _OURS.fullmatch(found.name) and not found.name.endswith(_UNFINISHED)
            }

    def _begin(self, place: str) -> int:
        flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY
        return os.open(self._folder / (place + _UNFINISHED), flags, 0o600)

    def _finish(self, place: str, handle: int, day: date) -> None:
        os.utime(handle, (stamp_of(day), stamp_of(day)))
        os.fdatasync(handle)
        with self._lock:
            (self._folder / (place + _UNFINISHED)).rename(self._folder / place)
            self._unclaimed.add(place)
        sync_folder(self._folder)
        os.utime(self._folder, (stamp_of(day), stamp_of(day)))

    def _abandon(self, place: str) -> None:
        with self._lock:
            is_ours = place in self._unclaimed
            self._unclaimed.discard(place)
        (self._folder / (place + _UNFINISHED)).unlink(missing_ok=True)
        if is_ours:
            (self._folder / place).unlink(missing_ok=True)


class IncomingBody:
    """One body on its way in. Keeps the promises of `unhindered.core.log.port.BodyWriter`."""

    def __init__(self, bodies: BodiesOnDisk, clear: bytes, day: date) -> None:
        self._bodies = bodies
        self._clear = clear
        self._day = day
        # Most bodies stay with their entry: only one that grows into a file needs a name.
        self._place = ""
        self._digest = hashlib.sha256(clear_prefix(clear))
        self._waiting = io.BytesIO()
        self._size = 0
        self._handle: int | None = None

    def write(self, chunk: bytes) -> None:
        """Take in the next bytes; memory stays below two slabs and the chunk.

        Raises:
            Unavailable: the disk is full or broken.
        """
        self._digest.update(chunk)
        self._waiting.write(chunk)
        self._size += len(chunk)
        limit = SMALL_BODY_BYTES if self._handle is None else _SLAB_BYTES
        if self._waiting.tell() > limit:
            self._to_disk()

    def finish(self) -> StoredBody:
        """The whole body, durable, or small enough to be committed with its entry.

        Raises:
            Unavailable: the disk is full or broken.
        """
        small: bytes | None = None
        if self._handle is None:
            small = self._waiting.getvalue()
        else:
            self._to_disk()
            with disk_errors(self._place):
                self._bodies._finish(self._place, self._handle, self._day)
            self._let_go()
        return StoredBody(
            clear=self._clear,
            sha256=self._digest.digest(),
            size=self._size,
            place=None if small is not None else self._place,
            small=small,
        )

    def abandon(self) -> None:
        """Forget what came in, unless an entry names it by now."""
        self._let_go()
        if self._place:
            with disk_errors(self._place):
                self._bodies._abandon(self._place)

    def _to_disk(self) -> None:
        self._place = self._place or secrets.token_hex(16)
        with disk_errors(self._place):
            if self._handle is None:
                self._handle = self._bodies._begin(self._place)
            rest = self._waiting.getbuffer()
            while rest:
                rest = rest[os.write(self._handle, rest) :]
        del rest
        self._waiting = io.BytesIO()

    def _let_go(self) -> None:
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None
        self._waiting = io.BytesIO()


def stamp_of(day: date) -> float:
    """Midnight of a day, UTC: the only time a file of ours shows."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()


@contextmanager
def disk_errors(place: Path | str) -> Iterator[None]:
    """A file system's errors as ours.

    Raises:
        NoRoom: the disk is full.
        Unavailable: the disk is broken, or not ours to write.
    """
    try:
        yield
    except OSError as err:
        if err.errno in _FULL:
            raise NoRoom("The disk of this server is full.") from err
        raise Unavailable(
            f"{place} cannot be written or read: {err.strerror}.",
            advice="Check that the disk is not full and that its folder may be written.",
        ) from err
