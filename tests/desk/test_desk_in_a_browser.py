"""The desk in Debian's Chromium: with keys only, without script, at two widths, light and dark."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from desk_scene import fill, read_article
from desk_server import DeskServer
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


@pytest.fixture
def scene(enrolled, owner, second):
    case = fill(enrolled, owner, second)
    document = read_article(enrolled, owner)
    with DeskServer(enrolled, owner) as served:
        yield served, owner, case, document


def opened(chromium, served, **options):
    context = chromium.new_context(**options)
    page = context.new_page()
    page.goto(served.session.address)
    return page


def pages_of(owner, case, document):
    report = next(report for report in owner.book.reports if owner.book.case_of_report(report) is None)
    in_case = owner.book.case(case).reports[0]
    person = next(iter(owner.book.case(case).persons))
    statement = next(
        name for name, draft in owner.book.case(case).statements.items() if draft.state == "drafted"
    )
    return [
        "/",
        f"/report/{report}",
        f"/report/{in_case}",
        f"/report/{report}/assess/rapid",
        f"/report/{report}/open-case",
        "/cases",
        f"/case/{case}",
        f"/case/{case}/assess/full",
        f"/case/{case}/answer",
        f"/case/{case}/person",
        f"/case/{case}/act",
        f"/case/{case}/consent",
        f"/case/{case}/consents",
        f"/case/{case}/consents/page/{person}?language=ar",
        f"/case/{case}/sent",
        f"/case/{case}/send",
        f"/case/{case}/close",
        f"/case/{case}/draft",
        "/review",
        f"/statement/{statement}",
        "/publish",
        "/documents",
        f"/document/{document}?all=1",
        "/officers",
        "/nothing/here",
    ]


@pytest.mark.parametrize(
    ("width", "scheme"), [(1280, "light"), (360, "dark")], ids=["desk, light", "phone, dark"]
)
def test_no_page_has_an_accessibility_fault_or_scrolls_sideways(chromium, scene, width, scheme):
    served, owner, case, document = scene
    page = opened(chromium, served, viewport={"width": width, "height": 900}, color_scheme=scheme)
    problems = []
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)

    for path in pages_of(owner, case, document):
        page.goto(served.session.origin + path)
        found = Axe().run(page)
        problems += [
            f"{path}: {item['id']}: {item['nodes'][0]['html']}" for item in found.response["violations"]
        ]
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            problems.append(f"{path}: scrolls sideways")

    assert [problem for problem in problems if "404 (Not Found)" not in problem] == []


def test_the_days_work_goes_by_keys(chromium, scene):
    served, _, case, _ = scene
    page = opened(chromium, served)

    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Report of")
    page.wait_for_load_state()
    page.keyboard.press("g")
    page.keyboard.press("c")
    expect(page).to_have_url(f"{served.session.origin}/cases")
    page.wait_for_load_state()
    page.keyboard.press("s")
    expect(page.get_by_role("status")).to_contain_text("In step with the gate")
    page.goto(f"{served.session.origin}/cases")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{served.session.origin}/case/{case}")
    page.wait_for_load_state()
    page.keyboard.press("a")
    expect(page.get_by_label("Answer")).to_be_visible()


def test_passages_are_decided_by_one_key_each(chromium, scene):
    served, _, _, document = scene
    page = opened(chromium, served)
    page.goto(f"{served.session.origin}/document/{document}")

    page.keyboard.press("y")
    expect(page.get_by_role("status")).to_have_count(0)
    page.get_by_role("link", name="next open").click()
    page.keyboard.press("n")
    expect(page.get_by_role("status")).to_contain_text("Rejected")
    page.wait_for_load_state()
    page.keyboard.press("y")
    expect(page.get_by_role("status")).to_contain_text("Confirmed")


def test_keys_can_be_switched_off(chromium, scene):
    served, *_ = scene
    page = opened(chromium, served)
    page.get_by_text("Keyboard").click()
    page.get_by_label("Switch these keys off").check()

    page.locator("h1").click()
    page.keyboard.press("g")
    page.keyboard.press("c")

    expect(page).to_have_url(f"{served.session.origin}/")


def test_keys_do_nothing_while_somebody_types(chromium, scene):
    served, _, case, _ = scene
    page = opened(chromium, served)
    page.goto(f"{served.session.origin}/case/{case}/note")

    page.get_by_label("Note").press_sequentially("gcs")

    expect(page.get_by_label("Note")).to_have_value("gcs")


def test_every_form_works_without_script(chromium, scene):
    served, *_ = scene
    page = opened(chromium, served, java_script_enabled=False)
    page.get_by_role("link", name="They took my passport").click()
    page.get_by_role("link", name="Full").click()
    labels = ("Threats", "Vulnerabilities", "Capacities", "Channel to use", "What must nobody do?")
    page.get_by_role("button", name="Record the assessment").click()
    # The browser itself asks for what is needed; what it takes for something, we do not.
    assert page.get_by_label("Threats").evaluate("field => field.validity.valueMissing")
    for label in labels:
        page.get_by_label(label).fill(" ")
    page.get_by_role("button", name="Record the assessment").click()
    expect(page.get_by_role("alert").get_by_role("link")).to_have_count(len(labels))
    for label in labels:
        page.get_by_label(label).fill("Unknown.")
    page.get_by_role("button", name="Record the assessment").click()
    expect(page.get_by_role("status")).to_contain_text("recorded")
    page.get_by_role("link", name="Open a case").click()
    page.get_by_label("Working name").fill("Autumn 5")
    page.get_by_label("Ben Invented").check()
    page.get_by_role("button", name="Open the case").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("Autumn 5")


def test_an_attachment_lands_on_the_disk_under_its_own_name(chromium, scene):
    served, owner, case, _ = scene
    page = opened(chromium, served)
    free = [report for report in owner.book.reports if owner.book.case_of_report(report) is None]
    (report,) = (one for one in free if owner.book.report(one).report.attachments)
    page.goto(f"{served.session.origin}/report/{report}")

    with page.expect_download() as download:
        page.get_by_role("link", name="Save نامه.txt").click()

    assert download.value.suggested_filename == "نامه.txt"
    # In a case a file is evidence, and is saved there with a reason.
    page.goto(f"{served.session.origin}/report/{owner.book.case(case).reports[0]}")
    expect(page.get_by_role("link", name="letter.pdf")).to_be_visible()
    expect(page.get_by_role("link", name="Save letter.pdf")).to_have_count(0)


@pytest.mark.parametrize(("width", "most"), [(1280, 60), (1200, 60), (360, 120)])
def test_the_head_leaves_room_for_what_was_asked_for(chromium, scene, width, most):
    served, *_ = scene
    page = opened(chromium, served, viewport={"width": width, "height": 900})
    page.locator("header form.line button").click()
    expect(page.locator("header")).to_contain_text("In step since 14:02")
    # The words are there before the style sheet is.
    page.wait_for_load_state()

    assert page.evaluate("document.querySelector('header.top').offsetHeight") <= most
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    if width == 360:
        page.get_by_text("Menu").click()
        page.get_by_role("navigation", name="Menu").get_by_role("link", name="Officers").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Officers")


def test_the_address_of_another_browser_opens_nothing(chromium, scene):
    served, *_ = scene
    opened(chromium, served)
    page = chromium.new_context().new_page()

    answer = page.goto(f"{served.session.origin}/cases")

    assert answer.status == 403
    assert "Autumn" not in page.content()
