"""What a source sends: the report first, messages later; each names the keys that answers are sealed to."""

import base64
from dataclasses import asdict, dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from unhindered.core.canonical_json import canonical_json
from unhindered.core.correspondence.fields import (
    ADVICE,
    SHORT_TEXT,
    base64_field,
    choice_field,
    hex_field,
    list_field,
    number_field,
    object_field,
    read_content,
    require_fields,
    text_field,
)
from unhindered.core.errors import Refused

REPORT_NAME = "report.json"
MESSAGE_NAME = "message.json"
_MESSAGE_LABEL = b"unhindered/message/v1\n"
_MAX_ATTACHMENTS = 1000
_MAX_FILE = 2**43

DANGER = ("yes", "no", "unsure")
CONTACT = ("mailbox", "other", "no")
SEALED_BY = ("device", "gate")


@dataclass(frozen=True, kw_only=True)
class SourcePublicKeys:
    """Public halves of a receipt's keys: 32-byte Ed25519 keys, and an age recipient."""

    mailbox: bytes
    signing: bytes
    recipient: str


@dataclass(frozen=True, kw_only=True)
class Answers:
    """The few questions an officer must have answered; empty text where the source left one out."""

    what: str
    when: str
    where: str
    state: str
    danger: str
    danger_who: str
    contact: str
    contact_how: str


@dataclass(frozen=True, kw_only=True)
class AttachmentReference:
    """One attachment: hash of its whole envelope, and name, size and hash of the original on the device."""

    envelope: bytes
    name: str
    size: int
    sha256: bytes


@dataclass(frozen=True, kw_only=True)
class Report:
    """The first thing a source sends. `sealed_by` tells whether the device or the gate's memory sealed it."""

    language: str
    keys: SourcePublicKeys
    answers: Answers
    attachments: tuple[AttachmentReference, ...]
    sealed_by: str


@dataclass(frozen=True, kw_only=True)
class Message:
    """What a source writes later, signed by the receipt's signing key so that it belongs to that report."""

    keys: SourcePublicKeys
    text: str
    attachments: tuple[AttachmentReference, ...]


def compose_report(report: Report) -> bytes:
    """The body of the frame `report.json`."""
    return canonical_json(
        {
            "v": 1,
            "kind": "report",
            "language": report.language,
            "keys": _keys_to_json(report.keys),
            "answers": asdict(report.answers),
            "attachments": [_attachment_to_json(item) for item in report.attachments],
            "sealed_by": report.sealed_by,
        }
    )


def read_report(body: bytes) -> Report:
    """The report in a frame's body.

    Raises:
        Refused: it is not a report as docs/formats/correspondence.md has it.
    """
    content = read_content(body, ["report"])
    require_fields(content, ["v", "kind", "language", "keys", "answers", "attachments", "sealed_by"])
    return Report(
        language=text_field(content, "language", limit=35),
        keys=_keys_from_json(object_field(content, "keys")),
        answers=_answers_from_json(object_field(content, "answers")),
        attachments=_attachments(content),
        sealed_by=choice_field(content, "sealed_by", SEALED_BY),
    )


def compose_message(message: Message, signing_seed: bytes) -> bytes:
    """The body of the frame `message.json`, signed."""
    content = {
        "v": 1,
        "kind": "message",
        "keys": _keys_to_json(message.keys),
        "text": message.text,
        "attachments": [_attachment_to_json(item) for item in message.attachments],
    }
    key = Ed25519PrivateKey.from_private_bytes(signing_seed)
    signature = key.sign(_MESSAGE_LABEL + canonical_json(content))
    return canonical_json(content | {"signature": base64.b64encode(signature).decode()})


def read_message(body: bytes) -> Message:
    """The message in a frame's body, its signature checked against the signing key it names.

    The caller still has to find the report with just these keys: anyone can make keys.

    Raises:
        Refused: not a message, or the signature is not of the key it names.
    """
    content = read_content(body, ["message"])
    require_fields(content, ["v", "kind", "keys", "text", "attachments", "signature"])
    signature = base64_field(content, "signature", length=64)
    keys = _keys_from_json(object_field(content, "keys"))
    signed = {name: value for name, value in content.items() if name != "signature"}
    try:
        Ed25519PublicKey.from_public_bytes(keys.signing).verify(
            signature, _MESSAGE_LABEL + canonical_json(signed)
        )
    except (InvalidSignature, ValueError) as err:
        raise Refused("This message's signature is not its sender's.", advice=ADVICE) from err
    return Message(keys=keys, text=text_field(content, "text"), attachments=_attachments(content))


def _keys_to_json(keys: SourcePublicKeys) -> dict[str, str]:
    return {
        "mailbox": base64.b64encode(keys.mailbox).decode(),
        "signing": base64.b64encode(keys.signing).decode(),
        "recipient": keys.recipient,
    }


def _keys_from_json(content: dict[str, Any]) -> SourcePublicKeys:
    require_fields(content, ["mailbox", "signing", "recipient"])
    recipient = text_field(content, "recipient", limit=SHORT_TEXT)
    if not recipient.startswith("age1pq1"):
        raise Refused("Answers can only be sealed to a post-quantum recipient.", advice=ADVICE)
    return SourcePublicKeys(
        mailbox=base64_field(content, "mailbox", length=32),
        signing=base64_field(content, "signing", length=32),
        recipient=recipient,
    )


def _answers_from_json(content: dict[str, Any]) -> Answers:
    require_fields(content, list(Answers.__dataclass_fields__))
    return Answers(
        what=text_field(content, "what"),
        when=text_field(content, "when", limit=SHORT_TEXT),
        where=text_field(content, "where", limit=SHORT_TEXT),
        state=text_field(content, "state", limit=SHORT_TEXT),
        danger=choice_field(content, "danger", DANGER),
        danger_who=text_field(content, "danger_who", limit=SHORT_TEXT),
        contact=choice_field(content, "contact", CONTACT),
        contact_how=text_field(content, "contact_how", limit=SHORT_TEXT),
    )


def _attachment_to_json(item: AttachmentReference) -> dict[str, Any]:
    return {
        "envelope": item.envelope.hex(),
        "name": item.name,
        "size": item.size,
        "sha256": item.sha256.hex(),
    }


def _attachments(content: dict[str, Any]) -> tuple[AttachmentReference, ...]:
    return tuple(
        _attachment_from_json(item) for item in list_field(content, "attachments", limit=_MAX_ATTACHMENTS)
    )


def _attachment_from_json(content: dict[str, Any]) -> AttachmentReference:
    require_fields(content, ["envelope", "name", "size", "sha256"])
    return AttachmentReference(
        envelope=hex_field(content, "envelope"),
        name=text_field(content, "name", limit=255),
        size=number_field(content, "size", limit=_MAX_FILE),
        sha256=hex_field(content, "sha256"),
    )
