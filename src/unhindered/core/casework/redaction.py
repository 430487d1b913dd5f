"""What is left out of a copy: rectangles of pages and parts of texts. Pure; the original is never touched."""

from collections.abc import Iterable, Sequence

from unhindered.core.casework.custody_facts import RedactedRegion, RedactedSpan
from unhindered.core.errors import Refused

COLUMNS, ROWS = 10, 14
# The same grid with so many fields in place of one, in each direction.
FINENESSES = (1, 2, 4)
# Always as long: how long a name was can tell whose it is.
LEFT_OUT = "█████"
_WHOLE = 1_000


def region_of_cell(page: int, row: int, column: int, reason: str, *, fineness: int = 1) -> RedactedRegion:
    """One cell of the grid of 10 by 14 that lies over a page, or of a finer one, counted from 0.

    Raises:
        Refused: there is no such cell.
    """
    rows, columns = ROWS * fineness, COLUMNS * fineness
    if fineness not in FINENESSES or not (0 <= row < rows and 0 <= column < columns):
        advice = f"Rows 1 to {rows}, columns 1 to {columns}."
        raise Refused("There is no such field on a page.", advice=advice)
    return RedactedRegion(
        page=page,
        left=column * _WHOLE // columns,
        top=row * _WHOLE // rows,
        # Up to the next field's edge, rounded outwards: no line between two black fields shows anything.
        right=-(-(column + 1) * _WHOLE // columns),
        bottom=-(-(row + 1) * _WHOLE // rows),
        reason=reason,
    )


def regions_of_cells(
    page: int, cells: Iterable[tuple[int, int]], reason: str, *, fineness: int = 1
) -> tuple[RedactedRegion, ...]:
    """The fields (row, column) of a page, neighbours in a row joined into one rectangle."""
    found: list[RedactedRegion] = []
    for row, column in sorted(set(cells)):
        cell = region_of_cell(page, row, column, reason, fineness=fineness)
        if found and found[-1].top == cell.top and found[-1].right >= cell.left:
            cell = RedactedRegion(
                page=page,
                left=found.pop().left,
                top=cell.top,
                right=cell.right,
                bottom=cell.bottom,
                reason=reason,
            )
        found.append(cell)
    return tuple(found)


def require_regions(regions: Sequence[RedactedRegion]) -> Sequence[RedactedRegion]:
    """These, if each has an area and there is at least one.

    Raises:
        Refused: none, or one is empty: nothing would be black.
    """
    if not regions or any(item.left >= item.right or item.top >= item.bottom for item in regions):
        raise Refused("Nothing would be left out.", advice="Choose at least one field of a page.")
    return regions


def pixel_box(region: RedactedRegion, width: int, height: int) -> tuple[int, int, int, int]:
    """Left, top, right and bottom in pixels, rounded outwards and within the page."""
    return (
        region.left * width // _WHOLE,
        region.top * height // _WHOLE,
        min(width, -(-region.right * width // _WHOLE)),
        min(height, -(-region.bottom * height // _WHOLE)),
    )


def blackened(pixels: bytes, width: int, height: int, regions: Iterable[RedactedRegion]) -> bytes:
    """The pixels of a page (three bytes each), with these rectangles black: what was there is gone."""
    result = bytearray(pixels)
    for region in regions:
        left, top, right, bottom = pixel_box(region, width, height)
        for row in range(top, bottom):
            result[(row * width + left) * 3 : (row * width + right) * 3] = bytes((right - left) * 3)
    return bytes(result)


def is_black(
    pixels: bytes, width: int, height: int, regions: Iterable[RedactedRegion], *, edge: int = 0
) -> bool:
    """Whether nothing but black is left in these rectangles, but for `edge` pixels at their sides."""
    for region in regions:
        left, top, right, bottom = pixel_box(region, width, height)
        for row in range(top + edge, bottom - edge):
            if any(pixels[(row * width + left + edge) * 3 : (row * width + right - edge) * 3]):
                return False
    return True


def spans_of(text: str, words: Iterable[str], reason: str) -> tuple[RedactedSpan, ...]:
    """Every place where one of these words or passages stands in a text, joined where they touch.

    Raises:
        Refused: one of them stands nowhere in it, or none was given.
    """
    found: list[tuple[int, int]] = []
    for word in words:
        places = [start for start in range(len(text)) if word and text.startswith(word, start)]
        if not places:
            raise Refused(
                "One of these passages does not stand in the text.",
                advice="Copy it from there, with the same letters; one passage a line.",
            )
        found += [(start, start + len(word)) for start in places]
    if not found:
        raise Refused("Nothing would be left out.", advice="Write at least one passage.")
    return tuple(RedactedSpan(start=start, end=end, reason=reason) for start, end in _joined(found))


def redacted_text(text: str, spans: Iterable[RedactedSpan]) -> str:
    """The text without these parts; each is marked, however long it was."""
    parts, done = [], 0
    for start, end in _joined([(span.start, span.end) for span in spans]):
        parts += [text[done:start], LEFT_OUT]
        done = end
    return "".join([*parts, text[done:]])


def _joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        elif start < end:
            found.append((start, end))
    return found
