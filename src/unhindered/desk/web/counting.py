"""How many of something, as English says it: 1 row, 2 rows."""


def counted(count: int, one: str, many: str = "") -> str:
    """The number with its word; the plural is `many`, or the word with an s."""
    return f"{count:,} {one if count == 1 else many or f'{one}s'}"
