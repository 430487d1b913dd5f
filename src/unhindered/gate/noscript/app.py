"""The no-script reader: for who cannot run script and, told what it costs, still wants to read the answer.

A process of its own. The words and what they open stand in its memory for one request; it reads the log and
writes nothing, anywhere.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from unhindered.core.envelope.near_miss import near_misses
from unhindered.core.envelope.receipt import derive_source_keys, read_receipt
from unhindered.core.errors import Refused, UnhinderedError
from unhindered.core.log.port import LogStore
from unhindered.facts.wordlists import all_lists
from unhindered.gate.answers import CalmErrors, answer_error
from unhindered.gate.asked import asked_of
from unhindered.gate.body import body_pieces
from unhindered.gate.folder import GateFolder
from unhindered.gate.form import FileTaker, FormReader
from unhindered.gate.limits import Limits
from unhindered.gate.mailbox import envelopes_in
from unhindered.gate.noscript.found import Found, found_in
from unhindered.gate.noscript.pages import ReaderPages
from unhindered.gate.notices import KnownNotice
from unhindered.gate.open_gate import Clock
from unhindered.gate.static_files import StaticFiles
from unhindered.web.lifespan import lifespan_of

_FIELDS_LIMIT = 16 * 1024
_PARTS_LIMIT = 4


def make_reader(folder: GateFolder, *, now: Clock, gate: str = "") -> Starlette:
    """The reader beside the gate of a folder; `gate` is the address that its pages lead back to."""

    @asynccontextmanager
    async def opened(app: Starlette) -> AsyncIterator[None]:
        with folder.read_sealed() as log:
            app.state.reader = _Reader(folder, log, now)
            app.state.pages = ReaderPages(folder.settings(), gate=gate)
            yield

    static = StaticFiles("unhindered.gate")
    return Starlette(
        routes=[
            Route("/", _costs),
            Route("/{language:language}/", _costs),
            Route("/{language:language}/words", _words),
            Route("/{language:language}/words", _read, methods=["POST"]),
            Route("/static/{name}", static.serve),
        ],
        middleware=[Middleware(CalmErrors)],
        exception_handlers={UnhinderedError: answer_error, HTTPException: answer_error},
        lifespan=lifespan_of(opened),
    )


class _Reader:
    def __init__(self, folder: GateFolder, log: LogStore, now: Clock) -> None:
        self._folder = folder
        self._log = log
        self._now = now

    def notice(self) -> KnownNotice:
        """The notice of today: a gate that runs beside us may have new ones."""
        return self._folder.notices().current(self._now().date())

    def open_mailbox(self, text: str) -> list[Found]:
        """What the words open, oldest first.

        Raises:
            Refused: these are no words of a receipt.
        """
        receipt = read_receipt(text, *all_lists())
        notice = self.notice().notice
        keys = derive_source_keys(receipt.secret, bytes.fromhex(notice.institution))
        return found_in(envelopes_in(self._log, keys.mailbox_id), keys, notice)


async def _costs(request: Request) -> Response:
    pages: ReaderPages = request.app.state.pages
    reader: _Reader = request.app.state.reader
    return pages.costs(reader.notice(), asked_of(request))


async def _words(request: Request) -> Response:
    pages: ReaderPages = request.app.state.pages
    reader: _Reader = request.app.state.reader
    return pages.words(reader.notice(), asked_of(request))


async def _read(request: Request) -> Response:
    pages: ReaderPages = request.app.state.pages
    reader: _Reader = request.app.state.reader
    asked, text = asked_of(request), await _typed(request)
    try:
        found = await asyncio.to_thread(reader.open_mailbox, text)
    except Refused as err:
        # Some hundred thousand guesses are checked for it: other people's requests go on meanwhile.
        close = (await asyncio.to_thread(near_misses, text, *all_lists()))[:3]
        return pages.words(reader.notice(), asked, typed=text, problem=err, close=close)
    return pages.mailbox(reader.notice(), asked, found)


async def _typed(request: Request) -> str:
    form = FormReader(
        request.headers.get("content-type", ""),
        _no_file,
        fields_limit=_FIELDS_LIMIT,
        parts_limit=_PARTS_LIMIT,
    )
    async for piece in body_pieces(request, Limits()):
        form.write(piece)
    return form.finish().get("receipt", "")


def _no_file(_: str) -> FileTaker:
    raise Refused("This form takes no files.", advice="Type the words of the receipt.")
