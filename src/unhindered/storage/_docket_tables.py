"""The tables of a docket. The log gives all of them back but the outbox, the marks and what is kept."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import apsw

from unhindered.core.log.entry import EntryKind, Salts
from unhindered.core.log.port import StoredEntry

FORMAT = "3"
SCHEMA = """
create table about (name text primary key, value blob not null) strict, without rowid;
create table replica (
    place integer primary key, kind integer not null, day text not null, leaf blob not null,
    root blob not null, clear blob not null, header blob, header_salt blob, body_salt blob,
    body blob, body_size integer not null, is_rewrapped integer not null, is_erased integer not null
) strict;
create table staged (
    place integer primary key, kind integer not null, day text not null, leaf blob not null,
    root blob not null, clear blob not null, header blob, header_salt blob, body_salt blob,
    body blob, body_size integer not null, is_rewrapped integer not null, is_erased integer not null
) strict;
create index replica_by_clear on replica (kind, clear);
create table opened (place integer primary key, name text not null, content blob not null) strict;
create table alarms (place integer primary key, reason text not null) strict;
create table outbox (
    number integer primary key autoincrement, request_key blob not null, kind text not null,
    content blob not null
) strict;
create table marks (name text primary key) strict, without rowid;
create table kept (name text primary key, content blob not null) strict;
"""
_COLUMNS = (
    "place, kind, day, leaf, clear, header, header_salt, body_salt, body, body_size, is_rewrapped, is_erased"
)


def version(database: apsw.Connection) -> str | None:
    """The format of these tables, or None where there are none yet."""
    if not database.execute("select count(*) from sqlite_schema where name = 'about'").get:
        return None
    found: bytes = database.execute("select value from about where name = 'format'").get
    return found.decode()


def about(database: apsw.Connection, name: str) -> bytes | None:
    """One remembered value."""
    found: bytes | None = database.execute("select value from about where name = ?", (name,)).get
    return found


def set_about(database: apsw.Connection, name: str, value: bytes) -> None:
    """Remember a value in place of the one before."""
    database.execute("insert or replace into about values (?, ?)", (name, value))


def insert_entry(
    database: apsw.Connection, entry: StoredEntry, root: bytes, *, table: str = "replica"
) -> None:
    """Add an entry and the root that the log has with it as its last."""
    salts = entry.salts
    database.execute(
        f"insert into {table} ({_COLUMNS}, root) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608
        (
            entry.index,
            int(entry.kind),
            entry.day.isoformat(),
            entry.leaf,
            entry.clear,
            entry.header,
            None if salts is None else salts.header,
            None if salts is None else salts.body,
            entry.body,
            entry.body_size,
            int(entry.is_rewrapped),
            int(entry.is_erased),
            root,
        ),
    )


def take_staged(database: apsw.Connection) -> None:
    """Move what was staged to what is believed."""
    columns = f"{_COLUMNS}, root"
    database.execute(f"insert into replica ({columns}) select {columns} from staged")  # noqa: S608
    database.execute("delete from staged")


def entries(database: apsw.Connection, where: str, values: tuple[Any, ...]) -> Iterator[StoredEntry]:
    """The entries that fit a condition of ours, in the order of the log."""
    for row in database.execute(
        f"select {_COLUMNS} from replica where {where} order by place",  # noqa: S608
        values,
    ):
        yield _entry(row)


def _entry(row: tuple[Any, ...]) -> StoredEntry:
    place, kind, day, leaf, clear, header, header_salt, body_salt, body, size, is_rewrapped, is_erased = row
    salts = None if header_salt is None or body_salt is None else Salts(header_salt, body_salt)
    return StoredEntry(
        index=place,
        kind=EntryKind(kind),
        day=date.fromisoformat(day),
        leaf=leaf,
        clear=clear,
        salts=salts,
        header=header,
        body=body,
        body_size=size,
        is_rewrapped=bool(is_rewrapped),
        is_erased=bool(is_erased),
    )
