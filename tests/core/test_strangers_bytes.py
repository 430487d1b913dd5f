"""Every parser of core, given what is nearly right: only `Refused`, in bounded time and memory."""

import hashlib
import io
import time
import tracemalloc
from datetime import UTC, date, datetime
from itertools import chain

import pytest
from fictional_notice import MONDAY, ROOT, fictional_notice
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mutants import BOMBS, changed, changed_json

from unhindered.core.canonical_json import canonical_json, parse_json_object
from unhindered.core.correspondence.from_source import (
    Answers,
    Message,
    Report,
    compose_message,
    compose_report,
    read_message,
    read_report,
)
from unhindered.core.correspondence.parts import AttachmentReference, SourcePublicKeys
from unhindered.core.correspondence.signatures import signature_over
from unhindered.core.correspondence.submission import HEAD_BYTES, read_submission_head
from unhindered.core.envelope.header import read_header
from unhindered.core.envelope.identities import PostQuantumIdentity
from unhindered.core.envelope.payload import frame, read_frame
from unhindered.core.envelope.receipt import derive_source_keys
from unhindered.core.envelope.seal import seal_bytes
from unhindered.core.envelope.split import split_envelope
from unhindered.core.envelope.unseal import unseal_bytes
from unhindered.core.errors import Refused
from unhindered.core.institution.enrolment import EnrolmentRequest, code_key, compose_request, open_request
from unhindered.core.institution.notice import HEAD, compose_notice, notice_id, read_notice
from unhindered.core.institution.signed_request import MAILBOX as MAILBOX_LABEL
from unhindered.core.institution.signed_request import (
    MAILBOX_KEY_NAME,
    MAILBOX_READ_BYTES,
    DeskRequest,
    MailboxRead,
    compose_mailbox_read,
    open_desk_request,
    open_mailbox_read,
    sign_desk_request,
)
from unhindered.core.log.checkpoint import Checkpoint, open_checkpoint, parse_checkpoint, sign_checkpoint
from unhindered.core.log.entry import EntryKind, NewEntry, Salts, compose_leaf, leaf_kind
from unhindered.core.log.port import StoredEntry
from unhindered.core.log.signed_note import NoteSigner, parse_verifier
from unhindered.core.log.tiles import TILE_WIDTH, parse_bundle, parse_tile, parse_tile_path
from unhindered.core.log.transfer import (
    compose_new_entries,
    compose_stored_entry,
    read_new_entries,
    read_stored_entries,
)

SOME = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
GATE = "gate.example"
IDENTITY = PostQuantumIdentity(bytes(32))
SEALED = seal_bytes(frame("report.json", b"{}", floor=256), [IDENTITY.recipient()])
HEADER, _ = split_envelope(SEALED)
NOTICE = compose_notice(fictional_notice(), ROOT)
NOTICE_JSON = parse_json_object(NOTICE.split("\n")[1].encode())
ACCESS, MAILBOX = NoteSigner("x/desk", b"a" * 32), NoteSigner(MAILBOX_KEY_NAME, b"m" * 32)
READ = compose_mailbox_read(MailboxRead(gate=GATE, page=0, notice=bytes(32)), MAILBOX)
BODY_SHA256 = hashlib.sha256(b"").hexdigest()
ASKED = DeskRequest(
    gate=GATE, method="GET", target="/desk/entries", body_sha256=BODY_SHA256, at=NOW, nonce="0f" * 16
)
DESK = sign_desk_request(ASKED, ACCESS)
CODE = code_key("abandon ability able about above absent absorb abstract")
ENROLMENT = compose_request(EnrolmentRequest(root=str(ROOT.verifier()), access=str(ACCESS.verifier())), CODE)
LOG = NoteSigner(f"{GATE}/sealed", b"l" * 32)
CHECKPOINT = sign_checkpoint(Checkpoint(f"{GATE}/sealed", 7, b"r" * 32), LOG)
SALTS = Salts(b"a" * 32, b"b" * 32)
LEAF = compose_leaf(EntryKind.SOURCE, SALTS, header_sha256=bytes(32), body_sha256=bytes(32))
STORED = compose_stored_entry(
    StoredEntry(
        index=7,
        kind=EntryKind.SOURCE,
        day=date(2026, 11, 24),
        leaf=LEAF,
        clear=b"n" * 32,
        salts=SALTS,
        header=HEADER,
        body=b"body",
        body_size=4,
    )
)
NEW = compose_new_entries([NewEntry(EntryKind.MAILBOX, b"m" * 32, HEADER, b"body" * 9)])


KEYS = derive_source_keys(b"s" * 16, bytes(32))
PUBLIC = SourcePublicKeys(
    mailbox=KEYS.mailbox_public_key, signing=KEYS.signing_public_key, recipient=str(KEYS.recipient())
)
HEAD_OF_LETTER = {"id": b"i" * 16, "notice": bytes(32), "keys": PUBLIC}
FILES = (AttachmentReference(body=bytes(32), name="a.png", size=7, sha256=bytes(32)),)
ANSWERS = Answers(**dict.fromkeys(Answers.__dataclass_fields__, "") | {"danger": "no", "contact": "mailbox"})
REPORT = compose_report(
    Report(**HEAD_OF_LETTER, language="en", answers=ANSWERS, attachments=FILES, sealed_by="device"),
    mailbox_seed=KEYS.mailbox_seed,
    signing_seed=KEYS.signing_seed,
)
MESSAGE = compose_message(Message(**HEAD_OF_LETTER, text="words", attachments=FILES), KEYS.signing_seed)


def text(raw):
    return raw.decode(errors="surrogateescape")


# Each parser with an example that it reads.
PARSERS = {
    "envelope header": (HEADER, lambda raw: read_header(io.BytesIO(raw))),
    "envelope": (SEALED, lambda raw: unseal_bytes(raw, [IDENTITY])),
    "envelope split": (SEALED, split_envelope),
    "frame": (frame("a.txt", b"body", floor=64), read_frame),
    "notice": (NOTICE.encode(), lambda raw: read_notice(text(raw))),
    "mailbox request": (READ, lambda raw: open_mailbox_read(raw, gate=GATE)),
    "desk request": (
        DESK.encode(),
        lambda raw: open_desk_request(
            text(raw),
            access=ACCESS.verifier(),
            gate=GATE,
            method="GET",
            target="/desk/entries",
            body=b"",
            now=NOW,
        ),
    ),
    "enrolment": (ENROLMENT, lambda raw: open_request(raw, CODE)),
    "checkpoint": (
        CHECKPOINT.encode(),
        lambda raw: open_checkpoint(text(raw), LOG.verifier(), f"{GATE}/sealed"),
    ),
    "checkpoint text": (
        b"gate.example/sealed\n7\n" + b"A" * 43 + b"=\n",
        lambda raw: parse_checkpoint(text(raw)),
    ),
    "key of a note": (str(LOG.verifier()).encode(), lambda raw: parse_verifier(text(raw))),
    "stored entries": (STORED, lambda raw: list(read_stored_entries([raw]))),
    "new entries": (NEW, lambda raw: read_new_entries(raw, most=4)),
    "leaf": (LEAF, leaf_kind),
    "tile": (bytes(32) * 3, lambda raw: parse_tile(raw, 3)),
    "bundle": (b"\x00\x03abc\x00\x01a", lambda raw: parse_bundle(raw, 2)),
    "path of a tile": (b"tile/0/x001/234", lambda raw: parse_tile_path(text(raw))),
    "report": (REPORT, read_report),
    "message": (MESSAGE, read_message),
    "JSON": (b'{"a":[1,"b"]}', parse_json_object),
}
EACH = pytest.mark.parametrize("name", PARSERS)


def is_refused_or_read(read, raw):
    """Whether nothing but `Refused` came of it."""
    try:
        read(raw)
    except Refused as err:
        # One sentence: nothing long of a stranger's is shown or logged.
        return len(str(err)) < 300
    return True


@EACH
@given(drawn=st.data())
@SOME
def test_what_is_nearly_right_is_read_or_refused(name, drawn):
    example, read = PARSERS[name]

    assert is_refused_or_read(read, drawn.draw(changed(example)))


@EACH
@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_is_refused_at_little_cost(name, bomb):
    _, read = PARSERS[name]
    raw = BOMBS[bomb]
    tracemalloc.start()
    began = time.process_time()

    is_refused_or_read(read, raw)

    used, spent = tracemalloc.get_traced_memory()[1], time.process_time() - began
    tracemalloc.stop()
    # Reading JSON takes some times its length; nothing may take what a number in the bytes claims.
    assert used < 40 * len(raw) + 1_000_000
    assert spent < 5


@given(content=changed_json(NOTICE_JSON))
@SOME
def test_a_notice_that_its_root_signed_wrongly_is_read_or_refused(content):
    """Whoever runs an institution may be careless or hostile: a signature makes nothing true."""
    try:
        note = ROOT.sign(f"{HEAD}\n{canonical_json(content).decode()}\n")
        found = read_notice(note)
    except Refused:
        return

    assert len(notice_id(note)) == 32
    assert is_refused_or_read(found.require_current, MONDAY)


@given(content=changed_json(parse_json_object(REPORT)))
@SOME
def test_a_report_that_its_source_signed_wrongly_is_read_or_refused(content):
    """Anybody can make keys and sign: a desk reads nothing more into it for that."""
    content.pop("signatures", None)
    label, seeds = b"unhindered/report/v1\n", {"mailbox": KEYS.mailbox_seed, "signing": KEYS.signing_seed}
    try:
        signed = {name: signature_over(label, content, seed) for name, seed in seeds.items()}
        raw = canonical_json(content | {"signatures": signed})
    except Refused:
        return

    assert is_refused_or_read(read_report, raw)


@given(content=changed_json(parse_json_object(MESSAGE)))
@SOME
def test_a_message_that_its_source_signed_wrongly_is_read_or_refused(content):
    content.pop("signature", None)
    try:
        raw = canonical_json(
            content | {"signature": signature_over(b"unhindered/message/v1\n", content, KEYS.signing_seed)}
        )
    except Refused:
        return

    assert is_refused_or_read(read_message, raw)


@given(
    page=st.text(max_size=30),
    gate=st.sampled_from([GATE, "", "other", GATE + "\n"]),
    notice=st.text(max_size=70),
)
@SOME
def test_a_mailbox_request_that_its_key_signed_wrongly_is_refused(page, gate, notice):
    lines = f"{MAILBOX_LABEL}\n{gate}\n{page}\n{notice}\n"
    try:
        note = MAILBOX.sign(lines)
    except Refused:
        return
    raw = canonical_json({"key": str(MAILBOX.verifier()), "request": note})

    assert is_refused_or_read(lambda body: open_mailbox_read(body, gate=GATE), raw.ljust(MAILBOX_READ_BYTES))


HEAD_OF_STORED = parse_json_object(STORED[4 : 4 + int.from_bytes(STORED[:4], "big")])


@given(head=changed_json(HEAD_OF_STORED))
@SOME
def test_the_head_of_an_entry_with_other_fields_is_read_or_refused(head):
    try:
        raw = canonical_json(head)
    except Refused:
        return

    whole = len(raw).to_bytes(4, "big") + raw + HEADER + b"body"
    assert is_refused_or_read(lambda sent: list(read_stored_entries([sent])), whole)


@given(st.lists(st.integers(0, 2**64 - 1), min_size=1, max_size=3))
def test_lengths_that_are_claimed_take_no_memory(lengths):
    tracemalloc.start()
    for length in lengths:
        claimed = length.to_bytes(8, "big")
        read_submission_head((claimed + bytes(HEAD_BYTES))[:HEAD_BYTES])
        for read in (lambda raw: read_new_entries(raw, most=4), lambda raw: list(read_stored_entries([raw]))):
            is_refused_or_read(read, b"\x03" + bytes(32) + claimed[4:] + claimed + b"few bytes")
            is_refused_or_read(read, claimed + b"few bytes")
    used = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert used < 1_000_000


def test_stored_entries_that_never_end_are_held_one_at_a_time():
    many = chain.from_iterable([STORED[:9], STORED[9:]] for _ in range(2_000))
    tracemalloc.start()

    count = sum(1 for _ in read_stored_entries(many))

    used = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 2_000
    assert used < 1_000_000


def test_each_example_is_one_that_its_parser_reads():
    """Otherwise the changes above would change what was refused anyway."""
    unread = []
    for name, (example, read) in PARSERS.items():
        try:
            read(example)
        except Refused:
            unread.append(name)

    assert unread == []


def test_tiles_are_as_wide_as_they_say():
    with pytest.raises(Refused):
        parse_tile(bytes(32), TILE_WIDTH)
