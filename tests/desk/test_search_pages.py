"""Search in the browser and on the command line: words stand in no address and no title."""

import json

import pytest
from desk_browser import Browser, text_of
from desk_world import ANSWERS, PASSPHRASE, Source

from unhindered.__main__ import main
from unhindered.core.search.query import Search, search_to_text


@pytest.fixture
def browser(enrolled, owner):
    Source(enrolled.gate).send(ANSWERS)
    enrolled.sync(owner)
    with Browser(enrolled, owner) as browser:
        yield browser


def test_words_stand_neither_in_the_address_nor_in_the_title(browser):
    page = browser.post("/search", {"text": "northgate guards"})

    assert page.status_code == 200
    assert page.url.path == "/search/1"
    assert not page.url.query
    assert "<title>Search – Desk</title>" in page.text
    assert "<mark>Guards</mark>" in page.text


def test_results_can_be_looked_at_again(browser):
    browser.post("/search", {"text": "northgate"})

    assert "1 found" in text_of(browser.get("/search/1"))


def test_a_search_that_is_not_remembered_says_so(browser):
    page = browser.get("/search/7")

    assert page.status_code == 404
    assert "not remembered any more" in text_of(page)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"text": ""}, "There is nothing to look for."),
        ({"text": "-guards"}, "This says only what is not looked for."),
        ({"text": "guards", "since": "2026-13-01"}, "This is not a day."),
        (
            {"text": "guards", "since": "2026-02-01", "until": "2026-01-01"},
            "The first day is after the last.",
        ),
        ({"text": "guards", "case": "0" * 32}, "There is no such case"),
        ({"text": "x" * 501}, "at most 500 characters"),
        ({"search": "not a search"}, ""),
    ],
)
def test_what_cannot_be_looked_for_comes_back_with_what_was_typed(browser, typed, sentence):
    page = browser.post("/search", typed)

    assert page.status_code == 400
    assert sentence in text_of(page)
    assert typed.get("text", "") in page.text


def test_a_kept_search_is_made_again(browser):
    kept = search_to_text(Search(text="northgate", kind="report"))

    assert "1 found" in text_of(browser.post("/search", {"search": kept}))


def test_what_a_stranger_wrote_is_shown_as_text(enrolled, owner, browser):
    Source(enrolled.gate).write("x")
    page = browser.post("/search", {"text": "<script>alert(1)</script> northgate"})

    assert "<script>alert" not in page.text


def test_nothing_found_says_what_to_try(browser):
    assert "Try fewer words" in text_of(browser.post("/search", {"text": "xyzzy"}))


@pytest.mark.parametrize("page", ["0", "-1", "x", "99999", "٣"])
def test_any_page_number_gives_a_page(browser, page):
    browser.post("/search", {"text": "northgate"})

    assert browser.get(f"/search/1?page={page}").status_code == 200


def test_the_command_finds_the_same(enrolled, owner, browser, capsys):
    owner.close()
    passphrase = enrolled.path / "passphrase.txt"
    passphrase.write_text(PASSPHRASE)
    options = ["--dir", str(enrolled.owner_folder.path), "--passphrase-file", str(passphrase)]

    code = main(["desk", "search", "northgate prison", "guards", "--kind", "report", *options, "--json"])
    found = json.loads(capsys.readouterr().out)
    main(["desk", "search", "guards", *options])

    assert (code, found["count"], found["groups"][0]["hits"][0]["title"]) == (0, 1, "Report")
    assert "[Guards] beat" in capsys.readouterr().out
