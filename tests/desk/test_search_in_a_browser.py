"""Search in Debian's Chromium: by keys alone, at two widths, light and dark; no word of it in the history."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from desk_server import DeskServer
from desk_world import ANSWERS, Source
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


@pytest.fixture
def served(enrolled, owner):
    for number in range(3):
        source = Source(enrolled.gate, bytes([number]) * 16)
        source.send(ANSWERS)
        source.write("سألوا عن محمد المخترع مرة أخرى")
    enrolled.sync(owner)
    with DeskServer(enrolled, owner) as served:
        yield served


@pytest.mark.parametrize(
    ("width", "scheme"), [(1280, "light"), (360, "dark")], ids=["desk, light", "phone, dark"]
)
def test_by_keys_alone_something_is_found_without_a_fault_or_a_trace(chromium, served, width, scheme):
    context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    page.goto(served.session.address)

    page.keyboard.press("/")
    page.wait_for_url("**/search")
    expect(page.locator("#search-text")).to_be_focused()
    page.keyboard.type("Muhammad")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/1")
    expect(page.locator("mark").first).to_have_text("محمد")

    page.keyboard.press("j")
    expect(page.locator(".hits a").first).to_be_focused()
    page.locator(".besides summary").click()
    page.locator(".group summary").click()
    assert Axe().run(page).response["violations"] == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    page.locator(".hits a").first.click()
    page.wait_for_url("**/report/**")
    page.go_back()
    expect(page.locator("mark").first).to_have_text("محمد")
    context.close()
