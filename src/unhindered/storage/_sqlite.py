"""SQLite as we need it: a version without the known bug, durable commits, errors a person can act on."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import apsw

from unhindered.core.errors import Unavailable

# SQLite 3.7.0 to 3.51.2 could lose commits when the WAL is reset: https://sqlite.org/wal.html
OLDEST_SOUND_SQLITE = (3, 51, 3)
BUSY_MILLISECONDS = 20_000
DAMAGED_ADVICE = (
    "Do not start it again. Copy the whole folder, check the disk, and restore the newest backup; "
    "desks can upload what the backup lacks."
)


class Damaged(Unavailable):
    """What is on the disk is not what was written there, or writing failed half-way: stop using it."""

    advice = DAMAGED_ADVICE


def require_sound_sqlite() -> None:
    """Raise unless the linked SQLite is new enough to keep what it acknowledged.

    Raises:
        Unavailable: it is too old.
    """
    found = tuple(int(part) for part in apsw.sqlite_lib_version().split("."))
    if found < OLDEST_SOUND_SQLITE:
        raise Unavailable(
            f"SQLite {apsw.sqlite_lib_version()} can lose what it acknowledged.",
            advice="Install apsw-sqlite3mc 3.54 or newer.",
        )


def open_to_write(path: Path) -> apsw.Connection:
    """A connection whose commits are on the disk when they return, and whose deletions overwrite.

    Raises:
        Unavailable: the file cannot be opened, or is no database.
    """
    require_sound_sqlite()
    with database_errors(path):
        connection = apsw.Connection(str(path))
        connection.set_busy_timeout(BUSY_MILLISECONDS)
        for pragma in (
            # A padded report just overfills a page of 8 KiB: the rest of larger pages would be written empty.
            "page_size = 8192",
            "wal_autocheckpoint = 2000",
            "journal_mode = wal",
            "synchronous = full",
            "secure_delete = on",
            "trusted_schema = off",
        ):
            connection.pragma(*pragma.split(" = "))
    return connection


def open_to_read(path: Path) -> apsw.Connection:
    """A connection that cannot write.

    Raises:
        Unavailable: the file cannot be opened.
    """
    with database_errors(path):
        connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY)
        connection.set_busy_timeout(BUSY_MILLISECONDS)
    return connection


@contextmanager
def database_errors(path: Path) -> Iterator[None]:
    """SQLite's errors as ours.

    Raises:
        Damaged: the file is not as it was left, or the disk fails.
        Unavailable: the disk is full, or the file is locked or out of reach.
    """
    try:
        yield
    except (apsw.CorruptError, apsw.NotADBError, apsw.IOError) as err:
        raise Damaged(f"The database {path} is damaged, or its disk fails.") from err
    except apsw.FullError as err:
        raise Unavailable(
            f"The disk that holds {path} is full.", advice="Free some space, then try again."
        ) from err
    except (apsw.CantOpenError, apsw.ReadOnlyError, apsw.PermissionsError) as err:
        raise Unavailable(
            f"The database {path} cannot be opened.", advice="Check the folder and its permissions."
        ) from err
    except apsw.BusyError as err:
        raise Unavailable(f"The database {path} is busy.", advice="Try again in a minute.") from err
    except apsw.Error as err:
        raise Damaged(f"The database {path} is not as this program left it.") from err


class ReadConnections:
    """Connections that cannot write, lent to one thread at a time."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._free: list[apsw.Connection] = []
        self._is_closed = False

    @contextmanager
    def lent(self) -> Iterator[apsw.Connection]:
        """A connection for the time of a `with`; let go of all cursors before it ends.

        Raises:
            Unavailable: closed already, or the file cannot be read.
        """
        with self._lock:
            if self._is_closed:
                raise Unavailable("This log was closed.", advice="Start the program again.")
            connection = self._free.pop() if self._free else None
        if connection is None:
            connection = open_to_read(self._path)
        try:
            with database_errors(self._path):
                yield connection
        finally:
            self._take_back(connection)

    def close(self) -> None:
        """Close what is not lent now; the rest closes when it comes back."""
        with self._lock:
            self._is_closed = True
            free, self._free = self._free, []
        for connection in free:
            connection.close()

    def _take_back(self, connection: apsw.Connection) -> None:
        with self._lock:
            is_kept = not self._is_closed
            if is_kept:
                self._free.append(connection)
        if not is_kept:
            connection.close()
