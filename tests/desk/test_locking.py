"""A desk that nobody touches lets go of its keys, and loses nothing of what was sent meanwhile."""

import gc
import html
import re
import threading
import weakref
from datetime import datetime, time

import httpx
import match_scene
import pytest
from asgi_in_memory import ServedInMemory
from axe_playwright_python.sync_playwright import Axe
from desk_browser import ORIGIN, text_of
from desk_server import DeskServer
from desk_world import OTHER_PASSPHRASE, PASSPHRASE
from playwright.sync_api import expect

from unhindered.core.casework.case_facts import NoteAdded
from unhindered.desk.actions import cases, evidence, matches, setting_up
from unhindered.desk.actions.indexing import read_all
from unhindered.desk.web.app import make_desk
from unhindered.desk.web.door import Session
from unhindered.desk.web.lock import Locking
from unhindered.desk.web.visit import CLOSING

IDLE = 600
BY_A_PAGE = {"Sec-Fetch-Mode": "navigate", "Sec-Fetch-Site": "same-origin"}


class Clock:
    def __init__(self):
        self.seconds = 0.0

    def __call__(self):
        return self.seconds


class LockedBrowser:
    """A browser before a desk that can lock."""

    def __init__(self, world, clock, idle=IDLE):
        session = Session(ORIGIN)

        def now():
            return datetime.combine(world.today, time(14, 2))

        def reopen(words):
            return setting_up.open_desk(world.owner_folder, words, world.connect)

        locking = Locking(reopen=reopen, idle=idle, clock=clock)
        self.app = make_desk(world.owner(), session, now=now, patience=60, locking=locking)
        self.work = self.app.state.workplace
        self._served = ServedInMemory(self.app)
        self._served.__enter__()
        self.http = httpx.Client(
            transport=self._served.transport,
            base_url=ORIGIN,
            follow_redirects=True,
            headers={"Origin": ORIGIN},
        )
        self.http.get(session.address)

    def close(self):
        self.http.close()
        self._served.__exit__(None, None, None)
        self.work.close()


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def browser(enrolled, owner, clock):
    browser = LockedBrowser(enrolled, clock)
    yield browser
    browser.close()


def unlock(browser, page="", words=PASSPHRASE):
    held = page.split('name="held" value="')[1].split('"')[0] if page else ""
    return browser.http.post("/unlock", data={"passphrase": words, "held": held, "back": "/cases"})


def test_after_a_while_without_a_touch_every_page_asks_for_the_passphrase(browser, clock):
    assert browser.http.get("/cases").status_code == 200
    clock.seconds += IDLE + 1

    for path in ("/", "/cases", "/officers", "/case/abc", "/nowhere"):
        page = browser.http.get(path)
        assert page.status_code == 423
        assert "This desk is locked" in text_of(page)
        assert "Ada" not in page.text
        assert "Lamp" not in page.text


def test_locking_lets_go_of_keys_and_of_what_was_opened(browser):
    kept = [weakref.ref(browser.work.desk), weakref.ref(browser.work.desk.book)]
    browser.http.post("/lock")
    for thread in threading.enumerate():
        if thread.name == CLOSING:
            thread.join()
    gc.collect()

    assert [thing() for thing in kept] == [None, None]


def test_the_passphrase_opens_it_and_leads_back(browser, clock):
    clock.seconds += IDLE + 1
    browser.http.get("/cases")

    page = unlock(browser)

    assert page.status_code == 200
    assert str(page.url).endswith("/cases")
    assert not browser.work.is_locked


def test_another_passphrase_opens_nothing(browser, clock):
    clock.seconds += IDLE + 1
    page = unlock(browser, words=OTHER_PASSPHRASE)

    assert page.status_code == 403
    assert browser.work.is_locked


@pytest.fixture
def case(browser, enrolled):
    return cases.open_case(browser.work.desk, [], name="Autumn 4", officers=[], today=enrolled.today)


def notes(browser, case):
    timeline = browser.work.desk.book.case(case).timeline
    return [item.fact.text for item in timeline if isinstance(item.fact, NoteAdded)]


def buttons(page):
    """Where “do it” leads, and what “throw it away” sends, for each thing that waits."""
    return re.findall(r'action="([^"]*held=[^"]*)"', page.text), re.findall(
        r'name="held" value="([^"]*)">Throw', page.text
    )


def do(browser, address):
    return browser.http.post(html.unescape(address))


def test_what_was_sent_to_a_locked_desk_is_done_when_whoever_opened_it_says_so(browser, case, clock):
    clock.seconds += IDLE + 61
    text = "Written while the desk fell asleep."

    asked = browser.http.post(f"/case/{case}/note", data={"text": text})
    assert asked.status_code == 423
    assert "What you sent is held" in text_of(asked)
    wrong = unlock(browser, asked.text, words=OTHER_PASSPHRASE)
    page = unlock(browser, wrong.text)
    assert page.url.path == "/held"
    assert "case › “Autumn 4” › note" in text_of(page)
    assert "one minute after" in text_of(page)
    assert text in page.text.split("<details>")[-1]
    assert notes(browser, case) == []

    done = do(browser, buttons(page)[0][0])
    assert "The note is in the timeline" in text_of(done)
    assert notes(browser, case) == [text]
    assert browser.http.get("/held").url.path == "/"


def test_nothing_that_a_stranger_sends_to_a_locked_desk_happens_by_itself(browser, case, clock):
    clock.seconds += IDLE + 600
    asked = browser.http.post(f"/case/{case}/close", data={"outcome": "no_further_action", "note": "x"})

    page = unlock(browser, asked.text)
    assert "Nothing of this was done" in text_of(page)
    for address in (f"/case/{case}", "/cases"):
        assert "Sent while this desk was locked, and not done: 1." in text_of(browser.http.get(address))
    assert not browser.work.desk.book.case(case).closed

    _, (name,) = buttons(page)
    assert browser.http.post("/held", data={"held": name}).url.path == "/"
    assert "Sent while this desk" not in text_of(browser.http.get("/cases"))
    assert not browser.work.desk.book.case(case).closed


def test_the_page_of_a_locked_desk_does_not_say_with_which_word_something_is_done(browser, case, clock):
    clock.seconds += IDLE + 1
    asked = browser.http.post(f"/case/{case}/note", data={"text": "sent by a stranger"})
    name = asked.text.split('name="held" value="')[1].split('"')[0]
    unlock(browser)

    # A page that a stranger left open at such an address sends what the officer types, and nothing else.
    browser.http.post(f"/case/{case}/note?held={name}", data={"text": "typed by the officer"})
    assert notes(browser, case) == ["typed by the officer"]


def test_two_pages_that_were_sent_while_it_was_locked_are_both_kept(browser, case, clock):
    clock.seconds += IDLE + 1
    asked = [browser.http.post(f"/case/{case}/note", data={"text": text}) for text in ("first", "second")]
    unlock(browser, asked[0].text)

    page = unlock(browser, asked[1].text)
    assert page.url.path == "/held"
    for _ in range(2):
        do(browser, buttons(browser.http.get("/held"))[0][0])

    assert notes(browser, case) == ["first", "second"]


def test_a_form_that_is_refused_after_it_was_held_can_be_sent_again_from_where_it_stands(
    browser, case, clock
):
    clock.seconds += IDLE + 1
    asked = browser.http.post(f"/case/{case}/note", data={"text": ""})
    refused = do(browser, buttons(unlock(browser, asked.text))[0][0])
    assert refused.status_code == 400

    browser.http.post(str(refused.url), data={"text": "Now with words."})
    assert notes(browser, case) == ["Now with words."]


def test_more_than_fits_is_not_held_and_pushes_nothing_out(browser, case, clock):
    clock.seconds += IDLE + 1
    asked = [browser.http.post(f"/case/{case}/note", data={"text": f"text {n}"}) for n in range(10)]

    assert "is not held" in text_of(asked[-1])
    assert "Go back in your browser" in text_of(asked[-1])
    page = unlock(browser, asked[0].text)
    assert "text 0" in page.text
    assert "text 9" not in page.text


def test_a_passphrase_that_was_sent_is_not_shown(browser, clock):
    clock.seconds += IDLE + 1
    asked = browser.http.post("/officers", data={"passphrase": PASSPHRASE, "may_publish": "yes"})

    page = unlock(browser, asked.text)
    assert PASSPHRASE not in page.text
    assert "(not shown)" in page.text


def test_what_was_chosen_is_told_by_its_name_before_it_is_done(browser, case, enrolled, clock):
    person = {"label": "The lawyer", "roles": ["victim"], "person_name": "Bo Invented"}
    added = cases.add_person(browser.work.desk, case, person, enrolled.today)
    officer = browser.work.desk.officer.id
    clock.seconds += IDLE + 1
    asked = browser.http.post(
        f"/case/{case}/access", data={"officer": officer, "person": added, "begun_in": "/x"}
    )

    page = unlock(browser, asked.text)
    told = text_of(page).split("Show what was typed and chosen")[1].split("Do it")[0].split()
    assert " ".join(told) == "officer Ada Fictional person The lawyer"


@pytest.mark.browser
@pytest.mark.parametrize(
    ("width", "scheme"), [(1280, "light"), (320, "dark")], ids=["desk, light", "phone, dark"]
)
def test_what_waits_is_read_and_done_without_script(chromium, enrolled, owner, width, scheme):
    locking = Locking(
        reopen=lambda words: setting_up.open_desk(enrolled.owner_folder, words, enrolled.connect), idle=IDLE
    )
    with DeskServer(enrolled, enrolled.owner(), locking) as served:
        case = cases.open_case(served.work.desk, [], name="Autumn 4", officers=[], today=enrolled.today)
        size = {"width": width, "height": 900}
        context = chromium.new_context(viewport=size, color_scheme=scheme, java_script_enabled=False)
        page = context.new_page()
        page.goto(served.session.address)
        page.goto(f"{served.session.origin}/case/{case}/note")
        page.get_by_label("Note").fill("Half a sentence about\nwhat was heard.")
        served.work.lock()
        page.locator("main form button").first.click()
        page.get_by_label("Passphrase").fill(PASSPHRASE)
        page.get_by_role("button", name="Open the desk").click()
        page.get_by_text("Show what was typed").click()

        expect(page.get_by_text("Half a sentence about")).to_be_visible()
        # The checker needs script.
        seen = chromium.new_context(
            viewport=size, color_scheme=scheme, storage_state=context.storage_state()
        ).new_page()
        seen.goto(f"{served.session.origin}/held")
        faults = Axe().run(seen).response["violations"]
        across = seen.evaluate("document.documentElement.scrollWidth")
        page.get_by_role("button", name="Do it").click()
        expect(page.get_by_text("The note is in the timeline")).to_be_visible()
        served.work.close()

    assert faults == []
    assert across <= width


def test_no_page_that_was_looked_at_keeps_anything_of_a_locked_desk(browser, enrolled, clock):
    desk = browser.work.desk
    case = cases.open_case(desk, [], name="Autumn 4", officers=[], today=enrolled.today)
    cases.add_person(desk, case, {"label": "P1", "roles": ["victim"], "person_name": "Ada"}, enrolled.today)
    item = evidence.add_by_hand(
        desk, case, b"letter", {"label": "x", "origin": "by_hand", "received_from": ""}, enrolled.today
    )
    for path in ("/matches", "/import", "/today", f"/case/{case}/evidence/{item}", f"/case/{case}/pictures"):
        assert browser.http.get(path).status_code == 200
    browser.http.post("/search", data={"text": "letter"})
    browser.http.post("/matches/search")
    sheet = {"file": ("a.csv", b"Name\nAda Fictional\n", "text/csv")}
    assert browser.http.post("/import", data={"case": case, "act": "read"}, files=sheet).status_code == 200
    beside = browser.work.beside
    kept = [weakref.ref(item) for item in (desk, desk.book, desk.viewer, desk.searches)]
    kept += [weakref.ref(item) for item in (beside, beside.files, beside.searching)]
    del desk, beside

    browser.http.post("/lock")
    for thread in threading.enumerate():
        if thread.name == CLOSING:
            thread.join()
    gc.collect()

    assert [thing() for thing in kept] == [None] * 7


def test_locking_ends_a_search_that_goes_on_before_it_closes_the_desk(browser, enrolled):
    begun, locked, searching = threading.Event(), threading.Event(), browser.work.beside.searching
    match_scene.somebody_in_both(
        enrolled, browser.work.desk, match_scene.two_cases(enrolled, browser.work.desk)
    )

    def goes_on():
        begun.set()
        return locked.wait(60)

    searching.start(matches.tables(browser.work.desk), goes_on=goes_on)
    assert begun.wait(60)
    browser.http.post("/lock")
    locked.set()
    for thread in threading.enumerate():
        if thread.name == CLOSING:
            thread.join()

    assert not searching.is_running


def test_indexing_stops_where_the_desk_is_to_let_go_of_its_keys(enrolled, owner):
    cases.open_case(owner, [], name="Autumn 4", officers=[], today=enrolled.today)
    left = owner.docket.search.left_to_read()
    owner.is_ending = True
    read_all(owner)
    assert owner.docket.search.left_to_read() == left > 0

    owner.is_ending = False
    read_all(owner)
    assert owner.docket.search.left_to_read() == 0


def test_a_page_that_looks_again_by_itself_keeps_no_desk_open(browser, clock):
    for _ in range(3):
        clock.seconds += IDLE / 2
        page = browser.http.get("/", headers=BY_A_PAGE)

    assert page.status_code == 423


def test_a_click_keeps_it_open(browser, clock):
    for _ in range(3):
        clock.seconds += IDLE / 2
        page = browser.http.get("/", headers=BY_A_PAGE | {"Sec-Fetch-User": "?1"})

    assert page.status_code == 200


def test_a_locked_desk_does_not_sync(browser):
    browser.http.post("/lock")
    browser.work.sync()

    assert browser.work.status.trouble is None
    assert browser.work.is_locked


def test_unlocking_leads_to_no_other_site(browser):
    browser.http.post("/lock")
    held = {"passphrase": PASSPHRASE, "held": "", "back": "//elsewhere.example/"}
    page = browser.http.post("/unlock", data=held)

    assert str(page.url).startswith(ORIGIN)


@pytest.mark.browser
def test_the_page_is_covered_when_nobody_touches_it_and_what_was_typed_stays(chromium, enrolled, owner):
    case = cases.open_case(owner, [], name="Autumn 4", officers=[], today=enrolled.today)
    locking = Locking(
        reopen=lambda words: setting_up.open_desk(enrolled.owner_folder, words, enrolled.connect), idle=IDLE
    )
    with DeskServer(enrolled, enrolled.owner(), locking) as served:
        enrolled.sync(owner)
        page = chromium.new_page()
        page.clock.install()
        page.goto(served.session.address)
        served.work.sync()
        page.goto(f"{served.session.origin}/case/{case}/note")
        page.get_by_label("Note").fill("Half a sentence about")
        page.clock.fast_forward(1000 * (IDLE + 10))

        cover = page.get_by_role("dialog")
        expect(cover).to_be_visible()
        expect(page.get_by_label("Note")).not_to_be_visible()
        expect(page.get_by_role("link", name="Cases")).not_to_be_visible()
        page.keyboard.press("Escape")
        expect(cover).to_be_visible()
        cover.get_by_label("Passphrase").fill(OTHER_PASSPHRASE)
        cover.get_by_role("button").click()
        expect(cover.get_by_role("alert")).to_be_visible()
        assert served.work.is_locked
        cover.get_by_label("Passphrase").fill(PASSPHRASE)
        cover.get_by_role("button").click()

        expect(cover).not_to_be_visible()
        expect(page.get_by_label("Note")).to_have_value("Half a sentence about")
        assert not served.work.is_locked
        served.work.close()
