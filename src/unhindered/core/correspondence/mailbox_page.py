"""A mailbox as its reader sees it: pages of one size, whether it is full, empty or does not exist.

All envelopes of a mailbox, each behind its length, then a length of zero, make one stream; it is cut into
pages, and the last one is filled with random bytes.
"""

import struct
from collections.abc import Callable, Sequence

from unhindered.core.errors import Refused

PAGE_BYTES = 65_536
_LENGTH = struct.Struct(">I")
_ADVICE = "Try again later; if it stays so, tell the institution by another channel."
_MAX_PAGES = 1024


def cut_page(envelopes: Sequence[bytes], page: int, filler: bytes) -> bytes:
    """Page `page` of the stream; `filler` is `PAGE_BYTES` of random bytes, always drawn."""
    stream = b"".join(_LENGTH.pack(len(envelope)) + envelope for envelope in envelopes) + _LENGTH.pack(0)
    piece = stream[page * PAGE_BYTES : (page + 1) * PAGE_BYTES]
    # Past the end too, the first length reads zero: asking on tells nothing.
    if not piece:
        piece = _LENGTH.pack(0)
    return piece + filler[: PAGE_BYTES - len(piece)]


def read_pages(fetch: Callable[[int], bytes]) -> list[bytes]:
    """All envelopes of a mailbox, asking `fetch` for page after page until the stream ends.

    Raises:
        Refused: a page of another size, or a mailbox that never ends.
    """
    stream = b""
    for number in range(_MAX_PAGES):
        page = fetch(number)
        if len(page) != PAGE_BYTES:
            raise Refused("The gate answered with a page of another size.", advice=_ADVICE)
        stream += page
        found = _envelopes(stream)
        if found is not None:
            return found
    raise Refused("This mailbox does not end.", advice=_ADVICE)


def _envelopes(stream: bytes) -> list[bytes] | None:
    found, place = [], 0
    while place + _LENGTH.size <= len(stream):
        (length,) = _LENGTH.unpack_from(stream, place)
        if length == 0:
            return found
        place += _LENGTH.size
        if place + length > len(stream):
            return None
        found.append(stream[place : place + length])
        place += length
    return None
