"""What a source is told by itself of where things stand: once, of the days before, in closed words."""

from datetime import timedelta

import pytest
from desk_scene import FULL
from desk_world import Source, another_is_faster, choices

from unhindered.core.casework.terms import IdentityLevel, Purpose
from unhindered.core.correspondence.parts import Choice
from unhindered.core.correspondence.status import Status
from unhindered.core.errors import Refused, Unavailable
from unhindered.core.log.entry import EntryKind
from unhindered.desk.actions import cases, decisions
from unhindered.desk.entries.told_status import ToldStatus, compose_told_status, read_told_status
from unhindered.desk.statuses import LOOKED_AGAIN, status_of


@pytest.fixture
def source(enrolled, owner):
    source = Source(enrolled.gate)
    source.send(consents=choices(publication="anonymous"))
    enrolled.sync(owner)
    return source


@pytest.fixture
def report(owner, source):
    return owner.book.report(next(iter(owner.book.reports)))


def statuses(source):
    return [item for item in source.mailbox() if isinstance(item, Status)]


def next_day(world, *desks):
    world.days_pass(1)
    world.sync(*desks)


def assess(world, desk, report):
    cases.assess(desk, report.id, kind=cases.FULL, values=FULL, today=world.today)
    world.sync(desk)


def open_case(world, desk, report, officers=()):
    case = cases.open_case(desk, [report.id], name="Autumn 4", officers=officers, today=world.today)
    world.sync(desk)
    return case


def steps(status):
    return [step.step for step in status.steps]


def test_nothing_is_told_before_anything_was_done(enrolled, owner, source):
    next_day(enrolled, owner)

    assert statuses(source) == []


def test_what_was_done_is_told_with_the_first_sync_of_the_next_day(enrolled, owner, source, report):
    done_on = enrolled.today
    assess(enrolled, owner, report)
    open_case(enrolled, owner, report)
    assert statuses(source) == []

    next_day(enrolled, owner)

    (status,) = statuses(source)
    assert steps(status) == ["read", "assessed", "case"]
    assert (status.on, status.looked_on) == (done_on, done_on)
    assert {step.on for step in status.steps} == {done_on}


def test_nothing_is_told_twice_while_nothing_changes(enrolled, owner, source, report):
    assess(enrolled, owner, report)
    for _ in range(4):
        next_day(enrolled, owner)
        enrolled.sync(owner)

    assert len(statuses(source)) == 1


def test_that_somebody_looked_again_is_told_once_a_week(enrolled, owner, source, report):
    case = open_case(enrolled, owner, report)
    for _ in range(LOOKED_AGAIN.days + 2):
        next_day(enrolled, owner)
        cases.add_note(owner, case, "Looked again.", enrolled.today)
        enrolled.sync(owner)

    first, second = statuses(source)
    assert second.on - first.on == LOOKED_AGAIN
    assert second.looked_on == second.on


def test_recorded_consents_are_told_and_what_ended_is_gone(enrolled, owner, source, report):
    case = open_case(enrolled, owner, report)
    ada = cases.add_person(owner, case, {"label": "P1", "roles": ["source"]}, enrolled.today)
    values = {"person": ada, "expires": "2027-11-24"}
    decisions.record_decision(owner, report.id, values, enrolled.today)
    next_day(enrolled, owner)
    assert statuses(source)[-1].consents == (
        Choice(purpose=Purpose.PUBLICATION, level=IdentityLevel.ANONYMOUS),
    )

    source.withdraw()
    enrolled.sync(owner)
    decisions.record_decision(owner, report.id, values, enrolled.today)
    next_day(enrolled, owner)

    last = statuses(source)[-1]
    assert (last.consents, last.withdrawn) == ((), True)
    assert "withdrawn" in steps(last)


def test_of_two_sources_in_one_case_each_is_told_of_the_own_consents_only(enrolled, owner, source, report):
    other = Source(enrolled.gate)
    other.send()
    enrolled.sync(owner)
    (theirs,) = [held for held in owner.book.reports.values() if held.id != report.id]
    case = open_case(enrolled, owner, report)
    cases.add_report(owner, case, theirs.id, enrolled.today)
    ada = cases.add_person(owner, case, {"label": "P1", "roles": ["source"]}, enrolled.today)
    decisions.record_decision(owner, report.id, {"person": ada, "expires": "2027-11-24"}, enrolled.today)
    next_day(enrolled, owner)

    assert statuses(source)[-1].consents
    assert statuses(other)[-1].consents == ()


def test_a_source_who_comes_later_is_not_told_that_another_was_first(enrolled, owner, source, report):
    case = open_case(enrolled, owner, report)
    cases.assess(owner, case, kind=cases.FULL, values=FULL, today=enrolled.today)
    next_day(enrolled, owner)
    enrolled.days_pass(5)
    later = Source(enrolled.gate)
    later.send()
    enrolled.sync(owner)
    (theirs,) = [held for held in owner.book.reports.values() if held.id != report.id]
    cases.add_report(owner, case, theirs.id, enrolled.today)
    next_day(enrolled, owner)

    (status,) = statuses(later)
    assert steps(status) == ["read", "case"]
    assert {step.on for step in status.steps} == {status.looked_on} == {theirs.day}


def test_two_desks_tell_once(enrolled, owner, second, source, report):
    assess(enrolled, owner, report)
    open_case(enrolled, owner, report, officers=[second.officer.id])
    enrolled.sync(second)
    enrolled.days_pass(1)
    another_is_faster(enrolled, second)
    enrolled.sync(owner)
    enrolled.sync(owner, second)

    assert len(statuses(source)) == 1
    assert owner.docket.outbox() == second.docket.outbox() == []


def test_a_rebuilt_desk_tells_nothing_again(enrolled, owner, source, report):
    assess(enrolled, owner, report)
    next_day(enrolled, owner)
    owner.close()
    for file in enrolled.owner_folder.path.glob("docket.db*"):
        file.unlink()

    again = enrolled.owner()
    enrolled.sync(again, again)
    again.close()

    assert len(statuses(source)) == 1


def test_what_a_desk_could_not_send_is_dropped_once_a_colleague_told_it(
    enrolled, owner, second, source, report
):
    assess(enrolled, owner, report)
    open_case(enrolled, owner, report, officers=[second.officer.id])
    enrolled.sync(second)
    enrolled.days_pass(1)
    append = enrolled.gate.append

    def refuses(entries, request_key):
        raise Refused("Not now.")

    enrolled.gate.append = refuses
    enrolled.sync(owner)
    enrolled.gate.append = append
    enrolled.sync(second, owner)

    assert len(statuses(source)) == 1
    assert owner.docket.outbox() == []


def test_a_status_that_waited_for_days_is_not_sent_after_a_later_one(enrolled, owner, second, source, report):
    assess(enrolled, owner, report)
    case = open_case(enrolled, owner, report, officers=[second.officer.id])
    enrolled.sync(second)
    enrolled.days_pass(1)
    append = enrolled.gate.append

    def away(entries, request_key):
        raise Unavailable("Not now.")

    enrolled.gate.append = away
    with pytest.raises(Unavailable):
        enrolled.sync(owner)
    enrolled.gate.append = append
    for _ in range(2):
        cases.add_note(second, case, "Looked again.", enrolled.today)
        next_day(enrolled, second)
    enrolled.gate.sealed.forget_keys(enrolled.today)
    enrolled.sync(owner)

    assert len(statuses(source)) == 1
    assert owner.docket.outbox() == []


def test_an_officer_without_the_case_tells_nothing_of_it(enrolled, owner, second, source, report):
    open_case(enrolled, owner, report)
    enrolled.sync(second)

    assert status_of(second, second.book.report(report.id), enrolled.today) is None
    next_day(enrolled, second)

    assert statuses(source) == []


def test_what_waits_at_a_desk_is_not_told_before_the_log_has_it(enrolled, owner, report):
    cases.assess(owner, report.id, kind=cases.FULL, values=FULL, today=enrolled.today)

    assert status_of(owner, report, enrolled.today + timedelta(days=1)) is None


def test_a_status_is_one_mailbox_entry_as_long_as_a_held_note(enrolled, owner, source, report):
    assess(enrolled, owner, report)
    open_case(enrolled, owner, report)
    next_day(enrolled, owner)

    log = enrolled.gate.sealed
    entries = [log.entry(index) for index in range(log.size())]
    lengths = {len(entry.body) for entry in entries if entry.kind is EntryKind.MAILBOX}
    assert len(lengths) == 1


def test_a_closed_case_that_is_taken_up_again_is_not_told_as_closed(enrolled, owner, source, report):
    case = open_case(enrolled, owner, report)
    cases.close_case(owner, case, outcome="submitted", note="", today=enrolled.today)
    next_day(enrolled, owner)
    assert "closed" in steps(statuses(source)[-1])

    cases.reopen_case(owner, case, note="", today=enrolled.today)
    next_day(enrolled, owner)

    assert "closed" not in steps(statuses(source)[-1])


def test_what_was_told_reads_as_it_was_written(enrolled):
    told = ToldStatus(report="0a" * 32, on=enrolled.today, digest="0b" * 32)

    assert read_told_status(compose_told_status(told)) == told


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b'{"v":1}',
        b'{"digest":"0b","on":"2026-11-24","report":"0a","v":1}',
        b'{"digest":"%s","on":"today","report":"%s","v":1}' % (b"0b" * 32, b"0a" * 32),
        b'{"digest":"%s","on":"2026-11-24","report":"%s","v":2}' % (b"0b" * 32, b"0a" * 32),
    ],
)
def test_what_is_no_note_on_a_status_is_refused(body):
    with pytest.raises(Refused):
        read_told_status(body)
