"""Coming back from a terminal: what the institution wrote, and the files that it added."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from unhindered.commands._source_device import GateSeen, secrets_of
from unhindered.core.correspondence.mailbox_page import FetchPage, Place, read_pages, read_place
from unhindered.core.correspondence.parts import AttachmentReference
from unhindered.core.correspondence.to_source import FromInstitution, Reply, read_from_mailbox
from unhindered.core.envelope.identities import PostQuantumIdentity
from unhindered.core.envelope.payload import read_frame
from unhindered.core.envelope.receipt import Receipt, SourceKeys
from unhindered.core.envelope.split import split_envelope
from unhindered.core.envelope.unseal import unseal_bytes
from unhindered.core.errors import Refused
from unhindered.core.institution.notice import Notice, notice_id
from unhindered.core.institution.signed_request import MAILBOX_KEY_NAME, MailboxRead, compose_mailbox_read
from unhindered.core.log.signed_note import NoteSigner

# Padding adds at most an eighth; name, header, nonce and authentication tags the rest.
_MOST_OVERHEAD = 128 * 1024


@dataclass(frozen=True, kw_only=True)
class Mailbox:
    """What the institution wrote, oldest first; `foreign` counts what is there and is not from it.

    `found` is all that is there; long envelopes were left where they are.
    """

    items: tuple[FromInstitution, ...]
    foreign: int
    found: tuple[bytes | Place, ...]


def read_mailbox(gate: GateSeen, receipt: Receipt) -> Mailbox:
    """What waits for this receipt; empty as well if the words are of another report.

    Raises:
        Refused: the gate's answer is no mailbox.
        Unavailable: the gate does not answer.
    """
    source = secrets_of(receipt, gate.notice)
    found = tuple(read_pages(_pages_of(gate, source)))
    opened = [(item, _open_item(item, source, gate.notice)) for item in found if isinstance(item, bytes)]
    items = tuple(item for _, item in opened if item is not None)
    files = {file.body for item in items if isinstance(item, Reply) for file in item.attachments}
    foreign = [envelope for envelope, item in opened if item is None and _body_hash(envelope) not in files]
    return Mailbox(items=items, foreign=len(foreign), found=found)


def read_file(gate: GateSeen, receipt: Receipt, mailbox: Mailbox, file: AttachmentReference) -> bytes:
    """A file that a reply names; fetched now, if it is long.

    Raises:
        Refused: it is not there, or not what the institution named.
        Unavailable: the gate does not answer.
    """
    source = secrets_of(receipt, gate.notice)
    for envelope in _candidates(mailbox.found, file, _pages_of(gate, source)):
        if _body_hash(envelope) == file.body:
            payload = read_frame(unseal_bytes(envelope, [PostQuantumIdentity(source.identity_seed)]))
            if hashlib.sha256(payload.body).digest() == file.sha256:
                return payload.body
    raise Refused(
        f"The file “{file.name}” is not in the mailbox as the institution named it.",
        advice="Try again later. If it stays so, mention it when you write.",
    )


def _candidates(found: Sequence[bytes | Place], file: AttachmentReference, fetch: FetchPage) -> list[bytes]:
    most = file.size + file.size // 7 + _MOST_OVERHEAD
    short = [item for item in found if isinstance(item, bytes)]
    long = [item for item in found if isinstance(item, Place) and file.size <= item.length <= most]
    return short + [read_place(fetch, place) for place in long]


def _pages_of(gate: GateSeen, source: SourceKeys) -> FetchPage:
    signer = NoteSigner(MAILBOX_KEY_NAME, source.mailbox_seed)

    def fetch(page: int) -> bytes:
        read = MailboxRead(gate=gate.notice.gate, page=page, notice=notice_id(gate.notice_text))
        return gate.client.mailbox_page(compose_mailbox_read(read, signer))

    return fetch


def _open_item(envelope: bytes, source: SourceKeys, notice: Notice) -> FromInstitution | None:
    """What the institution sealed to this source; None for anything else, which hides nothing."""
    try:
        payload = read_frame(unseal_bytes(envelope, [PostQuantumIdentity(source.identity_seed)]))
        return read_from_mailbox(
            payload.name, payload.body, mailbox=source.mailbox_id, reply_keys=notice.reply_verifiers()
        )
    except Refused:
        return None


def _body_hash(envelope: bytes) -> bytes:
    try:
        return hashlib.sha256(split_envelope(envelope)[1]).digest()
    except Refused:
        return b""
