"""Where sealed, opened and framed bytes go: a file, a buffer, or the next step in memory."""

from typing import Protocol


class Sink(Protocol):
    """Anything that takes bytes in order."""

    def write(self, data: bytes, /) -> object:
        """Take the next bytes."""
