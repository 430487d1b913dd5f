"""A flood of reports: danger stays in sight, the rest waits, told as held, and is sampled at a press."""

from dataclasses import replace

import pytest
from desk_browser import Browser, text_of
from desk_scene import FULL
from desk_world import ANSWERS, Source

from unhindered.core.casework.inbox_order import SAMPLE
from unhindered.core.correspondence.to_source import HeldNote
from unhindered.desk.actions import cases
from unhindered.desk.actions.inbox import NEWEST, OLDEST, inbox, open_sample

CALM = replace(ANSWERS, danger="no", danger_who="")


@pytest.fixture
def flooded(enrolled, owner):
    """Thirty reports that say nothing of danger, where five are shown."""
    sources = [Source(enrolled.gate, bytes([number]) * 16) for number in range(30)]
    for source in sources:
        source.send(CALM)
    owner.quarantine_above = 5
    enrolled.sync(owner)
    return sources


def test_beyond_the_threshold_reports_wait_in_quarantine(enrolled, owner, flooded):
    found = inbox(owner, enrolled.today)

    assert (len(found.undecided), found.quarantined) == (5, 25)


def test_danger_is_in_sight_however_many_came(enrolled, owner, flooded):
    Source(enrolled.gate).send(ANSWERS)
    enrolled.sync(owner)

    first = inbox(owner, enrolled.today).undecided[0]

    assert first.danger == "yes"


def test_a_source_in_quarantine_who_comes_back_in_danger_is_in_sight(enrolled, owner, flooded):
    shown = {row.id for row in inbox(owner, enrolled.today).undecided}
    by_keys = {held.report.keys: held.id for held in owner.book.reports.values()}
    source = next(one for one in flooded if by_keys[one.keys] not in shown)

    source.come_back("danger")
    enrolled.sync(owner)

    assert by_keys[source.keys] == inbox(owner, enrolled.today).undecided[0].id


def test_everybody_in_quarantine_was_told_that_the_report_is_held(owner, flooded):
    assert all(any(isinstance(item, HeldNote) for item in source.mailbox()) for source in flooded)


def test_a_press_opens_a_sample_and_presses_open_all(enrolled, owner, flooded):
    drawn = open_sample(owner)
    assert len(drawn) == SAMPLE
    assert inbox(owner, enrolled.today).quarantined == 5

    open_sample(owner)

    assert inbox(owner, enrolled.today).quarantined == 0
    assert len(inbox(owner, enrolled.today).undecided) == 30


def test_what_was_worked_on_is_not_in_quarantine(enrolled, owner, flooded):
    shown = {row.id for row in inbox(owner, enrolled.today).undecided}
    hidden = next(report for report in owner.book.reports if report not in shown)

    cases.assess(owner, hidden, kind=cases.FULL, values=FULL, today=enrolled.today)

    assert hidden in {row.id for row in inbox(owner, enrolled.today).undecided}


def test_the_page_says_how_many_wait_and_opens_some(enrolled, owner, flooded):
    with Browser(enrolled, owner) as browser:
        assert "Quarantine (25)" in text_of(browser.get("/"))

        page = text_of(browser.post("/quarantine"))

    assert "drawn at random: 20" in page
    assert "Quarantine (5)" in page


def test_a_flood_that_says_danger_waits_in_a_block_of_its_own(enrolled, owner, flooded):
    for number in range(30):
        Source(enrolled.gate, bytes([100 + number]) * 16).send(ANSWERS)
    enrolled.sync(owner)

    found = inbox(owner, enrolled.today)
    assert [row.danger for row in found.undecided] == ["yes"] * 5 + ["no"] * 5
    assert (found.quarantined, found.danger_quarantined) == (25, 25)
    with Browser(enrolled, owner) as browser:
        assert "Inbox (60)" in text_of(browser.get("/"))
        assert "Danger, in quarantine (25)" in text_of(browser.get("/"))
        page = text_of(browser.post("/quarantine", {"in_danger": "yes", "pick": "random"}))
    assert "Danger, in quarantine (5)" in page
    assert "Quarantine (25)" in page


@pytest.mark.parametrize(("pick", "chosen"), [(NEWEST, slice(-SAMPLE, None)), (OLDEST, slice(SAMPLE))])
def test_the_newest_and_the_oldest_of_a_quarantine_are_a_press_away(enrolled, owner, flooded, pick, chosen):
    shown = {row.id for row in inbox(owner, enrolled.today).undecided}
    waiting = [held for held in owner.book.reports.values() if held.id not in shown]
    by_place = [held.id for held in sorted(waiting, key=lambda held: held.place)]

    assert list(open_sample(owner, pick=pick)) == by_place[chosen]


def test_what_a_source_sends_before_an_officer_read_its_report_does_not_open_it(enrolled, owner, flooded):
    before = inbox(owner, enrolled.today)
    for source in flooded:
        source.agree(publication="anonymous")
    enrolled.sync(owner)

    assert inbox(owner, enrolled.today).quarantined == before.quarantined
