"""A notice of this machine says that something came in, and nothing of what."""

import pytest
from desk_server import DeskServer
from desk_world import Source

pytestmark = pytest.mark.browser

# What the browser is asked to show is kept here instead of on the screen.
KEPT = """
window.shown = [];
window.Notification = class { constructor(title, options) { window.shown.push([title, options.body]); } };
window.Notification.permission = "granted";
window.Notification.requestPermission = async () => "granted";
"""


@pytest.fixture
def page(chromium, enrolled, owner):
    with DeskServer(enrolled, owner) as served:
        page = chromium.new_page()
        page.add_init_script(KEPT)
        page.goto(served.session.address)
        page.get_by_text("Keyboard").click()
        yield page, served


def test_a_new_report_is_told_without_a_word_of_it_and_once(page, enrolled):
    page, served = page
    page.get_by_label("Tell me on this machine").check()
    Source(enrolled.gate).send()
    served.work.sync()

    page.reload()
    assert page.evaluate("window.shown") == [["Unhindered", "Look at your desk."]]
    page.reload()
    assert page.evaluate("window.shown") == []


def test_nothing_is_told_unless_asked_for(page, enrolled):
    page, served = page
    Source(enrolled.gate).send()
    served.work.sync()

    page.reload()

    assert page.evaluate("window.shown") == []
