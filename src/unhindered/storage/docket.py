"""A desk's local copy of the sealed log, and of what it opened: encrypted on the disk, thrown away at will.

Three things are here only: the outbox (what was written and not yet acknowledged), marks of what was read,
and what the officer keeps for the own use: texts that wait to be recorded, searches.
Cannot open a report: it keeps bytes that others opened.
"""

import json
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import apsw

from unhindered.core.errors import Refused, Unavailable
from unhindered.core.log.entry import EntryKind
from unhindered.core.log.port import StoredEntry
from unhindered.storage import _docket_tables as tables
from unhindered.storage._docket_search_tables import VERSION as SEARCH_VERSION
from unhindered.storage._docket_search_tables import make_anew as make_search_anew
from unhindered.storage._sqlite import BUSY_MILLISECONDS, Damaged, database_errors, require_sound_sqlite
from unhindered.storage.docket_search import DocketSearch, put_off

# What waits to be sent stands behind every place that the log can have.
WAITING_FROM = 2**40
# Pages that were decrypted once stay in memory, up to so many KiB.
_CACHE = 64 * 1024
_REBUILD = "Move docket.db and the files that begin with its name out of the folder, and sync: it is rebuilt."


@dataclass(frozen=True, kw_only=True)
class Opened:
    """What was found inside an entry: the name of its frame and its content, as the desk wants it kept."""

    place: int
    name: str
    content: bytes


@dataclass(frozen=True, kw_only=True)
class Alarm:
    """A reason not to trust the gate, found in the entry at `place`."""

    place: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """Something in the outbox: what to do with `content`, under which idempotency key."""

    number: int
    request_key: bytes
    kind: str
    content: bytes


class Docket:
    """An open docket; safe to call from several threads.

    Any method can raise `Unavailable`: the disk is full or broken, or the docket damaged.
    """

    def __init__(self, path: Path, database: apsw.Connection) -> None:
        self._path = path
        self._database = database
        self._lock = threading.RLock()
        self.search = DocketSearch(database, self._transaction)

    def replica(self) -> bytes | None:
        """What is remembered of the log, up to the last checkpoint that was verified and taken in."""
        with self._transaction():
            return tables.about(self._database, "replica")

    def root_at(self, size: int) -> bytes | None:
        """The root that the log had at this size; None if it is not that long here."""
        with self._transaction():
            found: bytes | None = self._database.execute(
                "select root from replica where place = ?", (size - 1,)
            ).get
            return found

    def stage(self, entries: Sequence[StoredEntry], roots: Sequence[bytes]) -> None:
        """Keep entries, with the root after each, that nothing else here shows until `take_staged`."""
        with self._transaction():
            for entry, root in zip(entries, roots, strict=True):
                tables.insert_entry(self._database, entry, root, table="staged")

    def unstage(self) -> None:
        """Throw away what was staged."""
        with self._transaction():
            self._database.execute("delete from staged")

    def take_staged(self, *, replica: bytes) -> None:
        """Add all that was staged, and what is remembered of the log from now on."""
        with self._transaction():
            tables.take_staged(self._database)
            tables.set_about(self._database, "replica", replica)

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """All that is done to the docket inside is there afterwards, or nothing of it."""
        with self._transaction():
            yield

    def entries(self, start: int, stop: int) -> list[StoredEntry]:
        """The entries from number `start` up to and without `stop`."""
        with self._transaction():
            return list(tables.entries(self._database, "place >= ? and place < ?", (start, stop)))

    def entry(self, place: int) -> StoredEntry:
        """One entry.

        Raises:
            Refused: there is none here.
        """
        with self._transaction():
            found = list(tables.entries(self._database, "place = ?", (place,)))
        if not found:
            raise Refused("There is no such entry in the docket.", advice="Sync, then try again.")
        return found[0]

    def unopened(self) -> list[StoredEntry]:
        """Entries of which nothing was opened so far, and that were not erased."""
        with self._transaction():
            condition = "is_erased = 0 and place not in (select place from opened)"
            return list(tables.entries(self._database, condition, ()))

    def has_header(self, kind: EntryKind, clear: bytes, header: bytes) -> bool:
        """Whether just this envelope is in the log: headers hold fresh keys, so none is ever made twice."""
        with self._transaction():
            query = "select count(*) from replica where kind = ? and clear = ? and header = ?"
            return bool(self._database.execute(query, (int(kind), clear, header)).get)

    def places_with_clear(self, kind: EntryKind, clear: bytes) -> list[int]:
        """Where entries of this kind with this clear part stand, in the order of the log."""
        with self._transaction():
            query = "select place from replica where kind = ? and clear = ? order by place"
            return [place for (place,) in self._database.execute(query, (int(kind), clear))]

    def put_body(self, place: int, body: bytes) -> None:
        """Keep a body that a sync left out; the caller has checked it against the leaf."""
        with self._transaction():
            self._database.execute("update replica set body = ? where place = ?", (body, place))

    def put_opened(self, found: Sequence[Opened]) -> None:
        """Keep what was opened."""
        with self._transaction():
            self._database.executemany(
                "insert or replace into opened values (?, ?, ?)",
                [(item.place, item.name, item.content) for item in found],
            )
            put_off(self._database, [item.place for item in found])

    def put_alarms(self, found: Sequence[Alarm]) -> None:
        """Keep alarms: they stand as long as this docket."""
        with self._transaction():
            self._database.executemany(
                "insert or replace into alarms values (?, ?)", [(item.place, item.reason) for item in found]
            )

    def alarms(self) -> list[Alarm]:
        """All alarms, in the order of the log."""
        with self._transaction():
            rows = list(self._database.execute("select place, reason from alarms order by place"))
        return [Alarm(place=place, reason=reason) for place, reason in rows]

    def opened(self) -> list[Opened]:
        """All that was opened, in the order of the log."""
        with self._transaction():
            rows = list(self._database.execute("select place, name, content from opened order by place"))
        return [Opened(place=place, name=name, content=content) for place, name, content in rows]

    def opened_at(self, places: Sequence[int]) -> list[Opened]:
        """What was opened at these places, in the order of the log."""
        with self._transaction():
            query = "select place, name, content from opened where place in (select value from json_each(?))"
            rows = list(self._database.execute(f"{query} order by place", (json.dumps(list(places)),)))
        return [Opened(place=place, name=name, content=content) for place, name, content in rows]

    def opened_named(self, name: str) -> list[Opened]:
        """What was opened of one name, in the order of the log."""
        with self._transaction():
            query = "select place, name, content from opened where name = ? order by place"
            rows = list(self._database.execute(query, (name,)))
        return [Opened(place=place, name=found, content=content) for place, found, content in rows]

    def opened_as(self, name: str) -> list[StoredEntry]:
        """The entries in which something of this name was found."""
        with self._transaction():
            condition = "place in (select place from opened where name = ?)"
            return list(tables.entries(self._database, condition, (name,)))

    def enqueue(self, *, request_key: bytes, kind: str, content: bytes) -> None:
        """Put something into the outbox; it is on the disk when this returns."""
        with self._transaction():
            self._database.execute(
                "insert into outbox (request_key, kind, content) values (?, ?, ?)",
                (request_key, kind, content),
            )
            put_off(self._database, [WAITING_FROM + self._database.last_insert_rowid()])

    def outbox(self) -> list[Waiting]:
        """What waits, oldest first."""
        with self._transaction():
            rows = list(
                self._database.execute(
                    "select number, request_key, kind, content from outbox order by number"
                )
            )
        return [
            Waiting(number=number, request_key=key, kind=kind, content=content)
            for number, key, kind, content in rows
        ]

    def waiting(self) -> list[tuple[int, bytes]]:
        """The numbers of what waits, oldest first, with request keys: numbers come again, keys do not."""
        with self._transaction():
            return list(self._database.execute("select number, request_key from outbox order by number"))

    def waiting_content(self, number: int) -> bytes:
        """The content of one thing that waits.

        Raises:
            Refused: it does not wait any more.
        """
        with self._transaction():
            found = self._database.execute("select content from outbox where number = ?", (number,)).get
        if not isinstance(found, bytes):
            raise Refused("This does not wait to be sent any more.")
        return found

    def drop(self, number: int) -> None:
        """Take something out of the outbox: it was acknowledged, or given up."""
        with self._transaction():
            self._database.execute("delete from outbox where number = ?", (number,))
            put_off(self._database, [WAITING_FROM + number])

    def mark(self, name: str) -> None:
        """Remember that something was read on this machine."""
        with self._transaction():
            self._database.execute("insert or ignore into marks values (?)", (name,))

    def unmark(self, name: str) -> None:
        """Forget a mark."""
        with self._transaction():
            self._database.execute("delete from marks where name = ?", (name,))

    def marks(self) -> frozenset[str]:
        """All marks."""
        with self._transaction():
            return frozenset(name for (name,) in self._database.execute("select name from marks"))

    def keep(self, name: str, content: bytes) -> None:
        """Keep something for this officer alone, in place of what had this name before."""
        with self._transaction():
            self._database.execute("insert or replace into kept values (?, ?)", (name, content))

    def kept(self, beginning: str) -> dict[str, bytes]:
        """What is kept under names that begin so, by name."""
        with self._transaction():
            query = "select name, content from kept where substr(name, 1, ?) = ? order by name"
            return dict(self._database.execute(query, (len(beginning), beginning)))

    def forget(self, name: str) -> None:
        """Throw away what was kept; nothing, where nothing was."""
        with self._transaction():
            self._database.execute("delete from kept where name = ?", (name,))

    def close(self) -> None:
        """Let go of the file. May be called twice."""
        with self._lock:
            self._database.close()

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._lock, database_errors(self._path), self._database:
            yield


def open_docket(path: Path, key: bytes) -> Docket:
    """The docket at `path`, encrypted with a raw key of 32 bytes; made if there is none.

    Raises:
        Refused: it was written by another version of this program.
        Unavailable: another key's, damaged, or the folder cannot be written.
    """
    require_sound_sqlite()
    path.touch(mode=0o600, exist_ok=True)
    try:
        with database_errors(path):
            database = _connect(path, key)
            found = tables.version(database)
            if found is None:
                with database:
                    database.execute(tables.SCHEMA)
                    tables.set_about(database, "format", tables.FORMAT.encode())
            if found in (None, tables.FORMAT):
                _bring_search_up_to_date(database)
    except Damaged as err:
        raise Unavailable("The docket is damaged, or belongs to another officer.", advice=_REBUILD) from err
    if found not in (None, tables.FORMAT):
        database.close()
        raise Refused(
            "This docket was written by another version of this program.",
            advice=f"Bring the program up to date. Or: {_REBUILD}",
        )
    return Docket(path, database)


def _bring_search_up_to_date(database: apsw.Connection) -> None:
    """What was indexed in another way is forgotten here, and read again when there is time."""
    with database:
        if tables.about(database, "search") != SEARCH_VERSION:
            make_search_anew(database, waiting_from=WAITING_FROM)
            tables.set_about(database, "search", SEARCH_VERSION)


def _connect(path: Path, key: bytes) -> apsw.Connection:
    database = apsw.Connection(str(path))
    database.set_busy_timeout(BUSY_MILLISECONDS)
    for name, value in (
        ("cipher", "chacha20"),
        ("key", f"raw:{key.hex()}"),
        ("journal_mode", "wal"),
        ("synchronous", "full"),
        ("secure_delete", "on"),
        ("temp_store", "memory"),
        ("trusted_schema", "off"),
        ("cache_size", -_CACHE),
    ):
        database.pragma(name, value)
    return database
