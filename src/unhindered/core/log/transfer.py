"""How entries travel between a gate and its desks: a few bytes of lengths, then what they measure.

Format: docs/formats/http.md, lines 16 and 17. Nothing here is believed: who reads checks it against the log.
"""

import struct
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from unhindered.core.canonical_json import canonical_json, parse_json_object
from unhindered.core.errors import Refused
from unhindered.core.log.entry import (
    MAX_HEADER_BYTES,
    SALT_BYTES,
    SMALL_BODY_BYTES,
    EntryKind,
    NewEntry,
    Salts,
)
from unhindered.core.log.port import StoredEntry

CLEAR_BYTES = 32
_NEW = struct.Struct(f">B{CLEAR_BYTES}sIQ")
_HEAD_LENGTH = struct.Struct(">I")
_HEAD_LIMIT = 4096
_FIELDS = frozenset(
    {
        "index",
        "kind",
        "day",
        "leaf",
        "clear",
        "salts",
        "header_bytes",
        "body_bytes",
        "body_size",
        "is_rewrapped",
        "is_erased",
    }
)
_ADVICE = (
    "What came is cut or of another version. Try again; if it stays so, compare versions of gate and desk."
)


def compose_new_entries(entries: Iterable[NewEntry]) -> bytes:
    """Entries that a desk wants appended; their bodies are in memory.

    Raises:
        Refused: a body was taken in by a log already.
    """
    return b"".join(piece for entry in entries for piece in _new_entry(entry))


def read_new_entries(raw: bytes, *, most: int) -> tuple[NewEntry, ...]:
    """The entries a desk wants appended, officers' and mailbox ones.

    Raises:
        Refused: cut, none, more than `most`, of another kind, or an entry that cannot be one.
    """
    found: list[NewEntry] = []
    place = 0
    while place < len(raw):
        if len(found) == most or place + _NEW.size > len(raw):
            raise Refused(f"These are not entries, or more than {most}.", advice=_ADVICE)
        kind, clear, header_length, body_length = _NEW.unpack_from(raw, place)
        start = place + _NEW.size
        place = start + header_length + body_length
        if kind not in (EntryKind.OFFICER, EntryKind.MAILBOX) or place > len(raw):
            raise Refused("A desk appends whole officers' and mailbox entries only.", advice=_ADVICE)
        header_end = start + header_length
        found.append(NewEntry(EntryKind(kind), clear, raw[start:header_end], raw[header_end:place]))
    if not found:
        raise Refused("There is nothing to append.", advice=_ADVICE)
    return tuple(found)


def compose_stored_entry(entry: StoredEntry) -> bytes:
    """One entry on its way to a desk, with its body if it has one."""
    header, body = entry.header or b"", entry.body or b""
    salts = entry.salts
    head = canonical_json(
        {
            "index": entry.index,
            "kind": int(entry.kind),
            "day": entry.day.isoformat(),
            "leaf": entry.leaf.hex(),
            "clear": entry.clear.hex(),
            "salts": None if salts is None else {"header": salts.header.hex(), "body": salts.body.hex()},
            "header_bytes": None if entry.header is None else len(header),
            "body_bytes": None if entry.body is None else len(body),
            "body_size": entry.body_size,
            "is_rewrapped": entry.is_rewrapped,
            "is_erased": entry.is_erased,
        }
    )
    return _HEAD_LENGTH.pack(len(head)) + head + header + body


def read_stored_entries(pieces: Iterable[bytes]) -> Iterator[StoredEntry]:
    """Entries as they come in, one at a time; unverified.

    Raises:
        Refused: cut within an entry, or not entries.
    """
    waiting = _Waiting(iter(pieces))
    while waiting.has_more():
        (length,) = _HEAD_LENGTH.unpack(waiting.take(_HEAD_LENGTH.size))
        if length > _HEAD_LIMIT:
            raise Refused("The head of an entry is too long.", advice=_ADVICE)
        yield _stored_entry(parse_json_object(waiting.take(length)), waiting)


class _Waiting:
    """Bytes that came in pieces of any size, handed out by length."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._held = bytearray()

    def has_more(self) -> bool:
        while not self._held:
            piece = next(self._pieces, None)
            if piece is None:
                return False
            self._held += piece
        return True

    def take(self, length: int) -> bytes:
        while len(self._held) < length:
            piece = next(self._pieces, None)
            if piece is None:
                raise Refused("The answer was cut within an entry.", advice=_ADVICE)
            self._held += piece
        taken = bytes(self._held[:length])
        del self._held[:length]
        return taken


def _new_entry(entry: NewEntry) -> Sequence[bytes]:
    if not isinstance(entry.body, bytes):
        raise Refused("This body is in a log already.", advice=_ADVICE)
    head = _NEW.pack(entry.kind, entry.clear, len(entry.header), len(entry.body))
    return head, entry.header, entry.body


def _stored_entry(head: dict[str, Any], waiting: _Waiting) -> StoredEntry:
    if set(head) != _FIELDS:
        raise Refused("The head of an entry has fields missing or unknown.", advice=_ADVICE)
    header_length = _length(head["header_bytes"], MAX_HEADER_BYTES)
    body_length = _length(head["body_bytes"], SMALL_BODY_BYTES)
    return StoredEntry(
        index=_number(head["index"]),
        kind=_kind(head["kind"]),
        day=_day(head["day"]),
        leaf=_hex(head["leaf"]),
        clear=_hex(head["clear"]),
        salts=_salts(head["salts"]),
        header=None if header_length is None else waiting.take(header_length),
        body=None if body_length is None else waiting.take(body_length),
        body_size=_number(head["body_size"]),
        is_rewrapped=_flag(head["is_rewrapped"]),
        is_erased=_flag(head["is_erased"]),
    )


def _wrong() -> Refused:
    return Refused("The head of an entry holds something that cannot be there.", advice=_ADVICE)


def _number(value: object, most: int = 2**53) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= most:
        raise _wrong()
    return value


def _length(value: object, most: int) -> int | None:
    return None if value is None else _number(value, most)


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise _wrong()
    return value


def _hex(value: object, length: int | None = None) -> bytes:
    if not isinstance(value, str):
        raise _wrong()
    try:
        raw = bytes.fromhex(value)
    except ValueError as err:
        raise _wrong() from err
    if raw.hex() != value or (length is not None and len(raw) != length):
        raise _wrong()
    return raw


def _salts(value: object) -> Salts | None:
    if value is None:
        return None
    if not isinstance(value, dict) or set(value) != {"header", "body"}:
        raise _wrong()
    return Salts(_hex(value["header"], SALT_BYTES), _hex(value["body"], SALT_BYTES))


def _kind(value: object) -> EntryKind:
    try:
        return EntryKind(_number(value, 255))
    except ValueError as err:
        raise _wrong() from err


def _day(value: object) -> date:
    try:
        day = date.fromisoformat(value if isinstance(value, str) else "")
    except ValueError as err:
        raise _wrong() from err
    if day.isoformat() != value:
        raise _wrong()
    return day
