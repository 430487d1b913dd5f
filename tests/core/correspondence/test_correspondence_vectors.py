"""The vectors that the browser reads too."""

import base64
import json
import runpy
from datetime import date
from pathlib import Path

import pytest

from unhindered.core.casework.terms import IdentityLevel, Purpose
from unhindered.core.correspondence.changes import (
    ConsentsSet,
    RhythmProposed,
    Withdrawal,
    compose_consents,
    compose_rhythm,
    compose_withdrawal,
)
from unhindered.core.correspondence.from_source import (
    Answers,
    Message,
    Report,
    compose_message,
    compose_report,
)
from unhindered.core.correspondence.letters import READERS
from unhindered.core.correspondence.parts import AttachmentReference, Choice, SourcePublicKeys
from unhindered.core.correspondence.status import Status
from unhindered.core.correspondence.to_source import HeldNote, Reply, read_from_mailbox
from unhindered.core.correspondence.visits import Decoy, SourceVisit, compose_decoy, compose_visit
from unhindered.core.correspondence.work import find_work, work_bits
from unhindered.core.errors import Refused
from unhindered.core.log.signed_note import parse_verifier

VECTORS = Path(__file__).parents[3] / "vectors" / "correspondence"
FROM_SOURCE = json.loads((VECTORS / "from_source.json").read_text(encoding="utf-8"))
WORK = json.loads((VECTORS / "work.json").read_text(encoding="utf-8"))
TO_SOURCE = json.loads((VECTORS / "to_source.json").read_text(encoding="utf-8"))


def named(cases):
    return [pytest.param(case, id=case["name"]) for case in cases]


def body(case):
    return base64.b64decode(case["body"])


def seed(name):
    return bytes.fromhex(FROM_SOURCE["keys"][name])


def public_keys(content):
    return SourcePublicKeys(
        mailbox=base64.b64decode(content["mailbox"]),
        signing=base64.b64decode(content["signing"]),
        recipient=content["recipient"],
    )


def attachments(content):
    return tuple(
        AttachmentReference(
            body=bytes.fromhex(item["body"]),
            name=item["name"],
            size=item["size"],
            sha256=bytes.fromhex(item["sha256"]),
        )
        for item in content["attachments"]
    )


def consents(content):
    return tuple(
        Choice(purpose=Purpose(item["purpose"]), level=IdentityLevel(item["level"]))
        for item in content["consents"]
    )


def composed_report(content, head):
    report = Report(
        language=content["language"],
        answers=Answers(**content["answers"]),
        attachments=attachments(content),
        sealed_by=content["sealed_by"],
        questionnaire=content["questionnaire"],
        more={
            name: tuple(answer) if isinstance(answer, list) else answer
            for name, answer in content["more"].items()
        },
        consents=consents(content),
        limits=content["limits"],
        work=content["work"],
        **head,
    )
    return compose_report(report, mailbox_seed=seed("mailbox_seed"), signing_seed=seed("signing_seed"))


def composed_decoy(content, head):
    letter = Decoy(decoy=public_keys(content["decoy"]), **head)
    other = bytes.fromhex(FROM_SOURCE["decoy_keys"]["signing_seed"])
    return compose_decoy(letter, signing_seed=seed("signing_seed"), decoy_signing_seed=other)


def composed_letter(content, head):
    ours = seed("signing_seed")
    match content["kind"]:
        case "message":
            return compose_message(
                Message(text=content["text"], attachments=attachments(content), **head), ours
            )
        case "consents":
            letter = ConsentsSet(consents=consents(content), limits=content["limits"], **head)
            return compose_consents(letter, ours)
        case "withdrawal":
            return compose_withdrawal(Withdrawal(text=content["text"], **head), ours)
        case "rhythm":
            numbers = {name: content[name] for name in ("every_days", "grace_hours")}
            return compose_rhythm(RhythmProposed(**numbers, **head), ours)
        case _:
            day = date.fromisoformat(content["day"])
            return compose_visit(SourceVisit(state=content["state"], day=day, **head), ours)


def composed(content):
    head = {
        "id": bytes.fromhex(content["id"]),
        "notice": bytes.fromhex(content["notice"]),
        "keys": public_keys(content["keys"]),
    }
    special = {"report": composed_report, "decoy": composed_decoy}
    return special.get(content["kind"], composed_letter)(content, head)


def waiting(case):
    keys = [parse_verifier(key) for key in TO_SOURCE["reply_keys"]]
    mailbox = bytes.fromhex(TO_SOURCE["mailbox"])
    return read_from_mailbox(case["frame"], body(case), mailbox=mailbox, reply_keys=keys)


def read(case):
    return READERS[f"{case['kind']}.json"](body(case))


def test_the_correspondence_vectors_are_those_that_their_script_makes(tmp_path):
    runpy.run_path(str(VECTORS / "make.py"))["write"](tmp_path)

    made = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert made == {path.name: path.read_bytes() for path in VECTORS.glob("*.json")}


@pytest.mark.parametrize("case", named(FROM_SOURCE["good"]))
def test_what_a_source_writes_is_the_vector_byte_for_byte(case):
    assert composed(case["content"]) == body(case)
    assert read(case).id.hex() == case["content"]["id"]


@pytest.mark.parametrize("case", named(FROM_SOURCE["bad"]))
def test_what_no_source_of_ours_writes_is_refused(case):
    with pytest.raises(Refused):
        read(case)


@pytest.mark.parametrize("case", named(TO_SOURCE["good"]))
def test_what_the_institution_wrote_is_read(case):
    kinds = {"reply.json": Reply, "held.json": HeldNote, "status.json": Status}
    assert isinstance(waiting(case), kinds[case["frame"]])


@pytest.mark.parametrize("case", named(TO_SOURCE["bad"]))
def test_what_the_institution_did_not_write_is_refused(case):
    with pytest.raises(Refused):
        waiting(case)


@pytest.mark.parametrize("vectors", [FROM_SOURCE, TO_SOURCE])
def test_bad_examples_outnumber_good_ones(vectors):
    assert len(vectors["bad"]) > len(vectors["good"])


@pytest.mark.parametrize("case", WORK["cases"], ids=lambda case: f"{case['work']}")
def test_work_is_counted_and_found_as_in_the_vector(case):
    report, notice = bytes.fromhex(case["id"]), bytes.fromhex(case["notice"])

    assert work_bits(report, notice, case["work"]) == case["bits"]
    if case["first_with"] is not None:
        assert find_work(report, notice, case["first_with"], tries=case["work"]) == case["work"]
        assert find_work(report, notice, case["first_with"], tries=case["work"] - 1) == 0
