from dataclasses import replace
from datetime import timedelta

import pytest
from casework_examples import (
    DAY,
    an_id,
    by_organisation,
    by_representative,
    case_of,
    confirmed_consent,
    consent,
    item,
    judgement,
    opened,
    person,
    withdrawn,
)

from unhindered.core.casework.act_facts import ActRecorded
from unhindered.core.casework.basis import Leaving, NoBasis, demand_basis
from unhindered.core.casework.event_facts import InvolvementRecorded
from unhindered.core.casework.terms import (
    Assent,
    BasisKind,
    Circumstance,
    CountingUnit,
    IdentityLevel,
    Purpose,
    Role,
    Setting,
)

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


CHILD = person(circumstances=(Circumstance.CHILD,))
FOR_THE_COMMITTEE = {"purpose": Purpose.UN_SUBMISSION, "recipient": "CAT-22"}


def refused_for_child(**said):
    given = by_representative(**FOR_THE_COMMITTEE | said)
    with pytest.raises(NoBasis) as refused:
        demand_basis(item(basis=BasisKind.REPRESENTATIVE), case_of(opened(), CHILD, given), TO_THE_COMMITTEE)
    return str(refused.value)


@pytest.mark.parametrize("assent", [Assent.AGREED, Assent.TOO_YOUNG_TO_ASK])
def test_a_parent_agrees_beside_the_child_and_says_why_it_is_best_for_it(assent):
    given = by_representative(**FOR_THE_COMMITTEE, assent=assent)

    demand_basis(item(basis=BasisKind.REPRESENTATIVE), case_of(opened(), CHILD, given), TO_THE_COMMITTEE)


def test_nobody_agrees_against_a_child():
    assert "said no" in refused_for_child(assent=Assent.REFUSED)


def test_a_child_is_asked():
    assert "what the child said" in refused_for_child(assent=None)


def test_the_best_interest_of_a_child_is_written_down():
    assert "best interest" in refused_for_child(best_interest=" ")


def test_a_consent_within_hearing_of_guards_is_no_basis_until_it_is_confirmed():
    cell = person(circumstances=(Circumstance.DEPRIVED_OF_LIBERTY,))
    given = consent(**FOR_THE_COMMITTEE, setting=Setting.IN_HEARING_OF_GUARDS)

    with pytest.raises(NoBasis, match="guards"):
        demand_basis(item(), case_of(opened(), cell, given), TO_THE_COMMITTEE)

    demand_basis(item(), case_of(opened(), cell, given, confirmed_consent()), TO_THE_COMMITTEE)


ACT = ActRecorded(by="anna", on=DAY, act=an_id(30), type_of_act="RX13", perpetrator=an_id(6))
INVOLVED = InvolvementRecorded(by="anna", on=DAY, involvement=an_id(31), act=an_id(32), perpetrator=an_id(6))


@pytest.mark.parametrize("source", [ACT, INVOLVED])
def test_a_closed_submission_may_rest_on_what_the_case_was_told_of_an_accused(source):
    told = replace(SHOWN, publication=None)
    sourced = replace(TO_THE_COMMITTEE, sources=(source.act if source is ACT else source.involvement,))

    demand_basis(told, case_of(opened(), GUARD, source), sourced)
    for case, leaving in (
        (case_of(opened(), GUARD), sourced),
        (case_of(opened(), GUARD, source), TO_THE_COMMITTEE),
    ):
        with pytest.raises(NoBasis):
            demand_basis(told, case, leaving)


@pytest.mark.parametrize("purpose", [Purpose.REFERRAL, Purpose.STATISTICS, Purpose.CONTACT])
def test_an_accused_is_shown_in_nothing_but_a_closed_submission(purpose):
    with pytest.raises(NoBasis, match="closed submission"):
        demand_basis(SHOWN, case_of(opened(), GUARD), replace(TO_THE_COMMITTEE, purpose=purpose))


def test_nobody_agrees_that_a_group_shows_by_name():
    village = person(counting_unit=CountingUnit.GROUP, roles=(Role.VICTIM,))
    given = by_organisation(**FOR_THE_COMMITTEE, level=IdentityLevel.NAMED)
    case = case_of(opened(), village, given)
    counted = item(basis=BasisKind.ORGANISATION)

    demand_basis(counted, case, TO_THE_COMMITTEE)
    with pytest.raises(NoBasis, match="group"):
        demand_basis(
            replace(counted, level=IdentityLevel.NAMED, shown_as="Ada Fictional"), case, TO_THE_COMMITTEE
        )


@pytest.mark.parametrize("is_recorded_first", [True, False])
def test_what_a_person_says_last_counts_also_where_it_shows_less(is_recorded_first):
    to_committee = {"purpose": Purpose.UN_SUBMISSION, "recipient": "CAT-22"}
    earlier = consent(3, level=IdentityLevel.NAMED, on=DAY - timedelta(days=3), **to_committee)
    later = consent(4, level=IdentityLevel.ANONYMOUS, **to_committee)
    given = (earlier, later) if is_recorded_first else (later, earlier)
    case = case_of(opened(on=DAY - timedelta(days=5)), person(), *given)

    with pytest.raises(NoBasis, match="later consent"):
        demand_basis(item(level=IdentityLevel.NAMED, shown_as="Ada Fictional"), case, TO_THE_COMMITTEE)
    demand_basis(item(), case, TO_THE_COMMITTEE)


def test_a_later_consent_that_was_withdrawn_leaves_nothing_to_an_earlier_one():
    to_committee = {"purpose": Purpose.UN_SUBMISSION, "recipient": "CAT-22"}
    case = case_of(opened(), person(), consent(3, **to_committee), consent(4, **to_committee), withdrawn(4))

    with pytest.raises(NoBasis, match="later consent"):
        demand_basis(item(), case, TO_THE_COMMITTEE)


@pytest.mark.parametrize("is_withdrawn", [True, False])
def test_a_later_word_in_doubt_limits_an_earlier_one(is_withdrawn):
    to_committee = {"purpose": Purpose.UN_SUBMISSION, "recipient": "CAT-22"}
    earlier = consent(3, level=IdentityLevel.NAMED, on=DAY - timedelta(days=3), **to_committee)
    in_doubt = consent(4, level=IdentityLevel.ANONYMOUS, setting=Setting.IN_HEARING_OF_GUARDS, **to_committee)
    facts = (opened(on=DAY - timedelta(days=5)), person(), earlier, in_doubt)
    case = case_of(*facts, *([withdrawn(4)] if is_withdrawn else []))

    with pytest.raises(NoBasis, match="later consent"):
        demand_basis(item(level=IdentityLevel.NAMED, shown_as="Ada Fictional"), case, TO_THE_COMMITTEE)
