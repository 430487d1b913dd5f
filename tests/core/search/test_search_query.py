from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unhindered.core.errors import Refused
from unhindered.core.search.query import (
    LONGEST_QUERY,
    MOST_TERMS,
    Search,
    read_words,
    search_from_text,
    search_to_text,
)

SEARCHES = st.builds(
    Search,
    text=st.text(st.characters(exclude_categories=["Cs"]), max_size=80),
    kind=st.sampled_from(["", "report", "note"]),
    case=st.sampled_from(["", "0" * 32]),
    state=st.sampled_from(["", "XVL"]),
    since=st.none() | st.dates(),
    until=st.none() | st.dates(),
    is_exact=st.booleans(),
)


def terms(text, **more):
    return [(term.words, term.goes_on) for term in read_words(Search(text=text, **more)).terms]


def test_all_words_are_wanted_and_the_last_may_go_on():
    assert terms("Guards beat") == [(("guards",), False), (("beat",), True)]


def test_words_in_quotation_marks_stand_together_as_they_are():
    assert terms('ada "Northgate prison"') == [(("ada",), False), (("northgate", "prison"), False)]
    assert terms("“Northgate prison” «two words»") == [
        (("northgate", "prison"), False),
        (("two", "words"), False),
    ]


def test_a_minus_leaves_out():
    found = read_words(Search(text='guards -wedding -"long day"'))

    assert [term.words for term in found.unwanted] == [("wedding",), ("long", "day")]


def test_one_letter_of_a_script_without_spaces_may_go_on_anywhere():
    assert terms("刑 中国") == [(("刑",), True), (("中国",), False)]


def test_what_is_exact_does_not_go_on():
    assert terms("guards", is_exact=True) == [(("guards",), False)]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "nothing to look for"),
        ("—", "nothing to look for"),
        ("-guards", "only what is not looked for"),
        ("a" * (LONGEST_QUERY + 1), "characters long"),
        ("a " * (MOST_TERMS + 1), "at most"),
    ],
)
def test_what_cannot_be_looked_for_is_refused_in_a_sentence(text, sentence):
    with pytest.raises(Refused, match=sentence) as caught:
        read_words(Search(text=text))

    assert caught.value.advice


def test_filters_alone_are_a_search():
    assert read_words(Search(kind="note")).terms == ()


@given(st.text())
def test_any_text_is_read_or_refused(text):
    with suppress(Refused):
        read_words(Search(text=text))


@given(SEARCHES)
def test_a_search_comes_back_from_its_text(search):
    assert search_from_text(search_to_text(search)) == search


@pytest.mark.parametrize(
    "text", ["", "[]", '{"text":1}', '{"since":"never"}', '{"other":"x"}', '{"is_exact":"yes"}']
)
def test_what_is_no_search_is_refused(text):
    with pytest.raises(Refused):
        search_from_text(text)


def test_the_text_of_a_search_leaves_out_what_is_empty():
    assert search_to_text(Search(text="ada", since=date(2026, 1, 1))) == '{"since":"2026-01-01","text":"ada"}'
