"""Mail as a sheet, one row a letter: its words as text, its attachments by name and hash, not opened."""

import hashlib
import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage, MIMEPart
from email.utils import parsedate_to_datetime

from unhindered.core.casework.importing.sheet import Sheet, make_sheet
from unhindered.core.errors import Refused
from unhindered.desk.importing.plain_text import plain_text, words_of_markup

HEADERS = ("From", "To", "Date", "Subject", "Text", "Attachments")
_MOST_LETTERS = 5_000
_MOST_PARTS = 500
_FROM_LINE = re.compile(rb"(?:\A|(?<=\n\n)|(?<=\n\r\n))From [^\n]*\n")
_QUOTED_FROM = re.compile(rb"^>(>*From )", re.MULTILINE)
# What Python's parser raises on letters that break its rules.
_UNREADABLE = (ValueError, LookupError, TypeError, AttributeError, RecursionError, AssertionError)


def is_mail(raw: bytes) -> bool:
    """Whether a file begins as a letter or a box of letters does."""
    head = raw[:4096].lstrip()
    return head.startswith(b"From ") or bool(
        re.match(rb"(?:[!-9;-~]+:[^\n]*\n(?:[ \t][^\n]*\n)*){2,}", head)
        and re.search(rb"^(?:from|date|received|message-id|subject):", head, re.IGNORECASE | re.MULTILINE)
    )


def read_mail(raw: bytes) -> Sheet:
    """All letters in an .eml or .mbox file.

    Raises:
        Refused: none, or too many.
    """
    letters = list(_letters(raw))
    if len(letters) > _MOST_LETTERS:
        raise Refused(f"There are more than {_MOST_LETTERS} letters in this file.", advice="Split it.")
    table: list[list[str]] = [list(HEADERS)]
    notes = []
    for number, letter in enumerate(letters, start=1):
        try:
            table.append(_row(letter))
        except _UNREADABLE:
            notes.append(f"Letter {number} could not be read and is left out.")
    if len(table) == 1:
        raise Refused("There is no letter in this file that can be read.", advice="Save it anew as .eml.")
    return make_sheet("mail", table, notes=tuple(notes))


def _letters(raw: bytes) -> Iterator[bytes]:
    """A box of letters is cut at its From lines; a letter of its own is whole."""
    if not raw.startswith(b"From "):
        yield raw
        return
    found = list(_FROM_LINE.finditer(raw))
    for at, line in enumerate(found):
        end = found[at + 1].start() if at + 1 < len(found) else len(raw)
        yield _QUOTED_FROM.sub(rb"\1", raw[line.end() : end])


def _row(raw: bytes) -> list[str]:
    letter = message_from_bytes(raw, policy=policy.default)
    if not isinstance(letter, EmailMessage):
        raise TypeError("not a letter")
    files = _attachments(letter)
    return [
        _header(letter, "from"),
        _header(letter, "to"),
        _day(letter),
        _header(letter, "subject"),
        _text(letter) or "(no text)",
        "; ".join(files),
    ]


def _header(letter: EmailMessage, name: str) -> str:
    return " ".join(str(letter.get(name, "")).split())


def _day(letter: EmailMessage) -> str:
    try:
        return parsedate_to_datetime(_header(letter, "date")).date().isoformat()
    except (ValueError, TypeError):
        return ""


def _text(letter: EmailMessage) -> str:
    body = letter.get_body(preferencelist=("plain", "html"))
    if body is None:
        return ""
    text = _content(body)
    return words_of_markup(text) if body.get_content_type() == "text/html" else plain_text(text)


def _content(part: MIMEPart) -> str:
    try:
        return str(part.get_content())
    except (LookupError, ValueError):
        # An encoding that nobody knows: what can be read is kept, the rest shows as marks.
        payload = part.get_payload(decode=True)
        return payload.decode(errors="replace") if isinstance(payload, bytes) else ""


def _attachments(letter: EmailMessage) -> list[str]:
    files = []
    for number, part in enumerate(letter.walk()):
        if number > _MOST_PARTS:
            raise ValueError("more parts than a letter has")
        if not part.get_filename() and part.get_content_disposition() != "attachment":
            continue
        payload = part.get_payload(decode=True)
        content = payload if isinstance(payload, bytes) else b""
        name = " ".join(str(part.get_filename() or "unnamed").split())
        files.append(f"{name} ({len(content)} bytes, SHA-256 {hashlib.sha256(content).hexdigest()})")
    return files
