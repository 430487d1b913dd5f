import pytest
from casework_examples import proposal
from hypothesis import given
from hypothesis import strategies as st

from unhindered.core.casework.items import Excerpt
from unhindered.core.casework.passages import excerpt_from_words, first_words, passage_of, suggested_excerpt
from unhindered.core.casework.statement import is_too_long_to_quote
from unhindered.core.errors import Refused

LONG = " ".join(f"word{number}" for number in range(40))


def test_a_short_passage_is_quoted_whole():
    assert passage_of(proposal(), None).quote == proposal().quote
    assert first_words(proposal()) is None


def test_an_excerpt_has_the_words_that_stand_at_its_span():
    passage = passage_of(proposal(), Excerpt(start=104, end=113))

    assert (passage.start, passage.end, passage.quote) == (104, 113, "Committee")


@pytest.mark.parametrize(("start", "end"), [(99, 110), (100, 999), (110, 110), (120, 110)])
def test_an_excerpt_that_is_no_part_of_its_passage_is_refused(start, end):
    with pytest.raises(Refused):
        passage_of(proposal(), Excerpt(start=start, end=end))


def test_two_parts_are_quoted_with_a_mark_between():
    passage = passage_of(proposal(), Excerpt(start=104, end=113, rest_start=132, rest_end=146))

    assert (passage.start, passage.end, passage.quote) == (104, 146, "Committee … about Vareland")


@pytest.mark.parametrize(
    ("rest_start", "rest_end"), [(100, 103), (110, 120), (113, 120), (132, 999), (132, None), (None, 146)]
)
def test_a_second_part_that_does_not_follow_the_first_is_refused(rest_start, rest_end):
    with pytest.raises(Refused):
        passage_of(proposal(), Excerpt(start=104, end=113, rest_start=rest_start, rest_end=rest_end))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Committee", Excerpt(start=104, end=113)),
        (" The Committee … about Vareland ", Excerpt(start=100, end=113, rest_start=132, rest_end=146)),
    ],
)
def test_an_excerpt_can_be_written_down_in_words(words, expected):
    assert excerpt_from_words(proposal(), words) == expected


@pytest.mark.parametrize(
    "words",
    ["", " … ", "Committee … ", "Vareland … Committee", "the committee", "The … expressed … Vareland"],
)
def test_words_that_do_not_stand_so_are_refused(words):
    with pytest.raises(Refused):
        excerpt_from_words(proposal(), words)


def read_with(excerpts):
    return proposal(quote=LONG, values={"excerpts": excerpts})


def test_the_readers_excerpt_is_suggested():
    assert suggested_excerpt(read_with([{"start": 106, "end": 117}])) == Excerpt(start=106, end=117)


def test_the_readers_two_parts_are_suggested():
    parts = [{"start": 100, "end": 111}, {"start": 112, "end": 123}]

    assert suggested_excerpt(read_with(parts)) == Excerpt(start=100, end=111, rest_start=112, rest_end=123)


@pytest.mark.parametrize(
    "excerpts",
    [
        None,
        [],
        "word0",
        [7],
        [{"start": 100}],
        [{"start": 0, "end": 9}],
        [{"start": 100, "end": 400}],
        [{"start": "100", "end": 111}],
        [{"start": 100, "end": 105}] * 3,
    ],
)
def test_where_the_readers_excerpt_is_of_no_use_the_first_words_are_suggested(excerpts):
    assert suggested_excerpt(read_with(excerpts)) == first_words(proposal(quote=LONG))


def test_nothing_is_suggested_where_the_whole_may_be_quoted():
    assert suggested_excerpt(proposal()) is None


@pytest.mark.parametrize("changes", [{"end": 101}, {"quote": "", "end": 100}, {"quote": "   "}])
def test_a_quote_that_does_not_fill_its_span_is_refused(changes):
    with pytest.raises(Refused):
        passage_of(proposal(**changes), None)


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=900))
def test_the_first_words_of_any_passage_may_be_quoted(quote):
    long = proposal(quote=quote)
    excerpt = first_words(long)

    assert (excerpt is None) == (not is_too_long_to_quote(quote))
    if excerpt is not None and not quote[: excerpt.end - excerpt.start].isspace():
        assert not is_too_long_to_quote(passage_of(long, excerpt).quote)


def test_the_first_words_end_with_a_whole_word():
    excerpt = first_words(proposal(quote=LONG))

    assert passage_of(proposal(quote=LONG), excerpt).quote.endswith("word24")
