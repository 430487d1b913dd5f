"""The published lists of words: whole, and each word told from all others however it is typed."""

import hashlib
import unicodedata

import pytest

from unhindered.core.envelope._receipt_words import fold, tokens_of
from unhindered.facts.wordlists import SHA256, all_lists, list_for, raw_word_list, word_list

CODES = sorted(SHA256)
# So BIP 39 promises of its own lists; a Chinese word is one character.
UNIQUE_BY_FOUR_LETTERS = ("en", "es", "fr", "pt", "zh")


@pytest.mark.parametrize("code", CODES)
def test_a_list_is_the_one_that_is_named_by_its_hash(code):
    assert hashlib.sha256(raw_word_list(code)).hexdigest() == SHA256[code]


@pytest.mark.parametrize("code", CODES)
def test_a_list_has_2048_words_in_lines_that_nothing_else_stands_in(code):
    lines = raw_word_list(code).decode().split("\n")

    assert lines.pop() == ""
    assert tuple(lines) == word_list(code).words
    assert len(set(lines)) == 2048


@pytest.mark.parametrize("code", CODES)
def test_words_differ_without_accents_capitals_and_composition(code):
    words = word_list(code).words

    assert len({fold(word) for word in words}) == 2048
    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        assert [fold(unicodedata.normalize(form, word)) for word in words] == [fold(word) for word in words]
    assert [fold(word.upper()) for word in words] == [fold(word) for word in words]


@pytest.mark.parametrize("code", CODES)
def test_every_word_is_read_as_one(code):
    for word in word_list(code).words:
        assert tokens_of(word) == [fold(word)]


@pytest.mark.parametrize("code", UNIQUE_BY_FOUR_LETTERS)
def test_the_first_four_letters_tell_a_word(code):
    assert len({fold(word)[:4] for word in word_list(code).words}) == 2048


@pytest.mark.parametrize("code", CODES)
def test_no_word_holds_a_damaged_character(code):
    for word in word_list(code).words:
        assert all(unicodedata.category(letter) in ("Ll", "Lo", "Mn") for letter in word)


def test_a_language_without_a_list_is_given_the_english_one():
    assert (list_for("fa").code, list_for("ar").code, list_for("ru").code) == ("en", "en", "ru")


def test_the_own_list_is_tried_first_and_none_is_left_out():
    assert all_lists("ru")[:2] == (word_list("ru").words, word_list("en").words)
    assert {words[0] for words in all_lists("fa")} == {word_list(code).words[0] for code in CODES}
