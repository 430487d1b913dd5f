"""Writes a PDF that is nothing but pictures of pages: no text, no earlier version, nothing below."""

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

# A4 is 595 points wide: pages keep the size that they have at 150 dots an inch.
_POINTS_PER_DOT = 72 / 150
_HEAD = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"


@dataclass(frozen=True, kw_only=True)
class PagePicture:
    """One page: its size in pixels, and its pixels packed with zlib."""

    width: int
    height: int
    packed: bytes


def packed(width: int, height: int, pixels: bytes) -> PagePicture:
    """A page from its pixels, three bytes each, row by row."""
    return PagePicture(width=width, height=height, packed=zlib.compress(pixels, 6))


def compose_pdf(pages: Sequence[PagePicture]) -> bytes:
    """The whole file; the same pages always give the same bytes."""
    kids = b" ".join(b"%d 0 R" % (3 + 3 * number) for number in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count %d /Kids [%b] >>" % (len(pages), kids),
    ]
    for number, page in enumerate(pages):
        objects += _page_objects(page, 3 + 3 * number)
    return _file(objects)


def _page_objects(page: PagePicture, first: int) -> list[bytes]:
    width, height = (b"%.2f" % (side * _POINTS_PER_DOT) for side in (page.width, page.height))
    drawing = b"q %b 0 0 %b 0 0 cm /P Do Q" % (width, height)
    return [
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %b %b] /Contents %d 0 R"
        b" /Resources << /XObject << /P %d 0 R >> >> >>" % (width, height, first + 1, first + 2),
        _stream(b"", drawing),
        _stream(
            b" /Type /XObject /Subtype /Image /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /FlateDecode"
            b" /Width %d /Height %d" % (page.width, page.height),
            page.packed,
        ),
    ]


def _stream(about: bytes, content: bytes) -> bytes:
    return b"<< /Length %d%b >>\nstream\n%b\nendstream" % (len(content), about, content)


def _file(objects: Iterable[bytes]) -> bytes:
    result, places = bytearray(_HEAD), []
    for number, content in enumerate(objects, start=1):
        places.append(len(result))
        result += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = len(result)
    result += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
    result += b"".join(b"%010d 00000 n \n" % place for place in places)
    result += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, table)
    return bytes(result)
