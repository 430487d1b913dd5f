import os
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unhindered.core.correspondence.mailbox_page import (
    PAGE_BYTES,
    READ_AT_ONCE,
    Place,
    cut_page,
    read_pages,
    read_place,
)
from unhindered.core.correspondence.submission import (
    HEAD_BYTES,
    compose_submission,
    read_submission_head,
    submission_head,
)
from unhindered.core.errors import Refused

near_the_edges = st.sampled_from(
    [PAGE_BYTES + delta for delta in (-9, -8, -7, -5, -4, -3, -1, 0, 1)]
    + [READ_AT_ONCE + delta for delta in (-1, 0, 1)]
)
sizes = st.lists(st.integers(1, 4 * PAGE_BYTES) | near_the_edges, max_size=5)
EIGHT_MIB = 8 * 1024 * 1024


def envelopes_of(lengths):
    return [bytes([number + 1]) * length for number, length in enumerate(lengths)]


def fetch_from(envelopes, asked=None):
    def fetch(page):
        if asked is not None:
            asked.append(page)
        return page_of(envelopes, page)

    return fetch


def page_of(envelopes, page, filler=None):
    lengths = [len(envelope) for envelope in envelopes]
    return cut_page(
        lengths,
        lambda number, start, stop: envelopes[number][start:stop],
        page,
        filler or os.urandom(PAGE_BYTES),
    )


@given(sizes)
def test_the_reader_gets_what_the_gate_cut(lengths):
    envelopes = envelopes_of(lengths)
    fetch = fetch_from(envelopes)

    found = read_pages(fetch)

    whole = [read_place(fetch, item) if isinstance(item, Place) else item for item in found]
    assert whole == envelopes
    assert [isinstance(item, Place) for item in found] == [length > READ_AT_ONCE for length in lengths]


@given(sizes, st.integers(0, 20))
def test_a_page_is_that_piece_of_the_whole_stream(lengths, page):
    envelopes = envelopes_of(lengths)
    stream = b"".join(struct.pack(">I", len(item)) + item for item in envelopes) + bytes(4)
    filler = os.urandom(PAGE_BYTES)

    piece = stream[page * PAGE_BYTES : (page + 1) * PAGE_BYTES] or bytes(4)

    assert page_of(envelopes, page, filler) == piece + filler[: PAGE_BYTES - len(piece)]


@given(sizes, st.integers(0, 40))
def test_every_page_has_the_same_size(lengths, page):
    assert len(page_of(envelopes_of(lengths), page)) == PAGE_BYTES


def test_a_reader_passes_over_the_inside_of_a_long_envelope():
    envelopes, asked = [b"first", bytes(EIGHT_MIB), b"last"], []

    found = read_pages(fetch_from(envelopes, asked))

    assert found == [b"first", Place(offset=13, length=EIGHT_MIB), b"last"]
    assert asked == [0, EIGHT_MIB // PAGE_BYTES]


def test_a_page_reads_no_more_of_the_envelopes_than_stands_on_it():
    read = []

    def piece(number, start, stop):
        read.append((number, stop - start))
        return bytes(stop - start)

    cut_page([EIGHT_MIB, EIGHT_MIB, 10], piece, 5, bytes(PAGE_BYTES))

    assert read == [(0, PAGE_BYTES)]


def test_a_mailbox_that_never_ends_is_refused():
    with pytest.raises(Refused):
        read_pages(lambda page: b"\x00\x00\x00\x01" * (PAGE_BYTES // 4))


def test_a_mailbox_of_nothing_but_long_envelopes_ends_too():
    with pytest.raises(Refused):
        read_pages(lambda page: b"\xff" * PAGE_BYTES)


def test_a_short_page_is_refused():
    with pytest.raises(Refused):
        read_pages(lambda page: bytes(PAGE_BYTES - 1))


@given(st.integers(0, 2**64 - 1), st.binary(min_size=32, max_size=32))
def test_a_submission_head_reads_as_it_was_written(length, notice):
    assert read_submission_head(submission_head(length, notice)) == (length, notice)


def test_a_whole_submission_is_its_heads_and_envelopes():
    body = compose_submission([(b"n" * 32, b"one"), (b"n" * 32, b"three")])

    assert body == submission_head(3, b"n" * 32) + b"one" + submission_head(5, b"n" * 32) + b"three"
    assert HEAD_BYTES == 40
