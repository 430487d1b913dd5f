"""The outermost handler of a program with pages: whatever breaks, the answer is calm.

What goes wrong is never logged with words of a request or a case: only its kind, and where in our code.
"""

import sys
import traceback
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from unhindered.core.errors import Unavailable


class CalmErrors:
    """Middleware: `answer` is what a person or program is told; `last_words` where even that breaks."""

    def __init__(
        self, app: ASGIApp, answer: Callable[[Request], Response], last_words: Callable[[], Response]
    ) -> None:
        self._app = app
        self._answer = answer
        self._last_words = last_words

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        has_begun = False

        async def watched(message: Message) -> None:
            nonlocal has_begun
            has_begun = True
            await send(message)

        try:
            await self._app(scope, receive, watched)
        except Exception as error:  # noqa: BLE001 - the outermost handler of this program.
            note_error(error)
            if has_begun:
                # Too late for an answer: the server cuts the line. The cause stays here.
                raise Unavailable("An answer broke off.") from None
            await self._answered(Request(scope))(scope, receive, send)

    def _answered(self, request: Request) -> Response:
        try:
            return self._answer(request)
        except Exception as error:  # noqa: BLE001 - part of the outermost handler: the page itself may be what broke.
            note_error(error)
            return self._last_words()


def note_error(error: Exception) -> None:
    """Write the kind of an error and the places in our code to the standard error, and none of its words."""
    places = traceback.extract_tb(error.__traceback__)
    where = " < ".join(f"{place.name}:{place.lineno}" for place in reversed(places[-4:]))
    sys.stderr.write(f"{type(error).__name__} in {where}\n")
