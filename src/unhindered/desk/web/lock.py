"""A desk that nobody touches locks itself: its keys are let go, and the passphrase is asked for again.

What somebody sends to a locked desk is not lost: it is held, and an officer who has opened the desk says
whether it is done.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass

import jinja2
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from unhindered.core.errors import Refused, UnhinderedError
from unhindered.desk.desk import Desk
from unhindered.desk.web.forms import Form, read_form
from unhindered.desk.web.held import HeldRequests, held_views
from unhindered.desk.web.visit import Workplace, render

LOCK, UNLOCK, HELD = "/lock", "/unlock", "/held"
_OWN = (LOCK, UNLOCK, HELD)
_LOCKED = 423


@dataclass(frozen=True, kw_only=True)
class Locking:
    """When a desk locks: after `idle` seconds without a touch, 0 for never; `reopen` opens it again."""

    reopen: Callable[[str], Desk] | None = None
    idle: float = 0
    clock: Callable[[], float] = time.monotonic


NEVER = Locking()


class Lock:
    """Middleware behind the door. `idle` is in seconds, 0 for never; `clock` counts seconds from anywhere."""

    def __init__(self, app: ASGIApp, work: Workplace, *, idle: float, clock: Callable[[], float]) -> None:
        self._app = app
        self._work = work
        self._idle = idle
        self._clock = clock
        self._touched = self._locked_at = clock()
        self._held = HeldRequests()
        work.lock_if_idle = self.lock_if_idle
        work.held = self._held.__len__

    def lock_if_idle(self) -> None:
        """Lock, if nobody has touched the desk for so long; asked now and then, and before each page."""
        idle_since = self._touched + self._idle
        if self._idle and self._work.can_lock and not self._work.is_locked and self._clock() > idle_since:
            self._lock(idle_since)

    def _lock(self, at: float) -> None:
        self._locked_at = at
        self._work.lock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or ask for the passphrase."""
        if scope["type"] != "http" or scope["path"].startswith("/static/"):
            await self._app(scope, receive, send)
            return
        self.lock_if_idle()
        if self._work.is_locked:
            is_key = (scope["method"], scope["path"]) == ("POST", UNLOCK)
            await (self._unlock if is_key else self._ask)(scope, receive, send)
            return
        if _is_by_a_person(Headers(scope=scope)):
            self._touched = self._clock()
        if scope["path"] in _OWN:
            await (await self._own_page(Request(scope, receive)))(scope, receive, send)
        elif held := self._held.asked_for(scope):
            self._held.throw_away(held.name)
            await self._app(held.scope, held.receive, send)
        else:
            await self._app(scope, receive, send)

    async def _own_page(self, request: Request) -> Response:
        """The answers of an open desk to what concerns its lock."""
        path = request.url.path
        if request.method == "POST" and path == LOCK and self._work.can_lock:
            self._lock(self._clock())
            return RedirectResponse("/", 303)
        if path != LOCK and request.method == "POST":
            form = await _form_in(request)
            if path == UNLOCK:
                # Another page has opened the desk meanwhile.
                return RedirectResponse(HELD if self._held.knows(form.text("held")) else "/", 303)
            self._held.throw_away(form.text("held"))
            return RedirectResponse(HELD, 303)
        if path != HELD or not len(self._held):
            return RedirectResponse("/", 303)
        return await self._page_of_held()

    async def _page_of_held(self) -> Response:
        views = await run_in_threadpool(held_views, self._work.desk, await self._held.forms())
        page = await run_in_threadpool(render, self._work, HELD, "held.html", {"views": views})
        return HTMLResponse(page)

    async def _ask(self, scope: Scope, receive: Receive, send: Send) -> None:
        held, is_sent = "", scope["method"] == "POST" and scope["path"] not in _OWN
        if is_sent and (known := self._held.asked_for(scope)):
            held = known.name
        elif is_sent:
            held = await self._held.take(scope, receive, after=self._clock() - self._locked_at)
        page = self._page(scope["path"], held=held, is_lost=is_sent and not held)
        await page(scope, receive, send)

    async def _unlock(self, scope: Scope, receive: Receive, send: Send) -> None:
        held = ""
        try:
            form = await read_form(Request(scope, receive))
            held = form.text("held")
            await run_in_threadpool(self._work.unlock, form.fields.get("passphrase", [""])[0])
        except UnhinderedError as err:
            await self._page("/", held=held, problem=err)(scope, receive, send)
            return
        self._touched = self._clock()
        where = form.text("back") if _is_ours(form.text("back")) else "/"
        if self._held.knows(held):
            where = HELD
        await RedirectResponse(where, 303)(scope, receive, send)

    def _page(
        self, path: str, *, held: str, problem: UnhinderedError | None = None, is_lost: bool = False
    ) -> Response:
        template: jinja2.Template = self._work.templates.get_template("locked.html")
        back = path if path not in _OWN and _is_ours(path) else "/"
        values = {"waiting": held, "problem": problem, "back": back, "is_lost": is_lost, "nav": ()}
        code = 403 if isinstance(problem, Refused) else _LOCKED
        return HTMLResponse(template.render(**self._work.frame(), **values), code)


async def _form_in(request: Request) -> Form:
    try:
        return await read_form(request)
    except Refused:
        return Form()


def _is_ours(path: str) -> bool:
    """Whether a path leads to this desk and nowhere else."""
    return path.startswith("/") and not path.startswith(("//", "/\\"))


def _is_by_a_person(headers: Headers) -> bool:
    """A page that looks again by itself keeps no desk open."""
    mode = headers.get("sec-fetch-mode")
    return mode != "navigate" or headers.get("sec-fetch-user") == "?1"
