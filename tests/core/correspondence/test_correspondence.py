import base64
import json
from dataclasses import replace
from datetime import date

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from unhindered.core.canonical_json import canonical_json
from unhindered.core.casework.terms import IdentityLevel, Purpose
from unhindered.core.correspondence.from_source import (
    Answers,
    Message,
    Report,
    compose_message,
    compose_report,
    read_message,
    read_report,
)
from unhindered.core.correspondence.letters import READERS
from unhindered.core.correspondence.parts import AttachmentReference, Choice, SourcePublicKeys
from unhindered.core.correspondence.to_source import (
    HeldNote,
    Reply,
    compose_held_note,
    compose_reply,
    read_from_mailbox,
)
from unhindered.core.envelope import bech32
from unhindered.core.envelope.recipients import ClassicRecipient, PostQuantumRecipient
from unhindered.core.errors import Refused
from unhindered.core.log.signed_note import NoteSigner


def public(seed):
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


MAILBOX_SEED, SIGNING_SEED, REPLY_SEED, OTHER_SEED = (bytes([number]) * 32 for number in (1, 2, 3, 4))
RECIPIENT = str(PostQuantumRecipient.of_seed(bytes(32)))
KEYS = SourcePublicKeys(mailbox=public(MAILBOX_SEED), signing=public(SIGNING_SEED), recipient=RECIPIENT)
MAILBOX = b"m" * 32
REPLY_KEY = NoteSigner("x/reply", REPLY_SEED).verifier()
OTHER_KEY = NoteSigner("x/reply", OTHER_SEED).verifier()
words = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=40)
hashes = st.binary(min_size=32, max_size=32)
attachments = st.builds(
    AttachmentReference, body=hashes, name=words, size=st.integers(0, 2**40), sha256=hashes
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
names = st.from_regex(r"[a-z0-9][a-z0-9._-]{0,20}", fullmatch=True)
consents = st.lists(
    st.builds(
        Choice,
        purpose=st.sampled_from([purpose for purpose in Purpose if purpose is not Purpose.CONTACT]),
        level=st.sampled_from(IdentityLevel),
    ),
    unique_by=lambda item: item.purpose,
).map(tuple)
more = st.dictionaries(names, words | st.lists(names, unique=True, max_size=3).map(tuple), max_size=3)
reports = st.builds(
    Report,
    id=st.binary(min_size=16, max_size=16),
    notice=hashes,
    language=st.just("en"),
    keys=st.just(KEYS),
    answers=answers,
    attachments=st.lists(attachments, max_size=3).map(tuple),
    sealed_by=st.sampled_from(["device", "gate"]),
    questionnaire=st.sampled_from(["", "9c" * 32]),
    more=more,
    consents=consents,
    limits=words,
    work=st.integers(0, 2**53 - 1),
)
messages = st.builds(
    Message,
    id=st.binary(min_size=16, max_size=16),
    notice=hashes,
    keys=st.just(KEYS),
    text=words,
    attachments=st.lists(attachments, max_size=3).map(tuple),
)
REPORT = Report(
    id=b"i" * 16,
    notice=b"n" * 32,
    language="en",
    keys=KEYS,
    answers=Answers(
        what="They beat Ada.",
        when="",
        where="",
        state="",
        danger="no",
        danger_who="",
        contact="no",
        contact_how="",
    ),
    attachments=(),
    sealed_by="device",
)
MESSAGE = Message(id=b"i" * 16, notice=b"n" * 32, keys=KEYS, text="bring water", attachments=())
NOTE = HeldNote(
    index=7,
    leaf=b"l" * 66,
    salt_header=b"h" * 32,
    salt_body=b"b" * 32,
    header_sha256=b"1" * 32,
    body_sha256=b"2" * 32,
    origin="gate.example/sealed",
    on=date(2026, 11, 24),
)


def signed(report, *, mailbox_seed=MAILBOX_SEED, signing_seed=SIGNING_SEED):
    return compose_report(report, mailbox_seed=mailbox_seed, signing_seed=signing_seed)


def reply_body(reply, *, seed=REPLY_SEED):
    return compose_reply(reply, mailbox=MAILBOX, reply_seed=seed)


def from_mailbox(name, body, *, mailbox=MAILBOX, keys=(REPLY_KEY,)):
    return read_from_mailbox(name, body, mailbox=mailbox, reply_keys=keys)


@given(reports)
def test_a_report_reads_as_it_was_written(report):
    assert read_report(signed(report)) == report


@pytest.mark.parametrize("which", ["mailbox_seed", "signing_seed"])
def test_a_report_that_names_a_key_which_did_not_sign_it_is_refused(which):
    with pytest.raises(Refused):
        read_report(signed(REPORT, **{which: OTHER_SEED}))


def test_a_report_changed_after_signing_is_refused():
    with pytest.raises(Refused):
        read_report(signed(REPORT).replace(b"beat", b"fed "))


@pytest.mark.parametrize("part", [b"69" * 16, b"6e" * 32])
def test_id_and_notice_are_inside_what_is_signed(part):
    with pytest.raises(Refused):
        read_report(signed(REPORT).replace(part, b"00" * (len(part) // 2)))
    with pytest.raises(Refused):
        read_message(compose_message(MESSAGE, SIGNING_SEED).replace(part, b"00" * (len(part) // 2)))


def test_signatures_of_a_report_cannot_change_places():
    content = json.loads(signed(REPORT))
    both = content["signatures"]
    content["signatures"] = {"mailbox": both["signing"], "signing": both["mailbox"]}

    with pytest.raises(Refused):
        read_report(canonical_json(content))


def test_a_signature_for_a_message_is_none_for_a_report():
    content = json.loads(signed(REPORT))
    unsigned = {name: value for name, value in content.items() if name != "signatures"}
    key = Ed25519PrivateKey.from_private_bytes(SIGNING_SEED)
    wrong = base64.b64encode(key.sign(b"unhindered/message/v1\n" + canonical_json(unsigned))).decode()
    content["signatures"]["signing"] = wrong

    with pytest.raises(Refused):
        read_report(canonical_json(content))


def test_a_key_that_anybody_can_sign_for_is_refused():
    # The neutral element: R = neutral element and S = 0 verify for every text.
    neutral = bytes([1]) + bytes(31)
    content = json.loads(signed(replace(REPORT, keys=replace(KEYS, mailbox=neutral))))
    content["signatures"]["mailbox"] = base64.b64encode(neutral + bytes(32)).decode()

    with pytest.raises(Refused):
        read_report(canonical_json(content))


@pytest.mark.parametrize(
    "recipient",
    [
        "age1pq1nonsense",
        "age1pq1",
        "",
        RECIPIENT.upper(),
        RECIPIENT + " ",
        RECIPIENT[:-1],
        str(ClassicRecipient(b"c" * 32)),
        bech32.encode("age1pq", bytes(32)),
    ],
)
def test_a_report_whose_answers_could_not_be_sealed_is_refused(recipient):
    changed = replace(KEYS, recipient=recipient)

    with pytest.raises(Refused):
        read_report(signed(replace(REPORT, keys=changed)))
    with pytest.raises(Refused):
        read_message(compose_message(replace(MESSAGE, keys=changed), SIGNING_SEED))


@given(messages)
def test_a_message_reads_as_it_was_written(message):
    assert read_message(compose_message(message, SIGNING_SEED)) == message


def test_a_message_changed_after_signing_is_refused():
    raw = compose_message(MESSAGE, SIGNING_SEED)

    with pytest.raises(Refused):
        read_message(raw.replace(b"water", b"waste"))


def test_a_message_signed_by_another_key_is_refused():
    raw = compose_message(MESSAGE, bytes(32))

    with pytest.raises(Refused):
        read_message(raw)


@given(words, st.dates())
def test_a_reply_reads_as_it_was_written(text, day):
    reply = Reply(text=text, on=day)

    assert from_mailbox("reply.json", reply_body(reply)) == reply


def test_a_held_note_reads_as_it_was_written():
    body = compose_held_note(NOTE, mailbox=MAILBOX, reply_seed=REPLY_SEED)

    assert from_mailbox("held.json", body) == NOTE


def test_any_reply_key_of_the_notice_may_have_signed():
    reply = Reply(text="x", on=date(2026, 1, 1))

    assert from_mailbox("reply.json", reply_body(reply), keys=(OTHER_KEY, REPLY_KEY)) == reply


@pytest.mark.parametrize("keys", [(), (OTHER_KEY,), (OTHER_KEY,) * 8])
def test_what_the_institution_did_not_sign_is_refused(keys):
    with pytest.raises(Refused):
        from_mailbox("reply.json", reply_body(Reply(text="x", on=date(2026, 1, 1))), keys=keys)


def test_what_was_written_for_another_mailbox_is_refused():
    with pytest.raises(Refused):
        from_mailbox("reply.json", reply_body(Reply(text="x", on=date(2026, 1, 1))), mailbox=b"o" * 32)


def test_a_reply_changed_after_signing_is_refused():
    with pytest.raises(Refused):
        from_mailbox(
            "reply.json", reply_body(Reply(text="stay", on=date(2026, 1, 1))).replace(b"stay", b"come")
        )


def test_a_reply_under_the_name_of_a_held_note_is_refused():
    with pytest.raises(Refused):
        from_mailbox("held.json", reply_body(Reply(text="x", on=date(2026, 1, 1))))


@given(st.binary(max_size=200))
def test_a_strangers_bytes_raise_only_refused(raw):
    readers = [*READERS.values()]
    readers += [lambda body, name=name: from_mailbox(name, body) for name in ("reply.json", "status.json")]
    for read in readers:
        with pytest.raises(Refused):
            read(raw)


def _signed_anew(content):
    """Signed whatever it says, so that only what it says can be refused."""
    unsigned = {name: value for name, value in content.items() if name != "signatures"}
    text = b"unhindered/report/v1\n" + canonical_json(unsigned)
    signatures = {
        name: base64.b64encode(Ed25519PrivateKey.from_private_bytes(seed).sign(text)).decode()
        for name, seed in (("mailbox", MAILBOX_SEED), ("signing", SIGNING_SEED))
    }
    return canonical_json(unsigned | {"signatures": signatures})


def _report_with(**changes):
    return json.loads(signed(REPORT)) | changes


@pytest.mark.parametrize(
    "changes",
    [
        {"v": 2},
        {"id": "00" * 15},
        {"id": "AB" * 16},
        {"notice": ""},
        {"notice": "00" * 33},
        {"kind": "message"},
        {"extra": 1},
        {"language": 3},
        {"language": "x" * 36},
        {"sealed_by": "nobody"},
        {"answers": []},
        {"answers": {"what": "only this"}},
        {"attachments": {}},
        {"attachments": [3]},
        {"attachments": [{"body": "zz", "name": "a", "size": 1, "sha256": "00" * 32}]},
        {"attachments": [{"body": "00" * 32, "name": "a", "size": -1, "sha256": "00" * 32}]},
        {"attachments": [{"body": "AB" * 32, "name": "a", "size": 1, "sha256": "00" * 32}]},
        {"attachments": [{"envelope": "00" * 32, "name": "a", "size": 1, "sha256": "00" * 32}]},
        {"keys": {"mailbox": "AAAA", "signing": "AAAA", "recipient": "age1pq1x"}},
        {"keys": {"mailbox": 1, "signing": 2, "recipient": 3}},
    ],
)
def test_a_report_with_a_wrong_field_is_refused(changes):
    with pytest.raises(Refused):
        read_report(_signed_anew(_report_with(**changes)))


@pytest.mark.parametrize(
    "signatures",
    [None, {}, "", {"mailbox": "AA=="}, {"mailbox": "", "signing": ""}, {"mailbox": 1, "signing": 2}],
)
def test_a_report_without_both_signatures_is_refused(signatures):
    with pytest.raises(Refused):
        read_report(canonical_json(_report_with(signatures=signatures)))


def test_the_report_that_is_signed_anew_without_a_change_is_read():
    assert read_report(_signed_anew(_report_with())) == REPORT


@pytest.mark.parametrize("what", [b'"\\ud800"', b'"x" ', b'"\\u0061"'])
def test_a_report_not_in_its_one_form_is_refused(what):
    raw = signed(REPORT).replace(b'"what":"They beat Ada."', b'"what":' + what)

    with pytest.raises(Refused):
        read_report(raw)


def test_a_report_of_version_true_is_refused():
    with pytest.raises(Refused):
        read_report(_signed_anew(_report_with(v=True)))
