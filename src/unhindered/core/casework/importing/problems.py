"""What is wrong with a row: an error keeps it out, a warning does not. No sentence repeats a cell."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One problem; `column` is empty where it is about the whole row."""

    sheet: str
    row: int
    column: str
    is_error: bool
    sentence: str


class Problems:
    """Problems in the order in which they were found, each once."""

    def __init__(self) -> None:
        self._found: dict[Problem, None] = {}

    def add(self, problem: Problem) -> None:
        """Remember a problem."""
        self._found.setdefault(problem)

    def all(self) -> tuple[Problem, ...]:
        """All of them."""
        return tuple(self._found)

    def broken_rows(self) -> set[tuple[str, int]]:
        """The rows that cannot be imported."""
        return {(item.sheet, item.row) for item in self._found if item.is_error}
