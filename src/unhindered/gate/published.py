"""What everybody may read: the notice, and both logs up to their published checkpoints."""

import asyncio
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response

from unhindered.core.canonical_json import canonical_json, parse_json_object
from unhindered.core.errors import Refused
from unhindered.core.log.checkpoint import parse_checkpoint
from unhindered.core.log.port import LogStore, StoredEntry
from unhindered.core.log.tiles import parse_tile_path
from unhindered.gate.answers import plain_answer
from unhindered.gate.open_gate import OpenGate
from unhindered.gate.refusals import NotFound

_TEXT = "text/plain; charset=utf-8"
_BYTES = "application/octet-stream"
_LINES = "application/jsonl"


async def get_notice(request: Request) -> Response:
    """The current notice, as it was signed."""
    gate: OpenGate = request.app.state.gate
    return plain_answer(gate.current_notice().text, _TEXT)


async def get_sealed_checkpoint(request: Request) -> Response:
    """The published checkpoint of the sealed log."""
    gate: OpenGate = request.app.state.gate
    return plain_answer(await asyncio.to_thread(gate.sealed.published_checkpoint), _TEXT)


async def get_public_checkpoint(request: Request) -> Response:
    """The published checkpoint of the public log."""
    gate: OpenGate = request.app.state.gate
    return plain_answer(await asyncio.to_thread(gate.public.published_checkpoint), _TEXT)


async def get_sealed_tile(request: Request) -> Response:
    """A tile of hashes of the sealed log; bundles of entries would tell which kind each entry is of."""
    if _rest_of(request).startswith("tile/entries"):
        raise NotFound("The entries of this log are not shown.", advice="Its tiles of hashes are.")
    gate: OpenGate = request.app.state.gate
    return plain_answer(await asyncio.to_thread(_tile, gate.sealed, _rest_of(request)), _BYTES)


async def get_public_tile(request: Request) -> Response:
    """A tile of the public log."""
    gate: OpenGate = request.app.state.gate
    return plain_answer(await asyncio.to_thread(_tile, gate.public, _rest_of(request)), _BYTES)


async def get_public_entries(request: Request) -> Response:
    """Public statements from a number on, one a line, with what proves them."""
    gate: OpenGate = request.app.state.gate
    start = number_asked(request, "from")
    return plain_answer(await asyncio.to_thread(_statements, gate, start), _LINES)


def number_asked(request: Request, name: str) -> int:
    """A whole number in the query.

    Raises:
        Refused: none there.
    """
    text = request.query_params.get(name, "")
    if not (text.isascii() and text.isdigit() and len(text) <= 15):
        raise Refused(f"“{name}” is not a whole number.", advice=f"Ask with ?{name}=0.")
    return int(text)


def published_size(log: LogStore) -> int:
    """How many entries everybody may know of."""
    text, _, _ = log.published_checkpoint().rpartition("\n\n")
    return parse_checkpoint(f"{text}\n").size


def answer_within(
    log: LogStore,
    start: int,
    stop: int,
    compose: Callable[[StoredEntry], bytes],
    *,
    most: int,
) -> list[bytes]:
    """Entries from `start` on, composed, until `stop` or until there are `most` bytes of them."""
    pieces: list[bytes] = []
    size = 0
    for index in range(start, stop):
        pieces.append(compose(log.entry(index)))
        size += len(pieces[-1])
        if size >= most:
            break
    return pieces


def _rest_of(request: Request) -> str:
    return "tile/" + str(request.path_params["rest"])


def _tile(log: LogStore, path: str) -> bytes:
    address = parse_tile_path(path)
    within = published_size(log)
    try:
        if address.level is None:
            return log.entry_bundle(address.index, address.width, within=within)
        return log.tile(address.level, address.index, address.width, within=within)
    except Refused as err:
        raise NotFound(str(err), advice=err.advice) from err


def _statements(gate: OpenGate, start: int) -> bytes:
    stop = min(published_size(gate.public), start + gate.limits.answer_entries)
    return b"".join(answer_within(gate.public, start, stop, _statement_line, most=gate.limits.answer_bytes))


def _statement_line(entry: StoredEntry) -> bytes:
    salts, body = entry.salts, entry.body
    line = {
        "index": entry.index,
        "leaf": entry.leaf.hex(),
        "salts": None if salts is None else {"header": salts.header.hex(), "body": salts.body.hex()},
        # Statements are short: none is kept as a file.
        "statement": None if body is None else parse_json_object(body),
    }
    return canonical_json(line) + b"\n"
