"""A person with a stick: opens the page as a file, without a network, seals, and somebody carries it."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from gate_world import NOW, GateWorld

from unhindered.core.correspondence.from_source import read_report
from unhindered.core.envelope.payload import read_frame
from unhindered.core.envelope.receipt import derive_source_keys, read_receipt
from unhindered.core.envelope.unseal import unseal_bytes
from unhindered.facts.wordlists import english
from unhindered.gate.offline_page import offline_page

pytestmark = pytest.mark.browser
PHONE = {"width": 360, "height": 740}
# The page reads the device's clock; this one is set.
A_DAY = datetime(2026, 11, 25, 9, tzinfo=UTC)


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    with GateWorld(tmp_path_factory.mktemp("world") / "gate") as world:
        yield world.open()


@pytest.fixture
def opened(world, chromium, tmp_path):
    """The page from a file, in a browser without a network; whatever it asks for is noted."""
    file = tmp_path / "page.html"
    file.write_bytes(offline_page([world.notice_text], "en"))
    context = chromium.new_context(viewport=PHONE, accept_downloads=True, offline=True)
    page = context.new_page()
    page.clock.set_fixed_time(A_DAY)
    page.asked, page.problems = [], []
    page.on("request", lambda request: page.asked.append(request.url))
    page.on("console", lambda message: page.problems.append(message.text))
    page.on("pageerror", lambda error: page.problems.append(str(error)))
    page.goto(file.as_uri())
    yield page
    context.close()


def sealed_by(page, tmp_path):
    page.get_by_role("button", name="Seal", exact=True).click()
    with page.expect_download() as found:
        page.get_by_role("link", name="Save the closed file").click()
    file = tmp_path / found.value.suggested_filename
    found.value.save_as(file)
    return file


def test_what_is_sealed_without_a_network_opens_at_the_desk(world, opened, tmp_path):
    (tmp_path / "scan.png").write_bytes(b"a scan" * 20_000)
    opened.fill("#what", "A guard beat Ada Fictional.")
    opened.set_input_files("#attachments", tmp_path / "scan.png")

    file = sealed_by(opened, tmp_path)
    words = opened.locator("#receipt-words strong").all_inner_texts()
    before = world.gate.sealed.size()
    answer = world.send(file.read_bytes())

    assert re.fullmatch(r"sealed-[0-9a-f]{16}\.unhindered", file.name)
    assert (answer.status_code, len(answer.json()["placed"])) == (201, 2)
    log, found = world.gate.sealed, {}
    for index in range(before, log.size()):
        with log.open_body(index) as body:
            payload = read_frame(
                unseal_bytes(log.entry(index).header + body.read(), [world.institution.intake])
            )
        found[payload.name] = payload.body
    report = read_report(found["report.json"])
    keys = derive_source_keys(
        read_receipt(" ".join(words), english()).secret, bytes.fromhex(world.institution.id)
    )
    assert (report.answers.what, report.keys.signing) == (
        "A guard beat Ada Fictional.",
        keys.signing_public_key,
    )
    assert found["scan.png"] == b"a scan" * 20_000


def test_the_page_asks_nobody_for_anything(opened, tmp_path):
    opened.fill("#what", "A guard beat Ada Fictional.")
    sealed_by(opened, tmp_path)

    assert [url for url in opened.asked if not url.startswith(("file:", "data:", "blob:"))] == []
    assert opened.problems == []


def test_an_empty_report_is_not_sealed(opened):
    opened.get_by_role("button", name="Seal", exact=True).click()

    assert opened.locator("#report-status").get_by_text("Nothing is written yet").is_visible()
    assert opened.locator("#offline-sealed").is_hidden()


@pytest.mark.parametrize("days", [-30, 30])
def test_out_of_its_weeks_the_page_says_so_and_takes_no_words(opened, days):
    opened.clock.set_fixed_time(NOW + timedelta(days=days))
    opened.reload()

    assert opened.locator("#offline-ended").is_visible()
    assert opened.locator("#what").is_hidden()


def test_a_notice_of_another_root_is_not_taken(world, chromium, tmp_path):
    """Somebody who can change the file can change the script too; who only swaps the notice is caught."""
    with GateWorld(tmp_path / "other") as other:
        other.open()
    text = offline_page([other.notice_text], "en").decode()
    ours, theirs = (str(one.institution.root.verifier()) for one in (world, other))
    (tmp_path / "page.html").write_text(text.replace(f'"root": "{theirs}"', f'"root": "{ours}"'))
    context = chromium.new_context(offline=True)
    page = context.new_page()
    page.clock.set_fixed_time(A_DAY)
    page.goto((tmp_path / "page.html").as_uri())

    assert page.locator("#report-status").is_visible()
    assert page.locator("#what").is_hidden()
    context.close()


def test_without_script_nobody_is_let_write(world, chromium, tmp_path):
    (tmp_path / "page.html").write_bytes(offline_page([world.notice_text], "en"))
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((tmp_path / "page.html").as_uri())

    assert page.get_by_text("Script is off, so nothing can be sealed here").is_visible()
    assert page.locator("#what").is_hidden()
    context.close()


@pytest.mark.parametrize("code", ["en", "ar"])
def test_the_page_is_accessible(world, chromium, tmp_path, code):
    (tmp_path / "page.html").write_bytes(offline_page([world.notice_text], code))
    # Axe is put into the page from outside, which the page's own policy would not let in.
    context = chromium.new_context(viewport=PHONE, bypass_csp=True, offline=True)
    page = context.new_page()
    page.clock.set_fixed_time(A_DAY)
    page.goto((tmp_path / "page.html").as_uri())

    assert Axe().run(page).response["violations"] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    context.close()


def test_it_seals_where_a_browser_keeps_its_own_cryptography_from_files(world, opened, tmp_path):
    opened.add_init_script("Object.defineProperty(crypto, 'subtle', { value: undefined })")
    opened.reload()
    opened.fill("#what", "A guard beat Ada Fictional.")

    file = sealed_by(opened, tmp_path)

    assert opened.evaluate("crypto.subtle === undefined")
    assert world.send(file.read_bytes()).status_code == 201
