import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unhindered.core.errors import Refused
from unhindered.core.reading.document_text import decode_document, text_sha256


def test_the_mark_at_the_beginning_is_dropped():
    assert decode_document(b"\xef\xbb\xbfVareland") == "Vareland"


def test_line_ends_of_windows_become_line_feeds():
    assert decode_document(b"one\r\ntwo\r\n") == "one\ntwo\n"


def test_nothing_else_is_changed():
    text = "a \t b\r c\u00a0\u200b e\u0301 \u2018x\u2019\n\n\x0c"

    assert decode_document(text.encode()) == text


def test_the_hash_is_that_of_the_text_as_it_is_counted():
    text = decode_document(b"\xef\xbb\xbfone\r\ntwo")

    assert text_sha256(text) == hashlib.sha256(b"one\ntwo").hexdigest()


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"%PDF-1.7\n", "This is a PDF, not text."),
        (b"PK\x03\x04rest", "This is a ZIP, Word or OpenDocument file, not text."),
        (b"\xd0\xcf\x11\xe0rest", "This is an old Office file, not text."),
        (b"{\\rtf1 text}", "This is an RTF file, not text."),
        ("Vareland".encode("utf-16"), "This text is in UTF-16, not UTF-8."),
        ("Türkiye".encode("latin-1"), "This is not text in UTF-8."),
        (b"text\x00text", "This is not text, but another kind of file."),
        (b"\x01\x02\x03\x04", "This is not text, but another kind of file."),
    ],
)
def test_what_is_not_utf_8_text_is_refused_with_its_name(raw, sentence):
    with pytest.raises(Refused) as refused:
        decode_document(raw)

    assert str(refused.value) == sentence
    assert "plain text in UTF-8" in refused.value.advice


@given(st.binary(max_size=200))
def test_a_strangers_bytes_are_refused_or_read(raw):
    try:
        text = decode_document(raw)
    except Refused:
        return
    assert "\r\n" not in text or "\r\r\n" in raw.decode()
