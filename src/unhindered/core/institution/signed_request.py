"""Requests that prove who asks without a login: a C2SP signed note over what is asked.

Desk requests are signed by the access key that all officers of a team share, so that a gate never learns
how many there are. Mailbox reads are signed by the mailbox's own key.
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from unhindered.core.errors import Refused
from unhindered.core.log.signed_note import NoteSigner, NoteVerifier, open_note

DESK = "unhindered/desk-request/v1"
MAILBOX = "unhindered/mailbox-read/v1"
MAILBOX_KEY_NAME = "mailbox"
# Clocks of laptops drift; a request older than this is refused, and a nonce is remembered this long.
FRESH = timedelta(minutes=10)
NONCE_HEX = 32
_ADVICE = "Check the clock of this machine, then try again."


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
    return _checked_nonce(nonce)


@dataclass(frozen=True, kw_only=True)
class MailboxRead:
    """One page, counted from 0, that the holder of a mailbox key asks for."""

    gate: str
    page: int
    nonce: str

    def text(self) -> str:
        """What is signed."""
        return f"{MAILBOX}\n{self.gate}\n{self.page}\n{self.nonce}\n"


def open_mailbox_read(note: str, *, mailbox: NoteVerifier, gate: str) -> MailboxRead:
    """The page that the mailbox's key asks for at this gate.

    Carries no time: a source's clock may be wrong, and what comes back is sealed to the source anyway.

    Raises:
        Refused: not signed by that key, for another gate, or not a mailbox read.
    """
    lines = open_note(note, [mailbox]).split("\n")
    if len(lines) != 5 or lines[:2] != [MAILBOX, gate] or lines[-1]:
        raise Refused("This signature is for another request.", advice=_ADVICE)
    page = lines[2]
    if not (page.isascii() and page.isdigit() and len(page) <= 6 and str(int(page)) == page):
        raise Refused("This page number is not a number.", advice=_ADVICE)
    return MailboxRead(gate=gate, page=int(page), nonce=_checked_nonce(lines[3]))


def _is_fresh(minute: str, now: datetime) -> bool:
    if not (minute.isascii() and minute.isdigit() and len(minute) <= 8):
        return False
    at = datetime.fromtimestamp(int(minute) * 60, UTC)
    return abs(now - at) <= FRESH


def _checked_nonce(nonce: str) -> str:
    if len(nonce) != NONCE_HEX or not all(digit in "0123456789abcdef" for digit in nonce):
        raise Refused("This request's nonce is not 32 hexadecimal digits.", advice=_ADVICE)
    return nonce
