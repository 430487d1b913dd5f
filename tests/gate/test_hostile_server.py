"""A server that keeps all it is sent, and tries to link: sources, reports, messages, mailboxes, officers."""

import itertools
import secrets

import pytest
from gate_world import GateWorld, a_report
from test_gate_mailbox import post_to_mailbox, reply_envelope

from unhindered.core.correspondence.from_source import (
    MESSAGE_NAME,
    Message,
    SourcePublicKeys,
    compose_message,
)
from unhindered.core.envelope.receipt import derive_source_keys
from unhindered.core.envelope.split import split_envelope

RUN = 10


class Correspondence:
    """One source: a report, a message, a reply; and every byte that the server saw of each."""

    def __init__(self, world, secret):
        keys = world.source_keys(secret)
        public = SourcePublicKeys(
            mailbox=keys.mailbox_public_key, signing=keys.signing_public_key, recipient=str(keys.recipient())
        )
        message = Message(
            id=secrets.token_bytes(16), notice=world.notice_id, keys=public, text="More.", attachments=()
        )
        self.mailbox_id, self.mailbox_key = keys.mailbox_id, keys.mailbox_public_key
        self.report = world.sealed(a_report(keys, world.notice_id))
        self.message = world.sealed(compose_message(message, keys.signing_seed), name=MESSAGE_NAME)
        self.keys = [secrets.token_hex(32) for _ in range(2)]
        for envelope, key in zip((self.report, self.message), self.keys, strict=True):
            assert world.send(world.submission(envelope), key=key).status_code == 201
        self.reply = reply_envelope(world, keys)
        post_to_mailbox(world, keys, self.reply)


@pytest.fixture(scope="module")
def seen(tmp_path_factory):
    with GateWorld(tmp_path_factory.mktemp("hostile") / "gate") as world:
        world.open()
        yield world, [Correspondence(world, secret * 16) for secret in (b"a", b"b")]


def runs(raw):
    return {raw[start : start + RUN] for start in range(len(raw) - RUN + 1)}


def shared(*pieces):
    """Runs of bytes that any two of these envelopes share, beyond what all age files share."""
    common = b"age-encryption.org/v1\n-> mlkem768x25519 "
    found = [runs(piece.removeprefix(common)) for piece in pieces]
    return [run for one, other in itertools.combinations(found, 2) for run in one & other]


def test_report_and_message_of_one_source_share_nothing(seen):
    for one in seen[1]:
        assert shared(one.report, one.message) == []


def test_reports_of_two_sources_look_alike(seen):
    one, other = (split_envelope(source.report) for source in seen[1])

    assert [len(part) for part in one] == [len(part) for part in other]
    assert shared(*(source.report for source in seen[1])) == []


def test_a_message_cannot_be_told_from_a_report(seen):
    world, sources = seen
    shapes = set()
    for source in sources:
        for envelope in (source.report, source.message):
            header, body = split_envelope(envelope)
            shapes.add((len(header), len(body), header.count(b"->"), header[:40]))

    assert len(shapes) == 1
    entries = [world.gate.sealed.entry(index) for index in range(world.gate.sealed.size())]
    assert {(entry.kind, entry.clear) for entry in entries if entry.kind == 1} == {(1, world.notice_id)}


def test_a_mailbox_is_in_nothing_that_its_source_sent(seen):
    for source in seen[1]:
        sent = source.report + source.message + b"".join(bytes.fromhex(key) for key in source.keys)
        for trace in (source.mailbox_id, source.mailbox_key):
            assert trace[:RUN] not in sent
            assert trace.hex()[:20].encode() not in sent


def test_a_reply_shares_nothing_with_the_report_it_answers(seen):
    for source in seen[1]:
        assert shared(source.report, source.reply) == []
        assert shared(source.message, source.reply) == []


def test_nothing_that_a_source_sent_first_tells_that_it_was_answered(seen):
    """The public sees the same hashes, whether or not somebody was answered: leaves are salted."""
    world, sources = seen
    world.gate.publish()
    size = world.gate.sealed.size()

    tile = world.http.get(f"/log/tile/0/000.p/{size}").content

    for source in sources:
        for trace in (source.mailbox_id, *split_envelope(source.report)):
            assert trace[:RUN] not in tile


def test_sending_the_same_words_twice_looks_like_two_sources(seen):
    world, _ = seen
    report = a_report(world.source_keys(b"c" * 16), world.notice_id)

    assert shared(world.sealed(report), world.sealed(report)) == []


def test_two_mailboxes_of_one_receipt_at_two_institutions_share_nothing():
    one, other = (derive_source_keys(b"s" * 16, bytes([number]) * 32) for number in (1, 2))

    assert shared(one.mailbox_public_key, other.mailbox_public_key) == []
    assert shared(str(one.recipient()).encode(), str(other.recipient()).encode()[8:]) == []
