"""Searches that are made again: kept for one officer, on one machine."""

import re

import pytest
from desk_browser import Browser, text_of
from test_work_on_cases import open_cases


@pytest.fixture
def browser(enrolled, owner):
    open_cases(enrolled, owner, 1)
    with Browser(enrolled, owner) as browser:
        yield browser


def search(browser, text):
    return str(browser.post("/search", {"text": text}).url).rpartition("/")[2]


def test_a_search_is_kept_and_made_again(browser):
    number = search(browser, "committee")
    browser.post("/searches", {"search": number, "title": "About visits"})
    page = browser.get("/search")

    assert "About visits" in text_of(page)
    kept = re.search(r'name="search" value="([^"]+)"', page.text)[1].replace("&#34;", '"')
    assert 'value="committee"' in browser.post("/search", {"search": kept}).text


def test_what_is_kept_is_in_no_entry_that_leaves(owner, browser):
    before = owner.docket.outbox()

    browser.post("/searches", {"search": search(browser, "committee"), "title": "About visits"})

    assert owner.docket.outbox() == before


def test_a_search_is_forgotten(browser):
    browser.post("/searches", {"search": search(browser, "committee"), "title": "About visits"})
    name = re.search(r'name="forget" value="(\w+)"', browser.get("/search").text)[1]

    browser.post("/searches", {"forget": name})

    assert "About visits" not in text_of(browser.get("/search"))


@pytest.mark.parametrize(
    "form", [{"search": "999", "title": "x"}, {"search": "²", "title": "x"}, {"title": "x"}]
)
def test_a_search_that_nobody_made_is_not_kept(owner, browser, form):
    assert browser.post("/searches", form).status_code == 400
    assert owner.docket.kept("search/") == {}


def test_a_search_without_a_title_is_not_kept(owner, browser):
    page = browser.post("/searches", {"search": search(browser, "committee"), "title": "  "})

    assert "short title" in text_of(page)
    assert owner.docket.kept("search/") == {}
