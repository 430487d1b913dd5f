"""The pages as a reader meets them: phone, tablet, desk; light and dark; no script anywhere."""

import functools
import http.server
import threading

import pytest
from axe_playwright_python.sync_playwright import Axe
from fictional_ledger import CASE, NAMED, TODAY, record_of

from unhindered.facts.tables import load_facts
from unhindered.ledger.build import build_ledger

pytestmark = pytest.mark.browser
KEY_PAGES = ("", "states/tjk/", "states/xvl/", "resolutions/a-res-68-156/")
PAGES = (*KEY_PAGES, "states/", "resolutions/", "statements/", "sources/", "how-we-know/")


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """The built site on a plain web server."""
    site = tmp_path_factory.mktemp("ledger") / "site"
    build_ledger(site, facts=load_facts(), record=record_of(CASE, NAMED), today=TODAY)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=site))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


def axe_findings(page):
    found = Axe().run(page).response["violations"]
    return [(item["id"], item["nodes"][0]["html"]) for item in found]


# Light on a phone and dark at a desk: together every page, colour and arrangement once.
@pytest.mark.parametrize(("width", "scheme", "pages"), [(360, "light", PAGES), (1440, "dark", KEY_PAGES)])
def test_axe_finds_nothing(chromium, address, width, scheme, pages):
    context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()

    found = {}
    for path in pages:
        page.goto(address + path)
        found[path] = axe_findings(page)

    context.close()
    assert found == {path: [] for path in pages}


@pytest.mark.parametrize("width", [320, 360, 768, 1440])
def test_pages_fit_the_window_and_ask_nobody_else(chromium, address, width):
    context = chromium.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    complaints, asked = [], []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("request", lambda request: asked.append(request.url))

    for path in PAGES:
        page.goto(address + path)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path

    context.close()
    # Browsers ask for an icon by themselves.
    assert [line for line in complaints if "404" not in line] == []
    assert all(url.startswith(address) for url in asked)


def test_a_reader_finds_a_state_and_its_source_without_script(chromium, address):
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 360, "height": 800})
    page = context.new_page()

    page.goto(address)
    page.get_by_role("link", name="Tajikistan", exact=True).click()
    assert page.get_by_role("heading", level=1).inner_text() == "Tajikistan"
    page.get_by_role("link", name="International Service for Human Rights, 13 November 2013").click()

    assert page.url.endswith("/sources/#ishr-2013-11-13")
    context.close()
