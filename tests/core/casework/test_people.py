import pytest
from casework_examples import (
    ANNA,
    BO,
    DAY,
    an_id,
    by_organisation,
    by_representative,
    case_of,
    consent,
    opened,
    person,
)

from unhindered.core.casework.act_facts import ActRecorded, CooperationRecorded
from unhindered.core.casework.conflicts import ConflictKind
from unhindered.core.casework.people_facts import PersonUpdated
from unhindered.core.casework.terms import Circumstance, Role


def updated(**changes):
    fields = {"by": BO, "on": DAY, "person": an_id(2), "label": "Victim 2", "roles": (Role.VICTIM,)}
    return PersonUpdated(**fields | changes)


def test_a_person_is_as_last_described():
    case = case_of(opened(), person(), updated(person_name="Ada Imagined"))

    assert case.persons[an_id(2)].person_name == "Ada Imagined"
    assert case.persons[an_id(2)].roles == {Role.VICTIM}


def test_names_and_labels_that_were_replaced_are_remembered():
    case = case_of(
        opened(), person(other_names=("Adi",)), updated(person_name="Ada Imagined", label="The baker")
    )

    assert case.persons[an_id(2)].names_ever == {"Ada Fictional", "Adi", "Ada Imagined"}
    assert case.persons[an_id(2)].labels_ever == {"Victim 2", "The baker"}


def test_two_persons_under_one_id_are_listed():
    case = case_of(opened(), person(), person(by=BO, person_name="Bea Inventada"))

    assert [(conflict.kind, conflict.indexes) for conflict in case.conflicts] == [
        (ConflictKind.SAME_ID_TWICE, (1, 2))
    ]
    assert case.persons[an_id(2)].person_name == "Ada Fictional"


@pytest.mark.parametrize(
    "fact",
    [
        consent(),
        ActRecorded(by=ANNA, on=DAY, act=an_id(5), type_of_act="RX01", victim=an_id(2)),
        ActRecorded(by=ANNA, on=DAY, act=an_id(5), type_of_act="RX01", perpetrator=an_id(2)),
        CooperationRecorded(by=ANNA, on=DAY, cooperation=an_id(5), person=an_id(2), body="SPT", how="Spoke."),
    ],
)
def test_a_fact_about_nobody_we_know_is_listed(fact):
    assert [conflict.kind for conflict in case_of(opened(), fact).conflicts] == [ConflictKind.UNKNOWN_PERSON]


def test_whoever_is_said_to_have_done_an_act_is_accused():
    act = ActRecorded(by=ANNA, on=DAY, act=an_id(5), type_of_act="RX01", perpetrator=an_id(2))

    case = case_of(opened(), person(roles=(Role.PUBLIC_ROLE,)), act)

    assert case.persons[an_id(2)].roles == {Role.PUBLIC_ROLE, Role.ALLEGED_PERPETRATOR}


def test_names_of_those_who_helped_with_a_consent_are_remembered():
    case = case_of(
        opened(),
        person(),
        consent(witness="Wim Verzonnen", interpreter="Ina Ideal"),
        by_representative(4),
        by_organisation(5),
    )

    assert case.people.other_names == {"Wim Verzonnen", "Ina Ideal", "Bea Inventada", "Cyr Fabula"}


@pytest.mark.parametrize(
    ("circumstance", "spoken_for"),
    [
        (Circumstance.CHILD, True),
        (Circumstance.INCOMMUNICADO, True),
        (Circumstance.DISAPPEARED, True),
        (Circumstance.DEAD, True),
        (Circumstance.DEPRIVED_OF_LIBERTY, False),
    ],
)
def test_others_speak_only_for_someone_who_cannot(circumstance, spoken_for):
    case = case_of(opened(), person(circumstances=(circumstance,)))

    assert case.persons[an_id(2)].is_spoken_for is spoken_for
