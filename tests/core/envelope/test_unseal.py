import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unhindered.core.envelope.header import VERSION_LINE, read_header
from unhindered.core.envelope.identities import PassphraseIdentity, PostQuantumIdentity
from unhindered.core.envelope.recipients import PassphraseRecipient
from unhindered.core.envelope.seal import seal_bytes
from unhindered.core.envelope.split import split_envelope
from unhindered.core.envelope.unseal import rewrap, unseal, unseal_bytes
from unhindered.core.errors import Refused

CHUNK = 64 * 1024
IDENTITY = PostQuantumIdentity(b"an identity for damaged letters.")
LETTER = b"a letter of Ada Fictional"
SEALED = seal_bytes(LETTER, [IDENTITY.recipient()])
HEADER, _ = split_envelope(SEALED)
TWO_CHUNKS = seal_bytes(bytes(CHUNK) + LETTER, [IDENTITY.recipient()])


@given(st.integers(0, len(SEALED) - 1), st.integers(1, 255))
def test_one_changed_byte_is_refused(place, difference):
    changed = bytearray(SEALED)
    changed[place] ^= difference

    with pytest.raises(Refused):
        unseal_bytes(bytes(changed), [IDENTITY])


@given(st.integers(0, len(SEALED) - 1))
def test_a_cut_file_is_refused(length):
    with pytest.raises(Refused):
        unseal_bytes(SEALED[:length], [IDENTITY])


@pytest.mark.parametrize("left", [1, 16, 17, 41, 42, CHUNK])
def test_a_file_cut_between_chunks_or_in_one_is_refused(left):
    with pytest.raises(Refused):
        unseal_bytes(TWO_CHUNKS[:-left], [IDENTITY])


@given(st.binary(min_size=1, max_size=40))
def test_anything_after_the_end_is_refused(more):
    with pytest.raises(Refused):
        unseal_bytes(SEALED + more, [IDENTITY])


@given(st.binary(max_size=300))
def test_random_bytes_are_only_refused(raw):
    for stranger in (raw, VERSION_LINE + raw, SEALED[: len(HEADER) + 10] + raw):
        with pytest.raises(Refused):
            unseal_bytes(stranger, [IDENTITY])


@settings(max_examples=60)
@given(st.data())
def test_chunks_in_another_order_are_refused(drawn):
    header, body = split_envelope(seal_bytes(bytes(3 * CHUNK), [IDENTITY.recipient()]))
    size = CHUNK + 16
    chunks = [body[16 + n * size : 16 + (n + 1) * size] for n in range(3)]
    order = drawn.draw(st.permutations(range(3)).filter(lambda order: order != [0, 1, 2]))

    with pytest.raises(Refused):
        unseal_bytes(header + body[:16] + b"".join(chunks[n] for n in order), [IDENTITY])


def test_each_recipient_opens_a_file_for_several(ada, bo):
    sealed = seal_bytes(LETTER, [ada.recipient(), bo.recipient()])

    assert unseal_bytes(sealed, [ada]) == unseal_bytes(sealed, [bo]) == LETTER


def test_the_right_identity_is_found_among_others(ada, bo, classic):
    assert unseal_bytes(SEALED, [ada, classic, bo, IDENTITY]) == LETTER


def test_classic_file_opens(classic):
    assert unseal_bytes(seal_bytes(LETTER, [classic.recipient()]), [classic]) == LETTER


def test_passphrase_file_opens():
    sealed = seal_bytes(LETTER, [PassphraseRecipient("six words", work_factor=2)])

    assert unseal_bytes(sealed, [PassphraseIdentity("six words")]) == LETTER


def test_a_wrong_key_and_a_changed_header_get_the_same_answer(ada, bo):
    sealed = seal_bytes(LETTER, [ada.recipient()])
    start = sealed.index(b"\n--- ") + 5
    other = b"A" if sealed[start : start + 1] != b"A" else b"B"
    forged = sealed[:start] + other + sealed[start + 1 :]

    answers = set()
    for raw, identity in ((sealed, bo), (forged, ada), (forged, bo)):
        with pytest.raises(Refused) as refused:
            unseal_bytes(raw, [identity])
        answers.add((str(refused.value), refused.value.advice))

    assert len(answers) == 1


def test_no_identity_opens_nothing():
    with pytest.raises(Refused):
        unseal_bytes(SEALED, [])


def test_a_file_that_one_classic_recipient_can_open_too_is_refused(ada, classic):
    one = read_header(io.BytesIO(seal_bytes(LETTER, [ada.recipient()])))
    header = (
        one.authenticated.removesuffix(b"---") + b"-> X25519 " + b"A" * 43 + b"\n" + b"A" * 43 + b"\n--- "
    )

    with pytest.raises(Refused) as refused:
        unseal_bytes(header + b"A" * 43 + b"\n" + bytes(40), [ada])

    assert "post-quantum" in str(refused.value)


def test_what_is_released_before_a_broken_end_is_only_whole_authentic_chunks():
    target = io.BytesIO()

    with pytest.raises(Refused):
        unseal(io.BytesIO(TWO_CHUNKS[:-1]), target, [IDENTITY])

    assert target.getvalue() == bytes(CHUNK)


def test_rewrapped_header_opens_the_same_body_for_somebody_else(ada, bo):
    header, body = split_envelope(seal_bytes(LETTER, [ada.recipient()]))

    new = rewrap(header, [ada], [bo.recipient()])

    assert unseal_bytes(new + body, [bo]) == LETTER
    with pytest.raises(Refused):
        unseal_bytes(new + body, [ada])


def test_rewrapped_header_does_not_open_another_body(ada, bo):
    header, _ = split_envelope(seal_bytes(LETTER, [ada.recipient()]))
    _, other_body = split_envelope(seal_bytes(LETTER, [ada.recipient()]))

    new = rewrap(header, [ada], [bo.recipient()])

    with pytest.raises(Refused):
        unseal_bytes(new + other_body, [bo])


def test_rewrapping_refuses_who_cannot_open(ada, bo):
    header, _ = split_envelope(seal_bytes(LETTER, [ada.recipient()]))

    with pytest.raises(Refused):
        rewrap(header, [bo], [bo.recipient()])


def test_rewrapping_refuses_mixed_recipients(ada, classic):
    header, _ = split_envelope(seal_bytes(LETTER, [ada.recipient()]))

    with pytest.raises(Refused):
        rewrap(header, [ada], [ada.recipient(), classic.recipient()])


def test_rewrapping_refuses_bytes_after_the_header(ada, bo):
    with pytest.raises(Refused):
        rewrap(seal_bytes(LETTER, [ada.recipient()]), [ada], [bo.recipient()])
