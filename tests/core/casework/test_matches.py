from itertools import combinations

import pytest
from casework_examples import ANNA, BO, DAY, an_id
from hypothesis import given
from hypothesis import strategies as st

from unhindered.core.casework.match_facts import CrossMatchDecided, MatchDecided, MatchUndone
from unhindered.core.casework.match_terms import MatchDecision, MatchOf
from unhindered.core.casework.matches import InCase, matches_of, pair_of, told_in_its_case
from unhindered.core.casework.record import Recorded, arrange

CASES = ("ca" * 16, "cb" * 16, "cc" * 16)
ITEMS = [InCase(case=case, id=an_id(number)) for case in CASES for number in range(3)]
SAME, APART, LATER = MatchDecision.SAME, MatchDecision.NOT_THE_SAME, MatchDecision.LATER
PAIRS = st.sampled_from(list(combinations(ITEMS, 2)))
DECISIONS = st.lists(
    st.tuples(PAIRS, st.sampled_from([SAME, SAME, APART, LATER])), max_size=8, unique_by=lambda item: item[0]
)


def facts_of(number, one, other, decision, *, of=MatchOf.PERSON, by=ANNA):
    """The fact of a decision, or both its halves, each with its case."""
    head = {"by": by, "on": DAY, "match": an_id(100 + number), "of": of, "decision": decision}
    if one.case == other.case:
        return [(one.case, MatchDecided(**head, first=one.id, second=other.id, reason="The same scar."))]
    return [
        (
            ours.case,
            CrossMatchDecided(
                **head, ours=ours.id, other=theirs.id, other_case=theirs.case, sealed="c2VhbGVk"
            ),
        )
        for ours, theirs in ((one, other), (other, one))
    ]


def decided(decisions):
    return [
        fact
        for number, ((one, other), what) in enumerate(decisions)
        for fact in facts_of(number, one, other, what)
    ]


def matches(facts, cases=CASES):
    """What the facts come to at a desk that opened these cases; each at its place in the log."""
    recorded = {case: [] for case in cases}
    for index, (case, fact) in enumerate(facts):
        if case in recorded:
            recorded[case].append(Recorded(index=index, author=fact.by, fact=fact))
    return matches_of({case: arrange(items) for case, items in recorded.items()})


def undone(number, case):
    return (case, MatchUndone(by=BO, on=DAY, match=an_id(100 + number)))


def clusters(found):
    return {cluster.members for cluster in found.clusters}


@given(DECISIONS, st.randoms())
def test_the_order_in_which_decisions_arrive_changes_nothing(decisions, chance):
    facts = decided(decisions)
    shuffled = list(facts)
    chance.shuffle(shuffled)
    first, second = matches(facts), matches(shuffled)

    assert clusters(first) == clusters(second)
    assert [(item.pair, item.decision) for item in first.decisions] == [
        (item.pair, item.decision) for item in second.decisions
    ]
    assert first.contradictions == second.contradictions


@given(DECISIONS)
def test_two_that_were_kept_apart_are_never_in_one_cluster(decisions):
    found = matches(decided(decisions))

    for (one, other), what in decisions:
        if what is APART:
            assert not any({one, other} <= members for members in clusters(found))


@given(DECISIONS)
def test_all_that_was_held_the_same_is_in_one_cluster_or_in_a_contradiction(decisions):
    found = matches(decided(decisions))
    joined = [*clusters(found), *(item.members for item in found.contradictions)]

    for (one, other), what in decisions:
        if what is SAME:
            assert any({one, other} <= members for members in joined)


@given(DECISIONS, PAIRS, st.sampled_from([SAME, APART]))
def test_undoing_a_decision_gives_what_was_before_it(decisions, pair, what):
    one, other = pair
    facts = decided(decisions)
    more = facts_of(50, one, other, what)
    before, after = matches(facts), matches([*facts, *more, undone(50, one.case)])

    assert clusters(after) == clusters(before)
    assert after.decisions == before.decisions


@given(DECISIONS)
def test_a_desk_without_one_of_the_cases_learns_nothing_of_it(decisions):
    found = matches(decided(decisions), cases=CASES[:1])
    named = {item for cluster in found.clusters for item in cluster.members}
    named |= {item for decision in found.decisions for item in (decision.pair.first, decision.pair.second)}
    named |= {item for against in found.contradictions for item in against.members}

    assert {item.case for item in named} <= {CASES[0]}


def test_what_is_the_same_as_the_same_is_the_same():
    one, other, third = ITEMS[0], ITEMS[3], ITEMS[6]
    found = matches(decided([((one, other), SAME), ((other, third), SAME)]))

    assert found.same_as(MatchOf.PERSON, one) == {other, third}
    assert found.same_as(MatchOf.ACT, one) == frozenset()


def test_a_contradiction_joins_nobody_and_says_who_was_kept_apart():
    one, other, third = ITEMS[0], ITEMS[3], ITEMS[6]
    found = matches(decided([((one, other), SAME), ((other, third), SAME), ((one, third), APART)]))
    (against,) = found.contradictions

    assert found.clusters == ()
    assert against.members == {one, other, third}
    assert against.apart == (pair_of(MatchOf.PERSON, one, third),)


def test_two_officers_who_decide_otherwise_are_both_seen_and_nobody_is_joined():
    one, other = ITEMS[:2]
    facts = [*facts_of(1, one, other, SAME), *facts_of(2, one, other, APART, by=BO)]
    found = matches(facts)

    assert found.clusters == ()
    assert len(found.contradictions) == 1
    assert {item.decision for item in found.decisions} == {SAME, APART}


def test_a_decision_across_cases_counts_only_with_both_halves():
    half, _ = facts_of(1, ITEMS[0], ITEMS[3], SAME)

    assert matches([half]).decisions == ()


@pytest.mark.parametrize("case", [CASES[0], CASES[1]])
def test_undoing_either_half_undoes_both(case):
    facts = facts_of(1, ITEMS[0], ITEMS[3], SAME)

    assert matches([*facts, undone(1, case)]).decisions == ()


def test_somebody_without_the_cases_cannot_undo_their_decision():
    facts = facts_of(1, ITEMS[0], ITEMS[3], SAME)

    assert matches([*facts, undone(1, CASES[2])]).clusters != ()


def test_a_case_tells_of_its_own_decisions_and_of_none_across_cases():
    within, (case, across) = (
        facts_of(1, ITEMS[0], ITEMS[1], SAME)[0],
        facts_of(2, ITEMS[0], ITEMS[3], SAME)[0],
    )
    facts = [within[1], across, undone(2, case)[1], undone(1, case)[1]]
    recorded = [Recorded(index=index, author=fact.by, fact=fact) for index, fact in enumerate(facts)]

    assert [item.fact for item in told_in_its_case(recorded)] == [facts[0], facts[3]]
