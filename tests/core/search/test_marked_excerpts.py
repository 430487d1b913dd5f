from hypothesis import given
from hypothesis import strategies as st

from unhindered.core.search.marked import Sought, excerpt
from unhindered.core.search.words import words_of, words_with_places


def shown(text, *whole, beginnings=()):
    pieces = excerpt(text, Sought(whole=frozenset(whole), beginnings=tuple(beginnings)))
    return "".join(f"[{piece.text}]" if piece.is_marked else piece.text for piece in pieces)


def test_found_words_are_marked_as_they_were_written():
    assert shown("Guards beat Ádá there", "ada", "guards") == "[Guards] beat [Ádá] there"


def test_the_beginning_of_a_word_marks_the_word():
    assert shown("In Northgate prison", beginnings=["north"]) == "In [Northgate] prison"


def test_pairs_without_spaces_are_marked_once():
    assert shown("这是酷刑受害者", "酷刑", "刑受") == "这是[酷刑][受]害者"


def test_a_word_far_into_a_long_text_is_found():
    found = shown("word " * 50_000 + "needle " + "word " * 1_000, "needle")

    assert "[needle]" in found
    assert found.startswith("…")
    assert found.endswith("…")
    assert len(found) < 500


def test_a_text_without_the_words_shows_its_beginning():
    assert shown("Guards beat her", "nowhere") == "Guards beat her"


def test_parts_on_lines_of_their_own_are_told_apart():
    assert shown("P1\nwitness", "witness") == "P1 · [witness]"


@given(st.text(max_size=300), st.text(max_size=5))
def test_an_excerpt_shows_nothing_that_is_not_there(text, word):
    pieces = excerpt(text, Sought(whole=frozenset({word}), beginnings=()))

    assert all(part in text for piece in pieces for part in piece.text.strip("…").split(" · ") if part != "…")


@given(st.text(alphabet="abÁßéмü-. \u0301\u200c_9", max_size=80), st.data())
def test_the_fast_way_marks_what_the_slow_way_does(text, data):
    words = st.sampled_from(words_of(text) or ["nothing"])
    whole = data.draw(st.frozensets(words, max_size=3))
    beginnings = tuple(word[:2] for word in data.draw(st.lists(words, max_size=2)))
    sought = Sought(whole=whole, beginnings=beginnings)

    slow = [word for word in words_with_places(text) if sought.finds(word.word)]

    assert sought.places_in(text) == slow
