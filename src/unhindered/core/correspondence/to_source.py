"""What waits in a mailbox: replies of officers, and the held note and status that a desk posts by itself.

All name the mailbox and are signed by the institution's reply key: whoever else can write into a mailbox,
the gate for one, cannot speak for the institution there.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from unhindered.core.canonical_json import canonical_json
from unhindered.core.correspondence.fields import (
    ADVICE,
    base64_field,
    day_field,
    hex_field,
    number_field,
    object_field,
    read_content,
    require_fields,
    text_field,
)
from unhindered.core.correspondence.parts import AttachmentReference, attachment_to_json, attachments_field
from unhindered.core.correspondence.signatures import SIGNATURE_BYTES, require_signature, signature_over
from unhindered.core.correspondence.status import (
    STATUS_FIELDS,
    Status,
    status_from_json,
    status_to_json,
)
from unhindered.core.errors import Refused
from unhindered.core.log.entry import LEAF_BYTES
from unhindered.core.log.signed_note import NoteVerifier

REPLY_NAME = "reply.json"
HELD_NAME = "held.json"
STATUS_NAME = "status.json"
LARGEST_REPLY_FILE = 8 * 1024 * 1024
MOST_REPLY_FILES = 20
_LABEL = b"unhindered/to-source/v1\n"
_REPLY_FIELDS = ("v", "kind", "mailbox", "text", "attachments", "on", "signature")
_HELD_FIELDS = (
    *("v", "kind", "mailbox", "index", "leaf", "salts", "header_sha256", "body_sha256", "origin", "on"),
    "signature",
)


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What an officer writes to a source; each attachment is an envelope of its own in the same mailbox."""

    text: str
    on: date
    attachments: tuple[AttachmentReference, ...] = ()


@dataclass(frozen=True, kw_only=True)
class HeldNote:
    """That a report or message is held: its place in the log, and all that is needed to rebuild its leaf.

    `header_sha256` and `body_sha256` are the hashes inside the leaf's two commitments.
    """

    index: int
    leaf: bytes
    salt_header: bytes
    salt_body: bytes
    header_sha256: bytes
    body_sha256: bytes
    origin: str
    on: date


FromInstitution = Reply | HeldNote | Status
_FIELDS: Mapping[str, tuple[str, tuple[str, ...]]] = MappingProxyType(
    {
        REPLY_NAME: ("reply", _REPLY_FIELDS),
        HELD_NAME: ("held", _HELD_FIELDS),
        STATUS_NAME: ("status", STATUS_FIELDS),
    }
)


def compose_reply(reply: Reply, *, mailbox: bytes, reply_seed: bytes) -> bytes:
    """The body of the frame `reply.json`, signed for the mailbox with this id."""
    content = {
        "v": 1,
        "kind": "reply",
        "text": reply.text,
        "attachments": [attachment_to_json(item) for item in reply.attachments],
        "on": reply.on.isoformat(),
    }
    return _signed(content, mailbox, reply_seed)


def compose_held_note(note: HeldNote, *, mailbox: bytes, reply_seed: bytes) -> bytes:
    """The body of the frame `held.json`, signed for the mailbox with this id."""
    content = {
        "v": 1,
        "kind": "held",
        "index": note.index,
        "leaf": note.leaf.hex(),
        "salts": {"header": note.salt_header.hex(), "body": note.salt_body.hex()},
        "header_sha256": note.header_sha256.hex(),
        "body_sha256": note.body_sha256.hex(),
        "origin": note.origin,
        "on": note.on.isoformat(),
    }
    return _signed(content, mailbox, reply_seed)


def compose_status(status: Status, *, mailbox: bytes, reply_seed: bytes) -> bytes:
    """The body of the frame `status.json`, signed for the mailbox with this id."""
    return _signed(status_to_json(status), mailbox, reply_seed)


def read_from_mailbox(
    name: str, body: bytes, *, mailbox: bytes, reply_keys: Iterable[NoteVerifier]
) -> FromInstitution:
    """What is in a frame, if one of the notice's reply keys signed it for this mailbox.

    Raises:
        Refused: of no kind or version we know, for another mailbox, or not from the institution.
    """
    content = read_content(body, [kind for kind, _ in _FIELDS.values()])
    kind, fields = _FIELDS.get(name, ("", ()))
    if content["kind"] != kind:
        raise Refused("This is not what its frame says.", advice=ADVICE)
    require_fields(content, fields)
    if hex_field(content, "mailbox") != mailbox:
        raise Refused("This was written for another mailbox.", advice=ADVICE)
    _require_from_institution(content, reply_keys)
    match kind:
        case "reply":
            return _reply(content)
        case "held":
            return _held_note(content)
        case _:
            return status_from_json(content)


def _signed(content: dict[str, Any], mailbox: bytes, reply_seed: bytes) -> bytes:
    whole = content | {"mailbox": mailbox.hex()}
    return canonical_json(whole | {"signature": signature_over(_LABEL, whole, reply_seed)})


def _require_from_institution(content: dict[str, Any], reply_keys: Iterable[NoteVerifier]) -> None:
    signature = base64_field(content, "signature", length=SIGNATURE_BYTES)
    signed = {name: value for name, value in content.items() if name != "signature"}
    for verifier in reply_keys:
        try:
            require_signature(_LABEL, signed, signature, verifier.public_key)
        except Refused:
            continue
        return
    raise Refused("This is not from the institution.", advice=ADVICE)


def _reply(content: dict[str, Any]) -> Reply:
    return Reply(
        text=text_field(content, "text"),
        on=day_field(content, "on"),
        attachments=attachments_field(content, most=MOST_REPLY_FILES, largest=LARGEST_REPLY_FILE),
    )


def _held_note(content: dict[str, Any]) -> HeldNote:
    salts = object_field(content, "salts")
    require_fields(salts, ["header", "body"])
    return HeldNote(
        index=number_field(content, "index"),
        leaf=hex_field(content, "leaf", length=LEAF_BYTES),
        salt_header=hex_field(salts, "header"),
        salt_body=hex_field(salts, "body"),
        header_sha256=hex_field(content, "header_sha256"),
        body_sha256=hex_field(content, "body_sha256"),
        origin=text_field(content, "origin", limit=255),
        on=day_field(content, "on"),
    )
