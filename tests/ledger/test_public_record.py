"""The ledger believes nothing of a public log that is not proved."""

import json
from dataclasses import replace
from datetime import date

import pytest
from fictional_ledger import (
    CASE,
    GATE,
    INSTITUTION,
    LOG_KEY,
    NAMED,
    ROOT,
    TODAY,
    notice,
    public_log,
    record_of,
    retraction,
)
from hypothesis import given
from hypothesis import strategies as st

from unhindered.core.canonical_json import canonical_json
from unhindered.core.casework.statement import DocumentedBy
from unhindered.core.errors import Refused
from unhindered.core.log.signed_note import NoteSigner
from unhindered.ledger.fetch_record import record_from_log
from unhindered.ledger.public_record import read_public_record

RECORD = record_of(CASE, NAMED)
LINES = [entry.line() for entry in RECORD.entries]


def read(lines=LINES, *, note=RECORD.notice_note, checkpoint=RECORD.checkpoint_note, **options):
    return read_public_record(lines, notice=note, checkpoint=checkpoint, **options)


def changed(line, **changes):
    return canonical_json(json.loads(line) | changes)


def test_a_proved_log_gives_its_statements_in_order():
    assert read().shown() == (CASE, NAMED)


def test_a_pinned_root_is_accepted():
    assert read(root_public_key=ROOT.verifier().public_key).shown()


def test_another_root_than_the_pinned_one_is_refused():
    with pytest.raises(Refused, match="another root"):
        read(root_public_key=bytes(32))


@pytest.mark.parametrize(
    "lines",
    [
        [],
        LINES[:1],
        LINES[::-1],
        [*LINES, LINES[0]],
        [changed(LINES[0], index=1), LINES[1]],
        [LINES[0], changed(LINES[1], index="1")],
        [LINES[0], changed(LINES[1], leaf="00" * 66)],
        [LINES[0], changed(LINES[1], leaf=json.loads(LINES[1])["leaf"].upper())],
        [LINES[0], changed(LINES[1], salts=json.loads(LINES[0])["salts"])],
        [LINES[0], changed(LINES[1], salts={"header": "00"})],
        [LINES[0], changed(LINES[1], salts=None)],
        [LINES[0], changed(LINES[1], statement=None)],
        [LINES[0], changed(LINES[1], statement=json.loads(LINES[0])["statement"])],
        [LINES[0], changed(LINES[1], more=1)],
        [LINES[0], b"[]"],
        [LINES[0], b"\xff"],
    ],
)
def test_a_log_that_differs_from_its_checkpoint_is_refused(lines):
    with pytest.raises(Refused):
        read(lines)


def test_a_changed_word_is_refused():
    content = json.loads(LINES[0])
    content["statement"]["text"] = "Nothing happened."

    with pytest.raises(Refused):
        read([canonical_json(content), LINES[1]])


def test_a_statement_signed_by_another_key_is_refused():
    with pytest.raises(Refused, match="not signed by its institution"):
        record_from_log(public_log(CASE, seed=bytes([7]) * 32), notice(), today=TODAY)


def test_a_statement_in_another_institutions_name_is_refused():
    other = replace(CASE, documented_by=DocumentedBy(institution="00" * 32, name="Fictional Lamp"))

    with pytest.raises(Refused, match="another institution"):
        record_of(other)


def test_a_checkpoint_of_another_log_is_refused():
    other = NoteSigner(f"{GATE}/sealed", bytes([4]) * 32)

    with pytest.raises(Refused):
        read(checkpoint=other.sign(RECORD.checkpoint.text()))


def test_a_notice_that_nobody_signed_is_refused():
    with pytest.raises(Refused):
        read(note=notice().replace("Fictional Lamp", "Fictional Lump"))


def test_an_expired_notice_is_refused():
    with pytest.raises(Refused, match="expired"):
        record_from_log(public_log(CASE), notice(), today=date(2026, 12, 1))


def erased(*indexes, of):
    log = public_log(*of)
    log.erase(indexes)
    return record_from_log(log, notice(), today=TODAY)


def test_an_erased_statement_is_gone_while_the_rest_is_proved():
    record = erased(0, of=(CASE, NAMED, retraction(CASE)))

    assert record.shown() == (NAMED,)
    assert record.checkpoint.size == 3


AGAIN = retraction(CASE, "0" * 31 + "8")


@pytest.mark.parametrize(
    ("indexes", "statements"),
    [
        # Nobody took anything back.
        ([0], (CASE, NAMED)),
        # What was taken back is there: another one is missing.
        ([1], (CASE, NAMED, retraction(CASE))),
        # One was taken back, two are missing.
        ([0, 1], (CASE, NAMED, retraction(CASE))),
        # Taken back twice is taken back once.
        ([0, 1], (CASE, NAMED, retraction(CASE), AGAIN)),
        # The taking back itself is missing.
        ([0, 2], (CASE, NAMED, retraction(CASE))),
        ([2], (CASE, NAMED, retraction(CASE))),
        # What came after it cannot have been taken back by it.
        ([1], (retraction(CASE), NAMED)),
    ],
)
def test_what_nobody_took_back_cannot_be_left_out(indexes, statements):
    with pytest.raises(Refused, match="nobody took back"):
        erased(*indexes, of=statements)


def test_nothing_of_what_was_taken_back_is_handed_on():
    record = record_of(CASE, NAMED, retraction(CASE))

    assert b"visited detainees" not in record.lines()
    again = read(record.lines().splitlines(), checkpoint=record.checkpoint_note)
    assert again == record


def test_what_was_taken_back_is_not_shown():
    record = record_of(CASE, NAMED, retraction(CASE))

    assert record.shown() == (NAMED,)
    assert [item.values["retracts"] for item in record.retractions()] == [CASE.statement]


def test_a_statement_released_twice_is_shown_once():
    assert record_of(CASE, CASE).shown() == (CASE,)


def test_a_log_without_entries_is_proved_too():
    assert record_of().shown() == ()


def test_lines_are_those_that_the_gate_publishes():
    assert set(json.loads(LINES[0])) == {"index", "leaf", "salts", "statement"}
    assert RECORD.notice.institution == INSTITUTION
    assert RECORD.checkpoint.origin == LOG_KEY.verifier().name


@given(st.binary(max_size=400))
def test_a_strangers_line_is_refused_and_nothing_else(line):
    with pytest.raises(Refused):
        read([LINES[0], line])


@given(st.text(max_size=200), st.text(max_size=200))
def test_a_strangers_notes_are_refused_and_nothing_else(note, checkpoint):
    with pytest.raises(Refused):
        read(note=note, checkpoint=checkpoint)
