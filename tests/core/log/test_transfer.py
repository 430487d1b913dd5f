"""Entries between gate and desk: they arrive as they left, and damaged ones are refused."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unhindered.core.errors import Refused
from unhindered.core.log.entry import EntryKind, NewEntry, Salts
from unhindered.core.log.port import StoredEntry
from unhindered.core.log.transfer import (
    compose_new_entries,
    compose_stored_entry,
    read_new_entries,
    read_stored_entries,
)

NEW = NewEntry(EntryKind.MAILBOX, b"m" * 32, b"header", b"body")
STORED = StoredEntry(
    index=7,
    kind=EntryKind.SOURCE,
    day=date(2026, 11, 24),
    leaf=b"l" * 66,
    clear=b"n" * 32,
    salts=Salts(b"a" * 32, b"b" * 32),
    header=b"header",
    body=b"body",
    body_size=4,
)
ERASED = StoredEntry(index=8, kind=EntryKind.OFFICER, day=date(2026, 11, 24), leaf=b"l" * 66, is_erased=True)


@given(
    st.lists(
        st.tuples(st.sampled_from([2, 3]), st.binary(min_size=1, max_size=50), st.binary(max_size=50)),
        min_size=1,
        max_size=4,
    )
)
def test_new_entries_arrive_as_they_left(found):
    entries = tuple(NewEntry(EntryKind(kind), b"c" * 32, header, body) for kind, header, body in found)

    assert read_new_entries(compose_new_entries(entries), most=4) == entries


@given(st.integers(min_value=1, max_value=50))
def test_stored_entries_arrive_whatever_the_pieces(width):
    raw = b"".join(compose_stored_entry(entry) for entry in (STORED, ERASED))

    pieces = [raw[start : start + width] for start in range(0, len(raw), width)]

    assert list(read_stored_entries(pieces)) == [STORED, ERASED]


@given(st.binary(max_size=200))
def test_a_strangers_bytes_only_raise_refused(raw):
    for read in (lambda: read_new_entries(raw, most=3), lambda: list(read_stored_entries([raw]))):
        try:
            read()
        except Refused:
            continue


@pytest.mark.parametrize("cut", [1, 5, 44, 48])
def test_a_cut_new_entry_is_refused(cut):
    with pytest.raises(Refused):
        read_new_entries(compose_new_entries([NEW])[:-cut], most=3)


def test_a_cut_stored_entry_is_refused():
    with pytest.raises(Refused):
        list(read_stored_entries([compose_stored_entry(STORED)[:-1]]))


def test_more_entries_than_agreed_are_refused():
    with pytest.raises(Refused):
        read_new_entries(compose_new_entries([NEW] * 3), most=2)


@pytest.mark.parametrize("kind", [EntryKind.SOURCE])
def test_a_desk_cannot_pass_for_a_source(kind):
    raw = compose_new_entries([NewEntry(kind, b"c" * 32, b"h", b"b")])

    with pytest.raises(Refused):
        read_new_entries(raw, most=3)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"index":7', b'"index":-'),
        (b'"kind":1', b'"kind":9'),
        (b'"is_erased":false', b'"is_erased":12345'),
        (b'"body_size":4', b'"body_size":x'),
        (b'"2026-11-24"', b'"2026-13-24"'),
        (b'"2026-11-24"', b'"20261124"'),
        (b'"2026-11-24"', b'"2026-W48-2"'),
        (b'"leaf":"6c', b'"leaf":"6C'),
        (b'"salts":{"body"', b'"salts":{"bodx"'),
    ],
)
def test_a_head_with_one_wrong_value_is_refused(old, new):
    raw = compose_stored_entry(STORED)
    assert raw.count(old) == 1

    with pytest.raises(Refused):
        list(read_stored_entries([raw.replace(old, new)]))
