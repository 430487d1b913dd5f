import pytest
from hypothesis import given
from hypothesis import strategies as st

from unhindered.core.envelope import bech32
from unhindered.core.errors import Refused

PREFIXES = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=20).map(str.lower)
# Published in BIP 173, without those that break only its length limit.
PUBLISHED_GOOD = [
    "A12UEL5L",
    "a12uel5l",
    "an83characterlonghumanreadablepartthatcontainsthenumber1andtheexcludedcharactersbio1tt5tgs",
    "abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw",
    "11qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqc8247j",
    "split1checkupstagehandshakeupstreamerranterredcaperred2y9e3w",
    "?1ezyfcl",
]
PUBLISHED_BAD = [
    "\x201nwldj5",
    "\x7f1axkwrx",
    "\x801eym55h",
    "pzry9x0s0muk",
    "1pzry9x0s0muk",
    "x1b4n0q5v",
    "li1dgmt3",
    "de1lg7wt\xff",
    "A1G7SGD8",
    "10a06t8",
    "1qzzfhee",
]


@given(PREFIXES, st.binary(max_size=300))
def test_decoding_undoes_encoding(prefix, data):
    assert bech32.decode(bech32.encode(prefix, data)) == (prefix, data)


@pytest.mark.parametrize("text", PUBLISHED_GOOD)
def test_published_good_string_is_read(text):
    assert text.startswith(bech32.decode(text)[0])


@pytest.mark.parametrize("values", [[0], [0, 1], [0, 2], [31, 31, 31], [0, 0, 0, 8], [0, 0, 0, 0, 0, 0]])
def test_bits_left_over_are_refused_however_right_the_checksum(values):
    check = bech32._polymod([*bech32._expanded("age"), *values, *[0] * 6]) ^ 1
    values = values + [check >> 5 * place & 31 for place in (5, 4, 3, 2, 1, 0)]

    with pytest.raises(Refused, match="bits left over"):
        bech32.decode("age1" + "".join(bech32._CHARACTERS[value] for value in values))


@pytest.mark.parametrize("text", PUBLISHED_BAD)
def test_published_bad_string_is_refused(text):
    with pytest.raises(Refused):
        bech32.decode(text)


@pytest.mark.parametrize("text", ["", "1", "age1", "age1qqqqq", "Age1qqqqqqqq", "a" * 5000, "age1ñqqqqqqq"])
def test_what_is_no_bech32_is_refused(text):
    with pytest.raises(Refused):
        bech32.decode(text)


@given(st.binary(min_size=1, max_size=40), st.data())
def test_one_wrong_letter_is_refused(data, drawn):
    text = bech32.encode("age", data)
    place = drawn.draw(st.integers(4, len(text) - 1))
    letter = drawn.draw(
        st.sampled_from("qpzry9x8gf2tvdw0s3jn54khce6mua7l").filter(lambda c: c != text[place])
    )

    with pytest.raises(Refused):
        bech32.decode(text[:place] + letter + text[place + 1 :])


@given(st.text(max_size=60))
def test_any_text_is_decoded_or_refused(text):
    try:
        prefix, data = bech32.decode(text)
    except Refused:
        return
    assert bech32.encode(prefix.lower(), data) == text.lower()
