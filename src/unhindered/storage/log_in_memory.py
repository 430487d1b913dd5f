"""A log that lives as long as its object: for tests and rehearsals. Its end is the end of its entries."""

import secrets
import threading
from collections.abc import Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, timedelta
from io import BytesIO
from typing import BinaryIO

from unhindered.core.errors import Refused, Unavailable, UnhinderedError
from unhindered.core.log.checkpoint import Checkpoint, sign_checkpoint
from unhindered.core.log.entry import (
    SMALL_BODY_BYTES,
    EntryKind,
    NewEntry,
    StoredBody,
    body_sha256,
)
from unhindered.core.log.port import IDEMPOTENCY_DAYS, Placed, StoredEntry
from unhindered.core.log.signed_note import NoteSigner
from unhindered.core.log.tiles import compose_bundle, compose_tile
from unhindered.core.log.tree import CompactRange, leaf_hash
from unhindered.core.log.uploads import UploadedEntry
from unhindered.storage._prepared import (
    Prepared,
    asked_sha256,
    erased,
    erased_meanwhile,
    key_sha256,
    prepare,
    require_each_upload_once,
    require_entries,
    require_entry,
    require_rewrap,
    require_same_request,
    require_tile,
)
from unhindered.storage.uploads_in_memory import UploadsInMemory


@dataclass(frozen=True)
class _Remembered:
    request: bytes
    day: date
    first: int
    count: int


class LogInMemory:
    """Keeps the promises of `unhindered.core.log.port.LogStore`, but for lasting."""

    def __init__(self, origin: str, signer: NoteSigner) -> None:
        self._origin = origin
        self._signer = signer
        self._lock = threading.RLock()
        self._is_closed = False
        self._entries: list[StoredEntry] = []
        self._bodies: dict[int, bytes] = {}
        self._incoming: dict[str, bytes] = {}
        self._uploads = UploadsInMemory()
        self._keys: dict[bytes, _Remembered] = {}
        self._tree = CompactRange()
        self._subtrees: dict[tuple[int, int], bytes] = {}
        self._latest = self._published = self._sign()

    @property
    def uploads(self) -> "UploadsInMemory":
        """See the port."""
        return self._uploads

    def append(
        self,
        entries: Sequence[NewEntry | UploadedEntry],
        *,
        day: date,
        idempotency: bytes | None = None,
    ) -> "Future[tuple[Placed, ...]]":
        """See the port."""
        future: Future[tuple[Placed, ...]] = Future()
        with self._lock:
            try:
                self._require_open()
                placed = self._append(entries, day, None if idempotency is None else key_sha256(idempotency))
            except UnhinderedError as err:
                future.set_exception(err)
            else:
                future.set_result(placed)
        return future

    def size(self) -> int:
        """See the port."""
        return len(self._entries)

    def leaves(self, start: int, stop: int) -> list[bytes]:
        """See the port."""
        return [entry.leaf for entry in self._entries[max(0, start) : max(0, stop)]]

    def entry(self, index: int) -> StoredEntry:
        """See the port."""
        require_entry(index, len(self._entries))
        return self._entries[index]

    def open_body(self, index: int) -> BinaryIO:
        """See the port."""
        with self._lock:
            if self.entry(index).is_erased:
                raise erased()
            return BytesIO(self._bodies[index])

    def indexes_with_clear(self, kind: EntryKind, clear: bytes) -> list[int]:
        """See the port."""
        return [
            entry.index
            for entry in self._entries
            if entry.kind is kind and entry.clear == clear and not entry.is_erased
        ]

    def incoming(self, clear: bytes, *, day: date) -> "IncomingInMemory":  # noqa: ARG002 - no file to be dated.
        """See the port."""
        self._require_open()
        return IncomingInMemory(self._incoming, clear)

    def latest_checkpoint(self) -> str:
        """See the port."""
        return self._latest

    def published_checkpoint(self) -> str:
        """See the port."""
        return self._published

    def publish(self) -> str:
        """See the port."""
        with self._lock:
            self._require_open()
            self._published = self._latest
            return self._published

    def tile(self, level: int, index: int, width: int, *, within: int) -> bytes:
        """See the port."""
        require_tile(level, index, width, within=within, size=len(self._entries))
        places = range(index * 256, index * 256 + width)
        if level > 0:
            return compose_tile([self._subtrees[level, place] for place in places])
        return compose_tile([leaf_hash(self._entries[place].leaf) for place in places])

    def entry_bundle(self, index: int, width: int, *, within: int) -> bytes:
        """See the port."""
        require_tile(0, index, width, within=within, size=len(self._entries))
        return compose_bundle(self.leaves(index * 256, index * 256 + width))

    def erase(self, indexes: Sequence[int]) -> None:
        """See the port."""
        with self._lock:
            self._require_open()
            found = [self.entry(index) for index in indexes]
            for entry in found:
                self._entries[entry.index] = StoredEntry(
                    index=entry.index, kind=entry.kind, day=entry.day, leaf=entry.leaf, is_erased=True
                )
                self._bodies.pop(entry.index, None)

    def rewrap(self, index: int, header: bytes) -> None:
        """See the port."""
        with self._lock:
            self._require_open()
            entry = self.entry(index)
            require_rewrap(entry, header)
            self._entries[index] = replace(entry, header=header, is_rewrapped=True)

    def forget_keys(self, today: date) -> None:
        """See the port."""
        newest = today - timedelta(days=IDEMPOTENCY_DAYS)
        with self._lock:
            self._keys = {key: kept for key, kept in self._keys.items() if kept.day > newest}

    def close(self) -> None:
        """See the port."""
        self._is_closed = True

    def _append(
        self, entries: Sequence[NewEntry | UploadedEntry], day: date, key: bytes | None
    ) -> tuple[Placed, ...]:
        self.forget_keys(day)
        try:
            require_entries(entries)
            require_each_upload_once(entries)
            request = asked_sha256(entries)
            if key is not None and (kept := self._keys.get(key)) is not None:
                return self._again(kept, request)
            found = [self._claimed(entry) for entry in entries]
        finally:
            # Whatever comes of it, these bodies belong to this request and to no later one.
            for entry in entries:
                if isinstance(entry, NewEntry) and isinstance(entry.body, StoredBody):
                    self._incoming.pop(entry.body.place or "", None)
        for entry in entries:
            if isinstance(entry, UploadedEntry):
                self._uploads.consume(entry.upload)
        return self._placed([prepare(new, _whole(new, body)) for new, body in found], request, day, key)

    def _placed(
        self, prepared: Sequence[Prepared], request: bytes, day: date, key: bytes | None
    ) -> tuple[Placed, ...]:
        first = len(self._entries)
        for index, new in enumerate(prepared, first):
            self._entries.append(_stored(index, day, new))
            self._bodies[index] = new.body.small or b""
        self._tree = self._tree.grown((leaf_hash(new.leaf) for new in prepared), self._completed)
        self._latest = self._sign()
        if key is not None:
            self._keys[key] = _Remembered(request, day, first, len(prepared))
        return tuple(Placed(index, new.leaf, new.salts) for index, new in enumerate(prepared, first))

    def _claimed(self, entry: NewEntry | UploadedEntry) -> tuple[NewEntry, bytes]:
        if isinstance(entry, UploadedEntry):
            header, whole = self._uploads.whole(entry.upload)
            return NewEntry(entry.kind, entry.clear, header, whole), whole
        if isinstance(entry.body, bytes):
            return entry, entry.body
        body = self._incoming.pop(entry.body.place or "", None)
        if body is None:
            raise Refused("This body is not here, or belongs to another entry.", advice="Send it again.")
        return entry, body

    def _again(self, kept: _Remembered, request: bytes) -> tuple[Placed, ...]:
        require_same_request(kept.request, request)
        found = self._entries[kept.first : kept.first + kept.count]
        placed = tuple(Placed(one.index, one.leaf, one.salts) for one in found if one.salts is not None)
        if len(placed) != kept.count:
            raise erased_meanwhile()
        return placed

    def _completed(self, height: int, index: int, digest: bytes) -> None:
        if height % 8 == 0:
            self._subtrees[height // 8, index] = digest

    def _sign(self) -> str:
        return sign_checkpoint(Checkpoint(self._origin, self._tree.size, self._tree.root()), self._signer)

    def _require_open(self) -> None:
        if self._is_closed:
            raise Unavailable("This log was closed.", advice="Start the program again.")


class IncomingInMemory:
    """One body on its way in. Keeps the promises of `unhindered.core.log.port.BodyWriter`."""

    def __init__(self, finished: dict[str, bytes], clear: bytes) -> None:
        self._finished = finished
        self._clear = clear
        self._place = secrets.token_hex(16)
        self._waiting = BytesIO()

    def write(self, chunk: bytes) -> None:
        """Take in the next bytes."""
        self._waiting.write(chunk)

    def finish(self) -> StoredBody:
        """The whole body."""
        body = self._waiting.getvalue()
        self._finished[self._place] = body
        return StoredBody(
            clear=self._clear,
            sha256=body_sha256(self._clear, body),
            size=len(body),
            place=self._place,
            small=None,
        )

    def abandon(self) -> None:
        """Forget what came in, unless an entry names it by now."""
        with suppress(KeyError):
            del self._finished[self._place]


def _whole(entry: NewEntry, body: bytes) -> StoredBody:
    return StoredBody(clear=entry.clear, sha256=entry.body_sha256(), size=len(body), place=None, small=body)


def _stored(index: int, day: date, new: Prepared) -> StoredEntry:
    body = new.body.small or b""
    return StoredEntry(
        index=index,
        kind=new.entry.kind,
        day=day,
        leaf=new.leaf,
        clear=new.entry.clear,
        salts=new.salts,
        header=new.entry.header,
        body=body if len(body) <= SMALL_BODY_BYTES else None,
        body_size=len(body),
    )
