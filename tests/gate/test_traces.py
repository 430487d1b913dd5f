"""Rule 7: after a journey nothing in the gate's folder tells who came, whence, when, or what they wrote."""

import re
from base64 import b64encode
from datetime import UTC, datetime, timedelta

import pytest
from asgi_in_memory import ADDRESS
from gate_world import NOW, GateWorld
from test_gate_mailbox import post_to_mailbox, reply_envelope
from test_plain_report import BOUNDARY, END, part
from test_uploads import create, patch, record, uploaded

AGENT = "FictionalBrowser/7.7 (Phone of Ada)"
REFERRER = "http://lamp.example.org/secret-campaign"
PLAINTEXT = "unmistakable words of the report"
FILE_NAME = "unmistakable-file-name.pdf"
KEY = "ab" * 32


@pytest.fixture(scope="module")
def after_a_journey(tmp_path_factory):
    path = tmp_path_factory.mktemp("journey") / "gate"
    with GateWorld(path) as world:
        world.open()
        world.clock.at += timedelta(hours=2, minutes=7, seconds=13)
        world.http.headers.update(
            {"User-Agent": AGENT, "Referer": REFERRER, "Cookie": "session=unmistakable-cookie"}
        )
        receipt = journey(world)
        world.gate.publish()
        yield world, receipt


def journey(world):
    keys = world.source_keys()
    for page in ("/", "/en/report", "/en/return", "/en/carry", "/notice", "/log/checkpoint", "/nowhere"):
        world.http.get(page)
    large = (PLAINTEXT * 20_000).encode()
    world.send(
        world.submission(world.sealed(PLAINTEXT.encode()), world.sealed(large, name=FILE_NAME, floor=0)),
        key=KEY,
    )
    answer = world.http.post(
        "/en/report",
        content=part("what", PLAINTEXT.encode()) + part("attachments", large, file=FILE_NAME) + END,
        headers={"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"},
    )
    carried = world.http.post(
        "/en/carry",
        content=part("sealed", world.submission(world.sealed(PLAINTEXT.encode())), file=FILE_NAME) + END,
        headers={"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"},
    )
    assert carried.status_code == 201
    upload_files(world, large)
    post_to_mailbox(world, keys, reply_envelope(world, keys, PLAINTEXT))
    assert world.read_mailbox(keys).status_code == 200
    return re.findall(r"<bdi>([a-z]+)</bdi></strong> <small>number", answer.text)


def upload_files(world, large):
    """One goes with a report, one stops half-way, one is taken back, one tells too much and is refused."""
    envelope = world.sealed(large, name=FILE_NAME, floor=0)
    url = uploaded(world, envelope)
    world.urls = [url, create(world, len(envelope)).headers["location"]]
    patch(world, world.urls[1], 0, envelope[:-1])
    world.http.delete(uploaded(world, envelope), headers={"Tus-Resumable": "1.0.0"})
    told = create(
        world, len(envelope), **{"Upload-Metadata": f"filename {b64encode(FILE_NAME.encode()).decode()}"}
    )
    assert told.status_code == 400
    answer = world.send(world.submission(world.sealed(PLAINTEXT.encode())) + record(world, url))
    assert answer.status_code == 201


def everything(world):
    return b"".join(
        str(path).encode() + path.read_bytes() for path in world.folder.path.rglob("*") if path.is_file()
    )


@pytest.mark.parametrize(
    "trace",
    [ADDRESS[0], str(ADDRESS[1]), AGENT, "FictionalBrowser", REFERRER, "unmistakable", FILE_NAME, KEY],
)
def test_no_trace_of_a_source_is_in_the_folder(after_a_journey, trace):
    world, _ = after_a_journey

    found = everything(world)

    assert trace.encode() not in found
    assert trace.encode("utf-16-le") not in found


def test_the_key_of_a_submission_is_kept_hashed_only(after_a_journey):
    world, _ = after_a_journey

    assert bytes.fromhex(KEY) not in everything(world)


def test_an_upload_is_found_by_nobody_who_only_has_the_folder(after_a_journey):
    world, _ = after_a_journey

    found = everything(world)

    for url in world.urls:
        name = url.rpartition("/")[2]
        assert name.encode() not in found
        assert bytes.fromhex(name) not in found


def test_the_name_of_a_file_is_nowhere_in_another_spelling(after_a_journey):
    world, _ = after_a_journey

    assert b64encode(FILE_NAME.encode()) not in everything(world)


def test_what_was_said_to_the_gate_is_in_no_file_beside_the_folder(tmp_path, monkeypatch):
    """A whole journey with uploads, with the folder for temporary files under watch, and what is printed."""
    beside = tmp_path / "temporary"
    beside.mkdir()
    monkeypatch.setenv("TMPDIR", str(beside))
    monkeypatch.setattr("tempfile.tempdir", str(beside))
    said = []
    monkeypatch.setattr("sys.stderr.write", said.append)
    with GateWorld(tmp_path / "gate") as world:
        world.open()
        journey(world)
        world.gate.publish()

    assert list(beside.iterdir()) == []
    assert said == []


def test_no_word_of_the_receipt_that_was_made_here_is_in_the_folder(after_a_journey):
    world, words = after_a_journey

    assert len(words) == 13
    assert " ".join(words).encode() not in everything(world)


def test_no_time_finer_than_the_day_is_in_the_folder(after_a_journey):
    world, _ = after_a_journey
    now = world.clock()
    forms = [now.isoformat()[:16], now.strftime("%H:%M:%S"), str(int(now.timestamp()))]
    forms += [int(now.timestamp()).to_bytes(size, order) for size in (4, 8) for order in ("big", "little")]

    found = everything(world)

    for form in forms:
        assert (form if isinstance(form, bytes) else form.encode()) not in found


def test_the_times_of_files_show_the_day_only(after_a_journey):
    world, _ = after_a_journey
    midnight = datetime(NOW.year, NOW.month, NOW.day, tzinfo=UTC).timestamp()
    sealed = world.folder.path / "sealed"

    for path in [sealed, *sealed.rglob("*")]:
        if path.name != "writer.lock":
            assert path.stat().st_mtime == midnight, path.name


def test_names_of_bodies_say_nothing(after_a_journey):
    world, _ = after_a_journey

    names = [path.name for path in (world.folder.path / "sealed" / "bodies").iterdir()]

    # Of a submission, of a form, of an upload that an entry names, and of one left half-way.
    assert len(names) == 4
    assert all(re.fullmatch(r"[0-9a-f]{32}", name) for name in names)
