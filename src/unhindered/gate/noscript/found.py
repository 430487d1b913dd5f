"""What a mailbox holds, opened: what the institution signed is shown, and of all the rest one calm line."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from unhindered.core.correspondence.status import STEPS, Status
from unhindered.core.correspondence.to_source import (
    HELD_NAME,
    REPLY_NAME,
    STATUS_NAME,
    FromInstitution,
    HeldNote,
    Reply,
    read_from_mailbox,
)
from unhindered.core.envelope.identities import PostQuantumIdentity
from unhindered.core.envelope.payload import read_frame
from unhindered.core.envelope.receipt import SourceKeys
from unhindered.core.envelope.split import split_envelope
from unhindered.core.envelope.unseal import unseal_bytes
from unhindered.core.errors import Refused
from unhindered.core.institution.notice import Notice
from unhindered.core.texts import N_, Text

# What was done with a report, as a person reads it.
STEP_TEXTS = dict(
    zip(
        STEPS,
        (
            N_("An officer has read your report."),
            N_("An officer has judged how dangerous the situation is."),
            N_("Your report now belongs to a case."),
            N_("Something from your report was sent to a body that can act."),
            N_("Something from your report was published."),
            N_("The case was closed."),
            N_("Your report was withdrawn, as you wished."),
        ),
        strict=True,
    )
)


@dataclass(frozen=True)
class Found:
    """One thing in a mailbox; `kind` is reply, held, status or broken."""

    kind: str
    on: date | None
    text: str = field(repr=False, default="")
    files: tuple[tuple[str, int], ...] = field(repr=False, default=())
    looked_on: date | None = None
    steps: tuple[tuple[date, Text], ...] = ()


def found_in(envelopes: Iterable[bytes], keys: SourceKeys, notice: Notice) -> list[Found]:
    """What the keys open, oldest first; of statuses the newest only, and broken things as one at the end."""
    shown: list[Found] = []
    status: Status | None = None
    named: set[bytes] = set()
    files: set[bytes] = set()
    is_broken = False
    for envelope in envelopes:
        try:
            item = _opened(envelope, keys, notice)
        except Refused:
            is_broken = True
            continue
        if isinstance(item, bytes):
            files.add(item)
        elif isinstance(item, Status):
            status = item if status is None or item.on >= status.on else status
        else:
            shown.append(_shown(item))
            named.update(file.body for file in (item.attachments if isinstance(item, Reply) else ()))
    # A file that no reply names is nobody's word.
    is_broken = is_broken or not files <= named
    return [*_status(status), *shown, *([Found("broken", None)] if is_broken else [])]


def _opened(envelope: bytes, keys: SourceKeys, notice: Notice) -> FromInstitution | bytes:
    """What the institution signed; or, for a file that came with it, the hash that its letter names it by."""
    payload = read_frame(unseal_bytes(envelope, [PostQuantumIdentity(keys.identity_seed)]))
    if payload.name not in (REPLY_NAME, HELD_NAME, STATUS_NAME):
        _, body = split_envelope(envelope)
        return hashlib.sha256(body).digest()
    return read_from_mailbox(
        payload.name, payload.body, mailbox=keys.mailbox_id, reply_keys=notice.reply_verifiers()
    )


def _shown(item: Reply | HeldNote) -> Found:
    if isinstance(item, HeldNote):
        return Found("held", item.on, text=str(item.index))
    return Found("reply", item.on, item.text, tuple((file.name, file.size) for file in item.attachments))


def _status(status: Status | None) -> Sequence[Found]:
    if status is None:
        return ()
    steps = tuple((step.on, STEP_TEXTS[step.step]) for step in status.steps)
    return (Found("status", status.on, looked_on=status.looked_on, steps=steps),)
