import json
from dataclasses import FrozenInstanceError, replace
from datetime import UTC, date, datetime

import pytest
from casework_examples import (
    DAY,
    an_id,
    approved,
    case_of,
    confirmed,
    consent,
    drafted,
    opened,
    person,
    rapid,
)
from casework_strategies import facts
from hypothesis import given, settings
from hypothesis import strategies as st

from unhindered.core.canonical_json import canonical_json, parse_json_object
from unhindered.core.casework.facts import FACT_KINDS, fact_from_json, fact_to_json
from unhindered.core.casework.terms import Role
from unhindered.core.errors import Refused

ODD = [None, True, -1, 2**60, 1.5, "", "x" * 200_000, [], [1], {}, {"a": []}]


@given(facts())
def test_every_fact_comes_back_from_its_json(fact):
    raw = canonical_json(fact_to_json(fact))

    assert fact_from_json(parse_json_object(raw)) == fact


@given(facts(), st.data())
def test_a_fact_with_a_changed_field_is_read_anew_or_refused(fact, data):
    content = fact_to_json(fact)
    name = data.draw(st.sampled_from(sorted(content)))
    content[name] = data.draw(st.sampled_from(ODD))
    try:
        again = fact_from_json(content)
    except Refused:
        return
    assert fact_to_json(again)[name] == content[name]


@settings(max_examples=60)
@given(st.dictionaries(st.text(max_size=9), st.none() | st.integers() | st.text(max_size=9), max_size=4))
def test_a_strangers_object_raises_nothing_but_refused(content):
    with pytest.raises(Refused):
        fact_from_json(content)


@pytest.mark.parametrize("name", FACT_KINDS)
def test_every_kind_of_fact_is_past_tense_with_a_title_on_screen(name):
    kind = FACT_KINDS[name]

    assert kind.title
    assert kind.__doc__
    assert not hasattr(kind.title, "__set_name__")
    assert name.endswith(
        ("ed", "Wrote", "Given", "Withdrawn", "Undone", "Done", "Set", "Sent", "Taken", "Made")
    )


@pytest.mark.parametrize(
    "change",
    [
        {"v": 2},
        {"v": True},
        {"v": "1"},
        {"fact": "CaseJustified"},
        {"fact": ["CaseOpened"]},
        {"by": ""},
        {"by": "anna\n"},
        {"on": "2026-11-24T10:00"},
        {"on": "20261124"},
        {"on": "2026-02-30"},
        {"on": 20261124},
        {"case": "1"},
        {"case": "A" * 32},
        {"name": ""},
        {"name": "   "},
        {"name": "x" * 501},
        {"name": "bell\x07"},
        {"name": "half \ud800"},
        {"name": "turned \u202e round"},
        {"reports": "ab" * 32},
        {"reports": ["ab" * 31]},
        {"reports": None},
        {"reports": ["ab" * 32] * 20_001},
        {"secret": "more"},
    ],
)
def test_a_wrong_field_is_refused(change):
    with pytest.raises(Refused):
        fact_from_json(fact_to_json(opened()) | change)


@pytest.mark.parametrize("name", ["v", "fact", "by", "on", "case", "name"])
def test_a_missing_field_is_refused(name):
    content = fact_to_json(opened())
    del content[name]

    with pytest.raises(Refused):
        fact_from_json(content)


def test_a_field_that_older_versions_did_not_write_may_be_missing():
    content = fact_to_json(opened())
    del content["reports"]

    assert fact_from_json(content) == opened()


@pytest.mark.parametrize(
    "changes",
    [
        {"roles": [Role.SOURCE]},
        {"roles": ("source",)},
        {"on": datetime(2026, 11, 24, 9, tzinfo=UTC)},
        {"on": "2026-11-24"},
        {"on": date(1899, 12, 31)},
        {"on": date.max},
    ],
)
def test_a_fact_cannot_be_made_with_a_field_of_another_kind(changes):
    with pytest.raises(Refused):
        person(**changes)


def test_a_refusal_names_the_field_but_never_what_it_holds():
    with pytest.raises(Refused) as refusal:
        person(person_name="Ada Fictional\x00")

    assert "person_name" in str(refusal.value)
    assert "Ada" not in str(refusal.value) + refusal.value.advice


def test_an_empty_rapid_assessment_is_none():
    with pytest.raises(Refused):
        rapid(safe_contact=" ")


def test_a_fact_cannot_be_changed():
    with pytest.raises(FrozenInstanceError):
        consent().expires = date(2099, 1, 1)


def test_what_a_proposal_says_cannot_be_changed():
    fact = confirmed()

    with pytest.raises(TypeError):
        fact.proposal.values["states"] = ("XVM",)


def test_changing_what_a_proposal_was_made_from_does_not_change_it():
    values = {"states": ["XVL"]}
    fact = confirmed(proposal=replace(confirmed().proposal, values=values))
    values["states"].append("XVM")

    assert fact.proposal.values["states"] == ("XVL",)


@pytest.mark.parametrize(
    "values",
    [
        {"share": 0.5},
        {"Straße": 1},
        {1: "one"},
        {"k" * 101: 1},
        {"deep": [[[[[[[1]]]]]]]},
        {"wide": [1] * 501},
        {"long": "x" * 5001},
        {"large": 2**60},
        {"bell": "\x07"},
        {"set": {1}},
        [],
        None,
    ],
)
def test_values_of_another_shape_are_refused(values):
    with pytest.raises(Refused):
        replace(confirmed().proposal, values=values)


@pytest.mark.parametrize(
    "changes", [{"start": -1}, {"start": True}, {"end": 2**60}, {"start": "100"}, {"start": 1.0}]
)
def test_a_span_is_made_of_whole_numbers(changes):
    with pytest.raises(Refused):
        replace(confirmed().proposal, **changes)


def test_the_words_of_a_document_are_kept_as_they_are():
    assert replace(confirmed().proposal, quote="page\x0cbreak \x0b and \u202e more").quote[4] == "\x0c"


def test_a_draft_in_a_case_of_ten_thousand_persons_comes_back_from_its_json():
    draft = drafted(left_out=tuple(an_id(1000 + number) for number in range(10_000)))

    assert fact_from_json(parse_json_object(canonical_json(fact_to_json(draft)))) == draft


def test_facts_stay_readable_to_a_person():
    text = json.dumps(fact_to_json(drafted()), indent=1)

    assert '"level": "anonymous"' in text
    assert str(DAY) in text


def test_an_approval_names_the_draft_that_was_read():
    case = case_of(opened(), person(), consent(), drafted(), approved(draft_sha256="00" * 32))

    assert case.statements[an_id(9)].approval is None
