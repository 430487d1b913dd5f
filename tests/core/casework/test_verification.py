import random

import pytest
from casework_examples import ANNA, BO, DAY, an_id, case_of, opened
from hypothesis import given
from hypothesis import strategies as st

from unhindered.core.casework.act_facts import ActRecorded
from unhindered.core.casework.case import replay
from unhindered.core.casework.conflicts import ConflictKind
from unhindered.core.casework.information_facts import InformationRecorded
from unhindered.core.casework.record import Recorded
from unhindered.core.casework.verification import judgement_sha256
from unhindered.core.casework.verification_facts import (
    DisagreementSettled,
    ElementJudged,
    InformationGraded,
    JudgementReviewed,
)
from unhindered.core.casework.verification_terms import (
    Credibility,
    Element,
    Finding,
    JudgementStage,
    Reliability,
    ReviewDecision,
    StandardOfProof,
)

CLEO, DINA = "cleo", "dina"
ACT = ActRecorded(by=ANNA, on=DAY, act=an_id(50), type_of_act="RX13")


def information(number, **changes):
    fields = {"by": ANNA, "on": DAY, "information": an_id(number), "account": "They beat him at the gate."}
    return InformationRecorded(**fields | {"source_in_words": f"neighbour {number}"} | changes)


def graded(number, **changes):
    fields = {
        "by": ANNA,
        "on": DAY,
        "information": an_id(number),
        "reliability": Reliability.LIKELY_RELIABLE,
        "reliability_because": "Known for years.",
        "credibility": Credibility.LIKELY_CREDIBLE,
        "credibility_because": "Fits the medical record.",
    }
    return InformationGraded(**fields | changes)


def judged(number=70, **changes):
    fields = {
        "by": ANNA,
        "on": DAY,
        "judgement": an_id(number),
        "about": an_id(50),
        "element": Element.HAPPENED,
        "finding": Finding.ESTABLISHED,
        "standard": StandardOfProof.REASONABLE_GROUNDS_TO_BELIEVE,
        "reasoning": "Two people saw it from two houses.",
        "supported_by": (an_id(60), an_id(61)),
    }
    return ElementJudged(**fields | changes)


def reviewed(judgement, decision=ReviewDecision.AGREED, **changes):
    fields = {"by": BO, "on": DAY, "judgement": judgement.judgement, "comment": "I read both accounts."}
    return JudgementReviewed(
        **fields | {"judgement_sha256": judgement_sha256(judgement), "decision": decision} | changes
    )


def settled(judgement, **changes):
    fields = {"by": CLEO, "on": DAY, "judgement": judgement.judgement, "comment": "Heard both."}
    return DisagreementSettled(
        **fields | {"judgement_sha256": judgement_sha256(judgement), "stands": True} | changes
    )


BEFORE = (opened(), ACT, information(60), information(61), graded(60), graded(61))


def finding(*facts):
    return case_of(*facts).verification.finding(an_id(50), Element.HAPPENED)


def stage(*facts):
    return case_of(*facts).verification.judgements[an_id(70)].stage


def kinds(*facts):
    return [conflict.kind for conflict in case_of(*facts).conflicts]


def test_what_nobody_judged_is_reported_and_no_more():
    assert finding(*BEFORE) is Finding.REPORTED


def test_a_judgement_establishes_nothing_before_somebody_else_agreed():
    assert finding(*BEFORE, judged()) is Finding.BEING_VERIFIED
    assert finding(*BEFORE, judged(), reviewed(judged())) is Finding.ESTABLISHED


@pytest.mark.parametrize("finding_", [Finding.ESTABLISHED, Finding.DISPROVED])
def test_one_source_carries_no_claim_unless_it_is_said_why_it_is_enough(finding_):
    alone = judged(finding=finding_, supported_by=(an_id(60),))
    with_reason = judged(finding=finding_, supported_by=(an_id(60),), too_few_because="A court's judgement.")

    assert finding(*BEFORE, alone, reviewed(alone)) is Finding.BEING_VERIFIED
    assert finding(*BEFORE, with_reason, reviewed(with_reason)) is finding_


@pytest.mark.parametrize(
    "second",
    [
        {"source_in_words": "Neighbour  60"},
        {"rests_on": an_id(60)},
        {"rests_on": an_id(62)},
    ],
)
def test_accounts_with_a_common_origin_are_one_source(second):
    third = information(62, source_in_words="", rests_on=an_id(60))
    facts = (opened(), ACT, information(60), third, information(61, **second), graded(60), graded(61))

    assert finding(*facts, judged(), reviewed(judged())) is Finding.BEING_VERIFIED


def test_two_accounts_of_one_person_or_one_report_are_one_source():
    for same in ({"source": an_id(5)}, {"report": "ab" * 32}, {"document": an_id(6)}):
        pair = [information(number, source_in_words="", **same) for number in (60, 61)]
        assert case_of(opened(), *pair).origins.independent([an_id(60), an_id(61)]) == 1


def test_hearsay_of_nobody_knows_whom_carries_nothing():
    heard = {"is_firsthand": False}
    facts = (opened(), ACT, information(60), information(61, **heard), graded(60), graded(61))
    from_third = (opened(), ACT, information(62), *facts[2:3], information(61, **heard, rests_on=an_id(62)))

    assert finding(*facts, judged(), reviewed(judged())) is Finding.BEING_VERIFIED
    assert finding(*from_third, graded(60), graded(61), judged(), reviewed(judged())) is Finding.ESTABLISHED


def test_accounts_that_rest_on_each_other_in_a_ring_are_one_source():
    ring = [information(60, rests_on=an_id(61)), information(61, rests_on=an_id(60))]

    assert case_of(opened(), *ring).origins.independent([an_id(60), an_id(61)]) == 1


@pytest.mark.parametrize(
    "grade", [{"reliability": Reliability.HIGHLY_UNRELIABLE}, {"credibility": Credibility.NOT_CREDIBLE}]
)
def test_an_account_that_is_not_graded_or_that_nobody_would_rest_on_carries_nothing(grade):
    ungraded = BEFORE[:-1]
    bad = (*BEFORE, graded(61, **grade))

    assert finding(*ungraded, judged(), reviewed(judged())) is Finding.BEING_VERIFIED
    assert case_of(*ungraded, judged()).verification.judgements[an_id(70)].ungraded == (an_id(61),)
    assert finding(*bad, judged(), reviewed(judged())) is Finding.BEING_VERIFIED


@pytest.mark.parametrize(
    "edit",
    [
        judged(71, by=BO, element=Element.WHEN),
        ActRecorded(by=BO, on=DAY, act=an_id(50), type_of_act="RX13"),
        information(60, by=BO),
        graded(60, by=BO),
    ],
)
def test_who_had_a_hand_in_it_cannot_review_it(edit):
    facts = (*BEFORE, edit, judged())

    assert stage(*facts, reviewed(judged())) is JudgementStage.AWAITS_REVIEW
    assert ConflictKind.OWN_REVIEW in kinds(*facts, reviewed(judged()))
    assert stage(*facts, reviewed(judged(), by=CLEO)) is JudgementStage.AGREED


def test_a_reviewer_cannot_judge_what_the_same_officer_reviewed():
    own = judged(71, by=BO, finding=Finding.DISPROVED)
    facts = (*BEFORE, judged(), reviewed(judged()), own, reviewed(own, by=CLEO))

    assert finding(*facts) is Finding.ESTABLISHED
    assert an_id(71) not in case_of(*facts).verification.judgements
    assert ConflictKind.JUDGED_BY_REVIEWER in kinds(*facts)


def test_a_review_of_another_text_does_not_count():
    facts = (*BEFORE, judged(reasoning="Another reason."), reviewed(judged()))

    assert stage(*facts) is JudgementStage.AWAITS_REVIEW
    assert kinds(*facts) == [ConflictKind.OTHER_JUDGEMENT_REVIEWED]


def test_disagreement_goes_up_to_somebody_who_had_no_part_in_it():
    disputed = (*BEFORE, judged(), reviewed(judged(), ReviewDecision.DISAGREED))

    assert stage(*disputed) is JudgementStage.DISPUTED
    assert finding(*disputed) is Finding.BEING_VERIFIED
    assert stage(*disputed, settled(judged(), by=BO)) is JudgementStage.DISPUTED
    assert stage(*disputed, settled(judged(), by=ANNA)) is JudgementStage.DISPUTED
    assert finding(*disputed, settled(judged())) is Finding.ESTABLISHED
    assert stage(*disputed, settled(judged(), stands=False)) is JudgementStage.FELL


def test_of_several_reviews_the_most_careful_counts():
    both = (reviewed(judged(), by=CLEO), reviewed(judged(), ReviewDecision.MORE_NEEDED))

    assert stage(*BEFORE, judged(), *both) is JudgementStage.MORE_NEEDED
    assert stage(*BEFORE, judged(), *both, reviewed(judged(), ReviewDecision.DISAGREED, by=DINA)) is (
        JudgementStage.DISPUTED
    )


@pytest.mark.parametrize("later", [information(60, account="They only shouted."), ACT])
def test_what_is_described_anew_after_the_judgement_has_to_be_judged_anew(later):
    facts = (*BEFORE, judged(), reviewed(judged()), later)

    assert finding(*facts) is Finding.BEING_VERIFIED


def test_grades_that_were_changed_after_somebody_agreed_have_to_be_agreed_to_anew():
    doubtful = graded(61, credibility=Credibility.NOT_CREDIBLE)
    agreed = (opened(), ACT, information(60), information(61), graded(60), doubtful, judged())
    upgraded = (*agreed, reviewed(judged()), graded(61))

    assert finding(*agreed, reviewed(judged())) is Finding.BEING_VERIFIED
    assert finding(*upgraded) is Finding.BEING_VERIFIED
    assert case_of(*upgraded).verification.judgements[an_id(70)].changed == (an_id(61),)
    assert finding(*upgraded, reviewed(judged(), by=CLEO)) is Finding.ESTABLISHED


def test_the_last_judgement_of_an_element_counts_and_others_stay_apart():
    second = judged(71, finding=Finding.CONTESTED)
    when = judged(72, element=Element.WHEN)
    case = case_of(*BEFORE, judged(), reviewed(judged()), second, reviewed(second), when)

    assert case.verification.finding(an_id(50), Element.HAPPENED) is Finding.CONTESTED
    assert case.verification.judgements[an_id(70)].stage is JudgementStage.REPLACED
    assert [item.judgement.judgement for item in case.verification.awaiting_review] == [an_id(72)]


@given(st.randoms(use_true_random=False), st.lists(st.integers(0, 9), max_size=12))
def test_order_of_arrival_changes_nothing(randomness: random.Random, chosen):
    pool = [
        *BEFORE[1:],
        judged(),
        reviewed(judged()),
        reviewed(judged(), ReviewDecision.DISAGREED, by=CLEO),
        settled(judged(), by=DINA),
        judged(71, by=BO),
    ]
    facts = [opened(), *(pool[number % len(pool)] for number in chosen)]
    recorded = [Recorded(index=place, author=fact.by, fact=fact) for place, fact in enumerate(facts)]
    shuffled = list(recorded)
    randomness.shuffle(shuffled)

    assert replay(shuffled).verification == replay(recorded).verification


@given(st.lists(st.integers(60, 65), max_size=8))
def test_no_more_sources_stand_behind_accounts_than_there_are_accounts(numbers):
    accounts = [
        information(60 + place, rests_on=an_id(rests) if rests != 60 + place else None)
        for place, rests in enumerate(numbers)
    ]
    names = [item.information for item in accounts]
    count = case_of(opened(), *accounts).origins.independent(names)

    assert count <= len(set(names))
    assert (count > 0) == bool(names)


ACCOUNTS = st.lists(
    st.tuples(
        st.none() | st.integers(60, 67), st.none() | st.integers(2, 4), st.sampled_from(["", "a guard"])
    ),
    min_size=1,
    max_size=8,
)


@given(ACCOUNTS, st.sets(st.integers(60, 67)))
def test_independent_are_those_that_go_back_to_nothing_in_common(told, asked):
    accounts = {
        an_id(60 + place): information(
            60 + place,
            rests_on=None if rests is None else an_id(rests),
            source=None if source is None else an_id(source),
            source_in_words=words,
        )
        for place, (rests, source, words) in enumerate(told)
    }
    groups = []
    for name in map(an_id, asked):
        at, marks = name, set()
        while at is not None and at not in marks:
            marks.add(at)
            known = accounts.get(at)
            at = None
            if known is not None:
                marks |= {known.source, known.source_in_words} - {None, ""}
                at = known.rests_on
        groups = [
            *(group for group in groups if not group & marks),
            marks.union(*(group for group in groups if group & marks)),
        ]

    origins = case_of(opened(), *accounts.values()).origins
    assert origins.independent(map(an_id, asked)) == len(groups)


def test_thousands_of_accounts_that_rest_on_one_another_are_one_source():
    names = [an_id(1000 + number) for number in range(4000)]
    chain = [information(1000 + number, rests_on=an_id(1001 + number)) for number in range(4000)]

    assert case_of(opened(), *chain).origins.independent(names) == 1
