"""Who may go on with an upload: whoever asks last. What still hangs on a dead line makes way."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import AsyncExitStack, asynccontextmanager, suppress

from unhindered.core.log.uploads import upload_busy


class Turn:
    """One request's turn with one upload."""

    def __init__(self) -> None:
        self._is_wanted = False
        self._reading: asyncio.Timeout | None = None
        self._ended = asyncio.Event()

    async def pieces(self, pieces: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        """The same pieces, until another request wants the upload.

        Raises:
            UploadBusy: one does.
        """
        while True:
            piece = await self._next(pieces)
            if piece is None:
                return
            yield piece

    def make_way(self) -> None:
        """Stop reading what comes in; what is being written is finished."""
        self._is_wanted = True
        if self._reading is not None:
            self._reading.reschedule(asyncio.get_running_loop().time())

    def end(self) -> None:
        """Let the next one begin."""
        self._ended.set()

    async def wait(self) -> None:
        """Return when it has ended."""
        await self._ended.wait()

    async def _next(self, pieces: AsyncIterator[bytes]) -> bytes | None:
        if self._is_wanted:
            raise upload_busy()
        try:
            async with asyncio.timeout(None) as self._reading:
                return await anext(pieces, None)
        except TimeoutError as err:
            raise upload_busy() from err
        finally:
            self._reading = None


class UploadTurns:
    """The turns with all uploads of a gate. For one event loop."""

    def __init__(self, *, patience: float) -> None:
        self._patience = patience
        self._last: dict[bytes, Turn] = {}

    @asynccontextmanager
    async def turn(self, upload: bytes) -> AsyncIterator[Turn]:
        """A turn of one's own, after whoever had it was asked to make way."""
        mine, before = Turn(), self._last.get(upload)
        self._last[upload] = mine
        try:
            if before is not None:
                before.make_way()
                # Who does not end holds the upload in the store too, which then says so.
                with suppress(TimeoutError):
                    async with asyncio.timeout(self._patience):
                        await before.wait()
            yield mine
        finally:
            mine.end()
            if self._last.get(upload) is mine:
                del self._last[upload]

    @asynccontextmanager
    async def all_of(self, uploads: Iterable[bytes]) -> AsyncIterator[None]:
        """A turn with each; in one order for everybody, so that no two wait for each other."""
        async with AsyncExitStack() as turns:
            for upload in sorted(set(uploads)):
                await turns.enter_async_context(self.turn(upload))
            yield
