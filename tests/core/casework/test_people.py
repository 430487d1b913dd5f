from dataclasses import is_dataclass, replace
from typing import get_args, get_origin

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
from casework_strategies import records
from hypothesis import given, settings
from hypothesis import strategies as st

from unhindered.core.casework.act_facts import CooperationRecorded
from unhindered.core.casework.case import replay
from unhindered.core.casework.codec import hints_of, optional_of
from unhindered.core.casework.conflicts import ConflictKind
from unhindered.core.casework.custody_facts import EvidenceReceived, TranscriptAdded, TranslationAdded
from unhindered.core.casework.custody_terms import EvidenceOrigin, MadeBy, Medium
from unhindered.core.casework.event_facts import InterventionAnswered
from unhindered.core.casework.facts import FACT_KINDS
from unhindered.core.casework.guarded import KEPT_OUT_OF_TEXTS
from unhindered.core.casework.names_elsewhere import names_in, refuse_names_elsewhere
from unhindered.core.casework.not_told import TellsTooMuch, refuse_names
from unhindered.core.casework.people_facts import PersonUpdated
from unhindered.core.casework.record import Recorded
from unhindered.core.casework.record_terms import ReplyKind
from unhindered.core.casework.terms import Circumstance, CountingUnit, Role
from unhindered.core.casework.work_facts import FactUndone


def updated(**changes):
    fields = {"by": BO, "on": DAY, "person": an_id(2), "label": "Victim 2", "roles": (Role.VICTIM,)}
    return PersonUpdated(**fields | changes)


def evidence(**changes):
    fields = {"evidence": "ab" * 32, "size": 3, "medium": Medium.FILM, "origin": EvidenceOrigin.BY_HAND}
    return EvidenceReceived(**{"by": ANNA, "on": DAY, "label": "Film"} | fields | changes)


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
        CooperationRecorded(by=ANNA, on=DAY, cooperation=an_id(6), person=an_id(2), body="SPT", how="Spoke."),
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
    for text in ("It was Warden Fabula.", "Doctor Erfunden saw it."):
        with pytest.raises(TellsTooMuch):
            refuse_names_elsewhere(text, names_in([case]))
    refuse_names_elsewhere("So says the baker opposite.", names_in([case]))
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
        ("SOME SOLDIERS", False),
        ("unknown officers of police", False),
        ("an unknown police officer", False),
        ("a neighbour", False),
        ("guard 4711", True),
        ("Omar's widow", True),
        ("Karim senior", True),
        ("village midwife", True),
        ("prison imam", True),
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


def test_a_name_beside_other_words_is_kept_out_of_public_texts_by_itself_too():
    told = involvement(5, perpetrator_as_told="Karim, guard")

    assert case_of(opened(), told).people.labels_of_others == {"Karim, guard", "Karim"}


PERSON_WROTE = {kind: {"written_by": MadeBy.PERSON} for kind in (TranscriptAdded, TranslationAdded)}
GUARDED_FIELDS = [
    (kind, name) for kind in FACT_KINDS.values() for name in sorted(KEPT_OUT_OF_TEXTS & hints_of(kind).keys())
]


def test_every_guarded_field_is_a_field_of_some_fact():
    assert {name for _, name in GUARDED_FIELDS} == KEPT_OUT_OF_TEXTS


@pytest.mark.parametrize(("kind", "name"), GUARDED_FIELDS)
@settings(max_examples=3)
@given(data=st.data())
def test_whoever_stands_in_a_guarded_field_is_kept_out_of_texts_counted_undone_or_set_aside(kind, name, data):
    is_list = get_origin(hints_of(kind)[name]) is tuple
    told = {"by": ANNA, name: ("Zed Whistler",) if is_list else "Zed Whistler"}
    fact = replace(data.draw(records(kind)), **told, **PERSON_WROTE.get(kind, {}))
    undoing = FactUndone(by=ANNA, on=DAY, undone=f"{1:032x}/0", reason="the wrong case")
    set_aside = Recorded(index=1, author=BO, fact=fact)

    for case in (case_of(opened(), fact), revised(opened(), fact, undoing), replay([set_aside])):
        with pytest.raises(TellsTooMuch):
            refuse_names("It was Zed Whistler who said so.", case, ())


def test_guarded_fields_stand_in_facts_themselves_and_in_no_part_of_one():
    """A part is not looked through for names."""
    parts = {hint for kind in FACT_KINDS.values() for hint in parts_of(kind)}

    assert len(parts) > 10
    assert [part for part in parts if not KEPT_OUT_OF_TEXTS.isdisjoint(hints_of(part))] == []


def parts_of(kind):
    for hint in hints_of(kind).values():
        inner = optional_of(hint) or hint
        inner = get_args(inner)[0] if get_origin(inner) is tuple else inner
        if is_dataclass(inner):
            yield inner
            yield from parts_of(inner)


@pytest.mark.parametrize(
    ("received_from", "text", "is_held"),
    [
        ("Zed Whistler", "Mr Whistler brought it.", True),
        ("zed whistler", "Zed Whistler brought it.", True),
        ("Zed Whistler of the court", "Mr Whistler brought it.", True),
        ("Dr Whistler", "A doctor brought it. Dr Lamp was there.", False),
        ("the Ministry of Justice", "The Ministry of Justice says that justice is done.", False),
        ("a guard", "A guard brought it.", False),
        ("الحارس", "قال الحارس", True),
    ],
)
def test_of_whom_something_came_from_the_name_is_held_in_part_and_no_body(received_from, text, is_held):
    case = case_of(opened(), evidence(received_from=received_from))

    if is_held:
        with pytest.raises(TellsTooMuch):
            refuse_names(text, case, ())
    else:
        refuse_names(text, case, ())


def test_a_program_that_wrote_a_transcript_is_nobody():
    case = case_of(
        opened(),
        TranscriptAdded(
            by=ANNA,
            on=DAY,
            transcript=an_id(31),
            evidence="ab" * 32,
            language="en",
            text="words",
            written_by=MadeBy.MACHINE,
            made_by="Whisper Large",
        ),
    )

    refuse_names("A large crowd heard a whisper.", case, ())


@pytest.mark.parametrize("answered_by", ["Vareland", "Permanent Mission of Vareland", "The ministry"])
def test_a_state_that_answered_may_be_spoken_of(answered_by):
    reply = InterventionAnswered(
        by=ANNA,
        on=DAY,
        reply=an_id(46),
        intervention=an_id(43),
        kind=ReplyKind.DENIAL,
        answered_by=answered_by,
    )

    refuse_names(f"{answered_by} denied it.", case_of(opened(), reply), ())


def test_names_and_labels_of_persons_who_do_not_count_are_kept_back():
    other = person(7, person_name="Eve Nowhere", label="lighthouse keeper")
    undoing = FactUndone(by=ANNA, on=DAY, undone=f"{1:032x}/0", reason="the wrong case")

    for case in (
        revised(opened(), other, undoing),
        replay([Recorded(index=0, author=BO, fact=other)]),
    ):
        for text in ("So says Nowhere.", "The lighthouse keeper was there."):
            with pytest.raises(TellsTooMuch):
                refuse_names(text, case, ())


def test_whoever_agreed_to_be_named_can_be_although_an_update_was_undone():
    update = updated(person_name="Ada Fictional", other_names=("Bea Inventada",), label="the baker")
    undoing = FactUndone(by=ANNA, on=DAY, undone=f"{2:032x}/0", reason="a mistake")
    case = revised(opened(), person(), update, undoing, evidence(received_from="Ada Fictional"))

    refuse_names("Ada Fictional was beaten.", case, {an_id(2)})
    refuse_names_elsewhere("Ada Fictional was beaten.", names_in([case]), {"ada", "fictional"})
    for text in ("Inventada was beaten.", "It was the baker."):
        with pytest.raises(TellsTooMuch):
            refuse_names(text, case, {an_id(2)})
    with pytest.raises(TellsTooMuch):
        refuse_names("Ada Fictional was beaten.", case, ())


def test_a_minister_whose_update_was_undone_may_be_spoken_of_in_other_cases_still():
    minister = person(roles=(Role.PUBLIC_ROLE,))
    update = updated(person_name="Ada Fictional", roles=(Role.PUBLIC_ROLE,), other_names=("Bea Inventada",))
    undoing = FactUndone(by=ANNA, on=DAY, undone=f"{2:032x}/0", reason="a mistake")

    assert names_in([revised(opened(), minister, update, undoing)]).of_persons == {"Bea Inventada"}
