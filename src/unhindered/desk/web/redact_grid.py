"""The grid of fields over a page to redact: how fine it is, which strip of the page shows, what is chosen."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from unhindered.core.casework.custody_facts import RedactedRegion
from unhindered.core.casework.redaction import COLUMNS, FINENESSES, ROWS, region_of_cell, regions_of_cells
from unhindered.core.errors import Refused
from unhindered.desk.web.forms import Form

STRIPS = 7
FIELD_SIZES = {1: "Large: 10 in a row", 2: "Small: 20 in a row", 4: "Very small: 40 in a row"}
_WHOLE_PAGE = 0
_LONGEST_NUMBER = 7


@dataclass(frozen=True, kw_only=True)
class Grid:
    """What of a page is shown, and under which fields. `strip` counts from 1; 0 is the whole page.

    A field is named by its page, row and column and, in a finer grid, how fine that is.
    """

    page: int
    width: int
    height: int
    fineness: int
    strip: int
    chosen: tuple[str, ...]

    @property
    def rows(self) -> range:
        """The rows that show, counted from 0 on the whole page."""
        of_page = ROWS * self.fineness
        if self.strip == _WHOLE_PAGE:
            return range(of_page)
        return range((self.strip - 1) * of_page // STRIPS, self.strip * of_page // STRIPS)

    @property
    def columns(self) -> range:
        """The columns that show."""
        return range(COLUMNS * self.fineness)

    @property
    def view(self) -> str:
        """What of the picture shows: left, top, width and height, as SVG writes it."""
        if self.strip == _WHOLE_PAGE:
            return f"0 0 {self.width} {self.height}"
        height = self.height / STRIPS
        return f"0 {(self.strip - 1) * height:.2f} {self.width} {height:.2f}"

    def name(self, row: int, column: int) -> str:
        """What a field of this grid is called in the form."""
        return f"{self.page}-{row}-{column}{f'-{self.fineness}' if self.fineness > 1 else ''}"

    @property
    def hidden(self) -> tuple[str, ...]:
        """What was chosen and is no field of what shows: it goes on with the form."""
        return tuple(cell for cell in self.chosen if cell not in self._shown)

    @property
    def elsewhere(self) -> int:
        """How many of those are on other pages."""
        return sum(not cell.startswith(f"{self.page}-") for cell in self.hidden)

    @property
    def black(self) -> tuple[tuple[float, float, float, float], ...]:
        """What was chosen on this page in another grid or strip: left, top, width and height of each."""
        cells = [cell for cell in self.hidden if cell.startswith(f"{self.page}-")]
        regions = [region_of_cell(*_read(cell)[:3], "chosen", fineness=_read(cell)[3]) for cell in cells]
        return tuple(
            (
                item.left * self.width / 1000,
                item.top * self.height / 1000,
                (item.right - item.left) * self.width / 1000,
                (item.bottom - item.top) * self.height / 1000,
            )
            for item in regions
        )

    @cached_property
    def _shown(self) -> frozenset[str]:
        return frozenset(self.name(row, column) for row in self.rows for column in self.columns)


def grid_of(form: Form, page: int, width: int, height: int) -> Grid:
    """The grid that a form asks for over a page; the coarse one over all of it where it asks for none.

    What cannot be a field of any page is left out: it cannot be shown.
    """
    fineness, strip = form.text("fineness"), form.text("strip")
    return Grid(
        page=page,
        width=width,
        height=height,
        fineness=int(fineness) if fineness in map(str, FINENESSES) else FINENESSES[0],
        strip=int(strip) if strip in map(str, range(STRIPS + 1)) else _WHOLE_PAGE,
        chosen=tuple(cell for cell in form.texts("cells") if _is_field(cell)),
    )


def chosen_regions(cells: Sequence[str], reason: str) -> list[RedactedRegion]:
    """The chosen fields as rectangles of their pages.

    Raises:
        Refused: what was sent is no field.
    """
    by_grid: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for cell in cells:
        page, row, column, fineness = _read(cell)
        by_grid.setdefault((page, fineness), []).append((row, column))
    return [
        region
        for (page, fineness), places in sorted(by_grid.items())
        for region in regions_of_cells(page, places, reason, fineness=fineness)
    ]


def _read(cell: str) -> tuple[int, int, int, int]:
    words = cell.split("-")
    is_plain = all(word.isascii() and word.isdecimal() and len(word) < _LONGEST_NUMBER for word in words)
    if len(words) not in (3, 4) or not is_plain:
        raise Refused("A field of a page could not be read.", advice="Choose it again.")
    page, row, column, *fineness = map(int, words)
    return page, row, column, *(fineness or [1])  # type: ignore[return-value]


def _is_field(cell: str) -> bool:
    try:
        region_of_cell(*_read(cell)[:3], "chosen", fineness=_read(cell)[3])
    except Refused:
        return False
    return True
