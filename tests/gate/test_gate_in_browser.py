"""A person without script, in a real browser: writes, keeps the words, comes back for the answer."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from gate_world import GateWorld
from playwright.sync_api import expect
from served_over_http import ServedOverHttp
from test_gate_mailbox import reply_envelope

from unhindered.core.correspondence.from_source import read_report
from unhindered.core.envelope.payload import read_frame
from unhindered.core.envelope.receipt import derive_source_keys, read_receipt
from unhindered.core.envelope.split import split_envelope
from unhindered.core.envelope.unseal import unseal_bytes
from unhindered.core.log.entry import EntryKind, NewEntry
from unhindered.facts.wordlists import english
from unhindered.gate.app import make_gate
from unhindered.gate.noscript.app import make_reader

pytestmark = pytest.mark.browser
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 900}
WORDS = "A guard beat Ada Fictional.\nهي خائفة."


class Site:
    """A gate and its no-script reader on this machine."""

    def __init__(self, path):
        self.world = GateWorld(path)
        with self.world as world:
            world.open()
        self.reader = ServedOverHttp(make_reader(world.folder, now=world.clock, gate="http://127.0.0.1:1"))
        app = make_gate(world.folder, now=world.clock, reader=self.reader.url)
        self.app, self.gate = app, ServedOverHttp(app)

    def log(self):
        return self.app.state.gate.sealed


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    site = Site(tmp_path_factory.mktemp("site") / "gate")
    with site.gate, site.reader:
        yield site


def opened(log, index, identity):
    entry = log.entry(index)
    with log.open_body(index) as body:
        return read_frame(unseal_bytes(entry.header + body.read(), [identity]))


def answer(site, keys, text):
    header, body = split_envelope(reply_envelope(site.world, keys, text))
    entry = NewEntry(EntryKind.MAILBOX, keys.mailbox_id, header, body)
    site.log().append([entry], day=site.world.clock().date()).result()


def test_a_person_without_script_writes_and_reads_the_answer(site, chromium, tmp_path):
    photo = tmp_path / "фото.jpg"
    photo.write_bytes(b"\xff\xd8" + bytes(100_000))
    first = site.log().size()
    context = chromium.new_context(java_script_enabled=False, viewport=PHONE)
    page = context.new_page()

    page.goto(site.gate.url)
    page.click("text=Write a report")
    assert page.locator("text=Without script, this is weaker").is_visible()
    # Once the style sheet is there.
    expect(page.locator("text=is sealed on this device")).to_be_hidden()
    page.fill("#what", WORDS)
    page.select_option("#state", label="Vareland")
    page.check("input[name=danger][value=yes]")
    page.set_input_files("#attachments", photo)
    page.get_by_role("button", name="Send", exact=True).click()
    words = page.locator(".words strong").all_inner_texts()

    report = read_report(opened(site.log(), first, site.world.institution.intake).body)
    assert (report.answers.what, report.answers.state, report.answers.danger) == (WORDS, "XVL", "yes")
    payload = opened(site.log(), first + 1, site.world.institution.intake)
    assert (payload.name, payload.body) == (photo.name, photo.read_bytes())

    secret = read_receipt(" ".join(words), english()).secret
    keys = derive_source_keys(secret, bytes.fromhex(site.world.institution.id))
    answer(site, keys, "We have it.\n\nStay away from the station.")

    page.goto(f"{site.gate.url}/en/return")
    assert page.locator("#return-form").is_hidden()
    page.click("text=Read without script")
    assert page.locator("text=What you give away").is_visible()
    assert page.locator("textarea").count() == 0
    page.click("text=I understand")
    page.fill("#receipt", "  ".join(words).upper())
    page.click("text=Read the answer")

    assert page.locator("blockquote").inner_text() == "We have it.\n\nStay away from the station."
    assert context.cookies() == []
    context.close()


def test_a_form_that_lacks_everything_comes_back_with_what_was_chosen(site, chromium):
    context = chromium.new_context(java_script_enabled=False, viewport=PHONE)
    page = context.new_page()
    page.goto(f"{site.gate.url}/en/report")
    page.check("input[value=other]")

    page.click("button[type=submit]")

    assert page.locator("[role=alert]").is_visible()
    assert page.is_checked("input[value=other]")
    context.close()


def test_no_page_asks_anything_of_anybody_else_even_with_script(site, chromium):
    context = chromium.new_context(viewport=PHONE)
    page = context.new_page()
    asked, complaints = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))

    for path in ("/", "/en/report", "/en/return", "/nowhere"):
        page.goto(site.gate.url + path)
        page.wait_for_load_state("networkidle")

    assert {url for url in asked if not url.startswith(site.gate.url)} == set()
    assert [text for text in complaints if "404" not in text] == []
    context.close()


PAGES = ("/", "/en/report", "/en/return", "/nowhere")
READER_PAGES = ("/", "/en/words")


def addresses(site):
    return [site.gate.url + path for path in PAGES] + [site.reader.url + path for path in READER_PAGES]


def without_its_script(page):
    page.route("**/static/*.js", lambda route: route.abort())


@pytest.mark.parametrize(
    ("scheme", "direction", "size"), [("light", "ltr", PHONE), ("dark", "rtl", DESK)], ids=["light", "dark"]
)
def test_axe_finds_nothing(site, chromium, scheme, direction, size):
    context = chromium.new_context(viewport=size, color_scheme=scheme)
    page, plain = context.new_page(), context.new_page()
    without_its_script(plain)
    found = []

    for seen, address in [(page, one) for one in addresses(site)] + [(plain, site.gate.url + "/en/report")]:
        seen.goto(address)
        seen.evaluate(f"document.documentElement.dir = '{direction}'")
        problems = Axe().run(seen).response["violations"]
        found += [(address, one["id"], one["nodes"][0]["html"]) for one in problems]

    assert found == []
    context.close()


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
@pytest.mark.parametrize("width", [320, 360, 1280])
def test_nothing_runs_over_the_edge(site, chromium, direction, width):
    context = chromium.new_context(viewport={"width": width, "height": 740})
    page = context.new_page()
    without_its_script(page)
    found = []

    for address in addresses(site):
        page.goto(address)
        page.evaluate(f"document.documentElement.dir = '{direction}'")
        over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        found += [(address, over)] if over > 0 else []

    assert found == []
    context.close()


def test_everything_can_be_reached_with_the_keyboard(site, chromium):
    context = chromium.new_context(java_script_enabled=False, viewport=DESK)
    page = context.new_page()
    page.goto(f"{site.gate.url}/en/report")
    reached = []

    for _ in range(25):
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        if focused.count():
            reached.append(focused.get_attribute("name") or focused.inner_text())

    wanted = ["what", "when", "where", "state", "danger_who", "contact", "attachments", "Send"]
    assert [name for name in dict.fromkeys(reached) if name in wanted] == wanted
    assert reached[0] == "Skip to the content"
    context.close()


def test_the_words_fit_a_phone_at_twice_the_size(site, chromium):
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 320, "height": 640})
    page = context.new_page()
    page.goto(f"{site.gate.url}/en/report")
    page.fill("#what", WORDS)
    page.get_by_role("button", name="Send", exact=True).click()

    assert page.locator(".words li").count() == 13
    assert page.locator(".words li").last.bounding_box()["width"] <= 320
    context.close()
