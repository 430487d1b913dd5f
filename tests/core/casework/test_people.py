import pytest
from casework_examples import (
    ANNA,
    BO,
    DAY,
    account,
    act,
    an_id,
    by_organisation,
    by_representative,
    case_of,
    consent,
    finding,
    intervention,
    involvement,
    opened,
    person,
    revised,
)

from unhindered.core.casework.act_facts import CooperationRecorded
from unhindered.core.casework.conflicts import ConflictKind
from unhindered.core.casework.names_elsewhere import names_in, refuse_names_elsewhere
from unhindered.core.casework.not_told import TellsTooMuch, refuse_names
from unhindered.core.casework.people_facts import PersonUpdated
from unhindered.core.casework.terms import Circumstance, CountingUnit, Role


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


def test_names_of_a_description_that_does_not_count_are_remembered_all_the_same():
    case = case_of(opened(), person(), person(by=BO, person_name="Bea Inventada"))

    assert case.persons[an_id(2)].names_ever == {"Ada Fictional", "Bea Inventada"}


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
        act(6, victim=an_id(2)),
        act(6, victim=None, perpetrator=an_id(2)),
        CooperationRecorded(by=ANNA, on=DAY, cooperation=an_id(5), person=an_id(2), body="SPT", how="Spoke."),
        account(source=an_id(2)),
        involvement(5, perpetrator=an_id(2)),
        intervention(victims=(an_id(2),)),
        intervention(intervening_party=an_id(2)),
        finding(person=an_id(2)),
    ],
)
def test_a_fact_about_nobody_we_know_is_listed(fact):
    conflicts = case_of(opened(), act(victim=None), fact).conflicts

    assert [conflict.kind for conflict in conflicts] == [ConflictKind.UNKNOWN_PERSON]


def test_whoever_is_said_to_have_done_an_act_is_accused():
    blamed = act(victim=None, perpetrator=an_id(2))

    case = case_of(opened(), person(roles=(Role.PUBLIC_ROLE,)), blamed)

    assert case.persons[an_id(2)].roles == {Role.PUBLIC_ROLE, Role.ALLEGED_PERPETRATOR}


@pytest.mark.parametrize(
    ("fact", "role"),
    [
        (involvement(5, perpetrator=an_id(2)), Role.ALLEGED_PERPETRATOR),
        (account(source=an_id(2)), Role.SOURCE),
        (finding(person=an_id(2)), Role.VICTIM),
    ],
)
def test_a_person_is_also_what_accounts_and_findings_make_of_them(fact, role):
    case = case_of(opened(), person(roles=(Role.PUBLIC_ROLE,)), act(victim=None), fact)

    assert case.persons[an_id(2)].roles == {Role.PUBLIC_ROLE, role}


def test_who_is_quoted_in_a_document_has_told_us_nothing():
    case = case_of(opened(), person(roles=(Role.PUBLIC_ROLE,)), account(source=an_id(2), document=an_id(20)))

    assert case.persons[an_id(2)].roles == {Role.PUBLIC_ROLE}


def test_an_act_that_was_described_anew_accuses_nobody_any_more():
    blamed = act(victim=None, perpetrator=an_id(2))
    case = revised(opened(), person(roles=()), blamed, act(victim=None, revises=f"{2:032x}/0"))

    assert case.persons[an_id(2)].roles == set()


def test_whoever_has_a_day_of_death_is_spoken_for():
    case = case_of(opened(), person(date_deceased="2026-10~"))

    assert case.persons[an_id(2)].circumstances == {Circumstance.DEAD}
    assert case.persons[an_id(2)].is_spoken_for


def test_a_nameless_group_of_ten_thousand_is_one_person():
    case = case_of(
        opened(),
        person(
            label="The marchers",
            person_name="",
            counting_unit=CountingUnit.GROUP,
            number_of_persons_in_group=10_000,
        ),
    )

    assert case.persons[an_id(2)].latest.number_of_persons_in_group == 10_000
    assert case.persons[an_id(2)].names_ever == frozenset()


def test_how_accounts_call_somebody_is_kept_from_public_texts_whole_and_who_examined_in_part_too():
    case = case_of(
        opened(),
        person(),
        act(victim=None),
        account(source_in_words="the baker opposite"),
        involvement(5, perpetrator_as_told="Warden Fabula"),
        finding(person=an_id(2), examiner="Dora Erfunden"),
    )

    for text in ("So says the baker opposite.", "It was Warden Fabula.", "Doctor Erfunden saw it."):
        with pytest.raises(TellsTooMuch):
            refuse_names(text, case, ())
        with pytest.raises(TellsTooMuch):
            refuse_names_elsewhere(text, names_in([case]))
    refuse_names("A baker and a warden saw it.", case, ())


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


@pytest.mark.parametrize(
    ("words", "is_held"),
    [
        ("two guards", False),
        ("The guard", False),
        ("a neighbour", False),
        ("the baker opposite", True),
        ("Sergeant Fictional", True),
        ("Fictional", True),
        ("the one they call Lampwick", True),
        ("الحارس", True),
        ("看守", True),
        ("", False),
    ],
)
def test_words_for_somebody_are_kept_out_of_public_texts_where_they_may_name_one(words, is_held):
    told = involvement(5, perpetrator_as_told=words)

    assert case_of(opened(), told).people.labels_of_others == ({words} if is_held else set())
