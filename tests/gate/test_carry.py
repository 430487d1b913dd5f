"""A file sealed without a network, sent by whoever carries it: held once, or refused; nothing else kept."""

import hashlib

import pytest
from asgi_in_memory import HangUp
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mutants import changed
from test_plain_report import END, HEADERS, part

from unhindered.core.correspondence.carried import carried_key
from unhindered.core.correspondence.submission import uploaded_record

LARGE = 700_000
FEW = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def carry(world, raw, *, name="sealed-ab.unhindered", language="en", **options):
    body = part("sealed", raw, file=name) + END
    return world.http.post(f"/{language}/carry", content=body, headers=HEADERS, **options)


def sealed(world, *, large=False):
    files = [world.sealed(b"x" * LARGE, name="scan.png", floor=0)] if large else []
    return world.submission(*files, world.sealed(b"report"))


def test_the_page_asks_for_one_file_and_works_without_script(world):
    page = world.http.get("/en/carry").text

    assert 'action="/en/carry" enctype="multipart/form-data"' in page
    assert page.count("<input") == 1


@pytest.mark.parametrize("large", [False, True])
def test_a_carried_file_is_held_as_it_came(world, large):
    raw = sealed(world, large=large)

    answer = carry(world, raw)

    assert (answer.status_code, "It is held" in answer.text) == (201, True)
    log = world.gate.sealed
    bodies = []
    for index in range(log.size()):
        with log.open_body(index) as body:
            bodies.append(log.entry(index).header + body.read())
    assert world.submission(*bodies) == raw


def test_what_others_fill_while_a_carried_file_comes_in_is_not_taken_from_text(world, filling_disk):
    files = world.files()
    body = part("sealed", sealed(world, large=True), file="ab.unhindered") + END
    pieces = (body[start : start + 65_536] for start in range(0, len(body), 65_536))

    answer = world.http.post("/en/carry", content=pieces, headers=HEADERS)

    assert (answer.status_code, world.files()) == (507, files)


def test_a_file_that_is_carried_twice_is_one_report(world):
    raw = sealed(world, large=True)
    carry(world, raw)
    files, size = world.files(), world.gate.sealed.size()

    answer = carry(world, raw, name="IMG_1234.dat", language="ar")

    assert answer.status_code == 201
    assert (world.files(), world.gate.sealed.size()) == (files, size)


def test_a_friend_with_a_terminal_and_a_friend_with_a_browser_send_one_report(world):
    raw = sealed(world)
    world.send(raw, key=carried_key(hashlib.sha256(raw).digest()).hex())

    assert carry(world, raw).status_code == 201
    assert world.gate.sealed.size() == 1


def test_who_copied_the_file_cannot_take_its_key_for_something_else(world):
    raw = sealed(world)
    key = carried_key(hashlib.sha256(raw).digest()).hex()
    world.send(sealed(world), key=key)

    by_browser, by_terminal = carry(world, raw), world.send(raw, key=key)

    assert (by_browser.status_code, by_terminal.status_code) == (201, 201)
    assert world.gate.sealed.size() == 2


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"x",
        b"\x89PNG\r\n\x1a\n" + bytes(500),
        b"%PDF-1.7" + b"x" * 5000,
        bytes(40),
        b"age-encryption.org/v1\n" + b"x" * 100,
    ],
)
def test_what_is_no_closed_file_is_refused_in_words(lasting, raw):
    size = lasting.gate.sealed.size()

    answer = carry(lasting, raw)

    assert answer.status_code == 400
    assert "closed file" in answer.text or "too early" in answer.text
    assert lasting.gate.sealed.size() == size


def test_a_file_that_names_an_upload_is_refused(lasting):
    size = lasting.gate.sealed.size()

    assert carry(lasting, uploaded_record(lasting.notice_id, bytes(32))).status_code == 400
    assert lasting.gate.sealed.size() == size


def test_a_file_for_another_institution_is_refused(lasting):
    raw = bytearray(sealed(lasting))
    raw[8:40] = bytes(32)

    assert carry(lasting, bytes(raw)).status_code == 410


@given(drawn=st.data())
@FEW
def test_a_damaged_file_leaves_nothing_or_stays_closed(lasting, drawn):
    raw = drawn.draw(changed(sealed(lasting)))
    cut = raw[: drawn.draw(st.integers(0, len(raw)))]

    answer = carry(lasting, cut[:-1])

    assert answer.status_code in {201, 400, 410, 413}
    assert (answer.status_code == 201) or b"x" * 9 not in answer.content


def test_two_files_at_once_are_refused(world):
    body = part("sealed", sealed(world), file="a") + part("sealed", sealed(world), file="b") + END

    assert world.http.post("/en/carry", content=body, headers=HEADERS).status_code == 400
    assert world.gate.sealed.size() == 0


def test_a_line_that_breaks_leaves_nothing(world):
    before = world.files()
    body = part("sealed", sealed(world, large=True), file="a")

    def pieces():
        yield body[:400_000]
        raise HangUp

    answer = world.http.post("/en/carry", content=pieces(), headers=HEADERS)

    assert (answer.status_code, world.files()) == (400, before)


def test_nothing_is_kept_of_who_carries_it(world):
    world.http.headers.update({"User-Agent": "FictionalBrowser/7.7", "Referer": "http://lamp.example.org/x"})
    carry(world, sealed(world, large=True), name="unmistakable-name.unhindered")

    found = b"".join(path.read_bytes() for path in world.folder.path.rglob("*") if path.is_file())
    assert not any(trace in found for trace in (b"unmistakable", b"FictionalBrowser", b"lamp.example.org/x"))
