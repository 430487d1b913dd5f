"""Names of States in the language of the page, where a reader of that language looks for them."""

import pytest

from unhindered.gate.languages.catalogues import LANGUAGES
from unhindered.gate.states import states_to_choose


def names(language, own="XVL"):
    return [name for _, name in states_to_choose(own, language)][1:]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_state_has_one_name_of_its_own(language):
    codes = [code for code, _ in states_to_choose("XVL", language)]

    assert len(set(codes)) == len(codes) == 194
    assert len(set(names(language))) == 193
    assert all(name.strip() == name and name for name in names(language))


def test_the_institutions_own_state_comes_first_and_again_in_its_place():
    chosen = states_to_choose("TJK", "tg")

    assert chosen[0] == ("TJK", "Тоҷикистон")
    assert chosen.count(("TJK", "Тоҷикистон")) == 2


@pytest.mark.parametrize(
    ("language", "first", "last"),
    [
        ("en", "Afghanistan", "Zimbabwe"),
        ("fr", "Afghanistan", "Zimbabwe"),
        ("es", "Afganistán", "Zimbabue"),
        ("ru", "Австралия", "Япония"),
        ("tr", "Afganistan", "Zimbabve"),
        # By their sound; two with rare characters at the end.
        ("zh", "阿尔巴尼亚", "斐济"),
    ],
)
def test_names_stand_in_the_order_of_the_alphabet(language, first, last):
    assert (names(language)[0], names(language)[-1]) == (first, last)


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        # An accent does not move a name behind z.
        ("fr", "Égypte", "Équateur"),
        ("fr", "Équateur", "Érythrée"),
        # Persian letters stand where Persians look for them.
        ("fa", "پاکستان", "تاجیکستان"),
        ("fa", "چین", "ژاپن"),
        ("tr", "Çekya", "Danimarka"),
        ("tr", "Irak", "İran"),
        ("tg", "Қазоқистон", "Лаос"),
        ("zh", "法国", "日本"),
    ],
)
def test_letters_that_only_one_alphabet_has_are_where_it_has_them(language, one, other):
    found = names(language)

    assert found.index(one) < found.index(other)
