"""The vectors of notices and mailbox reads, which the browser reads too."""

import base64
import json
import runpy
from datetime import date
from pathlib import Path

import pytest

from unhindered.core.errors import Refused
from unhindered.core.institution.notice import notice_id, read_notice
from unhindered.core.institution.signed_request import MailboxRead, compose_mailbox_read, open_mailbox_read
from unhindered.core.log.signed_note import NoteSigner

VECTORS = Path(__file__).parents[3] / "vectors" / "institution"
NOTICES = json.loads((VECTORS / "notice.json").read_text(encoding="utf-8"))
READS = json.loads((VECTORS / "mailbox_read.json").read_text(encoding="utf-8"))
MAILBOX = NoteSigner("mailbox", bytes.fromhex(READS["mailbox_seed"]))


def named(cases):
    return [pytest.param(case, id=case["name"]) for case in cases]


def test_the_institution_vectors_are_those_that_their_script_makes(tmp_path):
    runpy.run_path(str(VECTORS / "make.py"))["write"](tmp_path)

    made = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert made == {path.name: path.read_bytes() for path in VECTORS.glob("*.json")}


@pytest.mark.parametrize("case", named(NOTICES["good"]))
def test_a_good_notice_is_read(case):
    read_notice(case["note"]).require_current(date.fromisoformat(NOTICES["today"]))

    assert notice_id(case["note"]).hex() == case["id"]


@pytest.mark.parametrize("case", named(NOTICES["bad"]))
def test_a_bad_notice_is_refused(case):
    with pytest.raises(Refused):
        read_notice(case["note"])


@pytest.mark.parametrize("case", READS["good"], ids=lambda case: str(case["page"]))
def test_a_mailbox_read_is_the_vector_byte_for_byte(case):
    read = MailboxRead(gate=READS["gate"], page=case["page"], notice=bytes.fromhex(case["notice"]))
    body = base64.b64decode(case["body"])

    assert compose_mailbox_read(read, MAILBOX) == body
    assert open_mailbox_read(body, gate=READS["gate"]) == (MAILBOX.verifier(), read)


@pytest.mark.parametrize("case", named(READS["bad"]))
def test_a_bad_mailbox_read_is_refused(case):
    with pytest.raises(Refused):
        open_mailbox_read(base64.b64decode(case["body"]), gate=READS["gate"])
