"""A source writes, is answered, comes back, changes what was agreed, and calls for help; the desk sees each.

A real gate, a real desk and a real browser; the clock is moved by hand.
"""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from asgi_in_memory import ServedInMemory
from over_http import OverHttp
from playwright.sync_api import expect
from source_steps import practise, words_on
from watched_team import GATE, TeamAtGate

from unhindered.core.casework.terms import IdentityLevel, Purpose
from unhindered.core.correspondence.parts import Choice
from unhindered.desk.actions import cases, check_ins, decisions
from unhindered.desk.replying import ReplyFile
from unhindered.gate.app import make_gate
from unhindered.gate.folder import GateFolder
from unhindered.gate.limits import Limits
from unhindered.gate.settings import GateSettings

pytestmark = pytest.mark.browser

PLAN = bytes(range(256)) * 700
RISK = {
    "threats": "Guards who know that somebody spoke.",
    "vulnerabilities": "Alone at night.",
    "capacities": "A lawyer on Thursdays.",
    "channel": "The mailbox.",
    "do_not": "Do not call the family.",
}
IN_A_YEAR = {"expires": "2027-11-24", Purpose.UN_SUBMISSION.value: "UN-SR-HRD"}


class Clock:
    def __init__(self):
        self.now = datetime(2026, 11, 24, 9, tzinfo=UTC)

    @property
    def today(self) -> date:
        return self.now.date()


class Story:
    """The source's phone, the gate's door, and the desk of one officer."""

    def __init__(self, team, door, page):
        team.enrol()
        self.team, self.desk, self.clock = team, team.open(), team.clock
        self.door, self.page = door, page
        self.sync()

    def sync(self):
        self.team.sync(self.desk)

    def next_day(self):
        self.clock.now += timedelta(days=1)
        self.sync()

    def report(self):
        """Write, agree to two purposes, practise the words, and keep them."""
        self.page.goto("/en/report")
        self.page.fill("#what", "Guards beat Ada Fictional after she spoke to the visiting committee.")
        self.page.locator("#consents > summary").click()
        self.page.check("[name='consent.un_submission'][value=initials]")
        self.page.check("[name='consent.publication'][value=anonymous]")
        self.page.click("#report-form button[type=submit]")
        expect(self.page.locator("#receipt")).to_be_visible()
        self.words = " ".join(words_on(self.page))
        practise(self.page, self.words.split())
        self.sync()
        (self.name,) = self.desk.book.reports

    def come_back(self, says=None):
        """Open the mailbox; what the gate was sent from pressing the button until all is quiet."""
        before = len(self.door.posts)
        self.page.clock.set_fixed_time(self.clock.now)
        self.page.goto("/en/return")
        self.page.fill("#receipt", self.words)
        if says:
            self.page.check(f"[name=says][value={says}]")
        self.page.click("#return-form button[type=submit]")
        expect(self.page.locator("#mailbox-acts")).to_be_visible()
        self.page.wait_for_load_state("networkidle")
        return [len(body) for path, _, body in self.door.posts[before:] if path == "/entries"]

    def states(self):
        """What the watch of this desk saw of visits."""
        self.sync()
        return [alarm.kind for alarm in check_ins.alarms(self.desk, self.clock.now)]


@pytest.fixture
def story(tmp_path, chromium):
    clock = Clock()
    folder, code = GateFolder.create(tmp_path / "gate", GateSettings(name=GATE), now=clock.now)
    app = make_gate(folder, now=lambda: clock.now, limits=Limits(mailbox_answer=0.0))
    with ServedInMemory(app) as served, OverHttp(served.client()) as door:
        context = chromium.new_context(base_url=door.url, viewport={"width": 360, "height": 740}, locale="en")
        page = context.new_page()
        page.clock.set_fixed_time(clock.now)
        errors = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        found = Story(TeamAtGate(tmp_path, served, code, clock), door, page)
        yield found
        assert errors == []
        found.desk.close()
        context.close()


def work_on_it(story):
    """An officer reads, weighs the danger, opens a case, records what was agreed, and answers with a file."""
    desk, today = story.desk, story.clock.today
    cases.assess(desk, story.name, kind=cases.FULL, values=RISK, today=today)
    case = cases.open_case(desk, [story.name], name="Autumn 4", officers=[], today=today)
    person = cases.add_person(desk, case, {"label": "P1", "roles": ["source"]}, today)
    decisions.record_decision(desk, story.name, {"person": person, **IN_A_YEAR}, today)
    cases.answer(desk, case, "We read it.", today, files=[ReplyFile(name="plan.pdf", content=PLAN)])
    story.sync()
    return person


def test_a_source_comes_back_to_an_answer_and_decides_again(story):
    story.report()
    person = work_on_it(story)
    story.next_day()
    page = story.page

    # She looks, and sees what was done, and what she agreed to.
    looked = story.come_back()
    expect(page.locator("#mailbox-items")).to_contain_text("We read it.")
    expect(page.locator("#report-steps")).to_contain_text("It is part of a case")
    expect(page.locator("#looked-on")).to_contain_text("2026-11-24")
    expect(page.locator("#consents-standing")).to_contain_text("with my initials")
    expect(page.locator("#held-items li")).to_have_count(1)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="plan.pdf").click()
    assert Path(waiting.value.path()).read_bytes() == PLAN

    # One consent is changed, the other is taken back.
    page.locator("#consents > summary").click()
    page.check("[name='consent.un_submission'][value=named]")
    page.check("[name='consent.publication'][value='']")
    page.get_by_role("button", name="Save and send").click()
    expect(page.locator("#consents-status")).to_contain_text("not yet confirmed by the officers")
    story.sync()
    report = story.desk.book.report(story.name)
    assert decisions.agreed_now(story.desk, report) == (
        Choice(purpose=Purpose.UN_SUBMISSION, level=IdentityLevel.NAMED),
    )
    assert decisions.has_unrecorded(story.desk, report)
    decisions.record_decision(story.desk, story.name, {"person": person, **IN_A_YEAR}, story.clock.today)
    story.next_day()

    # She checks in, and sees that the officers recorded it.
    checked_in = story.come_back("check-in")
    expect(page.locator("#visit-status")).to_contain_text("You are checked in")
    expect(page.locator("#consents-standing")).to_contain_text("with my name")
    expect(page.locator("#consents-standing")).not_to_contain_text("make it public")
    assert story.states() == []

    # She is in danger.
    danger = story.come_back("danger")
    expect(page.locator("#visit-status")).to_contain_text("Your call is held")
    assert story.states() == ["danger"]

    # Whoever watches the gate saw three times the same.
    assert looked == checked_in == danger
    assert len(looked) == 1


def test_a_second_receipt_made_in_the_browser_says_duress_to_the_desk_and_nothing_to_the_gate(story):
    story.report()
    looked = story.come_back()
    page = story.page
    page.locator("#decoy > summary").click()
    page.fill("#decoy-text", "The lamp in the hall does not burn.")
    page.get_by_role("button", name="show me the second 13 words").click()
    expect(page.locator("#decoy-status")).to_contain_text("words are shown then")
    page.clock.fast_forward(161_000)
    expect(page.locator("#decoy-words ol li")).to_have_count(13)
    words = page.locator("#decoy-words ol li strong").all_inner_texts()
    story.sync()
    assert len(story.desk.book.reports) == 2
    assert story.states() == []

    # Somebody forces her: she gives the second words, and the page says what it says to everybody.
    story.words = " ".join(words)
    forced = story.come_back()
    expect(page.locator("#mailbox")).to_contain_text("Your mailbox")
    expect(page.locator("#visit-status")).to_be_hidden()

    assert story.states() == ["duress"]
    (alarm,) = check_ins.alarms(story.desk, story.clock.now)
    assert [item.report for item in alarm.about] == [story.name]
    assert forced == looked


def test_a_report_taken_back_in_the_browser_is_taken_back_at_the_desk(story):
    story.report()
    work_on_it(story)
    story.next_day()
    story.come_back()
    page = story.page
    page.locator("#withdraw > summary").click()
    page.check("#withdrawal-sure")
    page.get_by_role("button", name="Take it back").click()
    expect(page.locator("#withdrawal-status")).to_contain_text("not yet confirmed by the officers")

    story.sync()

    report = story.desk.book.report(story.name)
    assert decisions.agreed_now(story.desk, report) == ()
    assert decisions.decisions(story.desk, report)[0].takes_back
