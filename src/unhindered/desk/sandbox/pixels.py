"""What comes out of the sandbox, believed in nothing: counts are bounded, pixels are plain numbers.

No decoder of pictures runs on this side. A picture for the browser is made here, from numbers (PNG).
"""

import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from unhindered.core.errors import Refused
from unhindered.desk.sandbox.inside import COPY, PIXELS

LONGEST_SIDE = 2400
MOST_PAGES = 100_000
_COUNT, _PAGE, _LENGTH = struct.Struct(">I"), struct.Struct(">III"), struct.Struct(">Q")
_PNG = b"\x89PNG\r\n\x1a\n"
_ADVICE = "It may be damaged, locked by a password, or made to break programs. Do not open it anywhere else."

Read = Callable[[int], bytes]


@dataclass(frozen=True, kw_only=True)
class Page:
    """One page as it looks: `pixels` are three bytes each, row by row; `letters` counts its text."""

    number: int
    of: int
    width: int
    height: int
    letters: int
    pixels: bytes


def read_pages(read: Read, *, first: int, last: int) -> Iterator[Page]:
    """Pages `first` to `last`, as far as there are any, one at a time; `read` gives just so many bytes.

    Raises:
        Refused: it is anything else than these pages, or larger than any page can be.
    """
    _require(read(len(PIXELS)) == PIXELS)
    (count,) = _COUNT.unpack(_exactly(read, _COUNT.size))
    _require(0 < count <= MOST_PAGES)
    if first > count:
        raise Refused(f"This file has only {count} pages.", advice="Ask for one of them.")
    for number in range(first, min(last, count) + 1):
        width, height, letters = _PAGE.unpack(_exactly(read, _PAGE.size))
        # A side comes out a pixel longer where a fraction was rounded up.
        _require(0 < width <= LONGEST_SIDE + 1 and 0 < height <= LONGEST_SIDE + 1)
        pixels = _exactly(read, width * height * 3)
        yield Page(number=number, of=count, width=width, height=height, letters=letters, pixels=pixels)
    _require(not read(1))


def read_copy(read: Read, *, most: int) -> bytes:
    """A cleaned copy of at most so many bytes.

    Raises:
        Refused: it is none, or longer.
    """
    _require(read(len(COPY)) == COPY)
    (length,) = _LENGTH.unpack(_exactly(read, _LENGTH.size))
    _require(0 < length <= most)
    content = _exactly(read, length)
    _require(not read(1))
    return content


def png(page: Page) -> bytes:
    """The page as a picture for a browser, without anything but its pixels."""
    row = page.width * 3
    lines = b"".join(b"\0" + page.pixels[start : start + row] for start in range(0, len(page.pixels), row))
    head = struct.pack(">IIBBBBB", page.width, page.height, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(lines, 1)), (b"IEND", b""))
    return _PNG + b"".join(_chunk(kind, content) for kind, content in parts)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def _exactly(read: Read, count: int) -> bytes:
    found = read(count)
    _require(len(found) == count)
    return found


def _require(holds: bool) -> None:
    if not holds:
        raise Refused("This file could not be opened in the sandbox.", advice=_ADVICE)
