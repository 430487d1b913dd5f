from dataclasses import replace

import pytest
from casework_examples import (
    ANNA,
    BO,
    DAY,
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

from unhindered.core.casework.conflicts import ConflictKind
from unhindered.core.casework.drafts import StatementState
from unhindered.core.casework.statement_facts import StatementRetracted, StatementReturned

BEFORE = (opened(), person(), consent())
RETURNED = StatementReturned(by=BO, on=DAY, statement=an_id(9), comment="Say when.")
RETRACTED = StatementRetracted(by=ANNA, on=DAY, statement=an_id(9), retraction=an_id(40))


def state(case):
    return case.statements[an_id(9)].state


def kinds(case):
    return [conflict.kind for conflict in case.conflicts]


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        ((), StatementState.DRAFTED),
        ((approved(),), StatementState.APPROVED),
        ((RETURNED,), StatementState.RETURNED),
        ((approved(), released()), StatementState.RELEASED),
        ((approved(), released(), RETRACTED), StatementState.RETRACTED),
        ((withdrawn(),), StatementState.BLOCKED),
        ((approved(), withdrawn()), StatementState.BLOCKED),
        ((drafted(10, text="Better.", replaces=an_id(9)),), StatementState.REPLACED),
    ],
)
def test_a_statement_stands_where_its_facts_put_it(after, expected):
    case = case_of(*BEFORE, drafted(), *after)

    assert state(case) is expected
    assert case.conflicts == ()


@pytest.mark.parametrize(
    ("after", "expected", "listed"),
    [
        ((approved(by=ANNA),), StatementState.DRAFTED, ConflictKind.OWN_APPROVAL),
        ((approved(draft_sha256="00" * 32),), StatementState.DRAFTED, ConflictKind.OTHER_DRAFT_APPROVED),
        ((approved(), approved(by=ANNA)), StatementState.APPROVED, ConflictKind.OWN_APPROVAL),
        (
            (approved(), approved(by="cleo", draft_sha256="00" * 32)),
            StatementState.APPROVED,
            ConflictKind.OTHER_DRAFT_APPROVED,
        ),
        ((approved(), approved(by="cleo")), StatementState.APPROVED, ConflictKind.TWO_APPROVALS),
        ((approved(), RETURNED), StatementState.RETURNED, ConflictKind.APPROVED_AFTER_RETURN),
        ((RETURNED, approved()), StatementState.RETURNED, ConflictKind.APPROVED_AFTER_RETURN),
        ((withdrawn(), approved()), StatementState.BLOCKED, ConflictKind.APPROVED_AFTER_WITHDRAWAL),
        ((released(),), StatementState.RELEASED, ConflictKind.RELEASED_UNAPPROVED),
        ((released(), approved()), StatementState.RELEASED, ConflictKind.RELEASED_UNAPPROVED),
        (
            (approved(), withdrawn(), released()),
            StatementState.RELEASED,
            ConflictKind.RELEASED_AFTER_WITHDRAWAL,
        ),
    ],
)
def test_what_does_not_fit_is_listed_and_the_careful_answer_counts(after, expected, listed):
    case = case_of(*BEFORE, drafted(), *after)

    assert state(case) is expected
    assert kinds(case) == [listed]


def test_of_two_texts_under_one_id_the_first_counts():
    second = drafted(by=BO, text="Something else.")

    case = case_of(*BEFORE, drafted(), second, approved(second, by="cleo"))

    assert state(case) is StatementState.DRAFTED
    assert set(kinds(case)) == {ConflictKind.SAME_ID_TWICE, ConflictKind.OTHER_DRAFT_APPROVED}


@pytest.mark.parametrize("fact", [approved(), RETURNED, released(), RETRACTED])
def test_a_decision_about_no_statement_is_listed(fact):
    assert kinds(case_of(opened(), fact)) == [ConflictKind.UNKNOWN_STATEMENT]


def test_an_item_that_needs_no_consent_is_blocked_by_no_withdrawal():
    unconsented = replace(drafted().items[0], consent=None)

    case = case_of(*BEFORE, drafted(items=(unconsented,)), withdrawn())

    assert state(case) is StatementState.DRAFTED


def test_a_withdrawal_lists_what_is_out_already():
    case = case_of(*BEFORE, drafted(), approved(), released(), withdrawn())

    assert [(task.statement, task.consent) for task in case.recalls] == [(an_id(9), an_id(3))]


def test_a_statement_that_was_taken_back_is_recalled_no_more():
    case = case_of(*BEFORE, drafted(), approved(), released(), withdrawn(), RETRACTED)

    assert case.recalls == ()


def test_a_statement_that_is_not_out_needs_no_recall():
    assert case_of(*BEFORE, drafted(), approved(), withdrawn()).recalls == ()
