import secrets
from dataclasses import replace

import pytest
from bad_gates import (
    DropsTheLineAfterEntries,
    ExchangesTheLastLeaf,
    FailsAtBodies,
    NamesAnotherKind,
    RefusesBodies,
    SendsAnotherBody,
    SendsMoreThanItSaid,
)
from desk_world import ANSWERS, Source

from unhindered.core.correspondence.changes import Withdrawal
from unhindered.core.envelope.split import split_envelope
from unhindered.core.errors import Unavailable
from unhindered.core.institution.notice import notice_id
from unhindered.core.log.checkpoint import Checkpoint
from unhindered.core.log.entry import EntryKind, NewEntry
from unhindered.desk.actions import cases, officers
from unhindered.desk.actions.recording import new_fact
from unhindered.desk.entries.inner import report_subject
from unhindered.desk.keys.card import card_of
from unhindered.desk.sync import LogIsWrong
from unhindered.desk.taking_in import fetch_long_bodies, take_in
from unhindered.desk.writing import Pen

LONG = replace(ANSWERS, what="They asked who had spoken. " * 9000)
BAD = [RefusesBodies, FailsAtBodies, SendsMoreThanItSaid, SendsAnotherBody]


def rebuilt(world, desk):
    """The same officer's desk after its docket was thrown away."""
    desk.close()
    for file in world.owner_folder.path.glob("docket.db*"):
        file.unlink()
    again = world.owner()
    world.sync(again)
    return again


@pytest.mark.parametrize("bad", BAD)
def test_a_body_that_does_not_come_is_set_aside_and_stops_nothing(enrolled, owner, bad):
    Source(enrolled.gate).send(LONG)
    Source(enrolled.gate).send()
    owner.gate = bad(enrolled.gate)

    synced = enrolled.sync(owner)

    assert len(synced.reports) == 1
    assert ["body could not be fetched" in item.reason for item in owner.book.aside.values()] == [True]
    assert owner.docket.outbox() == []


@pytest.mark.parametrize("bad", BAD)
def test_a_body_that_did_not_come_is_asked_for_again(enrolled, owner, bad):
    Source(enrolled.gate).send(LONG)
    owner.gate = bad(enrolled.gate)
    enrolled.sync(owner)
    owner.gate = enrolled.gate

    synced = enrolled.sync(owner)

    assert len(synced.reports) == 1
    assert owner.book.aside == {}


def test_why_a_body_is_missing_is_there_after_opening_the_desk_again(enrolled, owner):
    Source(enrolled.gate).send(LONG)
    owner.gate = RefusesBodies(enrolled.gate)
    enrolled.sync(owner)
    aside = owner.book.aside

    owner.rebuild()

    assert owner.book.aside == aside
    assert len(owner.book.unfetched) == 1


def test_one_sync_fetches_only_so_much_and_the_next_one_the_rest(enrolled, owner):
    Source(enrolled.gate).send(LONG)
    Source(enrolled.gate).send(LONG)
    take_in(owner, enrolled.gate)
    size = owner.docket.entry(min(owner.book.unfetched)).body_size

    fetch_long_bodies(owner, enrolled.gate, most=size + 1)
    assert len(owner.book.reports) == 1
    fetch_long_bodies(owner, enrolled.gate, most=size + 1)
    assert len(owner.book.reports) == 2


def test_a_flood_of_attachments_does_not_hold_up_a_long_withdrawal(enrolled, owner):
    source = Source(enrolled.gate)
    source.send()
    for _ in range(3):
        Source(enrolled.gate).send(files=[("flood", bytes(2 * 1024 * 1024))])
    source.withdraw("They know. " * 10_000)
    take_in(owner, enrolled.gate)

    fetch_long_bodies(owner, enrolled.gate, most=1024 * 1024)

    report = min(owner.book.reports.values(), key=lambda report: report.place)
    assert len(owner.book.letters.of(report, Withdrawal)) == 1


def test_a_body_that_never_comes_does_not_keep_the_others_back(enrolled, owner):
    Source(enrolled.gate).send(LONG)
    take_in(owner, enrolled.gate)
    fetch_long_bodies(owner, RefusesBodies(enrolled.gate))
    Source(enrolled.gate).send(LONG)
    take_in(owner, enrolled.gate)
    size = owner.docket.entry(min(owner.book.unfetched)).body_size

    fetch_long_bodies(owner, enrolled.gate, most=size + 1)

    (report,) = owner.book.reports.values()
    (missing,) = owner.book.unfetched
    assert missing < report.place


def test_a_report_that_the_server_erased_does_not_vanish_unseen(enrolled, owner):
    source = Source(enrolled.gate)
    source.send()
    place = enrolled.gate.sealed.size() - 1
    enrolled.gate.sealed.erase([place])

    synced = enrolled.sync(owner)

    assert synced.reports == ()
    assert owner.book.aside[place].reason == "This entry was erased by the server, not by us."
    assert any("erased by the server" in line for line in officers.team(owner).set_aside)


def test_what_was_erased_later_is_still_here(enrolled, owner):
    Source(enrolled.gate).send()
    enrolled.sync(owner)
    enrolled.gate.sealed.erase([next(iter(owner.book.reports.values())).place])

    enrolled.sync(owner)

    assert len(owner.book.reports) == 1
    assert owner.book.aside == {}


def test_an_erased_report_cannot_be_passed_off_as_something_else(enrolled, owner):
    Source(enrolled.gate).send()
    enrolled.gate.sealed.erase([enrolled.gate.sealed.size() - 1])
    owner.gate = NamesAnotherKind(enrolled.gate, EntryKind.MAILBOX)

    with pytest.raises(LogIsWrong):
        enrolled.sync(owner)


def note_by(desk, seen, text, today):
    pen = Pen(author=desk.officer, team=desk.team, seen=seen)
    fact = new_fact(desk, "NoteAdded", {"text": text}, today)
    return pen.facts(report_subject("5e" * 32), [fact], None)


@pytest.mark.parametrize(
    "seen",
    [
        Checkpoint("gate.example.org/sealed", 1, b"x" * 32),
        Checkpoint("gate.example.org/sealed", 10_000, b"x" * 32),
        Checkpoint("other.example.org/sealed", 1, b"x" * 32),
    ],
)
def test_one_officer_who_saw_another_log_raises_an_alarm_and_stops_nobody(enrolled, owner, second, seen):
    entry = note_by(second, seen, "She prefers evenings.", enrolled.today)
    enrolled.gate.append([entry], secrets.token_bytes(32))
    Source(enrolled.gate).send()

    synced = enrolled.sync(owner)

    assert len(synced.reports) == 1
    assert ["Ben Invented saw another log" in alarm for alarm in synced.alarms] == [True]
    assert len(owner.book.triage("5e" * 32).timeline) == 1


def test_an_alarm_stands_until_it_is_cleared_by_people(enrolled, owner, second):
    seen = Checkpoint("gate.example.org/sealed", 1, b"x" * 32)
    entry = note_by(second, seen, "She prefers evenings.", enrolled.today)
    enrolled.gate.append([entry], secrets.token_bytes(32))
    alarms = enrolled.sync(owner).alarms

    assert enrolled.sync(owner).alarms == alarms
    again = rebuilt(enrolled, owner)
    assert tuple(again.book.alarms.values()) == alarms
    again.close()


def test_what_another_intake_key_opens_is_opened(enrolled, owner):
    """Which notice an envelope was sealed for is the server's word."""
    source = Source(enrolled.gate)
    other = next(key.notice for key in owner.intake if notice_id(key.notice) != source.notice_id)
    header, body = split_envelope(source.seal("a file.txt", b"content", floor=0))
    entry = NewEntry(EntryKind.SOURCE, notice_id(other), header, body)
    enrolled.gate.sealed.append([entry], day=enrolled.today).result()

    enrolled.sync(owner)

    assert [held.name for held in owner.book.attachments.values()] == ["a file.txt"]


def test_an_entry_that_came_twice_counts_once_and_two_equal_facts_twice(enrolled, owner):
    fact = new_fact(owner, "NoteAdded", {"text": "She prefers evenings."}, enrolled.today)
    subject = report_subject("5e" * 32)
    owner.record(subject, [fact])
    owner.record(subject, [fact])
    (first, _) = owner.letters()
    enrolled.gate.append(first.entries, secrets.token_bytes(32))
    enrolled.gate.append(first.entries, secrets.token_bytes(32))

    assert len(owner.book.replayed(subject).timeline) == 2
    enrolled.sync(owner)

    assert len(owner.book.replayed(subject).timeline) == 2
    again = rebuilt(enrolled, owner)
    assert len(again.book.replayed(subject).timeline) == 2
    again.close()


def fill(world, owner, count):
    """Entries of strangers, more than one piece of a sync."""
    clear = notice_id(owner.intake[0].notice)
    entries = [NewEntry(EntryKind.SOURCE, clear, b"no header\n", b"no body") for _ in range(count)]
    world.gate.sealed.append(entries, day=world.today).result()


def test_a_key_that_comes_in_a_later_piece_opens_what_came_in_an_earlier_one(enrolled, owner, second):
    Source(enrolled.gate).send()
    enrolled.sync(second)
    (report,) = second.book.reports
    case = cases.open_case(second, [report], name="Northgate", officers=[], today=enrolled.today)
    enrolled.sync(second)
    fill(enrolled, owner, 150)
    grant = second.pen().grant(second.case_keys(case), card_of(owner.officer, "Ada Fictional"))
    enrolled.gate.append([grant], secrets.token_bytes(32))

    enrolled.sync(owner)

    assert owner.book.case(case).opened.name == "Northgate"
    assert owner.replica.size() == enrolled.gate.sealed.size()


def test_a_sync_that_is_cut_off_takes_in_nothing_and_the_next_one_all(enrolled, owner):
    size = owner.replica.size()
    fill(enrolled, owner, 150)
    Source(enrolled.gate).send()
    owner.gate = DropsTheLineAfterEntries(enrolled.gate, 140)
    with pytest.raises(Unavailable):
        enrolled.sync(owner)
    assert owner.replica.size() == size
    assert owner.docket.entries(size, size + 200) == []
    owner.gate = enrolled.gate

    enrolled.sync(owner)

    assert len(owner.book.reports) == 1
    assert len(owner.book.aside) == 150


def test_of_a_log_that_is_wrong_at_its_end_nothing_is_taken_in(enrolled, owner):
    size = owner.replica.size()
    Source(enrolled.gate).send()
    fill(enrolled, owner, 150)
    enrolled.gate.sealed.erase([enrolled.gate.sealed.size() - 1])
    owner.gate = ExchangesTheLastLeaf(enrolled.gate)

    with pytest.raises(LogIsWrong):
        enrolled.sync(owner)

    assert (owner.replica.size(), owner.book.reports) == (size, {})
    assert owner.docket.entries(size, size + 200) == []
