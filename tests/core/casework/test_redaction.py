"""What is left out is gone, what is not stays as it was; the original is never an argument that changes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unhindered.core.casework.custody_facts import RedactedRegion, RedactedSpan
from unhindered.core.casework.redaction import (
    COLUMNS,
    FINENESSES,
    LEFT_OUT,
    ROWS,
    blackened,
    is_black,
    pixel_box,
    redacted_text,
    region_of_cell,
    regions_of_cells,
    require_regions,
    spans_of,
)
from unhindered.core.errors import Refused

CELLS = st.frozensets(st.tuples(st.integers(0, ROWS - 1), st.integers(0, COLUMNS - 1)), min_size=1)
SIDES = st.integers(1, 40)


def covered(regions, width, height):
    return {
        (x, y)
        for region in regions
        for left, top, right, bottom in [pixel_box(region, width, height)]
        for x in range(left, right)
        for y in range(top, bottom)
    }


@given(CELLS, SIDES, SIDES, st.sampled_from(FINENESSES))
def test_joined_fields_cover_what_each_field_alone_covers(cells, width, height, fineness):
    alone = [region_of_cell(1, row, column, "a name", fineness=fineness) for row, column in cells]
    joined = regions_of_cells(1, cells, "a name", fineness=fineness)

    assert covered(joined, width, height) == covered(alone, width, height)


@given(st.integers(0, ROWS - 1), st.integers(0, COLUMNS - 1), st.sampled_from(FINENESSES))
def test_finer_fields_lie_in_the_coarse_field_and_cover_it(row, column, fineness):
    whole = region_of_cell(1, row, column, "a name")
    parts = [
        region_of_cell(1, row * fineness + down, column * fineness + over, "a name", fineness=fineness)
        for down in range(fineness)
        for over in range(fineness)
    ]

    assert covered(parts, 1000, 1000) == covered([whole], 1000, 1000)


@given(CELLS, SIDES, SIDES)
def test_chosen_pixels_are_black_and_all_others_are_as_they_were(cells, width, height):
    pixels = bytes(1 + place % 255 for place in range(width * height * 3))
    regions = regions_of_cells(1, cells, "a name")
    black = covered(regions, width, height)

    result = blackened(pixels, width, height, regions)

    assert is_black(result, width, height, regions)
    assert len(result) == len(pixels)
    for place in range(width * height):
        here = slice(place * 3, place * 3 + 3)
        expected = bytes(3) if (place % width, place // width) in black else pixels[here]
        assert result[here] == expected


def test_all_fields_together_leave_no_pixel():
    cells = [(row, column) for row in range(ROWS) for column in range(COLUMNS)]
    regions = regions_of_cells(1, cells, "all of it")

    assert len(covered(regions, 241, 351)) == 241 * 351
    assert len(regions) == ROWS


def test_one_pixel_that_is_not_black_is_seen():
    regions = regions_of_cells(1, [(0, 0)], "a name")
    pixels = bytearray(100 * 140 * 3)
    pixels[(5 * 100 + 5) * 3] = 1

    assert not is_black(bytes(pixels), 100, 140, regions, edge=2)


@pytest.mark.parametrize(("row", "column"), [(-1, 0), (0, -1), (ROWS, 0), (0, COLUMNS)])
def test_a_field_beside_the_page_is_refused(row, column):
    with pytest.raises(Refused, match="no such field"):
        region_of_cell(1, row, column, "a name")


def test_a_redaction_that_blackens_nothing_is_refused():
    empty = RedactedRegion(page=1, left=5, top=5, right=5, bottom=9, reason="a name")

    with pytest.raises(Refused, match="Nothing would be left out"):
        require_regions([])
    with pytest.raises(Refused, match="Nothing would be left out"):
        require_regions([empty])


@given(st.text(st.sampled_from("ab آ"), min_size=1, max_size=40), st.text(st.sampled_from("abآ"), min_size=1))
def test_a_passage_stands_nowhere_in_the_redacted_text(text, passage):
    if passage not in text:
        with pytest.raises(Refused, match="does not stand"):
            spans_of(text, [passage], "a name")
        return

    result = redacted_text(text, spans_of(text, [passage], "a name"))

    assert passage not in result
    assert LEFT_OUT in result


def test_how_long_a_name_was_does_not_show():
    short, long = "It was Bo.", "It was Bartholomea Invented."

    assert redacted_text(short, spans_of(short, ["Bo"], "a name")) == redacted_text(
        long, spans_of(long, ["Bartholomea Invented"], "a name")
    )


def test_passages_that_overlap_are_left_out_together():
    assert redacted_text("Ada Fictional spoke", spans_of("Ada Fictional spoke", ["Ada F", "Fict"], "x")) == (
        f"{LEFT_OUT}ional spoke"
    )


def test_spans_beyond_the_text_leave_nothing_of_it_in():
    assert redacted_text("Ada", [RedactedSpan(start=1, end=99, reason="x")]) == f"A{LEFT_OUT}"
