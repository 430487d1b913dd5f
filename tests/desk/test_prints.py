"""Paper carries the case's number and a print's number, and no name; other pages do not print."""

import re

import pytest
from desk_browser import Browser, text_of
from desk_scene import fill
from desk_server import DeskServer

from unhindered.desk.actions.audit import audit_rows
from unhindered.desk.entries.opened_list import What

EVERYTHING = ["rules", "people", "record", "consents", "timeline"]


@pytest.fixture
def case(enrolled, owner, second):
    return fill(enrolled, owner, second)


@pytest.fixture
def served(enrolled, owner):
    with DeskServer(enrolled, owner) as served:
        yield served


def names_in(desk, case):
    return {name for person in desk.book.case(case).persons.values() for name in person.names_ever}


def test_a_print_has_numbers_at_its_foot_and_owners_know_who_made_it(enrolled, owner, case):
    with Browser(enrolled, owner) as browser:
        page = browser.post(f"/case/{case}/print", {"part": EVERYTHING, "paper": "a4"})
    number = re.search(rf"print ({case[:8]}-[0-9a-f]{{6}})", text_of(page))[1]
    enrolled.days_pass(1)
    enrolled.sync(owner)

    assert [item.name for row in audit_rows(owner) for item in row.opened if item.what is What.PRINT] == [
        number
    ]


def test_no_name_and_no_working_name_is_on_the_paper(enrolled, owner, case):
    with Browser(enrolled, owner) as browser:
        page = browser.post(f"/case/{case}/print", {"part": EVERYTHING, "paper": "letter"})
    paper = re.search(r"<article class=\"paper.*?</article>", page.text, re.DOTALL)[0]
    working_name = owner.book.case(case).opened.name

    assert names_in(owner, case)
    assert [name for name in (*names_in(owner, case), working_name) if name in paper] == []


def test_nothing_chosen_is_nothing_printed(enrolled, owner, case):
    with Browser(enrolled, owner) as browser:
        assert browser.post(f"/case/{case}/print", {"paper": "a4"}).status_code == 400
        assert browser.post(f"/case/{case}/print", {"part": EVERYTHING, "paper": "a0"}).status_code == 400


@pytest.mark.browser
@pytest.mark.parametrize(("paper", "width"), [("a4", 595), ("letter", 612)])
def test_a_print_has_the_size_of_its_paper_and_other_pages_print_nothing(
    chromium, served, case, paper, width
):
    pdfium = pytest.importorskip("pypdfium2")
    page = chromium.new_page()
    page.goto(served.session.address)
    page.goto(f"{served.session.origin}/case/{case}/print")
    for box in page.locator("input[name=part]").all():
        box.check()
    page.locator(f"input[name=paper][value={paper}]").check()
    page.get_by_role("button", name="Make the print").click()
    printed = pdfium.PdfDocument(page.pdf(prefer_css_page_size=True))
    page.goto(f"{served.session.origin}/case/{case}")
    other = pdfium.PdfDocument(page.pdf())

    text = "".join(sheet.get_textpage().get_text_range() for sheet in printed)
    assert abs(printed[0].get_width() - width) < 2
    assert f"Case {case[:8]}" in text
    assert "Sync" not in text
    shown = "".join(sheet.get_textpage().get_text_range() for sheet in other)
    assert "not made for printing" in shown
    assert "Sync" not in shown
