from datetime import timedelta

import pytest
from casework_examples import (
    DAY,
    LAST_DAY,
    an_id,
    by_organisation,
    by_representative,
    case_of,
    confirmed_consent,
    consent,
    opened,
    person,
    withdrawn,
)
from casework_strategies import DAYS
from hypothesis import given

from unhindered.core.casework.conflicts import ConflictKind
from unhindered.core.casework.consent import Standing
from unhindered.core.casework.people_facts import PersonUpdated
from unhindered.core.casework.terms import BasisKind, Circumstance, IdentityLevel, Purpose, Role, Setting

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


@given(DAYS, DAYS)
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


IN_A_CELL = person(circumstances=(Circumstance.DEPRIVED_OF_LIBERTY,))
FREE_AGAIN = PersonUpdated(by="anna", on=DAY, person=an_id(2), label="Victim 2", roles=(Role.VICTIM,))


def doubt(*facts):
    return case_of(opened(), *facts).consents.by_id[an_id(3)].doubt


@pytest.mark.parametrize(
    ("setting", "counts"),
    [
        (None, False),
        (Setting.AT_LIBERTY, True),
        (Setting.ALONE_WITH_US, True),
        (Setting.IN_SIGHT_OF_GUARDS, True),
        (Setting.IN_HEARING_OF_GUARDS, False),
        (Setting.THROUGH_READ_POST, False),
    ],
)
def test_what_somebody_in_a_cell_agreed_to_counts_only_where_nobody_listened(setting, counts):
    assert (doubt(IN_A_CELL, consent(setting=setting)) is None) == counts


def test_contact_needs_no_such_proof():
    asked = consent(setting=Setting.THROUGH_READ_POST, purpose=Purpose.CONTACT, recipient="ourselves")

    assert doubt(IN_A_CELL, asked) is None


def test_to_send_somebody_in_a_cell_what_we_hold_is_more_than_contact():
    asked = consent(setting=Setting.THROUGH_READ_POST, purpose=Purpose.CONTACT, recipient="themselves")

    assert doubt(IN_A_CELL, asked)


def test_said_again_in_private_it_counts():
    asked = consent(setting=Setting.IN_HEARING_OF_GUARDS)

    assert doubt(IN_A_CELL, asked)
    assert doubt(IN_A_CELL, asked, confirmed_consent()) is None


def test_of_two_confirmations_the_later_one_counts():
    heard = confirmed_consent(setting=Setting.IN_HEARING_OF_GUARDS)

    assert doubt(IN_A_CELL, consent(), confirmed_consent(), heard)


def test_what_was_agreed_to_in_hearing_of_guards_does_not_become_free_with_the_person():
    assert doubt(IN_A_CELL, consent(), FREE_AGAIN)
    assert doubt(person(), consent(setting=Setting.IN_HEARING_OF_GUARDS))


def test_who_was_never_deprived_of_liberty_is_not_asked_who_listened():
    assert doubt(person(), consent()) is None


@pytest.mark.parametrize(
    ("facts", "standing"),
    [
        ((consent(),), Standing.STANDS),
        ((consent(on=DAY + ONE_DAY),), Standing.NOT_YET),
        ((consent(on=DAY - ONE_DAY, expires=DAY - ONE_DAY),), Standing.EXPIRED),
        ((consent(), consent(level=IdentityLevel.NAMED)), Standing.DISPUTED),
        ((consent(setting=Setting.IN_HEARING_OF_GUARDS),), Standing.IN_DOUBT),
        ((consent(setting=Setting.IN_HEARING_OF_GUARDS), withdrawn()), Standing.WITHDRAWN),
    ],
)
def test_how_a_consent_stands_is_said_by_the_gravest(facts, standing):
    assert case_of(opened(), person(), *facts).consents.by_id[an_id(3)].standing(DAY) is standing


def test_a_confirmation_of_nothing_is_listed():
    assert kinds(case_of(opened(), confirmed_consent())) == [ConflictKind.UNKNOWN_CONSENT]


def test_consents_that_end_soon_are_called_first_to_end_first():
    day = timedelta(days=1)
    case = case_of(
        opened(),
        person(),
        consent(3, expires=DAY + 20 * day),
        consent(4, expires=DAY + 10 * day, recipient="CAT-22"),
        consent(5, expires=DAY + 31 * day, recipient="APT-XVL"),
        consent(6, expires=DAY - day, recipient="NHRI-XVL"),
    )

    ending = [item.given.consent for item in case.consents.ending(DAY, within=30 * day)]

    assert ending == [an_id(4), an_id(3)]


def test_a_consent_that_was_renewed_is_not_called():
    day = timedelta(days=1)
    case = case_of(opened(), person(), consent(3, expires=DAY + 20 * day), consent(4))

    assert case.consents.ending(DAY, within=30 * day) == ()
