"""The endpoints of desks: enrolment with the single-use code, and requests that the access key signed."""

import asyncio
import base64
import binascii
import hashlib
from collections.abc import AsyncIterator, Sequence
from typing import BinaryIO

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from unhindered.core.casework.statement import MOST_BYTES, verify_statement
from unhindered.core.errors import Refused
from unhindered.core.institution.enrolment import EnrolmentAnswer, compose_answer, open_request
from unhindered.core.institution.signed_request import open_desk_request
from unhindered.core.log.entry import EntryKind, NewEntry
from unhindered.core.log.signed_note import open_note, parse_verifier
from unhindered.core.log.transfer import compose_stored_entry, read_new_entries
from unhindered.gate.answers import API_HEADERS, json_answer, plain_answer
from unhindered.gate.body import whole_body
from unhindered.gate.folder import EnrolledDesk
from unhindered.gate.notices import notices_in_request
from unhindered.gate.open_gate import OpenGate
from unhindered.gate.published import answer_within, number_asked
from unhindered.gate.refusals import NotSigned, TooLarge
from unhindered.gate.submissions import idempotency_key, placed_answer

_HEADER = "unhindered-request"
_NOTE_LIMIT = 4096
_ENROLMENT_LIMIT = 4096
_PIECE = 256 * 1024
_BYTES = "application/octet-stream"


async def post_enrolment(request: Request) -> Response:
    """Make a desk known that knows the code; the code is then used up."""
    gate: OpenGate = request.app.state.gate
    body = await whole_body(request, gate.limits, most=_ENROLMENT_LIMIT)
    return plain_answer(await asyncio.to_thread(_enrol, gate, body), "application/json")


async def get_checkpoint(request: Request) -> Response:
    """The latest checkpoint of the sealed log."""
    gate, _, _ = await _signed(request)
    return plain_answer(await asyncio.to_thread(gate.sealed.latest_checkpoint), "text/plain; charset=utf-8")


async def get_entries(request: Request) -> Response:
    """Stored entries from a number on, as many as one answer holds."""
    gate, _, _ = await _signed(request)
    start = number_asked(request, "from")
    return plain_answer(await asyncio.to_thread(_entries_from, gate, start), _BYTES)


async def get_body(request: Request) -> Response:
    """The body of one entry."""
    gate, _, _ = await _signed(request)
    index = int(str(request.path_params["index"])[:15])
    body = await asyncio.to_thread(gate.sealed.open_body, index)
    return StreamingResponse(_pieces(body), 200, API_HEADERS, _BYTES)


async def post_entries(request: Request) -> Response:
    """Append officers' and mailbox entries."""
    gate, nonce, body = await _signed(request)
    entries = read_new_entries(body, most=gate.limits.desk_entries)
    for entry in entries:
        _require_fits(entry, gate)
    return await _append(request, gate, entries, nonce)


async def post_statements(request: Request) -> Response:
    """Append public statements, each signed by a publication key that a notice names.

    What a retraction among them takes back is erased: its leaf stays, its text does not.
    """
    gate, nonce, body = await _signed(request)
    lines = body.removesuffix(b"\n").split(b"\n")
    if len(lines) > gate.limits.desk_entries:
        raise TooLarge(f"At most {gate.limits.desk_entries} statements at once.")
    for line in lines:
        _require_signed(gate, line)
    key = _request_key(request, nonce)
    return placed_answer(await asyncio.to_thread(gate.release, lines, key))


async def post_notices(request: Request) -> Response:
    """Show these notices from now on."""
    gate, _, body = await _signed(request)
    texts = notices_in_request(body)
    desk = gate.desk
    root = b"" if desk is None else desk.root.public_key
    return json_answer({"held": await asyncio.to_thread(gate.replace_notices, texts, root)})


async def post_questionnaire(request: Request) -> Response:
    """Ask the questions in the body from now on."""
    gate, _, body = await _signed(request)
    return json_answer({"questionnaire": await asyncio.to_thread(gate.replace_questionnaire, body)})


async def _signed(request: Request) -> tuple[OpenGate, str, bytes]:
    """The gate, the request's nonce and its body, if the enrolled desk signed just this just now."""
    gate: OpenGate = request.app.state.gate
    desk = gate.desk
    note = _note_in(request)
    if desk is None:
        raise NotSigned("No desk is enrolled at this gate.")
    try:
        # First the signature: a stranger's body is not even read.
        open_note(note, [desk.access])
        body = await whole_body(request, gate.limits, most=gate.limits.desk_body)
        nonce = open_desk_request(
            note,
            access=desk.access,
            gate=gate.name,
            method=request.method,
            target=_target(request),
            body=body,
            now=gate.now(),
        )
    except TooLarge:
        raise
    except Refused as err:
        raise NotSigned(str(err), advice=err.advice) from err
    gate.require_new_nonce(nonce)
    return gate, nonce, body


async def _pieces(body: BinaryIO) -> AsyncIterator[bytes]:
    with body:
        while piece := await asyncio.to_thread(body.read, _PIECE):
            yield piece


def _note_in(request: Request) -> str:
    header = request.headers.get(_HEADER, "")
    if not header or len(header) > _NOTE_LIMIT:
        raise NotSigned("This address is for the enrolled desk.")
    try:
        return base64.b64decode(header, validate=True).decode()
    except (binascii.Error, ValueError) as err:
        raise NotSigned("The signature of this request is not readable.") from err


def _target(request: Request) -> str:
    query = request.url.query
    # Behind the institution's own address, where a gate has several: the request names the gate too.
    path = request.url.path.removeprefix(request.scope.get("root_path", ""))
    return f"{path}?{query}" if query else path


def _enrol(gate: OpenGate, body: bytes) -> bytes:
    key = gate.folder.code_key(gate.now())
    if key is None:
        raise NotSigned(
            "This gate expects no desk now: its code was used, or is older than a day.",
            advice="Make a new code on the gate: unhindered gate init --dir DIR --new-code.",
        )
    asked = open_request(body, key)
    gate.enrol(EnrolledDesk(root=parse_verifier(asked.root), access=parse_verifier(asked.access)))
    answer = EnrolmentAnswer(
        gate=gate.name,
        sealed_log=str(gate.folder.sealed_signer().verifier()),
        public_log=str(gate.folder.public_signer().verifier()),
    )
    return compose_answer(answer, body, key)


def _require_fits(entry: NewEntry, gate: OpenGate) -> None:
    is_large = isinstance(entry.body, bytes) and len(entry.body) > gate.limits.mailbox_envelope
    if is_large and entry.kind is EntryKind.MAILBOX:
        raise TooLarge("A reply is too large for a mailbox.")


def _entries_from(gate: OpenGate, start: int) -> bytes:
    stop = min(gate.sealed.size(), start + gate.limits.answer_entries)
    most = gate.limits.answer_bytes
    return b"".join(answer_within(gate.sealed, start, stop, compose_stored_entry, most=most))


def _require_signed(gate: OpenGate, raw: bytes) -> None:
    if len(raw) > MOST_BYTES:
        raise TooLarge("A statement is larger than any can be.")
    keys = {parse_verifier(known.notice.publication).public_key for known in gate.notices.by_id.values()}
    problem = Refused("No notice names a key for publication.", advice="Upload the notices first.")
    for key in keys:
        try:
            verify_statement(raw, key)
        except Refused as err:
            problem = err
        else:
            return
    raise problem


async def _append(request: Request, gate: OpenGate, entries: Sequence[NewEntry], nonce: str) -> Response:
    key = _request_key(request, nonce)
    placed = await asyncio.wrap_future(gate.sealed.append(entries, day=gate.today(), idempotency=key))
    return placed_answer(placed)


def _request_key(request: Request, nonce: str) -> bytes:
    has_key = "idempotency-key" in request.headers
    return idempotency_key(request) if has_key else hashlib.sha256(nonce.encode()).digest()
