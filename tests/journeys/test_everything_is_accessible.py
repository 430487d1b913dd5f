"""Every page of the stage, filled: for all readers, at both widths, in both directions, by keyboard."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from officer_steps import (
    add_person,
    assess_rapidly,
    confirm,
    draft,
    go_to,
    open_case,
    passages,
    publish_all,
    record_consent,
    sync,
    take_in,
)
from source_steps import STORY, write_report
from visits import PHONE, WIDE, read_ledger

from unhindered.commands.demonstration.journey import fictional_article

pytestmark = pytest.mark.browser
ARTICLE = {
    "Title": "Vareland urged",
    "Publisher": "Fictional Gazette",
    "Published_on": "2026-03-04",
    "Address": "https://gazette.example/vareland-urged",
}
# One language of Latin letters, one that is written from right to left, one without spaces.
LANGUAGES = ("en", "ar", "zh")
GATE = (
    *("/", "/nowhere"),
    *(f"/{code}{page}" for code in LANGUAGES for page in ("/", "/report", "/return", "/carry", "/nowhere")),
)
READER = ("/", "/nowhere", *(f"/{code}{page}" for code in LANGUAGES for page in ("/", "/words")))
LEDGER = (
    *("/", "/states/", "/states/xvl/", "/states/tjk/", "/resolutions/", "/resolutions/a-res-68-156/"),
    *("/statements/", "/sources/", "/how-we-know/"),
)
DESK = ("/", "/cases", "/review", "/publish", "/documents", "/officers", "/nowhere")
ON_REPORT = ("", "/assess/rapid", "/assess/full", "/open-case")
ON_CASE = (
    *("", "/answer", "/person", "/cooperation", "/act", "/consent", "/note", "/draft", "/close"),
    *("/access", "/add-report", "/assess/rapid", "/assess/full"),
)


class Furnished:
    """The stage after some work: a new report, a case with people and a draft, a document, a public page."""

    def __init__(self, stage, visitors, page):
        self.stage, self.visitors, self.page = stage, visitors, page
        self.desk = page.url.partition("//")[2].partition("/")[0]
        self.report, self.case, self.statement, self.document = self._work()

    def addresses(self):
        """Every page of each kind."""
        desk = [*DESK, self.statement, self.document, self.document + "?all=1"]
        desk += [self.report + below for below in ON_REPORT] + [self.case + below for below in ON_CASE]
        parts = (("gate", GATE), ("reader", READER), ("ledger", LEDGER), ("desk-one", desk))
        return [self.stage.url(part) + path for part, paths in parts for path in paths]

    def _work(self):
        page = self.page
        phone = self.visitors.phone()
        for danger, story in (("No", "Another matter: they came to my sister's shop."), ("Yes", STORY)):
            write_report(phone, self.stage.url("gate"), story=story, danger=danger)
        go_to(page, "Inbox")
        sync(page)
        page.get_by_role("link", name=STORY[:40]).first.click()
        open_case(page, "Spring 1")
        case = self._path()
        page.get_by_role("link", name="Rapid", exact=True).click()
        assess_rapidly(page)
        add_person(page, "the lawyer")
        record_consent(page, "the lawyer")
        draft(page, "A lawyer was threatened after speaking with a delegation.")
        statement = self._path()
        go_to(page, "Inbox")
        page.get_by_role("link", name="Another matter").first.click()
        report = self._path()
        take_in(page, fictional_article().decode(), **ARTICLE)
        document = self._path()
        confirm(page, passages(page, "Concern").first)
        publish_all(page)
        read_ledger(phone, self.stage, "states/xvl/", "Fictional Gazette wrote")
        return report, case, statement, document

    def _path(self):
        return self.page.url.partition(self.desk)[2].partition("#")[0]


class Walk:
    """What was found on one walk through all pages."""

    def __init__(self, page, addresses):
        self.page = page
        self.faults, self.over_the_edge, self.without_skip, self.icons = [], [], [], set()
        for address in addresses:
            page.set_viewport_size(PHONE)
            page.emulate_media(color_scheme="light")
            page.goto(address)
            self._press_tab()
            self.icons.add(page.locator("link[rel=icon]").evaluate("icon => icon.href"))
            self._look_for_faults()
            for direction in ("rtl", "ltr"):
                self._measure(direction)
            page.set_viewport_size(WIDE)
            page.emulate_media(color_scheme="dark")
            self._look_for_faults()

    def _press_tab(self):
        self.page.keyboard.press("Tab")
        focused = self.page.locator("a.skip:focus-visible")
        if not focused.count() or focused.bounding_box()["y"] < 0:
            self.without_skip.append(self.page.url)

    def _look_for_faults(self):
        width = self.page.viewport_size["width"]
        found = Axe().run(self.page).response["violations"]
        self.faults += [(self.page.url, width, item["id"], item["nodes"][0]["html"]) for item in found]

    def _measure(self, direction):
        over = self.page.evaluate(TURN_AND_MEASURE, direction)
        if over > 0:
            self.over_the_edge.append((self.page.url, direction, over))


@pytest.fixture(scope="module")
def furnished(stage, visitors):
    return Furnished(stage, visitors, visitors.officer(0))


@pytest.fixture(scope="module")
def walk(furnished):
    """Done once, in the browser of the first officer, who may see every page."""
    page = furnished.page
    yield Walk(page, furnished.addresses())
    page.set_viewport_size(WIDE)
    page.emulate_media(color_scheme="light")


def test_axe_finds_nothing_at_either_width(walk):
    assert walk.faults == []


def test_nothing_runs_over_the_edge_of_a_phone_in_either_direction(walk):
    assert walk.over_the_edge == []


def test_the_first_tab_shows_the_way_to_the_content(walk):
    assert walk.without_skip == []


def test_every_page_names_an_icon_that_is_there_or_none(walk):
    # A browser keeps icons apart from its history: the gate's pages name an empty one.
    answers = {url: walk.page.request.get(url) for url in walk.icons - {"data:,"}}

    assert {url: answer.status for url, answer in answers.items() if not answer.ok} == {}
    assert {answer.headers["content-type"] for answer in answers.values()} == {"image/svg+xml"}


def test_no_page_asks_anything_of_anybody_else(walk, visitors):
    assert visitors.foreign() == set()
    assert visitors.complaints == []


@pytest.mark.parametrize(
    ("part", "path"), [("gate", "/en/report"), ("reader", "/en/words"), ("desk-one", "case")]
)
def test_every_control_is_reached_by_keyboard_and_shows_that_it_is(furnished, part, path):
    page = furnished.page
    page.goto(furnished.stage.url(part) + (furnished.case if path == "case" else path))
    count = page.evaluate(WATCH_FOCUS)

    for _ in range(count):
        page.keyboard.press("Tab")

    assert page.evaluate("window.unseen()") == []


TURN_AND_MEASURE = """
direction => {
  document.documentElement.dir = direction;
  return document.documentElement.scrollWidth - innerWidth;
}
"""
# Of radio buttons with one name, Tab reaches one; the arrows reach the others.
WATCH_FOCUS = """
() => {
  const controls = "a[href], button, input, select, textarea, summary, [tabindex='0']";
  const wanted = [...document.querySelectorAll(controls)].filter((one) => one.checkVisibility());
  const shown = new Set();
  document.addEventListener("focusin", ({ target }) => {
    if (getComputedStyle(target).outlineStyle !== "none") shown.add(target);
  });
  const isSame = (one, seen) => seen === one || (one.type === "radio" && seen.name === one.name);
  const isShown = (one) => [...shown].some((seen) => isSame(one, seen));
  window.unseen = () => wanted.filter((one) => !isShown(one)).map((one) => one.outerHTML);
  return wanted.length + 2;
}
"""
