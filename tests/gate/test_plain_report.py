"""A report from a browser without script: sealed while it comes in, never in clear on a disk."""

import hashlib
import html
import re
import secrets
import tempfile
import tracemalloc
from concurrent.futures import ThreadPoolExecutor

import pytest
from asgi_in_memory import HangUp
from gate_world import GateWorld, make_institution

from unhindered.core.correspondence.from_source import REPORT_NAME, read_report
from unhindered.core.envelope.payload import read_frame
from unhindered.core.envelope.receipt import derive_source_keys, read_receipt
from unhindered.core.envelope.unseal import unseal_bytes
from unhindered.facts.wordlists import english
from unhindered.gate.limits import Limits

WORDS = "A guard beat Ada Fictional with a cable."
LARGE = 3_000_000
BOUNDARY = "----fictionalboundary"


def part(name, content=b"", *, file=None):
    shown = f'; filename="{file}"' if file is not None else ""
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"{shown}\r\n\r\n'
    return head.encode() + content + b"\r\n"


END = f"--{BOUNDARY}--\r\n".encode()
HEADERS = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}


def post(world, body, **options):
    return world.http.post("/en/report", content=body, headers=HEADERS, **options)


def opened(world, index):
    entry = world.gate.sealed.entry(index)
    with world.gate.sealed.open_body(index) as body:
        return read_frame(unseal_bytes(entry.header + body.read(), [world.institution.intake]))


def receipt_in(answer):
    words = re.findall(r"<bdi>([a-z]+)</bdi></strong> <small>number", answer.text)
    return read_receipt(" ".join(words), english())


def test_a_report_is_sealed_and_its_receipt_shown_once(world):
    answer = post(world, part("what", WORDS.encode()) + part("danger", b"yes") + END)

    assert answer.status_code == 201
    payload = opened(world, 0)
    report = read_report(payload.body)
    assert (payload.name, report.answers.what, report.answers.danger) == (REPORT_NAME, WORDS, "yes")
    assert (report.sealed_by, report.notice) == ("gate", world.notice_id)
    keys = derive_source_keys(receipt_in(answer).secret, bytes.fromhex(world.institution.id))
    assert report.keys.mailbox == keys.mailbox_public_key
    assert report.keys.recipient == str(keys.recipient())


def test_the_numbers_of_the_receipt_are_enough(world):
    answer = post(world, part("what", b"x") + END)

    numbers = " ".join(re.findall(r"number <bdi>(\d+)", answer.text))

    assert read_receipt(numbers, english()) == receipt_in(answer)


def test_what_is_left_out_is_left_empty(world):
    post(world, part("where", b"Vareland") + END)

    answers = read_report(opened(world, 0).body).answers

    assert (answers.what, answers.danger, answers.contact) == ("", "unsure", "mailbox")


def test_attachments_are_entries_of_their_own_and_named_in_the_report(world):
    files = {"scan één.pdf": secrets.token_bytes(LARGE), "note.txt": b"small"}
    body = part("what", WORDS.encode()) + b"".join(
        part("attachments", content, file=name) for name, content in files.items()
    )

    post(world, body + END)

    references = read_report(opened(world, 0).body).attachments
    assert world.gate.sealed.size() == 3
    for index, reference in enumerate(references, 1):
        payload = opened(world, index)
        with world.gate.sealed.open_body(index) as sealed:
            assert hashlib.sha256(sealed.read()).digest() == reference.body
        assert payload.body == files[reference.name]
        assert hashlib.sha256(payload.body).digest() == reference.sha256
        assert (payload.name, len(payload.body)) == (reference.name, reference.size)


def test_what_others_fill_while_a_file_is_sealed_is_not_taken_from_text(world, filling_disk):
    files = world.files()

    answer = post(world, part("attachments", bytes(LARGE), file="film.mp4") + END)

    assert (answer.status_code, world.files()) == (507, files)


def test_the_entries_look_like_those_a_device_sends(world):
    post(world, part("what", WORDS.encode()) + END)
    world.send(world.submission(world.sealed(b"words")))

    here, device = (world.gate.sealed.entry(index) for index in (0, 1))

    assert (here.kind, here.clear, len(here.header), here.body_size) == (
        device.kind,
        device.clear,
        len(device.header),
        device.body_size,
    )


def test_an_empty_file_field_is_no_file(world):
    post(world, part("what", b"x") + part("attachments", b"", file="") + END)

    assert world.gate.sealed.size() == 1


def test_a_files_path_stays_on_its_machine(world):
    post(world, part("what", b"x") + part("attachments", b"y", file="C:\\Users\\ada\\scan.pdf") + END)

    assert opened(world, 1).name == "scan.pdf"


def test_an_empty_form_is_shown_again_with_what_was_chosen(world):
    answer = post(world, part("danger", b"no") + part("contact", b"other") + END)

    assert answer.status_code == 400
    assert "There is nothing in the report yet" in answer.text
    assert re.search(r'value="other" checked', answer.text)
    assert world.gate.sealed.size() == 0


def test_too_long_an_answer_is_given_back_to_its_author(world):
    before = world.files()
    long = "“<b>é" * 1000

    body = part("where", long.encode()) + part("attachments", bytes(LARGE), file="a") + END
    answer = post(world, body)

    assert answer.status_code == 400
    assert long in html.unescape(answer.text)
    assert "<b>é" not in answer.text
    assert (world.gate.sealed.size(), world.files()) == (0, before)


def test_danger_alone_is_a_report(world):
    assert post(world, part("danger", b"yes") + END).status_code == 201


def test_a_browser_that_goes_away_leaves_nothing(world):
    before = world.files()

    def half():
        yield part("what", WORDS.encode()) + part("attachments", bytes(LARGE), file="scan.pdf")[:-1000]
        raise HangUp

    assert post(world, half()).status_code == 400
    assert (world.gate.sealed.size(), world.files()) == (0, before)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"nonsense",
        part("what", b"x"),
        part("what", b"x") + END[:-4],
        b"--" + BOUNDARY.encode() + b"\r\nbad\x00header\r\n\r\nx\r\n" + END,
        b"--" + BOUNDARY.encode() + b"\r\n" + b"a" * 10_000 + b": b\r\n\r\nx\r\n" + END,
    ],
)
def test_a_damaged_form_is_refused_on_a_page(lasting, body):
    answer = post(lasting, body)

    assert answer.status_code == 400
    assert answer.headers["content-type"].startswith("text/html")
    assert lasting.gate.sealed.size() == 0


@pytest.mark.parametrize(
    "kind", ["", "text/plain", "multipart/form-data", "multipart/form-data; boundary=" + "x" * 500]
)
def test_what_is_no_form_is_refused(lasting, kind):
    assert lasting.http.post("/en/report", content=b"x", headers={"Content-Type": kind}).status_code == 400


def test_too_many_parts_are_refused(tmp_path):
    with GateWorld(tmp_path / "gate", limits=Limits(records=2)) as world:
        world.open()
        before = world.files()
        files = b"".join(part("attachments", bytes(100_000), file=str(number)) for number in range(3))

        assert post(world, part("what", b"x") + files + END).status_code == 413
        assert post(world, part("x") * 3000 + END).status_code == 413
        assert (world.gate.sealed.size(), world.files()) == (0, before)


def test_too_large_a_file_is_refused(tmp_path):
    with GateWorld(tmp_path / "gate", limits=Limits(file=200_000)) as world:
        world.open()
        before = world.files()

        answer = post(world, part("what", b"x") + part("attachments", bytes(LARGE), file="a") + END)

        assert answer.status_code == 413
        assert (world.gate.sealed.size(), world.files()) == (0, before)


def test_plaintext_never_touches_a_disk(world, monkeypatch):
    def refuse(*_, **__):
        raise AssertionError("a temporary file was made")

    for name in ("TemporaryFile", "NamedTemporaryFile", "SpooledTemporaryFile", "mkstemp", "mkdtemp"):
        monkeypatch.setattr(tempfile, name, refuse)
    secret = b"unmistakable plaintext " * 10_000

    answer = post(world, part("what", secret[:900]) + part("attachments", secret, file="a.txt") + END)

    assert answer.status_code == 201
    kept = b"".join(path.read_bytes() for path in world.folder.path.rglob("*") if path.is_file())
    assert len(kept) > len(secret)
    assert b"unmistakable" not in kept


def test_memory_stays_flat_while_a_large_file_comes_in(world):
    piece = secrets.token_bytes(65_536)

    def large():
        yield part("what", b"x") + part("attachments", file="film.mp4")[:-2]
        for _ in range(640):
            yield piece
        yield b"\r\n" + END

    tracemalloc.start()
    try:
        answer = post(world, large())
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert answer.status_code == 201
    assert world.gate.sealed.entry(1).body_size > 640 * 65_536
    assert peak < 8_000_000


def test_reports_from_many_browsers_at_once_all_succeed(world):
    body = part("what", b"x") + part("attachments", bytes(200_000), file="a") + END

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: post(world, body), range(16)))

    assert {answer.status_code for answer in answers} == {201}
    assert len({receipt_in(answer).secret for answer in answers}) == 16


def test_a_gate_without_a_notice_takes_no_report(new_world):
    assert post(new_world, part("what", WORDS.encode()) + END).status_code == 503


def test_it_is_sealed_to_the_notice_of_today(world):
    other = make_institution().intake
    world.desk.upload_notices([world.institution.notice(world.answer, intake=str(other.recipient()))])

    post(world, part("what", WORDS.encode()) + END)

    entry = world.gate.sealed.entry(0)
    assert read_frame(unseal_bytes(entry.header + entry.body, [other])).name == REPORT_NAME
