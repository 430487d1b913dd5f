"""Paper carries the case's number and a print's number, and no name; other pages do not print."""

import re

import pytest
from desk_browser import Browser, text_of
from desk_scene import fill
from desk_server import DeskServer

from unhindered.desk.actions import cases, consents
from unhindered.desk.actions.audit import audit_rows
from unhindered.desk.actions.record import describe
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


def labelled(desk, case, label):
    return next(name for name, one in desk.book.case(case).persons.items() if one.label == label)


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


def test_the_paper_shows_all_of_the_record_by_labels_with_what_counts(enrolled, owner, case):
    act = owner.book.case(case).acts[0].act
    told = {"account": "The guard wore gloves.", "tells_of": [act], "is_firsthand": True}
    for what, values in {
        "event": {"event_title": "After the visit", "event_description": "Ada was led away."},
        "information": told | {"source": labelled(owner, case, "P1")},
        "finding": {
            "person": labelled(owner, case, "P1"),
            "description": "Bruises",
            "act": act,
            "kind": "physical",
        },
        "intervention": {"body": "CAT-22", "date_of_intervention": "2026-11-20~"},
    }.items():
        describe(owner, case, what, values, enrolled.today)
    with Browser(enrolled, owner) as browser:
        page = browser.post(f"/case/{case}/print", {"part": ["record"], "paper": "a4"})
    paper = text_of(page)

    for words in ("After the visit", "Bruises", "about 20 Nov 2026", "Spoke in a private interview"):
        assert words in paper
    assert "P1 , first-hand: not graded" in paper
    assert "What counts: reported, not judged yet" in paper
    assert "gloves" not in paper
    assert "led away" not in paper


def test_nothing_on_the_paper_is_a_code_word_or_an_empty_table(enrolled, owner, case):
    person = {"label": "P9", "roles": ["victim"], "circumstances": ["deprived_of_liberty"]}
    held = cases.add_person(owner, case, person, enrolled.today)
    spoken = {"purpose": "un_submission", "recipient": "CAT-22", "level": "initials", "method": "spoken"}
    more = {"person": held, "language": "en", "expires": "2027-11-24"}
    consents.record_consent(owner, case, who="person", values=spoken | more, today=enrolled.today)
    with Browser(enrolled, owner) as browser:
        page = browser.post(f"/case/{case}/print", {"part": [*EVERYTHING, "exhibits"], "paper": "a4"})

    assert "in doubt" in text_of(page)
    assert "in_doubt" not in page.text
    assert "SHA-256" not in text_of(page)


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
    page.locator("article.paper").wait_for()
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


@pytest.mark.browser
def test_the_foot_of_each_sheet_has_room_of_its_own(chromium, served, enrolled, owner, case):
    pdfium = pytest.importorskip("pypdfium2")
    for day in range(10, 20):
        long = {"type_of_act": "RX13", "when": f"2026-11-{day}", "remarks": "Many words. " * 40}
        describe(owner, case, "act", long, enrolled.today)
    page = chromium.new_page()
    page.goto(served.session.address)
    page.goto(f"{served.session.origin}/case/{case}/print")
    page.locator("input[name=part][value=record]").check()
    page.get_by_role("button", name="Make the print").click()
    page.locator("article.paper").wait_for()
    sheets = [sheet.get_textpage() for sheet in pdfium.PdfDocument(page.pdf(prefer_css_page_size=True))]

    assert len(sheets) > 2
    for number, sheet in enumerate(sheets, start=1):
        at, count = sheet.search("keep it locked away").get_next()
        bottom, top = sheet.get_charbox(at)[1], sheet.get_charbox(at + count - 1)[3]
        beside = sheet.get_text_bounded(bottom=bottom, top=top)
        assert beside.strip().startswith(f"Case {case[:8]}")
        assert "Many words" not in beside
        assert f"{number} / {len(sheets)}" in sheet.get_text_range()
