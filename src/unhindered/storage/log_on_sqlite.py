"""A log in one folder: SQLite for leaves and small bodies, files for large ones. Keeps what it acknowledges.

One process writes, in one thread, and commits in groups; other processes may read. Opening it to write
checks the whole tree against what it signed, and refuses to go on if they differ.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextlib import ExitStack, suppress
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Self, TypeVar

import apsw

from unhindered.core.errors import Refused, Unavailable, UnhinderedError
from unhindered.core.log.checkpoint import Checkpoint, sign_checkpoint
from unhindered.core.log.entry import SMALL_BODY_BYTES, EntryKind, NewEntry, StoredBody
from unhindered.core.log.port import Placed, StoredEntry
from unhindered.core.log.signed_note import NoteSigner, NoteVerifier
from unhindered.core.log.tiles import compose_bundle, compose_tile
from unhindered.core.log.tree import EMPTY_ROOT, leaf_hash
from unhindered.core.log.uploads import UploadedEntry
from unhindered.storage import _log_check as check
from unhindered.storage import _log_tables as tables
from unhindered.storage import _upload_tables as upload_tables
from unhindered.storage._group_commit import GroupCommit
from unhindered.storage._log_writer import LogWriter
from unhindered.storage._prepared import (
    Prepared,
    asked_sha256,
    erased,
    key_sha256,
    own_places,
    prepare,
    request_sha256,
    require_each_upload_once,
    require_entries,
    require_entry,
    require_tile,
    small_body,
)
from unhindered.storage._sqlite import Damaged, ReadConnections, database_errors, open_to_write
from unhindered.storage._writer_lock import WriterLock
from unhindered.storage.bodies_on_disk import BodiesOnDisk, IncomingBody
from unhindered.storage.uploads_on_disk import UploadsOnDisk

Answer = TypeVar("Answer")
# The database, its journal and the index of that: all three would show when the last report came.
_ENDINGS = ("", "-wal", "-shm")


class LogOnSqlite:
    """Keeps the promises of `unhindered.core.log.port.LogStore`.

    With `read_only`, nothing in the folder is changed, and `latest_checkpoint` may be one commit behind.

    Raises:
        Damaged: what is in the folder is not what this log signed.
        Unavailable: the folder cannot be used, another program writes it, or it holds another log.
        Refused: a log that is to be written needs its signer.
    """

    def __init__(
        self, folder: Path, origin: str, signer: NoteSigner | None = None, *, read_only: bool = False
    ) -> None:
        self._path = folder / "log.sqlite"
        self._origin = origin
        self._bodies = BodiesOnDisk(folder / "bodies")
        self._readers = ReadConnections(self._path)
        self._writer: LogWriter | None = None
        self._commits: GroupCommit | None = None
        self._uploads = UploadsOnDisk(self._bodies, self._readers, self._commit)
        self._closing = ExitStack()
        with ExitStack() as undo:
            undo.callback(self._closing.close)
            if read_only:
                self._closing.callback(self._readers.close)
                self._require_this_log()
            elif signer is None:
                raise Refused("A log needs its signing key to be written.")
            else:
                self._open_to_write(folder, signer)
            undo.pop_all()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def uploads(self) -> UploadsOnDisk:
        """See the port."""
        self._writing()
        return self._uploads

    def append(
        self,
        entries: Sequence[NewEntry | UploadedEntry],
        *,
        day: date,
        idempotency: bytes | None = None,
    ) -> "Future[tuple[Placed, ...]]":
        """See the port."""
        self._writing()
        key = None if idempotency is None else key_sha256(idempotency)
        try:
            require_entries(entries)
            require_each_upload_once(entries)
            if again := self._again(entries, key):
                self._abandon(entries)
                return _done(again)
            return self._submit(self._prepared(entries, day), day, key)
        except UnhinderedError as err:
            self._abandon(entries)
            failed: Future[tuple[Placed, ...]] = Future()
            failed.set_exception(err)
            return failed

    def size(self) -> int:
        """See the port."""
        with self._readers.lent() as database:
            return tables.size(database)

    def leaves(self, start: int, stop: int) -> list[bytes]:
        """See the port."""
        with self._readers.lent() as database:
            return [leaf for _, leaf in tables.leaves(database, start, stop)]

    def entry(self, index: int) -> StoredEntry:
        """See the port."""
        with self._readers.lent() as database:
            found = tables.entry(database, index)
            if found is None:
                require_entry(index, tables.size(database))
                raise Damaged(f"Entry {index} is missing.")
            return found

    def open_body(self, index: int) -> BinaryIO:
        """See the port."""
        entry = self.entry(index)
        if entry.is_erased:
            raise erased()
        if entry.body is not None:
            return BytesIO(entry.body)
        with self._readers.lent() as database:
            place = tables.body_place(database, index)
        if place is None:
            raise erased()
        return self._bodies.open(place)

    def indexes_with_clear(self, kind: EntryKind, clear: bytes) -> list[int]:
        """See the port."""
        with self._readers.lent() as database:
            return tables.indexes_with_clear(database, kind, clear)

    def incoming(self, clear: bytes, *, day: date) -> IncomingBody:
        """See the port."""
        self._writing()
        return self._bodies.incoming(clear, day=day)

    def latest_checkpoint(self) -> str:
        """See the port."""
        if self._writer is not None:
            return self._writer.latest
        with self._readers.lent() as database:
            return tables.note(database, tables.LATEST)

    def published_checkpoint(self) -> str:
        """See the port."""
        with self._readers.lent() as database:
            return tables.note(database, tables.PUBLISHED)

    def publish(self) -> str:
        """See the port."""
        writer, commits = self._writing()
        return commits.submit(writer.publish).result()

    def tile(self, level: int, index: int, width: int, *, within: int) -> bytes:
        """See the port."""
        start = index * 256
        with self._readers.lent() as database:
            require_tile(level, index, width, within=within, size=tables.size(database))
            if level > 0:
                return compose_tile(tables.subtrees(database, level, start, start + width))
            return compose_tile(
                [leaf_hash(leaf) for _, leaf in tables.leaves(database, start, start + width)]
            )

    def entry_bundle(self, index: int, width: int, *, within: int) -> bytes:
        """See the port."""
        start = index * 256
        with self._readers.lent() as database:
            require_tile(0, index, width, within=within, size=tables.size(database))
            return compose_bundle([leaf for _, leaf in tables.leaves(database, start, start + width)])

    def erase(self, indexes: Sequence[int]) -> None:
        """See the port. When it returns, the database and its journal no longer hold the bytes."""
        writer, commits = self._writing()
        for place in commits.submit(lambda: writer.erase(indexes)).result():
            self._bodies.remove(place)
        self._scrub()

    def rewrap(self, index: int, header: bytes) -> None:
        """See the port. When it returns, the database and its journal no longer hold the old header."""
        writer, commits = self._writing()
        commits.submit(lambda: writer.rewrap(index, header)).result()
        self._scrub()

    def forget_keys(self, today: date) -> None:
        """See the port."""
        writer, commits = self._writing()
        commits.submit(lambda: writer.forget_keys(today)).result()

    def close(self) -> None:
        """See the port."""
        self._closing.close()

    def require_sound(self, verifier: NoteVerifier) -> None:
        """Read everything, and raise unless it is what this log signed; meant for audits.

        Raises:
            Damaged: a leaf, a body or a stored hash is not.
        """
        with self._readers.lent() as database:
            check.checked_tree(database, self._origin, verifier)
            check.require_body_files(database, self._bodies)
            check.require_contents(database, self._bodies)

    def _open_to_write(self, folder: Path, signer: NoteSigner) -> None:
        lock = WriterLock(folder / "writer.lock")
        # Closing goes backwards: the database goes after its readers, so that it can empty its journal.
        self._closing.callback(lock.release)
        self._closing.callback(self._round_file_times)
        self._bodies.prepare()
        self._path.touch(mode=0o600)
        database = open_to_write(self._path)
        self._closing.callback(database.close)
        self._closing.callback(self._readers.close)
        with database_errors(self._path):
            self._make_tables(database, lock, signer)
            self._require_this_log()
            lock.remember_made(self._origin)
            tree = check.checked_tree(database, self._origin, signer.verifier())
            check.require_body_files(database, self._bodies)
            uploaded, lost = self._uploads.restore(upload_tables.with_files(database))
            for upload in lost:
                upload_tables.delete(database, upload)
            self._bodies.sweep(tables.body_places(database).keys() | uploaded)
            self._writer = LogWriter(
                database,
                self._bodies,
                tree=tree,
                origin=self._origin,
                signer=signer,
                files=[folder, *(self._path.with_name(self._path.name + end) for end in _ENDINGS)],
            )
        self._commits = GroupCommit(self._path, database, self._writer)
        self._closing.callback(self._commits.close)

    def _make_tables(self, database: apsw.Connection, lock: WriterLock, signer: NoteSigner) -> None:
        if tables.is_made(database):
            return
        if lock.made():
            raise Damaged(f"The log of {self._path.parent} is gone: its database is empty.")
        note = sign_checkpoint(Checkpoint(self._origin, 0, EMPTY_ROOT), signer)
        with database:
            tables.create(database, self._origin)
            tables.keep_note(database, tables.LATEST, note)
            tables.keep_note(database, tables.PUBLISHED, note)

    def _require_this_log(self) -> None:
        with self._readers.lent() as database:
            if not tables.is_made(database) or not tables.is_of(database, self._origin):
                raise Unavailable(
                    f"The folder {self._path.parent} holds another log, or one of another version.",
                    advice="Check the folder and the name of the gate.",
                )

    def _writing(self) -> tuple[LogWriter, GroupCommit]:
        if self._writer is None or self._commits is None:
            raise Refused("This log was opened for reading only.")
        return self._writer, self._commits

    def _again(self, entries: Sequence[NewEntry | UploadedEntry], key: bytes | None) -> tuple[Placed, ...]:
        """What a key with uploads brought before: they may have been consumed by it since."""
        writer, commits = self._writing()
        if key is None or not any(isinstance(entry, UploadedEntry) for entry in entries):
            return ()
        request = asked_sha256(entries)
        return commits.submit(lambda: writer.again(request, key)).result()

    def _submit(
        self, prepared: Sequence[Prepared], day: date, key: bytes | None
    ) -> "Future[tuple[Placed, ...]]":
        writer, commits = self._writing()
        request = request_sha256(prepared)
        future = commits.submit(
            lambda: writer.append(prepared, request, day=day, key=key),
            clean_up=lambda problem: self._remove_unplaced(prepared, problem),
        )
        if uploads := [entry.body.upload for entry in prepared if entry.body.upload is not None]:
            future.add_done_callback(lambda _: self._uploads.let_go(uploads))
        return future

    def _prepared(self, entries: Sequence[NewEntry | UploadedEntry], day: date) -> list[Prepared]:
        found: list[Prepared] = []
        try:
            for entry in entries:
                if isinstance(entry, UploadedEntry):
                    found.append(self._uploads.take(entry))
                else:
                    found.append(prepare(entry, self._stored(entry, day)))
        except UnhinderedError:
            self._remove([one.body for one in found])
            self._uploads.let_go([one.body.upload for one in found if one.body.upload is not None])
            raise
        return found

    def _abandon(self, entries: Sequence[NewEntry | UploadedEntry]) -> None:
        """Remove bodies that came in for these entries, if no entry names them."""
        for entry in entries:
            if isinstance(entry, NewEntry) and isinstance(entry.body, StoredBody):
                with suppress(Unavailable):
                    self._bodies.abandon_unclaimed(entry.body)

    def _commit(self, work: Callable[[apsw.Connection], None], day: date) -> None:
        writer, commits = self._writing()
        commits.submit(lambda: writer.with_database(work, day)).result()

    def _stored(self, entry: NewEntry, day: date) -> StoredBody:
        body = entry.body
        if isinstance(body, bytes):
            if len(body) <= SMALL_BODY_BYTES:
                return small_body(entry, body)
            incoming = self._bodies.incoming(entry.clear, day=day)
            incoming.write(body)
            body = incoming.finish()
        self._bodies.claim(body)
        return body

    def _remove_unplaced(self, prepared: Sequence[Prepared], problem: Exception) -> None:
        # After damage nobody knows whether the commit took: the files stay until the next start.
        if not isinstance(problem, Damaged):
            self._remove([entry.body for entry in prepared])

    def _remove(self, bodies: Sequence[StoredBody]) -> None:
        for place in own_places(bodies):
            # What cannot be removed now is swept at the next start.
            with suppress(Unavailable):
                self._bodies.remove(place)

    def _scrub(self) -> None:
        """Move all commits out of the journal and empty it: it still holds what was deleted."""
        scrubbing = open_to_write(self._path)
        try:
            with database_errors(self._path):
                is_busy, _, _ = scrubbing.execute("pragma wal_checkpoint(truncate)").get
        finally:
            scrubbing.close()
        self._round_file_times()
        if is_busy:
            raise Unavailable(
                "It is erased, but the database's journal still holds it while another program reads.",
                advice="Stop other programs that read this log, then erase again.",
            )

    def _round_file_times(self) -> None:
        if self._writer is not None:
            self._writer.round_file_times()


def _done(placed: tuple[Placed, ...]) -> "Future[tuple[Placed, ...]]":
    future: Future[tuple[Placed, ...]] = Future()
    future.set_result(placed)
    return future
