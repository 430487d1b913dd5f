"""The page of matches in Debian's Chromium: no fault that axe finds, nothing wider than the screen."""

import match_scene
import pytest
from axe_playwright_python.sync_playwright import Axe
from desk_server import DeskServer
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("width", "scheme"), [(1280, "light"), (320, "dark")], ids=["desk, light", "phone, dark"]
)
def test_two_records_are_compared_and_decided_on_by_keyboard(chromium, enrolled, owner, width, scheme):
    match_scene.somebody_in_both(enrolled, owner, match_scene.two_cases(enrolled, owner))
    with DeskServer(enrolled, owner) as served:
        context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
        page = context.new_page()
        page.goto(served.session.address)
        page.goto(f"{served.session.origin}/matches")
        page.get_by_role("button", name="Search all my cases").press("Enter")
        served.work.beside.searching.wait(60)
        page.goto(f"{served.session.origin}/matches")
        faults = [Axe().run(page)]
        widths = [page.evaluate("document.documentElement.scrollWidth")]

        expect(page.get_by_text("Yusuf Fictional")).to_be_hidden()
        page.get_by_text("Show the names").press("Enter")
        expect(page.get_by_text("Yusuf Fictional")).to_be_visible()
        page.get_by_label("The same", exact=True).press("Space")
        page.get_by_label("Why").fill("The same scar.")
        page.get_by_label("Why").press("Enter")
        expect(page.get_by_text("The same scar.")).to_be_visible()
        faults.append(Axe().run(page))
        widths.append(page.evaluate("document.documentElement.scrollWidth"))

    assert [found.response["violations"] for found in faults] == [[], []]
    assert max(widths) <= width
