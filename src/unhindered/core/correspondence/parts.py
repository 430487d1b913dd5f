"""Parts that several letters have: the source's keys, attachments, consents. Each is read strictly."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from unhindered.core.casework.terms import IdentityLevel, Purpose
from unhindered.core.correspondence.fields import (
    ADVICE,
    SHORT_TEXT,
    base64_field,
    choice_field,
    hex_field,
    list_field,
    number_field,
    require_fields,
    text_field,
)
from unhindered.core.envelope.recipients import PostQuantumRecipient, parse_recipient
from unhindered.core.errors import Refused

# Whether the source may be contacted is a question of the report; it is no consent to choose here.
PURPOSES = tuple(purpose.value for purpose in Purpose if purpose is not Purpose.CONTACT)
LEVELS = tuple(level.value for level in IdentityLevel)
MAX_ATTACHMENTS = 1000
MAX_FILE = 2**43


@dataclass(frozen=True, kw_only=True)
class SourcePublicKeys:
    """Public halves of a receipt's keys: 32-byte Ed25519 keys, and an age recipient."""

    mailbox: bytes
    signing: bytes
    recipient: str


@dataclass(frozen=True, kw_only=True)
class AttachmentReference:
    """One attachment: hash of its sealed body, and name, size and hash of the original on the device.

    `body` is the age file less its header: it stays the same when the header is re-wrapped.
    """

    body: bytes
    name: str
    size: int
    sha256: bytes


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What a source agrees to: one purpose, at one identity level, for the source alone."""

    purpose: Purpose
    level: IdentityLevel


def keys_to_json(keys: SourcePublicKeys) -> dict[str, str]:
    """The JSON object of a receipt's public halves."""
    return {
        "mailbox": base64.b64encode(keys.mailbox).decode(),
        "signing": base64.b64encode(keys.signing).decode(),
        "recipient": keys.recipient,
    }


def keys_from_json(content: dict[str, Any]) -> SourcePublicKeys:
    """A receipt's public halves.

    Raises:
        Refused: not three whole keys, or a recipient that is not post-quantum.
    """
    require_fields(content, ["mailbox", "signing", "recipient"])
    recipient = text_field(content, "recipient", limit=SHORT_TEXT)
    parsed = parse_recipient(recipient)
    if not isinstance(parsed, PostQuantumRecipient) or str(parsed) != recipient:
        raise Refused("Answers can only be sealed to a post-quantum recipient.", advice=ADVICE)
    return SourcePublicKeys(
        mailbox=base64_field(content, "mailbox", length=32),
        signing=base64_field(content, "signing", length=32),
        recipient=recipient,
    )


def attachment_to_json(item: AttachmentReference) -> dict[str, Any]:
    """The JSON object of a reference."""
    return {"body": item.body.hex(), "name": item.name, "size": item.size, "sha256": item.sha256.hex()}


def attachments_field(
    content: dict[str, Any], *, most: int = MAX_ATTACHMENTS, largest: int = MAX_FILE
) -> tuple[AttachmentReference, ...]:
    """The references in the field `attachments`.

    Raises:
        Refused: too many, one that is none, or one to a file larger than `largest`.
    """
    found = list_field(content, "attachments", limit=most)
    return tuple(_attachment_from_json(item, largest) for item in found)


def choices_to_json(consents: tuple[Choice, ...]) -> list[dict[str, str]]:
    """The JSON list of consents."""
    return [{"purpose": item.purpose.value, "level": item.level.value} for item in consents]


def choices_field(content: Mapping[str, Any], name: str) -> tuple[Choice, ...]:
    """The consents in a field; each purpose stands there at most once.

    Raises:
        Refused: anything else, contact among them.
    """
    items = list_field(dict(content), name, limit=len(PURPOSES))
    consents = tuple(_choice_from_json(item) for item in items)
    if len({item.purpose for item in consents}) != len(consents):
        raise Refused("Two consents are for one purpose, so none can be told.", advice=ADVICE)
    return consents


def _choice_from_json(content: dict[str, Any]) -> Choice:
    require_fields(content, ["purpose", "level"])
    return Choice(
        purpose=Purpose(choice_field(content, "purpose", PURPOSES)),
        level=IdentityLevel(choice_field(content, "level", LEVELS)),
    )


def _attachment_from_json(content: dict[str, Any], largest: int) -> AttachmentReference:
    require_fields(content, ["body", "name", "size", "sha256"])
    return AttachmentReference(
        body=hex_field(content, "body"),
        name=text_field(content, "name", limit=255),
        size=number_field(content, "size", limit=largest),
        sha256=hex_field(content, "sha256"),
    )
