"""Where a line goes: from side to side, through the gaps between the boxes of the columns that it crosses."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

Corner = tuple[float, float]
# So far from a box, and so far from another line in the same gap.
_AWAY: Final = 9
_APART: Final = 4
_MOST_APART: Final = 2
_BULGE: Final = 40


class Routes:
    """The lines of one picture, drawn one after the other; `corners` are the upper left ones of its boxes."""

    def __init__(self, corners: Sequence[Corner], width: float, height: float) -> None:
        self._width, self._height = width, height
        self._columns: dict[float, list[float]] = {}
        for x, y in sorted(corners):
            self._columns.setdefault(x, []).append(y)
        self._lines_in: Counter[tuple[float, float]] = Counter()

    def path(self, start: Corner, end: Corner) -> str:
        """A line between two boxes as SVG writes it; within one column it goes around the right of it."""
        y1, y2 = (corner[1] + self._height / 2 for corner in (start, end))
        if start[0] == end[0]:
            x = start[0] + self._width
            return f"M{x:g} {y1:g}C{x + _BULGE:g} {y1:g} {x + _BULGE:g} {y2:g} {x:g} {y2:g}"
        is_onward = start[0] < end[0]
        x1, x2 = (start[0] + self._width, end[0]) if is_onward else (start[0], end[0] + self._width)
        drawn, here = f"M{x1:g} {y1:g}", (x1, y1)
        crossed = [x for x in self._columns if min(start[0], end[0]) < x < max(start[0], end[0])]
        for column in sorted(crossed, reverse=not is_onward):
            straight = y1 + (y2 - y1) * (column + self._width / 2 - x1) / (x2 - x1)
            y = self._free(column, straight)
            near, far = column - _AWAY, column + self._width + _AWAY
            entry, leaving = (near, far) if is_onward else (far, near)
            drawn += f"{_curve(here, (entry, y))}H{leaving:g}"
            here = (leaving, y)
        return drawn + _curve(here, (x2, y2))

    def _free(self, column: float, wanted: float) -> float:
        """The height nearest to what is wanted at which no box of the column stands, beside other lines."""
        boxes = self._columns[column]
        edges = [edge for y in boxes for edge in (y - _AWAY, y + self._height + _AWAY)]
        fit = [y for y in (wanted, *edges) if self._is_clear(boxes, y)]
        gap = min(fit, key=lambda y: abs(y - wanted))
        beside = self._lines_in[column, round(gap)]
        self._lines_in[column, round(gap)] += 1
        step = min((beside + 1) // 2, _MOST_APART) * (_APART if beside % 2 else -_APART)
        return gap + step if self._is_clear(boxes, gap + step, away=1) else gap

    def _is_clear(self, boxes: Sequence[float], y: float, away: float = _AWAY) -> bool:
        return all(y <= top - away or y >= top + self._height + away for top in boxes)


def _curve(start: Corner, end: Corner) -> str:
    bend = (end[0] - start[0]) / 2
    return f"C{start[0] + bend:g} {start[1]:g} {end[0] - bend:g} {end[1]:g} {end[0]:g} {end[1]:g}"
