"""What was taken back is no longer said by the gate, and its log still proves itself."""

import json
from dataclasses import replace

import pytest
from fictional_ledger import CASE, NAMED, public_log, retraction
from gate_world import NAME, NOW

from unhindered.core.casework.statement import DocumentedBy, sign_statement
from unhindered.core.errors import Refused
from unhindered.core.log.entry import EntryKind, NewEntry
from unhindered.core.log.signed_note import parse_verifier
from unhindered.gate.folder import GateFolder
from unhindered.gate.limits import Limits
from unhindered.gate.open_gate import open_gate
from unhindered.gate.public_statements import erase_taken_back
from unhindered.gate.settings import GateSettings
from unhindered.ledger.fetch_record import record_from_gate
from unhindered.storage.log_on_sqlite import LogOnSqlite

WORDS = b"visited detainees"


def release(world, *said):
    for statement in said:
        raw = sign_statement(ours(world, statement), world.institution.publication_seed)
        world.desk.release(raw, statement.statement.encode())


def ours(world, statement):
    by = DocumentedBy(institution=world.institution.id, name="Fictional Lamp")
    return replace(statement, documented_by=by)


def shown(world):
    return [json.loads(line) for line in world.http.get("/public/entries?from=0").text.splitlines()]


def files_with_words(world):
    public = world.folder.path / "public"
    return [path for path in public.rglob("*") if path.is_file() and WORDS in path.read_bytes()]


def test_what_was_taken_back_is_served_no_more(world):
    release(world, CASE, NAMED)
    world.gate.publish()
    assert WORDS in world.http.get("/public/entries?from=0").content

    release(world, retraction(CASE))

    taken_back, other, by = shown(world)
    assert (taken_back["salts"], taken_back["statement"]) == (None, None)
    assert other["statement"]["statement"] == NAMED.statement
    assert by["statement"]["values"] == {"retracts": CASE.statement}


def test_what_was_taken_back_is_in_no_file_of_the_log(world):
    release(world, CASE)
    assert files_with_words(world)

    release(world, retraction(CASE))

    assert files_with_words(world) == []


def test_the_log_still_proves_itself_and_the_ledger_reads_it_at_once(world):
    release(world, CASE, NAMED)
    world.gate.publish()
    release(world, retraction(CASE))

    record = record_from_gate(
        "http://gate.example.org", today=world.clock().date(), transport=world.served.transport
    )

    assert [item.statement for item in record.shown()] == [NAMED.statement]
    assert isinstance(world.gate.public, LogOnSqlite)
    world.gate.public.require_sound(parse_verifier(world.answer.public_log))


def test_a_retraction_of_what_is_not_here_erases_nothing(world):
    release(world, CASE, retraction(NAMED))
    world.gate.publish()

    assert all(line["statement"] for line in shown(world))


def test_a_retraction_by_another_institution_erases_nothing(world):
    other = replace(retraction(CASE), documented_by=DocumentedBy(institution="00" * 32, name="Other Lamp"))
    release(world, CASE)
    world.desk.release(sign_statement(other, world.institution.publication_seed), b"o" * 32)
    world.gate.publish()

    assert all(line["statement"] for line in shown(world))


def test_a_retraction_cannot_be_taken_back(world):
    release(world, CASE, retraction(CASE), retraction(retraction(CASE), "0" * 31 + "8"))
    world.gate.publish()

    assert [line["statement"] is None for line in shown(world)] == [True, False, False]


def test_a_retraction_sent_again_changes_nothing(world):
    release(world, CASE, retraction(CASE))

    release(world, retraction(CASE))

    assert world.gate.public.size() == 2


def test_what_was_taken_back_does_not_come_in_again(world):
    release(world, CASE, retraction(CASE))

    with pytest.raises(Refused, match="taken back"):
        release(world, CASE)


def test_the_same_statement_is_in_the_log_once_whoever_sends_it(world):
    raw = sign_statement(ours(world, CASE), world.institution.publication_seed)
    for key in (b"a" * 32, b"b" * 32):
        world.desk.release(raw, key)

    assert world.gate.public.size() == 1


def test_another_text_with_the_id_of_a_statement_is_refused(world):
    release(world, CASE)

    with pytest.raises(Refused, match="Another text"):
        release(world, replace(CASE, period="2026-03"))


def test_a_gate_that_stopped_before_it_erased_does_so_when_it_starts(tmp_path):
    folder, _ = GateFolder.create(tmp_path / "gate", GateSettings(name=NAME), now=NOW)
    said = [sign_statement(statement, b"p" * 32) for statement in (CASE, retraction(CASE))]
    with folder.open_public() as log:
        log.append([NewEntry(EntryKind.STATEMENT, b"", b"", raw) for raw in said], day=NOW.date()).result()

    with open_gate(folder, now=lambda: NOW, limits=Limits()) as gate:
        assert [gate.public.entry(index).is_erased for index in (0, 1)] == [True, False]


def test_any_store_forgets_what_was_taken_back():
    log = public_log(CASE, NAMED, retraction(NAMED))

    erase_taken_back(log)

    assert [log.entry(index).is_erased for index in range(3)] == [False, True, False]
