"""The law of a source's word: what was taken back keeps everything in, from the moment when it came."""

from datetime import timedelta

import pytest
from casework_examples import (
    ANNA,
    DAY,
    LAMP,
    NOBODY_ELSEWHERE,
    an_id,
    approved,
    case_of,
    consent,
    drafted,
    opened,
    person,
    released,
    withdrawn,
)
from hypothesis import event, given, settings
from hypothesis import strategies as st

from unhindered.core.casework.consent_facts import ConsentGiven, ConsentWithdrawn
from unhindered.core.casework.publication import release, retract
from unhindered.core.casework.source_facts import SourceDecided
from unhindered.core.casework.source_word import (
    NotRecordedYet,
    SourceWord,
    limits_after,
    lowers,
    refuse_what_a_source_took_back,
    unrecorded,
)
from unhindered.core.casework.terms import IdentityLevel, Purpose
from unhindered.core.errors import Refused

OURS, ANOTHERS = "a1" * 32, "b2" * 32
LETTERS = ["c1" * 32, "c2" * 32]
PURPOSES = [purpose for purpose in Purpose if purpose is not Purpose.CONTACT]
levels = st.sampled_from(IdentityLevel)
words = st.builds(
    SourceWord,
    letter=st.sampled_from(LETTERS),
    report=st.sampled_from([OURS, OURS, ANOTHERS]),
    agreed=st.dictionaries(st.sampled_from([Purpose.PUBLICATION, *PURPOSES]), levels, max_size=4),
    withdraws=st.integers(0, 9).map(lambda number: number == 0),
    has_new_limits=st.integers(0, 9).map(lambda number: number == 0),
)
agreements = st.builds(
    lambda number, purpose, level: consent(number, purpose=purpose, level=level),
    st.sampled_from([5, 6]),
    st.sampled_from([Purpose.PUBLICATION, Purpose.PUBLICATION, *Purpose]),
    levels,
)
histories = st.lists(
    agreements | st.builds(withdrawn, st.sampled_from([5, 6])),
    max_size=3,
    unique_by=lambda fact: (type(fact), fact.consent),
)


def decided(letter, **changes):
    return SourceDecided(**{"by": ANNA, "on": DAY, "report": OURS, "letter": letter} | changes)


def facts_of_a_case(*more):
    draft = drafted()
    return [opened(reports=(OURS,)), person(), consent(), *more, draft, approved(draft)]


def leave(facts, from_sources):
    return release(
        case_of(*facts),
        an_id(9),
        documented_by=LAMP,
        names_elsewhere=NOBODY_ELSEWHERE,
        from_sources=from_sources,
        told_by_sources=(),
        on=DAY,
    )


def outcome(facts, from_sources):
    try:
        return leave(facts, from_sources).content
    except Refused as err:
        return type(err)


def takes_back(word, facts):
    """The rule again, told from the bare facts."""
    ended = {fact.consent for fact in facts if isinstance(fact, ConsentWithdrawn)}
    standing = [fact for fact in facts if isinstance(fact, ConsentGiven) and fact.consent not in ended]
    kept = [
        fact.purpose is Purpose.CONTACT
        or (fact.purpose in word.agreed and word.agreed[fact.purpose].covers(fact.level))
        for fact in standing
    ]
    return word.withdraws or word.has_new_limits or not all(kept)


@settings(max_examples=200)
@given(histories, st.lists(words, max_size=3), st.lists(st.sampled_from(LETTERS), unique=True))
def test_nothing_leaves_while_a_letter_that_takes_something_back_is_not_recorded(history, came, recorded):
    facts = facts_of_a_case(*history, *map(decided, recorded))
    open_ones = [word for word in came if word.report == OURS and word.letter not in recorded]
    is_shut = any(takes_back(word, facts) for word in open_ones)

    event("shut" if is_shut else "open")
    if is_shut:
        assert outcome(facts, came) is NotRecordedYet
    else:
        assert outcome(facts, came) == outcome(facts, ())


@given(histories, words, st.integers(0, 6))
def test_it_does_not_matter_when_the_letter_was_recorded(history, word, place):
    facts = facts_of_a_case(*history)
    facts.insert(1 + min(place, len(facts) - 1), decided(word.letter))

    refuse_what_a_source_took_back(case_of(*facts), [word])


@given(histories, st.sets(st.sampled_from(PURPOSES)), levels)
def test_a_letter_that_lowers_more_never_opens_what_one_that_lowers_less_shut(history, purposes, level):
    case = case_of(*facts_of_a_case(*history))
    whole = dict.fromkeys(PURPOSES, level)
    less = dict.fromkeys(purposes, level)
    wide, narrow = (SourceWord(letter=LETTERS[0], report=OURS, agreed=agreed) for agreed in (whole, less))

    assert lowers(wide, case) <= lowers(narrow, case)


def test_a_letter_that_agrees_to_all_that_stands_shuts_nothing():
    word = SourceWord(letter=LETTERS[0], report=OURS, agreed={Purpose.PUBLICATION: IdentityLevel.ANONYMOUS})

    assert leave(facts_of_a_case(), [word])


def test_a_letter_about_another_report_shuts_nothing_here():
    word = SourceWord(letter=LETTERS[0], report=ANOTHERS, agreed={}, withdraws=True)

    assert unrecorded(case_of(*facts_of_a_case()), [word]) == ()
    assert leave(facts_of_a_case(), [word])


def test_consents_of_everybody_in_the_case_count_since_a_source_may_speak_for_others():
    sister = consent(5, person=an_id(4), purpose=Purpose.STATISTICS)
    word = SourceWord(letter=LETTERS[0], report=OURS, agreed={Purpose.PUBLICATION: IdentityLevel.ANONYMOUS})

    with pytest.raises(NotRecordedYet):
        refuse_what_a_source_took_back(case_of(*facts_of_a_case(person(4), sister)), [word])


def test_what_is_out_can_be_taken_back_whatever_a_source_has_decided():
    case = case_of(*facts_of_a_case(), released())

    assert retract(case, an_id(9), retraction=an_id(8), documented_by=LAMP, on=DAY)


def test_the_refusal_of_a_withdrawal_says_so():
    word = SourceWord(letter=LETTERS[0], report=OURS, agreed={}, withdraws=True)

    with pytest.raises(NotRecordedYet, match="withdrew a report"):
        leave(facts_of_a_case(), [word])


@pytest.mark.parametrize("withdraws", [True, False])
def test_a_consent_that_a_colleague_took_earlier_and_recorded_later_does_not_outlive_the_sources_word(
    withdraws,
):
    word = SourceWord(letter=LETTERS[0], report=OURS, agreed={}, withdraws=withdraws)
    recorded = decided(LETTERS[0], person=consent().person, on=DAY + timedelta(days=1))
    before, after = consent(5), consent(6, on=DAY + timedelta(days=1))

    with pytest.raises(NotRecordedYet, match="came in late"):
        refuse_what_a_source_took_back(case_of(opened(), person(), recorded, before), [word])
    for history in ([before, recorded], [recorded, after], [recorded, before, withdrawn(5)]):
        refuse_what_a_source_took_back(case_of(opened(), person(), *history), [word])


def test_a_letter_of_consents_after_a_withdrawal_lets_no_late_consent_stand():
    gone = SourceWord(letter=LETTERS[0], report=OURS, agreed={}, withdraws=True)
    again = SourceWord(letter=LETTERS[1], report=OURS, agreed={Purpose.PUBLICATION: IdentityLevel.NAMED})
    both = [decided(letter, person=consent().person, on=DAY + timedelta(days=1)) for letter in LETTERS]

    with pytest.raises(NotRecordedYet, match="came in late"):
        refuse_what_a_source_took_back(case_of(opened(), person(), *both, consent(5)), [gone, again])


@given(
    st.sampled_from(["", "Not the press."]), st.lists(st.none() | st.sampled_from(["", "Not the ministry."]))
)
def test_no_row_of_letters_that_leave_the_limits_lifts_what_was_said_before(first, told):
    standing = first
    for limits in told:
        before, standing = standing, limits_after(standing, limits)
        assert limits is not None or standing == before

    said = [limits for limits in told if limits is not None]
    assert standing == (said[-1] if said else first)
