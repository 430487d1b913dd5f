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
        groups: list[set[tuple[str, str]]] = []
        for information in dict.fromkeys(informations):
            marks = self._marks(information)
            touching = [group for group in groups if group & marks]
            groups = [group for group in groups if group not in touching]
            groups.append(marks.union(*touching))
        return len(groups)

    def _marks(self, information: str) -> set[tuple[str, str]]:
        """All that an information goes back to; two with a mark in common are not independent."""
        marks: set[tuple[str, str]] = set()
        at: str | None = information
        while at is not None and ("information", at) not in marks:
            marks.add(("information", at))
            known = self.informations.get(at)
            at = None if known is None else known.rests_on
            if known is not None:
                marks |= _sources(known)
        return marks


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


def _sources(information: InformationRecorded) -> set[tuple[str, str]]:
    named = (
        ("person", information.source),
        ("report", information.report),
        ("document", information.document),
        ("words", " ".join(information.source_in_words.casefold().split())),
    )
    return {(kind, value) for kind, value in named if value}
