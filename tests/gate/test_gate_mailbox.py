"""A mailbox looks the same, whether it is full, empty or does not exist."""

import secrets
from datetime import timedelta

import pytest
from gate_world import NAME, GateWorld

from unhindered.core.canonical_json import canonical_json
from unhindered.core.correspondence.mailbox_page import PAGE_BYTES, read_pages, read_place
from unhindered.core.correspondence.to_source import REPLY_NAME, Reply, compose_reply
from unhindered.core.envelope.payload import frame
from unhindered.core.envelope.seal import seal_bytes
from unhindered.core.envelope.split import split_envelope
from unhindered.core.institution.signed_request import MAILBOX_KEY_NAME, MailboxRead
from unhindered.core.log.entry import EntryKind, NewEntry
from unhindered.core.log.signed_note import NoteSigner
from unhindered.gate.limits import Limits


def reply_envelope(world, keys, text="We have it.") -> bytes:
    reply = Reply(text=text, on=world.clock().date())
    body = compose_reply(reply, mailbox=keys.mailbox_id, reply_seed=world.institution.reply_seed)
    return seal_bytes(frame(REPLY_NAME, body), [keys.recipient()])


def post_to_mailbox(world, keys, envelope):
    header, body = split_envelope(envelope)
    world.desk.append([NewEntry(EntryKind.MAILBOX, keys.mailbox_id, header, body)], secrets.token_bytes(32))


def test_a_reply_comes_back_as_the_desk_sealed_it(world):
    keys = world.source_keys()
    envelope = reply_envelope(world, keys)
    post_to_mailbox(world, keys, envelope)

    found = read_pages(lambda page: world.read_mailbox(keys, page).content)

    assert found == [envelope]


def test_a_mailbox_of_several_pages_is_read_to_its_end(world):
    keys = world.source_keys()
    envelopes = [reply_envelope(world, keys, "word " * 12_000) for _ in range(3)]
    for number, envelope in enumerate(envelopes):
        header, body = split_envelope(envelope)
        world.desk.append([NewEntry(EntryKind.MAILBOX, keys.mailbox_id, header, body)], bytes([number]) * 32)

    found = read_pages(lambda page: world.read_mailbox(keys, page).content)

    assert found == envelopes


def test_a_missing_mailbox_answers_like_an_existing_one(world):
    keys, others = world.source_keys(), world.source_keys(b"o" * 16)
    post_to_mailbox(world, keys, reply_envelope(world, keys))

    existing, missing = world.read_mailbox(keys), world.read_mailbox(others)

    assert (existing.status_code, missing.status_code) == (200, 200)
    assert len(existing.content) == len(missing.content) == PAGE_BYTES
    assert dict(existing.headers) == dict(missing.headers)


def test_filler_is_never_twice_the_same(lasting):
    keys = lasting.source_keys()

    assert lasting.read_mailbox(keys).content != lasting.read_mailbox(keys).content


def test_the_answer_waits_for_its_time(tmp_path):
    with GateWorld(tmp_path / "gate", limits=Limits(mailbox_answer=0.05)) as world:
        world.open()
        loop = world.served._loop

        began = loop.time()
        world.read_mailbox(world.source_keys())

        assert loop.time() - began >= 0.05


def test_a_request_for_another_gate_is_refused(lasting):
    assert lasting.read_mailbox(lasting.source_keys(), gate="other.example.org").status_code == 400


def test_a_request_that_another_key_signed_is_refused(lasting):
    mine = NoteSigner(MAILBOX_KEY_NAME, b"m" * 32)
    other = NoteSigner(MAILBOX_KEY_NAME, b"o" * 32)
    request = other.sign(MailboxRead(gate=NAME, page=0, notice=lasting.notice_id).text())
    body = canonical_json({"key": str(mine.verifier()), "request": request}).ljust(2048)

    answer = lasting.http.post("/mailbox", content=body)

    assert answer.status_code == 400


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{}",
        b"[]".ljust(2048),
        b"\xff" * 2048,
        b'{"key":1,"request":2}'.ljust(2048),
        b'{"key":"a","request":"b"}'.ljust(2048),
        b" " * 2049,
    ],
)
def test_what_is_no_request_is_refused(lasting, body):
    answer = lasting.http.post("/mailbox", content=body)

    assert answer.status_code in (400, 413)
    assert set(answer.json()) == {"error", "advice"}


def test_what_was_recorded_cannot_be_asked_for_ever(world):
    keys = world.source_keys()

    world.clock.at += timedelta(days=14)

    assert world.read_mailbox(keys).status_code == 410


def test_a_request_under_an_unknown_notice_is_refused(lasting):
    assert lasting.read_mailbox(lasting.source_keys(), notice=b"x" * 32).status_code == 410


def test_a_long_attachment_waits_in_the_mailbox_until_it_is_asked_for(world):
    keys = world.source_keys()
    attachment = seal_bytes(frame("plan.pdf", bytes(8 * 1024 * 1024), floor=0), [keys.recipient()])
    reply = reply_envelope(world, keys)
    for envelope in (attachment, reply):
        post_to_mailbox(world, keys, envelope)
    asked = []

    def fetch(page):
        asked.append(page)
        return world.read_mailbox(keys, page).content

    place, found = read_pages(fetch)

    assert found == reply
    assert len(asked) == 2
    assert read_place(fetch, place) == attachment
