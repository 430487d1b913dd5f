from hypothesis import given
from hypothesis import strategies as st

from unhindered.core.reading.excerpts import MOST_CHARACTERS, MOST_WORDS, excerpts_of

LONG = (
    "The Body " + "highlighted many cases of reprisals against people " * 5 + "in One, Two and Vareland today"
)


def test_a_short_passage_needs_none():
    assert excerpts_of("The Body named Vareland", (0, 23), {"by": (4, 8), "state": (15, 23)}) == []


def test_a_long_passage_keeps_who_says_it_and_of_which_state():
    state = LONG.index("Vareland")

    parts = excerpts_of(LONG, (0, len(LONG)), {"by": (4, 8), "state": (state, state + 8)})

    told = " … ".join(LONG[start:end] for start, end in parts)
    assert told.startswith("Body highlighted")
    assert told.endswith("Vareland")
    assert len(told.replace("…", "").split()) <= MOST_WORDS


@given(
    st.lists(st.text(alphabet="ab ", min_size=1, max_size=12), min_size=1, max_size=80),
    st.integers(0, 500),
    st.integers(0, 500),
    st.integers(1, 30),
)
def test_no_excerpt_is_longer_than_may_be_quoted(words, by, state, length):
    text = " ".join(words)
    marks = {"by": (by, by + length), "state": (state, state + length)}

    parts = excerpts_of(text, (0, len(text)), marks)

    assert sum(len(text[start:end].split()) for start, end in parts) <= MOST_WORDS
    assert sum(end - start for start, end in parts) <= MOST_CHARACTERS
    assert all(0 <= start < end <= len(text) for start, end in parts)


def test_a_state_named_before_who_names_it_comes_first():
    text = "Vareland " + "was named at length and with many words " * 4 + "by the Body"

    parts = excerpts_of(text, (0, len(text)), {"by": (len(text) - 4, len(text)), "state": (0, 8)})

    assert [text[start : start + 8] for start, end in parts] == ["Vareland"]
