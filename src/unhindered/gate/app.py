"""The gate as an ASGI application. Nothing it loads can open a report; tests follow all of its imports."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import ExitStack, asynccontextmanager, suppress

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route

from unhindered.core.errors import Refused, Unavailable, UnhinderedError
from unhindered.gate import carry, plain_report
from unhindered.gate.answers import CalmErrors, answer_error
from unhindered.gate.asked import Asked, asked_of
from unhindered.gate.folder import GateFolder
from unhindered.gate.house import House, house_of
from unhindered.gate.limits import Limits
from unhindered.gate.open_gate import Clock, OpenGate, open_gate
from unhindered.gate.own_routes import own_routes
from unhindered.gate.pages import GatePages
from unhindered.gate.static_files import StaticFiles
from unhindered.web.lifespan import lifespan_of

_PACKAGE = "unhindered.gate"


def make_gate(
    folder: GateFolder,
    *others: GateFolder,
    now: Clock,
    limits: Limits | None = None,
    reader: str | None = None,
) -> Starlette:
    """The gate of one institution's folder, or of several: their pages are common, all else is apart.

    Logs are open from the application's start-up to its shutdown. The first folder's settings say where the
    quick exit leads, and the onion address. `reader` is the address of the no-script reader, if it is another
    than the settings say.
    """
    folders = (folder, *others)
    own = [_own_application() for _ in others and folders]

    @asynccontextmanager
    async def opened(app: Starlette) -> AsyncIterator[None]:
        with ExitStack() as stack:
            gates = [
                stack.enter_context(open_gate(one, now=now, limits=limits or Limits())) for one in folders
            ]
            app.state.house = house_of(gates)
            app.state.pages = GatePages(app.state.house, reader=reader)
            # At the root too: a gate that takes in a second institution breaks nothing for the first.
            app.state.gate = gates[0]
            for one, gate in zip(own, gates if own else [], strict=True):
                one.state.gate = gate
                one.state.pages = app.state.pages
            async with _published_on_schedule(gates):
                yield

    names = [one.settings().name for one in folders] if own else []
    return Starlette(
        routes=[
            *_page_routes(StaticFiles(_PACKAGE)),
            *(Mount(f"/at/{name}", app=one) for name, one in zip(names, own, strict=True)),
            *own_routes(),
        ],
        middleware=[Middleware(CalmErrors)],
        exception_handlers={UnhinderedError: answer_error, HTTPException: answer_error},
        lifespan=lifespan_of(opened),
    )


def _own_application() -> Starlette:
    """What is asked of one institution among several. Its state is filled in when the gate is opened."""
    return Starlette(
        routes=own_routes(),
        exception_handlers={UnhinderedError: answer_error, HTTPException: answer_error},
    )


@asynccontextmanager
async def _published_on_schedule(gates: Sequence[OpenGate]) -> AsyncIterator[None]:
    publishing = [asyncio.create_task(_publish_on_schedule(gate)) for gate in gates]
    try:
        yield
    finally:
        for task in publishing:
            task.cancel()
        for task in publishing:
            with suppress(asyncio.CancelledError):
                await task


async def _publish_on_schedule(gate: OpenGate) -> None:
    """Publish checkpoints at fixed times, whether or not anything came in: a size must not date a report."""
    while True:
        # What cannot be written now is published the next time.
        with suppress(Unavailable):
            await asyncio.to_thread(gate.publish)
        await asyncio.sleep(gate.settings.publish_every)


def _page_routes(static: StaticFiles) -> list[BaseRoute]:
    return [
        Route("/", _home),
        Route("/{language:language}/", _home),
        Route("/{language:language}/report", _report),
        Route("/{language:language}/report", plain_report.post_report, methods=["POST"]),
        Route("/{language:language}/return", _returning),
        Route("/{language:language}/return", _refuse_words, methods=["POST"]),
        Route("/{language:language}/carry", _carry),
        Route("/{language:language}/carry", carry.post_carry, methods=["POST"]),
        Route("/static/{name}", static.serve),
    ]


async def _home(request: Request) -> Response:
    return _page(request, lambda pages, house, asked: pages.home(house.open_today(), asked))


async def _report(request: Request) -> Response:
    return _page(request, lambda pages, house, asked: pages.report(house.open_today(), asked))


async def _returning(request: Request) -> Response:
    name = request.query_params.get("at")

    def render(pages: GatePages, house: House, asked: Asked) -> Response:
        if not house.has_several:
            return pages.returning(house.open_today()[0], asked)
        return (
            pages.where_written(house.open_today(), asked)
            if name is None
            else pages.returning(house.one(name), asked)
        )

    return _page(request, render)


async def _carry(request: Request) -> Response:
    return _page(request, lambda pages, _, asked: pages.carry(asked))


async def _refuse_words(_: Request) -> Response:
    """A form that should have stayed on the device: its words are not read."""
    raise Refused(
        "Your words were not used: this page needs script to open the mailbox on your device.",
        advice="Allow script for this page. Or choose “Read without script”, if this gate offers it.",
    )


def _page(request: Request, render: Callable[[GatePages, House, Asked], Response]) -> Response:
    return render(request.app.state.pages, request.app.state.house, asked_of(request))
