"""What the writer thread of a log does: number entries, grow the tree, sign what is durable."""

import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path

import apsw

from unhindered.core.errors import Refused
from unhindered.core.log.checkpoint import Checkpoint, sign_checkpoint
from unhindered.core.log.port import IDEMPOTENCY_DAYS, Placed, StoredEntry
from unhindered.core.log.signed_note import NoteSigner
from unhindered.core.log.tree import CompactRange, leaf_hash
from unhindered.storage import _log_tables as tables
from unhindered.storage import _upload_tables as uploads
from unhindered.storage._prepared import (
    Prepared,
    erased_meanwhile,
    own_places,
    require_rewrap,
    require_same_request,
)
from unhindered.storage.bodies_on_disk import BodiesOnDisk, stamp_of


class LogWriter:
    """The tree in memory beside the tables on disk. Everything but `latest` is for the writer thread only."""

    def __init__(
        self,
        database: apsw.Connection,
        bodies: BodiesOnDisk,
        *,
        tree: CompactRange,
        origin: str,
        signer: NoteSigner,
        files: Sequence[Path],
    ) -> None:
        self._database = database
        self._bodies = bodies
        self._tree = tree
        self._origin = origin
        self._signer = signer
        self._files = files
        self._day = tables.last_day(database)
        self._stamp = self._day
        self._noted = tables.note(database, tables.LATEST)
        self.latest = self._sign()
        self._signed_size = tree.size

    # Around each transaction.

    def mark(self) -> Callable[[], None]:
        """Remember tree, day and what is written down; the answer goes back to it."""
        kept = (self._tree, self._day, self._noted)

        def go_back() -> None:
            self._tree, self._day, self._noted = kept

        return go_back

    def begun(self) -> None:
        """Write down the checkpoint of the transaction before: it could be signed only after its commit."""
        if self.is_waiting_to_write():
            tables.keep_note(self._database, tables.LATEST, self.latest)
            self._noted = self.latest

    def committed(self) -> None:
        """Sign what is durable now, and let file times show no more than the day."""
        if self._tree.size != self._signed_size:
            self.latest = self._sign()
            self._signed_size = self._tree.size
        self.round_file_times()

    def is_waiting_to_write(self) -> bool:
        """Whether a newer checkpoint than the one on disk was signed."""
        return self._noted != self.latest

    def round_file_times(self) -> None:
        """Set the times of the log's files to the day of what came last."""
        if self._stamp is None:
            return
        stamp = stamp_of(self._stamp)
        for file in self._files:
            # A file system that keeps no times, or a file that is gone, has nothing to round.
            with suppress(OSError):
                os.utime(file, (stamp, stamp))

    # Work within a transaction.

    def append(
        self, entries: Sequence[Prepared], request: bytes, *, day: date, key: bytes | None
    ) -> tuple[Placed, ...]:
        """Append, or find what this key appended before.

        Raises:
            Refused: the key came with other entries, or what it brought was erased.
        """
        if day != self._day:
            self.forget_keys(day)
        if key is not None and tables.remembered(self._database, key) is not None:
            for place in own_places([entry.body for entry in entries]):
                self._bodies.remove(place)
            return self.again(request, key)
        for entry in entries:
            if entry.body.upload is not None:
                uploads.delete(self._database, entry.body.upload)
        first = self._tree.size
        tables.insert(self._database, first, day, entries)
        if key is not None:
            tables.remember(self._database, key, request=request, day=day, first=first, count=len(entries))
        self._tree = self._tree.grown((leaf_hash(entry.leaf) for entry in entries), self._completed)
        self._day = self._stamp = day
        return tuple(Placed(index, new.leaf, new.salts) for index, new in enumerate(entries, first))

    def again(self, request: bytes, key: bytes) -> tuple[Placed, ...]:
        """What this key appended before; nothing, if it appended nothing.

        Raises:
            Refused: the key came with other entries, or what it brought was erased.
        """
        found = tables.remembered(self._database, key)
        if found is None:
            return ()
        first_request, first, count = found
        require_same_request(first_request, request)
        placed = tables.placed(self._database, first, count)
        if len(placed) != count:
            raise erased_meanwhile()
        return placed

    def with_database(self, work: Callable[[apsw.Connection], None], day: date) -> None:
        """Other work on the same database, that came on this day."""
        work(self._database)
        self._stamp = day

    def publish(self) -> str:
        """Publish the newest checkpoint: that of the last commit, never of this one."""
        tables.keep_note(self._database, tables.PUBLISHED, self.latest)
        return self.latest

    def erase(self, indexes: Sequence[int]) -> list[str]:
        """Delete contents; the answer names the files that are now to be removed.

        Raises:
            Refused: there is no such entry.
        """
        for index in indexes:
            self._entry(index)
        files = [tables.body_place(self._database, index) for index in indexes]
        for index in indexes:
            tables.delete_contents(self._database, index)
        return [file for file in files if file is not None]

    def rewrap(self, index: int, header: bytes) -> None:
        """Replace a header.

        Raises:
            Refused: there is no such entry, it was erased, it has no header, or the new one cannot be one.
        """
        entry = self._entry(index)
        require_rewrap(entry, header)
        tables.replace_header(self._database, index, header)

    def forget_keys(self, today: date) -> None:
        """Forget keys that came `IDEMPOTENCY_DAYS` ago or earlier."""
        tables.forget_keys(self._database, today - timedelta(days=IDEMPOTENCY_DAYS))

    def _entry(self, index: int) -> StoredEntry:
        found = tables.entry(self._database, index)
        if found is None:
            raise Refused("There is no such entry in this log.", advice="Check the entry's number.")
        return found

    def _completed(self, height: int, index: int, digest: bytes) -> None:
        if height % 8 == 0:
            tables.insert_subtree(self._database, height // 8, index, digest)

    def _sign(self) -> str:
        return sign_checkpoint(Checkpoint(self._origin, self._tree.size, self._tree.root()), self._signer)
