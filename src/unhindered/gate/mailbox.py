"""`POST /mailbox`: one page of a mailbox, the same work, size and time whether or not there is one."""

import asyncio
import hashlib
import secrets

from starlette.requests import Request
from starlette.responses import Response

from unhindered.core.correspondence.mailbox_page import PAGE_BYTES, cut_page
from unhindered.core.institution.signed_request import MAILBOX_READ_BYTES, open_mailbox_read
from unhindered.core.log.entry import EntryKind
from unhindered.core.log.port import LogStore
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
    """The sealed envelopes of a mailbox, oldest first."""
    found: list[bytes] = []
    for index in log.indexes_with_clear(EntryKind.MAILBOX, mailbox_id):
        entry = log.entry(index)
        if entry.header is not None:
            with log.open_body(index) as body:
                found.append(entry.header + body.read())
    return found


def _page(gate: OpenGate, raw: bytes) -> bytes:
    key, read = open_mailbox_read(raw, gate=gate.name)
    gate.notices.require_taken(read.notice, gate.today())
    mailbox_id = hashlib.sha256(key.public_key).digest()
    return cut_page(envelopes_in(gate.sealed, mailbox_id), read.page, secrets.token_bytes(PAGE_BYTES))
