"""Uploads of a log on disk. The file of one becomes the body of an entry where it lies, by one transaction.

A file holds what comes after the age header; the header, and how much of the file counts, stand in the log's
database. What was written but not counted when the program died is cut off before anything follows it.
"""

import hashlib
import os
import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import date

import apsw

from unhindered.core.errors import Refused, Unavailable
from unhindered.core.log.entry import SMALL_BODY_BYTES, NewEntry, StoredBody, clear_prefix
from unhindered.core.log.uploads import (
    UPLOAD_ID_BYTES,
    FindHeaderEnd,
    Upload,
    UploadedEntry,
    newest_expired,
    require_offset,
    require_whole,
    upload_busy,
    upload_gone,
    upload_sha256,
)
from unhindered.storage import _upload_tables as tables
from unhindered.storage._prepared import Prepared, prepare
from unhindered.storage._sqlite import ReadConnections
from unhindered.storage._upload_tables import UploadRow
from unhindered.storage.bodies_on_disk import BodiesOnDisk, disk_errors

# Uploads without a byte live in memory: so many, then the oldest is forgotten and its sender begins anew.
MAX_EMPTY = 100_000
# So much of one long request is at stake if the machine dies in its midst.
_KEPT_EVERY = 64 * 1024 * 1024
_PIECE = 1024 * 1024
# Carries out work on the writing connection, durably, and dates the database's files.
Commit = Callable[[Callable[[apsw.Connection], None], date], None]


class UploadsOnDisk:
    """Keeps the promises of `unhindered.core.log.uploads.UploadStore`."""

    def __init__(self, bodies: BodiesOnDisk, readers: ReadConnections, commit: Commit) -> None:
        self._bodies = bodies
        self._readers = readers
        self._commit = commit
        self._lock = threading.Lock()
        self._empty: OrderedDict[bytes, UploadRow] = OrderedDict()
        self._held: set[bytes] = set()

    def create(self, length: int, *, day: date) -> bytes:
        """See the port."""
        upload = secrets.token_bytes(UPLOAD_ID_BYTES)
        key = upload_sha256(upload)
        with self._lock:
            self._empty[key] = UploadRow(upload=key, length=length, day=day)
            if len(self._empty) > MAX_EMPTY:
                self._empty.popitem(last=False)
        return upload

    def look(self, upload: bytes) -> Upload:
        """See the port."""
        return self._row(upload_sha256(upload)).state()

    def resume(
        self, upload: bytes, offset: int, *, day: date, find_header_end: FindHeaderEnd
    ) -> "WriterOnDisk":
        """See the port."""
        key = upload_sha256(upload)
        with self._held_on_error(key):
            row = self._row(key)
            require_offset(row.state(), offset)
            return WriterOnDisk(self, row, day=day, find_header_end=find_header_end)

    def remove(self, upload: bytes) -> None:
        """See the port."""
        self._remove(upload_sha256(upload))

    def expire(self, today: date) -> None:
        """See the port."""
        newest = newest_expired(today)
        with self._lock:
            for key in [key for key, row in self._empty.items() if row.day <= newest]:
                del self._empty[key]
        with self._readers.lent() as database:
            ended = tables.expired(database, newest)
        for key in ended:
            # What is being written just now is not idle; what is gone by now is gone.
            with suppress(Refused):
                self._remove(key)

    def restore(self, rows: Iterable[UploadRow]) -> tuple[set[str], list[bytes]]:
        """After a start: the files that count, cut to what counts, and the uploads that cannot go on.

        Raises:
            Unavailable: the folder cannot be written.
        """
        files: set[str] = set()
        lost: list[bytes] = []
        sizes = self._bodies.sizes()
        for row in rows:
            if row.body_file is None or sizes.get(row.body_file, -1) < row.body_size:
                lost.append(row.upload)
            else:
                self._bodies.cut(row.body_file, row.body_size, day=row.day)
                files.add(row.body_file)
        return files, lost

    def take(self, entry: UploadedEntry) -> Prepared:
        """The entry that an upload has become, read whole. Nobody else can use the upload until `let_go`.

        Raises:
            UploadGone: there is none.
            UploadBusy: it is being written, or appended.
            UploadUnfinished: it is not whole.
            Unavailable: it cannot be read.
        """
        key = upload_sha256(entry.upload)
        with self._held_on_error(key):
            row = self._row(key)
            require_whole(row.state(), is_split=row.is_split)
            body = self._body(row, entry.clear)
            return prepare(NewEntry(entry.kind, entry.clear, row.beginning, body), body)

    def let_go(self, keys: Iterable[bytes]) -> None:
        """Others may use these uploads again, if they are still there."""
        with self._lock:
            self._held.difference_update(keys)

    def kept(self, row: UploadRow) -> None:
        """An upload has come further, durably."""
        self._commit(lambda database: tables.keep(database, row), row.day)
        with self._lock:
            self._empty.pop(row.upload, None)

    def forget(self, row: UploadRow) -> None:
        """An upload that the caller holds is no more."""
        with self._lock:
            is_empty = self._empty.pop(row.upload, None) is not None
        if not is_empty:
            self._commit(lambda database: tables.delete(database, row.upload), row.day)
            if row.body_file is not None:
                self._bodies.remove(row.body_file, day=row.day)

    @property
    def bodies(self) -> BodiesOnDisk:
        """Where the files are."""
        return self._bodies

    def _remove(self, key: bytes) -> None:
        with self._held_on_error(key):
            self.forget(self._row(key))
        self.let_go([key])

    def _row(self, key: bytes) -> UploadRow:
        with self._lock:
            row = self._empty.get(key)
        if row is None:
            with self._readers.lent() as database:
                row = tables.find(database, key)
        if row is None:
            raise upload_gone()
        return row

    def _body(self, row: UploadRow, clear: bytes) -> StoredBody:
        digest = hashlib.sha256(clear_prefix(clear) + row.small)
        if row.body_file is not None:
            self._bodies.cut(row.body_file, row.body_size, day=row.day)
            with self._bodies.open(row.body_file) as file, disk_errors(row.body_file):
                while piece := file.read(_PIECE):
                    digest.update(piece)
        return StoredBody(
            clear=clear,
            sha256=digest.digest(),
            size=row.body_size,
            place=row.body_file,
            small=None if row.body_file is not None else row.small,
            upload=row.upload,
        )

    @contextmanager
    def _held_on_error(self, key: bytes) -> Iterator[None]:
        """Hold an upload: until an error, or until somebody lets go of it."""
        with self._lock:
            if key in self._held:
                raise upload_busy()
            self._held.add(key)
        try:
            yield
        except BaseException:
            self.let_go([key])
            raise


class WriterOnDisk:
    """Keeps the promises of `unhindered.core.log.uploads.UploadWriter`."""

    def __init__(
        self, uploads: UploadsOnDisk, row: UploadRow, *, day: date, find_header_end: FindHeaderEnd
    ) -> None:
        self._uploads = uploads
        self._durable = row
        self._row = row
        self._day = day
        self._find_header_end = find_header_end
        self._handle: int | None = None
        self._is_gone = False
        if row.body_file is not None:
            self._handle = uploads.bodies.reopen(row.body_file, row.body_size)

    def write(self, chunk: bytes) -> None:
        """See the port."""
        if self._row.is_split:
            self._add(chunk)
        else:
            self._look_for_header(self._row.beginning + chunk)
        if self._row.state().offset - self._durable.state().offset >= _KEPT_EVERY:
            self._keep()

    def finish(self) -> Upload:
        """See the port."""
        try:
            if self._row != self._durable and not self._is_gone:
                self._keep()
        finally:
            self._let_go()
        return self._durable.state()

    def _look_for_header(self, beginning: bytes) -> None:
        try:
            end = self._find_header_end(beginning, self._row.length)
        except Refused:
            self._is_gone = True
            self._uploads.forget(self._durable)
            raise
        if not end:
            self._row = replace(self._row, beginning=beginning)
            return
        self._row = replace(self._row, beginning=beginning[:end], is_split=True)
        self._add(beginning[end:])

    def _add(self, data: bytes) -> None:
        row = self._row
        if row.body_file is None and row.body_size + len(data) <= SMALL_BODY_BYTES:
            self._row = replace(row, small=row.small + data, body_size=row.body_size + len(data))
            return
        if row.body_file is None:
            row = self._row = self._moved_to_file(row)
        assert self._handle is not None  # noqa: S101 - a row with a file has been opened.
        self._uploads.bodies.write(self._handle, data, at=row.body_size)
        self._row = replace(row, body_size=row.body_size + len(data))

    def _moved_to_file(self, row: UploadRow) -> UploadRow:
        bodies = self._uploads.bodies
        file, handle = bodies.begin()
        try:
            bodies.write(handle, row.small, at=0)
        except Unavailable:
            os.close(handle)
            bodies.remove(file, day=self._day)
            raise
        self._handle = handle
        return replace(row, body_file=file, small=b"")

    def _keep(self) -> None:
        row = replace(self._row, day=self._day)
        if self._handle is not None:
            is_new = row.body_file != self._durable.body_file
            self._uploads.bodies.sync(self._handle, is_new=is_new, day=self._day)
        self._uploads.kept(row)
        self._row = self._durable = row

    def _let_go(self) -> None:
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None
        if self._row.body_file is not None and self._durable.body_file is None:
            # What cannot be removed now is swept at the next start.
            with suppress(Unavailable):
                self._uploads.bodies.remove(self._row.body_file, day=self._day)
        self._uploads.let_go([self._durable.upload])
