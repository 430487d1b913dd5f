import hashlib
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unhindered.core.envelope.identities import PostQuantumIdentity
from unhindered.core.envelope.receipt import Receipt, derive_source_keys, new_receipt, read_receipt
from unhindered.core.errors import Refused
from unhindered.facts.wordlists import SHA256, all_lists, english, word_list

FOLDER = Path(__file__).parents[3] / "vectors/receipt"
GOOD = sorted(FOLDER.glob("good-*.json"))
BAD = sorted(FOLDER.glob("bad-*.json"))
WORDS = english()
LISTS = all_lists()
SECRETS = st.binary(min_size=16, max_size=16)


def test_bad_vectors_outnumber_good():
    assert (len(GOOD), len(BAD)) == (30, 39)


def test_english_list_is_the_published_one():
    listed = "".join(word + "\n" for word in WORDS).encode()

    assert (
        hashlib.sha256(listed).hexdigest()
        == "2f5eed53a4727b4bf8880d8f3f199efc90e58503646d9ff8eff3a2ed3b24dbda"
    )
    assert len({word[:4] for word in WORDS}) == len(WORDS) == 2048


def test_first_twelve_words_are_those_bip39_publishes():
    published = json.loads((FOLDER / "bip39_published.json").read_text())["vectors"]

    assert len(published) == 8
    for row in published:
        words = Receipt(bytes.fromhex(row["entropy"])).words(WORDS)
        assert " ".join(words[:12]) == row["mnemonic"]


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_good_vector_is_read(path):
    vector = json.loads(path.read_text())

    receipt = read_receipt(vector["text"], *LISTS)

    assert vector["expect"] == "success"
    assert receipt.secret.hex() == vector["secret"]
    assert list(receipt.words(WORDS)) == vector["words"]
    assert list(receipt.numbers()) == vector["numbers"]


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_keys_of_a_good_vector_follow(path):
    vector = json.loads(path.read_text())

    for expected in vector["keys"]:
        keys = derive_source_keys(bytes.fromhex(vector["secret"]), bytes.fromhex(expected["institution_id"]))
        assert keys.mailbox_seed.hex() == expected["mailbox_seed"]
        assert keys.mailbox_public_key.hex() == expected["mailbox_public_key"]
        assert keys.mailbox_id.hex() == expected["mailbox_id"]
        assert keys.signing_seed.hex() == expected["signing_seed"]
        assert keys.signing_public_key.hex() == expected["signing_public_key"]
        assert keys.identity_seed.hex() == expected["identity_seed"]
        assert str(keys.recipient()) == expected["recipient"]


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_bad_vector_is_refused(path):
    vector = json.loads(path.read_text())

    assert vector["expect"] == "refused"
    with pytest.raises(Refused):
        read_receipt(vector["text"], *LISTS)


@given(SECRETS)
def test_reading_undoes_writing_in_words(secret):
    assert read_receipt(" ".join(Receipt(secret).words(WORDS)), WORDS).secret == secret


@given(SECRETS)
def test_reading_undoes_writing_in_numbers(secret):
    numbers = Receipt(secret).numbers()

    assert all(1 <= number <= 2048 for number in numbers)
    assert read_receipt(", ".join(map(str, numbers)), WORDS).secret == secret


@given(st.text(max_size=1200))
def test_any_text_is_refused(text):
    with pytest.raises(Refused):
        read_receipt(text, WORDS)


@given(st.lists(st.sampled_from(WORDS), min_size=13, max_size=13))
def test_thirteen_words_drawn_at_random_are_refused(words):
    with pytest.raises(Refused):
        read_receipt(" ".join(words), WORDS)


@given(SECRETS, st.binary(min_size=32, max_size=32))
def test_identity_that_follows_opens_what_is_sealed_to_the_recipient(secret, institution):
    keys = derive_source_keys(secret, institution)

    assert PostQuantumIdentity(keys.identity_seed).recipient() == keys.recipient()


def test_two_institutions_see_keys_that_have_nothing_in_common():
    one, other = (derive_source_keys(bytes(16), bytes([n]) * 32) for n in (1, 2))

    seeds = {one.mailbox_seed, one.signing_seed, one.identity_seed}
    seeds |= {other.mailbox_seed, other.signing_seed, other.identity_seed}
    assert len(seeds) == 6


def test_nobody_is_given_the_same_receipt():
    assert new_receipt() != new_receipt()


@pytest.mark.parametrize("length", [0, 15, 17])
def test_receipt_of_another_length_is_refused(length):
    with pytest.raises(Refused):
        Receipt(bytes(length))


def test_no_secret_shows_where_programs_print_objects():
    receipt = Receipt(b"a secret of 16 b")

    shown = repr(receipt) + repr(derive_source_keys(receipt.secret, bytes(32)))

    assert shown == "Receipt()SourceKeys()"


def test_no_error_repeats_what_was_typed():
    words = [*Receipt(bytes(16)).words(WORDS)[:12], "xylophone"]

    with pytest.raises(Refused) as refused:
        read_receipt(" ".join(words), WORDS)

    assert not set(words) & set(f"{refused.value} {refused.value.advice}".split())


@given(SECRETS, st.sampled_from(sorted(SHA256)))
def test_words_of_every_list_are_read_whichever_list_comes_first(secret, code):
    words = Receipt(secret).words(word_list(code).words)

    for first in ("en", "fr", code):
        assert read_receipt(" ".join(words), *all_lists(first)).secret == secret


def test_words_of_two_lists_at_once_are_refused():
    words = [*Receipt(bytes(16)).words(word_list("es").words)[:6], *Receipt(bytes(16)).words(WORDS)[6:]]

    with pytest.raises(Refused):
        read_receipt(" ".join(words), *LISTS)
