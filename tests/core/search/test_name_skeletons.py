import pytest
from hypothesis import given
from hypothesis import strategies as st

from unhindered.core.letters import fold_letters
from unhindered.core.search.skeletons import script_of, skeletons_of

# Spellings of given names, nobody's in particular.
SPELLINGS = [
    "Muhammad Mohamed Mohammed Мухаммад محمد",
    "Hussein Husayn Хусейн حسين",
    "Fatima Fatimah Фатима فاطمة فاطمه",
    "Yusuf Youssef Юсуф يوسف",
    "Walid Waleed Валид وليد",
    "Reza Реза رضا",
    "Ali Али علي علی",
    "Khaled Khalid Халед خالد",
    "Shahid Chahid Шахид شهيد",
    "Jamal Djamal Джамал جمال",
    "Gamal Гамал جمال",
    "Pavel Павел بافل پاول",
    "Shevchenko Шевченко شفتشنكو",
    "Zhanna Жанна ژانا",
    "Hasan الحسن Хасан",
]


@pytest.mark.parametrize("spellings", SPELLINGS, ids=lambda text: text.split()[0])
def test_spellings_of_one_name_meet(spellings):
    first, *others = (set(skeletons_of(fold_letters(word))) for word in spellings.split())

    assert [other for other in others if not first & other] == []


def test_names_with_other_consonants_do_not_meet():
    skeletons = [
        set(skeletons_of(fold_letters(word))) for word in ("Ahmad", "Махмуд", "حسين", "Fatima", "Oleg")
    ]

    assert all(not one & other for at, one in enumerate(skeletons) for other in skeletons[:at])


@pytest.mark.parametrize("word", ["", "al", "12", "酷刑", "x1", "muхammad", "ααα"])
def test_what_is_no_name_in_these_alphabets_has_none(word):
    assert skeletons_of(word) == ()


@given(st.text(max_size=80))
def test_any_word_has_few_skeletons(text):
    word = fold_letters(text)

    assert len(skeletons_of(word)) <= 16
    assert script_of(word) in ("", "latin", "cyrillic", "arabic")
