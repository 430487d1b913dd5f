"""Facts with their place in the log: ordered, doubles dropped, what cannot count set aside in sight."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from unhindered.core.canonical_json import canonical_json
from unhindered.core.casework.conflicts import Conflict, ConflictKind
from unhindered.core.casework.fact_bases import RecordedBy
from unhindered.core.casework.facts import Fact, fact_to_json

F = TypeVar("F", bound=RecordedBy)


@dataclass(frozen=True, kw_only=True)
class Recorded:
    """A fact at its `index` in the log; `author` is the officer whose signature on the entry was checked.

    `identity` says which fact of which entry it is: the same again is the same entry, sent twice. Empty
    where that is not known; then nothing is taken for a double.
    """

    index: int
    author: str
    fact: Fact
    identity: str = ""


@dataclass(frozen=True, kw_only=True)
class Record:
    """All that counts, in log order; what was set aside, and why."""

    facts: tuple[Recorded, ...]
    set_aside: tuple[Recorded, ...]
    conflicts: tuple[Conflict, ...]

    def of(self, kind: type[F]) -> Iterator[tuple[int, F]]:
        """The facts of one kind with their places, in order."""
        return ((item.index, item.fact) for item in self.facts if isinstance(item.fact, kind))


def arrange(recorded: Iterable[Recorded]) -> Record:
    """The same record for any order of arrival.

    A fact whose entry came twice counts once, at its first place; one that an officer records twice counts
    twice. Two different facts at one place are both set aside, and so is a fact that names another officer
    than the one who signed it.
    """
    places: dict[int, list[Recorded]] = {}
    for item in recorded:
        here = places.setdefault(item.index, [])
        if item not in here:
            here.append(item)
    facts: list[Recorded] = []
    set_aside: list[Recorded] = []
    conflicts: list[Conflict] = []
    seen: set[tuple[str, str, bytes]] = set()
    for index in sorted(places):
        here = places[index]
        kind = _why_set_aside(here)
        if kind is not None:
            set_aside += sorted(here, key=repr)
            conflicts.append(Conflict(kind=kind, indexes=(index,)))
        elif not _is_double(here[0], seen):
            facts += here
    return Record(facts=tuple(facts), set_aside=tuple(set_aside), conflicts=tuple(conflicts))


def _is_double(item: Recorded, seen: set[tuple[str, str, bytes]]) -> bool:
    if not item.identity:
        return False
    # Another fact under the same identity is not the same: it is kept.
    same = (item.author, item.identity, canonical_json(fact_to_json(item.fact)))
    is_double = same in seen
    seen.add(same)
    return is_double


def _why_set_aside(here: list[Recorded]) -> ConflictKind | None:
    if len(here) > 1:
        return ConflictKind.TWO_AT_ONE_PLACE
    if here[0].author != here[0].fact.by:
        return ConflictKind.WRITTEN_FOR_ANOTHER
    return None
