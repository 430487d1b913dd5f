"""`POST /mailbox`: one page of a mailbox, the same work, size and time whether or not there is one."""

import asyncio
import hashlib
import secrets

from starlette.requests import Request
from starlette.responses import Response

from unhindered.core.correspondence.mailbox_page import PAGE_BYTES, READ_AT_ONCE, cut_page
from unhindered.core.institution.signed_request import MAILBOX_READ_BYTES, open_mailbox_read
from unhindered.core.log.entry import EntryKind
from unhindered.core.log.port import LogStore, StoredEntry
from unhindered.gate.answers import plain_answer
from unhindered.gate.body import whole_body
from unhindered.gate.open_gate import OpenGate


async def post_mailbox(request: Request) -> Response:
    """The page that the mailbox's key asks for."""
    gate: OpenGate = request.app.state.gate
    clock = asyncio.get_running_loop().time
    answer_at = clock() + gate.limits.mailbox_answer
    raw = await whole_body(request, gate.limits, most=MAILBOX_READ_BYTES)
    page = await asyncio.to_thread(_page, gate, raw)
    await asyncio.sleep(max(0.0, answer_at - clock()))
    return plain_answer(page, "application/octet-stream")


def envelopes_in(log: LogStore, mailbox_id: bytes) -> list[bytes]:
    """The sealed envelopes of a mailbox, oldest first; long ones are attachments of replies, and left out."""
    entries = _entries_in(log, mailbox_id)
    short = [entry for entry in entries if _length(entry) <= READ_AT_ONCE]
    return [_read(log, entry, 0, _length(entry)) for entry in short]


def _page(gate: OpenGate, raw: bytes) -> bytes:
    key, read = open_mailbox_read(raw, gate=gate.name)
    gate.notices.require_taken(read.notice, gate.today())
    entries = _entries_in(gate.sealed, hashlib.sha256(key.public_key).digest())

    def piece(number: int, start: int, stop: int) -> bytes:
        return _read(gate.sealed, entries[number], start, stop)

    lengths = [_length(entry) for entry in entries]
    return cut_page(lengths, piece, read.page, secrets.token_bytes(PAGE_BYTES))


def _entries_in(log: LogStore, mailbox_id: bytes) -> list[StoredEntry]:
    found = [log.entry(index) for index in log.indexes_with_clear(EntryKind.MAILBOX, mailbox_id)]
    return [entry for entry in found if entry.header is not None]


def _length(entry: StoredEntry) -> int:
    return len(entry.header or b"") + entry.body_size


def _read(log: LogStore, entry: StoredEntry, start: int, stop: int) -> bytes:
    """A piece of an envelope; of a long body, nothing else is read from the disk."""
    header = entry.header or b""
    with log.open_body(entry.index) as body:
        body.seek(max(0, start - len(header)))
        return header[start:stop] + body.read(max(0, stop - max(start, len(header))))
