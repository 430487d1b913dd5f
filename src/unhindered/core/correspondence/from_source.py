"""What a source sends: the report first, messages later; each names the keys that answers are sealed to."""

import base64
from dataclasses import asdict, dataclass
from typing import Any

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
from unhindered.core.correspondence.signatures import SIGNATURE_BYTES, require_signature, signature_over
from unhindered.core.envelope.recipients import PostQuantumRecipient, parse_recipient
from unhindered.core.errors import Refused

REPORT_NAME = "report.json"
MESSAGE_NAME = "message.json"
ID_BYTES = 16
_REPORT_LABEL = b"unhindered/report/v1\n"
_MESSAGE_LABEL = b"unhindered/message/v1\n"
_REPORT_FIELDS = (
    *("v", "kind", "id", "notice", "language", "keys", "answers", "attachments", "sealed_by"),
    "signatures",
)
_MESSAGE_FIELDS = ("v", "kind", "id", "notice", "keys", "text", "attachments", "signature")
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
    """One attachment: hash of its sealed body, and name, size and hash of the original on the device.

    `body` is the age file less its header: it stays the same when the header is re-wrapped.
    """

    body: bytes
    name: str
    size: int
    sha256: bytes


@dataclass(frozen=True, kw_only=True)
class Report:
    """The first thing a source sends. `sealed_by` tells whether the device or the gate's memory sealed it.

    `id` is random, so that a copy is known for one; `notice` is the id of the notice it is sealed for.
    """

    id: bytes
    notice: bytes
    language: str
    keys: SourcePublicKeys
    answers: Answers
    attachments: tuple[AttachmentReference, ...]
    sealed_by: str


@dataclass(frozen=True, kw_only=True)
class Message:
    """What a source writes later, signed by the receipt's signing key so that it belongs to that report."""

    id: bytes
    notice: bytes
    keys: SourcePublicKeys
    text: str
    attachments: tuple[AttachmentReference, ...]


def compose_report(report: Report, *, mailbox_seed: bytes, signing_seed: bytes) -> bytes:
    """The body of the frame `report.json`, signed by the keys it names, so that nobody can name another's."""
    content = {
        "v": 1,
        "kind": "report",
        "id": report.id.hex(),
        "notice": report.notice.hex(),
        "language": report.language,
        "keys": _keys_to_json(report.keys),
        "answers": asdict(report.answers),
        "attachments": [_attachment_to_json(item) for item in report.attachments],
        "sealed_by": report.sealed_by,
    }
    signatures = {
        "mailbox": signature_over(_REPORT_LABEL, content, mailbox_seed),
        "signing": signature_over(_REPORT_LABEL, content, signing_seed),
    }
    return canonical_json(content | {"signatures": signatures})


def read_report(body: bytes) -> Report:
    """The report in a frame's body, signed by both of the keys that it names.

    The caller still compares `notice` with what stands in clear beside the envelope, and looks for `id`.

    Raises:
        Refused: it is not a report as docs/formats/correspondence.md has it.
    """
    content = read_content(body, ["report"])
    require_fields(content, _REPORT_FIELDS)
    keys = _keys_from_json(object_field(content, "keys"))
    signatures = object_field(content, "signatures")
    require_fields(signatures, ["mailbox", "signing"])
    signed = {name: value for name, value in content.items() if name != "signatures"}
    for name, key in (("mailbox", keys.mailbox), ("signing", keys.signing)):
        signature = base64_field(signatures, name, length=SIGNATURE_BYTES)
        require_signature(_REPORT_LABEL, signed, signature, key)
    return Report(
        id=hex_field(content, "id", length=ID_BYTES),
        notice=hex_field(content, "notice"),
        language=text_field(content, "language", limit=35),
        keys=keys,
        answers=_answers_from_json(object_field(content, "answers")),
        attachments=_attachments(content),
        sealed_by=choice_field(content, "sealed_by", SEALED_BY),
    )


def compose_message(message: Message, signing_seed: bytes) -> bytes:
    """The body of the frame `message.json`, signed."""
    content = {
        "v": 1,
        "kind": "message",
        "id": message.id.hex(),
        "notice": message.notice.hex(),
        "keys": _keys_to_json(message.keys),
        "text": message.text,
        "attachments": [_attachment_to_json(item) for item in message.attachments],
    }
    return canonical_json(content | {"signature": signature_over(_MESSAGE_LABEL, content, signing_seed)})


def read_message(body: bytes) -> Message:
    """The message in a frame's body, its signature checked against the signing key it names.

    The caller still has to find the report with just these keys: anyone can make keys.

    Raises:
        Refused: not a message, or the signature is not of the key it names.
    """
    content = read_content(body, ["message"])
    require_fields(content, _MESSAGE_FIELDS)
    signature = base64_field(content, "signature", length=SIGNATURE_BYTES)
    keys = _keys_from_json(object_field(content, "keys"))
    signed = {name: value for name, value in content.items() if name != "signature"}
    require_signature(_MESSAGE_LABEL, signed, signature, keys.signing)
    return Message(
        id=hex_field(content, "id", length=ID_BYTES),
        notice=hex_field(content, "notice"),
        keys=keys,
        text=text_field(content, "text"),
        attachments=_attachments(content),
    )


def _keys_to_json(keys: SourcePublicKeys) -> dict[str, str]:
    return {
        "mailbox": base64.b64encode(keys.mailbox).decode(),
        "signing": base64.b64encode(keys.signing).decode(),
        "recipient": keys.recipient,
    }


def _keys_from_json(content: dict[str, Any]) -> SourcePublicKeys:
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
        "body": item.body.hex(),
        "name": item.name,
        "size": item.size,
        "sha256": item.sha256.hex(),
    }


def _attachments(content: dict[str, Any]) -> tuple[AttachmentReference, ...]:
    return tuple(
        _attachment_from_json(item) for item in list_field(content, "attachments", limit=_MAX_ATTACHMENTS)
    )


def _attachment_from_json(content: dict[str, Any]) -> AttachmentReference:
    require_fields(content, ["body", "name", "size", "sha256"])
    return AttachmentReference(
        body=hex_field(content, "body"),
        name=text_field(content, "name", limit=255),
        size=number_field(content, "size", limit=_MAX_FILE),
        sha256=hex_field(content, "sha256"),
    )
