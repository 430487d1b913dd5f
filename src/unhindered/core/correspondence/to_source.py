"""What waits in a mailbox: replies of officers, and the held note that a desk posts by itself.

Both name the mailbox and are signed by the institution's reply key: whoever else can write into a mailbox,
the gate for one, cannot speak for the institution there.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
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
from unhindered.core.correspondence.signatures import SIGNATURE_BYTES, require_signature, signature_over
from unhindered.core.errors import Refused
from unhindered.core.log.entry import LEAF_BYTES
from unhindered.core.log.signed_note import NoteVerifier

REPLY_NAME = "reply.json"
HELD_NAME = "held.json"
_LABEL = b"unhindered/to-source/v1\n"
_REPLY_FIELDS = ("v", "kind", "mailbox", "text", "on", "signature")
_HELD_FIELDS = (
    *("v", "kind", "mailbox", "index", "leaf", "salts", "header_sha256", "body_sha256", "origin", "on"),
    "signature",
)


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What an officer writes to a source."""

    text: str
    on: date


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


def compose_reply(reply: Reply, *, mailbox: bytes, reply_seed: bytes) -> bytes:
    """The body of the frame `reply.json`, signed for the mailbox with this id."""
    content = {"v": 1, "kind": "reply", "text": reply.text, "on": reply.on.isoformat()}
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


def read_from_mailbox(
    name: str, body: bytes, *, mailbox: bytes, reply_keys: Iterable[NoteVerifier]
) -> Reply | HeldNote:
    """The reply or held note in a frame, if one of the notice's reply keys signed it for this mailbox.

    Raises:
        Refused: neither, not of a version we know, for another mailbox, or not from the institution.
    """
    content = read_content(body, ["reply", "held"])
    is_reply = name == REPLY_NAME and content["kind"] == "reply"
    if not is_reply and not (name == HELD_NAME and content["kind"] == "held"):
        raise Refused("This is neither a reply nor a held note.", advice=ADVICE)
    require_fields(content, _REPLY_FIELDS if is_reply else _HELD_FIELDS)
    if hex_field(content, "mailbox") != mailbox:
        raise Refused("This was written for another mailbox.", advice=ADVICE)
    _require_from_institution(content, reply_keys)
    if is_reply:
        return Reply(text=text_field(content, "text"), on=day_field(content, "on"))
    return _held_note(content)


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
