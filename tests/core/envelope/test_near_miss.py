import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unhindered.core.envelope.near_miss import near_misses
from unhindered.core.envelope.receipt import Receipt, read_receipt
from unhindered.core.errors import Refused
from unhindered.facts.wordlists import all_lists, english

FOLDER = Path(__file__).parents[3] / "vectors/receipt"
FILES = sorted([*FOLDER.glob("good-*.json"), *FOLDER.glob("bad-*.json")])
WORDS = english()
LISTS = all_lists()
SECRETS = st.binary(min_size=16, max_size=16)
LETTERS = "abcdefghijklmnopqrstuvwxyz"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_guesses_are_those_of_the_vector(path):
    vector = json.loads(path.read_text())
    if path.stem == "bad-long":
        with pytest.raises(Refused):
            near_misses(vector["text"], *LISTS)
        return

    assert near_misses(vector["text"], *LISTS) == vector.get("near_misses", [])


@given(SECRETS, st.integers(0, 12), st.integers(0, 8), st.sampled_from(LETTERS))
def test_one_wrong_letter_is_found(secret, place, letter_place, letter):
    words = list(Receipt(secret).words(WORDS))
    right = " ".join(words)
    word = words[place]
    at = letter_place % len(word)
    words[place] = word[:at] + letter + word[at + 1 :]
    if words[place] == word:
        return

    assert right in near_misses(" ".join(words), WORDS)


@settings(max_examples=30)
@given(SECRETS, st.integers(0, 11))
def test_swapped_neighbours_are_found(secret, place):
    words = list(Receipt(secret).words(WORDS))
    right = " ".join(words)
    words[place], words[place + 1] = words[place + 1], words[place]
    if " ".join(words) == right:
        return

    assert right in near_misses(" ".join(words), WORDS)


@settings(max_examples=30)
@given(SECRETS, st.integers(0, 12), st.integers(0, 3), st.sampled_from("0123456789"))
def test_one_wrong_digit_is_found(secret, place, digit_place, digit):
    numbers = list(map(str, Receipt(secret).numbers()))
    right = " ".join(numbers)
    at = digit_place % len(numbers[place])
    changed = numbers[place][:at] + digit + numbers[place][at + 1 :]
    if changed == numbers[place] or str(int(changed)) != changed:
        return
    numbers[place] = changed

    assert right in near_misses(" ".join(numbers), WORDS)


@given(st.text(max_size=1000))
def test_every_guess_is_a_receipt(text):
    for guess in near_misses(text, WORDS):
        read_receipt(guess, WORDS)


@settings(max_examples=30)
@given(st.lists(st.sampled_from([*WORDS, "xylophone", "7", "2049"]), min_size=13, max_size=13))
def test_every_guess_at_random_words_is_a_receipt(words):
    guesses = near_misses(" ".join(words), WORDS)

    assert len(guesses) <= 5
    for guess in guesses:
        read_receipt(guess, WORDS)
