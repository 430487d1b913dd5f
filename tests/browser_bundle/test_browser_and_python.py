"""What the browser writes, Python reads, and the other way round; in Debian's Chromium."""

import base64
import hashlib
import json
from datetime import date

import pytest
from gate_world import make_institution
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from unhindered.core.canonical_json import canonical_json
from unhindered.core.correspondence.from_source import read_message, read_report
from unhindered.core.correspondence.submission import HEAD_BYTES, read_submission_head
from unhindered.core.correspondence.to_source import Reply, compose_reply
from unhindered.core.envelope.identities import PostQuantumIdentity
from unhindered.core.envelope.payload import frame, read_frame
from unhindered.core.envelope.receipt import Receipt, derive_source_keys
from unhindered.core.envelope.seal import seal_bytes
from unhindered.core.envelope.split import split_envelope
from unhindered.core.envelope.unseal import unseal_bytes
from unhindered.core.errors import Refused
from unhindered.core.institution.enrolment import EnrolmentAnswer
from unhindered.core.institution.fingerprint import six_words
from unhindered.core.institution.notice import notice_id
from unhindered.core.institution.signed_request import open_mailbox_read
from unhindered.core.log.signed_note import NoteSigner
from unhindered.facts.wordlists import english

pytestmark = pytest.mark.browser

TODAY = "2026-11-24"
SIZES = [0, 1, 8192, 65_535, 65_536, 65_537, 200_000, 2 * 1024 * 1024 + 1]
RECEIPT = Receipt(bytes(range(16)))
WORDS = " ".join(RECEIPT.words(english()))
ANSWERS = {
    "what": "A guard beat Ada Fictional.\nنص عربي 😀",
    "when": "Monday",
    "where": "Vareland",
    "state": "XVL",
    "danger": "unsure",
    "danger_who": "",
    "contact": "mailbox",
    "contact_how": "",
}


def b64(raw):
    return base64.b64encode(raw).decode()


def unb64(text):
    return base64.b64decode(text)


@pytest.fixture(scope="module")
def identity():
    return PostQuantumIdentity(b"Ada Fictional's identity, for te")


@pytest.fixture(scope="module")
def institution():
    return make_institution()


@pytest.fixture(scope="module")
def notice(institution):
    answer = EnrolmentAnswer(
        gate="gate.example.org",
        sealed_log=str(NoteSigner("gate.example.org/sealed", bytes(32)).verifier()),
        public_log=str(NoteSigner("gate.example.org/public", bytes(32)).verifier()),
    )
    return institution.notice(answer, start=date(2026, 11, 23))


def source_keys(institution):
    return derive_source_keys(RECEIPT.secret, bytes.fromhex(institution.id))


def test_this_browser_has_the_fast_cipher(laid_open):
    # Else the two sealing tests below would test one cipher twice.
    assert laid_open.value("hasWebCryptoSealer") is True


@pytest.mark.parametrize("fast", [True, False], ids=["webcrypto", "noble"])
@pytest.mark.parametrize("size", SIZES)
def test_python_opens_what_the_browser_sealed(laid_open, identity, size, fast):
    plain = bytes(place * 7 % 251 for place in range(size))

    sealed = laid_open.value("seal", b64(plain), str(identity.recipient()), fast)

    raw = unb64(sealed["age"])
    _, body = split_envelope(raw)
    assert unseal_bytes(raw, [identity]) == plain
    assert (sealed["size"], sealed["body_sha256"]) == (len(raw), hashlib.sha256(body).hexdigest())


@pytest.mark.parametrize("size", SIZES)
def test_the_browser_opens_what_python_sealed(laid_open, identity, size):
    plain = bytes(place * 7 % 251 for place in range(size))

    raw = seal_bytes(plain, [identity.recipient()])

    assert unb64(laid_open.value("open", b64(raw), str(identity))) == plain


def test_the_browser_refuses_what_was_changed(laid_open, identity):
    raw = seal_bytes(b"in danger", [identity.recipient()])
    for place in range(0, len(raw), 41):
        changed = raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1 :]
        assert laid_open.refused("open", b64(changed), str(identity)), place


def test_the_browser_reads_the_notice_that_python_composed(laid_open, institution, notice):
    found = laid_open.value("notice", notice, TODAY)

    assert found["id"] == notice_id(notice).hex()
    assert found["institution"] == institution.id
    assert found["words"] == " ".join(six_words(institution.root.verifier().public_key, english()))
    assert laid_open.refused("notice", notice, "2026-11-30")
    assert laid_open.refused("notice", notice.replace("XVL", "XVM"), TODAY)


def test_python_reads_the_report_and_its_attachments(laid_open, institution, notice):
    photo = bytes(range(256)) * 400
    files = {"photo.jpg": b64(photo), "صورة.png": b64(b"")}

    sent = laid_open.value("report", WORDS, notice, TODAY, ANSWERS, files)

    envelopes = taken_apart(unb64(sent["body"]), notice_id(notice))
    frames = [read_frame(unseal_bytes(raw, [institution.intake])) for raw in envelopes]
    assert [frame.name for frame in frames] == ["photo.jpg", "صورة.png", "report.json"]
    report = read_report(frames[2].body)
    assert vars(report.answers) == ANSWERS
    assert (report.language, report.sealed_by) == ("en", "device")
    keys = source_keys(institution)
    assert report.keys.mailbox == keys.mailbox_public_key
    assert report.keys.signing == keys.signing_public_key
    assert report.keys.recipient == str(keys.recipient())
    assert report.notice == notice_id(notice)
    bodies = [split_envelope(raw)[1] for raw in envelopes[:2]]
    assert [item.body for item in report.attachments] == [hashlib.sha256(body).digest() for body in bodies]
    assert [(item.size, item.sha256) for item in report.attachments] == [
        (len(body), hashlib.sha256(body).digest()) for body in (photo, b"")
    ]


def test_python_reads_the_message_and_its_signature(laid_open, institution, notice):
    body = unb64(laid_open.value("message", WORDS, notice, TODAY, "I am safe now. 😀"))

    message = read_message(body)

    assert message.text == "I am safe now. 😀"
    assert message.keys.signing == source_keys(institution).signing_public_key
    with pytest.raises(Refused):
        read_message(body.replace(b"safe", b"lost"))


def test_python_accepts_the_mailbox_request(laid_open, institution, notice):
    body = unb64(laid_open.value("mailboxRequest", WORDS, notice, TODAY, 12))

    verifier, read = open_mailbox_read(body, gate="gate.example.org")

    assert (read.page, read.notice) == (12, notice_id(notice))
    assert verifier.public_key == source_keys(institution).mailbox_public_key


def test_the_browser_opens_what_python_put_in_the_mailbox(laid_open, institution, notice):
    keys = source_keys(institution)
    recipient = keys.recipient()
    answer = Reply(text="We read it.\nنحن معك", on=date(2026, 11, 24))
    reply = compose_reply(answer, mailbox=keys.mailbox_id, reply_seed=institution.reply_seed)
    good = seal_bytes(frame("reply.json", reply), [recipient])
    stray = seal_bytes(frame("report.json", reply), [recipient])

    found = laid_open.value("openAll", [b64(good), b64(stray), b64(b"x")], WORDS, notice, TODAY)

    assert found == [
        {"kind": "reply", "text": "We read it.\nنحن معك", "on": TODAY},
        {"kind": "broken"},
        {"kind": "broken"},
    ]


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.text(st.characters(exclude_categories=("Cs",))),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(max_codepoint=127), max_size=8), inner, max_size=4)
    ),
    max_leaves=12,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=json_values)
def test_both_write_json_in_one_form(laid_open, value):
    assert laid_open.value("canonical", json.dumps(value)) == canonical_json(value).decode()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(raw=st.binary(max_size=300))
def test_a_strangers_bytes_are_refused_and_nothing_else(laid_open, identity, raw):
    assert laid_open.refused("open", b64(raw), str(identity))
    assert laid_open.refused(
        "openNote",
        raw.decode("latin-1"),
        "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
    )
    assert laid_open.refused("notice", raw.decode("latin-1"), TODAY)
    laid_open.refused("readFrame", b64(raw))
    laid_open.refused("receipt", raw.decode("latin-1"), [])


def taken_apart(body, notice):
    envelopes = []
    while body:
        length, found = read_submission_head(body[:HEAD_BYTES])
        assert found == notice
        envelopes.append(body[HEAD_BYTES : HEAD_BYTES + length])
        body = body[HEAD_BYTES + length :]
    return envelopes
