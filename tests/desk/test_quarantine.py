"""A flood of reports: danger stays in sight, the rest waits, told as held, and is sampled at a press."""

from dataclasses import replace

import pytest
from desk_browser import Browser, text_of
from desk_scene import FULL
from desk_world import ANSWERS, Source

from unhindered.core.casework.inbox_order import SAMPLE
from unhindered.core.correspondence.to_source import HeldNote
from unhindered.desk.actions import cases
from unhindered.desk.actions.inbox import inbox, open_sample

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
