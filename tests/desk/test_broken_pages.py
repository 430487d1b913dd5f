"""Whatever breaks at a desk, its officer reads a calm page, and no word of a case is written down."""

import pytest
from desk_browser import Browser, text_of

WORDS = "Ada Fictional was beaten"


def break_down(*_, **__):
    raise KeyError(WORDS)


@pytest.fixture
def browser(enrolled, owner):
    with Browser(enrolled, owner) as found:
        yield found


def test_what_nobody_foresaw_is_a_calm_page(browser, monkeypatch, capsys):
    monkeypatch.setattr("unhindered.desk.web.case_pages.case_list.case_list", break_down)

    page = browser.get("/cases")

    said = text_of(page)
    assert page.status_code == 500
    assert "Something broke at this desk." in said
    assert "Nothing was lost that was saved" in said
    assert "default-src 'none'" in page.headers["content-security-policy"]
    noted = capsys.readouterr().err
    assert noted.startswith("KeyError in break_down:")
    assert WORDS not in noted + page.text


def test_where_the_page_itself_breaks_there_are_plain_words(browser, monkeypatch, capsys):
    monkeypatch.setattr("unhindered.desk.web.visit._counts", break_down)

    page = browser.get("/cases")

    assert page.status_code == 500
    assert page.text.startswith("Something broke at this desk.\nNothing was lost that was saved.")
    assert WORDS not in capsys.readouterr().err + page.text


def test_a_sync_that_breaks_is_said_and_no_trace_of_it_shows_words(browser, monkeypatch, capsys):
    monkeypatch.setattr("unhindered.desk.web.visit.sync_desk", break_down)

    page = browser.post("/sync", {"back": "/"})

    assert "Something broke during the sync." in text_of(page)
    noted = capsys.readouterr().err
    assert noted.startswith("KeyError in break_down:")
    assert WORDS not in noted + page.text
