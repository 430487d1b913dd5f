from hypothesis import given
from hypothesis import strategies as st

from unhindered.core.search.typos import allowed_edits, edits_between, pieces_of, pieces_sought, swapped

LETTERS = "abcdвш"
WORDS = st.text(alphabet=LETTERS, min_size=3, max_size=12)


def distance(one, other):
    """Levenshtein's, by the book."""
    before = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        now = [row]
        for column, compared in enumerate(other, 1):
            now.append(min(before[column - 1] + (letter != compared), before[column] + 1, now[-1] + 1))
        before = now
    return before[-1]


@st.composite
def slips(draw, edits=2):
    """A word, and one that a few edits make of it."""
    word = draw(WORDS)
    other = word
    for _ in range(draw(st.integers(0, edits))):
        at = draw(st.integers(0, len(other)))
        letter = draw(st.sampled_from(["", *LETTERS]))
        other = other[:at] + letter + other[at + draw(st.integers(0, 1)) :]
    return word, other


@given(st.one_of(slips(), slips(edits=4), st.tuples(WORDS, WORDS)), st.integers(0, 2))
def test_edits_are_those_of_levenshtein(pair, most):
    one, other = pair
    edits = distance(one, other)

    assert edits_between(one, other, most) == (edits if edits <= most else None)


@given(slips())
def test_words_within_the_allowed_edits_share_a_piece(pair):
    typed, known = pair

    if allowed_edits(typed) and distance(typed, known) <= allowed_edits(typed) and len(known) >= 3:
        assert set(pieces_sought(typed)) & set(pieces_of(known))


@given(WORDS, st.data())
def test_two_neighbours_that_changed_places_are_tried(word, data):
    at = data.draw(st.integers(0, len(word) - 2))
    typed = word[:at] + word[at + 1] + word[at] + word[at + 2 :]

    assert not allowed_edits(typed) or typed == word or word in swapped(typed)


def test_short_words_and_numbers_are_taken_as_they_are():
    assert [allowed_edits(word) for word in ("abc", "abcd", "abcdefg", "abcdefgh", "12345", "a1bcd")] == [
        *(0, 1, 1, 2, 0, 0)
    ]
    assert pieces_sought("abc") == ()
