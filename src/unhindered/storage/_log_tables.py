"""The tables of a log in SQLite. Leaves stay for ever; contents can be erased; times are days."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import apsw

from unhindered.core.log.entry import EntryKind, Salts, leaf_kind
from unhindered.core.log.port import Placed, StoredEntry
from unhindered.storage import _upload_tables as uploads
from unhindered.storage._prepared import Prepared
from unhindered.storage._sqlite import Damaged

LATEST = "latest"
PUBLISHED = "published"
_FORMAT = "2"
_SCHEMA = """
create table about (name text primary key, value text not null) strict, without rowid;
create table notes (name text primary key, note text not null) strict, without rowid;
create table leaves (place integer primary key, day text not null, leaf blob not null) strict;
create table contents (
    place integer primary key, kind integer not null, clear blob not null, header blob not null,
    header_salt blob not null, body_salt blob not null, is_rewrapped integer not null default 0,
    body_size integer not null, body_file text, body blob
) strict;
create index contents_by_clear on contents (kind, clear);
create table subtrees (
    level integer not null, place integer not null, hash blob not null, primary key (level, place)
) strict, without rowid;
create table keys (
    key blob primary key, request blob not null, day text not null,
    first integer not null, count integer not null
) strict, without rowid;
"""
_CONTENT = "kind, clear, header, header_salt, body_salt, is_rewrapped, body_size, body_file, body"


def create(database: apsw.Connection, origin: str) -> None:
    """Make the tables of a new log."""
    database.execute(_SCHEMA + uploads.SCHEMA)
    database.execute("insert into about values ('format', ?), ('origin', ?)", (_FORMAT, origin))


def is_made(database: apsw.Connection) -> bool:
    """Whether the tables are there."""
    found = database.execute("select count(*) from sqlite_schema where name = 'about'").get
    return bool(found)


def is_of(database: apsw.Connection, origin: str) -> bool:
    """Whether these are the tables of this log, in the format we know."""
    found = dict(database.execute("select name, value from about"))
    return found == {"format": _FORMAT, "origin": origin}


def note(database: apsw.Connection, name: str) -> str:
    """A stored checkpoint.

    Raises:
        Damaged: it is missing.
    """
    found: str | None = database.execute("select note from notes where name = ?", (name,)).get
    if found is None:
        raise Damaged("The log holds no checkpoint of itself.")
    return found


def keep_note(database: apsw.Connection, name: str, text: str) -> None:
    """Store a checkpoint in place of the one before."""
    database.execute("insert or replace into notes values (?, ?)", (name, text))


def size(database: apsw.Connection) -> int:
    """How many leaves there are."""
    found = database.execute("select max(place) from leaves").get
    return 0 if found is None else found + 1


def last_day(database: apsw.Connection) -> date | None:
    """The day of the newest entry."""
    found = database.execute("select day from leaves order by place desc limit 1").get
    return None if found is None else date.fromisoformat(found)


def leaves(database: apsw.Connection, start: int, stop: int) -> Iterator[tuple[int, bytes]]:
    """Number and leaf data of what is there between `start` and `stop`."""
    return database.execute(
        "select place, leaf from leaves where place >= ? and place < ? order by place", (start, stop)
    )


def entry(database: apsw.Connection, index: int) -> StoredEntry | None:
    """One entry, or None."""
    found = database.execute(
        f"select day, leaf, {_CONTENT} from leaves left join contents using (place) where place = ?",  # noqa: S608
        (index,),
    ).get
    return None if found is None else _entry(index, found)


def body_place(database: apsw.Connection, index: int) -> str | None:
    """The file of an entry's body, or None if it has none."""
    found: str | None = database.execute("select body_file from contents where place = ?", (index,)).get
    return found


def body_places(database: apsw.Connection) -> dict[str, tuple[int, int]]:
    """Each file that an entry names: the entry, and how long the file must be."""
    found = database.execute("select body_file, place, body_size from contents where body_file is not null")
    return {file: (place, length) for file, place, length in found}


def indexes_with_clear(database: apsw.Connection, kind: EntryKind, clear: bytes) -> list[int]:
    """Entries of a kind with this clear part, oldest first."""
    found = database.execute(
        "select place from contents where kind = ? and clear = ? order by place", (int(kind), clear)
    )
    return [place for (place,) in found]


def subtrees(database: apsw.Connection, level: int, start: int, stop: int) -> list[bytes]:
    """The hashes of full tiles of `level - 1` between `start` and `stop`."""
    found = database.execute(
        "select hash from subtrees where level = ? and place >= ? and place < ? order by place",
        (level, start, stop),
    )
    return [digest for (digest,) in found]


def all_subtrees(database: apsw.Connection) -> Iterator[tuple[int, int, bytes]]:
    """Level, place and hash of each full tile."""
    return database.execute("select level, place, hash from subtrees")


def insert(database: apsw.Connection, first: int, day: date, entries: Sequence[Prepared]) -> None:
    """Add entries from number `first` on."""
    stamp = day.isoformat()
    for place, new in enumerate(entries, first):
        database.execute("insert into leaves values (?, ?, ?)", (place, stamp, new.leaf))
        database.execute(
            f"insert into contents (place, {_CONTENT}) values (?, ?, ?, ?, ?, ?, 0, ?, ?, ?)",  # noqa: S608
            (
                place,
                int(new.entry.kind),
                new.entry.clear,
                new.entry.header,
                new.salts.header,
                new.salts.body,
                new.body.size,
                new.body.place,
                new.body.small,
            ),
        )


def insert_subtree(database: apsw.Connection, level: int, place: int, digest: bytes) -> None:
    """Keep the hash of a tile that has just become full."""
    database.execute("insert into subtrees values (?, ?, ?)", (level, place, digest))


def delete_contents(database: apsw.Connection, index: int) -> None:
    """Erase all of an entry but its leaf."""
    database.execute("delete from contents where place = ?", (index,))


def replace_header(database: apsw.Connection, index: int, header: bytes) -> None:
    """Put another header in an entry's place."""
    database.execute("update contents set header = ?, is_rewrapped = 1 where place = ?", (header, index))


def remembered(database: apsw.Connection, key: bytes) -> tuple[bytes, int, int] | None:
    """What came with a key: hash of the request, first entry, how many."""
    found: Any = database.execute("select request, first, count from keys where key = ?", (key,)).get
    return None if found is None else (found[0], found[1], found[2])


def remember(
    database: apsw.Connection, key: bytes, *, request: bytes, day: date, first: int, count: int
) -> None:
    """Keep what came with a key."""
    database.execute("insert into keys values (?, ?, ?, ?, ?)", (key, request, day.isoformat(), first, count))


def forget_keys(database: apsw.Connection, newest: date) -> None:
    """Forget keys that came on `newest` or before."""
    database.execute("delete from keys where day <= ?", (newest.isoformat(),))


def placed(database: apsw.Connection, first: int, count: int) -> tuple[Placed, ...]:
    """Entries in the form that their sender got; fewer than `count` if some were erased."""
    found = database.execute(
        "select place, leaf, header_salt, body_salt from leaves join contents using (place) "
        "where place >= ? and place < ? order by place",
        (first, first + count),
    )
    return tuple(Placed(place, leaf, Salts(header, body)) for place, leaf, header, body in found)


def _entry(index: int, row: tuple[Any, ...]) -> StoredEntry:
    day, leaf, kind, clear, header, header_salt, body_salt, is_rewrapped, body_size, _, body = row
    on = date.fromisoformat(day)
    if kind is None:
        return StoredEntry(index=index, kind=leaf_kind(leaf), day=on, leaf=leaf, is_erased=True)
    return StoredEntry(
        index=index,
        kind=EntryKind(kind),
        day=on,
        leaf=leaf,
        clear=clear,
        salts=Salts(header_salt, body_salt),
        header=header,
        body=body,
        body_size=body_size,
        is_rewrapped=bool(is_rewrapped),
    )
