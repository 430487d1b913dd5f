import pytest
from hypothesis import given
from hypothesis import strategies as st

from unhindered.core.casework.name_index import KeptNames, NameIndex
from unhindered.core.casework.names import words_of

WHOLE = [
    ("Ada Fictional was threatened.", "Ada Fictional"),
    ("They beat Fictional, the younger sister Ada.", "Ada Fictional"),
    ("ms FICTIONAL, ada", "Ada Fictional"),
    ("ada fictional was beaten", "Ada Fictional"),
    ("A. Fictional was there.", "Ada Fictional"),
    ("Fictional, A. was there.", "Ada Fictional"),
    ("the family of Bea Inventada", "Bea Fictional Inventada"),
    ("Jean-Luc came", "Jean-Luc Fabula"),
    ("вместе с Ольгой Выдуманной", "Ольга Выдуманная"),
    ("وقال أحمد والحسن", "احمد حسن"),
    ("昨天李想象被捕", "李想象"),
    ("Abu Omar came", "Abu Omar"),
    ("Li Na was there", "Li Na"),
]
IN_PART = [
    ("Hassan was there.", "Ada Hassan", ("Hassan",)),
    ("the rose of Vareland", "Rose Fictional", ("rose",)),
    ("They will say so, or they may not.", "Will May", ("may", "will")),
    ("Bibi was beaten.", "Bibi", ("Bibi",)),
    (
        "Fictional was there. Much later, and in another place, somebody named Ada came.",
        "Ada Fictional",
        None,
    ),
    ("وقال أحمد", "احمد حسن", None),
    ("задержали Ивана", "Иван Выдуманный", ("Ивана",)),
    ("Li was there", "Li Na", ("Li",)),
]
NOT_AT_ALL = [
    ("A person was threatened.", "Ada Fictional"),
    ("Adamant officers came.", "Ada Fictional"),
    ("she was held in the van", "Jan van Fabel"),
    ("an official in office", "An Fabula"),
    ("миру мир", "Иван"),
    ("昨天有人被捕", "李想象"),
    ("anything", ""),
]


@pytest.mark.parametrize(("text", "name"), WHOLE)
def test_whoever_is_named_whole_is_found_for_sure(text, name):
    assert NameIndex([name]).find(text).is_whole


@pytest.mark.parametrize(("text", "name", "words"), IN_PART)
def test_a_word_that_is_only_a_part_of_a_name_is_found_to_be_judged(text, name, words):
    found = NameIndex([name]).find(text)

    assert not found.is_whole
    assert found.in_part
    assert words is None or found.in_part == words


@pytest.mark.parametrize(("text", "name"), NOT_AT_ALL)
def test_words_of_no_name_are_let_through(text, name):
    found = NameIndex([name]).find(text)

    assert not found.is_whole
    assert found.in_part == ()


def test_a_relative_of_somebody_who_agreed_is_found_still():
    agreed = {"ada", "fictional"}
    index = NameIndex(["Dan Fictional", "Ada Fictional"])

    assert not index.find("Ada Fictional spoke.", agreed=agreed).is_whole
    assert index.find("Ada Fictional spoke.", agreed=agreed).in_part == ()
    assert index.find("Dan Fictional spoke.", agreed=agreed).is_whole
    assert index.find("Ada spoke. Her brother, as they say, is Dan.", agreed=agreed).in_part == ("Dan",)


LETTERS = st.text("abdilnoABDILNO áéçßİıאבוירмирИОльгаأحمدال李想", max_size=14)


@given(st.text(max_size=60) | LETTERS, st.lists(st.text(max_size=20) | LETTERS, max_size=4))
def test_nothing_that_was_found_word_by_word_is_missed_in_the_index(text, names):
    found = NameIndex(names).find(text)

    if KeptNames(names).hold_name(text):
        assert found.is_whole or found.in_part


@given(st.text(max_size=40), st.lists(st.text("abdilno", min_size=3, max_size=8), min_size=2, max_size=3))
def test_any_name_of_several_parts_put_into_any_text_is_found_whole(text, parts):
    name = " ".join(part.capitalize() for part in parts)

    assert NameIndex([name]).find(f"{text} {name} {text}").is_whole


@given(st.text(max_size=60), st.lists(st.text(max_size=20), max_size=3), st.sets(st.text(max_size=9)))
def test_looking_for_any_names_in_any_text_raises_nothing(text, names, agreed):
    NameIndex(names).find(text, agreed={word for one in agreed for word in words_of(one)})
