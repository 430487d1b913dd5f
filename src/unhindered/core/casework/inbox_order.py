"""The order in which officers meet what came in, and what of a flood waits aside. Nothing is ever left out.

Danger first, then the work that a device did, then the day. Where more reports wait unread than people can
read, those without work wait in quarantine beyond the first; officers take samples of it. Saying danger
costs a flood nothing, so those that say it have a block of their own there, beyond the first of theirs.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

DANGER_FIRST = ("yes", "unsure", "no")
QUARANTINE_ABOVE = 200
# About a million tries: seconds on a telephone, and hours for a flood of ten thousand reports.
PRIORITY_BITS = 20
SAMPLE = 20


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """One report that waits; `is_open` once an officer read it, sampled it, or recorded anything about it.

    What its source sends later opens it not: a flood can send that too.
    """

    id: str
    danger: str
    work_bits: int
    day: date
    is_open: bool

    @property
    def has_priority(self) -> bool:
        """Whether it never waits in quarantine."""
        return self.is_open or self.work_bits >= PRIORITY_BITS

    @property
    def is_in_danger(self) -> bool:
        """Whether its source says that somebody is in danger now."""
        return self.danger == DANGER_FIRST[0]

    @property
    def order(self) -> tuple[int, int, date, str]:
        """The smaller, the sooner it is read."""
        unknown = DANGER_FIRST.index("unsure")
        rank = DANGER_FIRST.index(self.danger) if self.danger in DANGER_FIRST else unknown
        return rank, -self.work_bits, self.day, self.id


@dataclass(frozen=True, kw_only=True)
class Arranged:
    """Reports by id in their order: those in sight, and those in quarantine, apart where they say danger."""

    in_sight: tuple[str, ...]
    quarantine: tuple[str, ...]
    in_danger: tuple[str, ...]


def arranged(waiting: Iterable[Waiting], *, above: int = QUARANTINE_ABOVE) -> Arranged:
    """All that waits, in order; of unread reports without work only the first `above` are in sight.

    So many of those that say danger, and so many of the others: neither takes the other's place.
    """
    ordered = sorted(waiting, key=lambda item: item.order)
    plain = [item for item in ordered if not item.has_priority]
    in_danger = tuple(item.id for item in plain if item.is_in_danger)[above:]
    quarantine = tuple(item.id for item in plain if not item.is_in_danger)[above:]
    aside = frozenset([*in_danger, *quarantine])
    return Arranged(
        in_sight=tuple(item.id for item in ordered if item.id not in aside),
        quarantine=quarantine,
        in_danger=in_danger,
    )


def sample_of(
    quarantine: Sequence[str], below: Callable[[int], int], *, most: int = SAMPLE
) -> tuple[str, ...]:
    """Some of the quarantine, each as likely as any other: whoever floods cannot choose what is read.

    `below` draws a whole number from 0 up to its argument, less one.
    """
    left = list(quarantine)
    drawn: list[str] = []
    while left and len(drawn) < most:
        drawn.append(left.pop(below(len(left))))
    return tuple(drawn)
