"""The forms of a case: what is wrong is said of every field at once, in words that say what to write."""

import re

import pytest
from desk_browser import Browser, text_of
from desk_world import RAPID, Source

from unhindered.desk.actions import cases


@pytest.fixture
def report(enrolled, owner):
    Source(enrolled.gate).send()
    enrolled.sync(owner)
    (report,) = owner.book.reports
    return report


@pytest.fixture
def case(enrolled, owner, report):
    cases.assess(owner, report, kind=cases.RAPID, values=RAPID, today=enrolled.today)
    return cases.open_case(owner, [report], name="Autumn 4", officers=[], today=enrolled.today)


@pytest.fixture
def browser(enrolled, owner):
    with Browser(enrolled, owner) as browser:
        yield browser


def errors_in(page):
    return re.findall(r'<span class="error">([^<]+)</span>', page.text)


def test_an_empty_rapid_assessment_says_of_every_field_what_to_write(browser, report):
    page = browser.post(f"/report/{report}/assess/rapid", {"danger_now": "yes"})

    assert page.status_code == 400
    assert errors_in(page) == ["Write a few words; “unknown” is an answer too."] * 4
    for name in ("threat", "safe_contact", "do_not", "next_step"):
        assert f'<a href="#{name}">' in page.text
        assert f'id="{name}"' in page.text
    for word in ("RapidRiskAssessed", "sensible length", "another version", "damaged"):
        assert word not in page.text


def test_fields_that_are_needed_are_marked_for_browsers_unless_they_are_folded_away(browser, case):
    page = browser.get(f"/case/{case}/act").text

    assert re.search(r'<select id="type_of_act"[^>]* required', page)
    folded = re.findall(r'<details class="group".*?</details>', page, re.DOTALL)
    assert folded
    assert [part for part in folded if " required" in part] == []
