"""A file is what its first bytes say, whatever it is called."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample_files import docx, pdf, picture

from unhindered.core.casework.custody_terms import Medium
from unhindered.desk.sandbox.kinds import kind_of

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@pytest.mark.parametrize(
    ("content", "medium", "suffix", "way"),
    [
        (pdf(), Medium.DOCUMENT, ".pdf", "pdf"),
        (b"junk before it\n" + pdf(), Medium.DOCUMENT, ".pdf", "pdf"),
        (picture("PNG"), Medium.PICTURE, ".png", "image"),
        (picture("JPEG"), Medium.PICTURE, ".jpg", "image"),
        (picture("GIF"), Medium.PICTURE, ".gif", "image"),
        (picture("TIFF"), Medium.PICTURE, ".tiff", "image"),
        (picture("WEBP"), Medium.PICTURE, ".webp", "image"),
        (docx(), Medium.DOCUMENT, ".docx", "office"),
        (OLE + "WordDocument".encode("utf-16-le"), Medium.DOCUMENT, ".doc", "office"),
        (OLE + "Workbook".encode("utf-16-le"), Medium.DOCUMENT, ".xls", "office"),
        (b"{\\rtf1 x}", Medium.DOCUMENT, ".rtf", "office"),
        ("نامه از زندان".encode(), Medium.DOCUMENT, ".txt", "office"),
        (b"ID3\x03" + bytes(9), Medium.SOUND, ".mp3", ""),
        (b"OggS" + bytes(9), Medium.SOUND, ".ogg", ""),
        (b"RIFF\0\0\0\0WAVEfmt ", Medium.SOUND, ".wav", ""),
        (b"\0\0\0\x18ftypM4A ", Medium.SOUND, ".mp4", ""),
        (b"\0\0\0\x18ftypisom", Medium.FILM, ".mp4", ""),
        (b"\x1aE\xdf\xa3" + bytes(9), Medium.FILM, ".webm", ""),
        (b"\x7fELF" + bytes(99), Medium.OTHER, ".bin", ""),
        (b"MZ\x90\0" + bytes(99), Medium.OTHER, ".bin", ""),
        (b"PK\x03\x04" + bytes(99), Medium.OTHER, ".bin", ""),
        (b"", Medium.OTHER, ".bin", ""),
    ],
)
def test_the_kind_is_told_by_the_bytes(content, medium, suffix, way):
    found = kind_of(content[:65536], content[-65536:])

    assert (found.medium, found.suffix, found.way) == (medium, suffix, way)


def test_text_cut_within_a_letter_is_text():
    whole = "ب" * 40_000

    assert kind_of(whole.encode()[:65535]).suffix == ".txt"


@given(st.binary(max_size=2000), st.binary(max_size=200))
def test_any_bytes_have_some_kind_and_nothing_is_raised(head, tail):
    assert kind_of(head, tail).suffix.startswith(".")
