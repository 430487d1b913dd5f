"""What waits in a mailbox: replies of officers, and the held note that a desk posts by itself."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from unhindered.core.canonical_json import canonical_json
from unhindered.core.correspondence.fields import (
    ADVICE,
    day_field,
    hex_field,
    number_field,
    object_field,
    read_content,
    require_fields,
    text_field,
)
from unhindered.core.errors import Refused

REPLY_NAME = "reply.json"
HELD_NAME = "held.json"


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What an officer writes to a source."""

    text: str
    on: date


@dataclass(frozen=True, kw_only=True)
class HeldNote:
    """That a report is held: its place in the log, and all that is needed to rebuild its leaf.

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


def compose_reply(reply: Reply) -> bytes:
    """The body of the frame `reply.json`."""
    return canonical_json({"v": 1, "kind": "reply", "text": reply.text, "on": reply.on.isoformat()})


def compose_held_note(note: HeldNote) -> bytes:
    """The body of the frame `held.json`."""
    return canonical_json(
        {
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
    )


def read_from_mailbox(name: str, body: bytes) -> Reply | HeldNote:
    """The reply or held note in a frame.

    Raises:
        Refused: neither, or not of a version we know.
    """
    content = read_content(body, ["reply", "held"])
    if name == REPLY_NAME and content["kind"] == "reply":
        require_fields(content, ["v", "kind", "text", "on"])
        return Reply(text=text_field(content, "text"), on=day_field(content, "on"))
    if name == HELD_NAME and content["kind"] == "held":
        return _held_note(content)
    raise Refused("This is neither a reply nor a held note.", advice=ADVICE)


def _held_note(content: dict[str, Any]) -> HeldNote:
    require_fields(
        content, ["v", "kind", "index", "leaf", "salts", "header_sha256", "body_sha256", "origin", "on"]
    )
    salts = object_field(content, "salts")
    require_fields(salts, ["header", "body"])
    return HeldNote(
        index=number_field(content, "index"),
        leaf=hex_field(content, "leaf", length=66),
        salt_header=hex_field(salts, "header"),
        salt_body=hex_field(salts, "body"),
        header_sha256=hex_field(content, "header_sha256"),
        body_sha256=hex_field(content, "body_sha256"),
        origin=text_field(content, "origin", limit=255),
        on=day_field(content, "on"),
    )
