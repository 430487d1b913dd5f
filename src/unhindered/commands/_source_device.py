"""What the browser does on a source's device, from a terminal: make a receipt, seal, send, come back.

Writes nothing in clear to the disk; what is sealed waits in a temporary folder until it is sent.
"""

import hashlib
import json
import secrets
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

from unhindered.core.canonical_json import canonical_json
from unhindered.core.correspondence.from_source import (
    MESSAGE_NAME,
    REPORT_NAME,
    Answers,
    AttachmentReference,
    Message,
    Report,
    SourcePublicKeys,
    compose_message,
    compose_report,
)
from unhindered.core.correspondence.mailbox_page import read_pages
from unhindered.core.correspondence.submission import submission_head
from unhindered.core.correspondence.to_source import HeldNote, Reply, read_from_mailbox
from unhindered.core.envelope.identities import PostQuantumIdentity
from unhindered.core.envelope.payload import FrameWriter, clean_name, frame, read_frame
from unhindered.core.envelope.receipt import Receipt, SourceKeys, derive_source_keys
from unhindered.core.envelope.recipients import parse_recipient
from unhindered.core.envelope.seal import PushSealer, seal_bytes
from unhindered.core.envelope.unseal import unseal_bytes
from unhindered.core.errors import Refused
from unhindered.core.institution.notice import Notice, notice_id, read_notice
from unhindered.core.institution.signed_request import MAILBOX_KEY_NAME, MailboxRead
from unhindered.core.log.signed_note import NoteSigner
from unhindered.storage.files import open_to_read
from unhindered.storage.source_client import SourceClient

_PIECE = 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class GateSeen:
    """A gate and its current notice, read once."""

    client: SourceClient
    notice_text: str
    notice: Notice


def look_at_gate(client: SourceClient, today: date) -> GateSeen:
    """The gate's notice, whole and current.

    Raises:
        Refused: the notice is not whole, or not of today.
        Unavailable: the gate does not answer.
    """
    text = client.notice()
    return GateSeen(client=client, notice_text=text, notice=read_notice(text).require_current(today))


def public_halves(source: SourceKeys) -> SourcePublicKeys:
    """What travels inside a report so that it can be answered."""
    return SourcePublicKeys(
        mailbox=source.mailbox_public_key,
        signing=source.signing_public_key,
        recipient=str(source.recipient()),
    )


def secrets_of(receipt: Receipt, notice: Notice) -> SourceKeys:
    """The receipt's keys at this institution."""
    return derive_source_keys(receipt.secret, bytes.fromhex(notice.institution))


def send_report(
    gate: GateSeen, receipt: Receipt, answers: Answers, attachments: Sequence[Path]
) -> list[dict[str, Any]]:
    """Seal and post a report with its attachments; returns what the gate says of each entry.

    Raises:
        Refused: a file cannot be read, or the gate refuses.
        Unavailable: the gate does not answer; nothing was acknowledged.
    """
    keys = public_halves(secrets_of(receipt, gate.notice))

    def compose(sealed: tuple[AttachmentReference, ...]) -> bytes:
        return compose_report(
            Report(language="en", keys=keys, answers=answers, attachments=sealed, sealed_by="device")
        )

    return _send(gate, REPORT_NAME, compose, attachments)


def send_message(
    gate: GateSeen, receipt: Receipt, text: str, attachments: Sequence[Path]
) -> list[dict[str, Any]]:
    """Seal and post a message that belongs to the receipt's report; raises as `send_report`."""
    source = secrets_of(receipt, gate.notice)

    def compose(sealed: tuple[AttachmentReference, ...]) -> bytes:
        message = Message(keys=public_halves(source), text=text, attachments=sealed)
        return compose_message(message, source.signing_seed)

    return _send(gate, MESSAGE_NAME, compose, attachments)


def read_mailbox(gate: GateSeen, receipt: Receipt) -> list[Reply | HeldNote]:
    """What waits for this receipt, oldest first; empty as well if the words are of another report.

    Raises:
        Refused: something in the mailbox is damaged.
        Unavailable: the gate does not answer.
    """
    source = secrets_of(receipt, gate.notice)
    signer = NoteSigner(MAILBOX_KEY_NAME, source.mailbox_seed)

    def fetch(page: int) -> bytes:
        request = MailboxRead(gate=gate.notice.gate, page=page, nonce=secrets.token_hex(16))
        body = {"key": str(signer.verifier()), "request": signer.sign(request.text())}
        return gate.client.mailbox_page(canonical_json(body))

    identity = PostQuantumIdentity(source.identity_seed)
    return [_open_item(envelope, identity) for envelope in read_pages(fetch)]


def _open_item(envelope: bytes, identity: PostQuantumIdentity) -> Reply | HeldNote:
    payload = read_frame(unseal_bytes(envelope, [identity]))
    return read_from_mailbox(payload.name, payload.body)


def _send(
    gate: GateSeen,
    name: str,
    compose: Callable[[tuple[AttachmentReference, ...]], bytes],
    attachments: Sequence[Path],
) -> list[dict[str, Any]]:
    with tempfile.TemporaryDirectory(prefix="sealed-") as folder:
        body_path = Path(folder) / "body"
        with body_path.open("wb") as body:
            sealed = tuple(_append_attachment(gate, path, body, Path(folder)) for path in attachments)
            envelope = seal_bytes(frame(name, compose(sealed)), [parse_recipient(gate.notice.intake)])
            body.write(submission_head(len(envelope), notice_id(gate.notice_text)) + envelope)
        return gate.client.submit(body_path, secrets.token_hex(32))


def _append_attachment(gate: GateSeen, path: Path, body: BinaryIO, folder: Path) -> AttachmentReference:
    sealed_path = folder / secrets.token_hex(8)
    original, size = hashlib.sha256(), 0
    with open_to_read(path) as source, sealed_path.open("wb") as sealed:
        sealer = PushSealer(sealed, [parse_recipient(gate.notice.intake)])
        writer = FrameWriter(sealer, clean_name(path.name), floor=0)
        while piece := source.read(_PIECE):
            original.update(piece)
            size += len(piece)
            writer.write(piece)
        writer.finish()
        sealer.finish()
    envelope = hashlib.sha256()
    body.write(submission_head(sealed_path.stat().st_size, notice_id(gate.notice_text)))
    with sealed_path.open("rb") as sealed_again:
        while piece := sealed_again.read(_PIECE):
            envelope.update(piece)
            body.write(piece)
    sealed_path.unlink()
    return AttachmentReference(
        envelope=envelope.digest(), name=clean_name(path.name), size=size, sha256=original.digest()
    )


def read_answers(raw: bytes) -> Answers:
    """Answers from a JSON file that a person wrote; what is left out is left empty.

    Raises:
        Refused: not an object of texts, or a field that no question has.
    """
    try:
        content = json.loads(raw)
    except ValueError as err:
        raise Refused("The answers are not JSON.", advice='Write {"what": "…", "when": "…"}.') from err
    names = set(Answers.__dataclass_fields__)
    if not isinstance(content, dict) or not set(content) <= names:
        raise Refused(
            "The answers have a field that no question has.",
            advice=f"The fields are {', '.join(sorted(names))}.",
        )
    given = dict.fromkeys(names, "") | {"danger": "unsure", "contact": "mailbox"} | content
    if not all(isinstance(value, str) for value in given.values()):
        raise Refused("Every answer is text.", advice="Put the answers in quotation marks.")
    return Answers(**given)
