"""A source with a terminal in front of the gate's own application."""

import secrets
from datetime import date

import httpx
import pytest

from unhindered.commands._held_proof import HeldProof, prove_leaves
from unhindered.commands._source_device import (
    look_at_gate,
    read_answers,
    secrets_of,
    send_message,
    send_report,
)
from unhindered.commands._source_mailbox import read_mailbox
from unhindered.core.correspondence.from_source import read_message, read_report
from unhindered.core.correspondence.to_source import Reply, compose_reply
from unhindered.core.envelope.payload import frame, read_frame
from unhindered.core.envelope.receipt import Receipt
from unhindered.core.envelope.seal import seal_bytes
from unhindered.core.envelope.split import split_envelope
from unhindered.core.envelope.unseal import unseal_bytes
from unhindered.core.errors import Refused, Unavailable
from unhindered.core.log.entry import EntryKind, NewEntry
from unhindered.storage.source_client import SourceClient

TODAY = date(2026, 11, 24)
RECEIPT = Receipt(bytes(range(16)))
ANSWERS = read_answers(b'{"what": "A guard beat Ada Fictional."}')
URL = "http://gate.example.org"


class Line(httpx.BaseTransport):
    """The way to the gate: notes what goes over it, and can lose answers or change them."""

    def __init__(self, transport, *, lost=0, change=None):
        self._transport = transport
        self._change = change or (lambda path, body: body)
        self.lost = lost
        self.asked, self.bodies = [], []

    def handle_request(self, request):
        body = request.read()
        self.asked.append(request.url.path)
        if request.url.path == "/entries":
            self.bodies.append((request.headers["idempotency-key"], body))
        answer = self._transport.handle_request(
            httpx.Request(request.method, request.url, headers=request.headers, content=body)
        )
        if request.url.path == "/entries" and self.lost:
            self.lost -= 1
            raise httpx.ReadError("the line broke")
        content = self._change(request.url.path, answer.read())
        return httpx.Response(answer.status_code, headers=answer.headers, content=content)


@pytest.fixture
def line(gate_world):
    return Line(gate_world.served.transport)


def gate_over(line):
    return look_at_gate(SourceClient(URL, transport=line), TODAY)


def sent(world):
    log = world.gate.sealed
    for index in range(log.size()):
        entry = log.entry(index)
        if entry.kind is EntryKind.SOURCE:
            with log.open_body(index) as body:
                yield read_frame(unseal_bytes(entry.header + body.read(), [world.institution.intake]))


def put(world, keys, name, body, recipient=None):
    header, rest = split_envelope(seal_bytes(frame(name, body), [recipient or keys.recipient()]))
    entry = NewEntry(EntryKind.MAILBOX, keys.mailbox_id, header, rest)
    world.desk.append([entry], secrets.token_bytes(32))


def test_a_report_and_a_message_arrive_signed_and_name_the_notice(gate_world, line, tmp_path):
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(b"%PDF")

    send_report(gate_over(line), RECEIPT, ANSWERS, [scan])
    send_message(gate_over(line), RECEIPT, "I am safe now.", [])

    _, report, message = sent(gate_world)
    read, written = read_report(report.body), read_message(message.body)
    assert read.notice == written.notice == gate_world.notice_id
    assert read.keys == written.keys
    assert read.id != written.id
    assert [item.name for item in read.attachments] == ["scan.pdf"]


def test_an_answer_that_was_lost_makes_no_second_report(gate_world):
    line, pauses = Line(gate_world.served.transport, lost=2), []

    send_report(gate_over(line), RECEIPT, ANSWERS, [], pause=pauses.append)

    assert len(pauses) == 2
    assert len(line.bodies) == 3
    assert len(set(line.bodies)) == 1
    assert gate_world.gate.sealed.size() == 1


def test_after_three_tries_it_gives_up(gate_world):
    line = Line(gate_world.served.transport, lost=3)

    with pytest.raises(Unavailable):
        send_report(gate_over(line), RECEIPT, ANSWERS, [], pause=lambda _: None)
    assert len(line.bodies) == 3


def test_a_refusal_is_not_tried_again(gate_world, line):
    gate = gate_over(line)
    gate_world.clock.at = gate_world.clock.at.replace(year=2027)

    with pytest.raises(Refused):
        send_report(gate, RECEIPT, ANSWERS, [], pause=lambda _: None)
    assert len(line.bodies) == 1


def test_what_is_not_from_the_institution_hides_nothing(gate_world, line):
    gate = gate_over(line)
    keys = secrets_of(RECEIPT, gate.notice)
    seed = gate_world.institution.reply_seed
    reply = Reply(text="We read it.", on=TODAY)
    put(gate_world, keys, "reply.json", b"{}")
    put(gate_world, keys, "reply.json", compose_reply(reply, mailbox=keys.mailbox_id, reply_seed=b"g" * 32))
    put(gate_world, keys, "reply.json", compose_reply(reply, mailbox=bytes(32), reply_seed=seed))
    stranger = gate_world.source_keys(b"o" * 16).recipient()
    good = compose_reply(reply, mailbox=keys.mailbox_id, reply_seed=seed)
    put(gate_world, keys, "reply.json", good, stranger)
    put(gate_world, keys, "reply.json", good)

    mailbox = read_mailbox(gate, RECEIPT)

    assert mailbox.items == (reply,)
    assert mailbox.foreign == 4


def test_other_words_find_an_empty_mailbox(gate_world, line):
    mailbox = read_mailbox(gate_over(line), Receipt(b"o" * 16))

    assert (mailbox.items, mailbox.foreign) == ((), 0)


def leaves_of(placed):
    return [bytes.fromhex(one["leaf"]) for one in placed]


def test_a_kept_proof_finds_its_entries_in_the_lowest_tiles_fetched_whole(gate_world, line):
    filler = gate_world.sealed(b"x")
    for _ in range(3):
        gate_world.send(gate_world.submission(*[filler] * 100))
    gate = gate_over(line)
    leaves = leaves_of(send_report(gate, RECEIPT, ANSWERS, []))
    before = prove_leaves(gate.client, gate.notice, leaves)
    gate_world.gate.publish()
    line.asked.clear()

    after = prove_leaves(gate.client, gate.notice, leaves)

    assert (before, after) == ([HeldProof.NOT_YET], [HeldProof.PROVED])
    assert line.asked == ["/log/checkpoint", "/log/tile/0/000", "/log/tile/0/001.p/45"]


def test_a_leaf_that_is_in_no_tile_is_not_proved(gate_world, line):
    gate = gate_over(line)
    send_report(gate, RECEIPT, ANSWERS, [])
    gate_world.gate.publish()

    assert prove_leaves(gate.client, gate.notice, [b"\1\1" + bytes(64)]) == [HeldProof.NOT_YET]


def test_tiles_that_do_not_lead_to_the_signed_root_prove_nothing(gate_world):
    filler = gate_world.sealed(b"x")
    gate_world.send(gate_world.submission(filler))

    def last_hash_changed(path, body):
        return body[:-1] + bytes([body[-1] ^ 1]) if path.startswith("/log/tile/0") else body

    line = Line(gate_world.served.transport)
    gate = gate_over(line)
    leaves = leaves_of(send_report(gate, RECEIPT, ANSWERS, []))
    gate_world.send(gate_world.submission(filler))
    gate_world.gate.publish()
    lying = SourceClient(URL, transport=Line(gate_world.served.transport, change=last_hash_changed))

    with pytest.raises(Refused):
        prove_leaves(lying, gate.notice, leaves)
