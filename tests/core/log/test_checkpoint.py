import pytest
from hypothesis import given
from hypothesis import strategies as st

from unhindered.core.errors import Refused
from unhindered.core.log.checkpoint import (
    Checkpoint,
    open_checkpoint,
    parse_checkpoint,
    sign_checkpoint,
)
from unhindered.core.log.signed_note import NoteSigner, parse_verifier
from unhindered.core.log.tree import MAX_SIZE

SIGNER = NoteSigner("gate.example/sealed", b"s" * 32)
lines = st.text(st.characters(min_codepoint=32, exclude_categories=["Cs"]), min_size=1, max_size=30)
checkpoints = st.builds(
    Checkpoint,
    lines,
    st.integers(0, MAX_SIZE),
    st.binary(min_size=32, max_size=32),
    st.lists(lines, max_size=3).map(tuple),
)


@pytest.mark.vectors("checkpoint", "parsing")
def test_parsing(case):
    if case["expect"] == "read":
        found = parse_checkpoint(case["text"])
        assert (found.origin, found.size, found.root.hex()) == (case["origin"], case["size"], case["root"])
        assert list(found.extensions) == case["extensions"]
        assert found.text() == case["text"]
    else:
        with pytest.raises(Refused):
            parse_checkpoint(case["text"])


@pytest.mark.vectors("checkpoint", "opening")
def test_opening(case):
    verifier = parse_verifier(case["vkey"])

    if case["expect"] == "opened":
        assert open_checkpoint(case["note"], verifier, case["origin"]).size == 8
    else:
        with pytest.raises(Refused):
            open_checkpoint(case["note"], verifier, case["origin"])


@given(checkpoints)
def test_opening_undoes_signing(checkpoint):
    note = sign_checkpoint(checkpoint, SIGNER)

    assert open_checkpoint(note, SIGNER.verifier(), checkpoint.origin) == checkpoint


@given(checkpoints)
def test_signing_twice_gives_the_same_note(checkpoint):
    assert sign_checkpoint(checkpoint, SIGNER) == sign_checkpoint(checkpoint, SIGNER)


@given(st.text(max_size=200))
def test_random_text_raises_only_refused(text):
    with pytest.raises(Refused):
        parse_checkpoint(text)


@pytest.mark.parametrize(
    ("origin", "size", "extensions"),
    [
        ("", 1, ()),
        ("a\nb", 1, ()),
        ("a", -1, ()),
        ("a", MAX_SIZE + 1, ()),
        ("a", 1, ("",)),
        ("a", 1, ("b\nc",)),
    ],
)
def test_what_could_not_be_read_is_not_made(origin, size, extensions):
    with pytest.raises(Refused):
        Checkpoint(origin, size, bytes(32), extensions)
