"""Who can be asked today, when somebody is in danger: bodies that act at once, in our own words.

Every row names its sources and how well it was checked; what was only known in general is no row. Addresses
change and are not here: ask the body for the one of today.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from unhindered.facts.rows import Source, Status
from unhindered.facts.tables import read_rows


class Region(StrEnum):
    """Where a body has something to say; `national` where the State has one of its own."""

    WORLD = "world"
    AFRICA = "africa"
    AMERICAS = "americas"
    EUROPE = "europe"
    NATIONAL = "national"


@dataclass(frozen=True, kw_only=True)
class UrgentMechanism:
    """One body and what it can be asked for at once; `needs` is what has to be so before it can act."""

    id: str
    name: str
    region: Region
    helps_with: tuple[str, ...]
    asks_for: str
    needs: str
    consent: str
    how_soon: str
    sources: tuple[str, ...]
    status: Status
    note: str


@cache
def urgent_mechanisms() -> tuple[UrgentMechanism, ...]:
    """All of them, in the order of the table."""
    return read_urgent(_packaged)


@cache
def urgent_sources() -> dict[str, Source]:
    """What the rows were drawn from, by id."""
    return {source.id: source for source in read_rows(_packaged("urgent_sources"), Source)}


def read_urgent(read: Callable[[str], bytes]) -> tuple[UrgentMechanism, ...]:
    """The rows; `read` gives the bytes of a table by its name.

    Raises:
        Refused: a row without a source or a status, or with a value that its column cannot hold.
    """
    known = [source.id for source in read_rows(read("urgent_sources"), Source)]
    return read_rows(read("urgent_mechanisms"), UrgentMechanism, known_sources=known)


def _packaged(name: str) -> bytes:
    return (files("unhindered.facts") / "tables" / f"{name}.csv").read_bytes()
