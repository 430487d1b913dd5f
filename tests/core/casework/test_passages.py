import pytest
from casework_examples import proposal
from hypothesis import given
from hypothesis import strategies as st

from unhindered.core.casework.items import Excerpt
from unhindered.core.casework.passages import first_words, passage_of
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
