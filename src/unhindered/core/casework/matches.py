"""Which records officers hold to be of the same person or act: a view over decisions, never a merger.

What is the same as the same is the same too, but for one rule: two records that were kept apart are never
in one cluster. Where decisions contradict each other in this way, none of the records they join is in any
cluster until people settle it, and the contradiction is shown.

A decision across two cases counts only where both cases are open here and both halves stand. Of a case that
is not open here nothing is said, not even that somebody stands in it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from unhindered.core.casework.match_facts import CrossMatchDecided, MatchDecided, MatchUndone
from unhindered.core.casework.match_terms import MatchDecision, MatchOf
from unhindered.core.casework.record import Record, Recorded


@dataclass(frozen=True, kw_only=True, order=True)
class InCase:
    """A person or act by the id it has in its case."""

    case: str
    id: str


@dataclass(frozen=True, kw_only=True, order=True)
class Pair:
    """Two records of one kind, in a fixed order: the same pair whoever is named first."""

    of: MatchOf
    first: InCase
    second: InCase


@dataclass(frozen=True, kw_only=True)
class PairDecision:
    """What was decided about a pair. `facts` are the places of its fact, or of both halves, by case."""

    match: str
    pair: Pair
    decision: MatchDecision
    by: str
    on: date
    fact: MatchDecided | CrossMatchDecided
    places: Mapping[str, int]


@dataclass(frozen=True, kw_only=True)
class Cluster:
    """Records that are of the same person or act, two at least."""

    of: MatchOf
    members: frozenset[InCase]


@dataclass(frozen=True, kw_only=True)
class Contradiction:
    """Records that decisions join although two of them, `apart`, were kept apart."""

    of: MatchOf
    members: frozenset[InCase]
    apart: tuple[Pair, ...]


@dataclass(frozen=True, kw_only=True)
class Matches:
    """All that was decided and stands, and what follows from it."""

    decisions: tuple[PairDecision, ...]
    clusters: tuple[Cluster, ...]
    contradictions: tuple[Contradiction, ...]

    def same_as(self, of: MatchOf, item: InCase) -> frozenset[InCase]:
        """The other records of the same person or act."""
        for cluster in self.clusters:
            if cluster.of is of and item in cluster.members:
                return cluster.members - {item}
        return frozenset()

    def on_pair(self, pair: Pair) -> tuple[PairDecision, ...]:
        """What was decided about a pair and stands."""
        return tuple(item for item in self.decisions if item.pair == pair)


def pair_of(of: MatchOf, one: InCase, other: InCase) -> Pair:
    """The pair of two records, whoever is named first."""
    first, second = sorted((one, other))
    return Pair(of=of, first=first, second=second)


def matches_of(records: Mapping[str, Record]) -> Matches:
    """What the decisions in these cases, by case id, come to; the same in any order."""
    undone = {(case, fact.match) for case, record in records.items() for _, fact in record.of(MatchUndone)}
    decisions = [
        item
        for item in (*_within(records), *_across(records))
        if _is_pair(item) and not any((case, item.match) in undone for case in item.places)
    ]
    decisions.sort(key=lambda item: (item.pair, item.match, item.decision))
    clusters: list[Cluster] = []
    contradictions: list[Contradiction] = []
    for of in MatchOf:
        here = [item for item in decisions if item.pair.of is of]
        apart = {item.pair for item in here if item.decision is MatchDecision.NOT_THE_SAME}
        for members in _joined(item.pair for item in here if item.decision is MatchDecision.SAME):
            against = tuple(sorted(pair for pair in apart if {pair.first, pair.second} <= members))
            if against:
                contradictions.append(Contradiction(of=of, members=members, apart=against))
            else:
                clusters.append(Cluster(of=of, members=members))
    return Matches(decisions=tuple(decisions), clusters=tuple(clusters), contradictions=tuple(contradictions))


def told_in_its_case(facts: Sequence[Recorded]) -> tuple[Recorded, ...]:
    """The facts less the decisions across cases and what undoes them: no case tells of another one."""
    across = {item.fact.match for item in facts if isinstance(item.fact, CrossMatchDecided)}
    if not across:
        return tuple(facts)
    return tuple(
        item
        for item in facts
        if not (isinstance(item.fact, CrossMatchDecided | MatchUndone) and item.fact.match in across)
    )


def _is_pair(item: PairDecision) -> bool:
    return item.pair.first != item.pair.second


def _within(records: Mapping[str, Record]) -> Iterator[PairDecision]:
    for case, record in records.items():
        for index, fact in record.of(MatchDecided):
            pair = pair_of(fact.of, InCase(case=case, id=fact.first), InCase(case=case, id=fact.second))
            yield _decision(pair, fact, {case: index})


def _across(records: Mapping[str, Record]) -> Iterator[PairDecision]:
    halves: dict[tuple[str, Pair, MatchDecision, str], dict[str, tuple[int, CrossMatchDecided]]] = {}
    for case, record in records.items():
        for index, fact in record.of(CrossMatchDecided):
            ours = InCase(case=case, id=fact.ours)
            pair = pair_of(fact.of, ours, InCase(case=fact.other_case, id=fact.other))
            key = (fact.match, pair, fact.decision, fact.by)
            halves.setdefault(key, {}).setdefault(case, (index, fact))
    for (_, pair, _, _), found in halves.items():
        if found.keys() == {pair.first.case, pair.second.case}:
            places = {case: index for case, (index, _) in found.items()}
            yield _decision(pair, found[pair.first.case][1], places)


def _decision(pair: Pair, fact: MatchDecided | CrossMatchDecided, places: Mapping[str, int]) -> PairDecision:
    return PairDecision(
        match=fact.match,
        pair=pair,
        decision=fact.decision,
        by=fact.by,
        on=fact.on,
        fact=fact,
        places=dict(sorted(places.items())),
    )


def _joined(pairs: Iterable[Pair]) -> list[frozenset[InCase]]:
    """The groups that pairs join, in a fixed order."""
    groups: dict[InCase, set[InCase]] = {}
    for pair in pairs:
        one = groups.setdefault(pair.first, {pair.first})
        other = groups.setdefault(pair.second, {pair.second})
        if one is not other:
            small, large = sorted((one, other), key=len)
            large |= small
            groups.update(dict.fromkeys(small, large))
    distinct = {id(group): frozenset(group) for group in groups.values()}
    return sorted(distinct.values(), key=min)
