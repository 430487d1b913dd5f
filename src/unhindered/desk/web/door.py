"""Who may speak to the desk: the browser that was handed the one-time address, from the desk's own pages.

Other programs and pages on this machine can reach the port too: they are refused by host name (rebinding),
by origin (a form on another page) and by cookie.
"""

import hmac
import secrets
from http.cookies import CookieError, SimpleCookie

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from unhindered.web.headers import security_headers

ENTER = "/enter"
_OPEN_TO_ALL = (ENTER, "/static/")
_UNKNOWN = (
    "This desk was not opened from this browser.\n"
    "Stop it, start it again with `unhindered desk serve`, and open the address that it prints.\n"
)


class Session:
    """One browser's way in: an address that works once, and the cookie it is exchanged for."""

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self._token: str | None = secrets.token_urlsafe(32)
        self._cookie: str | None = None

    @property
    def address(self) -> str:
        """What to open; it works once."""
        return f"{self.origin}{ENTER}?token={self._token}"

    def enter(self, token: str) -> str | None:
        """The cookie for a token that was not used before; None for any other."""
        if self._token is None or not hmac.compare_digest(token.encode(), self._token.encode()):
            return None
        self._token, self._cookie = None, secrets.token_urlsafe(32)
        return self._cookie

    def knows(self, cookie: str) -> bool:
        """Whether this is the cookie that was handed out."""
        return self._cookie is not None and hmac.compare_digest(cookie.encode(), self._cookie.encode())

    @property
    def cookie_name(self) -> str:
        """Cookies know no ports: two desks on one machine would throw each other's cookie away."""
        return f"unhindered-desk-{self.host.rpartition(':')[2]}"

    @property
    def host(self) -> str:
        """The one host name under which the desk answers."""
        return self.origin.removeprefix("http://")


class Door:
    """Middleware: lets in what `Session` knows, and gives every answer the protective headers."""

    def __init__(self, app: ASGIApp, session: Session) -> None:
        self._app = app
        self._session = session

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        refusal = self._refusal(scope)

        async def send_protected(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _headers().items():
                    headers.setdefault(name, value)
            await send(message)

        await (refusal or self._app)(scope, receive, send_protected)

    def _refusal(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        if headers.get("host") != self._session.host:
            return PlainTextResponse("This desk answers under its own address only.\n", 421)
        if scope["method"] not in ("GET", "HEAD") and not self._is_from_our_page(headers):
            return PlainTextResponse("This request did not come from a page of this desk.\n", 403)
        if scope["path"].startswith(_OPEN_TO_ALL) or self._session.knows(
            _cookie(headers, self._session.cookie_name)
        ):
            return None
        return PlainTextResponse(_UNKNOWN, 403)

    def _is_from_our_page(self, headers: Headers) -> bool:
        site = headers.get("sec-fetch-site")
        if site is not None and site != "same-origin":
            return False
        return headers.get("origin") == self._session.origin


def entered(session: Session, token: str) -> Response:
    """The answer to the one-time address: the cookie, and on to the inbox."""
    cookie = session.enter(token)
    if cookie is None:
        return PlainTextResponse(_UNKNOWN, 403)
    answer = RedirectResponse("/", 303)
    answer.set_cookie(session.cookie_name, cookie, httponly=True, samesite="strict", path="/")
    return answer


def _headers() -> dict[str, str]:
    # With no-referrer, browsers send “Origin: null” with our own forms; same-origin tells no other site.
    return security_headers(scripts=True, connect=True) | {"Referrer-Policy": "same-origin"}


def _cookie(headers: Headers, name: str) -> str:
    try:
        found = SimpleCookie(headers.get("cookie", "")).get(name)
    except CookieError:
        return ""
    return "" if found is None else found.value
