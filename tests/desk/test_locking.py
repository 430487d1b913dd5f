"""A desk that nobody touches lets go of its keys, and loses nothing of what was sent meanwhile."""

import gc
import threading
import weakref
from datetime import datetime, time

import httpx
import pytest
from asgi_in_memory import ServedInMemory
from desk_browser import ORIGIN, text_of
from desk_server import DeskServer
from desk_world import OTHER_PASSPHRASE, PASSPHRASE
from playwright.sync_api import expect

from unhindered.desk.actions import cases, setting_up
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


def test_what_was_sent_to_a_locked_desk_is_done_once_it_is_open(browser, enrolled, clock):
    case = cases.open_case(browser.work.desk, [], name="Autumn 4", officers=[], today=enrolled.today)
    clock.seconds += IDLE + 1
    text = "Written while the desk fell asleep."

    asked = browser.http.post(f"/case/{case}/note", data={"text": text})
    assert asked.status_code == 423
    assert "What you sent is held" in text_of(asked)
    wrong = unlock(browser, asked.text, words=OTHER_PASSPHRASE)
    done = unlock(browser, wrong.text)

    assert "The note is in the timeline" in text_of(done)
    assert [item.fact.text for item in browser.work.desk.book.case(case).timeline[-1:]] == [text]


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
