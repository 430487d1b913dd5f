from dataclasses import replace

import pytest
from casework_examples import DAY, an_id, case_of, consent, item, judgement, opened, person

from unhindered.core.casework.basis import Leaving, NoBasis, demand_basis
from unhindered.core.casework.terms import BasisKind, IdentityLevel, Purpose, Role

TO_THE_COMMITTEE = Leaving(purpose=Purpose.UN_SUBMISSION, recipient="CAT-22", on=DAY, second_officer=True)
GUARD = person(6, label="Guard 6", roles=(Role.ALLEGED_PERPETRATOR,), person_name="Gus Fabricado")
SHOWN = item(
    6,
    basis=BasisKind.ALLEGED_PERPETRATOR,
    consent=None,
    level=IdentityLevel.NAMED,
    shown_as="Gus Fabricado",
    publication=judgement(),
)


def test_a_closed_submission_may_name_an_accused_with_a_source_and_a_second_officer():
    demand_basis(SHOWN, case_of(opened(), GUARD), TO_THE_COMMITTEE)


@pytest.mark.parametrize(
    ("shown", "leaving"),
    [
        (replace(SHOWN, publication=None), TO_THE_COMMITTEE),
        (SHOWN, replace(TO_THE_COMMITTEE, second_officer=False)),
        (SHOWN, replace(TO_THE_COMMITTEE, recipient="public")),
        (SHOWN, replace(TO_THE_COMMITTEE, purpose=Purpose.PUBLICATION)),
    ],
)
def test_without_them_an_accused_is_not_named(shown, leaving):
    with pytest.raises(NoBasis):
        demand_basis(shown, case_of(opened(), GUARD), leaving)


def test_a_consent_to_a_submission_is_one_to_that_submission():
    case = case_of(opened(), person(), consent(purpose=Purpose.UN_SUBMISSION, recipient="CAT-22"))

    demand_basis(item(), case, TO_THE_COMMITTEE)


def test_a_person_who_is_not_in_the_case_has_no_basis():
    with pytest.raises(NoBasis):
        demand_basis(item(77), case_of(opened(), person(), consent()), TO_THE_COMMITTEE)


def test_a_kind_of_basis_that_does_not_exist_lets_nothing_out():
    forged = item()
    object.__setattr__(forged, "basis", "hearsay")

    with pytest.raises(AssertionError):
        demand_basis(forged, case_of(opened(), person(), consent()), TO_THE_COMMITTEE)


def test_an_unknown_consent_is_no_basis():
    with pytest.raises(NoBasis):
        demand_basis(item(consent=an_id(99)), case_of(opened(), person(), consent()), TO_THE_COMMITTEE)
