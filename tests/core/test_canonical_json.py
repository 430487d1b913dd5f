import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unhindered.core.canonical_json import canonical_json, parse_json_object
from unhindered.core.errors import Refused

ascii_keys = st.text(alphabet=st.characters(max_codepoint=127), max_size=8)
whole_text = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=20)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | whole_text,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(ascii_keys, inner, max_size=4),
    max_leaves=12,
)


def test_the_example_of_rfc_8785_without_its_numbers():
    # RFC 8785, 3.2.2 and 3.2.4, the part that has no floating-point numbers.
    value = {"string": '€$\u000f\nA\'B"\\\\"/', "literals": [None, True, False]}

    assert canonical_json(value) == (
        b'{"literals":[null,true,false],"string":"\xe2\x82\xac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
    )


@given(st.dictionaries(ascii_keys, json_values, max_size=5))
def test_reading_undoes_writing(value):
    assert parse_json_object(canonical_json(value)) == value


@given(st.dictionaries(ascii_keys, json_values, max_size=5))
def test_the_order_in_which_keys_were_added_does_not_show(value):
    turned = dict(reversed(list(value.items())))

    assert canonical_json(turned) == canonical_json(value)


@pytest.mark.parametrize(
    "value", [1.5, 2**53, -(2**53), {"a": 1.0}, {"ключ": 1}, {1: 2}, "\ud800", b"bytes", {"a": {2}}]
)
def test_what_has_several_forms_is_refused(value):
    with pytest.raises(Refused):
        canonical_json(value)


@given(st.binary(max_size=80))
def test_a_strangers_bytes_raise_only_refused(raw):
    with contextlib.suppress(Refused):
        parse_json_object(raw)


@pytest.mark.parametrize(
    "raw", [b'{"a":1,"a":2}', b"[1]", b'{"a":NaN}', b"\xff", b"{" * 100_000, b"", b'{"a":1}x']
)
def test_bad_json_is_refused(raw):
    with pytest.raises(Refused):
        parse_json_object(raw)


def test_plain_json_reads_it_too():
    assert json.loads(canonical_json({"b": "ü", "a": [1, 2]})) == {"a": [1, 2], "b": "ü"}
