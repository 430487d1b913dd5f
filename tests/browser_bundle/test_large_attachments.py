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
