import base64
import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unhindered.core.envelope import bech32
from unhindered.core.envelope.header import Stanza
from unhindered.core.envelope.identities import (
    ClassicIdentity,
    PassphraseIdentity,
    PostQuantumIdentity,
    generate_identity,
    parse_identity,
)
from unhindered.core.envelope.recipients import PassphraseRecipient
from unhindered.core.errors import Refused

FILE_KEY = b"a 16 byte secret"


def without_padding(raw):
    return base64.b64encode(raw).decode().rstrip("=")


def test_identity_reads_back_what_it_wrote(ada, classic):
    for identity in (ada, classic):
        assert parse_identity(str(identity)).recipient() == identity.recipient()


def test_post_quantum_identity_is_written_as_age_writes_it(ada):
    assert str(ada).startswith("AGE-SECRET-KEY-PQ-1")
    assert str(ada.recipient()).startswith("age1pq1")


def test_new_identities_differ():
    assert generate_identity().recipient() != generate_identity().recipient()


@pytest.mark.parametrize(
    "text",
    [
        bech32.encode("age-secret-key-", bytes(31)).upper(),
        bech32.encode("age-secret-key-pq-", bytes(33)).upper(),
        bech32.encode("age-secret-key-pq-", bytes(32)),
        bech32.encode("age-plugin-yubikey-", bytes(32)).upper(),
        bech32.encode("age", bytes(32)),
        "AGE-SECRET-KEY-1",
        "",
    ],
)
def test_what_we_cannot_open_with_is_refused(text):
    with pytest.raises(Refused):
        parse_identity(text)


def test_no_secret_shows_where_programs_print_objects(ada, classic):
    for identity in (ada, classic, PassphraseIdentity("six words")):
        assert "AGE-SECRET" not in repr(identity)
        assert "six words" not in repr(identity)


def test_each_kind_gets_back_what_was_wrapped_for_it(ada, classic):
    for identity in (ada, classic):
        assert identity.unwrap(identity.recipient().wrap(FILE_KEY)) == FILE_KEY


def test_passphrase_gets_back_what_was_wrapped_for_it():
    stanza = PassphraseIdentity("six words", max_work_factor=2).recipient().wrap(FILE_KEY)

    assert stanza.arguments[2] == "2"
    assert PassphraseIdentity("six words").unwrap(stanza) == FILE_KEY
    assert PassphraseIdentity("seven words").unwrap(stanza) is None


def test_stanza_for_somebody_else_is_no_match(ada, bo, classic):
    assert bo.unwrap(ada.recipient().wrap(FILE_KEY)) is None
    assert ClassicIdentity(bytes(31) + b"\x01").unwrap(classic.recipient().wrap(FILE_KEY)) is None


def test_stanza_of_another_kind_is_no_match(ada, classic):
    assert ada.unwrap(classic.recipient().wrap(FILE_KEY)) is None
    assert classic.unwrap(ada.recipient().wrap(FILE_KEY)) is None
    assert PassphraseIdentity("six words").unwrap(ada.recipient().wrap(FILE_KEY)) is None


def test_work_factor_above_the_limit_is_refused_before_any_work():
    stanza = PassphraseRecipient("six words", work_factor=1).wrap(FILE_KEY)
    greedy = Stanza((*stanza.arguments[:2], "21"), stanza.body)

    with pytest.raises(Refused):
        PassphraseIdentity("six words").unwrap(greedy)


def test_limit_of_the_work_factor_can_be_lowered():
    stanza = PassphraseRecipient("six words", work_factor=5).wrap(FILE_KEY)

    with pytest.raises(Refused):
        PassphraseIdentity("six words", max_work_factor=4).unwrap(stanza)


@pytest.mark.parametrize("work_factor", ["0", "01", "+1", "-1", "1 ", "0x1", "", "1e1", "100", "١", "²"])
def test_odd_work_factor_is_refused(work_factor):
    stanza = PassphraseRecipient("six words", work_factor=1).wrap(FILE_KEY)

    with pytest.raises(Refused):
        PassphraseIdentity("six words").unwrap(Stanza((*stanza.arguments[:2], work_factor), stanza.body))


KINDS = st.sampled_from(["mlkem768x25519", "X25519", "scrypt"])
SHARES = st.one_of(
    st.sampled_from([0, 16, 32, 1120, 1121])
    .flatmap(lambda n: st.binary(min_size=n, max_size=n))
    .map(without_padding),
    st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1),
)


@given(
    KINDS,
    st.lists(SHARES, max_size=1),
    st.sampled_from([[], ["1"], ["99"]]),
    st.sampled_from([16, 31, 32, 33]),
)
def test_stanza_of_random_bytes_is_no_match_or_refused(kind, shares, rest, length):
    stanza = Stanza((kind, *shares, *rest), bytes(length))
    for identity in (
        PostQuantumIdentity(bytes(32)),
        ClassicIdentity(b"\x07" * 32),
        PassphraseIdentity("six words"),
    ):
        with contextlib.suppress(Refused):
            assert identity.unwrap(stanza) is None
