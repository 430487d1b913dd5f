"""Evidence in Debian's Chromium: without script, with keys only, at two widths, light and dark."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from desk_server import DeskServer
from desk_world import Source
from playwright.sync_api import expect
from sample_files import pdf, picture
from sandbox_here import needs_sandbox

from unhindered.desk.actions import cases, evidence, evidence_texts

pytestmark = [pytest.mark.browser, needs_sandbox]


@pytest.fixture
def scene(enrolled, owner):
    Source(enrolled.gate).send(files=[("letter.pdf", pdf(3)), ("yard.png", picture())])
    enrolled.sync(owner)
    (report,) = owner.book.reports
    case = cases.open_case(owner, [report], name="Autumn 4", officers=[], today=enrolled.today)
    item = evidence.take_in_attachments(owner, case, enrolled.today).items[0]
    with DeskServer(enrolled, owner) as served:
        yield served, owner, case, item


def opened(chromium, served, **options):
    page = chromium.new_context(**options).new_page()
    page.goto(served.session.address)
    return page


@pytest.mark.parametrize(
    ("width", "scheme"), [(1280, "light"), (320, "dark")], ids=["desk, light", "phone, dark"]
)
def test_no_page_of_evidence_has_an_accessibility_fault_or_scrolls_sideways(
    enrolled, chromium, scene, width, scheme
):
    served, owner, case, item = scene
    evidence.open_item(owner, case, item, reason="to read it", today=enrolled.today)
    evidence_texts.number_exhibit(owner, case, item, exhibit="A1", label="a letter", today=enrolled.today)
    words = {"language": "fa", "text": "آدا گفت.", "written_by": "person", "made_by": "Ben Invented"}
    script = evidence_texts.add_transcript(owner, case, item, words, enrolled.today)
    page = opened(chromium, served, viewport={"width": width, "height": 900}, color_scheme=scheme)
    problems = []
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    below = ["", "/page/original", "/redact", "/clean", "/transcript", "/exhibit", "/save/original"]
    below += [f"/text/{script}/translation", f"/text/{script}/redact", "/open/original"]

    for path in ["evidence", "exhibits", "evidence-new", *(f"evidence/{item}{rest}" for rest in below)]:
        page.goto(f"{served.session.origin}/case/{case}/{path}")
        found = Axe().run(page)
        problems += [
            f"{path}: {fault['id']}: {fault['nodes'][0]['html']}" for fault in found.response["violations"]
        ]
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            problems.append(f"{path}: scrolls sideways")
        assert item[:12] not in page.title()

    assert problems == []


def test_from_an_attachment_to_a_redacted_copy_without_script_and_by_keys(chromium, scene):
    served, owner, case, item = scene
    page = opened(chromium, served, java_script_enabled=False)
    page.goto(f"{served.session.origin}/case/{case}/evidence")
    page.get_by_role("link", name="Attachment 1").click()
    page.get_by_role("link", name="See it as pixels").click()
    page.get_by_label("Why?").fill("to read it")
    page.keyboard.press("Enter")
    blurred = page.locator(".pixels.blurred img")
    expect(blurred).to_be_visible()
    assert "blur" in blurred.evaluate("image => getComputedStyle(image).filter")

    page.get_by_role("link", name="Show it clearly").click()
    assert page.locator(".pixels img").evaluate("image => getComputedStyle(image).filter") == "none"
    page.get_by_role("link", name="Redact").click()
    page.get_by_label("Why?").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".pixels.blurred image")).to_be_attached()
    page.get_by_label("Row 2, column 3", exact=True).focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    chosen = page.locator(".grid label:has(:checked)")
    expect(chosen).to_have_count(2)
    assert chosen.first.evaluate("field => getComputedStyle(field).backgroundColor") == "rgb(0, 0, 0)"
    page.get_by_label("Why?").fill("a name")
    page.get_by_role("button", name="Make the redacted copy").click()

    expect(page.get_by_text("A redacted copy lies beside the original.")).to_be_visible()
    (made,) = owner.book.case(case).evidence.items[item].redactions
    assert [(region.left, region.right) for region in made.regions] == [(200, 400)]
