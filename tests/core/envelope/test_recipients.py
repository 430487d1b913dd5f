import pytest
from hypothesis import given
from hypothesis import strategies as st

from unhindered.core.envelope import bech32
from unhindered.core.envelope.recipients import (
    ClassicRecipient,
    PassphraseRecipient,
    PostQuantumRecipient,
    parse_recipient,
    passphrase_key,
    refuse_mixed,
)
from unhindered.core.errors import Refused, Unavailable


def test_recipient_reads_back_what_it_wrote(ada, classic):
    for recipient in (ada.recipient(), classic.recipient()):
        assert parse_recipient(str(recipient)) == recipient
        assert hash(parse_recipient(str(recipient))) == hash(recipient)


def test_recipients_of_two_people_differ(ada, bo, classic):
    assert ada.recipient() != bo.recipient()
    assert ada.recipient() != classic.recipient()
    assert classic.recipient() != ada.recipient()


def test_recipient_of_a_seed_is_the_identity_s(ada):
    assert PostQuantumRecipient.of_seed(b"Ada Fictional's identity, for te") == ada.recipient()


@pytest.mark.parametrize(
    "text",
    [
        bech32.encode("age", bytes(31)),
        bech32.encode("age", bytes(33)),
        bech32.encode("age1pq", bytes(1215)),
        bech32.encode("age1pq", b"\xff" * 1216),
        bech32.encode("age1tag", bytes(33)),
        bech32.encode("age1yubikey", bytes(33)),
        bech32.encode("age-secret-key-", bytes(32)).upper(),
        bech32.encode("age", bytes(32)).upper(),
        "ssh-ed25519 AAAA",
        "",
    ],
)
def test_what_we_cannot_seal_to_is_refused(text):
    with pytest.raises(Refused):
        parse_recipient(text)


@given(st.binary(min_size=1216, max_size=1216))
def test_any_bytes_as_post_quantum_key_are_a_key_or_refused(raw):
    try:
        stanza = PostQuantumRecipient(raw).wrap(bytes(16))
    except Refused:
        return
    assert len(stanza.body) == 32


def test_nothing_is_sealed_to_a_hybrid_key_of_which_one_half_shares_no_secret(ada):
    _, raw = bech32.decode(str(ada.recipient()))

    with pytest.raises(Refused):
        PostQuantumRecipient(raw[:1184] + bytes(32)).wrap(bytes(16))


@pytest.mark.parametrize("raw", [bytes(32), b"\x01" + bytes(31)])
def test_nothing_is_sealed_to_a_point_that_shares_no_secret(raw):
    with pytest.raises(Refused):
        ClassicRecipient(raw).wrap(bytes(16))


def test_nobody_to_seal_to_is_refused():
    with pytest.raises(Refused):
        refuse_mixed([])


def test_kinds_that_cannot_share_a_file_are_refused(ada, classic):
    passphrase = PassphraseRecipient("six words", work_factor=1)

    for recipients in (
        [ada.recipient(), classic.recipient()],
        [classic.recipient(), ada.recipient()],
        [passphrase, ada.recipient()],
        [passphrase, passphrase],
    ):
        with pytest.raises(Refused):
            refuse_mixed(recipients)


def test_recipients_of_one_kind_share_a_file(ada, bo, classic):
    refuse_mixed([ada.recipient(), bo.recipient()])
    refuse_mixed([classic.recipient(), classic.recipient()])
    refuse_mixed([PassphraseRecipient("six words", work_factor=1)])


def test_empty_passphrase_is_refused():
    with pytest.raises(Refused):
        PassphraseRecipient("")


def test_two_wraps_of_one_key_look_unrelated(ada):
    one, other = (ada.recipient().wrap(b"the same 16 byte") for _ in range(2))

    assert one.arguments != other.arguments
    assert one.body != other.body


def test_too_little_memory_is_said_plainly():
    with pytest.raises(Unavailable):
        passphrase_key("six words", bytes(16), work_factor=46)


def test_passphrase_with_half_of_a_character_is_refused():
    with pytest.raises(Refused):
        PassphraseRecipient("six \udce9", work_factor=1).wrap(bytes(16))
