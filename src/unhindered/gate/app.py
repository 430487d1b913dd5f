"""The gate as an ASGI application. Nothing it loads can open a report; tests follow all of its imports."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from unhindered.core.errors import Refused, Unavailable, UnhinderedError
from unhindered.gate import (
    carry,
    desk_door,
    mailbox,
    plain_report,
    published,
    questionnaire_door,
    submissions,
    uploads,
)
from unhindered.gate.answers import CalmErrors, answer_error
from unhindered.gate.asked import Asked, asked_of
from unhindered.gate.folder import GateFolder
from unhindered.gate.limits import Limits
from unhindered.gate.open_gate import Clock, OpenGate, open_gate
from unhindered.gate.pages import GatePages
from unhindered.gate.static_files import StaticFiles
from unhindered.web.lifespan import lifespan_of

_PACKAGE = "unhindered.gate"


def make_gate(
    folder: GateFolder, *, now: Clock, limits: Limits | None = None, reader: str | None = None
) -> Starlette:
    """The gate of a folder. Its logs are open from the application's start-up to its shutdown.

    `reader` is the address of the no-script reader, if it is another than the settings say.
    """

    @asynccontextmanager
    async def opened(app: Starlette) -> AsyncIterator[None]:
        with open_gate(folder, now=now, limits=limits or Limits()) as gate:
            app.state.gate = gate
            app.state.pages = GatePages(
                gate.settings, reader=gate.settings.reader if reader is None else reader
            )
            publishing = asyncio.create_task(_publish_on_schedule(gate))
            try:
                yield
            finally:
                publishing.cancel()
                with suppress(asyncio.CancelledError):
                    await publishing

    return Starlette(
        routes=_routes(StaticFiles(_PACKAGE)),
        middleware=[Middleware(CalmErrors)],
        exception_handlers={UnhinderedError: answer_error, HTTPException: answer_error},
        lifespan=lifespan_of(opened),
    )


async def _publish_on_schedule(gate: OpenGate) -> None:
    """Publish checkpoints at fixed times, whether or not anything came in: a size must not date a report."""
    while True:
        # What cannot be written now is published the next time.
        with suppress(Unavailable):
            await asyncio.to_thread(gate.publish)
        await asyncio.sleep(gate.settings.publish_every)


def _routes(static: StaticFiles) -> list[Route]:
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
        Route("/entries", submissions.post_entries, methods=["POST"]),
        Route("/uploads", uploads.serve_uploads, methods=["POST", "OPTIONS"]),
        Route("/uploads/{upload}", uploads.serve_upload, methods=list(uploads.METHODS)),
        Route("/mailbox", mailbox.post_mailbox, methods=["POST"]),
        Route("/notice", published.get_notice),
        Route("/log/checkpoint", published.get_sealed_checkpoint),
        Route("/log/tile/{rest:path}", published.get_sealed_tile),
        Route("/public/checkpoint", published.get_public_checkpoint),
        Route("/public/tile/{rest:path}", published.get_public_tile),
        Route("/public/entries", published.get_public_entries),
        Route("/desk/enrol", desk_door.post_enrolment, methods=["POST"]),
        Route("/desk/checkpoint", desk_door.get_checkpoint),
        Route("/desk/entries", desk_door.get_entries),
        Route("/desk/entries", desk_door.post_entries, methods=["POST"]),
        Route("/desk/bodies/{index:int}", desk_door.get_body),
        Route("/desk/statements", desk_door.post_statements, methods=["POST"]),
        Route("/desk/notices", desk_door.post_notices, methods=["POST"]),
        Route("/questionnaire", questionnaire_door.get_questionnaire),
        Route("/questionnaire/{hash}", questionnaire_door.get_questionnaire),
        Route("/desk/questionnaire", desk_door.post_questionnaire, methods=["POST"]),
    ]


async def _home(request: Request) -> Response:
    return _page(request, lambda pages, gate, asked: pages.home(gate.current_notice(), asked))


async def _report(request: Request) -> Response:
    return _page(
        request,
        lambda pages, gate, asked: pages.report(gate.current_notice(), gate.questionnaires.shown, asked),
    )


async def _returning(request: Request) -> Response:
    return _page(request, lambda pages, gate, asked: pages.returning(gate.current_notice(), asked))


async def _carry(request: Request) -> Response:
    return _page(request, lambda pages, _, asked: pages.carry(asked))


async def _refuse_words(_: Request) -> Response:
    """A form that should have stayed on the device: its words are not read."""
    raise Refused(
        "Your words were not used: this page needs script to open the mailbox on your device.",
        advice="Allow script for this page. Or choose “Read without script”, if this gate offers it.",
    )


def _page(request: Request, render: Callable[[GatePages, OpenGate, Asked], Response]) -> Response:
    return render(request.app.state.pages, request.app.state.gate, asked_of(request))
