"""The table of uploads in a log's database: how far each has come, and what of it is not in a file."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import apsw

from unhindered.core.log.uploads import Upload

SCHEMA = """
create table uploads (
    upload blob primary key, length integer not null, day text not null, beginning blob not null,
    is_split integer not null, small blob not null, body_file text, body_size integer not null
) strict, without rowid;
"""
_COLUMNS = "upload, length, day, beginning, is_split, small, body_file, body_size"


@dataclass(frozen=True, kw_only=True)
class UploadRow:
    """What is durable of an upload.

    `beginning` is all there is until the header's end was found, then the header. What follows is in `small`
    as long as it could stay beside a leaf, then in the file `body_file`, of which `body_size` bytes count.
    """

    upload: bytes
    length: int
    day: date
    beginning: bytes = b""
    is_split: bool = False
    small: bytes = b""
    body_file: str | None = None
    body_size: int = 0

    def state(self) -> Upload:
        """How far it has come."""
        return Upload(length=self.length, offset=len(self.beginning) + self.body_size, day=self.day)


def find(database: apsw.Connection, upload: bytes) -> UploadRow | None:
    """What is durable of an upload, if anything is."""
    found = database.execute(f"select {_COLUMNS} from uploads where upload = ?", (upload,)).get  # noqa: S608
    return None if found is None else _row(found)


def keep(database: apsw.Connection, row: UploadRow) -> None:
    """Write down how far an upload has come."""
    database.execute(
        f"insert or replace into uploads ({_COLUMNS}) values (?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608
        (
            row.upload,
            row.length,
            row.day.isoformat(),
            row.beginning,
            int(row.is_split),
            row.small,
            row.body_file,
            row.body_size,
        ),
    )


def delete(database: apsw.Connection, upload: bytes) -> None:
    """Forget an upload; its file is the caller's."""
    database.execute("delete from uploads where upload = ?", (upload,))


def expired(database: apsw.Connection, newest: date) -> list[bytes]:
    """The uploads whose last progress was on `newest` or before."""
    found = database.execute("select upload from uploads where day <= ?", (newest.isoformat(),))
    return [upload for (upload,) in found]


def with_files(database: apsw.Connection) -> Iterator[UploadRow]:
    """The uploads that have a file."""
    for found in database.execute(f"select {_COLUMNS} from uploads where body_file is not null"):  # noqa: S608
        yield _row(found)


def _row(found: Any) -> UploadRow:
    upload, length, day, beginning, is_split, small, body_file, body_size = found
    return UploadRow(
        upload=upload,
        length=length,
        day=date.fromisoformat(day),
        beginning=beginning,
        is_split=bool(is_split),
        small=small,
        body_file=body_file,
        body_size=body_size,
    )
