"""Rule 4 as a law: whatever facts there are, in whatever order, nothing leaves without a standing basis."""

from datetime import timedelta

from casework_examples import (
    ANNA,
    BO,
    DAY,
    LAMP,
    NOBODY_ELSEWHERE,
    an_id,
    approved,
    case_of,
    consent,
    drafted,
    item,
    opened,
    person,
    withdrawn,
)
from hypothesis import event, given, settings
from hypothesis import strategies as st

from unhindered.core.casework.basis import Leaving, NoBasis, demand_basis
from unhindered.core.casework.consent_facts import ConsentGiven, ConsentWithdrawn
from unhindered.core.casework.publication import release
from unhindered.core.casework.statement_facts import StatementApproved
from unhindered.core.casework.terms import PUBLIC, IdentityLevel, Purpose
from unhindered.core.errors import Refused

OTHER_DAYS = st.integers(-2, 4).map(lambda number: DAY + timedelta(days=number))


def mostly(usual, other):
    return st.integers(0, 7).flatmap(lambda number: other if number == 0 else st.just(usual))


DAYS = mostly(DAY, OTHER_DAYS)
PURPOSES = mostly(Purpose.PUBLICATION, st.sampled_from(Purpose))
RECIPIENTS = mostly(PUBLIC, st.just("CAT-22"))
LEVELS = st.sampled_from(IdentityLevel)
USUAL = ((2, 3), (4, 5))  # Consent 3 is of person 2, consent 5 of person 4.
PAIRS = mostly(USUAL[0], st.sampled_from([(2, 5), (4, 5), (4, 3)]))


def consents(pairs):
    return st.builds(
        lambda pair, **fields: consent(pair[1], person=an_id(pair[0]), **fields),
        pairs,
        on=DAYS,
        expires=mostly(DAY + timedelta(days=9), OTHER_DAYS),
        purpose=PURPOSES,
        recipient=RECIPIENTS,
        level=mostly(IdentityLevel.NAMED, LEVELS),
    )


WITHDRAWALS = st.builds(lambda number, on: withdrawn(number, on=on), st.sampled_from([3, 5]), DAYS)
HISTORY = st.builds(
    lambda usual, more, at: more[:at] + usual + more[at:],
    st.tuples(*(consents(st.just(pair)) for pair in USUAL)).map(list),
    mostly([], st.lists(consents(PAIRS) | WITHDRAWALS, max_size=3)),
    st.integers(0, 3),
)


def shown(pair, level):
    names = {IdentityLevel.NAMED: "Ada Fictional", IdentityLevel.INITIALS: "A. F."}
    return item(pair[0], level=level, shown_as=names.get(level, ""), consent=an_id(pair[1]))


SHOWN = st.builds(shown, PAIRS, LEVELS)
ITEMS = st.lists(SHOWN, min_size=1, max_size=2, unique_by=lambda one: one.person) | st.just([])
APPROVERS = st.sampled_from([BO, BO, BO, ANNA])


def rightly_shown(one, facts, *, purpose, recipient, on):
    """The rule again, told from the bare facts: one agreement, just this, in force, never withdrawn."""
    if any(isinstance(fact, ConsentWithdrawn) and fact.consent == one.consent for fact in facts):
        return False
    # Two consents under one id count for nothing, even where they say the same.
    given = [fact for fact in facts if isinstance(fact, ConsentGiven) and fact.consent == one.consent]
    if len(given) != 1:
        return False
    (agreed,) = given
    return (
        (agreed.person, agreed.purpose, agreed.recipient) == (one.person, purpose, recipient)
        and list(IdentityLevel).index(agreed.level) >= list(IdentityLevel).index(one.level)
        and agreed.on <= on <= agreed.expires
    )


@settings(max_examples=100)
@given(HISTORY, ITEMS, APPROVERS, st.integers(0, 4), DAYS)
def test_nothing_leaves_without_a_standing_matching_basis(history, items, approver, place, on):
    left_out = tuple({an_id(2), an_id(4)} - {one.person for one in items})
    draft = drafted(items=tuple(items), left_out=left_out)
    facts = [opened(), person(2), person(4), *history]
    facts.insert(min(3 + place, len(facts)), draft)
    facts.append(approved(draft, by=approver))

    try:
        release(
            case_of(*facts),
            draft.statement,
            documented_by=LAMP,
            names_elsewhere=NOBODY_ELSEWHERE,
            from_sources=(),
            told_by_sources=(),
            on=on,
        )
    except Refused:
        event("stays")
        return
    event("leaves")
    assert items
    assert approver != draft.by
    assert all(
        rightly_shown(one, facts, purpose=Purpose.PUBLICATION, recipient=PUBLIC, on=on) for one in items
    )


@settings(max_examples=100)
@given(HISTORY, SHOWN, PURPOSES, RECIPIENTS, DAYS)
def test_a_basis_holds_just_where_the_rule_says_so(history, one, purpose, recipient, on):
    case = case_of(opened(), person(2), person(4), *history)
    leaving = Leaving(purpose=purpose, recipient=recipient, on=on, second_officer=True)
    try:
        demand_basis(one, case, leaving)
    except NoBasis:
        holds = False
    else:
        holds = True

    event("holds" if holds else "does not hold")
    assert holds == rightly_shown(one, history, purpose=purpose, recipient=recipient, on=on)


@settings(max_examples=60)
@given(HISTORY, st.integers(0, 8))
def test_one_withdrawal_anywhere_in_the_log_keeps_a_statement_in(history, place):
    draft = drafted(left_out=(an_id(4),))
    facts = [opened(), person(2), person(4), consent(), draft, approved(draft), *history]
    facts.insert(min(3 + place, len(facts)), withdrawn())

    case = case_of(*facts)

    try:
        release(
            case,
            draft.statement,
            documented_by=LAMP,
            names_elsewhere=NOBODY_ELSEWHERE,
            from_sources=(),
            told_by_sources=(),
            on=DAY,
        )
    except NoBasis:
        return
    raise AssertionError


def test_the_law_lets_something_through():
    draft = drafted(left_out=(an_id(4),))
    case = case_of(opened(), person(2), person(4), consent(), draft, approved(draft))

    assert release(
        case,
        draft.statement,
        documented_by=LAMP,
        names_elsewhere=NOBODY_ELSEWHERE,
        from_sources=(),
        told_by_sources=(),
        on=DAY,
    )
    assert isinstance(case.statements[an_id(9)].approval, StatementApproved)
