"""`POST /entries`: everything a source sends, streamed into the log; answered when it is durable."""

import asyncio
import hashlib
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from datetime import date

from starlette.requests import Request
from starlette.responses import Response

from unhindered.core.correspondence.carried import kept_key
from unhindered.core.correspondence.submission import (
    HEAD_BYTES,
    IDEMPOTENCY_HEX,
    UPLOAD_MARK,
    read_submission_head,
)
from unhindered.core.errors import Refused, Unavailable, UnhinderedError
from unhindered.core.log.entry import SMALL_BODY_BYTES, EntryKind, NewEntry
from unhindered.core.log.port import Placed
from unhindered.core.log.uploads import UPLOAD_ID_BYTES, UploadedEntry
from unhindered.gate.answers import json_answer
from unhindered.gate.body import PieceReader, body_pieces, drain
from unhindered.gate.incoming_envelope import IncomingEnvelope
from unhindered.gate.open_gate import OpenGate
from unhindered.gate.refusals import TooLarge

_KEY = re.compile(rf"[0-9a-f]{{{IDEMPOTENCY_HEX}}}")
_SLAB_BYTES = 512 * 1024
Entry = NewEntry | UploadedEntry


async def post_entries(request: Request) -> Response:
    """Take in a submission: all of its records, durably, or nothing."""
    gate: OpenGate = request.app.state.gate
    key = idempotency_key(request)
    day = gate.today()
    incoming: list[IncomingEnvelope] = []
    pieces = body_pieces(request, gate.limits)
    try:
        digest = hashlib.sha256()
        entries = await _take_in(PieceReader(_hashed(pieces, digest)), gate, day, incoming)
        appended = await _append(entries, gate, day, kept_key(key, digest.digest()))
    except BaseException as error:
        for envelope in incoming:
            with suppress(Unavailable):
                envelope.abandon()
        if isinstance(error, UnhinderedError):
            await drain(pieces, gate.limits)
        raise
    return placed_answer(appended)


async def _hashed(pieces: AsyncIterator[bytes], digest: "hashlib._Hash") -> AsyncIterator[bytes]:
    async for piece in pieces:
        digest.update(piece)
        yield piece


async def _append(entries: Sequence[Entry], gate: OpenGate, day: date, key: bytes) -> Sequence[Placed]:
    uploads = [entry.upload for entry in entries if isinstance(entry, UploadedEntry)]
    if not uploads:
        return await asyncio.wrap_future(gate.sealed.append(entries, day=day, idempotency=key))
    async with gate.turns.all_of(uploads):
        # Reads what was uploaded, which takes its time: other people's requests go on meanwhile.
        future = await asyncio.to_thread(gate.sealed.append, entries, day=day, idempotency=key)
        return await asyncio.wrap_future(future)


def idempotency_key(request: Request) -> bytes:
    """The key in the request's header.

    Raises:
        Refused: none, or not of its form.
    """
    key = request.headers.get("idempotency-key", "")
    if not _KEY.fullmatch(key):
        raise Refused(
            "A submission needs a key, so that sending twice is sending once.",
            advice="Send the header Idempotency-Key with %(count)s random hexadecimal digits.",
            values={"count": IDEMPOTENCY_HEX},
        )
    return bytes.fromhex(key)


def placed_answer(placed: Sequence[Placed]) -> Response:
    """What the sender needs to prove later that the entries are held.

    Not where they stand: an exact place would date everybody's entries.
    """
    return json_answer(
        {
            "placed": [
                {
                    "leaf": one.leaf.hex(),
                    "salts": {"header": one.salts.header.hex(), "body": one.salts.body.hex()},
                }
                for one in placed
            ]
        },
        status=201,
    )


async def _take_in(
    reader: PieceReader, gate: OpenGate, day: date, incoming: list[IncomingEnvelope]
) -> list[Entry]:
    entries: list[Entry] = []
    while not await reader.at_end():
        if len(entries) == gate.limits.records:
            raise TooLarge(
                "One submission has at most %(count)s parts.", values={"count": gate.limits.records}
            )
        length, notice_id = read_submission_head(await reader.exactly(HEAD_BYTES))
        if length > gate.limits.envelope and length != UPLOAD_MARK:
            raise TooLarge("This file is too large for one piece.")
        gate.notices.require_taken(notice_id, day)
        if length == UPLOAD_MARK:
            upload = await reader.exactly(UPLOAD_ID_BYTES)
            entries.append(UploadedEntry(kind=EntryKind.SOURCE, clear=notice_id, upload=upload))
            continue
        envelope = IncomingEnvelope(gate.sealed, notice_id, day=day, header_limit=gate.limits.source_header)
        incoming.append(envelope)
        entries.append(await _take_in_envelope(reader, length, envelope, gate))
    if not entries:
        raise Refused("There is nothing in this submission.", advice="Send at least one sealed file.")
    return entries


async def _take_in_envelope(
    reader: PieceReader, length: int, envelope: IncomingEnvelope, gate: OpenGate
) -> NewEntry:
    if length <= SMALL_BODY_BYTES:
        # Stays in memory and is committed with its entry: no thread is needed.
        envelope.write(await reader.exactly(length) if length else b"")
        return envelope.finish()
    while length:
        # Asked each time: others who were told that there is room fill it meanwhile.
        gate.require_room(length)
        slab = await _slab(reader, min(length, _SLAB_BYTES))
        length -= len(slab)
        await asyncio.to_thread(envelope.write, slab)
    return await asyncio.to_thread(envelope.finish)


async def _slab(reader: PieceReader, length: int) -> bytes:
    pieces: list[bytes] = []
    while length:
        piece = await reader.some(length)
        pieces.append(piece)
        length -= len(piece)
    return b"".join(pieces)
