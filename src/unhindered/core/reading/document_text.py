"""A file's bytes as the text whose code points proposals count. It refuses what it cannot read faithfully."""

import hashlib
import re

from unhindered.core.errors import Refused

_BOM = "\ufeff"
# Tabs, line and page breaks stand in texts; many other control characters stand in programs and pictures.
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_A_FEW = 4
_AS_TEXT = "Save it as plain text in UTF-8 and read that."
_SIGNATURES = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP, Word or OpenDocument file"),
    (b"\xd0\xcf\x11\xe0", "an old Office file"),
    (b"{\\rtf", "an RTF file"),
)


def decode_document(raw: bytes) -> str:
    """The document's text: UTF-8, without a byte order mark, CR LF as LF, and nothing else changed.

    Raises:
        Refused: it is not UTF-8 text.
    """
    for signature, thing in _SIGNATURES:
        if raw.startswith(signature):
            raise Refused(f"This is {thing}, not text.", advice=_AS_TEXT)
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Refused("This text is in UTF-16, not UTF-8.", advice=_AS_TEXT)
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as err:
        raise Refused("This is not text in UTF-8.", advice=_AS_TEXT) from err
    if "\x00" in text or _is_full_of_controls(text):
        raise Refused("This is not text, but another kind of file.", advice=_AS_TEXT)
    return text.removeprefix(_BOM).replace("\r\n", "\n")


def _is_full_of_controls(text: str) -> bool:
    controls = len(_CONTROLS.findall(text))
    is_short = controls * 4 > len(text)
    return controls * 100 > len(text) and (controls > _A_FEW or is_short)


def text_sha256(text: str) -> str:
    """The SHA-256 of the text's UTF-8 form, in hex: what proposals and their offsets belong to."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
