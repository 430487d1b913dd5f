import pytest
from hypothesis import given
from hypothesis import strategies as st

from unhindered.core.letters import fold_letters


@given(st.text())
def test_folding_again_changes_nothing(text):
    assert fold_letters(fold_letters(text)) == fold_letters(text)


@given(st.text(), st.text())
def test_a_text_is_folded_letter_by_letter(first, second):
    assert fold_letters(first + second) == fold_letters(first) + fold_letters(second)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Zürich", "ZURICH"),
        ("e\u0301t\u00e9", "ete"),
        ("ёлка", "Елка"),
        ("Иҹ", "иҹ"),
        ("كتاب", "کتاب"),
        ("مدرسة", "مدرسه"),
        ("علي", "علی"),
        ("أحمد", "احمد"),
        ("محـــمد", "محمد"),
        ("٢٠٢٦", "۲۰۲۶"),
        ("Straße", "STRASSE"),
        ("ﬁne", "fine"),
    ],
)
def test_what_people_take_for_the_same_letters_is_the_same(one, other):
    assert fold_letters(one) == fold_letters(other)


def test_letters_that_differ_stay_apart():
    assert len({fold_letters(letter) for letter in "bpдтسش酷刑"}) == 8
