"""Every page that a source meets, in each of the ten languages: readable for everybody, and at 200 %."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from gate_world import Clock
from test_gate_in_browser import Site

from unhindered.gate.languages.catalogues import LANGUAGES, language

pytestmark = pytest.mark.browser
# 640 px at 200 %; the accessibility guidelines too ask that nothing scrolls to the side at 320 px.
ENLARGED = {"width": 320, "height": 480}
PATHS = ("", "report", "return", "carry", "nothing-here")


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    site = Site(tmp_path_factory.mktemp("site") / "gate")
    with site.gate, site.reader:
        yield site


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_page_is_accessible_and_fits_in(site, chromium, code):
    context = chromium.new_context(viewport=ENLARGED)
    page = context.new_page()
    page.clock.install(time=Clock()())
    addresses = [f"{site.gate.url}/{code}/{path}" for path in PATHS]
    for path in [*addresses, f"{site.reader.url}/{code}/", f"{site.reader.url}/{code}/words"]:
        page.goto(path)
        page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true; })")

        found = Axe().run(page)

        assert found.violations_count == 0, (path, found.generate_report())
        assert page.evaluate("document.documentElement.scrollWidth") <= ENLARGED["width"], path
        assert page.evaluate("document.documentElement.dir") == language(code).direction
        assert page.evaluate("document.documentElement.lang") == code
    context.close()


@pytest.mark.parametrize("code", LANGUAGES)
def test_without_script_a_page_is_whole_in(site, chromium, code):
    context = chromium.new_context(viewport=ENLARGED, java_script_enabled=False)
    page = context.new_page()
    for path in PATHS:
        page.goto(f"{site.gate.url}/{code}/{path}")

        assert page.locator("h1").count() == 1
        assert page.locator("html").get_attribute("dir") == language(code).direction
        assert page.locator(".needs-script:visible").count() == 0
    context.close()
