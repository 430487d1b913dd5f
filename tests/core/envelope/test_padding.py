import json
import math

from hypothesis import given
from hypothesis import strategies as st

from unhindered.core.envelope.padding import padded_length, padme

LENGTHS = st.integers(0, 2**60)


def test_vectors_of_padding(vectors):
    table = json.loads((vectors / "padding/padded.json").read_text())

    assert len(table) == 68
    for row in table:
        assert padded_length(row["length"], floor=row["floor"]) == row["padded"]


@given(LENGTHS)
def test_padding_costs_at_most_an_eighth(length):
    assert length <= padme(length) <= length * 1.12 + 1


@given(LENGTHS)
def test_padding_a_padded_length_changes_nothing(length):
    assert padme(padme(length)) == padme(length)


@given(LENGTHS, LENGTHS)
def test_longer_is_never_padded_to_less(one, other):
    shorter, longer = sorted((one, other))

    assert padme(shorter) <= padme(longer)


@given(LENGTHS.filter(lambda n: n >= 2))
def test_padded_length_is_a_short_binary_number(length):
    padded = padme(length)

    trailing = (padded & -padded).bit_length() - 1
    assert padded.bit_length() - trailing <= math.floor(math.log2(padded.bit_length())) + 2


@given(st.integers(0, 8192))
def test_everything_below_the_floor_looks_alike(length):
    assert padded_length(length, floor=8192) == 8192
