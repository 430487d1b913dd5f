"""A desk that nobody touches locks itself: its keys are let go, and the passphrase is asked for again.

What somebody sends to a locked desk is not lost: it is held in memory, and done once the desk is open again.
"""

import secrets
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import jinja2
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from unhindered.core.errors import Refused, UnhinderedError
from unhindered.desk.desk import Desk
from unhindered.desk.web.forms import MOST_BYTES, read_form
from unhindered.desk.web.visit import Workplace

LOCK, UNLOCK = "/lock", "/unlock"
_MOST_HELD = 8
_LOCKED = 423


@dataclass(frozen=True, kw_only=True)
class Locking:
    """When a desk locks: after `idle` seconds without a touch, 0 for never; `reopen` opens it again."""

    reopen: Callable[[str], Desk] | None = None
    idle: float = 0
    clock: Callable[[], float] = time.monotonic


NEVER = Locking()


@dataclass(frozen=True, kw_only=True)
class _Held:
    """A request that waits for the desk to be open."""

    scope: Scope
    body: bytes


class Lock:
    """Middleware behind the door. `idle` is in seconds, 0 for never; `clock` counts seconds from anywhere."""

    def __init__(self, app: ASGIApp, work: Workplace, *, idle: float, clock: Callable[[], float]) -> None:
        self._app = app
        self._work = work
        self._idle = idle
        self._clock = clock
        self._touched = clock()
        self._held: dict[str, _Held] = {}
        work.lock_if_idle = self.lock_if_idle

    def lock_if_idle(self) -> None:
        """Lock, if nobody has touched the desk for so long; asked now and then, and before each page."""
        if self._idle and self._work.can_lock and self._clock() - self._touched > self._idle:
            self._work.lock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or ask for the passphrase."""
        if scope["type"] != "http" or scope["path"].startswith("/static/"):
            await self._app(scope, receive, send)
            return
        self.lock_if_idle()
        wanted = (scope["method"], scope["path"])
        if self._work.is_locked:
            await (self._unlock if wanted == ("POST", UNLOCK) else self._ask)(scope, receive, send)
            return
        if _is_by_a_person(Headers(scope=scope)):
            self._touched = self._clock()
        if wanted == ("POST", LOCK) and self._work.can_lock:
            self._work.lock()
            await RedirectResponse("/", 303)(scope, receive, send)
        elif scope["path"] in (LOCK, UNLOCK):
            await RedirectResponse("/", 303)(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _ask(self, scope: Scope, receive: Receive, send: Send) -> None:
        held = ""
        if scope["method"] == "POST" and scope["path"] != LOCK:
            held = await self._hold(scope, receive)
        await self._page(scope["path"], held=held)(scope, receive, send)

    async def _hold(self, scope: Scope, receive: Receive) -> str:
        request, parts, size = Request(scope, receive), [], 0
        async for part in request.stream():
            size += len(part)
            if size > MOST_BYTES:
                return ""
            parts.append(part)
        name = secrets.token_urlsafe(16)
        while len(self._held) >= _MOST_HELD:
            self._held.pop(next(iter(self._held)))
        self._held[name] = _Held(scope=dict(scope), body=b"".join(parts))
        return name

    async def _unlock(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        held = ""
        try:
            form = await read_form(request)
            held = form.text("held")
            await run_in_threadpool(self._work.unlock, form.fields.get("passphrase", [""])[0])
        except UnhinderedError as err:
            await self._page("/", held=held, problem=err)(scope, receive, send)
            return
        self._touched = self._clock()
        waiting = self._held.pop(held, None)
        if waiting is None:
            where = form.text("back") if _is_ours(form.text("back")) else "/"
            await RedirectResponse(where, 303)(scope, receive, send)
            return
        await self._app(waiting.scope, _body_of(waiting.body), send)

    def _page(self, path: str, *, held: str, problem: UnhinderedError | None = None) -> Response:
        template: jinja2.Template = self._work.templates.get_template("locked.html")
        back = path if path not in (LOCK, UNLOCK) and _is_ours(path) else "/"
        values = {"held": held, "problem": problem, "back": back, "is_waiting": bool(held), "nav": ()}
        code = 403 if isinstance(problem, Refused) else _LOCKED
        return HTMLResponse(template.render(**self._work.frame(), **values), code)


def _is_ours(path: str) -> bool:
    """Whether a path leads to this desk and nowhere else."""
    return path.startswith("/") and not path.startswith(("//", "/\\"))


def _is_by_a_person(headers: Headers) -> bool:
    """A page that looks again by itself keeps no desk open."""
    mode = headers.get("sec-fetch-mode")
    return mode != "navigate" or headers.get("sec-fetch-user") == "?1"


def _body_of(body: bytes) -> Callable[[], Awaitable[Message]]:
    messages: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> Message:
        return messages.pop(0) if messages else {"type": "http.disconnect"}

    return receive
