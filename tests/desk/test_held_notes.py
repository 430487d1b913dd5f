"""What a source is told of what arrived: once, signed, and whatever a gate puts into the mailbox."""

import json
import secrets
from dataclasses import replace

import pytest
from desk_world import ANSWERS, Source, another_is_faster

from unhindered.core.correspondence.from_source import REPORT_NAME, compose_message, compose_report
from unhindered.core.correspondence.from_source import Message as MessageText
from unhindered.core.correspondence.from_source import Report as ReportText
from unhindered.core.correspondence.to_source import HeldNote
from unhindered.core.envelope.bech32 import decode, encode
from unhindered.core.envelope.split import split_envelope
from unhindered.core.envelope.unseal import rewrap
from unhindered.core.errors import Refused
from unhindered.core.log.entry import EntryKind, NewEntry
from unhindered.desk.entries.told import MOST_TOLD, compose_told, read_told
from unhindered.desk.outbox import Letter
from unhindered.desk.writing import compose_held_entry


def appends_of(gate):
    """The gate, watched: every append as the entries it brought."""
    seen, append = [], gate.append

    def watched(entries, request_key):
        seen.append(tuple(entries))
        append(entries, request_key)

    gate.append = watched
    return seen


def mailbox_entries(gate):
    entries = [gate.sealed.entry(index) for index in range(gate.sealed.size())]
    return [entry for entry in entries if entry.kind is EntryKind.MAILBOX]


def held(source):
    return [item for item in source.mailbox() if isinstance(item, HeldNote)]


def unsealable(recipient):
    """A recipient that parses and that nothing can be sealed to: its X25519 half is of small order."""
    prefix, raw = decode(recipient)
    return encode(prefix, raw[:-32] + bytes(32))


def report_of(source, **changes):
    report = ReportText(
        id=secrets.token_bytes(16),
        notice=source.notice_id,
        language="en",
        keys=source.keys,
        answers=ANSWERS,
        attachments=(),
        sealed_by="device",
    )
    body = compose_report(
        replace(report, **changes),
        mailbox_seed=source.secrets.mailbox_seed,
        signing_seed=source.secrets.signing_seed,
    )
    return source.seal(REPORT_NAME, body)


def test_a_report_that_nobody_can_answer_keeps_no_other_source_from_being_told(enrolled, owner):
    stranger, source = Source(enrolled.gate), Source(enrolled.gate)
    keys = replace(stranger.keys, recipient=unsealable(stranger.keys.recipient))
    enrolled.gate.take_in(stranger.notice_id, [report_of(stranger, keys=keys)])
    source.send()

    enrolled.sync(owner)
    enrolled.sync(owner)

    assert len(owner.book.reports) == 2
    assert len(held(source)) == 1
    assert len(mailbox_entries(enrolled.gate)) == 1


def test_a_gate_that_fills_a_mailbox_first_cannot_keep_the_note_out_of_it(enrolled, owner):
    source = Source(enrolled.gate)
    (placed,) = source.send()
    header, body = split_envelope(source.seal("held.json", b"{}"))
    mailbox = source.secrets.mailbox_id
    enrolled.gate.sealed.append(
        [NewEntry(EntryKind.MAILBOX, mailbox, header, body)], day=enrolled.today
    ).result()

    enrolled.sync(owner)

    assert len(mailbox_entries(enrolled.gate)) == 2
    (told,) = [item for item in owner.docket.opened() if item.name == "told"]
    assert json.loads(told.content)["entries"] == list(owner.book.reports)
    assert owner.book.reports[next(iter(owner.book.reports))].place == placed.index


def test_a_rebuilt_desk_and_a_second_desk_tell_nobody_twice(enrolled, owner, second):
    source = Source(enrolled.gate)
    source.send()
    enrolled.sync(owner, second)
    owner.close()
    for file in enrolled.owner_folder.path.glob("docket.db*"):
        file.unlink()

    again = enrolled.owner()
    enrolled.sync(again, second, again)
    again.close()

    assert len(held(source)) == 1


def test_two_desks_that_tell_at_the_same_time_tell_once(enrolled, owner, second):
    source = Source(enrolled.gate)
    source.send()
    another_is_faster(enrolled, second)
    enrolled.sync(owner)
    enrolled.sync(owner, second)

    assert len(held(source)) == 1
    assert owner.docket.outbox() == second.docket.outbox() == []


def test_messages_are_told_of_as_reports_are_and_all_of_a_sync_is_one_append(enrolled, owner):
    sources = [Source(enrolled.gate) for _ in range(3)]
    for source in sources:
        source.send(files=[("scan.pdf", b"%PDF")])
        source.write("I am safe now.")
    appends = appends_of(enrolled.gate)

    enrolled.sync(owner)

    assert [len(held(source)) for source in sources] == [2, 2, 2]
    (entries,) = appends
    kinds = [entry.kind for entry in entries]
    assert (kinds.count(EntryKind.MAILBOX), kinds.count(EntryKind.OFFICER)) == (6, 1)


def test_a_message_that_names_anothers_mailbox_puts_nothing_into_it(enrolled, owner):
    source, stranger = Source(enrolled.gate), Source(enrolled.gate)
    source.send()
    message = MessageText(
        id=secrets.token_bytes(16),
        notice=stranger.notice_id,
        keys=replace(stranger.keys, mailbox=source.keys.mailbox),
        text="x",
        attachments=(),
    )
    body = compose_message(message, stranger.secrets.signing_seed)
    enrolled.gate.take_in(stranger.notice_id, [stranger.seal("message.json", body)])

    enrolled.sync(owner)

    assert len(mailbox_entries(enrolled.gate)) == 1


def test_an_entry_whose_header_was_replaced_is_not_vouched_for(enrolled, owner):
    source, other = Source(enrolled.gate), Source(enrolled.gate)
    (placed,) = source.send()
    other.send()
    intake = owner.intake[0].identity
    entry = enrolled.gate.sealed.entry(placed.index)
    enrolled.gate.sealed.rewrap(placed.index, rewrap(entry.header, [intake], [intake.recipient()]))

    enrolled.sync(owner)

    assert len(owner.book.reports) == 2
    assert (held(source), len(held(other))) == ([], 1)
    with pytest.raises(Refused):
        compose_held_entry(
            owner.docket.entry(placed.index),
            source.keys,
            origin=owner.replica.origin,
            on=enrolled.today,
            team=owner.team,
        )


def test_a_copy_of_a_message_is_set_aside_with_a_reason(enrolled, owner):
    source = Source(enrolled.gate)
    source.send()
    (placed,) = source.write("I am safe now.")
    entry = enrolled.gate.sealed.entry(placed.index)
    enrolled.gate.take_in(entry.clear, [entry.header + entry.body])

    enrolled.sync(owner)

    (report,) = owner.book.reports.values()
    assert len(owner.book.messages(report)) == 1
    (aside,) = owner.book.aside.values()
    assert "copy" in aside.reason


def test_a_report_put_beside_another_notice_is_set_aside_with_a_reason(enrolled, owner):
    source = Source(enrolled.gate)
    enrolled.gate.take_in(source.notice_id, [report_of(source, notice=b"n" * 32)])

    enrolled.sync(owner)

    assert owner.book.reports == {}
    (aside,) = owner.book.aside.values()
    assert "another notice" in aside.reason


def test_the_entries_of_a_letter_leave_in_random_order():
    entries = tuple(NewEntry(EntryKind.MAILBOX, bytes([number]) * 32, b"h", b"b") for number in range(8))
    letter = Letter(entries=entries)

    orders = {letter.shuffled().entries for _ in range(20)}

    assert len(orders) > 1
    assert all(sorted(order, key=lambda entry: entry.clear) == list(entries) for order in orders)


def test_what_was_told_reads_as_it_was_written():
    entries = ("0a" * 32, "0b" * 32)

    assert read_told(compose_told(reversed(entries))) == entries


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b'{"v":1}',
        b'{"entries":[],"v":1}',
        b'{"entries":["0a"],"v":1}',
        b'{"entries":[7],"v":1}',
        b'{"entries":{},"v":1}',
        compose_told(["0A" * 32]),
        compose_told(["zz" * 32]),
        compose_told([f"{number:064x}" for number in range(MOST_TOLD + 1)]),
        compose_told(["0a" * 32]).replace(b'"v":1', b'"v":2'),
        compose_told(["0a" * 32]).replace(b'"v":1', b'"more":1,"v":1'),
    ],
)
def test_what_is_no_list_of_told_entries_is_refused(body):
    with pytest.raises(Refused):
        read_told(body)
