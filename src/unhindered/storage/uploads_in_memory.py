"""Uploads of a log that lives as long as its object: the simplest that keeps the contract."""

import secrets
import threading
from dataclasses import dataclass
from datetime import date

from unhindered.core.errors import Refused
from unhindered.core.log.uploads import (
    UPLOAD_ID_BYTES,
    FindHeaderEnd,
    Upload,
    newest_expired,
    require_offset,
    require_whole,
    upload_busy,
    upload_gone,
)


@dataclass
class _Held:
    length: int
    day: date
    content: bytes = b""
    header_end: int = 0
    is_busy: bool = False

    def state(self) -> Upload:
        return Upload(length=self.length, offset=len(self.content), day=self.day)


class UploadsInMemory:
    """Keeps the promises of `unhindered.core.log.uploads.UploadStore`, but for lasting."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._uploads: dict[bytes, _Held] = {}

    def create(self, length: int, *, day: date) -> bytes:
        """See the port."""
        upload = secrets.token_bytes(UPLOAD_ID_BYTES)
        self._uploads[upload] = _Held(length, day)
        return upload

    def look(self, upload: bytes) -> Upload:
        """See the port."""
        return self._found(upload).state()

    def resume(
        self, upload: bytes, offset: int, *, day: date, find_header_end: FindHeaderEnd
    ) -> "WriterInMemory":
        """See the port."""
        with self._lock:
            held = self._free(upload)
            require_offset(held.state(), offset)
            held.is_busy = True
            return WriterInMemory(self, upload, held, day=day, find_header_end=find_header_end)

    def remove(self, upload: bytes) -> None:
        """See the port."""
        with self._lock:
            self._free(upload)
            self.consume(upload)

    def expire(self, today: date) -> None:
        """See the port."""
        newest = newest_expired(today)
        with self._lock:
            ended = [key for key, held in self._uploads.items() if held.day <= newest and not held.is_busy]
            for upload in ended:
                self.consume(upload)

    def whole(self, upload: bytes) -> tuple[bytes, bytes]:
        """Header and body of an upload that is whole and in nobody's use.

        Raises:
            UploadGone, UploadBusy, UploadUnfinished: it is not.
        """
        with self._lock:
            held = self._free(upload)
            require_whole(held.state(), is_split=held.header_end > 0)
            return held.content[: held.header_end], held.content[held.header_end :]

    def consume(self, upload: bytes) -> None:
        """Forget an upload."""
        with self._lock:
            self._uploads.pop(upload, None)

    def _found(self, upload: bytes) -> _Held:
        with self._lock:
            found = self._uploads.get(upload)
        if found is None:
            raise upload_gone()
        return found

    def _free(self, upload: bytes) -> _Held:
        found = self._found(upload)
        if found.is_busy:
            raise upload_busy()
        return found


class WriterInMemory:
    """Keeps the promises of `unhindered.core.log.uploads.UploadWriter`."""

    def __init__(
        self,
        uploads: UploadsInMemory,
        upload: bytes,
        held: _Held,
        *,
        day: date,
        find_header_end: FindHeaderEnd,
    ) -> None:
        self._uploads = uploads
        self._upload = upload
        self._held = held
        self._day = day
        self._find_header_end = find_header_end
        self._content = held.content
        self._header_end = held.header_end

    def write(self, chunk: bytes) -> None:
        """See the port."""
        self._content += chunk
        if self._header_end:
            return
        try:
            self._header_end = self._find_header_end(self._content, self._held.length)
        except Refused:
            self._uploads.consume(self._upload)
            raise

    def finish(self) -> Upload:
        """See the port."""
        if self._content != self._held.content:
            self._held.day = self._day
        self._held.content = self._content
        self._held.header_end = self._header_end
        self._held.is_busy = False
        return self._held.state()
