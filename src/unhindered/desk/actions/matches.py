"""Who is the same person, what the same act or event: proposals, decisions of officers, and undoing them.

Nothing is merged, and no program decides. Of a case that this officer has no key of, nothing is said.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from unhindered.core.casework.case import Case
from unhindered.core.casework.codec import to_json
from unhindered.core.casework.facts import Fact
from unhindered.core.casework.match_facts import CrossMatchDecided, FeatureCompared, MatchDecided
from unhindered.core.casework.match_terms import MatchDecision, MatchOf
from unhindered.core.casework.matches import (
    Contradiction,
    InCase,
    Matches,
    Pair,
    PairDecision,
    matches_of,
    pair_of,
)
from unhindered.core.casework.record import Record
from unhindered.core.errors import Refused
from unhindered.desk.actions.match_sides import Side, side_of
from unhindered.desk.actions.recording import new_fact, new_id
from unhindered.desk.casebook import one_of
from unhindered.desk.desk import Desk
from unhindered.desk.entries.inner import case_subject, facts_as_sent
from unhindered.desk.entries.match_reason import Why, read_why, seal_why
from unhindered.desk.linkage.searching import Compared, Found, Proposed, Search, Tables, tables_of
from unhindered.desk.outbox import Letter

_KINDS = {"person": MatchOf.PERSON, "act": MatchOf.ACT, "event": MatchOf.EVENT}


@dataclass(frozen=True, kw_only=True)
class ProposalView:
    """A pair to be decided on."""

    of: MatchOf
    first: Side
    second: Side
    weight: float
    compared: tuple[Compared, ...]

    @property
    def key(self) -> str:
        """The pair in one word, for forms and addresses of this page."""
        return pair_key(self.of, self.first, self.second)


@dataclass(frozen=True, kw_only=True)
class DecisionView:
    """A decision that stands; `why` is the officer's reason."""

    match: str
    of: MatchOf
    decision: MatchDecision
    first: Side
    second: Side
    officer: str
    on: date
    why: str
    compared: tuple[FeatureCompared, ...]
    weight: float | None


@dataclass(frozen=True, kw_only=True)
class ContradictionView:
    """Records that are held to be the same although some of them were held apart; none counts as the same."""

    of: MatchOf
    members: tuple[Side, ...]
    apart: tuple[tuple[Side, Side], ...]


@dataclass(frozen=True, kw_only=True)
class MatchesView:
    """All that the page of matches shows."""

    proposals: tuple[ProposalView, ...]
    more: int
    put_off: tuple[DecisionView, ...]
    decided: tuple[DecisionView, ...]
    contradictions: tuple[ContradictionView, ...]


@dataclass(frozen=True, kw_only=True)
class SameAs:
    """Another record of the same person, act or event, in a case that this officer can open."""

    case: str
    case_name: str
    id: str
    label: str


def pair_key(of: MatchOf, first: Side | InCase, second: Side | InCase) -> str:
    """A pair in one word."""
    return "-".join((of, first.case, first.id, second.case, second.id))


def read_pair(key: str) -> Pair:
    """The pair that `pair_key` wrote.

    Raises:
        Refused: it is none.
    """
    parts = key.split("-")
    if len(parts) != 5 or parts[0] not in _KINDS:
        raise Refused("This is no pair of records.", advice="Go back to the list, and choose again.")
    return pair_of(_KINDS[parts[0]], InCase(case=parts[1], id=parts[2]), InCase(case=parts[3], id=parts[4]))


def tables(desk: Desk) -> Tables:
    """What is searched: the records of all cases that this officer opened."""
    with desk.lock:
        return tables_of({case: desk.book.case(case) for case in desk.book.case_ids()})


def proposal_of(desk: Desk, pair: Pair) -> Proposed | None:
    """What a search says of two records now; None where it proposes nothing, or cannot be made here."""
    try:
        found = Search(tables(desk)).found()
    except Refused:
        return None
    return next((item for item in found.proposed if item.pair == pair), None)


def matches_at(desk: Desk) -> Matches:
    """What was decided in all cases of this officer, and what follows."""
    return matches_of({case: desk.book.case(case).record for case in desk.book.case_ids()})


def matches_view(desk: Desk, found: Found | None, *, most: int = 100) -> MatchesView:
    """Proposals that nobody has decided on, strongest first, and what was decided."""
    with desk.lock:
        known = matches_at(desk)
        open_pairs = [] if found is None else _undecided(desk, known, found.proposed)
        return MatchesView(
            proposals=tuple(_proposal(desk, item) for item in open_pairs[:most]),
            more=max(0, len(open_pairs) - most),
            put_off=tuple(
                _decision(desk, item) for item in known.decisions if item.decision is MatchDecision.LATER
            ),
            decided=tuple(
                _decision(desk, item) for item in known.decisions if item.decision is not MatchDecision.LATER
            ),
            contradictions=tuple(_contradiction(desk, item) for item in known.contradictions),
        )


def same_as(desk: Desk, case: str, item: str, *, of: MatchOf = MatchOf.PERSON) -> tuple[SameAs, ...]:
    """The other records of the same person, act or event, in cases that this officer can open.

    Looks only at this case and at those that its decisions lead to.

    Raises:
        Refused: this officer has access to no such case.
    """
    with desk.lock:
        here = InCase(case=desk.case_keys(case).id, id=item)
        found = matches_of(_records_led_to(desk, here.case)).same_as(of, here)
        sides = [side_of(desk, other) for other in sorted(found)]
        return tuple(
            SameAs(case=side.case, case_name=side.case_name, id=side.id, label=side.label) for side in sides
        )


def decide(
    desk: Desk,
    pair: Pair,
    decision: MatchDecision,
    reason: str,
    today: date,
    *,
    proposed: Proposed | None = None,
) -> str:
    """Record what an officer decided about two records, in both cases at once; returns the decision's id.

    Raises:
        Refused: no such records, they are the same record, no reason, or the pair is decided already.
    """
    with desk.lock:
        _require_known(desk, pair)
        standing = matches_at(desk).on_pair(pair)
        if any(item.decision is not MatchDecision.LATER for item in standing):
            raise Refused(
                "About these two it was decided already.", advice="Undo that decision first, if it was wrong."
            )
        match, facts = _new_decision(desk, pair, decision, _why_of(reason, proposed), today)
        for item in standing:
            for case in item.places:
                facts[case].append(_undoing(desk, item, today))
        _post(desk, facts)
        return match


def undo(desk: Desk, match: str, today: date) -> None:
    """Record that a decision does not hold any more, in both its cases: the question is open again.

    Raises:
        Refused: no such decision stands in the cases of this officer.
    """
    with desk.lock:
        known = {item.match: item for item in matches_at(desk).decisions}
        decision = known[one_of(match, known, "decision")]
        fact = _undoing(desk, decision, today)
        _post(desk, {case: [fact] for case in decision.places})


def _records_led_to(desk: Desk, case: str) -> Mapping[str, Record]:
    open_here = set(desk.book.case_ids())
    found: dict[str, Record] = {}
    ahead = {case} & open_here
    while ahead:
        name = ahead.pop()
        record = found[name] = desk.book.case(name).record
        led_to = {fact.other_case for _, fact in record.of(CrossMatchDecided)}
        ahead |= (led_to & open_here) - found.keys()
    return found


def _require_known(desk: Desk, pair: Pair) -> None:
    for item in (pair.first, pair.second):
        case = desk.book.case(desk.case_keys(item.case).id)
        if item.id not in _things(case, pair.of):
            raise Refused(
                "One of the two records is not in its case.",
                advice="Look for proposals again: it may be gone.",
            )
    if pair.first == pair.second:
        raise Refused("This is one record, not two.", advice="Choose two.")


def _things(case: Case, of: MatchOf) -> Iterable[str]:
    match of:
        case MatchOf.PERSON:
            return case.persons
        case MatchOf.ACT:
            return [act.act for act in case.acts]
        case MatchOf.EVENT:
            return [event.event for event in case.descriptions.events]


def _why_of(reason: str, proposed: Proposed | None) -> Why:
    if not reason.strip():
        raise Refused("A decision needs a reason.", advice="Say in a few words what makes you sure, or not.")
    if proposed is None:
        return Why(reason=reason.strip())
    compared = tuple(
        FeatureCompared(feature=item.feature, likeness=item.likeness) for item in proposed.compared
    )
    return Why(reason=reason.strip(), compared=compared, weight=round(100 * proposed.weight))


def _new_decision(
    desk: Desk, pair: Pair, decision: MatchDecision, why: Why, today: date
) -> tuple[str, dict[str, list[Fact]]]:
    """The id of a decision, and its fact or its two halves, by case."""
    match = new_id()
    head = {"match": match, "of": pair.of, "decision": decision}
    if pair.first.case == pair.second.case:
        ids = {"first": pair.first.id, "second": pair.second.id}
        whole = new_fact(desk, MatchDecided.__name__, {**head, **ids, **to_json(why)}, today)
        return match, {pair.first.case: [whole]}
    halves: dict[str, list[Fact]] = {}
    for ours, other in ((pair.first, pair.second), (pair.second, pair.first)):
        sealed = seal_why(why, desk.case_keys(other.case))
        half = {**head, "ours": ours.id, "other": other.id, "other_case": other.case, "sealed": sealed}
        halves[ours.case] = [new_fact(desk, CrossMatchDecided.__name__, half, today)]
    return match, halves


def _undoing(desk: Desk, decision: PairDecision, today: date) -> Fact:
    return new_fact(desk, "MatchUndone", {"match": decision.match}, today)


def _post(desk: Desk, facts: Mapping[str, Sequence[Fact]]) -> None:
    """Record facts of one or two cases in one letter: all or none."""
    desk.require_roster()
    pen = desk.pen()
    recorded = [
        (case_subject(case), tuple(some), pen.facts(case_subject(case), some, desk.case_keys(case)))
        for case, some in facts.items()
    ]
    waiting = tuple(facts_as_sent(subject, some, entry) for subject, some, entry in recorded)
    desk.post(Letter(entries=tuple(entry for _, _, entry in recorded), facts=waiting))


def _undecided(desk: Desk, known: Matches, proposed: Sequence[Proposed]) -> list[Proposed]:
    decided = {item.pair for item in known.decisions}
    clusters = {
        (cluster.of, item): number
        for number, cluster in enumerate(known.clusters)
        for item in cluster.members
    }
    things: dict[tuple[str, MatchOf], frozenset[str]] = {}

    def is_there(of: MatchOf, item: InCase) -> bool:
        if item.case not in desk.book.case_keys:
            return False
        key = (item.case, of)
        if key not in things:
            things[key] = frozenset(_things(desk.book.case(item.case), of))
        return item.id in things[key]

    def is_open(pair: Pair) -> bool:
        one, other = clusters.get((pair.of, pair.first)), clusters.get((pair.of, pair.second))
        is_joined = one is not None and one == other
        return (
            pair not in decided
            and not is_joined
            and all(is_there(pair.of, item) for item in (pair.first, pair.second))
        )

    return [item for item in proposed if is_open(item.pair)]


def _proposal(desk: Desk, item: Proposed) -> ProposalView:
    return ProposalView(
        of=item.pair.of,
        first=side_of(desk, item.pair.first),
        second=side_of(desk, item.pair.second),
        weight=item.weight,
        compared=item.compared,
    )


def _decision(desk: Desk, item: PairDecision) -> DecisionView:
    why = _why(desk, item.fact)
    return DecisionView(
        match=item.match,
        of=item.pair.of,
        decision=item.decision,
        first=side_of(desk, item.pair.first),
        second=side_of(desk, item.pair.second),
        officer=desk.book.officer_name(item.by),
        on=item.on,
        why=why.reason,
        compared=why.compared,
        weight=None if why.weight is None else why.weight / 100,
    )


def _why(desk: Desk, fact: MatchDecided | CrossMatchDecided) -> Why:
    if isinstance(fact, MatchDecided):
        return Why(reason=fact.reason, compared=fact.compared, weight=fact.weight)
    try:
        return read_why(fact.sealed, desk.case_keys(fact.other_case))
    except (Refused, ValueError):
        return Why(reason="What was sealed to both cases cannot be read here.")


def _contradiction(desk: Desk, item: Contradiction) -> ContradictionView:
    sides = {member: side_of(desk, member) for member in item.members}
    return ContradictionView(
        of=item.of,
        members=tuple(sides[member] for member in sorted(sides)),
        apart=tuple((sides[pair.first], sides[pair.second]) for pair in item.apart),
    )
