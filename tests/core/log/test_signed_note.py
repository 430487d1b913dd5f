import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unhindered.core.errors import Refused
from unhindered.core.log.signed_note import (
    MAX_NOTE_CHARACTERS,
    NoteSigner,
    NoteVerifier,
    open_note,
    parse_verifier,
)

SIGNER = NoteSigner("gate.example/sealed", b"s" * 32)
lines = st.text(st.characters(min_codepoint=32, exclude_categories=["Cs"]), max_size=30)
texts = st.lists(lines, min_size=1, max_size=6).map(lambda found: "".join(f"{line}\n" for line in found))


class TestVectors:
    @pytest.mark.vectors("signed_note", "opening")
    def test_opening(self, case):
        verifier = parse_verifier(case["vkey"])

        if case["expect"] == "opened":
            assert open_note(case["note"], [verifier]) == case["text"]
        else:
            with pytest.raises(Refused):
                open_note(case["note"], [verifier])

    @pytest.mark.vectors("signed_note", "signing")
    def test_signing_gives_the_same_bytes(self, case):
        signer = NoteSigner(case["key_name"], bytes.fromhex(case["seed"]))

        assert signer.sign(case["text"]) == case["note"]

    @pytest.mark.vectors("signed_note", "verifier_keys")
    def test_verifier_keys(self, case):
        if case["expect"] == "read":
            assert str(parse_verifier(case["vkey"])) == case["vkey"]
        else:
            with pytest.raises(Refused):
                parse_verifier(case["vkey"])


class TestLaws:
    @given(texts)
    def test_opening_undoes_signing(self, text):
        assert open_note(SIGNER.sign(text), [SIGNER.verifier()]) == text

    @given(texts, st.data())
    def test_a_changed_character_is_refused_or_was_a_strangers(self, text, data):
        note = SIGNER.sign(text)
        place = data.draw(st.integers(0, len(note) - 1))
        changed = (
            note[:place] + data.draw(st.characters().filter(lambda c: c != note[place])) + note[place + 1 :]
        )

        with pytest.raises(Refused):
            open_note(changed, [SIGNER.verifier()])

    @given(st.text(max_size=300))
    def test_random_text_raises_only_refused(self, text):
        with pytest.raises(Refused):
            open_note(text, [SIGNER.verifier()])

    @given(texts, st.text(max_size=100))
    def test_random_signature_lines_raise_only_refused(self, text, line):
        with pytest.raises(Refused):
            open_note(f"{text}\n— {line}\n", [SIGNER.verifier()])

    @given(st.text(max_size=100))
    def test_a_random_verifier_key_raises_only_refused(self, text):
        with pytest.raises(Refused):
            parse_verifier(f"gate+{text}")

    @given(st.binary(min_size=32, max_size=32))
    def test_bytes_that_are_no_key_verify_nothing(self, public_key):
        with pytest.raises(Refused):  # noqa: PT012 - either step may refuse.
            verifier = NoteVerifier("gate", public_key)
            signature = base64.b64encode(verifier.key_id + bytes(64)).decode()
            open_note(f"text\n\n— gate {signature}\n", [verifier])


class TestEdges:
    def test_any_of_several_keys_will_do(self):
        other = NoteSigner("other", b"o" * 32)

        assert open_note(other.sign("text\n"), [SIGNER.verifier(), other.verifier()]) == "text\n"

    def test_no_key_opens_nothing(self):
        with pytest.raises(Refused):
            open_note(SIGNER.sign("text\n"), [])

    def test_an_endless_text_is_not_read(self):
        with pytest.raises(Refused, match="too long"):
            open_note("x" * MAX_NOTE_CHARACTERS + "\n", [SIGNER.verifier()])

    @pytest.mark.parametrize("text", ["", "no newline", "a\ttab\n", "a return\r\n", "half \ud800\n"])
    def test_what_could_not_be_opened_is_not_signed(self, text):
        with pytest.raises(Refused):
            SIGNER.sign(text)

    @pytest.mark.parametrize("name", ["", "a b", "a+b", "a\nb", "a\u00a0b", "\ud800"])
    def test_a_name_that_could_not_be_read_is_refused(self, name):
        with pytest.raises(Refused):
            NoteSigner(name, b"s" * 32)

    def test_a_seed_of_another_length_is_refused(self):
        with pytest.raises(Refused):
            NoteSigner("gate", b"s" * 31)

    @pytest.mark.parametrize("sign_bit", [0, 0x80])
    @pytest.mark.parametrize(
        "key",
        [
            "0000000000000000000000000000000000000000000000000000000000000000",
            "0100000000000000000000000000000000000000000000000000000000000000",
            "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
            "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
            "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        ],
    )
    def test_a_key_that_anyone_can_sign_for_is_refused(self, key, sign_bit):
        raw = bytearray.fromhex(key)
        raw[31] |= sign_bit

        with pytest.raises(Refused):
            NoteVerifier("gate", bytes(raw))

    def test_the_seed_is_in_no_text_form(self):
        assert "ssss" not in repr(SIGNER) + str(SIGNER)
