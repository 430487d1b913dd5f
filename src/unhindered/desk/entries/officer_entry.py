"""One officer entry: outer layer for the team, inner layer for a case, an officer or the team.

Outsiders see a nonce and a tag. The tag lets a holder of the tag key find a case's entries without trying
to open each. Numbered lines are those of docs/formats/officer-entry.md.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from typing import Any

from unhindered.core.correspondence.fields import (
    hex_field,
    number_field,
    object_field,
    require_fields,
    text_field,
)
from unhindered.core.envelope.payload import Payload, frame, read_frame
from unhindered.core.envelope.recipients import PostQuantumRecipient
from unhindered.core.envelope.seal import seal_bytes
from unhindered.core.envelope.split import split_envelope
from unhindered.core.envelope.unseal import unseal_bytes
from unhindered.core.errors import Refused
from unhindered.core.log.checkpoint import Checkpoint
from unhindered.core.log.entry import EntryKind, NewEntry
from unhindered.core.log.signed_note import NoteVerifier, open_note
from unhindered.desk.entries.inner import NONCE_BYTES
from unhindered.desk.entries.taken_report import TAKEN_FILE_NAME
from unhindered.desk.keys.secret import OFFICER_ID_HEX, OfficerKeys, TeamKeys, VisitsKeys
from unhindered.desk.keys.signed_json import compose_signed_json, unverified_json

HEAD = "unhindered/officer-entry/v1"
OUTER_NAME = "officer-entry"
TAG_BYTES = 16
_FIELDS = ("author", "nonce", "tag", "seen", "inner_sha256")
_NOTE_LENGTH = 4
_ADVICE = "The entry was set aside. Tell the owner of the desk, who can ask its author."


@dataclass(frozen=True, kw_only=True)
class Seen:
    """The last checkpoint of the sealed log that an author had verified; size 0 before the first."""

    origin: str
    size: int
    root: bytes


@dataclass(frozen=True, kw_only=True)
class OfficerEntry:
    """An entry whose outer layer is open. Who wrote it is only claimed until `require_author` was asked."""

    claimed_author: str
    nonce: bytes
    seen: Seen
    inner: bytes
    note: str

    def require_author(self, verifier: NoteVerifier) -> None:
        """Raise unless this officer signed the entry.

        Raises:
            Refused: somebody else did, or nobody.
        """
        open_note(self.note, [verifier])


def tag_of(tag_key: bytes, nonce: bytes) -> bytes:
    """What stands beside the nonce in clear (4)."""
    return hmac.digest(tag_key, nonce, "sha256")[:TAG_BYTES]


def has_tag(tag_key: bytes, clear: bytes) -> bool:
    """Whether an entry with this clear part is meant for the holders of the tag key."""
    nonce, tag = clear[:NONCE_BYTES], clear[NONCE_BYTES:]
    return hmac.compare_digest(tag_of(tag_key, nonce), tag)


def compose_officer_entry(
    name: str,
    body: bytes,
    *,
    inner_recipient: PostQuantumRecipient,
    tag_key: bytes,
    author: OfficerKeys,
    team: TeamKeys | VisitsKeys,
    seen: Checkpoint,
) -> NewEntry:
    """The entry, sealed twice and padded twice, ready for the sealed log."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    tag = tag_of(tag_key, nonce)
    inner = seal_bytes(frame(name, body), [inner_recipient])
    content = {
        "author": author.id,
        "nonce": nonce.hex(),
        "tag": tag.hex(),
        "seen": {"origin": seen.origin, "size": seen.size, "root": seen.root.hex()},
        "inner_sha256": hashlib.sha256(inner).hexdigest(),
    }
    note = compose_signed_json(HEAD, content, author.signer).encode()
    outer = frame(OUTER_NAME, len(note).to_bytes(_NOTE_LENGTH, "big") + note + inner)
    header, sealed = split_envelope(seal_bytes(outer, [team.recipient]))
    return NewEntry(EntryKind.OFFICER, nonce + tag, header, sealed)


def open_outer(clear: bytes, envelope: bytes, team: TeamKeys | VisitsKeys) -> OfficerEntry:
    """The entry with its outer layer open, bound to the clear part beside it.

    Raises:
        Refused: not sealed to this team, not an officer entry, or put beside another clear part.
    """
    payload = read_frame(unseal_bytes(envelope, [team.identity]))
    if payload.name != OUTER_NAME:
        raise Refused("This is not an officer's entry.", advice=_ADVICE)
    note, inner = _taken_apart(payload.body)
    content = unverified_json(note, head=HEAD, fields=_FIELDS)
    nonce, tag = hex_field(content, "nonce", length=16), hex_field(content, "tag", length=16)
    if nonce + tag != clear:
        raise Refused("This entry was put in another's place.", advice=_ADVICE)
    if hex_field(content, "inner_sha256") != hashlib.sha256(inner).digest():
        raise Refused("The inside of this entry is not what its author signed.", advice=_ADVICE)
    return OfficerEntry(
        claimed_author=text_field(content, "author", limit=OFFICER_ID_HEX),
        nonce=nonce,
        seen=_seen(object_field(content, "seen")),
        inner=inner,
        note=note,
    )


def open_inner(entry: OfficerEntry, identities: list[Any]) -> Payload:
    """The inside, for whoever holds one of these identities.

    Raises:
        Refused: none of them opens it, or it is damaged.
    """
    return read_frame(unseal_bytes(entry.inner, identities))


def open_taken_file(clear: bytes, envelope: bytes, team: TeamKeys) -> bytes:
    """The bytes of a file that was brought along to a report which an officer took down.

    Raises:
        Refused: it is not one.
    """
    payload = open_inner(open_outer(clear, envelope, team), [team.identity])
    if payload.name != TAKEN_FILE_NAME:
        raise Refused("This is not a file that was brought along.", advice=_ADVICE)
    return payload.body


def _taken_apart(body: bytes) -> tuple[str, bytes]:
    length = int.from_bytes(body[:_NOTE_LENGTH], "big")
    end = _NOTE_LENGTH + length
    if len(body) <= end:
        raise Refused("This entry is shorter than it says.", advice=_ADVICE)
    try:
        return body[_NOTE_LENGTH:end].decode(), body[end:]
    except UnicodeDecodeError as err:
        raise Refused("This entry's signed part is not text.", advice=_ADVICE) from err


def _seen(content: dict[str, Any]) -> Seen:
    require_fields(content, ["origin", "size", "root"])
    return Seen(
        origin=text_field(content, "origin", limit=255),
        size=number_field(content, "size"),
        root=hex_field(content, "root"),
    )
