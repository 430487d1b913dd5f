from dataclasses import fields

import pytest
from casework_examples import account, act, an_id, case_of, event, finding, involvement, opened, person
from casework_strategies import facts
from hypothesis import given

from unhindered.core.casework.fact_bases import Described
from unhindered.core.casework.facts import FACT_KINDS
from unhindered.core.casework.record_terms import ObstructionKind, Sex, TravelBanKind
from unhindered.core.casework.supplements import Obstruction, Supplement, Torture, TravelBan
from unhindered.desk.actions.telling import field_label, thing_label, told

KINDS = [kind for kind in FACT_KINDS.values() if issubclass(kind, Described)] + Supplement.__subclasses__()


def lines(fact, *others):
    return {line.label: line.text for line in told(fact, case_of(opened(), person(), *others))}


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_that_an_officer_may_read_has_words_of_its_own(kind):
    said = {one.name: field_label(kind, one.name) for one in fields(kind)}
    machine = {"by", "on", "revises", "report", getattr(kind, "id_field", "")}

    assert [name for name, label in said.items() if label == name and name not in machine] == []


@given(facts())
def test_any_fact_can_be_told_without_an_id_in_it(fact):
    for line in told(fact, case_of(opened())):
        assert an_id(3) not in line.text


def test_what_a_fact_names_by_id_is_told_by_its_label():
    fact = act(event=an_id(40), perpetrator=an_id(9))

    said = lines(fact, event())

    assert said["Done to"] == "Victim 2"
    assert said["Allegedly done by"] == "somebody unknown"
    assert said["Event"] == "Arrests at the lamp"
    assert said["Type of act"] == "Beating or other assault"


def test_dates_are_told_in_words_with_their_doubts():
    fact = act(
        when="2026-11-16/2026-11-18",
        travel_ban=TravelBan(kind=TravelBanKind.EXIT_REFUSED, until="2027-02~"),
        final_date="2026?",
    )

    said = lines(fact)

    assert said["When"] == "16 to 18 Nov 2026"
    assert said["To"] == "2026, uncertain"
    assert "about Feb 2027" in said["Travel ban"]
    assert thing_label(case_of(opened(), person(), fact), fact.act).endswith("16 to 18 Nov 2026")


def test_a_supplement_is_told_in_words():
    fact = act(
        torture=Torture(intent=("01000000000038",), statements_signed=("01000000000036",)),
        obstruction=Obstruction(kind=ObstructionKind.VISIT_BLOCKED, body="The NPM", duty="To let it in."),
    )

    said = lines(fact)

    assert said["Torture"] == "Statements signed: Made to sign; What it was for: To get information"
    assert said["Access obstructed"] == "Kind: visit blocked; Body: The NPM; Duty of the State: To let it in."


def test_who_examined_and_how_accounts_call_somebody_is_shown_only_on_demand():
    case = case_of(opened(), person(), act())
    guarded = [
        line.text
        for fact in (
            finding(examiner="Dora Erfunden"),
            account(source_in_words="the baker opposite"),
            involvement(5, perpetrator_as_told="Warden Fabula"),
        )
        for line in told(fact, case)
        if line.is_guarded
    ]

    assert guarded == ["Dora Erfunden", "the baker opposite", "Warden Fabula"]


def test_things_are_called_by_what_they_are_and_never_by_a_name():
    case = case_of(
        opened(), person(), act(when="2026-10"), event(), account(source=an_id(2), account="word " * 40)
    )

    assert thing_label(case, an_id(5)) == "Beating or other assault, Victim 2, Oct 2026"
    assert thing_label(case, an_id(42)).startswith("Victim 2, “word word")
    assert len(thing_label(case, an_id(42))) < 90
    assert thing_label(case, an_id(99)) == "something that this case does not have"


def test_what_nobody_asked_about_is_not_told_as_an_answer():
    assert "Sex" not in lines(person(sex=Sex.UNKNOWN))
    assert lines(person(sex=Sex.UNSTATED))["Sex"] == "unstated"
