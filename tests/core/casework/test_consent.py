from datetime import timedelta

from casework_examples import (
    DAY,
    LAST_DAY,
    an_id,
    by_organisation,
    by_representative,
    case_of,
    consent,
    opened,
    person,
    withdrawn,
)
from hypothesis import given
from hypothesis import strategies as st

from unhindered.core.casework.conflicts import ConflictKind
from unhindered.core.casework.terms import BasisKind

ONE_DAY = timedelta(days=1)


def standing(case, on):
    return [consent.given.consent for consent in case.consents_standing(on)]


def kinds(case):
    return [conflict.kind for conflict in case.conflicts]


def test_a_consent_stands_from_its_day_to_its_last():
    case = case_of(opened(), person(), consent())

    assert [standing(case, day) for day in (DAY - ONE_DAY, DAY, LAST_DAY, LAST_DAY + ONE_DAY)] == [
        [],
        [an_id(3)],
        [an_id(3)],
        [],
    ]


@given(st.dates(), st.dates())
def test_a_withdrawn_consent_stands_on_no_day(written, asked):
    case = case_of(opened(), person(), consent(), withdrawn(on=written))

    assert standing(case, asked) == []


def test_a_withdrawal_that_came_first_holds_too():
    case = case_of(opened(), person(), withdrawn(), consent())

    assert standing(case, DAY) == []
    assert kinds(case) == [ConflictKind.UNKNOWN_CONSENT]


def test_a_withdrawal_of_nothing_is_listed():
    assert kinds(case_of(opened(), withdrawn())) == [ConflictKind.UNKNOWN_CONSENT]


def test_of_two_consents_under_one_id_none_stands():
    case = case_of(opened(), person(), consent(), consent(recipient="CAT-22"))

    assert standing(case, DAY) == []
    assert kinds(case) == [ConflictKind.SAME_ID_TWICE]


def test_a_consent_once_withdrawn_is_not_given_again_under_its_id():
    case = case_of(opened(), person(), consent(), withdrawn(), consent(on=DAY + ONE_DAY))

    assert standing(case, DAY + ONE_DAY) == []


def test_each_kind_of_agreement_is_its_own_basis():
    case = case_of(opened(), person(), consent(3), by_representative(4), by_organisation(5))

    assert [case.consents.by_id[an_id(number)].basis for number in (3, 4, 5)] == [
        BasisKind.CONSENT,
        BasisKind.REPRESENTATIVE,
        BasisKind.ORGANISATION,
    ]
