"""Facts with their place in the log: ordered, doubles dropped, what cannot count set aside in sight."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Any, TypeVar

from unhindered.core.canonical_json import canonical_json
from unhindered.core.casework.conflicts import Conflict, ConflictKind
from unhindered.core.casework.fact_bases import RecordedBy
from unhindered.core.casework.facts import Fact, fact_to_json
from unhindered.core.casework.undoable import UNDOABLE
from unhindered.core.casework.work_facts import FactUndone

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
    """All that counts, in log order; what was undone; what was set aside, and why.

    `undoings` says by the place of an undone fact which undoings it has, in log order.
    """

    facts: tuple[Recorded, ...]
    set_aside: tuple[Recorded, ...]
    conflicts: tuple[Conflict, ...]
    undone: tuple[Recorded, ...] = ()
    undoings: Mapping[int, tuple[Recorded, ...]] = field(default_factory=lambda: MappingProxyType({}))

    def of(self, kind: type[F]) -> Iterator[tuple[int, F]]:
        """The facts of one kind with their places, in order."""
        if kind not in self._by_kind:
            found = ((item.index, item.fact) for item in self.facts if isinstance(item.fact, kind))
            self._by_kind[kind] = tuple(found)
        return iter(self._by_kind[kind])

    @cached_property
    def _by_kind(self) -> dict[type[RecordedBy], tuple[tuple[int, Any], ...]]:
        # Lists of many cases ask each record for the same few kinds, again and again.
        return {}

    @property
    def history(self) -> tuple[Recorded, ...]:
        """All facts in log order, the undone ones too."""
        return tuple(sorted((*self.facts, *self.undone), key=lambda item: item.index))


def arrange(recorded: Iterable[Recorded]) -> Record:
    """The same record for any order of arrival.

    A fact whose entry came twice counts once, at its first place; one that an officer records twice counts
    twice. Two different facts at one place are both set aside, and so is a fact that names another officer
    than the one who signed it. What was undone is kept apart, unless the undoing was undone.
    """
    places: dict[int, list[Recorded]] = {}
    for item in recorded:
        here = places.setdefault(item.index, [])
        if item not in here:
            here.append(item)
    facts: list[Recorded] = []
    set_aside: list[Recorded] = []
    conflicts: list[Conflict] = []
    seen: dict[tuple[str, str], list[Fact]] = {}
    for index in sorted(places):
        here = places[index]
        kind = _why_set_aside(here)
        if kind is not None:
            set_aside += sorted(here, key=repr)
            conflicts.append(Conflict(kind=kind, indexes=(index,)))
        elif not _is_double(here[0], seen):
            facts += here
    undoings, undo_conflicts = _undoings(facts)
    return Record(
        facts=tuple(item for item in facts if item.index not in undoings),
        set_aside=tuple(set_aside),
        conflicts=(*conflicts, *undo_conflicts),
        undone=tuple(item for item in facts if item.index in undoings),
        undoings=MappingProxyType(undoings),
    )


def _undoings(facts: Sequence[Recorded]) -> tuple[dict[int, tuple[Recorded, ...]], list[Conflict]]:
    """What is undone, by its place. An undoing reaches only back: the last in the log is looked at first."""
    named: dict[str, list[Recorded]] = {}
    for item in facts:
        named.setdefault(item.identity, []).append(item)
    undone: dict[int, tuple[Recorded, ...]] = {}
    conflicts: list[Conflict] = []
    for item in reversed(facts):
        if not isinstance(item.fact, FactUndone) or item.index in undone:
            continue
        target = _only(named.get(item.fact.undone, []), before=item.index)
        if target is None:
            conflicts.append(Conflict(kind=ConflictKind.UNDOES_NOTHING, indexes=(item.index,)))
        elif type(target.fact) not in UNDOABLE:
            conflicts.append(Conflict(kind=ConflictKind.CANNOT_BE_UNDONE, indexes=(target.index, item.index)))
        else:
            undone[target.index] = (item, *undone.get(target.index, ()))
    return undone, conflicts


def _only(named: Sequence[Recorded], *, before: int) -> Recorded | None:
    # Of two facts under one identity nobody can say which was meant: both go on counting.
    return named[0] if len(named) == 1 and named[0].index < before else None


def _is_double(item: Recorded, seen: dict[tuple[str, str], list[Fact]]) -> bool:
    if not item.identity:
        return False
    others = seen.setdefault((item.author, item.identity), [])
    # Another fact under the same identity is not the same: it is kept.
    is_double = any(_is_same(item.fact, other) for other in others)
    others.append(item.fact)
    return is_double


def _is_same(fact: Fact, other: Fact) -> bool:
    return canonical_json(fact_to_json(fact)) == canonical_json(fact_to_json(other))


def _why_set_aside(here: list[Recorded]) -> ConflictKind | None:
    if len(here) > 1:
        return ConflictKind.TWO_AT_ONE_PLACE
    if here[0].author != here[0].fact.by:
        return ConflictKind.WRITTEN_FOR_ANOTHER
    return None
