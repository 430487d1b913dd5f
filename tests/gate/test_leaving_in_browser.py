"""Who has to leave at once: by button, by key, with a history that tells no more than the first page did."""

import pytest
from gate_world import GateWorld
from playwright.sync_api import expect
from served_over_http import ServedOverHttp

from unhindered.gate.app import make_gate
from unhindered.gate.settings import GateSettings

pytestmark = pytest.mark.browser
PHONE = {"width": 360, "height": 740}
ELSEWHERE = "https://elsewhere.example/"


@pytest.fixture(scope="module")
def gate(tmp_path_factory):
    settings = GateSettings(
        name="gate.example.org",
        publish_every=86_400,
        leave_for=ELSEWHERE,
        onion="http://fictional.onion",
    )
    with GateWorld(tmp_path_factory.mktemp("left") / "gate", settings=settings) as world:
        world.open()
    with ServedOverHttp(make_gate(world.folder, now=world.clock)) as served:
        yield served


@pytest.fixture
def visit(gate, chromium):
    """A page that came from somewhere, as people do."""
    opened = []

    def open_page(path, **options):
        context = chromium.new_context(viewport=PHONE, **options)
        opened.append(context)
        context.route(f"{ELSEWHERE}**", lambda route: route.fulfill(body="elsewhere"))
        page = context.new_page()
        page.goto("about:blank")
        page.goto(gate.url + path)
        return page

    yield open_page
    for context in opened:
        context.close()


def entries(page):
    return page.evaluate("history.length")


@pytest.mark.parametrize("path", ["/en/", "/ar/", "/en/report", "/en/return", "/en/nowhere"])
def test_escape_three_times_opens_another_website_in_place_of_the_page(visit, path):
    page = visit(path)
    before = entries(page)

    for _ in range(3):
        page.keyboard.press("Escape")
    page.wait_for_url(ELSEWHERE)

    assert entries(page) == before
    page.go_back()
    assert page.url == "about:blank"


def test_the_button_does_the_same(visit):
    page = visit("/en/")
    before = entries(page)

    page.click("#quick-exit")
    page.wait_for_url(ELSEWHERE)

    assert entries(page) == before


def test_escape_once_or_twice_leaves_nothing(visit):
    page = visit("/en/report")
    page.fill("#what", "Ada Fictional was beaten.")

    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")

    assert page.input_value("#what") == "Ada Fictional was beaten."


def test_walking_through_the_gate_adds_nothing_to_the_history(visit, gate):
    page = visit("/")
    before = entries(page)

    page.get_by_role("link", name="Write", exact=True).click()
    expect(page).to_have_url(f"{gate.url}/en/report")
    page.get_by_role("link", name="Come back", exact=True).click()
    expect(page).to_have_url(f"{gate.url}/en/return")
    page.locator(".languages summary").click()
    page.get_by_role("link", name="Français").click()
    expect(page).to_have_url(f"{gate.url}/fr/return")

    assert entries(page) == before
    page.go_back()
    assert page.url == "about:blank"


def test_a_place_on_the_same_page_can_still_be_jumped_to(visit):
    page = visit("/en/report")

    page.locator("a.skip").focus()
    page.keyboard.press("Enter")

    expect(page).to_have_url(page.url.partition("#")[0] + "#main")


def test_without_script_the_page_says_that_the_history_grows(visit):
    plain = visit("/en/", java_script_enabled=False)

    assert plain.get_by_text("Without script, each page that you open here").is_visible()
    assert plain.get_by_text("Pressing the key Escape").is_hidden()
    assert plain.get_by_text("Script is off in your browser").is_visible()


def test_with_script_the_page_names_the_key_and_warns_of_no_missing_script(visit):
    page = visit("/en/")

    assert page.get_by_text("Pressing the key Escape three times").is_visible()
    assert page.get_by_text("Script is off in your browser").is_hidden()


def test_the_two_ways_on_and_the_exit_are_on_the_first_screen_of_a_phone(visit):
    for path in ("/en/", "/ar/"):
        page = visit(path)
        for place in ("#quick-exit", ".way[href$='/report']", ".way[href$='/return']"):
            box = page.locator(place).bounding_box()
            assert box["y"] + box["height"] <= PHONE["height"], (path, place)


@pytest.mark.parametrize("has_script", [True, False])
def test_the_first_question_stands_on_the_first_screen_of_a_phone(visit, has_script):
    page = visit("/en/report", java_script_enabled=has_script)

    label = page.locator("label[for=what]").bounding_box()
    assert label["y"] + label["height"] <= PHONE["height"]


def test_whoever_did_not_come_over_tor_is_told_so_calmly(visit):
    page = visit("/en/")

    assert page.get_by_text("You may write from here. It is safer with Tor Browser.").is_visible()
    assert page.get_by_text("http://fictional.onion").first.is_visible()


def test_no_browser_asks_for_an_icon_or_is_refused_one(visit, gate):
    page = visit("/en/")
    asked, complaints = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))

    for path in ("/", "/ar/report", "/fa/return", "/en/nowhere"):
        page.goto(gate.url + path)
        page.wait_for_load_state("networkidle")

    assert [url for url in asked if "icon" in url or url.endswith(".svg")] == []
    assert [text for text in complaints if "404" not in text] == []
