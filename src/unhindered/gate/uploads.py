"""`/uploads`: envelopes that come in parts, by tus 1.0.0 with creation, termination and expiration.

Nothing is asked of the sender but the length. What is acknowledged is on the disk; `POST /entries` names it.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from email.utils import format_datetime
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response

from unhindered.core.errors import Refused, UnhinderedError
from unhindered.core.log.uploads import UPLOAD_ID_BYTES, Upload, UploadWriter, upload_gone
from unhindered.gate.answers import API_HEADERS, json_answer
from unhindered.gate.body import body_pieces, drain
from unhindered.gate.incoming_envelope import find_header_end
from unhindered.gate.open_gate import OpenGate
from unhindered.gate.refusals import OtherMedia, OtherVersion, TooLarge, status_of

VERSION = "1.0.0"
EXTENSIONS = "creation,termination,expiration"
# POST only to say, in a header, which of the others is meant.
METHODS = ("HEAD", "PATCH", "DELETE", "OPTIONS", "POST")
MEDIA_TYPE = "application/offset+octet-stream"
_NUMBER = re.compile(r"[0-9]{1,19}")
_ID = re.compile(rf"[0-9a-f]{{{2 * UPLOAD_ID_BYTES}}}")
_SLAB_BYTES = 512 * 1024
_ADVICE = "Speak tus 1.0.0, as docs/formats/http.md says."

Answering = Callable[[Request, OpenGate], Awaitable[Response]]


async def serve_uploads(request: Request) -> Response:
    """Begin an upload, or say what is spoken here."""
    return await _answered(request, {"POST": _create, "OPTIONS": _options})


async def serve_upload(request: Request) -> Response:
    """Go on with one upload, ask about it, or end it."""
    return await _answered(request, {"HEAD": _look, "PATCH": _go_on, "DELETE": _remove, "OPTIONS": _options})


async def _answered(request: Request, methods: dict[str, Answering]) -> Response:
    method = request.method
    if method == "POST":
        # For senders whose network or program knows no PATCH and no DELETE.
        method = request.headers.get("x-http-method-override", method).upper()
    try:
        answer = await _answer_of(request, method, methods)
    except UnhinderedError as error:
        answer = json_answer({"error": str(error), "advice": error.advice}, status=status_of(error))
        if isinstance(error, OtherVersion):
            answer.headers["Tus-Version"] = VERSION
    if request.method == "HEAD":
        answer = Response(None, answer.status_code, _without_length(answer))
    answer.headers["Tus-Resumable"] = VERSION
    return answer


async def _answer_of(request: Request, method: str, methods: dict[str, Answering]) -> Response:
    if method != "OPTIONS" and request.headers.get("tus-resumable") != VERSION:
        raise OtherVersion("This gate speaks tus 1.0.0 only.")
    if method not in methods:
        return json_answer(
            {"error": "This address is asked in another way.", "advice": _ADVICE},
            status=HTTPStatus.METHOD_NOT_ALLOWED,
        )
    return await methods[method](request, request.app.state.gate)


async def _options(_: Request, gate: OpenGate) -> Response:
    return _empty(
        HTTPStatus.NO_CONTENT,
        {
            "Tus-Version": VERSION,
            "Tus-Extension": EXTENSIONS,
            "Tus-Max-Size": str(gate.limits.envelope),
        },
    )


async def _create(request: Request, gate: OpenGate) -> Response:
    if request.headers.get("upload-metadata"):
        # A name or a type of a file is for who can open it, and stands inside the seal.
        raise Refused("An upload tells nothing about its file.", advice="Send no Upload-Metadata.")
    length = _number(request, "upload-length")
    if length > gate.limits.envelope:
        raise TooLarge("This file is too large for one piece.")
    gate.require_room(length)
    day = gate.today()
    upload = await asyncio.to_thread(gate.sealed.uploads.create, length, day=day)
    headers = {
        "Location": f"{request.url.path.rstrip('/')}/{upload.hex()}",
        "Upload-Expires": _expires(Upload(length=length, offset=0, day=day)),
    }
    return _empty(HTTPStatus.CREATED, headers)


async def _look(request: Request, gate: OpenGate) -> Response:
    upload = _upload_id(request)
    async with gate.turns.turn(upload):
        found = await asyncio.to_thread(gate.sealed.uploads.look, upload)
    headers = {
        "Upload-Offset": str(found.offset),
        "Upload-Length": str(found.length),
        "Upload-Expires": _expires(found),
    }
    return _empty(HTTPStatus.OK, headers)


async def _go_on(request: Request, gate: OpenGate) -> Response:
    upload = _upload_id(request)
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != MEDIA_TYPE:
        raise OtherMedia("The next part of an upload is sent as %(kind)s.", values={"kind": MEDIA_TYPE})
    offset = _number(request, "upload-offset")
    pieces = body_pieces(request, gate.limits)
    try:
        found = await _take_in(pieces, gate, upload, offset=offset, announced=_announced(request))
    except UnhinderedError:
        await drain(pieces, gate.limits)
        raise
    headers = {"Upload-Offset": str(found.offset), "Upload-Expires": _expires(found)}
    return _empty(HTTPStatus.NO_CONTENT, headers)


async def _remove(request: Request, gate: OpenGate) -> Response:
    upload = _upload_id(request)
    async with gate.turns.turn(upload):
        await asyncio.to_thread(gate.sealed.uploads.remove, upload)
    return _empty(HTTPStatus.NO_CONTENT, {})


async def _take_in(
    pieces: AsyncIterator[bytes], gate: OpenGate, upload: bytes, *, offset: int, announced: int
) -> Upload:
    uploads = gate.sealed.uploads
    async with gate.turns.turn(upload) as turn:
        writer = await asyncio.to_thread(
            uploads.resume, upload, offset, day=gate.today(), find_header_end=find_header_end(gate.limits)
        )
        try:
            found = await asyncio.to_thread(uploads.look, upload)
            if announced > found.length - offset:
                raise TooLarge("This is more than the upload has room for.")
            await _pour(turn.pieces(pieces), writer, gate, left=found.length - offset)
        finally:
            # Also when the line breaks: what came is kept, and the sender asks how much that was.
            kept = await asyncio.to_thread(writer.finish)
        return kept


async def _pour(pieces: AsyncIterator[bytes], writer: UploadWriter, gate: OpenGate, *, left: int) -> None:
    slab = bytearray()
    try:
        async for piece in pieces:
            fitting = piece[:left]
            slab += fitting
            left -= len(fitting)
            if len(fitting) < len(piece):
                raise TooLarge("This is more than the upload has room for.")
            if len(slab) >= _SLAB_BYTES:
                await _write(slab, writer, gate)
    finally:
        await _write(slab, writer, gate)


async def _write(slab: bytearray, writer: UploadWriter, gate: OpenGate) -> None:
    if slab:
        data = bytes(slab)
        slab.clear()
        gate.require_room(len(data))
        await asyncio.to_thread(writer.write, data)


def _upload_id(request: Request) -> bytes:
    upload = request.path_params["upload"]
    if not _ID.fullmatch(upload):
        raise upload_gone()
    return bytes.fromhex(upload)


def _number(request: Request, name: str) -> int:
    text = request.headers.get(name, "")
    if not _NUMBER.fullmatch(text):
        raise Refused(
            "The header %(name)s has to be a whole number.", advice=_ADVICE, values={"name": name.title()}
        )
    return int(text)


def _announced(request: Request) -> int:
    length = request.headers.get("content-length", "")
    return int(length) if _NUMBER.fullmatch(length) else 0


def _expires(found: Upload) -> str:
    return format_datetime(found.ends, usegmt=True)


def _empty(status: HTTPStatus, headers: dict[str, str]) -> Response:
    return Response(None, status, {**API_HEADERS, **headers})


def _without_length(answer: Response) -> dict[str, str]:
    return {name: value for name, value in answer.headers.items() if name != "content-length"}
