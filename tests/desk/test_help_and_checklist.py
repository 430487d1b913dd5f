"""Help stands on every page, and a new desk says what it still lacks."""

import re

import pytest
from desk_browser import Browser, text_of
from desk_world import Source

from unhindered.core.errors import Refused
from unhindered.desk.actions.checklist import checklist, tick
from unhindered.desk.web import routes
from unhindered.desk.web.help import all_help, help_on

# Pages whose help is the general one only: a file, a picture, a card to hand over.
NO_HELP_OF_THEIR_OWN = {"/help", "/officers/welcome/{officer}"}


def state(desk, today):
    return {item.name: item.is_done for item in checklist(desk, today)}


def test_every_page_of_a_form_or_list_has_help_of_its_own():
    paths = [path for path, _ in (*routes.SHOWN, *routes.FORMS)]
    pages = [path for path in paths if not re.search(r"\.(csv|ics|png|svg)$|download|calendar", path)]

    lacking = {path for path in pages if help_on(path.replace("{", "").replace("}", "")) is None}

    assert lacking - NO_HELP_OF_THEIR_OWN == set()


def test_help_shows_on_the_page_and_all_of_it_on_its_own(enrolled, owner):
    with Browser(enrolled, owner) as browser:
        assert "danger, then time" in text_of(browser.get("/"))
        everything = text_of(browser.get("/help"))

    assert all(line in everything for item in all_help() for line in item.lines)


def test_the_checklist_looks_up_what_it_can(enrolled, owner):
    assert state(owner, enrolled.today) == {
        "second": False,
        "watch": False,
        "notices": True,
        "words": False,
        "root": False,
        "practised": False,
        "standard": False,
    }

    enrolled.admit_second(owner)
    enrolled.sync(owner)
    enrolled.days_pass(7 * 10)

    assert state(owner, enrolled.today)["second"] is True
    assert state(owner, enrolled.today)["notices"] is False


def test_a_tick_stays_and_can_be_taken_back(enrolled, owner):
    with Browser(enrolled, owner) as browser:
        browser.post("/checklist", {"line": "practised", "done": "yes"})
        assert state(owner, enrolled.today)["practised"] is True
        browser.post("/checklist", {"line": "practised", "done": "no"})

    assert state(owner, enrolled.today)["practised"] is False


def test_what_the_desk_looks_up_cannot_be_ticked(owner):
    with pytest.raises(Refused):
        tick(owner, "second", is_done=True)


def test_no_title_names_anybody(enrolled, owner):
    Source(enrolled.gate).send()
    enrolled.sync(owner)
    (report,) = owner.book.reports
    with Browser(enrolled, owner) as browser:
        browser.post(
            f"/report/{report}/assess/rapid",
            {"danger_now": "yes", "threat": "t", "safe_contact": "s", "do_not": "d", "next_step": "n"},
        )
        opened = browser.post(f"/report/{report}/open-case", {"name": "Lampwick affair"})
        case = re.search(r"/case/([0-9a-f]{32})", str(opened.url))[1]
        browser.post(
            f"/case/{case}/person",
            {"label": "P1", "person_name": "Ada Fictional", "roles": ["source"], "counting_unit": "person"},
        )
        found = {"/", f"/report/{report}"} | {f"/case/{case}"}
        seen = set()
        while found - seen:
            path = (found - seen).pop()
            seen.add(path)
            page = browser.get(path)
            title = re.search(r"<title>(.*?)</title>", page.text, re.DOTALL)
            assert not re.search("Fictional|Ada|Lampwick|P1", title[1] if title else ""), path
            assert not re.search("Fictional|Ada|Lampwick", path), path
            links = re.findall(r'href="(/[^"#?]*)', page.text)
            found |= {link for link in links if not link.startswith("/static/")}

    assert len(seen) > 25
