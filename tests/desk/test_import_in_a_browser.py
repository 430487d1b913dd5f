"""Import and export in Debian's Chromium: without script, at two widths, light and dark, and for axe."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from desk_server import DeskServer
from desk_world import TODAY

from unhindered.desk.actions import cases, consents

pytestmark = pytest.mark.browser
SHEET = (
    b"Victim ID;Victim name;Sex;Type of act;Date;A long header that a narrow page has to break somewhere\n"
    b"V1;Ada Fictional;F;Torture or ill-treatment;2026-03-25;blue\n"
    b"V2;;m;no such act;2026-03-24;green\n"
)


@pytest.fixture
def served(enrolled, owner):
    case = cases.open_case(owner, [], name="Northgate", officers=[], today=TODAY)
    values = {"label": "V9", "roles": ["victim"], "person_name": "Bo Invented"}
    person = cases.add_person(owner, case, values, TODAY)
    agreed = {"person": person, "purpose": "referral", "recipient": "clinic", "level": "anonymous"}
    agreed |= {"language": "en", "method": "signed", "expires": "2027-11-24"}
    consents.record_consent(owner, case, who="person", values=agreed, today=TODAY)
    enrolled.sync(owner)
    with DeskServer(enrolled, owner) as running:
        yield running


def problems(page):
    found = Axe().run(page)
    return [(item["id"], [node["html"] for node in item["nodes"]]) for item in found.response["violations"]]


def widest(page):
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
def test_every_step_is_accessible_and_fits(chromium, served, width, scheme):
    context = chromium.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page = context.new_page()
    page.goto(served.session.address)
    for address in ("/import", "/export"):
        page.goto(served.session.origin + address)
        assert problems(page) == []
        assert widest(page) <= 0
    page.click("text=Show what would leave")
    assert problems(page) == []
    page.goto(served.session.origin + "/import")
    page.set_input_files("#file", {"name": "x.csv", "mimeType": "text/csv", "buffer": SHEET})
    page.click("text=Read the file")
    assert problems(page) == []
    page.click("text=Try it")
    assert problems(page) == []
    assert widest(page) <= 0
    context.close()


def test_without_script_a_sheet_comes_in_and_goes_again(chromium, served):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(served.session.address)
    page.goto(served.session.origin + "/import")
    page.set_input_files("#file", {"name": "x.csv", "mimeType": "text/csv", "buffer": SHEET})
    page.click("text=Read the file")
    page.click("text=Try it")
    page.check("[name=leave_out]")
    page.click("text=Import 1 row")
    assert "Imported: 1 person, 1 act." in page.inner_text("main")
    page.goto(served.session.origin + "/import")
    page.click("text=Take it back")
    page.fill("#reason", "The wrong sheet.")
    page.click("text=Take it all back")
    assert "Taken back: 2 entries." in page.inner_text("main")
    assert "Ada" not in page.title()
    context.close()
