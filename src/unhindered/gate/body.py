"""Reading the body of a request: as it comes, with patience that ends, and never more than was asked for."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress

from starlette.requests import ClientDisconnect, Request

from unhindered.core.errors import Refused
from unhindered.gate.limits import Limits
from unhindered.gate.refusals import TooLarge, TooSlow

_CUT_ADVICE = "The line was lost while sending. Nothing was kept. Send it again."


def cut_short() -> Refused:
    """The error for a body that ends too early."""
    return Refused("What you sent ends too early.", advice=_CUT_ADVICE)


async def body_pieces(request: Request, limits: Limits) -> AsyncIterator[bytes]:
    """The body, piece by piece.

    Raises:
        TooSlow: it stood still, or took too long.
        Refused: the sender went away.
    """
    stream = request.stream()
    clock = asyncio.get_running_loop().time
    deadline = clock() + limits.whole
    while True:
        try:
            async with asyncio.timeout_at(min(clock() + limits.idle, deadline)):
                piece = await anext(stream, None)
        except TimeoutError as err:
            raise TooSlow("What you sent came too slowly, or stopped.") from err
        except ClientDisconnect as err:
            raise cut_short() from err
        if piece is None:
            return
        if piece:
            yield piece


async def drain(pieces: AsyncIterator[bytes], limits: Limits) -> None:
    """Read on for a while and forget: a browser that still sends would miss an answer that came now."""
    left = limits.drained
    with suppress(Refused, TimeoutError):
        while left >= 0:
            async with asyncio.timeout(limits.drained_idle):
                piece = await anext(pieces, None)
            if piece is None:
                return
            left -= len(piece)


async def whole_body(request: Request, limits: Limits, *, most: int) -> bytes:
    """A body that must be small.

    Raises:
        TooLarge: it is longer than `most`.
        TooSlow: it stood still, or took too long.
        Refused: the sender went away.
    """
    length = request.headers.get("content-length", "")
    if length.isascii() and length.isdigit() and int(length[:20]) > most:
        raise TooLarge("This is too large.")
    found = bytearray()
    async for piece in body_pieces(request, limits):
        found += piece
        if len(found) > most:
            raise TooLarge("This is too large.")
    return bytes(found)


class PieceReader:
    """Reads lengths out of pieces of any size; holds no more than one piece and what was asked for."""

    def __init__(self, pieces: AsyncIterator[bytes]) -> None:
        self._pieces = pieces
        self._held = b""

    async def at_end(self) -> bool:
        """Whether nothing more comes."""
        while not self._held:
            piece = await anext(self._pieces, None)
            if piece is None:
                return True
            self._held = piece
        return False

    async def some(self, most: int) -> bytes:
        """The next bytes, at least one, at most so many.

        Raises:
            Refused: the body ends here.
        """
        if await self.at_end():
            raise cut_short()
        taken, self._held = self._held[:most], self._held[most:]
        return taken

    async def exactly(self, length: int) -> bytes:
        """The next `length` bytes; meant for few.

        Raises:
            Refused: the body ends before.
        """
        found = await self.some(length)
        while len(found) < length:
            found += await self.some(length - len(found))
        return found
