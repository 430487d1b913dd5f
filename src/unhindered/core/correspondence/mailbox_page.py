"""A mailbox as its reader sees it: pages of one size, whether it is full, empty or does not exist.

All envelopes of a mailbox, each behind its length, then a length of zero, make one stream; it is cut into
pages, and the last one is filled with random bytes. A reader passes over what is too long to be fetched
unasked: the page on which the next envelope begins follows from the lengths.
"""

import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from unhindered.core.errors import Refused

PAGE_BYTES = 65_536
# What is longer is an attachment of a reply, and is fetched when the person asks for it.
READ_AT_ONCE = 131_072
_LENGTH = struct.Struct(">I")
_ADVICE = "Try again later; if it stays so, tell the institution by another channel."
_MAX_PAGES = 1024
_MAX_OFFSET = 2**40

FetchPage = Callable[[int], bytes]
# The bytes of envelope `number` from `start` to `stop`.
ReadPiece = Callable[[int, int, int], bytes]


@dataclass(frozen=True, kw_only=True)
class Place:
    """An envelope that was left where it is."""

    offset: int
    length: int


def cut_page(lengths: Sequence[int], read: ReadPiece, page: int, filler: bytes) -> bytes:
    """Page `page` of the stream of envelopes that are so long; reads no more of them than stands on it.

    `filler` is `PAGE_BYTES` of random bytes, always drawn.
    """
    begin, end = page * PAGE_BYTES, (page + 1) * PAGE_BYTES
    pieces, offset = [], 0
    for number, length in enumerate(lengths):
        head, offset = offset, offset + _LENGTH.size + length
        if head < end and offset > begin:
            pieces.append(_LENGTH.pack(length)[max(0, begin - head) : max(0, end - head)])
            start = head + _LENGTH.size
            first, last = max(0, begin - start), min(length, end - start)
            pieces.append(read(number, first, last) if first < last else b"")
    # Past the end too, the first length reads zero: asking on tells nothing.
    ending = _LENGTH.pack(0)[max(0, begin - offset) :] or _LENGTH.pack(0)
    piece = b"".join([*pieces, ending])[:PAGE_BYTES]
    return piece + filler[: PAGE_BYTES - len(piece)]


def read_pages(fetch: FetchPage) -> list[bytes | Place]:
    """All of a mailbox in its order, asking `fetch` for page after page until the stream ends.

    Raises:
        Refused: a page of another size, or a mailbox that never ends.
    """
    stream = _Stream(fetch)
    found: list[bytes | Place] = []
    offset = 0
    while offset < _MAX_OFFSET:
        (length,) = _LENGTH.unpack(stream.read(offset, _LENGTH.size))
        if length == 0:
            return found
        place = Place(offset=offset + _LENGTH.size, length=length)
        found.append(stream.read(place.offset, length) if length <= READ_AT_ONCE else place)
        offset = place.offset + length
    raise _endless()


def read_place(fetch: FetchPage, place: Place) -> bytes:
    """An envelope that `read_pages` left where it is; raises as `read_pages`."""
    return _Stream(fetch).read(place.offset, place.length)


class _Stream:
    """The stream that the pages make, read from any place on."""

    def __init__(self, fetch: FetchPage) -> None:
        self._fetch = fetch
        self._number = -1
        self._page = b""
        self._fetched = 0

    def read(self, offset: int, length: int) -> bytes:
        """The bytes from a place on."""
        found = bytearray()
        while len(found) < length:
            number, begin = divmod(offset + len(found), PAGE_BYTES)
            found += self._page_at(number)[begin : begin + length - len(found)]
        return bytes(found)

    def _page_at(self, number: int) -> bytes:
        if number == self._number:
            return self._page
        self._fetched += 1
        if self._fetched > _MAX_PAGES:
            raise _endless()
        page = self._fetch(number)
        if len(page) != PAGE_BYTES:
            raise Refused("The gate answered with a page of another size.", advice=_ADVICE)
        self._number, self._page = number, page
        return page


def _endless() -> Refused:
    return Refused("This mailbox does not end.", advice=_ADVICE)
