"""Taking a report down in Debian's Chromium: at two widths, light and dark, by keys, and on paper."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from desk_scene import fill
from desk_server import DeskServer
from desk_world import ANSWERS, RAPID, TODAY
from playwright.sync_api import expect

from unhindered.desk.actions import cases, report_new

pytestmark = pytest.mark.browser
TAKEN = {
    **{name: getattr(ANSWERS, name) for name in ANSWERS.__dataclass_fields__},
    **{"channel": "visit", "language": "fa", "basis": "own_consent", "contact": "other"},
    **{"contact_how": "The chaplain.", "interpreter": "Cyrus Imaginary", "present": ["Dora Invented"]},
}


@pytest.fixture
def served(enrolled, owner, second):
    fill(enrolled, owner, second)
    taken = report_new.take_down(owner, TAKEN, TODAY)
    cases.assess(owner, taken.report, kind=cases.RAPID, values=RAPID, today=TODAY)
    case = cases.open_case(owner, [taken.report], name="Autumn 9", officers=[], today=TODAY)
    with DeskServer(enrolled, owner) as found:
        found.paths = [
            "/",
            "/report-new",
            "/report-new/blank",
            f"/report/{taken.report}",
            *(f"/case/{case}/{tab}" for tab in ("answer", "contact", "urgent", "assess/full")),
        ]
        yield found


@pytest.mark.parametrize(
    ("width", "scheme"), [(1280, "light"), (320, "dark")], ids=["desk, light", "small phone, dark"]
)
def test_no_page_has_an_accessibility_fault_or_scrolls_sideways(chromium, served, width, scheme):
    page = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme).new_page()
    page.goto(served.session.address)
    problems = []

    for path in served.paths:
        page.goto(served.session.origin + path)
        page.evaluate("document.querySelectorAll('main details').forEach(one => { one.open = true })")
        found = Axe().run(page).response["violations"]
        problems += [f"{path}: {item['id']}: {item['nodes'][0]['html']}" for item in found]
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            problems.append(f"{path}: scrolls sideways")

    assert problems == []


def test_a_call_is_typed_with_keys_only_and_the_receipt_is_shown_once(chromium, served):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(served.session.address)
    page.goto(f"{served.session.origin}/report-new")

    page.get_by_label("What happened?").fill("They called on my neighbour.")
    page.get_by_role("radio", name="Not sure").focus()
    page.keyboard.press("Space")
    page.get_by_role("radio", name="Through the mailbox").focus()
    page.keyboard.press("Space")
    page.get_by_label("In which language?").fill("en")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("The receipt, shown this once")
    expect(page.locator(".receipt-words li")).to_have_count(13)
    page.get_by_role("link", name="They have it").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Report of")


@pytest.mark.parametrize(("size", "width"), [("a4", 595), ("letter", 612)])
def test_the_blank_form_prints_alone_on_its_paper(chromium, served, size, width):
    pdfium = pytest.importorskip("pypdfium2")
    page = chromium.new_page()
    page.goto(served.session.address)
    page.goto(f"{served.session.origin}/report-new/blank?size={size}")

    printed = pdfium.PdfDocument(page.pdf(prefer_css_page_size=True))

    text = "".join(sheet.get_textpage().get_text_range() for sheet in printed)
    assert abs(printed[0].get_width() - width) < 2
    assert "Is someone in danger now?" in text
    assert "Sync" not in text
