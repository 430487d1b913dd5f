import pytest
from hypothesis import given
from hypothesis import strategies as st

from unhindered.core.errors import Refused
from unhindered.core.log.entry import (
    MAX_HEADER_BYTES,
    EntryKind,
    NewEntry,
    Salts,
    StoredBody,
    body_sha256,
    compose_leaf,
    header_sha256,
    leaf_kind,
    open_leaf,
)

SALTS = Salts(b"h" * 32, b"b" * 32)
kinds = st.sampled_from(EntryKind)


def opened(case):
    clear, header, body = (bytes.fromhex(case[name]) for name in ("clear", "header", "body"))
    salts = Salts(bytes.fromhex(case["salts"]["header"]), bytes.fromhex(case["salts"]["body"]))
    open_leaf(
        bytes.fromhex(case["leaf"]),
        salts,
        kind=EntryKind(case["kind"]),
        header_sha256=header_sha256(header),
        body_sha256=body_sha256(clear, body),
    )
    return salts, header, clear, body


@pytest.mark.vectors("leaves", "cases")
def test_leaves(case):
    if case["expect"] == "opened":
        salts, header, clear, body = opened(case)
        made = compose_leaf(
            EntryKind(case["kind"]),
            salts,
            header_sha256=header_sha256(header),
            body_sha256=body_sha256(clear, body),
        )
        assert made.hex() == case["leaf"]
    else:
        with pytest.raises(Refused):
            opened(case)


@given(kinds, st.binary(max_size=40), st.binary(max_size=40))
def test_each_half_opens_without_the_other(kind, header, body):
    digests = {"header_sha256": header_sha256(header), "body_sha256": body_sha256(b"", body)}
    leaf = compose_leaf(kind, SALTS, **digests)

    for half, digest in digests.items():
        open_leaf(leaf, SALTS, **{half: digest})
    assert leaf_kind(leaf) is kind


@given(st.binary(max_size=200))
def test_random_bytes_raise_only_refused(raw):
    with pytest.raises(Refused):
        open_leaf(raw, SALTS, header_sha256=bytes(32))


def test_without_its_salt_a_leaf_does_not_tell_what_it_holds():
    guesses = [
        compose_leaf(
            EntryKind.SOURCE,
            Salts(bytes([n]) * 32, b"b" * 32),
            header_sha256=bytes(32),
            body_sha256=bytes(32),
        )
        for n in range(9)
    ]

    assert len({leaf[2:34] for leaf in guesses}) == 9


@pytest.mark.parametrize(
    ("kind", "clear", "header"),
    [
        (EntryKind.SOURCE, b"", b"h"),
        (EntryKind.SOURCE, b"n" * 31, b"h"),
        (EntryKind.OFFICER, b"n" * 33, b"h"),
        (EntryKind.MAILBOX, b"n" * 32, b""),
        (EntryKind.STATEMENT, b"n", b""),
        (EntryKind.STATEMENT, b"", b"h"),
        (EntryKind.SOURCE, b"n" * 32, b"h" * (MAX_HEADER_BYTES + 1)),
    ],
)
def test_an_entry_that_is_not_as_its_kind_asks_is_refused(kind, clear, header):
    with pytest.raises(Refused):
        NewEntry(kind, clear, header, b"body")


def test_a_body_taken_in_before_commits_like_one_at_hand():
    clear, body = b"n" * 32, b"body"
    stored = StoredBody(clear=clear, sha256=body_sha256(clear, body), size=4, place=None, small=body)

    hashes = {NewEntry(EntryKind.SOURCE, clear, b"h", one).body_sha256() for one in (body, stored)}

    assert hashes == {body_sha256(clear, body)}


@pytest.mark.parametrize(("header", "body"), [(b"", b"b" * 32), (b"h" * 32, b"b" * 33)])
def test_a_salt_of_another_length_is_refused(header, body):
    with pytest.raises(Refused):
        Salts(header, body)
