"""The vectors that the browser reads too."""

import base64
import json
import runpy
from pathlib import Path

import pytest

from unhindered.core.correspondence.from_source import (
    Answers,
    AttachmentReference,
    Message,
    Report,
    SourcePublicKeys,
    compose_message,
    compose_report,
    read_message,
    read_report,
)
from unhindered.core.correspondence.to_source import Reply, read_from_mailbox
from unhindered.core.errors import Refused
from unhindered.core.log.signed_note import parse_verifier

VECTORS = Path(__file__).parents[3] / "vectors" / "correspondence"
FROM_SOURCE = json.loads((VECTORS / "from_source.json").read_text(encoding="utf-8"))
TO_SOURCE = json.loads((VECTORS / "to_source.json").read_text(encoding="utf-8"))


def named(cases):
    return [pytest.param(case, id=case["name"]) for case in cases]


def body(case):
    return base64.b64decode(case["body"])


def seed(name):
    return bytes.fromhex(FROM_SOURCE["keys"][name])


def composed(content):
    keys = content["keys"]
    shared = {
        "id": bytes.fromhex(content["id"]),
        "notice": bytes.fromhex(content["notice"]),
        "keys": SourcePublicKeys(
            mailbox=base64.b64decode(keys["mailbox"]),
            signing=base64.b64decode(keys["signing"]),
            recipient=keys["recipient"],
        ),
        "attachments": tuple(
            AttachmentReference(
                body=bytes.fromhex(item["body"]),
                name=item["name"],
                size=item["size"],
                sha256=bytes.fromhex(item["sha256"]),
            )
            for item in content["attachments"]
        ),
    }
    if content["kind"] == "message":
        return compose_message(Message(text=content["text"], **shared), seed("signing_seed"))
    report = Report(
        language=content["language"],
        answers=Answers(**content["answers"]),
        sealed_by=content["sealed_by"],
        **shared,
    )
    return compose_report(report, mailbox_seed=seed("mailbox_seed"), signing_seed=seed("signing_seed"))


def waiting(case):
    keys = [parse_verifier(key) for key in TO_SOURCE["reply_keys"]]
    mailbox = bytes.fromhex(TO_SOURCE["mailbox"])
    return read_from_mailbox(case["frame"], body(case), mailbox=mailbox, reply_keys=keys)


def read(case):
    return (read_report if case["kind"] == "report" else read_message)(body(case))


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
    assert isinstance(waiting(case), Reply) == (case["frame"] == "reply.json")


@pytest.mark.parametrize("case", named(TO_SOURCE["bad"]))
def test_what_the_institution_did_not_write_is_refused(case):
    with pytest.raises(Refused):
        waiting(case)
