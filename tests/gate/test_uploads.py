"""Files in parts: tus as it is published, durable when acknowledged, and nothing told of the file."""

import asyncio
import secrets
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from asgi_in_memory import HangUp
from gate_world import GateWorld

from unhindered.core.correspondence.submission import submission_head, uploaded_record
from unhindered.core.envelope.identities import generate_identity
from unhindered.core.envelope.padding import padded_length
from unhindered.core.envelope.recipients import ClassicRecipient
from unhindered.core.envelope.seal import seal_bytes
from unhindered.gate.limits import Limits

LARGE = 300_000
TUS = {"Tus-Resumable": "1.0.0"}
OCTETS = {**TUS, "Content-Type": "application/offset+octet-stream"}


def create(world, length, **headers):
    return world.http.post("/uploads", headers={**TUS, "Upload-Length": str(length), **headers})


def patch(world, url, offset, content, **headers):
    return world.http.patch(url, content=content, headers={**OCTETS, "Upload-Offset": str(offset), **headers})


def head(world, url):
    return world.http.head(url, headers=TUS)


def offset_of(world, url):
    return int(head(world, url).headers["upload-offset"])


def uploaded(world, envelope, *, width=100_000):
    url = create(world, len(envelope)).headers["location"]
    for start in range(0, len(envelope), width):
        answer = patch(world, url, start, envelope[start : start + width])
        assert answer.status_code == 204, answer.text
    return url


def id_of(url):
    return bytes.fromhex(url.rpartition("/")[2])


def record(world, url):
    return uploaded_record(world.notice_id, id_of(url))


def a_file(world, size=LARGE):
    return world.sealed(secrets.token_bytes(size), name="scan.pdf", floor=0)


def stored(world, index):
    entry = world.gate.sealed.entry(index)
    with world.gate.sealed.open_body(index) as body:
        return entry.header + body.read()


# --- the protocol -----------------------------------------------------------------------------


def test_the_gate_says_what_it_speaks(lasting):
    for path in ("/uploads", "/uploads/" + "ab" * 32):
        answer = lasting.http.options(path)

        assert answer.status_code == 204
        assert answer.headers["tus-version"] == answer.headers["tus-resumable"] == "1.0.0"
        assert answer.headers["tus-extension"] == "creation,termination,expiration"
        assert answer.headers["tus-max-size"] == str(Limits().envelope)


def test_an_upload_begins_where_only_its_sender_finds_it(lasting):
    answer = create(lasting, 5000)

    assert answer.status_code == 201
    assert answer.headers["location"].startswith("/uploads/")
    assert len(id_of(answer.headers["location"])) == 32
    assert answer.headers["upload-expires"] == "Fri, 27 Nov 2026 00:00:00 GMT"


def test_an_upload_tells_how_far_it_has_come_and_stays_out_of_caches(world):
    envelope = a_file(world)
    url = create(world, len(envelope)).headers["location"]
    patch(world, url, 0, envelope[:1000])

    answer = head(world, url)

    assert answer.status_code == 200
    assert (answer.headers["upload-offset"], answer.headers["upload-length"]) == ("1000", str(len(envelope)))
    assert answer.headers["cache-control"] == "no-store"
    assert answer.content == b""


@pytest.mark.parametrize("version", [None, "0.2.2", "1.0.1", "1.0.0, 0.2.2"])
@pytest.mark.parametrize("method", ["POST", "HEAD", "PATCH", "DELETE"])
def test_another_version_is_refused_with_the_one_that_is_spoken(lasting, method, version):
    path = "/uploads" if method == "POST" else "/uploads/" + "ab" * 32
    headers = {} if version is None else {"Tus-Resumable": version}

    answer = lasting.http.request(method, path, headers={"Upload-Length": "10", **headers})

    assert answer.status_code == 412
    assert answer.headers["tus-version"] == answer.headers["tus-resumable"] == "1.0.0"
    assert "location" not in answer.headers


@pytest.mark.parametrize("media_type", ["", "application/octet-stream", "text/plain"])
def test_a_part_of_another_media_type_is_refused(lasting, media_type):
    url = create(lasting, 5000).headers["location"]

    answer = patch(lasting, url, 0, b"x", **{"Content-Type": media_type})

    assert answer.status_code == 415
    assert offset_of(lasting, url) == 0


@pytest.mark.parametrize("offset", [0, 99, 101, 10**18])
def test_a_part_for_another_place_is_refused(world, offset):
    envelope = a_file(world)
    url = create(world, len(envelope)).headers["location"]
    patch(world, url, 0, envelope[:100])

    answer = patch(world, url, offset, envelope[100:200])

    assert answer.status_code == 409
    assert answer.headers["tus-resumable"] == "1.0.0"
    assert offset_of(world, url) == 100


@pytest.mark.parametrize("number", ["", "-1", "1.5", "0x10", "1e3", "x", "١", "9" * 20])
def test_what_is_no_number_is_refused(lasting, number):
    url = create(lasting, 5000).headers["location"]

    begun = lasting.http.post("/uploads", headers={**TUS, "Upload-Length": number.encode()})
    went_on = lasting.http.patch(url, content=b"x", headers={**OCTETS, "Upload-Offset": number.encode()})

    assert (begun.status_code, went_on.status_code) == (400, 400)
    assert set(begun.json()) == {"error", "advice"}


@pytest.mark.parametrize("name", ["ab" * 32, "AB" * 32, "ab" * 31, "x", "..%2f..%2fnotices.json"])
def test_what_was_never_begun_is_not_found(lasting, name):
    url = f"/uploads/{name}"

    answers = [head(lasting, url), patch(lasting, url, 0, b"x"), lasting.http.delete(url, headers=TUS)]

    assert [answer.status_code for answer in answers] == [404] * 3
    assert all("upload-offset" not in answer.headers for answer in answers)


def test_too_large_an_upload_is_refused_before_it_begins(lasting):
    assert create(lasting, Limits().envelope + 1).status_code == 413


def test_a_length_that_comes_later_is_not_supported(lasting):
    answer = lasting.http.post("/uploads", headers={**TUS, "Upload-Defer-Length": "1"})

    assert answer.status_code == 400


def test_an_upload_that_tells_of_its_file_is_refused(lasting):
    answer = create(lasting, 5000, **{"Upload-Metadata": "filename c2Nhbi5wZGY="})

    assert answer.status_code == 400


@pytest.mark.parametrize("in_pieces", [False, True])
def test_more_than_was_announced_is_refused(world, in_pieces):
    envelope = a_file(world)
    url = create(world, len(envelope)).headers["location"]
    content = envelope + b"x"

    answer = patch(world, url, 0, iter([content]) if in_pieces else content)

    assert answer.status_code == 413
    assert offset_of(world, url) == (len(envelope) if in_pieces else 0)


def test_a_removed_upload_leaves_nothing(world):
    before = world.files()
    envelope = a_file(world)
    url = uploaded(world, envelope)

    answer = world.http.delete(url, headers=TUS)

    assert (answer.status_code, answer.headers["tus-resumable"]) == (204, "1.0.0")
    assert head(world, url).status_code == 404
    assert world.files() == before


@pytest.mark.parametrize("method", ["PATCH", "DELETE", "HEAD"])
def test_who_knows_only_post_can_say_what_is_meant(world, method):
    envelope = a_file(world)
    url = create(world, len(envelope)).headers["location"]

    answer = world.http.post(
        url, content=envelope, headers={**OCTETS, "Upload-Offset": "0", "X-HTTP-Method-Override": method}
    )

    assert answer.status_code == {"PATCH": 204, "DELETE": 204, "HEAD": 200}[method]


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/uploads"), ("GET", "/uploads/x"), ("PUT", "/uploads/x")]
)
def test_other_methods_are_refused(lasting, method, path):
    assert lasting.http.request(method, path, headers=TUS).status_code == 405


def test_a_post_to_an_upload_means_nothing(lasting):
    answer = lasting.http.post("/uploads/" + "ab" * 32, headers=TUS)

    assert answer.status_code == 405


# --- what is sealed ---------------------------------------------------------------------------


@pytest.mark.parametrize("width", [1, 1000, 70_000, 10**9])
def test_an_upload_in_parts_of_any_size_becomes_an_entry(world, width):
    envelope = a_file(world, LARGE if width > 1 else 300)
    url = uploaded(world, envelope, width=width)
    report = world.sealed(b"words")

    answer = world.send(world.submission(report) + record(world, url))

    assert answer.status_code == 201, answer.text
    assert [one["leaf"] for one in answer.json()["placed"]] == [
        world.gate.sealed.entry(index).leaf.hex() for index in range(2)
    ]
    assert (stored(world, 0), stored(world, 1)) == (report, envelope)


@pytest.mark.parametrize("size", [0, 65_000, LARGE])
def test_a_whole_submission_of_uploads_is_taken(world, size):
    envelopes = [a_file(world, size) for _ in range(3)]
    urls = [uploaded(world, envelope) for envelope in envelopes]

    answer = world.send(b"".join(record(world, url) for url in urls))

    assert answer.status_code == 201
    assert [stored(world, index) for index in range(3)] == envelopes


def test_what_is_no_sealed_file_ends_at_once(world):
    before = world.files()
    two = seal_bytes(b"words", [generate_identity().recipient(), generate_identity().recipient()])
    classic = seal_bytes(b"words", [ClassicRecipient(b"\x09" + bytes(31))])
    plain = b"age-encryption.org/v1\nnonsense\n---\nmore nonsense" * 9
    endless = b"age-encryption.org/v1\n" + b"A" * 5000

    for content in (two, classic, plain, endless, bytes(LARGE)):
        url = create(world, len(content)).headers["location"]
        answer = patch(world, url, 0, content)

        assert answer.status_code in (400, 413)
        assert head(world, url).status_code == 404
    assert world.files() == before


def test_a_file_cut_within_its_header_is_refused(world):
    envelope = a_file(world, 100)
    for length in (1, 500, envelope.index(b"\n---") + 60):
        url = create(world, length).headers["location"]

        assert patch(world, url, 0, envelope[:length]).status_code == 400
        assert head(world, url).status_code == 404


def test_an_unfinished_upload_is_not_taken_with_a_report(world):
    envelope = a_file(world)
    url = create(world, len(envelope)).headers["location"]
    patch(world, url, 0, envelope[:-1])

    answer = world.send(world.submission(world.sealed(b"words")) + record(world, url))

    assert answer.status_code == 409
    assert "missing" in answer.json()["advice"]
    assert world.gate.sealed.size() == 0
    assert patch(world, url, len(envelope) - 1, envelope[-1:]).status_code == 204


def test_a_missing_upload_keeps_the_report_out(world):
    answer = world.send(
        world.submission(world.sealed(b"words")) + uploaded_record(world.notice_id, b"u" * 32)
    )

    assert answer.status_code == 404
    assert world.gate.sealed.size() == 0


def test_an_upload_under_an_unknown_notice_is_gone(world):
    url = uploaded(world, a_file(world))

    answer = world.send(uploaded_record(b"x" * 32, id_of(url)))

    assert answer.status_code == 410
    assert head(world, url).status_code == 200


def test_a_record_that_ends_within_the_id_is_refused(lasting):
    assert lasting.send(submission_head(2**64 - 1, lasting.notice_id) + bytes(31)).status_code == 400


def test_sending_again_after_the_uploads_were_consumed_is_one_report(world):
    url = uploaded(world, a_file(world))
    raw, key = world.submission(world.sealed(b"words")) + record(world, url), "ab" * 32
    first = world.send(raw, key=key)

    again = world.send(raw, key=key)

    assert (again.status_code, again.json()) == (201, first.json())
    assert world.gate.sealed.size() == 2
    assert head(world, url).status_code == 404


def test_the_same_key_with_another_upload_is_refused(world):
    envelope = a_file(world)
    one, other = uploaded(world, envelope), uploaded(world, envelope)
    world.send(record(world, one), key="ab" * 32)

    answer = world.send(record(world, other), key="ab" * 32)

    assert answer.status_code == 400
    assert head(world, other).status_code == 200


def test_an_upload_belongs_to_one_submission_only(world):
    url = uploaded(world, a_file(world))
    world.send(record(world, url))

    answer = world.send(world.submission(world.sealed(b"other words")) + record(world, url))

    assert answer.status_code == 404
    assert world.gate.sealed.size() == 1


def test_one_report_with_uploads_sent_by_many_connections_at_once_is_one(world):
    raw = world.submission(world.sealed(b"words")) + record(world, uploaded(world, a_file(world)))

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: world.send(raw, key="cd" * 32), range(8)))

    assert {answer.text for answer in answers} == {answers[0].text}
    assert world.gate.sealed.size() == 2


# --- lines that break -------------------------------------------------------------------------


def test_what_came_before_the_line_broke_is_kept(world):
    envelope = a_file(world, 2_000_000)
    url = create(world, len(envelope)).headers["location"]

    def broken():
        yield envelope[:1_234_567]
        raise HangUp

    patch(world, url, 0, broken())
    offset = offset_of(world, url)

    assert offset == 1_234_567
    assert patch(world, url, offset, envelope[offset:]).status_code == 204
    world.send(record(world, url))
    assert stored(world, 0) == envelope


def test_an_upload_goes_on_after_the_gate_was_restarted(tmp_path):
    with GateWorld(tmp_path / "gate") as world:
        world.open()
        envelope = a_file(world)
        url = create(world, len(envelope)).headers["location"]
        patch(world, url, 0, envelope[:200_000])

        world.served.__exit__()
        world.served.__init__(world.served._app)
        world.served.__enter__()
        world.http = world.served.client()

        assert offset_of(world, url) == 200_000
        assert patch(world, url, 200_000, envelope[200_000:]).status_code == 204
        assert world.send(record(world, url)).status_code == 201
        assert stored(world, 0) == envelope


def test_who_comes_last_goes_on_where_the_one_before_hangs(world):
    envelope = a_file(world)
    url = create(world, len(envelope)).headers["location"]

    hanging, asked = world.served.run(hang_then_ask(world, url, envelope[:150_000]))

    assert hanging == 423
    assert asked == 150_000
    assert patch(world, url, asked, envelope[asked:]).status_code == 204


async def hang_then_ask(world, url, beginning):
    """A line that says nothing more, half-open; the client comes back and asks."""
    has_begun, answers = asyncio.Event(), []
    sent = iter([beginning])

    async def receive():
        piece = next(sent, None)
        if piece is not None:
            return {"type": "http.request", "body": piece, "more_body": True}
        has_begun.set()
        return await asyncio.Future()

    async def send(message):
        if message["type"] == "http.response.start":
            answers.append((message["status"], dict(message["headers"])))

    async def nothing():
        return {"type": "http.request", "body": b"", "more_body": False}

    def scope(method, **headers):
        return {
            "type": "http",
            "method": method,
            "path": url,
            "raw_path": url.encode(),
            "query_string": b"",
            "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
            "http_version": "1.1",
            "scheme": "http",
            "server": ("gate.example.org", 80),
            "client": ("203.0.113.77", 1),
            "root_path": "",
        }

    headers = {name.lower(): value for name, value in OCTETS.items()}
    patching = asyncio.ensure_future(
        world.served._app(scope("PATCH", **headers, **{"upload-offset": "0"}), receive, send)
    )
    await has_begun.wait()
    await world.served._app(scope("HEAD", **headers), nothing, send)
    (_, asked) = answers.pop()
    if not answers:
        await patching
    ((hanging, _),) = answers
    return hanging, int(asked[b"upload-offset"])


def test_of_two_parts_for_one_place_one_is_taken(world):
    envelope = a_file(world, 1_500_000)
    url = create(world, len(envelope)).headers["location"]

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda _: patch(world, url, 0, envelope), range(6)))
    statuses = sorted(answer.status_code for answer in answers)
    offset = offset_of(world, url)
    if offset < len(envelope):
        assert patch(world, url, offset, envelope[offset:]).status_code == 204

    assert statuses.count(204) <= 1
    assert set(statuses) <= {204, 409, 423}
    world.send(record(world, url))
    assert stored(world, 0) == envelope


# --- the share of the disk --------------------------------------------------------------------


class FullDisk:
    f_frsize, f_blocks, f_bavail = 4096, 1_000_000, 250_050


def test_a_full_share_refuses_uploads_but_not_the_report(world, monkeypatch):
    envelope = a_file(world)
    url = create(world, len(envelope)).headers["location"]
    monkeypatch.setattr("unhindered.gate.open_gate.os.statvfs", lambda _: FullDisk)

    begun = create(world, len(envelope))
    went_on = patch(world, url, 0, envelope)
    report = world.send(world.submission(world.sealed(b"words")))

    assert (begun.status_code, went_on.status_code, report.status_code) == (507, 507, 201)
    assert "without files" in begun.json()["advice"]
    assert begun.headers["tus-resumable"] == went_on.headers["tus-resumable"] == "1.0.0"


def test_an_upload_that_met_a_full_share_half_way_goes_on_when_there_is_room(world, monkeypatch):
    envelope = a_file(world, 1_000_000)
    url = create(world, len(envelope)).headers["location"]
    with monkeypatch.context() as full:
        # Room for no more than one more slab of 512 KiB.
        left = iter([FullDisk.f_bavail + 1000])
        full.setattr(
            "unhindered.gate.open_gate.os.statvfs",
            lambda _: type("Disk", (FullDisk,), {"f_bavail": next(left, FullDisk.f_bavail)}),
        )
        answer = patch(
            world, url, 0, iter(envelope[start : start + 65_536] for start in range(0, 10**6, 65_536))
        )

    offset = offset_of(world, url)
    assert answer.status_code == 507
    assert 0 < offset < len(envelope)
    assert patch(world, url, offset, envelope[offset:]).status_code == 204


def test_beginning_an_upload_costs_nothing_on_the_disk(world):
    before = {name: (world.folder.path / name).stat().st_size for name in world.files()}

    for _ in range(200):
        assert create(world, 4 * 1024**3).status_code in (201, 507)

    assert {name: (world.folder.path / name).stat().st_size for name in world.files()} == before


def test_unfinished_uploads_end_on_the_schedule(world):
    before = world.files()
    envelope = a_file(world)
    url = create(world, len(envelope)).headers["location"]
    patch(world, url, 0, envelope[:200_000])

    world.clock.at += timedelta(hours=48)
    world.gate.publish()
    kept = head(world, url).status_code
    world.clock.at += timedelta(hours=24)
    world.gate.publish()

    assert kept == 200
    assert head(world, url).status_code == 404
    assert world.files() == before


def test_progress_puts_the_end_off(world):
    envelope = a_file(world)
    url = create(world, len(envelope)).headers["location"]
    world.clock.at += timedelta(days=2)

    answer = patch(world, url, 0, envelope[:1000])

    assert answer.headers["upload-expires"] == "Sun, 29 Nov 2026 00:00:00 GMT"


def test_the_body_that_stands_still_ends_and_what_came_is_kept(tmp_path):
    with GateWorld(tmp_path / "gate", limits=Limits(idle=0.05)) as world:
        world.open()
        envelope = a_file(world)
        url = create(world, len(envelope)).headers["location"]

        def slow():
            yield envelope[:1000]
            raise HangUp

        patch(world, url, 0, slow())

        assert offset_of(world, url) == 1000


def test_a_file_of_four_gibibytes_fits_once_it_is_padded_and_closed():
    limits = Limits()
    frame_overhead, chunk, tag = 1024, 64 * 1024, 16

    padded = padded_length(limits.file + frame_overhead, floor=0)
    closed = limits.source_header + padded + tag * (padded // chunk + 1)

    assert limits.file == 4 * 1024**3
    assert closed <= limits.envelope
