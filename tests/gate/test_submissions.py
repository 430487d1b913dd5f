"""What a source sends: all alike, all or nothing, acknowledged only when durable."""

import asyncio
import secrets
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from asgi_in_memory import HangUp
from gate_world import GateWorld, a_report

from unhindered.core.correspondence.submission import submission_head
from unhindered.core.envelope.identities import generate_identity
from unhindered.core.envelope.payload import read_frame
from unhindered.core.envelope.recipients import ClassicRecipient
from unhindered.core.envelope.seal import seal_bytes
from unhindered.core.envelope.split import split_envelope
from unhindered.core.envelope.unseal import unseal_bytes
from unhindered.core.log.entry import EntryKind, Salts, body_sha256, header_sha256, open_leaf
from unhindered.gate.limits import Limits

LARGE = 300_000


def stored(world):
    return [world.gate.sealed.entry(index) for index in range(world.gate.sealed.size())]


def unchanged(world, before):
    return world.gate.sealed.size() == 0 and world.files() == before


def test_a_report_is_stored_byte_for_byte_and_opens_at_the_desk(world):
    envelope = world.sealed(b"words")

    answer = world.send(world.submission(envelope))

    assert answer.status_code == 201
    (entry,) = stored(world)
    assert entry.header + entry.body == envelope
    assert entry.clear == world.notice_id
    assert read_frame(unseal_bytes(envelope, [world.institution.intake])).body == b"words"


def test_the_answer_does_not_tell_how_long_the_log_is(world):
    (placed,) = world.send(world.submission(world.sealed(b"words"))).json()["placed"]

    assert set(placed) == {"leaf", "salts"}


def test_the_answer_opens_the_leaf(world):
    envelope = world.sealed(b"words")

    (placed,) = world.send(world.submission(envelope)).json()["placed"]

    header, body = split_envelope(envelope)
    salts = Salts(bytes.fromhex(placed["salts"]["header"]), bytes.fromhex(placed["salts"]["body"]))
    open_leaf(
        bytes.fromhex(placed["leaf"]),
        salts,
        kind=EntryKind.SOURCE,
        header_sha256=header_sha256(header),
        body_sha256=body_sha256(world.notice_id, body),
    )


@pytest.mark.parametrize("width", [97, 4096, 10**9])
def test_records_arrive_whatever_the_pieces(world, width):
    envelopes = [world.sealed(b"one"), world.sealed(secrets.token_bytes(90_000), name="scan.pdf", floor=0)]
    raw = world.submission(*envelopes)

    answer = world.send(raw[start : start + width] for start in range(0, len(raw), width))

    assert [one["leaf"] for one in answer.json()["placed"]] == [entry.leaf.hex() for entry in stored(world)]
    for entry, envelope in zip(stored(world), envelopes, strict=True):
        with world.gate.sealed.open_body(entry.index) as body:
            assert entry.header + body.read() == envelope


def test_a_record_arrives_byte_by_byte(world):
    envelope = world.sealed(b"words")

    answer = world.send(bytes([code]) for code in world.submission(envelope))

    assert answer.status_code == 201
    assert stored(world)[0].header + stored(world)[0].body == envelope


def test_sending_again_is_one_report(world):
    raw, key = world.submission(world.sealed(b"words"), world.sealed(bytes(LARGE), floor=0)), "ab" * 32
    first = world.send(raw, key=key)

    again = world.send(raw, key=key)

    assert again.json() == first.json()
    assert world.gate.sealed.size() == 2
    assert len(list((world.folder.path / "sealed" / "bodies").iterdir())) == 1


def test_the_same_key_with_other_bytes_is_refused(world):
    world.send(world.submission(world.sealed(b"one")), key="ab" * 32)

    answer = world.send(world.submission(world.sealed(b"two")), key="ab" * 32)

    assert answer.status_code == 400
    assert world.gate.sealed.size() == 1


def test_overlapping_reports_all_succeed(world):
    bodies = [world.submission(world.sealed(str(number).encode())) for number in range(24)]

    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(world.send, [body for body in bodies for _ in range(2)]))

    assert {answer.status_code for answer in answers} == {201}
    assert world.gate.sealed.size() == 48


def test_one_report_sent_by_two_connections_at_once_is_one(world):
    body, key = world.submission(world.sealed(b"words")), "cd" * 32

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: world.send(body, key=key), range(8)))

    assert {answer.text for answer in answers} == {answers[0].text}
    assert world.gate.sealed.size() == 1


@pytest.mark.parametrize("key", ["", "ab" * 31, "AB" * 32, "zz" * 32])
def test_a_submission_without_a_proper_key_is_refused(lasting, key):
    answer = lasting.http.post("/entries", content=b"x", headers={"Idempotency-Key": key} if key else {})

    assert answer.status_code == 400


def test_an_unknown_notice_is_gone(lasting):
    raw = submission_head(10, b"x" * 32) + b"y" * 10

    answer = lasting.send(raw)

    assert answer.status_code == 410
    assert "again" in answer.json()["advice"]


@pytest.mark.parametrize(("offset", "status"), [(5, 201), (12, 201), (13, 410)])
def test_a_notice_is_taken_for_a_week_after_its_end(world, offset, status):
    raw = world.submission(world.sealed(b"words"))
    world.clock.at += timedelta(days=offset)

    assert world.send(raw).status_code == status


def test_a_notice_that_was_replaced_is_still_taken(world):
    raw = world.submission(world.sealed(b"words"))
    world.desk.upload_notices([world.institution.notice(world.answer, name="Fictional Lamp and Friends")])

    assert world.send(raw).status_code == 201


def test_an_envelope_with_a_classic_key_is_refused(lasting):
    classic = seal_bytes(b"words", [ClassicRecipient(b"\x09" + bytes(31))])

    assert lasting.send(lasting.submission(classic)).status_code == 400
    assert lasting.gate.sealed.size() == 0


def test_an_envelope_with_two_keys_is_refused(lasting):
    two = seal_bytes(b"words", [generate_identity().recipient(), generate_identity().recipient()])

    assert lasting.send(lasting.submission(two)).status_code == 400
    assert lasting.gate.sealed.size() == 0


def test_a_bad_record_after_a_good_one_leaves_nothing(world):
    before = world.files()
    good = world.sealed(secrets.token_bytes(LARGE), floor=0)

    answer = world.send(world.submission(good, good, b"age-encryption.org/v1\nnonsense"))

    assert answer.status_code == 400
    assert unchanged(world, before)


def test_a_body_cut_within_a_large_record_leaves_nothing(world):
    before = world.files()
    raw = world.submission(world.sealed(secrets.token_bytes(LARGE), floor=0))

    answer = world.send(raw[:-1])

    assert answer.status_code == 400
    assert unchanged(world, before)


def test_a_client_that_hangs_up_leaves_nothing(world):
    before = world.files()
    raw = world.submission(world.sealed(secrets.token_bytes(LARGE), floor=0))

    def half():
        yield raw[: LARGE // 2]
        yield raw[LARGE // 2 : LARGE]
        raise HangUp

    answer = world.send(half())

    assert answer.status_code == 400
    assert unchanged(world, before)


def test_an_empty_submission_is_refused(lasting):
    assert lasting.send(b"").status_code == 400


def test_too_many_records_are_refused(tmp_path):
    with GateWorld(tmp_path / "gate", limits=Limits(records=2)) as world:
        world.open()

        answer = world.send(world.submission(*[world.sealed(b"x")] * 3))

        assert answer.status_code == 413
        assert world.gate.sealed.size() == 0


def test_too_large_a_record_is_refused_before_it_is_read(tmp_path):
    with GateWorld(tmp_path / "gate", limits=Limits(envelope=100_000)) as world:
        world.open()

        answer = world.send(submission_head(100_001, world.notice_id))

        assert answer.status_code == 413


def test_who_is_refused_while_sending_still_gets_the_answer(tmp_path):
    with GateWorld(tmp_path / "gate", limits=Limits(drained=50_000)) as world:
        world.open()
        taken = []

        def sending(pieces):
            yield submission_head(10**6, b"x" * 32)
            for _ in range(pieces):
                taken.append(1)
                yield bytes(10_000)

        few, many = world.send(sending(4)), world.send(sending(100))

        assert (few.status_code, many.status_code) == (410, 410)
        assert len(taken) == 4 + 6


class FullDisk:
    f_frsize, f_blocks, f_bavail = 4096, 1_000_000, 200_000


def test_on_a_nearly_full_disk_only_text_is_taken(world, monkeypatch):
    monkeypatch.setattr("unhindered.gate.open_gate.os.statvfs", lambda _: FullDisk)

    text = world.send(world.submission(world.sealed(b"words")))
    file = world.send(world.submission(world.sealed(bytes(LARGE), floor=0)))

    assert (text.status_code, file.status_code) == (201, 507)
    assert "text is still taken" in file.json()["advice"]


def test_what_others_fill_while_a_file_comes_in_is_not_taken_from_text(world, filling_disk):
    files = world.files()

    answer = world.send(world.submission(world.sealed(bytes(3_000_000), floor=0)))

    assert (answer.status_code, world.files()) == (507, files)


def test_the_body_that_stands_still_is_forgotten(tmp_path):
    with GateWorld(tmp_path / "gate", limits=Limits(idle=0.01, whole=0.01)) as world:
        world.open()
        status = world.served.run(status_for_a_body_that_never_comes(world))

        assert status == 408
        assert world.gate.sealed.size() == 0


async def status_for_a_body_that_never_comes(world):
    status = []

    async def receive():
        await asyncio.Event().wait()

    async def send(message):
        if message["type"] == "http.response.start":
            status.append(message["status"])

    scope = {
        "type": "http",
        "method": "POST",
        "path": "/entries",
        "raw_path": b"/entries",
        "query_string": b"",
        "headers": [(b"idempotency-key", b"ab" * 32)],
        "http_version": "1.1",
        "scheme": "http",
        "server": ("gate.example.org", 80),
        "client": ("203.0.113.77", 1),
        "root_path": "",
    }
    await world.served._app(scope, receive, send)
    return status[0]


def test_what_a_device_sends_reads_as_a_report(world):
    report = a_report(world.source_keys(), world.notice_id)

    world.send(world.submission(world.sealed(report)))

    (entry,) = stored(world)
    assert read_frame(unseal_bytes(entry.header + entry.body, [world.institution.intake])).body == report
