"""The order in which officers meet what came in, and what of a flood waits aside. Nothing is ever left out.

Danger first, then the work that a device did, then the day. Where more reports wait unread than people can
read, those that say neither danger nor work wait in quarantine beyond the first; officers take samples of it.
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
    """One report that waits; `is_open` once somebody read it, sampled it, or recorded anything about it."""

    id: str
    danger: str
    work_bits: int
    day: date
    is_open: bool

    @property
    def has_priority(self) -> bool:
        """Whether it never waits in quarantine."""
        return self.is_open or self.danger == DANGER_FIRST[0] or self.work_bits >= PRIORITY_BITS

    @property
    def order(self) -> tuple[int, int, date, str]:
        """The smaller, the sooner it is read."""
        unknown = DANGER_FIRST.index("unsure")
        rank = DANGER_FIRST.index(self.danger) if self.danger in DANGER_FIRST else unknown
        return rank, -self.work_bits, self.day, self.id


@dataclass(frozen=True, kw_only=True)
class Arranged:
    """Reports by id in their order: those in sight, and those that wait in quarantine."""

    in_sight: tuple[str, ...]
    quarantine: tuple[str, ...]


def arranged(waiting: Iterable[Waiting], *, above: int = QUARANTINE_ABOVE) -> Arranged:
    """All that waits, in order; of unread reports without priority only the first `above` are in sight."""
    ordered = sorted(waiting, key=lambda item: item.order)
    plain = [item.id for item in ordered if not item.has_priority]
    aside = frozenset(plain[above:])
    return Arranged(
        in_sight=tuple(item.id for item in ordered if item.id not in aside),
        quarantine=tuple(item.id for item in ordered if item.id in aside),
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
