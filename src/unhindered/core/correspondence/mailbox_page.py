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
    unread = bytearray()
    found: list[bytes] = []
    for number in range(_MAX_PAGES):
        page = fetch(number)
        if len(page) != PAGE_BYTES:
            raise Refused("The gate answered with a page of another size.", advice=_ADVICE)
        unread += page
        if _take_envelopes(unread, found):
            return found
    raise Refused("This mailbox does not end.", advice=_ADVICE)


def _take_envelopes(unread: bytearray, found: list[bytes]) -> bool:
    """Move whole envelopes from `unread` to `found`; whether the stream has ended."""
    place = 0
    while place + _LENGTH.size <= len(unread):
        (length,) = _LENGTH.unpack_from(unread, place)
        if length == 0:
            return True
        end = place + _LENGTH.size + length
        if end > len(unread):
            break
        found.append(bytes(unread[place + _LENGTH.size : end]))
        place = end
    del unread[:place]
    return False
