"""Opening what an application needs when it starts; a failure reaches the operator as our own error."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from starlette.applications import Starlette

from unhindered.core.errors import UnhinderedError

_PROBLEM = "problem_at_start"


def lifespan_of(
    opened: Callable[[Starlette], AbstractAsyncContextManager[None]],
) -> Callable[[Starlette], AbstractAsyncContextManager[None]]:
    """The lifespan that keeps `opened` open; what kept it from opening is remembered."""

    @asynccontextmanager
    async def while_running(app: Starlette) -> AsyncIterator[None]:
        try:
            async with opened(app):
                yield
        except UnhinderedError as err:
            setattr(app.state, _PROBLEM, err)
            raise

    return while_running


def problem_at_start(app: Starlette) -> UnhinderedError | None:
    """Why the application did not start, if it did not for a reason of ours."""
    return getattr(app.state, _PROBLEM, None)
