import pytest

from unhindered.core.reading.gazetteer import Sort, Word, compile_gazetteer
from unhindered.core.reading.read import read_document


def state(phrase, code):
    return Word(sort=Sort.STATE, phrase=phrase, code=code)


def test_who_knows_no_words_proposes_no_names():
    nothing = compile_gazetteer([], state_names={})

    assert [one.kind for one in read_document("Vareland, 13.11.2013", nothing)] == ["date"]


def test_a_phrase_of_nothing_visible_is_left_out():
    invisible = compile_gazetteer([state("\u200b", "XXX"), state("Vareland", "XVL")], state_names={})

    assert [one.quote for one in read_document("In Vareland.", invisible)] == ["Vareland"]


@pytest.mark.parametrize(("text", "code"), [("New Vareland", "XNV"), ("Vareland", "XVL")])
def test_the_longest_name_wins(text, code):
    two = compile_gazetteer([state("Vareland", "XVL"), state("New Vareland", "XNV")], state_names={})

    assert [one.values["state"] for one in read_document(text, two)] == [code]


@pytest.mark.parametrize("text", ["XV met", "X.V. met"])
def test_an_acronym_counts_in_capitals_only(text):
    known = compile_gazetteer([state("XV", "XVL"), state("X.V.", "XVL")], state_names={})

    assert len(read_document(text, known)) == 1
    assert read_document(text.lower(), known) == ()
