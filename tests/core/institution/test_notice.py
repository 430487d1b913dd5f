from datetime import timedelta

import pytest
from fictional_notice import INTAKE, MONDAY, ROOT, VISITS, fictional_notice, reply_key
from hypothesis import given
from hypothesis import strategies as st

from unhindered.core.envelope.recipients import ClassicRecipient
from unhindered.core.errors import Refused
from unhindered.core.institution.fingerprint import six_words
from unhindered.core.institution.notice import GRACE, compose_notice, notice_id, read_notice
from unhindered.core.log.signed_note import NoteSigner

NUMBERS = [str(number) for number in range(2048)]


def signer():
    return ROOT


def test_a_notice_reads_as_it_was_written():
    notice = fictional_notice()

    assert read_notice(compose_notice(notice, signer())) == notice


@given(st.integers(0, 2000), st.sampled_from("abcXYZ012"))
def test_one_changed_character_is_refused(place, character):
    note = compose_notice(fictional_notice(), signer())
    place %= len(note)
    changed = note[:place] + character + note[place + 1 :]

    if changed != note:
        with pytest.raises(Refused):
            read_notice(changed)


@pytest.mark.parametrize("count", [1, 8])
def test_a_notice_names_one_to_eight_reply_keys(count):
    notice = fictional_notice(reply=tuple(reply_key(number) for number in range(count)))

    read = read_notice(compose_notice(notice, signer()))

    assert [str(key) for key in read.reply_verifiers()] == list(notice.reply)


def test_a_notice_signed_by_another_root_is_refused():
    other = NoteSigner("x/root", b"o" * 32)

    with pytest.raises(Refused):
        read_notice(compose_notice(fictional_notice(), other))


def test_a_root_that_does_not_hash_to_the_institution_is_refused():
    other = NoteSigner("x/root", b"o" * 32)

    with pytest.raises(Refused):
        read_notice(compose_notice(fictional_notice(root=str(other.verifier())), other))


def test_a_pinned_root_refuses_another_institutions_notice():
    note = compose_notice(fictional_notice(), signer())

    with pytest.raises(Refused):
        read_notice(note, root_public_key=b"p" * 32)


@pytest.mark.parametrize("days", [-1, 7])
def test_a_notice_is_refused_outside_its_week(days):
    with pytest.raises(Refused):
        fictional_notice().require_current(MONDAY + timedelta(days=days))


@pytest.mark.parametrize("days", [0, 6])
def test_a_notice_holds_on_its_first_and_last_day(days):
    notice = fictional_notice()

    assert notice.require_current(MONDAY + timedelta(days=days)) is notice


def test_grace_accepts_what_was_typed_before_midnight():
    notice = fictional_notice()

    assert notice.require_current(MONDAY + timedelta(days=13), grace=GRACE) is notice


@pytest.mark.parametrize(
    "changes",
    [
        {"answer_within_days": 0},
        {"answer_within_days": True},
        {"name": 3},
        {"languages": "en"},
        {"state": None},
        {"reply": "x"},
        {"reply": ()},
        {"reply": ("x",)},
        {"reply": (3,)},
        {"reply": tuple(reply_key(number) for number in range(9))},
        {"reply": (reply_key(institution="0" * 64),)},
        {"intake": "age1pq1example"},
        {"intake": INTAKE.upper()},
        {"intake": str(ClassicRecipient(b"c" * 32))},
        {"visits": ""},
        {"visits": "age1pq1example"},
        {"visits": VISITS.upper()},
        {"visits": INTAKE},
        {"gate": ""},
        {"gate": "Gate.example"},
        {"gate": "gate.example\nx"},
        {"gate": "gate..example"},
        {"gate": "-gate.example"},
        {"gate": "gate.example:443"},
        {"gate": "a" * 254},
    ],
)
def test_a_field_of_another_kind_is_refused(changes):
    with pytest.raises(Refused):
        read_notice(compose_notice(fictional_notice(**changes), signer()))


@pytest.mark.parametrize("written", ["20261123", "2026-W48-1"])
def test_a_date_written_in_another_way_is_refused(written):
    note = compose_notice(fictional_notice(), signer()).replace("2026-11-23", written)
    text = note.rpartition("\n\n")[0] + "\n"

    with pytest.raises(Refused):
        read_notice(signer().sign(text))


def test_a_third_line_is_refused():
    text = compose_notice(fictional_notice(), signer()).rpartition("\n\n")[0] + "\nmore\n"

    with pytest.raises(Refused):
        read_notice(signer().sign(text))


def test_the_id_does_not_depend_on_who_else_signed():
    note = compose_notice(fictional_notice(), signer())
    second_line = NoteSigner("w", b"w" * 32).sign(note.rpartition("\n\n")[0] + "\n").splitlines()[-1]

    assert notice_id(note + second_line + "\n") == notice_id(note)


@given(st.text(max_size=300))
def test_a_strangers_text_raises_only_refused(text):
    with pytest.raises(Refused):
        read_notice(text)


def test_six_words_are_the_first_66_bits():
    # SHA-256("unhindered/fingerprint/v1" + 32 zero bytes), computed with sha256sum.
    words = six_words(bytes(32), NUMBERS)
    number = 0
    for word in words:
        number = number << 11 | int(word)

    assert f"{number << 6:018x}"[:16] == "098accbb110af01f"
