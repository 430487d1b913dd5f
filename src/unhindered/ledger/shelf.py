"""The facts as pages ask for them: by State, by symbol, by year, by source."""

import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from unhindered.facts.rows import (
    Ask,
    Group,
    Joined,
    NamesHeld,
    ReportPart,
    Resolution,
    SgNamed,
    SgReport,
    Source,
    Sponsor,
    Stage,
    State,
    TreatyRow,
)
from unhindered.facts.tables import Facts

Row = TypeVar("Row")


class Shelf:
    """All tables, ordered once for a whole build."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.states: dict[str, State] = {
            state.iso3: state for state in sorted(facts.states, key=lambda state: by_name(state.name))
        }
        self.reports: dict[int, SgReport] = {report.year: report for report in facts.sg_reports}
        self.resolutions: dict[str, Resolution] = {row.symbol: row for row in facts.resolutions}
        self._sources = {source.id: source for source in facts.sources}
        self._named = _grouped(facts.sg_named, lambda row: row.iso3)
        self._treaties = _grouped(facts.treaty_acts, lambda row: row.iso3)
        self._sponsored = _grouped(facts.sponsors, lambda row: row.iso3)
        self._sponsors = _grouped(facts.sponsors, lambda row: row.symbol)
        self._joined = _grouped(facts.joined, lambda row: row.iso3)
        self._stages = _grouped(facts.stages, lambda row: row.symbol)
        self._asks = _grouped(facts.asks, lambda row: row.symbol)

    def sources(self, ids: Iterable[str]) -> list[Source]:
        """The sources of a row, in its order."""
        return [self._sources[source] for source in ids]

    def named(self, iso3: str) -> Sequence[SgNamed]:
        """Every report that a source says names this State."""
        return self._named.get(iso3, ())

    def treaties(self, iso3: str) -> Sequence[TreatyRow]:
        """What this State did about each treaty we hold."""
        return self._treaties.get(iso3, ())

    def sponsored(self, iso3: str) -> Sequence[Sponsor]:
        """The resolutions whose sponsors we hold, where this State is among them."""
        return self._sponsored.get(iso3, ())

    def joined(self, iso3: str) -> Sequence[Joined]:
        """The joint statements this State joined."""
        return self._joined.get(iso3, ())

    def sponsors(self, symbol: str) -> Sequence[Sponsor]:
        """The sponsors of a resolution, as far as we hold them."""
        return self._sponsors.get(symbol, ())

    def stages(self, symbol: str) -> Sequence[Stage]:
        """The stages of a resolution, in their order."""
        return self._stages.get(symbol, ())

    def asks(self, symbol: str) -> Sequence[Ask]:
        """What a resolution asks of States."""
        return self._asks.get(symbol, ())

    def group(self, group: Group) -> list[State]:
        """The States of a regional group, by name."""
        return [state for state in self.states.values() if state.group is group]

    def telling_years(self) -> tuple[int, ...]:
        """The years whose lists we hold in full, at least for new cases: only these can be compared."""
        full = (NamesHeld.COMPLETE, NamesHeld.NEW_CASES)
        return tuple(report.year for report in self.facts.sg_reports if report.names_held in full)

    def telling_years_naming(self, iso3: str) -> tuple[int, ...]:
        """The telling years whose full list names this State."""
        telling = self.telling_years()
        return tuple(
            sorted(
                {
                    row.year
                    for row in self.named(iso3)
                    if row.year in telling and row.part is not ReportPart.FOLLOW_UP
                }
            )
        )


def by_name(name: str) -> str:
    """What names are sorted by: accents and case do not count."""
    apart = unicodedata.normalize("NFKD", name.casefold())
    return "".join(char for char in apart if not unicodedata.combining(char))


def _grouped(rows: Iterable[Row], key: Callable[[Row], str]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[key(row)].append(row)
    return dict(found)
