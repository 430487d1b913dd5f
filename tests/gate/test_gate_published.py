"""What everybody may read stops at the published checkpoint, and proves itself."""

import json
from datetime import timedelta

import pytest
from fictional_ledger import CASE, NAMED

from unhindered.core.casework.statement import sign_statement
from unhindered.core.institution.notice import read_notice
from unhindered.core.log.checkpoint import open_checkpoint
from unhindered.core.log.entry import EntryKind, Salts, body_sha256, header_sha256, open_leaf
from unhindered.core.log.signed_note import parse_verifier
from unhindered.core.log.tile_proof import tiles_needed, verify_in_tiles
from unhindered.core.log.tiles import entries_path, parse_bundle


def checkpoint(world, path, vkey):
    verifier = parse_verifier(vkey)
    return open_checkpoint(world.http.get(path).text, verifier, verifier.name)


def sealed_checkpoint(world):
    return checkpoint(world, "/log/checkpoint", world.answer.sealed_log)


def statement(world, said=CASE) -> bytes:
    return sign_statement(said, world.institution.publication_seed)


def test_the_notice_is_shown_as_it_was_signed(lasting):
    assert lasting.http.get("/notice").text == lasting.notice_text
    assert read_notice(lasting.http.get("/notice").text).name == "Fictional Lamp"


def test_an_entry_shows_in_the_log_only_after_it_is_published(world):
    world.send(world.submission(world.sealed(b"words")))
    before = sealed_checkpoint(world)

    world.gate.publish()

    assert (before.size, sealed_checkpoint(world).size) == (0, 1)


def test_whole_tiles_prove_an_entry(world):
    answers = [world.send(world.submission(*[world.sealed(b"x")] * 100)).json() for _ in range(3)]
    world.gate.publish()
    leaf = bytes.fromhex(answers[2]["placed"][-1]["leaf"])
    found = sealed_checkpoint(world)

    tiles = {
        address: world.http.get(f"/log/{address.path()}").content for address in tiles_needed(299, found.size)
    }

    verify_in_tiles(leaf, index=299, checkpoint=found, tiles=tiles)


def test_tiles_beyond_what_is_published_are_not_there(world):
    world.send(world.submission(world.sealed(b"words")))

    answers = [world.http.get(f"/log/{path}") for path in ("tile/0/000.p/1", entries_path(0, 1))]

    assert [answer.status_code for answer in answers] == [404, 404]


def test_the_sealed_log_does_not_show_of_which_kind_its_entries_are(world):
    world.send(world.submission(world.sealed(b"words")))
    world.gate.publish()

    assert world.http.get(f"/log/{entries_path(0, 1)}").status_code == 404


def test_the_public_log_shows_its_entries(world):
    world.desk.release(statement(world), b"r" * 32)
    world.gate.publish()

    bundle = world.http.get(f"/public/{entries_path(0, 1)}").content

    assert parse_bundle(bundle, 1) == world.gate.public.leaves(0, 1)


@pytest.mark.parametrize(
    "path", ["tile/0/000", "tile/0/x", "tile/99/000", "tile/0/001.p/999", "tile/", "tile/0/0"]
)
def test_what_is_no_tile_is_refused(lasting, path):
    assert lasting.http.get(f"/log/{path}").status_code in (400, 404)


def test_a_public_statement_can_be_read_and_proved_by_anybody(world):
    raw = statement(world)
    world.desk.release(raw, b"r" * 32)
    world.gate.publish()

    (line,) = world.http.get("/public/entries?from=0").text.splitlines()

    found = json.loads(line)
    salts = Salts(*(bytes.fromhex(found["salts"][part]) for part in ("header", "body")))
    assert (
        json.dumps(found["statement"], ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
        == raw
    )
    open_leaf(
        bytes.fromhex(found["leaf"]),
        salts,
        kind=EntryKind.STATEMENT,
        header_sha256=header_sha256(b""),
        body_sha256=body_sha256(b"", raw),
    )
    assert checkpoint(world, "/public/checkpoint", world.answer.public_log).size == 1


def test_a_statement_is_not_shown_before_its_checkpoint(world):
    world.desk.release(statement(world), b"r" * 32)

    assert world.http.get("/public/entries?from=0").text == ""


def test_statements_are_read_on_from_a_number(world):
    world.desk.release(statement(world), b"r" * 32)
    world.desk.release(statement(world, NAMED), b"s" * 32)
    world.gate.publish()

    lines = world.http.get("/public/entries?from=1").text.splitlines()

    assert [json.loads(line)["index"] for line in lines] == [1]


@pytest.mark.parametrize("query", ["", "?from=", "?from=-1", "?from=x", "?from=" + "9" * 40])
def test_a_number_that_is_none_is_refused(lasting, query):
    assert lasting.http.get(f"/public/entries{query}").status_code == 400


def test_a_gate_without_a_notice_of_today_says_so(world):
    world.clock.at += timedelta(days=30)

    answers = [world.http.get(path) for path in ("/notice", "/", "/en/report", "/en/return")]

    assert {answer.status_code for answer in answers} == {503}
    assert "no current notice" in answers[1].text
