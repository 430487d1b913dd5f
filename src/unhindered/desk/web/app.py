"""The desk as an ASGI application: the pages of `routes`, and the door, the lock and errors before them."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from unhindered.core.errors import Refused, Unavailable
from unhindered.desk.desk import Desk
from unhindered.desk.web.door import ENTER, Door, Session, entered
from unhindered.desk.web.lock import NEVER, Lock, Locking
from unhindered.desk.web.routes import FORMS, SHOWN, WRITTEN
from unhindered.desk.web.static_files import StaticFiles
from unhindered.desk.web.visit import Page, Workplace, endpoint, make_workplace, render
from unhindered.web.calm_errors import CalmErrors

_BROKEN = Unavailable(
    "Something broke at this desk.",
    advice="Nothing was lost that was saved. What you sent last may be saved or not: go back and look before "
    "you send it again. If it happens twice, stop the desk and start it with `unhindered desk serve`. Where "
    "it runs, a line says what broke, without a word of any case: give it to who looks after this program.",
)


def make_desk(
    desk: Desk,
    session: Session,
    *,
    now: Callable[[], datetime],
    patience: float = 3.0,
    locking: Locking = NEVER,
    is_practice: bool = False,
) -> Starlette:
    """The pages of an open desk, for the one browser that `session` lets in.

    `now` is local time; `patience` is how many seconds a page waits for a sync that it began. Every page of
    a practice desk says that it is one.
    """
    work = make_workplace(desk, now, patience)
    work.reopen, work.idle, work.is_practice = locking.reopen, locking.idle, is_practice

    async def enter(request: Request) -> Response:
        return entered(session, request.query_params.get("token", ""))

    async def missing(request: Request, _: Exception) -> Response:
        problem = Refused("There is no such page at this desk.", advice="Go back to the inbox.")
        values = {"problem": problem, "is_ours": False}
        return HTMLResponse(render(work, request.url.path, "error.html", values), 404)

    app = Starlette(
        routes=[
            Route(ENTER, enter),
            Route("/static/{name}", StaticFiles().serve),
            *_routes(work, SHOWN, ["GET"]),
            *_routes(work, FORMS, ["GET", "POST"]),
            *_routes(work, WRITTEN, ["POST"]),
        ],
        # Inside the door: a page shows counts and names, and not to whoever is not let in.
        middleware=[
            Middleware(Door, session=session),
            Middleware(Lock, work=work, idle=locking.idle, clock=locking.clock),
            Middleware(CalmErrors, answer=partial(_broken, work), last_words=_last_words),
        ],
        exception_handlers={HTTPException: missing},
    )
    app.state.workplace = work
    return app


def _broken(work: Workplace, request: Request) -> Response:
    values = {"problem": _BROKEN, "advice": _BROKEN.advice}
    return HTMLResponse(render(work, request.url.path, "broken.html", values), 500)


def _last_words() -> Response:
    return PlainTextResponse(f"{_BROKEN}\n{_BROKEN.advice}\n", 500)


def _routes(work: Workplace, pages: tuple[tuple[str, Page], ...], methods: list[str]) -> list[Route]:
    return [Route(path, endpoint(page, work), methods=methods) for path, page in pages]
