"""One writer to a folder: a lock that the operating system lets go of when its process ends."""

import fcntl
import os
from pathlib import Path

from unhindered.core.errors import Unavailable
from unhindered.storage.files import sync_folder


class WriterLock:
    """Held from the start until `release`; makes the folder if need be.

    The file also remembers which log was made there.

    Raises:
        Unavailable: another writer holds it, or the folder cannot be written.
    """

    def __init__(self, path: Path) -> None:
        try:
            _make_folder(path.parent)
            self._handle = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
        except OSError as err:
            raise Unavailable(
                f"The folder {path.parent} cannot be made or written: {err.strerror}.",
                advice="Check the folder and its permissions.",
            ) from err
        self._folder = path.parent
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as err:
            os.close(self._handle)
            raise Unavailable(
                f"Another program is writing the log in {path.parent}.",
                advice="Only one may write. Stop the other one, or open this log for reading.",
            ) from err

    def made(self) -> str:
        """The origin of the log that was made here, or nothing."""
        return os.pread(self._handle, 4096, 0).decode(errors="replace").strip()

    def remember_made(self, origin: str) -> None:
        """From now on, a folder without this log's database is a damaged one, not a new one."""
        if self.made() != origin:
            os.ftruncate(self._handle, 0)
            os.pwrite(self._handle, f"{origin}\n".encode(), 0)
            os.fsync(self._handle)
            sync_folder(self._folder)

    def release(self) -> None:
        """Let another writer in."""
        os.close(self._handle)


def _make_folder(folder: Path) -> None:
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for made in missing:
        sync_folder(made.parent)
