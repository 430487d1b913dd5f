import base64
import io
import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unhindered.core.envelope.identities import PostQuantumIdentity
from unhindered.core.envelope.seal import seal_bytes
from unhindered.core.envelope.unseal import unseal, unseal_bytes
from unhindered.core.errors import Refused

IDENTITY = PostQuantumIdentity(b"an identity for armored letters.")
BEGIN, END = "-----BEGIN AGE ENCRYPTED FILE-----", "-----END AGE ENCRYPTED FILE-----"


def armored(raw, newline="\n"):
    lines = textwrap.wrap(base64.b64encode(raw).decode(), 64)
    return newline.join([BEGIN, *lines, END, ""]).encode()


@given(st.binary(max_size=200), st.sampled_from(["\n", "\r\n"]))
def test_armored_file_opens_like_a_binary_one(data, newline):
    sealed = armored(seal_bytes(data, [IDENTITY.recipient()]), newline)

    assert unseal_bytes(sealed, [IDENTITY]) == data


def test_armored_file_of_many_chunks_opens():
    data = bytes(range(256)) * 1000

    assert unseal_bytes(armored(seal_bytes(data, [IDENTITY.recipient()])), [IDENTITY]) == data


def test_armor_of_whole_lines_needs_no_short_one():
    target = io.BytesIO()
    for length in range(48):
        sealed = seal_bytes(b"x" * length, [IDENTITY.recipient()])
        if len(sealed) % 48 == 0:
            unseal(io.BytesIO(armored(sealed)), target, [IDENTITY])

    assert set(target.getvalue()) == set(b"x")


@pytest.mark.parametrize(
    "change",
    [
        lambda text: b"Dear Ada,\n" + text,
        lambda text: text + b"yours, Bo\n",
        lambda text: b" " * 2000 + text,
        lambda text: b"\n" * 2000 + text,
        lambda text: text + b" " * 2000,
        lambda text: text.replace(b"BEGIN", b"BEGIN "),
        lambda text: text.replace(b"-----END", b"----END"),
        lambda text: text.replace(b"\n", b"\n\n", 3),
        lambda text: text[: len(text) // 2],
        lambda text: text[:200] + b"*" + text[201:],
        lambda text: b"\n" * 100,
        lambda text: b"",
    ],
)
def test_damaged_armor_is_refused(change):
    sealed = armored(seal_bytes(b"a letter", [IDENTITY.recipient()]))

    with pytest.raises(Refused):
        unseal_bytes(change(sealed), [IDENTITY])


@given(st.binary(max_size=200))
def test_random_bytes_in_armor_are_only_refused(raw):
    with pytest.raises(Refused):
        unseal_bytes(BEGIN.encode() + b"\n" + raw, [IDENTITY])
