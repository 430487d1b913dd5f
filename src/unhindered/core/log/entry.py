"""Entries: what is kept of each, and the leaf that commits to it without telling what it is.

Format: docs/formats/log.md. Header and body are committed apart and salted, so that a body can be erased
and a header replaced while the log still proves itself.
"""

import hashlib
import hmac
from dataclasses import dataclass
from enum import IntEnum

from unhindered.core.errors import Refused

LEAF_BYTES = 66
SALT_BYTES = 32
MAX_HEADER_BYTES = 64 * 1024
# Bodies up to this size are kept beside the leaf; larger ones are files.
SMALL_BODY_BYTES = 64 * 1024
_VERSION = 1
_HEADER_LABEL = b"unhindered/header\0"
_BODY_LABEL = b"unhindered/body\0"
_ADVICE = "The entry and the log do not belong together. Keep both and tell the institution."


class EntryKind(IntEnum):
    """Who an entry is from or for; everybody can see it."""

    SOURCE = 1
    OFFICER = 2
    MAILBOX = 3
    STATEMENT = 4


# What stands in clear beside an entry: notice id; nonce and tag; mailbox id; nothing.
CLEAR_BYTES = {EntryKind.SOURCE: 32, EntryKind.OFFICER: 32, EntryKind.MAILBOX: 32, EntryKind.STATEMENT: 0}


@dataclass(frozen=True, kw_only=True)
class StoredBody:
    """A body that a log has taken in already, and that no entry names yet.

    Only the log that gave it understands `place`. `sha256` is the hash inside the leaf's commitment.
    `upload` is the hash of the upload's id, if it came as one.
    """

    clear: bytes
    sha256: bytes
    size: int
    place: str | None
    small: bytes | None
    upload: bytes | None = None


@dataclass(frozen=True)
class NewEntry:
    """What is to be appended: `header` and `body` are the two halves of an age file.

    A statement has no header; its body is the statement itself.

    Raises:
        Refused: the clear part is not as long as its kind asks, the header is too long, or missing, or too
            much, or the body was taken in for another clear part.
    """

    kind: EntryKind
    clear: bytes
    header: bytes
    body: bytes | StoredBody

    def __post_init__(self) -> None:
        if len(self.clear) != CLEAR_BYTES[self.kind]:
            raise Refused("The clear part of this entry does not have the length of its kind.")
        if len(self.header) > MAX_HEADER_BYTES:
            raise Refused("This entry's header is too long.", advice="Seal it to fewer keys.")
        if bool(self.header) == (self.kind is EntryKind.STATEMENT):
            raise Refused("Sealed entries have a header, statements have none.")
        if isinstance(self.body, StoredBody) and self.body.clear != self.clear:
            raise Refused("This body was taken in for another entry.")

    def header_sha256(self) -> bytes:
        """The hash inside the leaf's first commitment."""
        return header_sha256(self.header)

    def body_sha256(self) -> bytes:
        """The hash inside the leaf's second commitment."""
        if isinstance(self.body, StoredBody):
            return self.body.sha256
        return body_sha256(self.clear, self.body)


@dataclass(frozen=True)
class Salts:
    """The two secrets that open a leaf; whoever has them and the entry can show that it is in the log.

    Raises:
        Refused: not 32 bytes each.
    """

    header: bytes
    body: bytes

    def __post_init__(self) -> None:
        if len(self.header) != SALT_BYTES or len(self.body) != SALT_BYTES:
            raise Refused("A salt is 32 bytes long.", advice=_ADVICE)


def header_sha256(header: bytes) -> bytes:
    """The hash of a header, as the leaf commits to it."""
    return hashlib.sha256(header).digest()


def body_sha256(clear: bytes, body: bytes) -> bytes:
    """The hash of a clear part and a body, as the leaf commits to them."""
    return hashlib.sha256(clear_prefix(clear) + body).digest()


def clear_prefix(clear: bytes) -> bytes:
    """What is hashed before a body's bytes: length and clear part."""
    return len(clear).to_bytes(2, "big") + clear


def compose_leaf(kind: EntryKind, salts: Salts, *, header_sha256: bytes, body_sha256: bytes) -> bytes:
    """The 66 bytes of leaf data."""
    return (
        bytes([_VERSION, kind])
        + _commitment(salts.header, _HEADER_LABEL, header_sha256)
        + _commitment(salts.body, _BODY_LABEL, body_sha256)
    )


def leaf_kind(leaf: bytes) -> EntryKind:
    """The kind that leaf data names.

    Raises:
        Refused: not leaf data, or of a version or kind we do not know.
    """
    if len(leaf) != LEAF_BYTES or leaf[0] != _VERSION:
        raise Refused("This is not a leaf of a log as we know them.", advice=_ADVICE)
    try:
        return EntryKind(leaf[1])
    except ValueError as err:
        raise Refused("This leaf is of a kind we do not know.", advice="Is a newer version out?") from err


def open_leaf(
    leaf: bytes,
    salts: Salts,
    *,
    kind: EntryKind | None = None,
    header_sha256: bytes | None = None,
    body_sha256: bytes | None = None,
) -> None:
    """Raise unless `leaf` commits to what is given; what is None is not looked at.

    Raises:
        Refused: it commits to something else.
    """
    found = leaf_kind(leaf)
    if kind is not None and kind is not found:
        raise Refused("The log holds an entry of another kind here.", advice=_ADVICE)
    header, body = leaf[2:34], leaf[34:66]
    if header_sha256 is not None:
        _require_equal(header, _commitment(salts.header, _HEADER_LABEL, header_sha256))
    if body_sha256 is not None:
        _require_equal(body, _commitment(salts.body, _BODY_LABEL, body_sha256))


def _commitment(salt: bytes, label: bytes, digest: bytes) -> bytes:
    return hmac.digest(salt, label + digest, "sha256")


def _require_equal(found: bytes, expected: bytes) -> None:
    if not hmac.compare_digest(found, expected):
        raise Refused("The log holds another entry than this one here.", advice=_ADVICE)
