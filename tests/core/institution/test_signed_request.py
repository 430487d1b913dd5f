import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unhindered.core.canonical_json import canonical_json
from unhindered.core.errors import Refused
from unhindered.core.institution.signed_request import (
    MAILBOX_READ_BYTES,
    DeskRequest,
    MailboxRead,
    compose_mailbox_read,
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


def mailbox_body(text, *, key=None, signer=MAILBOX):
    body = canonical_json({"key": key or str(signer.verifier()), "request": signer.sign(text)})
    return body.ljust(MAILBOX_READ_BYTES)


def mailbox_text(page="0", notice="0f" * 32, gate="gate.example"):
    return f"unhindered/mailbox-read/v1\n{gate}\n{page}\n{notice}\n"


@given(st.integers(0, 999_999))
def test_a_mailbox_read_opens_to_its_page_and_has_one_length(page):
    read = MailboxRead(gate="gate.example", page=page, notice=b"n" * 32)

    body = compose_mailbox_read(read, MAILBOX)

    assert open_mailbox_read(body, gate="gate.example") == (MAILBOX.verifier(), read)
    assert len(body) == MAILBOX_READ_BYTES


def test_a_mailbox_read_at_a_gate_of_the_longest_name_fits():
    read = MailboxRead(gate="g" * 253, page=999_999, notice=b"n" * 32)

    assert len(compose_mailbox_read(read, MAILBOX)) == MAILBOX_READ_BYTES


@pytest.mark.parametrize("page", ["-1", "01", "1e3", "٣", "1000000", ""])
def test_a_page_that_is_not_a_number_is_refused(page):
    with pytest.raises(Refused):
        open_mailbox_read(mailbox_body(mailbox_text(page)), gate="gate.example")


@pytest.mark.parametrize("notice", ["", "0f" * 31, "0F" * 32, "zz" * 32, "0f" * 16])
def test_a_notice_id_of_another_form_is_refused(notice):
    with pytest.raises(Refused):
        open_mailbox_read(mailbox_body(mailbox_text(notice=notice)), gate="gate.example")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{}",
        b"{}".ljust(MAILBOX_READ_BYTES),
        b"[]".ljust(MAILBOX_READ_BYTES),
        b"\xff" * MAILBOX_READ_BYTES,
        b'{"key":1,"request":2}'.ljust(MAILBOX_READ_BYTES),
        b'{"key":"a","request":"b"}'.ljust(MAILBOX_READ_BYTES),
        mailbox_body(mailbox_text())[:-1],
        mailbox_body(mailbox_text()) + b" ",
        mailbox_body(mailbox_text()).strip(),
        mailbox_body(mailbox_text(gate="other.example")),
        mailbox_body(mailbox_text() + "more\n"),
        mailbox_body(mailbox_text(), key=str(NoteSigner("mailbox", b"o" * 32).verifier())),
        mailbox_body(mailbox_text(), signer=NoteSigner("other", b"m" * 32)),
    ],
)
def test_what_is_no_mailbox_read_for_this_gate_is_refused(body):
    with pytest.raises(Refused):
        open_mailbox_read(body, gate="gate.example")


@given(st.binary(max_size=MAILBOX_READ_BYTES))
def test_a_strangers_mailbox_read_raises_only_refused(raw):
    with pytest.raises(Refused):
        open_mailbox_read(raw.ljust(MAILBOX_READ_BYTES), gate="gate.example")
