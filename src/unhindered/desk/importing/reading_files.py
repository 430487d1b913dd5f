"""Any file that can be imported, as sheets: what it is follows from its bytes, never from its name."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from unhindered.core.casework.importing.sheet import Sheet
from unhindered.core.errors import Refused
from unhindered.desk.importing.mail import is_mail, read_mail
from unhindered.desk.importing.peers import read_json_export, read_openevsys
from unhindered.desk.importing.sheet_text import read_text_sheet
from unhindered.desk.importing.workbook import read_workbook

MOST_BYTES = 28 * 1024 * 1024
_OLD_OFFICE = bytes.fromhex("d0cf11e0a1b11ae1")
_OTHER = (
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"Rar!", "an archive"),
)


@dataclass(frozen=True, kw_only=True)
class ReadFile:
    """A file's sheets; what it is, its hash, and for text the encoding and separator that were used."""

    format: str
    sha256: str
    sheets: tuple[Sheet, ...]
    encoding: str = ""
    separator: str = ""


def read_file(raw: bytes, *, encoding: str = "", separator: str = "", sheets: Sequence[str] = ()) -> ReadFile:
    """The sheets in a file.

    Raises:
        EncodingNotKnown: an officer has to say in which encoding it is written.
        Refused: empty, too large, or nothing that can be imported; the advice says what to do.
    """
    digest = sha256(raw).hexdigest()
    _require_possible(raw)
    if raw.startswith(b"PK"):
        return ReadFile(format="xlsx", sha256=digest, sheets=read_workbook(raw, sheets=sheets))
    head = raw[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"<"):
        return ReadFile(format="openevsys-xml", sha256=digest, sheets=read_openevsys(raw))
    if head.startswith((b"{", b"[")):
        return ReadFile(format="json", sha256=digest, sheets=read_json_export(raw))
    if is_mail(raw):
        return ReadFile(format="mail", sha256=digest, sheets=(read_mail(raw),))
    found = read_text_sheet(raw, name="sheet", encoding=encoding, separator=separator)
    return ReadFile(
        format="csv",
        sha256=digest,
        sheets=(found.sheet,),
        encoding=found.encoding,
        separator=found.separator,
    )


def _require_possible(raw: bytes) -> None:
    if not raw.strip():
        raise Refused("This file is empty.", advice="Choose the file again.")
    if len(raw) > MOST_BYTES:
        raise Refused("This file is larger than 28 MB.", advice="Split it and import its parts.")
    if raw.startswith(_OLD_OFFICE):
        raise Refused(
            "This is an old .xls workbook, or one with a password; neither can be read here.",
            advice="Open it in a spreadsheet program, save it as .xlsx without a password, or as CSV.",
        )
    for mark, what in _OTHER:
        if raw.startswith(mark):
            raise Refused(
                f"This is {what}, not a sheet.", advice="Add it to the case as evidence; here come sheets."
            )
