"""What a store of entries must do. Every store passes the same tests: tests/storage/test_log_contract.py."""

from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO, Protocol

from unhindered.core.log.entry import EntryKind, NewEntry, Salts, StoredBody
from unhindered.core.log.uploads import UploadedEntry, UploadStore

# A key is forgotten when the day it came is this many days ago: never kept longer than 48 hours.
IDEMPOTENCY_DAYS = 2


@dataclass(frozen=True)
class Placed:
    """Where an entry went, and what its sender needs to prove that later."""

    index: int
    leaf: bytes
    salts: Salts


@dataclass(frozen=True, kw_only=True)
class StoredEntry:
    """An entry as the log has it now.

    After erasing only `index`, `kind`, `day` and `leaf` are left. `body` is None also where it is kept as a
    file: then `open_body` reads it. After `rewrap` the header is no longer the one the leaf commits to.
    """

    index: int
    kind: EntryKind
    day: date
    leaf: bytes
    clear: bytes = b""
    salts: Salts | None = None
    header: bytes | None = None
    body: bytes | None = None
    body_size: int = 0
    is_rewrapped: bool = False
    is_erased: bool = False


class BodyWriter(Protocol):
    """Takes in one body of any size with little memory; end it with `finish` or `abandon`."""

    def write(self, chunk: bytes) -> None:
        """Take in the next bytes.

        Raises:
            Unavailable: the disk is full or broken.
        """

    def finish(self) -> StoredBody:
        """The whole body, durable. If no entry names it, it is gone after the next start.

        Raises:
            Unavailable: the disk is full or broken.
        """

    def abandon(self) -> None:
        """Forget what came in. May be called at any time, also after `finish`."""


class LogStore(Protocol):
    """One append-only log: its entries, its tree and its checkpoints. Safe to call from several threads.

    Any method can raise `Unavailable`: the disk is full, broken or was tampered with.
    """

    @property
    def uploads(self) -> UploadStore:
        """The envelopes that come in parts.

        Raises:
            Refused: the log was opened for reading only.
        """

    def append(
        self,
        entries: "Sequence[NewEntry | UploadedEntry]",
        *,
        day: date,
        idempotency: bytes | None = None,
    ) -> "Future[tuple[Placed, ...]]":
        """Append all of them next to each other or none.

        The future has a result only when everything is durable. Same `idempotency` key and same entries:
        the same result again, and nothing is appended. Stored bodies belong to the log from here on, and are
        removed if nothing comes of it. Uploads are consumed with the entries that name them, and left as
        they were if nothing comes of it; each is read whole before this returns.

        The future raises:
            Refused: no entries, or this key came with other entries, or what it brought has been erased.
            UploadGone, UploadBusy, UploadUnfinished: an upload is not here, in use, or not whole.
            Unavailable: nothing was appended; trying again with the same key is safe.
        """

    def size(self) -> int:
        """How many entries there are."""

    def leaves(self, start: int, stop: int) -> list[bytes]:
        """Leaf data from `start` up to, not including, `stop`; fewer if the log is shorter."""

    def entry(self, index: int) -> StoredEntry:
        """One entry.

        Raises:
            Refused: there is none.
        """

    def open_body(self, index: int) -> BinaryIO:
        """The body of one entry, to be read piece by piece and closed.

        Raises:
            Refused: there is no such entry, or it was erased.
        """

    def indexes_with_clear(self, kind: EntryKind, clear: bytes) -> list[int]:
        """The entries of a kind with this clear part that were not erased, oldest first."""

    def incoming(self, clear: bytes, *, day: date) -> BodyWriter:
        """A place for a body, before its entry. `clear` is the entry's clear part: both are hashed as one.

        Raises:
            Unavailable: the disk is full or broken.
        """

    def latest_checkpoint(self) -> str:
        """The signed checkpoint of all that is durable. Its exact size is for desks only."""

    def published_checkpoint(self) -> str:
        """The signed checkpoint that everybody may see."""

    def publish(self) -> str:
        """Make the latest checkpoint the published one. When to do so is the caller's schedule."""

    def tile(self, level: int, index: int, width: int, *, within: int) -> bytes:
        """A tile of hashes, out of the first `within` entries only.

        Raises:
            Refused: it is not, or not that wide, in a log of that size.
        """

    def entry_bundle(self, index: int, width: int, *, within: int) -> bytes:
        """A bundle of leaf data, out of the first `within` entries only.

        Raises:
            Refused: it is not, or not that wide, in a log of that size.
        """

    def erase(self, indexes: Sequence[int]) -> None:
        """Remove header, body, clear part and salts; the leaves stay. Erasing twice is erasing once.

        Raises:
            Refused: there is no such entry; then nothing was erased.
        """

    def rewrap(self, index: int, header: bytes) -> None:
        """Replace an entry's header, for other recipients of the same body; the leaf stays.

        Raises:
            Refused: there is no such entry, it was erased, it has no header, or the new one is empty or too
                long.
        """

    def forget_keys(self, today: date) -> None:
        """Forget idempotency keys that are two days old."""

    def close(self) -> None:
        """Finish what was accepted, then let go of files. May be called twice."""
