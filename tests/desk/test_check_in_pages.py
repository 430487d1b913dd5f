"""Alarms and check-ins on the desk's pages and from its command line's actions."""

from datetime import UTC, datetime, time

import pytest
from desk_browser import Browser, text_of
from desk_scene import FULL
from desk_world import Source
from watch_world import DAY, come_back

from unhindered.core.correspondence.changes import RHYTHM_NAME, RhythmProposed, compose_rhythm
from unhindered.core.errors import Refused
from unhindered.desk.actions import cases, check_ins


@pytest.fixture
def browser(enrolled, owner):
    with Browser(enrolled, owner) as found:
        yield found


@pytest.fixture
def source(enrolled):
    found = Source(enrolled.gate)
    found.send()
    return found


def afternoon(world):
    return datetime.combine(world.today, time(14, 2), UTC)


def only_report(owner):
    (report,) = owner.book.reports
    return report


def with_case(world, owner):
    world.sync(owner)
    report = only_report(owner)
    cases.assess(owner, report, kind=cases.FULL, values=FULL, today=world.today)
    cases.open_case(owner, [report], name="Autumn 4", officers=[], today=world.today)
    return report


def test_what_rings_stands_first_with_what_to_do_and_what_nobody_must_do(enrolled, owner, source, browser):
    with_case(enrolled, owner)
    come_back(source, "danger")
    browser.post("/sync")
    said = text_of(browser.get("/"))

    assert "An alarm rings" in said
    assert said.index("I am in danger now") < said.index("In a case")
    for words in ("Use only the safe contact below", FULL["do_not"], FULL["channel"], "Autumn 4"):
        assert words in said


def test_duress_says_not_to_write_to_the_mailbox(enrolled, owner, source, browser):
    come_back(source, "duress")
    browser.post("/sync")
    said = text_of(browser.get("/"))

    assert "Do not write to the mailbox: somebody else reads it." in said
    assert "Not assessed. Nobody contacts this source before that." in said


def test_an_officer_takes_an_alarm_on_by_a_button(enrolled, owner, source, browser):
    come_back(source, "danger")
    browser.post("/sync")
    (alarm,) = check_ins.alarms(owner, afternoon(enrolled))
    said = text_of(browser.post("/alarms/acknowledge", {"alarm": alarm.id}))

    assert "You have taken this alarm on." in said
    assert "An alarm rings" not in said
    assert owner.docket.outbox() == []


def test_an_alarm_that_does_not_ring_cannot_be_taken_on(enrolled, owner, browser):
    assert browser.post("/alarms/acknowledge", {"alarm": "0" * 16}).status_code == 400


def test_a_colleague_sees_who_took_it_on_by_its_silence(enrolled, owner, source, second):
    come_back(source, "danger")
    enrolled.sync(owner)
    now = afternoon(enrolled)
    check_ins.acknowledge(owner, [], now)
    enrolled.sync(owner, second)

    assert check_ins.alarms(second, now) == ()


def test_a_proposal_of_a_source_becomes_an_agreed_rhythm(enrolled, owner, source, browser):
    report = with_case(enrolled, owner)
    letter = RhythmProposed(
        id=b"r" * 16, notice=source.notice_id, keys=source.keys, every_days=3, grace_hours=24
    )
    body = compose_rhythm(letter, source.secrets.signing_seed)
    source.gate.take_in(source.notice_id, [source.seal(RHYTHM_NAME, body)])
    browser.post("/sync")
    before = text_of(browser.get("/check-ins"))
    form = browser.get(f"/report/{report}/check-ins").text
    browser.post(f"/report/{report}/check-ins", {"every_days": "3", "grace_hours": "24", "until": ""})
    after = text_of(browser.get("/check-ins"))

    assert "every 3 days, 24 hours of grace" in before
    assert 'name="every_days" value="3"' in form
    assert "Proposed by sources" not in after
    assert "27 Nov 2026" in after


@pytest.mark.parametrize("rhythm", ["0/6", "x/6", "32/6", "1/", "1/169"])
def test_a_rhythm_that_cannot_be_kept_is_refused(enrolled, owner, source, browser, rhythm):
    report = with_case(enrolled, owner)
    every, grace = rhythm.split("/")
    answer = browser.post(f"/report/{report}/check-ins", {"every_days": every, "grace_hours": grace})

    assert answer.status_code == 400
    assert "whole number" in text_of(answer)


def test_a_missed_check_in_is_listed_and_rings(enrolled, owner, source, browser):
    report = with_case(enrolled, owner)
    check_ins.agree(owner, report, {"every_days": 1, "grace_hours": 6}, enrolled.today)
    enrolled.days_pass(3)
    said = text_of(browser.get("/check-ins"))

    assert "Missed" in said
    assert "A check-in that was agreed on did not come." in said


def test_check_ins_are_ended_on_a_page(enrolled, owner, source, browser):
    report = with_case(enrolled, owner)
    check_ins.agree(owner, report, {"every_days": 1, "grace_hours": 6}, enrolled.today)
    browser.post(f"/report/{report}/check-ins/end", {"note": "The source is abroad."})
    enrolled.days_pass(3)

    assert "No check-ins are agreed." in text_of(browser.get("/check-ins"))


def test_a_rhythm_that_ends_before_it_starts_is_refused(enrolled, owner, source):
    report = with_case(enrolled, owner)
    values = {"every_days": 1, "grace_hours": 6, "until": (enrolled.today - DAY).isoformat()}

    with pytest.raises(Refused):
        check_ins.agree(owner, report, values, enrolled.today)


def test_a_colleague_without_the_cases_key_leaves_its_rhythm_alone(enrolled, owner, source, second):
    report = with_case(enrolled, owner)
    check_ins.agree(owner, report, {"every_days": 1, "grace_hours": 6}, enrolled.today)
    enrolled.sync(owner, second)
    size = second.replica.size()
    enrolled.sync(second, owner)

    assert owner.replica.size() == size
    assert [due.rings_at for due in check_ins.due(second, afternoon(enrolled))] == [
        due.rings_at for due in check_ins.due(owner, afternoon(enrolled))
    ]
