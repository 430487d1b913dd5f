"""Where informations come from: which rest on one another, and how many of them are independent.

Two are independent if neither rests on the other or on a third that both rest on, and they have not the same
person, report, document or words as their source. Ten newspapers that quote one neighbour are one source.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from unhindered.core.casework.fact_bases import Described
from unhindered.core.casework.information_facts import InformationRecorded
from unhindered.core.casework.record import Record

_Mark = tuple[str, str]


@dataclass(frozen=True, kw_only=True)
class Origins:
    """The informations of a case as last described, and who recorded what is described in it."""

    informations: Mapping[str, InformationRecorded]
    _recorded_by: Mapping[str, frozenset[str]]
    _last_described: Mapping[str, int]

    def knows(self, information: str) -> bool:
        """Whether the case has such an information."""
        return information in self.informations

    def recorded_by(self, described: str) -> frozenset[str]:
        """The officers who described something under this id."""
        return self._recorded_by.get(described, frozenset())

    def is_rumour(self, information: str) -> bool:
        """Whether somebody tells what others said, and nobody recorded which others."""
        known = self.informations.get(information)
        return known is not None and known.is_firsthand is False and known.rests_on is None

    def changed_since(self, described: str, index: int) -> bool:
        """Whether something was described anew after this place in the log."""
        return self._last_described.get(described, -1) > index

    def independent(self, informations: Iterable[str]) -> int:
        """How many sources that are independent of each other stand behind these."""
        asked = tuple(dict.fromkeys(informations))
        groups, passed = _Groups(), set[str]()
        for information in asked:
            at: str | None = information
            # What one goes back to is passed once, be it a ring or thousands in a row.
            while at is not None and at not in passed:
                passed.add(at)
                known = self.informations.get(at)
                for mark in () if known is None else _goes_back_to(known):
                    groups.join(("information", at), mark)
                at = None if known is None else known.rests_on
        return len({groups.of(("information", information)) for information in asked})


class _Groups:
    """Marks that belong together; two informations in one group are not independent."""

    def __init__(self) -> None:
        self._above: dict[_Mark, _Mark] = {}

    def of(self, mark: _Mark) -> _Mark:
        """The mark that stands for the whole group of this one."""
        way = []
        while (above := self._above.get(mark, mark)) != mark:
            way.append(mark)
            mark = above
        self._above |= dict.fromkeys(way, mark)
        return mark

    def join(self, one: _Mark, other: _Mark) -> None:
        """Make one group of the groups of both."""
        self._above[self.of(one)] = self.of(other)


def origins_of(record: Record) -> Origins:
    """The informations of a record; the last description of each counts."""
    by: dict[str, set[str]] = {}
    last: dict[str, int] = {}
    for index, fact in record.of(Described):
        name = getattr(fact, fact.id_field)
        by.setdefault(name, set()).add(fact.by)
        last[name] = index
    return Origins(
        informations=MappingProxyType({fact.information: fact for _, fact in record.of(InformationRecorded)}),
        _recorded_by=MappingProxyType({name: frozenset(officers) for name, officers in by.items()}),
        _last_described=MappingProxyType(last),
    )


def _goes_back_to(information: InformationRecorded) -> set[_Mark]:
    named = (
        ("information", information.rests_on),
        ("person", information.source),
        ("report", information.report),
        ("document", information.document),
        ("words", " ".join(information.source_in_words.casefold().split())),
    )
    return {(kind, value) for kind, value in named if value}
