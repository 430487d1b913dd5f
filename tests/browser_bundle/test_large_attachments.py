"""Files too large for one post: in Debian's Chromium, against a gate that is killed while they arrive."""

import hashlib
from itertools import count

import pytest
from gate_process import GateProcess
from gate_world import NOW, QUICK, GateWorld
from pages import shown_words

from unhindered.core.envelope.payload import read_frame
from unhindered.core.envelope.unseal import unseal_bytes
from unhindered.core.log.entry import EntryKind
from unhindered.gate.open_gate import open_gate

pytestmark = pytest.mark.browser

MIB = 1024 * 1024
SIZE = 64 * MIB
WORDS = "A guard beat Ada Fictional."


@pytest.fixture(scope="module")
def film(tmp_path_factory):
    """A file that no packing makes smaller, and its hash."""
    path = tmp_path_factory.mktemp("film") / "night.bin"
    block = hashlib.shake_128(b"a fictional film").digest(MIB)
    with path.open("wb") as file:
        for place in range(SIZE // MIB):
            file.write(place.to_bytes(8, "big") + block[8:])
    return path


@pytest.fixture
def world(tmp_path):
    with GateWorld(tmp_path / "gate") as world:
        world.open()
    return world


@pytest.fixture
def gate(world):
    with GateProcess(world.folder.path, at=NOW) as gate:
        yield gate


@pytest.fixture
def page(chromium, gate):
    context = chromium.new_context(base_url=gate.url, viewport={"width": 360, "height": 740}, locale="en")
    page = context.new_page()
    page.clock.set_fixed_time(NOW)
    complaints = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.set_default_timeout(60_000)
    yield page
    assert complaints == []
    context.close()


def write_report(page, film):
    page.goto("/en/report")
    page.wait_for_selector("html[data-script=ready]")
    page.fill("#what", WORDS)
    page.set_input_files("#attachments", film)


def send(page):
    page.click("#report-form button[type=submit]")


def hash_of(path):
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()


def what_arrived(world):
    """Each payload that a source sent, opened with the intake key."""
    with open_gate(world.folder, now=world.clock, limits=QUICK) as gate:
        log = gate.sealed
        entries = [(index, log.entry(index)) for index in range(log.size())]
        sent = [(index, entry) for index, entry in entries if entry.kind is EntryKind.SOURCE]
        return [
            read_frame(unseal_bytes(entry.header + body_of(log, index), [world.institution.intake]))
            for index, entry in sent
        ]


def body_of(log, index):
    with log.open_body(index) as body:
        return body.read()


def test_a_large_file_arrives_whole_though_the_gate_is_killed_while_it_comes(page, gate, world, film):
    write_report(page, film)
    parts = count(1)
    with page.expect_event("requestfinished", lambda request: request.method == "PATCH" and next(parts) == 3):
        send(page)
    gate.kill()
    gate.start()

    page.wait_for_selector("#receipt:not([hidden])")

    assert len(shown_words(page)) == 13
    gate.kill()
    arrived = what_arrived(world)
    assert [item.name for item in arrived] == ["report.json", "night.bin"]
    assert hashlib.sha256(arrived[1].body).digest() == hash_of(film)


def test_stopping_asks_the_gate_to_forget_what_it_has(page, gate, film):
    write_report(page, film)
    # The line stands still, so that there is time to press the button.
    page.route("**/uploads/*", lambda route: None if route.request.method == "PATCH" else route.continue_())
    with page.expect_event("request", lambda request: request.method == "PATCH"):
        send(page)

    with page.expect_event("requestfinished", lambda request: request.method == "DELETE") as forgotten:
        page.click("#report-cancel")

    assert forgotten.value.response().status == 204
    page.get_by_text("Nothing was sent").wait_for()
    assert page.input_value("#what") == WORDS


def test_without_room_for_files_the_words_still_go(page, gate, world, film):
    page.route("**/uploads", lambda route: route.fulfill(status=507, body="{}"))
    write_report(page, film)
    send(page)
    page.get_by_text("no room left for files").wait_for()

    page.get_by_role("button", name="Send without the files").click()

    page.wait_for_selector("#receipt:not([hidden])")
    gate.kill()
    assert [item.name for item in what_arrived(world)] == ["report.json"]


PASSPHRASE = "six fictional words nobody would guess"


def draft_button(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def give_passphrase(page):
    page.locator("summary", has_text="Keep a draft on this device").click()
    page.get_by_label("Pass-phrase").fill(PASSPHRASE)


def is_cut_off_while_sending(page, gate):
    """Half of the file is at the gate; then gate and page are gone."""
    parts = count(1)
    with page.expect_event("requestfinished", lambda request: request.method == "PATCH" and next(parts) == 4):
        send(page)
    gate.kill()
    page.goto("about:blank")
    gate.start()


def come_back(page):
    page.goto("/en/report")
    page.wait_for_selector("html[data-script=ready]")
    give_passphrase(page)
    draft_button(page, "Open the draft")
    page.wait_for_function("document.querySelector('#what').value !== ''")
    assert page.input_value("#what") == WORDS


def methods_while(page, act):
    asked = []
    page.on("request", lambda request: asked.append((request.method, request.url.rsplit("/", 1)[-1])))
    act()
    return [method for method, name in asked if method in ("PATCH", "DELETE", "HEAD") or name == "uploads"]


def send_and_see_the_receipt(page, film):
    page.set_input_files("#attachments", film)
    send(page)
    page.wait_for_selector("#receipt:not([hidden])")


@pytest.fixture
def kept_draft(page, gate, film):
    """A report with a film, kept as a draft, and cut off while it was sent."""
    write_report(page, film)
    give_passphrase(page)
    draft_button(page, "Keep a draft")
    page.get_by_text("Kept on this device").wait_for()
    is_cut_off_while_sending(page, gate)
    come_back(page)


def test_after_a_reload_the_same_file_goes_on_and_the_draft_is_erased_when_all_is_held(
    page, gate, world, film, kept_draft
):
    methods = methods_while(page, lambda: send_and_see_the_receipt(page, film))

    # Asked how far it had come, and sent what was missing: half of nine parts.
    assert methods[0] == "HEAD"
    assert methods.count("PATCH") <= 5
    assert {"POST", "DELETE"} & set(methods) == set()
    assert page.evaluate("Object.keys(localStorage)") == []
    gate.kill()
    assert hashlib.sha256(what_arrived(world)[1].body).digest() == hash_of(film)


@pytest.fixture
def other(film, tmp_path):
    """A file of the same name and size, with one bit changed."""
    path = tmp_path / film.name
    content = bytearray(film.read_bytes())
    content[1000] ^= 1
    path.write_bytes(content)
    return path


def test_after_a_reload_another_file_of_that_name_begins_anew(page, gate, world, kept_draft, other):
    methods = methods_while(page, lambda: send_and_see_the_receipt(page, other))

    # The gate is asked to forget what it has, and everything goes to another upload.
    assert methods[:3] == ["HEAD", "DELETE", "POST"]
    assert methods.count("PATCH") == 9
    gate.kill()
    assert hashlib.sha256(what_arrived(world)[1].body).digest() == hash_of(other)


def test_a_draft_is_kept_only_where_asked_for_and_cleared_by_a_button(page, gate):
    page.goto("/en/report")
    page.wait_for_selector("html[data-script=ready]")
    page.fill("#what", WORDS)
    assert page.evaluate("Object.keys(localStorage)") == []
    give_passphrase(page)
    draft_button(page, "Keep a draft")
    page.get_by_text("Kept on this device").wait_for()
    assert WORDS not in page.evaluate("JSON.stringify(localStorage)")

    draft_button(page, "Clear the draft")

    assert page.evaluate("Object.keys(localStorage)") == []
