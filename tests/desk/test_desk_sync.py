"""What a sync believes, and what it does not."""

from dataclasses import replace

import pytest
from desk_browser import Browser, text_of
from desk_world import PASSPHRASE, RAPID, Source

from unhindered.core.errors import Refused, Unavailable
from unhindered.core.log.entry import Salts
from unhindered.core.log.signed_note import NoteSigner
from unhindered.desk.actions import attachments, cases
from unhindered.desk.actions.case_page import case_view
from unhindered.desk.actions.inbox import inbox, report_view
from unhindered.desk.actions.recording import new_fact
from unhindered.desk.entries.inner import report_subject
from unhindered.desk.sync import LogIsWrong
from unhindered.desk.writing import Pen
from unhindered.storage.log_in_memory import LogInMemory


class Tampering:
    """A gate that changes entries on their way; everything else is the true gate's."""

    def __init__(self, gate, change):
        self._gate, self._change = gate, change

    def __getattr__(self, name):
        return getattr(self._gate, name)

    def entries(self, start):
        return (self._change(entry) for entry in self._gate.entries(start))


def state_of(world, desk):
    """Everything that pages show, less what was read on this machine."""
    rows = inbox(desk, world.today)
    every = [*rows.undecided, *rows.in_cases]
    return (
        [replace(row, is_unread=False) for row in every],
        [report_view(desk, row.id, mark_read=False) for row in every],
        [case_view(desk, case, world.today) for case in desk.book.case_ids()],
        desk.book.roster,
        desk.replica,
    )


def test_a_deleted_docket_comes_back_the_same(enrolled, owner, second):
    source = Source(enrolled.gate)
    source.send(files=[("a.txt", b"words")])
    enrolled.sync(owner)
    (report,) = owner.book.reports
    case = cases.open_case(owner, [report], name="Autumn 4", officers=["Ben Invented"], today=enrolled.today)
    cases.assess(owner, case, kind=cases.RAPID, values=RAPID, today=enrolled.today)
    source.write("They asked for me.")
    enrolled.sync(owner, second, owner)
    before = state_of(enrolled, owner)
    owner.close()
    for path in enrolled.owner_folder.path.glob("docket.db*"):
        path.unlink()

    again = enrolled.owner()
    enrolled.sync(again)

    assert state_of(enrolled, again) == before
    assert len(source.mailbox()) == 2, "nothing was posted a second time"
    again.close()


def test_the_docket_holds_no_plaintext(enrolled, owner):
    Source(enrolled.gate).send()
    enrolled.sync(owner)
    (report,) = owner.book.reports
    cases.assess(owner, report, kind=cases.RAPID, values=RAPID, today=enrolled.today)

    content = b"".join(path.read_bytes() for path in enrolled.owner_folder.path.glob("docket.db*"))

    for word in (b"Guards beat", b"Ada Fictional", b"Northgate", b"report.json", RAPID["do_not"].encode()):
        assert word not in content


def test_both_desks_sync_and_the_source_is_told_once(enrolled, owner, second):
    source = Source(enrolled.gate)
    source.send()

    enrolled.sync(owner, second, owner, second)

    assert len(source.mailbox()) == 1


@pytest.mark.parametrize(
    "change",
    [
        lambda entry: replace(entry, body=entry.body[:-1] + b"\0") if entry.body else entry,
        lambda entry: replace(entry, header=entry.header + b"\n"),
        lambda entry: replace(entry, clear=bytes(32)),
        lambda entry: replace(entry, salts=Salts(bytes(32), bytes(32))),
        lambda entry: replace(entry, leaf=entry.leaf[:-1] + b"\0"),
        lambda entry: replace(entry, index=entry.index + 1),
    ],
    ids=["body", "header", "clear part", "salts", "leaf", "order"],
)
def test_a_changed_entry_is_caught_and_nothing_is_taken_in(enrolled, owner, change):
    Source(enrolled.gate).send()
    before = owner.replica
    owner.gate = Tampering(enrolled.gate, change)

    with pytest.raises(LogIsWrong):
        enrolled.sync(owner)

    assert owner.replica == before
    assert not owner.book.reports
    owner.gate = enrolled.gate
    assert len(enrolled.sync(owner).reports) == 1


def test_a_log_that_went_back_is_caught(enrolled, owner):
    Source(enrolled.gate).send()
    enrolled.sync(owner)
    enrolled.gate.sealed = LogInMemory("gate.example.org/sealed", enrolled.gate.signer)

    with pytest.raises(LogIsWrong, match="went back"):
        enrolled.sync(owner)

    assert len(owner.book.reports) == 1


def test_a_log_signed_by_another_key_is_caught(enrolled, owner):
    enrolled.gate.sealed = LogInMemory(
        "gate.example.org/sealed", NoteSigner("gate.example.org/sealed", b"\7" * 32)
    )

    with pytest.raises(LogIsWrong, match="key that this desk enrolled with"):
        enrolled.sync(owner)


def test_a_forked_log_of_the_same_length_is_caught(enrolled, owner):
    source = Source(enrolled.gate)
    source.send()
    enrolled.sync(owner)
    true, fork = enrolled.gate.sealed, LogInMemory("gate.example.org/sealed", enrolled.gate.signer)
    enrolled.gate.sealed = fork
    for _ in range(true.size()):
        source.send()

    with pytest.raises(LogIsWrong, match="forked"):
        enrolled.sync(owner)


def test_a_gate_that_hides_an_entry_is_caught(enrolled, owner):
    Source(enrolled.gate).send(files=[("a.txt", b"words")])
    gate = enrolled.gate

    class Hiding(Tampering):
        def entries(self, start):
            return (entry for entry in gate.entries(start) if entry.index < gate.sealed.size() - 1)

    owner.gate = Hiding(gate, None)

    with pytest.raises(LogIsWrong):
        enrolled.sync(owner)


def post_having_seen(world, desk, seen):
    """An officer's entry that names this checkpoint as the last one seen."""
    pen = Pen(author=desk.officer, team=desk.team, seen=seen)
    (report,) = desk.book.reports
    fact = new_fact(desk, "ReportAdded", {"report": report}, world.today)
    world.gate.append([pen.facts(report_subject(report), [fact], None)], bytes(32))


def test_officers_who_see_different_logs_are_told_so(enrolled, owner, second):
    Source(enrolled.gate).send()
    enrolled.sync(owner, second)
    seen = second.pen().seen
    post_having_seen(enrolled, second, replace(seen, root=bytes(32)))

    synced = enrolled.sync(owner)

    assert "Ben Invented saw another log" in synced.alarms[0]
    with Browser(enrolled, owner) as browser:
        assert "saw another log" in text_of(browser.get("/"))


def test_officers_who_see_the_same_log_raise_no_alarm(enrolled, owner, second):
    Source(enrolled.gate).send()
    enrolled.sync(owner, second)
    post_having_seen(enrolled, second, second.pen().seen)

    assert enrolled.sync(owner).alarms == ()


def test_what_was_written_offline_leaves_with_the_next_sync(enrolled, owner):
    Source(enrolled.gate).send()
    enrolled.sync(owner)
    (report,) = owner.book.reports
    enrolled.gate.is_off = True
    cases.assess(owner, report, kind=cases.RAPID, values=RAPID, today=enrolled.today)
    with pytest.raises(Unavailable):
        enrolled.sync(owner)
    owner.close()
    reopened = enrolled.owner()
    assert reopened.book.triage(report).risk.rapid is not None
    enrolled.gate.is_off = False

    synced = enrolled.sync(reopened)

    assert synced.waiting == 0
    assert reopened.book.triage(report).risk.rapid is not None
    reopened.close()


def test_a_desk_killed_after_the_gate_took_an_entry_sends_it_once(enrolled, owner):
    Source(enrolled.gate).send()
    enrolled.sync(owner)
    (report,) = owner.book.reports
    cases.assess(owner, report, kind=cases.RAPID, values=RAPID, today=enrolled.today)
    (waiting,) = owner.docket.outbox()
    enrolled.gate.append(owner.letters()[0].entries, waiting.request_key)
    owner.close()
    size = enrolled.gate.sealed.size()

    reopened = enrolled.owner()
    enrolled.sync(reopened)

    assert enrolled.gate.sealed.size() == size
    assert reopened.docket.outbox() == []
    reopened.close()


def test_two_officers_offline_at_once_lose_nothing(enrolled, owner, second):
    Source(enrolled.gate).send()
    enrolled.sync(owner, second)
    (report,) = owner.book.reports
    case = cases.open_case(owner, [report], name="Autumn 4", officers=["Ben Invented"], today=enrolled.today)
    enrolled.sync(owner, second)
    cases.add_note(owner, case, "From the first.", enrolled.today)
    cases.add_note(second, case, "From the second.", enrolled.today)

    enrolled.sync(owner, second, owner)

    assert owner.book.case(case) == second.book.case(case)
    texts = [getattr(item.fact, "text", "") for item in owner.book.case(case).timeline]
    assert {"From the first.", "From the second."} <= set(texts)


def test_a_case_stays_closed_to_an_officer_without_its_key(enrolled, owner, second):
    Source(enrolled.gate).send()
    enrolled.sync(owner, second)
    (report,) = owner.book.reports
    case = cases.open_case(owner, [report], name="Autumn 4", officers=[], today=enrolled.today)
    enrolled.sync(owner, second)

    assert second.book.case_ids() == []
    with pytest.raises(Refused):
        second.case_keys(case)
    assert second.book.taken_by(report) == owner.officer.id


def test_access_given_later_opens_what_came_before(enrolled, owner, second):
    Source(enrolled.gate).send()
    enrolled.sync(owner, second)
    (report,) = owner.book.reports
    case = cases.open_case(owner, [report], name="Autumn 4", officers=[], today=enrolled.today)
    cases.add_note(owner, case, "Before.", enrolled.today)
    enrolled.sync(owner, second)

    cases.give_access(owner, case, "Ben Invented", enrolled.today)
    enrolled.sync(owner, second)

    assert second.book.case(case) == owner.book.case(case)


def test_a_message_of_somebody_else_is_not_linked_to_a_report(enrolled, owner):
    source, stranger = Source(enrolled.gate), Source(enrolled.gate)
    source.send()
    stranger.write("I am the same source, believe me.")
    enrolled.sync(owner)
    (report,) = owner.book.reports

    assert report_view(owner, report).messages == ()


def test_a_copy_of_a_report_shows_once(enrolled, owner):
    source = Source(enrolled.gate)
    (placed,) = source.send()
    entry = enrolled.gate.sealed.entry(placed.index)

    enrolled.gate.take_in(entry.clear, [entry.header + entry.body])
    enrolled.sync(owner)

    assert len(owner.book.reports) == 1


def test_bytes_that_are_no_report_are_set_aside_in_sight(enrolled, owner):
    source = Source(enrolled.gate)
    enrolled.gate.take_in(source.notice_id, [source.seal("report.json", b"not a report")])
    source.send()

    synced = enrolled.sync(owner)

    assert synced.set_aside == 1
    assert len(owner.book.reports) == 1
    (line,) = synced.unopened
    assert ", of a source: " in line
    assert enrolled.sync(owner).unopened == (), "what was said once is not new with every sync"


def test_a_large_attachment_is_fetched_when_asked_for(enrolled, owner):
    content = bytes(range(256)) * 40_000
    source = Source(enrolled.gate)
    source.send(files=[("film.bin", content)])
    enrolled.sync(owner)
    (report,) = owner.book.reports.values()
    (reference,) = report.report.attachments

    shown = attachments.attachment_view(owner, reference)

    assert shown.state is attachments.AttachmentState.AT_THE_GATE
    assert attachments.read_attachment(owner, reference) == content


def test_an_attachment_that_is_not_the_named_file_is_never_handed_out(enrolled, owner):
    source = Source(enrolled.gate)
    source.send(files=[("a.txt", b"words")])
    enrolled.sync(owner)
    (report,) = owner.book.reports.values()
    (reference,) = report.report.attachments

    with pytest.raises(Refused, match="not the file"):
        attachments.read_attachment(owner, replace(reference, sha256=bytes(32)))


def test_the_second_desk_opens_with_its_own_passphrase_only(enrolled, owner, second):
    with pytest.raises(Refused, match="does not open"):
        enrolled.second_folder.open_officer(PASSPHRASE)
