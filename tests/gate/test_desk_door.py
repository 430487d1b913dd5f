"""Only the enrolled desk gets in, only for what it signed, only once."""

import base64
import hashlib
import io
import secrets
from datetime import timedelta

import pytest
from fictional_ledger import CASE, NAMED
from gate_world import NAME, GateWorld, make_institution

from unhindered.core.casework.statement import sign_statement
from unhindered.core.errors import Refused
from unhindered.core.institution.enrolment import EnrolmentRequest, code_key, compose_request
from unhindered.core.institution.signed_request import DeskRequest, sign_desk_request
from unhindered.core.log.checkpoint import open_checkpoint
from unhindered.core.log.entry import EntryKind, NewEntry
from unhindered.core.log.signed_note import NoteSigner, parse_verifier
from unhindered.core.log.transfer import compose_new_entries
from unhindered.gate.limits import Limits
from unhindered.storage.gate_client import GateClient

OFFICER = NewEntry(EntryKind.OFFICER, b"c" * 32, b"header", b"body")


def signed(world, method, target, body=b"", *, at=None, nonce=None, access=None):
    request = DeskRequest(
        gate=NAME,
        method=method,
        target=target,
        body_sha256=hashlib.sha256(body).hexdigest(),
        at=at or world.clock(),
        nonce=nonce or secrets.token_hex(16),
    )
    note = sign_desk_request(request, access or world.institution.access)
    return {"Unhindered-Request": base64.b64encode(note.encode()).decode()}


def enrolment(world, code=None, **keys):
    institution = world.institution
    asked = {"root": institution.root, "access": institution.access} | keys
    request = EnrolmentRequest(**{name: str(key.verifier()) for name, key in asked.items()})
    return world.http.post("/desk/enrol", content=compose_request(request, code_key(code or world.code)))


def test_a_code_works_once(new_world):
    first, second = enrolment(new_world), enrolment(new_world)

    assert (first.status_code, second.status_code) == (200, 401)


def test_a_code_of_yesterday_is_worth_nothing(new_world):
    new_world.clock.at += timedelta(hours=24, seconds=1)

    assert enrolment(new_world).status_code == 401


def test_a_wrong_code_does_not_use_up_the_right_one(new_world):
    wrong = enrolment(new_world, "abandon ability able about above absent absorb abstract")

    assert wrong.status_code == 400
    assert enrolment(new_world).status_code == 200


def test_a_new_code_makes_the_old_one_worthless(new_world):
    old = new_world.code
    new_world.folder.new_code(new_world.clock())

    assert enrolment(new_world, old).status_code == 400


def test_another_institution_cannot_take_over_a_gate(world):
    code = world.folder.new_code(world.clock())

    answer = enrolment(world, code, root=NoteSigner("other/root", b"o" * 32))

    assert answer.status_code == 400
    assert world.desk.checkpoint()


def test_the_same_institution_can_change_its_access_key(world):
    code = world.folder.new_code(world.clock())
    new = NoteSigner(world.institution.access.verifier().name, b"n" * 32)

    assert enrolment(world, code, access=new).status_code == 200
    with pytest.raises(Refused):
        world.desk.checkpoint()


def test_an_enrolment_survives_a_restart(tmp_path):
    with GateWorld(tmp_path / "gate") as world:
        world.open()
    with world.served.__class__(world.served._app) as again:
        desk = GateClient(
            "http://x", gate=NAME, access=world.institution.access, now=world.clock, transport=again.transport
        )

        assert desk.checkpoint()
        assert again.client().get("/notice").text == world.notice_text


def test_the_desk_sees_the_latest_checkpoint_before_it_is_published(world):
    world.send(world.submission(world.sealed(b"words")))
    verifier = parse_verifier(world.answer.sealed_log)

    found = open_checkpoint(world.desk.checkpoint(), verifier, verifier.name)

    assert found.size == 1


def test_a_desk_reads_what_sources_sent(world):
    envelope = world.sealed(b"words")
    world.send(world.submission(envelope, world.sealed(secrets.token_bytes(90_000), floor=0)))

    small, large = world.desk.entries(0)

    assert small.header + small.body == envelope
    assert (large.body, large.body_size > 90_000) == (None, True)


def test_a_desk_fetches_a_large_body(world):
    envelope = world.sealed(secrets.token_bytes(600_000), floor=0)
    world.send(world.submission(envelope))
    target = io.BytesIO()

    world.desk.body(0, target)

    (entry,) = world.desk.entries(0)
    assert entry.header + target.getvalue() == envelope


def test_a_long_log_is_read_in_several_answers(tmp_path):
    with GateWorld(tmp_path / "gate", limits=Limits(answer_entries=2, answer_bytes=10_000)) as world:
        world.open()
        world.send(world.submission(*[world.sealed(b"x")] * 3))

        assert [entry.index for entry in world.desk.entries(0)] == [0]
        assert [entry.index for entry in world.desk.entries(2)] == [2]
        assert list(world.desk.entries(3)) == []


def test_an_officers_entry_is_appended_once_for_one_key(world):
    for _ in range(2):
        world.desk.append([OFFICER], b"k" * 32)

    assert world.gate.sealed.size() == 1


def test_without_a_key_the_nonce_stands_in(world):
    raw = compose_new_entries([OFFICER])
    headers = signed(world, "POST", "/desk/entries", raw)

    answer = world.http.post("/desk/entries", content=raw, headers=headers)

    assert (answer.status_code, world.gate.sealed.size()) == (201, 1)


def test_a_replayed_request_is_refused(world):
    headers = signed(world, "GET", "/desk/checkpoint")
    first = world.http.get("/desk/checkpoint", headers=headers)

    again = world.http.get("/desk/checkpoint", headers=headers)

    assert (first.status_code, again.status_code) == (200, 401)


@pytest.mark.parametrize("minutes", [-12, 12])
def test_a_request_of_another_time_is_refused(lasting, minutes):
    headers = signed(lasting, "GET", "/desk/checkpoint", at=lasting.clock() + timedelta(minutes=minutes))

    assert lasting.http.get("/desk/checkpoint", headers=headers).status_code == 401


def test_nonces_are_forgotten_when_no_request_with_them_can_be_fresh(world):
    world.desk.checkpoint()
    world.clock.at += timedelta(minutes=21)

    world.desk.checkpoint()

    assert len(world.gate._nonces) == 1


@pytest.mark.parametrize(
    ("method", "target", "body"),
    [
        ("GET", "/desk/entries?from=1", b""),
        ("POST", "/desk/entries?from=0", b""),
        ("GET", "/desk/entries?from=0", b"x"),
    ],
)
def test_a_signature_for_another_request_is_refused(lasting, method, target, body):
    headers = signed(lasting, method, target, body)

    assert lasting.http.get("/desk/entries?from=0", headers=headers).status_code == 401


def test_another_key_is_refused(lasting):
    access = NoteSigner(lasting.institution.access.verifier().name, b"x" * 32)

    headers = signed(lasting, "GET", "/desk/checkpoint", access=access)

    assert lasting.http.get("/desk/checkpoint", headers=headers).status_code == 401


@pytest.mark.parametrize("header", ["", "x", "ä".encode().decode("latin-1"), "/w==", "A" * 5000])
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/desk/checkpoint"),
        ("GET", "/desk/entries?from=0"),
        ("GET", "/desk/bodies/0"),
        ("POST", "/desk/entries"),
        ("POST", "/desk/statements"),
        ("POST", "/desk/notices"),
    ],
)
def test_strangers_stay_outside(lasting, method, path, header):
    headers = {"Unhindered-Request": header.encode("latin-1")} if header else {}

    answer = lasting.http.request(method, path, headers=headers)

    assert answer.status_code == 401
    assert set(answer.json()) == {"error", "advice"}


def test_a_strangers_body_is_not_even_read(lasting):
    def never_read():
        raise AssertionError("it was read")
        yield b""

    assert lasting.http.post("/desk/entries", content=never_read()).status_code == 401


def test_nobody_gets_in_before_a_desk_is_enrolled(new_world):
    headers = signed(new_world, "GET", "/desk/checkpoint")

    assert new_world.http.get("/desk/checkpoint", headers=headers).status_code == 401


def test_a_notice_of_another_gate_is_refused(lasting):
    with pytest.raises(Refused):
        lasting.desk.upload_notices([lasting.institution.notice(lasting.answer, gate="other.example.org")])


def test_a_notice_with_another_log_key_is_refused(lasting):
    other = str(NoteSigner(f"{NAME}/sealed", b"o" * 32).verifier())

    with pytest.raises(Refused):
        lasting.desk.upload_notices([lasting.institution.notice(lasting.answer, sealed_log=other)])


def test_a_notice_of_another_root_is_refused(lasting):
    with pytest.raises(Refused):
        lasting.desk.upload_notices([make_institution().notice(lasting.answer)])


def test_of_twelve_weeks_of_notices_the_one_of_today_is_shown(world):
    start = world.clock().date()
    weeks = [
        world.institution.notice(world.answer, start=start + timedelta(weeks=week)) for week in range(12)
    ]
    world.desk.upload_notices(weeks)

    world.clock.at += timedelta(weeks=5)

    assert world.http.get("/notice").text == weeks[5]


def test_a_statement_signed_by_another_key_is_refused(lasting):
    with pytest.raises(Refused):
        lasting.desk.release(sign_statement(CASE, b"x" * 32), b"r" * 32)
    assert lasting.gate.public.size() == 0


def test_several_statements_are_released_together_or_not_at_all(world):
    good, bad = (sign_statement(CASE, seed) for seed in (world.institution.publication_seed, b"x" * 32))
    other = sign_statement(NAMED, world.institution.publication_seed)
    for body in (good + b"\n" + bad, good + b"\n" + other):
        world.http.post(
            "/desk/statements", content=body, headers=signed(world, "POST", "/desk/statements", body)
        )

    assert world.gate.public.size() == 2


def test_a_reply_too_large_for_a_mailbox_is_refused(tmp_path):
    with GateWorld(tmp_path / "gate", limits=Limits(mailbox_envelope=10)) as world:
        world.open()

        with pytest.raises(Refused, match="too large"):
            world.desk.append([NewEntry(EntryKind.MAILBOX, b"m" * 32, b"header", b"b" * 11)], b"k" * 32)


def test_a_desk_cannot_pass_for_a_source_here(lasting):
    raw = compose_new_entries([NewEntry(EntryKind.SOURCE, b"n" * 32, b"header", b"body")])

    answer = lasting.http.post(
        "/desk/entries", content=raw, headers=signed(lasting, "POST", "/desk/entries", raw)
    )

    assert answer.status_code == 400
    assert lasting.gate.sealed.size() == 0
