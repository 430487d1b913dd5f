"""`POST /mailbox`: one page of a mailbox, the same work, size and time whether or not there is one."""

import asyncio
import hashlib
import secrets

from starlette.requests import Request
from starlette.responses import Response

from unhindered.core.canonical_json import parse_json_object
from unhindered.core.correspondence.mailbox_page import PAGE_BYTES, cut_page
from unhindered.core.errors import Refused
from unhindered.core.institution.signed_request import MAILBOX_KEY_NAME, open_mailbox_read
from unhindered.core.log.entry import EntryKind
from unhindered.core.log.port import LogStore
from unhindered.core.log.signed_note import parse_verifier
from unhindered.gate.answers import plain_answer
from unhindered.gate.body import whole_body
from unhindered.gate.open_gate import OpenGate

_ADVICE = "Load the page again and type the receipt once more."


async def post_mailbox(request: Request) -> Response:
    """The page that the mailbox's key asks for."""
    gate: OpenGate = request.app.state.gate
    clock = asyncio.get_running_loop().time
    answer_at = clock() + gate.limits.mailbox_answer
    raw = await whole_body(request, gate.limits, most=gate.limits.mailbox_request)
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
    mailbox_id, page = _asked(gate, raw)
    return cut_page(envelopes_in(gate.sealed, mailbox_id), page, secrets.token_bytes(PAGE_BYTES))


def _asked(gate: OpenGate, raw: bytes) -> tuple[bytes, int]:
    content = parse_json_object(raw)
    key, note = content.get("key"), content.get("request")
    if set(content) != {"key", "request"} or not isinstance(key, str) or not isinstance(note, str):
        raise Refused("This is not a request for a mailbox.", advice=_ADVICE)
    verifier = parse_verifier(key)
    if verifier.name != MAILBOX_KEY_NAME:
        raise Refused("This is not the key of a mailbox.", advice=_ADVICE)
    read = open_mailbox_read(note, mailbox=verifier, gate=gate.name)
    return hashlib.sha256(verifier.public_key).digest(), read.page
