"""What the data files beside pages have in common: how a fact was checked, and where it comes from."""

from collections.abc import Iterable
from typing import Any, Protocol

from unhindered.facts.rows import Source, Status


class Sourced(Protocol):
    """A row of any table."""

    @property
    def sources(self) -> tuple[str, ...]:
        """Where it comes from."""

    @property
    def status(self) -> Status:
        """How it was checked."""


def checked(row: Sourced) -> dict[str, Any]:
    """Sources, status and note of a row."""
    note = getattr(row, "note", "")
    return {"sources": list(row.sources), "status": row.status.value, "note": note or None}


def sources_data(sources: Iterable[Source]) -> dict[str, Any]:
    """Sources by their ids, each once."""
    return {
        source.id: {
            "title": source.title,
            "publisher": source.publisher,
            "dated": source.dated or None,
            "url": source.url or None,
            "speaks_as": source.speaks_as.value,
        }
        for source in sources
    }
