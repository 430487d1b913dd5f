"""A gate in a temporary folder, an enrolled, fictional institution, and a source with a device."""

import hashlib
import secrets
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from asgi_in_memory import ServedInMemory

from unhindered.core.correspondence.from_source import (
    REPORT_NAME,
    Answers,
    Report,
    SourcePublicKeys,
    compose_report,
)
from unhindered.core.correspondence.submission import compose_submission
from unhindered.core.envelope.identities import PostQuantumIdentity
from unhindered.core.envelope.payload import frame
from unhindered.core.envelope.receipt import derive_source_keys
from unhindered.core.envelope.seal import seal_bytes
from unhindered.core.institution.enrolment import (
    EnrolmentRequest,
    code_key,
    compose_request,
    open_answer,
)
from unhindered.core.institution.fingerprint import institution_id
from unhindered.core.institution.key_names import (
    access_key_name,
    publication_key_name,
    reply_key_name,
    root_key_name,
)
from unhindered.core.institution.notice import Notice, compose_notice, notice_id
from unhindered.core.institution.signed_request import MAILBOX_KEY_NAME, MailboxRead, compose_mailbox_read
from unhindered.core.log.signed_note import NoteSigner
from unhindered.gate.app import make_gate
from unhindered.gate.folder import GateFolder
from unhindered.gate.limits import Limits
from unhindered.gate.settings import GateSettings
from unhindered.storage.gate_client import GateClient

NOW = datetime(2026, 11, 24, 13, 37, 11, 482913, tzinfo=UTC)
VISITS = PostQuantumIdentity(b"v" * 32)
TODAY = NOW.date()
NAME = "gate.example.org"
QUICK = Limits(mailbox_answer=0.0)


class Clock:
    def __init__(self, at=NOW):
        self.at = at

    def __call__(self):
        return self.at


@dataclass(frozen=True, kw_only=True)
class Institution:
    root: NoteSigner
    access: NoteSigner
    publication: NoteSigner
    publication_seed: bytes
    reply: NoteSigner
    reply_seed: bytes
    intake: PostQuantumIdentity

    @property
    def id(self) -> str:
        return institution_id(self.root.verifier().public_key)

    def notice(self, answer, *, start=TODAY - timedelta(days=1), days=7, **changes) -> str:
        """A notice for the gate that gave this enrolment answer."""
        notice = Notice(
            institution=self.id,
            name="Fictional Lamp",
            languages=("en", "ar"),
            about="A fictional organisation that documents torture in Vareland.",
            promises=("We never act on your report without your agreement.",),
            answer_within_days=7,
            state="XVL",
            website="https://lamp.example.org",
            gate=answer.gate,
            intake=str(self.intake.recipient()),
            visits=str(VISITS.recipient()),
            sealed_log=answer.sealed_log,
            public_log=answer.public_log,
            publication=str(self.publication.verifier()),
            reply=(str(self.reply.verifier()),),
            not_before=start,
            not_after=start + timedelta(days=days - 1),
            root=str(self.root.verifier()),
        )
        return compose_notice(replace(notice, **changes), self.root)


def make_institution() -> Institution:
    root_seed = secrets.token_bytes(32)
    identifier = institution_id(NoteSigner("root", root_seed).verifier().public_key)
    publication, reply = secrets.token_bytes(32), secrets.token_bytes(32)
    return Institution(
        root=NoteSigner(root_key_name(identifier), root_seed),
        access=NoteSigner(access_key_name(identifier), secrets.token_bytes(32)),
        publication=NoteSigner(publication_key_name(identifier), publication),
        publication_seed=publication,
        reply=NoteSigner(reply_key_name(identifier), reply),
        reply_seed=reply,
        intake=PostQuantumIdentity(secrets.token_bytes(32)),
    )


class GateWorld:
    """One served gate. Everything a test wants to do to it, in the words of who does it."""

    def __init__(self, path, *, limits=QUICK, settings=None):
        self.clock = Clock()
        self.folder, self.code = GateFolder.create(
            path, settings or GateSettings(name=NAME, publish_every=86_400), now=NOW
        )
        self.institution = make_institution()
        self.served = ServedInMemory(make_gate(self.folder, now=self.clock, limits=limits))

    def __enter__(self):
        self.served.__enter__()
        self.http = self.served.client()
        return self

    def __exit__(self, *_):
        self.http.close()
        self.served.__exit__()

    def enrol(self):
        institution = self.institution
        asked = EnrolmentRequest(
            root=str(institution.root.verifier()), access=str(institution.access.verifier())
        )
        body = compose_request(asked, code_key(self.code))
        answer = self.http.post("/desk/enrol", content=body)
        assert answer.status_code == 200, answer.text
        self.answer = open_answer(answer.content, body, code_key(self.code))
        self.desk = GateClient(
            "http://gate.example.org",
            gate=NAME,
            access=institution.access,
            now=self.clock,
            transport=self.served.transport,
        )
        return self

    def open(self, **changes):
        """Enrol, and show one notice."""
        self.enrol()
        self.notice_text = self.institution.notice(self.answer, **changes)
        self.desk.upload_notices([self.notice_text])
        self.notice_id = notice_id(self.notice_text)
        return self

    def sealed(self, body=b"", *, name=REPORT_NAME, floor=8192) -> bytes:
        return seal_bytes(frame(name, body, floor=floor), [self.institution.intake.recipient()])

    def submission(self, *envelopes) -> bytes:
        return compose_submission((self.notice_id, envelope) for envelope in envelopes)

    def send(self, content, *, key=None, **options):
        headers = {"Idempotency-Key": key or secrets.token_hex(32)}
        return self.http.post("/entries", content=content, headers=headers, **options)

    def read_mailbox(self, keys, page=0, *, gate=NAME, notice=None):
        signer = NoteSigner(MAILBOX_KEY_NAME, keys.mailbox_seed)
        read = MailboxRead(gate=gate, page=page, notice=notice or self.notice_id)
        return self.http.post("/mailbox", content=compose_mailbox_read(read, signer))

    def source_keys(self, secret=b"s" * 16):
        return derive_source_keys(secret, bytes.fromhex(self.institution.id))

    @property
    def gate(self):
        return self.served._app.state.gate

    def files(self):
        """Every file of the gate but those that a database changes by being read."""
        return sorted(
            str(path.relative_to(self.folder.path)) for path in self.folder.path.rglob("*") if path.is_file()
        )


def a_report(keys, notice: bytes) -> bytes:
    answers = Answers(
        what="A guard beat Ada Fictional.",
        when="Monday",
        where="Vareland",
        state="XVL",
        danger="no",
        danger_who="",
        contact="mailbox",
        contact_how="",
    )
    public = SourcePublicKeys(
        mailbox=keys.mailbox_public_key, signing=keys.signing_public_key, recipient=str(keys.recipient())
    )
    report = Report(
        id=b"i" * 16,
        notice=notice,
        language="en",
        keys=public,
        answers=answers,
        attachments=(),
        sealed_by="device",
    )
    return compose_report(report, mailbox_seed=keys.mailbox_seed, signing_seed=keys.signing_seed)


def sha256(raw: bytes) -> bytes:
    return hashlib.sha256(raw).digest()
