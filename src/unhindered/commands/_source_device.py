"""What the browser does on a source's device, from a terminal: make a receipt, seal, send, come back.

Writes nothing in clear to the disk; what is sealed waits in a temporary folder until it is sent.
"""

import hashlib
import json
import secrets
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

from unhindered.core.correspondence.from_source import (
    ID_BYTES,
    MESSAGE_NAME,
    REPORT_NAME,
    Answers,
    Message,
    Report,
    compose_message,
    compose_report,
)
from unhindered.core.correspondence.parts import AttachmentReference, Choice, SourcePublicKeys
from unhindered.core.correspondence.submission import submission_head
from unhindered.core.correspondence.work import find_work
from unhindered.core.envelope.payload import FrameWriter, clean_name, frame
from unhindered.core.envelope.receipt import Receipt, SourceKeys, derive_source_keys
from unhindered.core.envelope.recipients import parse_recipient
from unhindered.core.envelope.seal import PushSealer, seal_bytes
from unhindered.core.envelope.split import read_header_bytes
from unhindered.core.errors import Refused, Unavailable
from unhindered.core.institution.notice import Notice, notice_id, read_notice
from unhindered.storage.files import open_to_read
from unhindered.storage.source_client import SourceClient

_PIECE = 1024 * 1024
# Seconds before the second and the third try.
_PAUSES = (2.0, 5.0)
Pause = Callable[[float], None]


@dataclass(frozen=True, kw_only=True)
class NoticeSeen:
    """A current notice, read once: all that sealing needs."""

    notice_text: str
    notice: Notice


@dataclass(frozen=True, kw_only=True)
class GateSeen(NoticeSeen):
    """A gate and its current notice."""

    client: SourceClient


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


@dataclass(frozen=True, kw_only=True)
class Extras:
    """What a report says beyond its answers; `work_bits` is how much work to do for a place further up."""

    consents: tuple[Choice, ...] = ()
    limits: str = ""
    work_bits: int = 0


NO_EXTRAS = Extras()


def send_report(
    gate: GateSeen,
    receipt: Receipt,
    answers: Answers,
    attachments: Sequence[Path],
    *,
    extras: Extras = NO_EXTRAS,
    pause: Pause = time.sleep,
) -> list[dict[str, Any]]:
    """Seal and post a report with its attachments; returns what the gate says of each entry.

    Where no answer comes, the same bytes are sent twice more under the same key: they are one submission.

    Raises:
        Refused: a file cannot be read, or the gate refuses.
        Unavailable: the gate does not answer; nothing was acknowledged.
    """
    return _send(gate, REPORT_NAME, reporting(gate, receipt, answers, extras), attachments, pause)


def seal_report(
    seen: NoticeSeen, receipt: Receipt, answers: Answers, attachments: Sequence[Path], body: BinaryIO
) -> None:
    """Write into `body` what `send_report` would post, to be carried to the gate later.

    Raises:
        Refused: a file cannot be read.
    """
    with tempfile.TemporaryDirectory(prefix="sealed-") as folder:
        compose = reporting(seen, receipt, answers)
        _close(seen, REPORT_NAME, compose, attachments, body=body, folder=Path(folder))


def reporting(
    gate: NoticeSeen, receipt: Receipt, answers: Answers, extras: Extras = NO_EXTRAS, language: str = "en"
) -> Callable[[tuple[AttachmentReference, ...]], bytes]:
    """What makes the report's frame, once it is known how its attachments were sealed."""
    source = secrets_of(receipt, gate.notice)

    def compose(sealed: tuple[AttachmentReference, ...]) -> bytes:
        report_id, notice = secrets.token_bytes(ID_BYTES), notice_id(gate.notice_text)
        report = Report(
            id=report_id,
            notice=notice,
            language=language,
            keys=public_halves(source),
            answers=answers,
            attachments=sealed,
            sealed_by="device",
            consents=extras.consents,
            limits=extras.limits,
            work=find_work(report_id, notice, extras.work_bits, tries=_tries(extras.work_bits)),
        )
        return compose_report(report, mailbox_seed=source.mailbox_seed, signing_seed=source.signing_seed)

    return compose


def _tries(bits: int) -> int:
    """As many as find it but for one time in three thousand; none for no work."""
    return 8 * 2**bits if bits else 0


def send_message(
    gate: GateSeen,
    receipt: Receipt,
    text: str,
    attachments: Sequence[Path],
    *,
    pause: Pause = time.sleep,
) -> list[dict[str, Any]]:
    """Seal and post a message that belongs to the receipt's report; raises as `send_report`."""
    source = secrets_of(receipt, gate.notice)

    def compose(sealed: tuple[AttachmentReference, ...]) -> bytes:
        message = Message(
            id=secrets.token_bytes(ID_BYTES),
            notice=notice_id(gate.notice_text),
            keys=public_halves(source),
            text=text,
            attachments=sealed,
        )
        return compose_message(message, source.signing_seed)

    return _send(gate, MESSAGE_NAME, compose, attachments, pause)


def _send(
    gate: GateSeen,
    name: str,
    compose: Callable[[tuple[AttachmentReference, ...]], bytes],
    attachments: Sequence[Path],
    pause: Pause,
) -> list[dict[str, Any]]:
    with tempfile.TemporaryDirectory(prefix="sealed-") as folder:
        body_path = Path(folder) / "body"
        with body_path.open("wb") as body:
            _close(gate, name, compose, attachments, body=body, folder=Path(folder))
        return submit(gate.client, body_path, secrets.token_hex(32), pause=pause)


def _close(
    seen: NoticeSeen,
    name: str,
    compose: Callable[[tuple[AttachmentReference, ...]], bytes],
    attachments: Sequence[Path],
    *,
    body: BinaryIO,
    folder: Path,
) -> None:
    sealed = tuple(_append_attachment(seen, path, body, folder) for path in attachments)
    envelope = seal_bytes(frame(name, compose(sealed)), [parse_recipient(seen.notice.intake)])
    body.write(submission_head(len(envelope), notice_id(seen.notice_text)) + envelope)


def submit(client: SourceClient, body: Path, key: str, *, pause: Pause = time.sleep) -> list[dict[str, Any]]:
    """Post a file of envelopes, up to three times under one key; raises as `send_report`."""
    for seconds in _PAUSES:
        try:
            return client.submit(body, key)
        except Unavailable:
            pause(seconds)
    return client.submit(body, key)


def _append_attachment(gate: NoticeSeen, path: Path, body: BinaryIO, folder: Path) -> AttachmentReference:
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
    sealed_body = hashlib.sha256()
    body.write(submission_head(sealed_path.stat().st_size, notice_id(gate.notice_text)))
    with sealed_path.open("rb") as sealed_again:
        body.write(read_header_bytes(sealed_again))
        while piece := sealed_again.read(_PIECE):
            sealed_body.update(piece)
            body.write(piece)
    sealed_path.unlink()
    return AttachmentReference(
        body=sealed_body.digest(), name=clean_name(path.name), size=size, sha256=original.digest()
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
