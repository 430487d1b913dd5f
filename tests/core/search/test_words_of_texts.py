import pytest
from hypothesis import given
from hypothesis import strategies as st

from unhindered.core.letters import fold_letters
from unhindered.core.search.words import as_sought, names_of, words_of, words_with_places

TEXTS = st.text(
    alphabet=st.sampled_from("abcÉéßﬁ ½.,-\u0301\u200c酷刑受害者中国ไทยМухаммадمحمدی٣"), max_size=60
)


@given(st.one_of(st.text(max_size=60), TEXTS))
def test_words_have_the_places_where_they_stand(text):
    found = words_with_places(text)

    assert [word.word for word in found] == words_of(text)
    for word in found:
        written = fold_letters(text[word.start : word.end].replace("\u200c", " "))
        assert word.word in written or len(word.word) == 64


@given(TEXTS, st.data())
def test_any_part_of_a_run_without_spaces_stands_in_a_row(text, data):
    run = "".join(letter for letter in text if letter in "酷刑受害者中国")
    start = data.draw(st.integers(0, len(run)))
    part = run[start : data.draw(st.integers(start, len(run)))]
    words, sought = words_of(run), as_sought(part)

    if len(part) > 1:
        assert any(tuple(words[at : at + len(sought)]) == sought for at in range(len(words)))
    elif part:
        assert any(word.startswith(sought[0]) for word in words)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Guards beat him.", ["guards", "beat", "him"]),
        ("酷刑受害者", ["酷刑", "刑受", "受害", "害者", "者"]),
        ("می\u200cخواهم", ["مي", "خواهم"]),
        ("al-Hasan", ["al", "hasan"]),
        ("", []),
        ("§ — !", []),
    ],
)
def test_texts_come_apart_into_words(text, words):
    assert words_of(text) == words


def test_capital_letters_tell_names_only_inside_a_sentence():
    assert names_of("Guards beat Ada Fictional. Then Ben, Invented") == {
        "ada",
        "fictional",
        "ben",
        "invented",
    }
    assert names_of("Guards came. They left") == set()


def test_a_word_without_end_is_cut():
    assert [len(word) for word in words_of("x" * 100_000)] == [64]
