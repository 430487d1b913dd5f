"""What comes out of the sandbox is believed in nothing: only whole, bounded pixels become a page."""

import io
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from unhindered.core.errors import Refused
from unhindered.desk.sandbox.inside import COPY, PIXELS
from unhindered.desk.sandbox.pixels import LONGEST_SIDE, Page, png, read_copy, read_pages

SIDES = st.integers(1, 12)


def answer(pages, count=None):
    head = PIXELS + struct.pack(">I", len(pages) if count is None else count)
    return head + b"".join(
        struct.pack(">III", width, height, letters) + pixels for width, height, letters, pixels in pages
    )


def read(raw, first=1, last=1):
    return list(read_pages(io.BytesIO(raw).read, first=first, last=last))


def white(width, height):
    return width, height, 0, b"\xff" * (width * height * 3)


@given(st.data(), SIDES, SIDES)
def test_a_page_becomes_the_same_picture_for_a_browser(data, width, height):
    pixels = data.draw(st.binary(min_size=width * height * 3, max_size=width * height * 3))

    (page,) = read(answer([(width, height, 7, pixels)]))
    picture = Image.open(io.BytesIO(png(page)))

    assert (page.letters, page.of) == (7, 1)
    assert picture.size == (width, height)
    assert picture.convert("RGB").tobytes() == pixels


def test_a_picture_for_the_browser_holds_nothing_but_its_pixels():
    raw, kinds, place = png(Page(number=1, of=1, width=1, height=1, letters=0, pixels=b"abc")), [], 8

    while place < len(raw):
        (length,) = struct.unpack_from(">I", raw, place)
        kinds.append(raw[place + 4 : place + 8])
        place += 12 + length

    assert kinds == [b"IHDR", b"IDAT", b"IEND"]


@given(st.integers(0, 10_000))
def test_a_cut_answer_is_refused_wherever_it_is_cut(place):
    raw = answer([white(30, 20), white(3, 2)])

    with pytest.raises(Refused):
        read(raw[: place % len(raw)], last=2)


def test_more_than_was_announced_is_refused():
    with pytest.raises(Refused, match="could not be opened"):
        read(answer([white(3, 2)]) + b"\0")


@pytest.mark.parametrize(
    ("width", "height"), [(0, 1), (1, 0), (LONGEST_SIDE + 2, 1), (1, 2**32 - 1), (2**31, 2**31)]
)
def test_a_page_larger_than_any_is_refused_before_anything_is_read_for_it(width, height):
    asked = []
    stream = io.BytesIO(PIXELS + struct.pack(">I", 1) + struct.pack(">III", width, height, 0))

    def watched(count):
        asked.append(count)
        return stream.read(count)

    with pytest.raises(Refused):
        list(read_pages(watched, first=1, last=1))
    assert max(asked) <= 12


@pytest.mark.parametrize("count", [0, 100_001, 2**32 - 1])
def test_no_pages_or_too_many_are_refused(count):
    with pytest.raises(Refused):
        read(answer([white(1, 1)], count))


def test_a_page_behind_the_last_is_refused_with_how_many_there_are():
    with pytest.raises(Refused, match="only 3 pages"):
        read(answer([], 3), first=4, last=4)


@given(st.binary(max_size=60))
def test_what_is_no_answer_is_refused(raw):
    with pytest.raises(Refused):
        read(raw)
    with pytest.raises(Refused):
        read_copy(io.BytesIO(raw).read, most=100)


def test_a_copy_longer_than_allowed_is_refused_unread():
    raw = COPY + struct.pack(">Q", 101) + bytes(101)

    with pytest.raises(Refused):
        read_copy(io.BytesIO(raw).read, most=100)
    assert read_copy(io.BytesIO(raw).read, most=101) == bytes(101)
