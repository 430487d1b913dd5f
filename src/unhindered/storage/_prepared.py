"""What every store does before it appends: salts, leaves, and one hash over all that was asked."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from unhindered.core.errors import Refused
from unhindered.core.log.entry import (
    MAX_HEADER_BYTES,
    SALT_BYTES,
    EntryKind,
    NewEntry,
    Salts,
    StoredBody,
    compose_leaf,
)
from unhindered.core.log.port import StoredEntry
from unhindered.core.log.tiles import TileAddress, tile_width
from unhindered.core.log.uploads import UploadedEntry, upload_sha256


@dataclass(frozen=True)
class Prepared:
    """An entry that only lacks its place in the log; `identity` is the same whenever the same is sent."""

    entry: NewEntry
    body: StoredBody
    salts: Salts
    leaf: bytes
    identity: bytes


def prepare(entry: NewEntry, body: StoredBody) -> Prepared:
    """The entry with fresh salts and its leaf."""
    # One draw for both: asking the system for chance is the dearest step of a short entry.
    drawn = secrets.token_bytes(2 * SALT_BYTES)
    salts = Salts(drawn[:SALT_BYTES], drawn[SALT_BYTES:])
    header = entry.header_sha256()
    leaf = compose_leaf(entry.kind, salts, header_sha256=header, body_sha256=body.sha256)
    if body.upload is not None:
        identity = _uploaded_identity(entry.kind, entry.clear, body.upload)
    else:
        identity = _identity(entry.kind, header, body.sha256)
    return Prepared(entry, body, salts, leaf, identity)


def small_body(entry: NewEntry, body: bytes) -> StoredBody:
    """A body that is kept beside its leaf."""
    return StoredBody(clear=entry.clear, sha256=entry.body_sha256(), size=len(body), place=None, small=body)


def require_entries(entries: Sequence[NewEntry | UploadedEntry]) -> None:
    """Raise unless there is something to append.

    Raises:
        Refused: there is nothing.
    """
    if not entries:
        raise Refused("There is nothing to append.")


def request_sha256(entries: Sequence[Prepared]) -> bytes:
    """One hash over the entries as they were sent: the same for the same bytes, whatever the salts."""
    return hashlib.sha256(b"".join(entry.identity for entry in entries)).digest()


def asked_sha256(entries: Sequence[NewEntry | UploadedEntry]) -> bytes:
    """The same hash before anything was stored; uploads that are gone by now count as when they were here."""
    identities = [
        _uploaded_identity(entry.kind, entry.clear, upload_sha256(entry.upload))
        if isinstance(entry, UploadedEntry)
        else _identity(entry.kind, entry.header_sha256(), entry.body_sha256())
        for entry in entries
    ]
    return hashlib.sha256(b"".join(identities)).digest()


def require_each_upload_once(entries: Sequence[NewEntry | UploadedEntry]) -> None:
    """Raise if an upload is named twice.

    Raises:
        Refused: one is.
    """
    named = [entry.upload for entry in entries if isinstance(entry, UploadedEntry)]
    if len(set(named)) != len(named):
        raise Refused("The same upload is named twice.", advice="Upload each file for itself.")


def key_sha256(key: bytes) -> bytes:
    """What is kept of an idempotency key."""
    return hashlib.sha256(b"unhindered/idempotency\0" + key).digest()


def require_same_request(found: bytes, asked: bytes) -> None:
    """Raise unless a key came back with what it came with first.

    Raises:
        Refused: it came with other entries.
    """
    if found != asked:
        raise Refused(
            "This was sent before with the same key and other content.",
            advice="Load the page again, then send once more.",
        )


def erased_meanwhile() -> Refused:
    """The error for a key whose entries were erased since."""
    return Refused("What was sent with this key was erased since.", advice="It need not be sent again.")


def require_tile(level: int, index: int, width: int, *, within: int, size: int) -> None:
    """Raise unless a log of `within` entries, no more than it has, calls for so wide a tile.

    Raises:
        Refused: it does not.
    """
    address = TileAddress(level, index, width)
    if not 0 <= within <= size or width > tile_width(level, address.index, within):
        raise Refused("The log has no such tile.", advice="Ask only for tiles that its checkpoint calls for.")


def require_entry(index: int, size: int) -> None:
    """Raise unless there is such an entry.

    Raises:
        Refused: there is none.
    """
    if not 0 <= index < size:
        raise Refused("There is no such entry in this log.", advice="Check the entry's number.")


def require_rewrap(entry: StoredEntry, header: bytes) -> None:
    """Raise unless this entry can have this header instead of its own.

    Raises:
        Refused: it has none or was erased, or the header is empty or too long.
    """
    if entry.is_erased or entry.kind is EntryKind.STATEMENT:
        raise Refused("This entry has no header, or was erased.")
    if not 0 < len(header) <= MAX_HEADER_BYTES:
        raise Refused("This header is empty or too long.")


def erased() -> Refused:
    """The error for reading what was erased."""
    return Refused("The content of this entry was erased.")


def own_places(bodies: Sequence[StoredBody]) -> list[str]:
    """The files of bodies that are removed if nothing comes of their entries: not those of uploads."""
    return [body.place for body in bodies if body.place is not None and body.upload is None]


def _identity(kind: EntryKind, header: bytes, body: bytes) -> bytes:
    return bytes([kind]) + header + body


def _uploaded_identity(kind: EntryKind, clear: bytes, upload: bytes) -> bytes:
    # Only one content was ever under an upload's id, so the id stands for it, also when it was consumed.
    return bytes([kind]) + hashlib.sha256(b"unhindered/uploaded\0" + clear).digest() + upload
