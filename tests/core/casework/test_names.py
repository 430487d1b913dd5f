import pytest
from hypothesis import given
from hypothesis import strategies as st

from unhindered.core.casework.name_index import KeptNames
from unhindered.core.casework.names import holds_label, words_of


def holds_name(text, names, except_words=()):
    return KeptNames(names, except_words=except_words).hold_name(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ada Fictional was threatened.", "Ada Fictional"),
        ("They said that FICTIONAL must stop.", "Ada Fictional"),
        ("the family of ada", "Ada Fictional"),
        ("Ada's sister", "Ada Fictional"),
        ("An Inventáda of Vareland", "Bea Inventada"),
        ("A\u0301da came", "Áda"),
        ("A\u200bda came", "Ada Fictional"),
        ("Ａｄａ came", "Ada Fictional"),
        ("Jean Luc came", "Jean-Luc Fabula"),
        ("Lukasz came", "Łukasz Fabula"),
        ("Isik came", "Işık"),
        ("the officer asked Li about it", "Li Fabula"),
        ("Li was there", "Li Na"),
        ("وقال أحمد", "احمد"),
        ("وأحمد", "أحمد"),
        ("لأحمد", "أحمد"),
        ("والحسن", "حسن"),
        ("حسن", "الحسن"),
        ("على رضا", "علی"),
        ("ואילן", "אילן"),
        ("задержали Ивана", "Иван"),
        ("жалоба Ольги Выдуманной", "Ольга"),
        ("昨天李想象被捕", "李想象"),
        ("어제 김상상은", "김상상"),
        ("สมชายถูกจับ", "สมชาย"),
    ],
)
def test_a_name_is_found(text, name):
    assert holds_name(text, [name])


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("A person was threatened.", "Ada Fictional"),
        ("Adamant officers came.", "Ada Fictional"),
        ("the house of the family", "Abu al-Dar"),
        ("she was held in the van", "Jan van Fabel"),
        ("an official in office", "An Fabula"),
        ("two of them", "Of"),
        ("A letter", "A"),
        ("anything", ""),
        ("anything", "?!"),
        ("миру мир", "Иван"),
        ("昨天有人被捕", "李想象"),
    ],
)
def test_other_words_are_let_through(text, name):
    assert not holds_name(text, [name])


def test_a_name_that_someone_else_agreed_to_does_not_give_a_relative_away():
    assert not holds_name("Ada Fictional spoke.", ["Dan Fictional"], except_words={"ada", "fictional"})


def test_a_relatives_whole_name_is_found_still():
    assert holds_name("Dan Fictional spoke.", ["Dan Fictional"], except_words={"ada", "fictional"})


def test_a_label_is_found_where_its_words_stand_in_a_row():
    assert holds_label("They asked the Blue Baker again.", ["blue baker"])


@pytest.mark.parametrize("label", ["Victim 2", "the source", "a witness", ""])
def test_a_label_that_tells_nothing_is_let_through(label):
    assert not holds_label(f"It was the source, a witness and victim 2 {label}.", [label])


def test_a_label_is_not_found_word_by_word():
    assert not holds_label("A baker in a blue coat", ["blue baker"])


@given(st.text(max_size=60), st.text(max_size=20))
def test_any_name_put_into_any_text_is_found(text, name):
    if len("".join(words_of(name))) < 3 or holds_label("", [name]):
        return
    assert holds_name(f"{text} {name} {text}", [name])


@given(st.text(max_size=60), st.lists(st.text(max_size=20), max_size=3))
def test_looking_for_names_raises_nothing(text, names):
    holds_name(text, names)
    holds_label(text, names)


@given(st.text("ab 李想", max_size=30), st.lists(st.text("ab 李想", max_size=6), max_size=4))
def test_many_labels_are_found_as_each_by_itself(text, labels):
    assert KeptNames((), labels).hold_label(text) is holds_label(text, labels)
