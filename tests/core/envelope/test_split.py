import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unhindered.core.envelope.header import Stanza, compose_header, compose_stanzas
from unhindered.core.envelope.recipients import PostQuantumRecipient
from unhindered.core.envelope.seal import seal_bytes
from unhindered.core.envelope.split import read_header_bytes, split_envelope
from unhindered.core.errors import Refused

TO = [PostQuantumRecipient.of_seed(b"a seed for files that are split.")]


@given(st.binary(max_size=200))
def test_header_then_body_is_the_file(data):
    sealed = seal_bytes(data, TO)

    header, body = split_envelope(sealed)

    assert header + body == sealed
    assert header.split(b"\n")[-2].startswith(b"--- ")
    assert len(body) == 16 + len(data) + 16


def test_stream_is_left_at_the_body():
    sealed = seal_bytes(b"a letter", TO)
    stream = io.BytesIO(sealed)

    header = read_header_bytes(stream)

    assert header + stream.read() == sealed


@pytest.mark.parametrize("length", [0, 1, 31])
def test_body_too_short_to_be_one_is_refused(length):
    header, body = split_envelope(seal_bytes(b"a letter", TO))

    with pytest.raises(Refused):
        split_envelope(header + body[:length])


def test_mixed_recipients_are_refused_without_any_key():
    header = compose_stanzas([Stanza(("mlkem768x25519", "x"), b"x"), Stanza(("X25519", "x"), b"x")])

    with pytest.raises(Refused):
        split_envelope(compose_header(header, bytes(32)) + bytes(32))


def test_file_for_a_classic_recipient_is_refused_without_any_key(classic):
    with pytest.raises(Refused):
        split_envelope(seal_bytes(b"a letter", [classic.recipient()]))


@given(st.binary(max_size=300))
def test_random_bytes_are_only_refused(raw):
    with pytest.raises(Refused):
        split_envelope(raw)
    with pytest.raises(Refused):
        split_envelope(b"-----BEGIN AGE ENCRYPTED FILE-----\n" + raw)
