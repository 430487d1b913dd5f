"""Alarms and check-ins in a real browser: no accessibility fault, and nothing scrolls sideways."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from desk_scene import FULL
from desk_server import DeskServer
from desk_world import Source
from watch_world import come_back

from unhindered.desk.actions import cases, check_ins

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [1280, 360])
def test_no_page_about_alarms_has_an_accessibility_fault(chromium, enrolled, owner, width):
    source = Source(enrolled.gate)
    source.send()
    enrolled.sync(owner)
    (report,) = owner.book.reports
    cases.assess(owner, report, kind=cases.FULL, values=FULL, today=enrolled.today)
    cases.open_case(owner, [report], name="Autumn 4", officers=[], today=enrolled.today)
    check_ins.agree(owner, report, {"every_days": 1, "grace_hours": 6}, enrolled.today)
    come_back(source, "danger")
    enrolled.sync(owner)
    problems = []
    with DeskServer(enrolled, owner) as served:
        page = chromium.new_context(viewport={"width": width, "height": 900}).new_page()
        page.goto(served.session.address)
        for path in ("/", "/check-ins", f"/report/{report}/check-ins", f"/report/{report}/check-ins/end"):
            page.goto(served.session.origin + path)
            found = Axe().run(page).response["violations"]
            problems += [f"{path}: {item['id']}: {item['nodes'][0]['html']}" for item in found]
            if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
                problems.append(f"{path}: scrolls sideways")
        page.context.close()

    assert problems == []
