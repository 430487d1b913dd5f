"""What a source who comes back can see, change and say, in Debian's Chromium before the real gate."""

import os
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from gate_world import NOW, a_report
from pages import shown_words
from playwright.sync_api import expect

from unhindered.core.casework.terms import IdentityLevel, Purpose
from unhindered.core.correspondence.parts import Choice
from unhindered.core.correspondence.status import AgreedRhythm, Step
from unhindered.core.envelope.receipt import Receipt, new_receipt
from unhindered.facts.wordlists import english

pytestmark = pytest.mark.browser

CONSENTS = (
    Choice(purpose=Purpose.UN_SUBMISSION, level=IdentityLevel.INITIALS),
    Choice(purpose=Purpose.PUBLICATION, level=IdentityLevel.ANONYMOUS),
)


@dataclass
class Source:
    keys: object
    words: str


@pytest.fixture
def source(desk):
    """Somebody whose report is held."""
    receipt = new_receipt()
    world = desk.world
    keys = world.source_keys(receipt.secret)
    sent = world.send(world.submission(world.sealed(a_report(keys, world.notice_id))))
    assert sent.status_code == 201
    return Source(desk.reports()[0].keys, " ".join(receipt.words(english())))


def come_back(page, words, says=None, language="en"):
    page.goto(f"/{language}/return")
    page.fill("#receipt", words)
    if says:
        page.check(f"[name=says][value={says}]")
    page.click("#return-form button[type=submit]")
    page.wait_for_selector("#mailbox:not([hidden])")
    page.wait_for_selector("#mailbox-acts:not([hidden])")


def settled(page, door, count):
    """Until so many letters were posted."""
    for _ in range(200):
        if len(entries(door)) >= count:
            break
        page.wait_for_timeout(50)
    return entries(door)


def entries(door):
    return [body for path, _, body in door.posts if path == "/entries"]


def unfold(page, name):
    page.locator(f"#{name} > summary").click()


@pytest.mark.parametrize("says", [None, "check-in", "danger"])
def test_each_return_sends_one_visit(page, desk, door, source, says):
    come_back(page, source.words, says)
    settled(page, door, 1)
    page.wait_for_load_state("networkidle")

    (visit,) = desk.visits()
    assert (visit.state, visit.day, visit.keys) == (says or "nothing", NOW.date(), source.keys)
    assert len(entries(door)) == 1


def test_all_visits_are_alike_to_the_server(page, desk, door, source):
    for number, says in enumerate((None, "check-in", "danger"), 1):
        come_back(page, source.words, says)
        settled(page, door, number)
    come_back(page, " ".join(Receipt(bytes(16)).words(english())))
    settled(page, door, 4)

    assert len(entries(door)) == 4
    assert len({len(body) for body in entries(door)}) == 1
    headers = [headers for path, headers, _ in door.posts if path == "/entries"]
    assert len({tuple(sorted(one)) for one in headers}) == 1


def test_who_has_opened_the_mailbox_can_still_call_for_help(page, desk, door, source):
    come_back(page, source.words)
    settled(page, door, 1)
    page.click("#danger-now")
    expect(page.locator("#visit-status.ok-box")).to_contain_text("Your call is held")

    assert [visit.state for visit in desk.visits()] == ["nothing", "danger"]
    first, second = entries(door)
    assert len(first) == len(second)
    assert page.locator("#visit-unsure").is_visible()


def test_a_letter_of_any_kind_is_as_long_as_a_visit(page, desk, door, source):
    desk.tell_status(source.keys, consents=CONSENTS)
    come_back(page, source.words)
    settled(page, door, 1)
    unfold(page, "consents")
    page.get_by_role("button", name="Save and send").click()
    expect(page.locator("#consents-status.ok-box")).to_be_visible()

    assert len({len(body) for body in entries(door)}) == 1


def test_a_visit_that_fails_hides_nothing_and_is_sent_once(page, desk, door, source):
    desk.reply(source.keys, "We read it.")
    door.lose_answers = 1
    come_back(page, source.words)

    assert "We read it." in page.locator("#mailbox-items").inner_text()
    settled(page, door, 2)
    page.wait_for_load_state("networkidle")
    assert len(desk.visits()) == 1


def test_a_visit_that_is_refused_is_said_and_can_be_tried_again(page, desk, door, source):
    page.route("**/entries", lambda route: route.fulfill(status=429, body=""))
    come_back(page, source.words, "danger")
    expect(page.locator("#visit-status")).to_contain_text("could not be told")
    page.unroute("**/entries")
    page.get_by_role("button", name="Try again").click()

    expect(page.locator("#visit-status.ok-box")).to_contain_text("Your call is held")
    assert [visit.state for visit in desk.visits()] == ["danger"]


def test_a_plain_visit_that_is_late_takes_nothing_from_a_call_for_help(page, desk, door, source):
    held_back = []

    def hold_first(route):
        if held_back:
            route.continue_()
        else:
            held_back.append(route)

    page.route("**/entries", hold_first)
    come_back(page, source.words)
    page.click("#danger-now")
    expect(page.locator("#visit-status.ok-box")).to_contain_text("Your call is held")
    held_back[0].continue_()
    settled(page, door, 2)
    page.wait_for_load_state("networkidle")

    expect(page.locator("#visit-status.ok-box")).to_contain_text("Your call is held")
    assert sorted(visit.state for visit in desk.visits()) == ["danger", "nothing"]


def test_what_was_done_is_told_with_days_and_who_looked_last(page, desk, source):
    steps = (Step(on=date(2026, 11, 20), step="read"), Step(on=date(2026, 11, 22), step="case"))
    desk.tell_status(source.keys, steps=steps, looked_on=date(2026, 11, 23))
    come_back(page, source.words)

    first, second = page.locator("#report-steps li").all_inner_texts()
    assert "2026-11-20" in first
    assert "An officer read it" in first
    assert "2026-11-22" in second
    assert "part of a case" in second
    looked = page.locator("#looked-on").inner_text()
    assert "2026-11-23" in looked
    assert "Nobody watches live" in looked


def test_without_a_status_nothing_is_claimed(page, source):
    come_back(page, source.words)

    assert "not known yet" in page.locator("#looked-on").inner_text()
    assert "not confirmed yet" in page.locator("#consents-standing").inner_text()
    assert page.locator("#consents-form [data-purpose] input[type=radio]:checked").count() == 0


def test_a_file_of_an_answer_is_saved_whole_under_its_name(page, desk, source):
    content = bytes(range(256)) * 4
    desk.reply(source.keys, "Here is a paper.", [("paper.html", content), ("other.pdf", b"%PDF")])
    come_back(page, source.words)
    expect(page.locator("#mailbox-items > li")).to_have_count(1)

    with page.expect_download() as waiting:
        page.get_by_role("button", name="paper.html").click()
    download = waiting.value

    assert download.suggested_filename == "paper.html"
    assert Path(download.path()).read_bytes() == content
    expect(page.locator("#mailbox-items .ok-box")).to_contain_text("The file is whole")


def test_a_long_file_is_fetched_only_when_it_is_asked_for(page, desk, door, source):
    content = b"x" * 300_000
    desk.reply(source.keys, "A long one.", [("long.bin", content)])
    come_back(page, source.words)
    before = len([path for path, _, _ in door.posts if path == "/mailbox"])

    with page.expect_download() as waiting:
        page.get_by_role("button", name="long.bin").click()

    assert Path(waiting.value.path()).read_bytes() == content
    assert len([path for path, _, _ in door.posts if path == "/mailbox"]) > before


def test_a_file_that_is_not_what_was_named_is_not_saved(page, desk, source):
    desk.reply(source.keys, "Look.", [("paper.pdf", b"%PDF")], sha256=bytes(32))
    come_back(page, source.words)
    downloads = []

    def note(download):
        downloads.append(download.suggested_filename)

    page.on("download", note)

    page.get_by_role("button", name="paper.pdf").click()

    expect(page.locator("#mailbox-items .danger-box")).to_contain_text("was not saved")
    assert downloads == []


def test_one_consent_is_changed_and_another_withdrawn(page, desk, source):
    desk.tell_status(source.keys, consents=CONSENTS)
    come_back(page, source.words)
    standing = page.locator("#consents-standing").inner_text()
    assert "with my initials" in standing
    assert "without my name" in standing
    unfold(page, "consents")

    page.check("[name='consent.un_submission'][value=anonymous]")
    page.check("[name='consent.publication'][value='']")
    page.fill("#limits", "Not the ministry.")
    page.get_by_role("button", name="Save and send").click()
    expect(page.locator("#consents-status.ok-box")).to_contain_text("not yet confirmed")

    (sent,) = desk.letters("consents.json")
    assert sent.consents == (Choice(purpose=Purpose.UN_SUBMISSION, level=IdentityLevel.ANONYMOUS),)
    assert sent.limits == "Not the ministry."
    assert sent.keys == source.keys
    standing = page.locator("#consents-standing").inner_text()
    assert "without my name" in standing
    assert "not yet confirmed" in standing


def test_changing_a_consent_lifts_nothing_of_who_must_not_get_the_report(page, desk, source):
    desk.tell_status(source.keys, consents=CONSENTS)
    come_back(page, source.words)
    unfold(page, "consents")
    save = page.get_by_role("button", name="Save and send")

    page.check("[name='consent.un_submission'][value=named]")
    save.click()
    expect(page.locator("#consents-status.ok-box")).to_be_visible()
    page.fill("#limits", "Not the ministry.")
    assert page.is_checked("[name=limits-now][value=these]")
    page.check("[name=limits-now][value=nobody]")
    save.click()
    expect(page.locator("#consents-status.danger-box")).to_contain_text("leave the field empty")
    page.fill("#limits", "")
    save.click()
    expect(page.locator("#consents-status.danger-box")).to_contain_text("name them")
    page.check("[name=limits-now][value=nobody]")
    save.click()
    expect(page.locator("#consents-status.ok-box")).to_be_visible()

    assert [letter.limits for letter in desk.letters("consents.json")] == [None, ""]


def test_nothing_is_withdrawn_by_leaving_purposes_open(page, desk, source):
    come_back(page, source.words)
    unfold(page, "consents")
    page.check("[name='consent.publication'][value=named]")
    page.get_by_role("button", name="Save and send").click()

    expect(page.locator("#consents-status.danger-box")).to_contain_text("Choose for each purpose")
    assert desk.letters("consents.json") == []


def test_the_whole_report_is_withdrawn_only_after_it_is_confirmed(page, desk, source):
    come_back(page, source.words)
    unfold(page, "withdraw")
    button = page.get_by_role("button", name="Take it back")
    button.click()
    assert desk.letters("withdrawal.json") == []

    page.check("#withdrawal-sure")
    button.click()
    expect(page.locator("#withdrawal-status.ok-box")).to_contain_text("not yet confirmed")

    assert len(desk.letters("withdrawal.json")) == 1


def test_a_rhythm_is_proposed_and_an_agreed_one_is_shown_and_ended(page, desk, source):
    rhythm = AgreedRhythm(every_days=3, grace_hours=12, since=date(2026, 11, 23))
    desk.tell_status(source.keys, rhythm=rhythm)
    come_back(page, source.words)
    agreed = page.locator("#rhythm-agreed")
    assert "every 3 days" in agreed.inner_text()
    assert "2026-11-26" in agreed.inner_text()

    page.click("#check-in-now")
    expect(agreed).to_contain_text("2026-11-27")
    unfold(page, "rhythm")
    page.select_option("#every-days", "5")
    page.get_by_role("button", name="Propose it").click()
    expect(page.locator("#rhythm-status.ok-box")).to_contain_text("counts once they agree")
    page.click("#rhythm-end")
    expect(page.locator("#rhythm-status.ok-box")).to_contain_text("end it is sent")

    proposed, ended = desk.letters("rhythm.json")
    assert (proposed.every_days, proposed.grace_hours) == (5, 24)
    assert ended.ends
    assert [visit.state for visit in desk.visits()] == ["nothing", "check-in"]


def make_decoy(page):
    page.get_by_role("button", name="show me the second 13 words").click()
    expect(page.locator("#decoy-status")).to_contain_text("words are shown then")
    page.clock.fast_forward(161_000)
    page.wait_for_selector("#decoy-words ol li strong")


def test_to_who_watches_the_server_a_decoy_is_two_acts_apart_in_time(page, desk, door, source):
    page.clock.install(time=NOW)
    come_back(page, source.words)
    settled(page, door, 1)
    unfold(page, "decoy")
    page.fill("#decoy-text", "The lamp in the hall does not burn.")
    page.get_by_role("button", name="show me the second 13 words").click()
    expect(page.locator("#decoy-status")).to_contain_text("words are shown then")

    assert len(desk.letters("decoy.json")) == 1
    assert len(desk.reports()) == 1
    page.clock.fast_forward(39_000)
    page.wait_for_timeout(50)
    assert len(desk.reports()) == 1
    assert page.locator("#decoy-words").inner_html() == ""
    # Who leaves now leaves no report behind, and no sign.
    page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide'))")
    page.clock.fast_forward(161_000)
    page.wait_for_timeout(50)
    assert len(desk.reports()) == 1
    assert "words are shown then" not in page.locator("main").inner_text()


def test_a_decoy_is_really_sent_and_leaves_no_sign(page, desk, source):
    page.clock.install(time=NOW)
    come_back(page, source.words)
    unfold(page, "decoy")
    page.fill("#decoy-text", "The lamp in the hall does not burn.")
    make_decoy(page)
    page.wait_for_selector("#decoy-words ol li strong")
    words = page.locator("#decoy-words ol li strong").all_inner_texts()
    for field in page.locator("#decoy-words form .field").all():
        place = int(field.locator("label").inner_text().split()[-1])
        field.locator("input").fill(words[place - 1])
    page.get_by_role("button", name="Check", exact=True).click()
    page.get_by_role("button", name="hide them now").click()

    _, harmless = desk.reports()
    assert harmless.answers.what == "The lamp in the hall does not burn."
    (tied,) = desk.letters("decoy.json")
    assert (tied.keys, tied.decoy) == (source.keys, harmless.keys)
    expect(page.locator("#decoy[open]")).to_have_count(0)
    assert page.locator("#decoy-words").inner_html() == ""
    assert page.locator("#decoy-text").input_value() == ""
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    desk.reply(harmless.keys, "Thank you for the lamp.")
    come_back(page, " ".join(words))
    assert "Thank you for the lamp." in page.locator("#mailbox-items").inner_text()


def test_words_of_a_decoy_that_were_changed_after_a_failed_try_are_those_that_are_sent(
    page, desk, door, source
):
    page.clock.install(time=NOW)
    come_back(page, source.words)
    settled(page, door, 1)
    unfold(page, "decoy")
    page.route("**/entries", lambda route: route.fulfill(status=429, body=""))
    page.fill("#decoy-text", "A name that should not stand here.")
    page.get_by_role("button", name="show me the second 13 words").click()
    expect(page.locator("#decoy-status.danger-box")).to_be_visible()
    page.unroute("**/entries")
    page.fill("#decoy-text", "The lamp in the hall does not burn.")
    make_decoy(page)

    _, harmless = desk.reports()
    assert harmless.answers.what == "The lamp in the hall does not burn."
    (tied,) = desk.letters("decoy.json")
    assert tied.decoy == harmless.keys


def test_after_the_words_are_hidden_nothing_speaks_of_them(page):
    page.goto("/en/report")
    page.fill("#what", "A guard beat Ada Fictional.")
    page.click("#report-form button[type=submit]")
    page.wait_for_selector("#receipt:not([hidden])")
    words = shown_words(page)
    for field in page.locator("#receipt form .field").all():
        place = int(field.locator("label").inner_text().split()[-1])
        field.locator("input").fill(words[place - 1])
    page.get_by_role("button", name="Check", exact=True).click()
    page.get_by_role("button", name="hide them now").click()

    expect(page.get_by_text("The words are no longer on this page")).to_be_visible()
    assert page.locator("#receipt").get_by_role("heading").count() == 0
    assert "13" not in page.locator("#receipt").inner_text()


def test_leaving_wipes_what_was_shown_and_typed(page, desk, source):
    desk.reply(source.keys, "We read it.")
    come_back(page, source.words)
    page.fill("#message", "I am at the mill.")

    page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide'))")

    left = page.content()
    assert "We read it." not in left
    assert page.locator("#mailbox").inner_html() == ""


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("width", [360, 1280])
def test_all_of_it_can_be_read_by_everybody(page, desk, source, language, width):
    page.set_viewport_size({"width": width, "height": 900})
    rhythm = AgreedRhythm(every_days=3, grace_hours=12, since=date(2026, 11, 23))
    steps = (Step(on=date(2026, 11, 20), step="read"),)
    desk.tell_status(source.keys, steps=steps, consents=CONSENTS, rhythm=rhythm, looked_on=NOW.date())
    desk.reply(source.keys, "We read it.\n\nنحن معك", [("paper.pdf", b"%PDF")])
    come_back(page, source.words, "danger", language)
    expect(page.locator("#visit-status.ok-box")).to_be_visible()
    page.evaluate("document.querySelectorAll('#mailbox details').forEach((part) => { part.open = true })")
    _shot(page, f"mailbox-{language}-{width}")

    found = Axe().run(page)

    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def _shot(page, name):
    if folder := os.environ.get("UNHINDERED_SCREENSHOTS"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)
