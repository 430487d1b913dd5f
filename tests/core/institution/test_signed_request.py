import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unhindered.core.errors import Refused
from unhindered.core.institution.signed_request import (
    DeskRequest,
    MailboxRead,
    open_desk_request,
    open_mailbox_read,
    sign_desk_request,
)
from unhindered.core.log.signed_note import NoteSigner

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
ACCESS = NoteSigner("x/desk", b"a" * 32)
MAILBOX = NoteSigner("mailbox", b"m" * 32)
BODY = b"entries"
REQUEST = DeskRequest(
    gate="gate.example",
    method="POST",
    target="/desk/entries?from=3",
    body_sha256=hashlib.sha256(BODY).hexdigest(),
    at=NOW,
    nonce="0f" * 16,
)


def opened(note, **changes):
    asked = {
        "gate": "gate.example",
        "method": "POST",
        "target": "/desk/entries?from=3",
        "body": BODY,
        "now": NOW,
    }
    return open_desk_request(note, access=ACCESS.verifier(), **(asked | changes))


def test_a_signed_request_opens_to_its_nonce():
    assert opened(sign_desk_request(REQUEST, ACCESS)) == "0f" * 16


@pytest.mark.parametrize(
    "changes",
    [
        {"gate": "other.example"},
        {"method": "GET"},
        {"target": "/desk/entries?from=4"},
        {"body": b"entriez"},
        {"now": NOW + timedelta(minutes=11)},
        {"now": NOW - timedelta(minutes=11)},
    ],
)
def test_a_request_is_refused_for_anything_else_than_what_was_signed(changes):
    note = sign_desk_request(REQUEST, ACCESS)

    with pytest.raises(Refused):
        opened(note, **changes)


def test_a_request_of_another_key_is_refused():
    with pytest.raises(Refused):
        opened(sign_desk_request(REQUEST, NoteSigner("x/desk", b"b" * 32)))


def test_a_target_with_a_line_break_cannot_forge_a_request():
    forged = replace(REQUEST, target=f"/desk/entries?from=3\n{REQUEST.body_sha256}\n1\n{'0' * 32}")

    with pytest.raises(Refused):
        opened(sign_desk_request(forged, ACCESS))


@pytest.mark.parametrize("nonce", ["", "0F" * 16, "0f" * 15, "zz" * 16])
def test_a_nonce_of_another_form_is_refused(nonce):
    with pytest.raises(Refused):
        opened(sign_desk_request(replace(REQUEST, nonce=nonce), ACCESS))


@given(st.integers(0, 999_999))
def test_a_mailbox_read_opens_to_its_page(page):
    read = MailboxRead(gate="gate.example", page=page, nonce="0f" * 16)

    assert (
        open_mailbox_read(MAILBOX.sign(read.text()), mailbox=MAILBOX.verifier(), gate="gate.example") == read
    )


@pytest.mark.parametrize("page", ["-1", "01", "1e3", "٣", "1000000", ""])
def test_a_page_that_is_not_a_number_is_refused(page):
    note = MAILBOX.sign(f"unhindered/mailbox-read/v1\ngate.example\n{page}\n{'0f' * 16}\n")

    with pytest.raises(Refused):
        open_mailbox_read(note, mailbox=MAILBOX.verifier(), gate="gate.example")


def test_a_mailbox_read_for_another_gate_is_refused():
    note = MAILBOX.sign(MailboxRead(gate="other.example", page=0, nonce="0f" * 16).text())

    with pytest.raises(Refused):
        open_mailbox_read(note, mailbox=MAILBOX.verifier(), gate="gate.example")
