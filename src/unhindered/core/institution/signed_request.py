"""Requests that prove who asks without a login: a C2SP signed note over what is asked.

Desk requests are signed by the access key that all officers of a team share, so that a gate never learns
how many there are. Mailbox reads are signed by the mailbox's own key.
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from unhindered.core.canonical_json import canonical_json, parse_json_object
from unhindered.core.errors import Refused
from unhindered.core.log.signed_note import NoteSigner, NoteVerifier, open_note, parse_verifier

DESK = "unhindered/desk-request/v1"
MAILBOX = "unhindered/mailbox-read/v1"
MAILBOX_KEY_NAME = "mailbox"
# Clocks of laptops drift; a request older than this is refused, and a nonce is remembered this long.
FRESH = timedelta(minutes=10)
NONCE_HEX = 32
# Every mailbox read has this length: neither the page nor who asks shows on the wire.
MAILBOX_READ_BYTES = 2048
_NOTICE_HEX = 64
_ADVICE = "Check the clock of this machine, then try again."
_AGAIN = "Load the page again and type the receipt once more."


@dataclass(frozen=True, kw_only=True)
class DeskRequest:
    """One request of a desk: `target` is path and query, `body_sha256` hex, `nonce` 32 hex digits."""

    gate: str
    method: str
    target: str
    body_sha256: str
    at: datetime
    nonce: str

    def text(self) -> str:
        """What is signed."""
        minute = int(self.at.timestamp()) // 60
        return (
            f"{DESK}\n{self.gate}\n{self.method} {self.target}\n{self.body_sha256}\n{minute}\n{self.nonce}\n"
        )


def sign_desk_request(request: DeskRequest, access: NoteSigner) -> str:
    """The note that goes, base64, into the header `Unhindered-Request`."""
    return access.sign(request.text())


def open_desk_request(
    note: str, *, access: NoteVerifier, gate: str, method: str, target: str, body: bytes, now: datetime
) -> str:
    """The nonce of a request that the access key signed for just this; the caller refuses one seen before.

    Raises:
        Refused: not signed by the access key, for another gate, method, target or body, or not fresh.
    """
    lines = open_note(note, [access]).split("\n")
    wanted = [DESK, gate, f"{method} {target}", hashlib.sha256(body).hexdigest()]
    if len(lines) != len(wanted) + 3 or lines[: len(wanted)] != wanted or lines[-1]:
        raise Refused("This signature is for another request.", advice=_ADVICE)
    minute, nonce = lines[len(wanted)], lines[len(wanted) + 1]
    if not _is_fresh(minute, now):
        raise Refused("This request's time is too far from ours.", advice=_ADVICE)
    return _checked_hex(nonce, NONCE_HEX, "nonce")


@dataclass(frozen=True, kw_only=True)
class MailboxRead:
    """One page, counted from 0, that a mailbox's holder asks for under the notice with this id.

    The notice dates the request: what was recorded cannot be asked again for ever.
    """

    gate: str
    page: int
    notice: bytes

    def text(self) -> str:
        """What is signed."""
        return f"{MAILBOX}\n{self.gate}\n{self.page}\n{self.notice.hex()}\n"


def compose_mailbox_read(read: MailboxRead, mailbox: NoteSigner) -> bytes:
    """The body of `POST /mailbox`, always of one length.

    Raises:
        ValueError: the gate's name is longer than any host name.
    """
    body = canonical_json({"key": str(mailbox.verifier()), "request": mailbox.sign(read.text())})
    if len(body) > MAILBOX_READ_BYTES:
        raise ValueError("This mailbox read does not fit its one length.")
    return body.ljust(MAILBOX_READ_BYTES)


def open_mailbox_read(body: bytes, *, gate: str) -> tuple[NoteVerifier, MailboxRead]:
    """The mailbox's key and the page that it asks for at this gate; the caller checks the notice.

    Carries no time: a source's clock may be wrong, and what comes back is sealed to the source anyway.

    Raises:
        Refused: not signed by that key, for another gate, of another length, or not a mailbox read.
    """
    if len(body) != MAILBOX_READ_BYTES:
        raise Refused(f"A request for a mailbox has {MAILBOX_READ_BYTES} bytes.", advice=_AGAIN)
    content = parse_json_object(body)
    key, note = content.get("key"), content.get("request")
    if set(content) != {"key", "request"} or not isinstance(key, str) or not isinstance(note, str):
        raise Refused("This is not a request for a mailbox.", advice=_AGAIN)
    mailbox = parse_verifier(key)
    if mailbox.name != MAILBOX_KEY_NAME:
        raise Refused("This is not the key of a mailbox.", advice=_AGAIN)
    return mailbox, _mailbox_read(open_note(note, [mailbox]), gate)


def _mailbox_read(text: str, gate: str) -> MailboxRead:
    lines = text.split("\n")
    if len(lines) != 5 or lines[:2] != [MAILBOX, gate] or lines[-1]:
        raise Refused("This signature is for another request.", advice=_AGAIN)
    page, notice = lines[2], lines[3]
    if not (page.isascii() and page.isdigit() and len(page) <= 6 and str(int(page)) == page):
        raise Refused("This page number is not a number.", advice=_AGAIN)
    return MailboxRead(
        gate=gate, page=int(page), notice=bytes.fromhex(_checked_hex(notice, _NOTICE_HEX, "notice id"))
    )


def _is_fresh(minute: str, now: datetime) -> bool:
    if not (minute.isascii() and minute.isdigit() and len(minute) <= 8):
        return False
    at = datetime.fromtimestamp(int(minute) * 60, UTC)
    return abs(now - at) <= FRESH


def _checked_hex(value: str, length: int, what: str) -> str:
    if len(value) != length or not all(digit in "0123456789abcdef" for digit in value):
        raise Refused(f"This request's {what} is not {length} hexadecimal digits.", advice=_ADVICE)
    return value
