from importlib.resources import files

import pytest

from unhindered.core.reading.gazetteer import Caution, Sort
from unhindered.facts.reading.rows import BodyName, NameKind, Phrase, StateName
from unhindered.facts.reading.words import read_word_table
from unhindered.facts.tables import load_facts

TABLES = {"state_names": StateName, "bodies": BodyName, "phrases": Phrase}


@pytest.mark.parametrize("name", TABLES)
def test_every_row_has_a_source_and_a_status(name):
    for row in read_word_table(name, TABLES[name]):
        assert row.sources
        assert row.status


@pytest.mark.parametrize("name", TABLES)
def test_no_row_stands_twice(name):
    rows = read_word_table(name, TABLES[name])

    keys = [(getattr(row, "sort", ""), row.phrase.lower()) for row in rows]
    assert len(set(keys)) == len(keys)


def test_every_state_that_is_named_is_one():
    facts = load_facts()
    known = {state.iso3 for state in (*facts.states, *facts.observers)}

    for row in read_word_table("state_names", StateName):
        assert {row.code, *row.candidates} - {""} <= known
        assert not (row.code and row.kind is NameKind.NOT_A_STATE)
        assert (row.caution is Caution.SEVERAL) == bool(row.candidates)


def test_a_name_belongs_to_one_state():
    names = {state.name.lower(): state.iso3 for state in load_facts().states}

    for row in read_word_table("state_names", StateName):
        assert names.get(row.phrase.lower(), row.code) == row.code


def test_every_body_has_one_label():
    labels = {}
    for row in read_word_table("bodies", BodyName):
        assert bool(row.code) == bool(row.label)
        assert labels.setdefault(row.code, row.label) == row.label


def test_no_nationality_stands_among_the_names():
    phrases = {row.phrase for row in read_word_table("state_names", StateName)}

    assert not [
        name for name in phrases if name.endswith(("ish", "ese")) or name in {"Danish", "Russian", "Iranian"}
    ]


def test_the_vocabulary_says_where_it_comes_from():
    text = (files("unhindered.facts") / "reading" / "sources.csv").read_text(encoding="utf-8")

    assert "own-list" in text
    assert Sort.STATE not in {row.sort for row in read_word_table("phrases", Phrase)}
