import json
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
# The gate that a browser meets here is the one its own tests use.
sys.path.append(str(HERE.parent / "gate"))

POLICY = "Content Security Policy"
PAGE_POLICY = "default-src 'none'; script-src 'self'"


class LaidOpen:
    """The bundle's functions in a real browser, on a page under the policy that our pages have."""

    def __init__(self, page):
        self._page = page

    def __call__(self, name, *arguments):
        """What the function gives, or `Refused`-like text in `error`; bytes as base64."""
        # ASCII JSON carries even halves of characters.
        text = self._page.evaluate("([name, json]) => laidOpen(name, json)", [name, json.dumps(arguments)])
        return json.loads(text)

    def value(self, name, *arguments):
        outcome = self(name, *arguments)
        assert "value" in outcome, outcome
        return outcome["value"]

    def refused(self, name, *arguments):
        """Whether our own code refused: a stranger's bytes may raise nothing else."""
        outcome = self(name, *arguments)
        assert outcome.get("isOurs", True), outcome
        return "error" in outcome


@pytest.fixture(scope="session")
def laid_open(chromium):
    page = chromium.new_page()
    complaints = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.route("**/*", _serve)
    page.goto("https://laid-open.example/")
    assert page.evaluate("isSecureContext")
    yield LaidOpen(page)
    page.close()
    assert complaints == []


def _serve(route):
    if route.request.url.endswith("/laid_open.js"):
        script = (HERE / "laid_open.js").read_text(encoding="utf-8")
        route.fulfill(body=script, headers={"Content-Type": "text/javascript; charset=utf-8"})
    elif route.request.url.endswith("/"):
        html = "<!doctype html><meta charset=utf-8><script src=/laid_open.js></script>"
        headers = {"Content-Type": "text/html", "Content-Security-Policy": PAGE_POLICY}
        route.fulfill(body=html, headers=headers)
    else:
        # The icon that a browser asks for by itself.
        route.fulfill(status=204)


@pytest.fixture
def desk(tmp_path):
    """An open gate with a fictional institution, and the desk behind it."""
    from gate_world import GateWorld
    from pages import Desk

    with GateWorld(tmp_path / "gate") as world:
        yield Desk(world.open())


@pytest.fixture
def door(desk):
    """The gate's HTTP door on this machine."""
    from over_http import OverHttp

    with OverHttp(desk.world.http) as door:
        yield door


@pytest.fixture
def page(chromium, door):
    """A fresh browser at the gate, on the day of the fictional notice; it may complain of nothing."""
    from gate_world import NOW

    context = chromium.new_context(base_url=door.url, viewport={"width": 360, "height": 740}, locale="en")
    page = context.new_page()
    page.set_default_timeout(15_000)
    page.clock.set_fixed_time(NOW)
    complaints = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: complaints.append(message.text) if POLICY in message.text else None)
    foreign = []
    page.on("request", lambda request: foreign.append(request.url) if door.url not in request.url else None)
    yield page
    assert complaints == []
    assert foreign == []
    context.close()
