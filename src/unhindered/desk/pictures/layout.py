"""Where the boxes of a picture go: columns by kind, and in each the order in which few lines cross.

Always the same for the same input, and fast: a few sweeps of the barycentre method (Sugiyama, 1981).
"""

from collections.abc import Iterable, Mapping, Sequence

_SWEEPS = 6


def layered(
    columns: Sequence[Sequence[str]], edges: Iterable[tuple[str, str]]
) -> Mapping[str, tuple[int, float]]:
    """Column and row of each box; `columns` are the boxes of each column, an empty one takes no room.

    Rows are centred: a column with fewer boxes stands in the middle of the longest.
    """
    order = [list(column) for column in columns if column]
    beside: dict[str, list[str]] = {name: [] for column in order for name in column}
    for start, end in edges:
        if start in beside and end in beside:
            beside[start].append(end)
            beside[end].append(start)
    for sweep in range(_SWEEPS):
        rows = _rows(order)
        for column in order if sweep % 2 == 0 else reversed(order):
            column.sort(key=lambda name: _middle(name, beside[name], rows))
            rows |= _rows([column])
    longest = max(map(len, order), default=0)
    return {
        name: (number, row + (longest - len(column)) / 2)
        for number, column in enumerate(order)
        for row, name in enumerate(column)
    }


def _rows(order: Sequence[Sequence[str]]) -> dict[str, float]:
    return {name: row - len(column) / 2 for column in order for row, name in enumerate(column)}


def _middle(name: str, others: Sequence[str], rows: Mapping[str, float]) -> tuple[float, float]:
    """Beside whom it belongs; a box that nothing leads to stays where it is."""
    here = rows[name]
    return (sum(rows[other] for other in others) / len(others) if others else here), here
