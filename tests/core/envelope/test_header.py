import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unhindered.core.envelope.header import (
    HEADER_LIMIT,
    VERSION_LINE,
    Header,
    Stanza,
    compose_header,
    compose_stanzas,
    read_header,
)
from unhindered.core.errors import Refused

WORDS = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=70)
STANZAS = st.lists(
    st.builds(Stanza, st.lists(WORDS, min_size=1, max_size=3).map(tuple), st.binary(max_size=200))
)
MAC = b"m" * 32


class Endless(io.RawIOBase):
    """A stranger's stream that never ends a header; counts what is taken from it."""

    def __init__(self, line):
        self.taken = 0
        self._line = line

    def readline(self, limit=-1):
        line = self._line if limit < 0 else self._line[:limit]
        self.taken += len(line)
        return line


def header_of(*stanzas):
    return Header(stanzas, compose_stanzas(stanzas), MAC)


@given(STANZAS, st.binary(max_size=50))
def test_reading_undoes_composing(stanzas, payload):
    authenticated = compose_stanzas(stanzas)
    stream = io.BytesIO(compose_header(authenticated, MAC) + payload)

    header = read_header(stream)

    assert header == Header(tuple(stanzas), authenticated, MAC)
    assert stream.read() == payload


@given(st.binary(max_size=300), st.booleans())
def test_random_bytes_are_only_refused(raw, after_version):
    stream = io.BytesIO(VERSION_LINE + raw if after_version else raw)

    with pytest.raises(Refused):
        read_header(stream)


@pytest.mark.parametrize("line", [b"-> grease\n", b"x" * 10_000, b"QUFB" * 16 + b"\n"])
def test_header_without_end_costs_bounded_reading(line):
    stream = Endless(line)
    first = VERSION_LINE

    with pytest.raises(Refused):
        read_header(Chained(first, stream))

    assert stream.taken <= HEADER_LIMIT + 16 * 1024


class Chained:
    def __init__(self, first, stream):
        self._first = first
        self._stream = stream

    def readline(self, limit=-1):
        line, self._first = self._first, b""
        return line or self._stream.readline(limit)


@pytest.mark.parametrize("body", [b"", b"x" * 47, b"x" * 48, b"x" * 49, b"x" * 96])
def test_last_line_of_a_body_is_always_short(body):
    text = compose_stanzas([Stanza(("grease",), body)])

    assert all(len(line) <= 64 for line in text.split(b"\n"))
    assert len(text.split(b"\n")[-2]) < 64


@pytest.mark.parametrize("classic", ["X25519", "ssh-rsa", "ssh-ed25519", "p256tag", "piv-p256", "scrypt"])
def test_post_quantum_beside_classic_is_refused(classic):
    header = header_of(Stanza(("mlkem768x25519", "x"), b""), Stanza((classic, "x"), b""))

    with pytest.raises(Refused):
        header.require_unmixed()


@pytest.mark.parametrize("other", ["X25519", "scrypt", "grease"])
def test_passphrase_beside_anything_is_refused(other):
    header = header_of(Stanza((other, "x"), b""), Stanza(("scrypt", "x", "1"), b""))

    with pytest.raises(Refused):
        header.require_unmixed()


@pytest.mark.parametrize("kinds", [("mlkem768x25519", "x-grease"), ("X25519", "ssh-rsa"), ("scrypt",), ()])
def test_unmixed_header_passes(kinds):
    header_of(*(Stanza((kind,), b"") for kind in kinds)).require_unmixed()
