import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unhindered.core.correspondence.mailbox_page import PAGE_BYTES, cut_page, read_pages
from unhindered.core.correspondence.submission import (
    HEAD_BYTES,
    compose_submission,
    read_submission_head,
    submission_head,
)
from unhindered.core.errors import Refused

sizes = st.lists(st.integers(1, 3 * PAGE_BYTES), max_size=5)


@given(sizes)
def test_the_reader_gets_what_the_gate_cut(lengths):
    envelopes = [bytes([number + 1]) * length for number, length in enumerate(lengths)]

    assert read_pages(lambda page: cut_page(envelopes, page, os.urandom(PAGE_BYTES))) == envelopes


@given(sizes, st.integers(0, 40))
def test_every_page_has_the_same_size(lengths, page):
    envelopes = [bytes(length) for length in lengths]

    assert len(cut_page(envelopes, page, os.urandom(PAGE_BYTES))) == PAGE_BYTES


def test_a_mailbox_that_never_ends_is_refused():
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
