import json
from datetime import date

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from unhindered.core.canonical_json import canonical_json
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
from unhindered.core.correspondence.to_source import (
    HeldNote,
    Reply,
    compose_held_note,
    compose_reply,
    read_from_mailbox,
)
from unhindered.core.errors import Refused

SIGNING_SEED = bytes(range(32))
SIGNING = Ed25519PrivateKey.from_private_bytes(SIGNING_SEED).public_key().public_bytes_raw()
KEYS = SourcePublicKeys(mailbox=b"m" * 32, signing=SIGNING, recipient="age1pq1example")
words = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=40)
hashes = st.binary(min_size=32, max_size=32)
attachments = st.builds(
    AttachmentReference, envelope=hashes, name=words, size=st.integers(0, 2**40), sha256=hashes
)
answers = st.builds(
    Answers,
    what=words,
    when=words,
    where=words,
    state=words,
    danger=st.sampled_from(["yes", "no", "unsure"]),
    danger_who=words,
    contact=st.sampled_from(["mailbox", "other", "no"]),
    contact_how=words,
)
reports = st.builds(
    Report,
    language=st.just("en"),
    keys=st.just(KEYS),
    answers=answers,
    attachments=st.lists(attachments, max_size=3).map(tuple),
    sealed_by=st.sampled_from(["device", "gate"]),
)
messages = st.builds(
    Message, keys=st.just(KEYS), text=words, attachments=st.lists(attachments, max_size=3).map(tuple)
)


@given(reports)
def test_a_report_reads_as_it_was_written(report):
    assert read_report(compose_report(report)) == report


@given(messages)
def test_a_message_reads_as_it_was_written(message):
    assert read_message(compose_message(message, SIGNING_SEED)) == message


def test_a_message_changed_after_signing_is_refused():
    raw = compose_message(Message(keys=KEYS, text="bring water", attachments=()), SIGNING_SEED)

    with pytest.raises(Refused):
        read_message(raw.replace(b"water", b"waste"))


def test_a_message_signed_by_another_key_is_refused():
    raw = compose_message(Message(keys=KEYS, text="hello", attachments=()), bytes(32))

    with pytest.raises(Refused):
        read_message(raw)


@given(words, st.dates())
def test_a_reply_reads_as_it_was_written(text, day):
    reply = Reply(text=text, on=day)

    assert read_from_mailbox("reply.json", compose_reply(reply)) == reply


def test_a_held_note_reads_as_it_was_written():
    note = HeldNote(
        index=7,
        leaf=b"l" * 66,
        salt_header=b"h" * 32,
        salt_body=b"b" * 32,
        header_sha256=b"1" * 32,
        body_sha256=b"2" * 32,
        origin="gate.example/sealed",
        on=date(2026, 11, 24),
    )

    assert read_from_mailbox("held.json", compose_held_note(note)) == note


def test_a_reply_under_the_name_of_a_held_note_is_refused():
    with pytest.raises(Refused):
        read_from_mailbox("held.json", compose_reply(Reply(text="x", on=date(2026, 1, 1))))


@given(st.binary(max_size=200))
def test_a_strangers_bytes_raise_only_refused(raw):
    for read in (read_report, read_message, lambda body: read_from_mailbox("reply.json", body)):
        with pytest.raises(Refused):
            read(raw)


def _report_with(**changes):
    report = Report(
        language="en",
        keys=KEYS,
        answers=Answers(
            what="", when="", where="", state="", danger="no", danger_who="", contact="no", contact_how=""
        ),
        attachments=(),
        sealed_by="device",
    )
    return json.loads(compose_report(report)) | changes


@pytest.mark.parametrize(
    "changes",
    [
        {"v": 2},
        {"kind": "message"},
        {"extra": 1},
        {"language": 3},
        {"language": "x" * 36},
        {"sealed_by": "nobody"},
        {"answers": []},
        {"answers": {"what": "only this"}},
        {"attachments": {}},
        {"attachments": [3]},
        {"attachments": [{"envelope": "zz", "name": "a", "size": 1, "sha256": "00" * 32}]},
        {"attachments": [{"envelope": "00" * 32, "name": "a", "size": -1, "sha256": "00" * 32}]},
        {"attachments": [{"envelope": "AB" * 32, "name": "a", "size": 1, "sha256": "00" * 32}]},
        {"keys": {"mailbox": "AAAA", "signing": "AAAA", "recipient": "age1pq1x"}},
        {"keys": {"mailbox": 1, "signing": 2, "recipient": 3}},
    ],
)
def test_a_report_with_a_wrong_field_is_refused(changes):
    with pytest.raises(Refused):
        read_report(canonical_json(_report_with(**changes)))


@pytest.mark.parametrize("what", [b'"\\ud800"', b'"x" ', b'"\\u0061"'])
def test_a_report_not_in_its_one_form_is_refused(what):
    raw = canonical_json(_report_with()).replace(b'"what":""', b'"what":' + what)

    with pytest.raises(Refused):
        read_report(raw)


def test_a_report_of_version_true_is_refused():
    with pytest.raises(Refused):
        read_report(canonical_json(_report_with(v=True)))


def test_a_report_that_asks_for_answers_to_a_classic_key_is_refused():
    content = _report_with()
    content["keys"]["recipient"] = "age1classic"

    with pytest.raises(Refused):
        read_report(canonical_json(content))
