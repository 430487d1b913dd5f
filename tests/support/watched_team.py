"""A team at a real gate in memory, and sources that see only what a browser sees."""

import secrets

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from unhindered.core.correspondence.from_source import (
    REPORT_NAME,
    Answers,
    Report,
    compose_report,
)
from unhindered.core.correspondence.parts import SourcePublicKeys
from unhindered.core.correspondence.submission import compose_submission
from unhindered.core.envelope.identities import PostQuantumIdentity
from unhindered.core.envelope.payload import frame
from unhindered.core.envelope.receipt import derive_source_keys
from unhindered.core.envelope.recipients import parse_recipient
from unhindered.core.envelope.seal import seal_bytes
from unhindered.core.institution.notice import notice_id, read_notice
from unhindered.desk.actions import setting_up
from unhindered.desk.actions.syncing import sync_desk
from unhindered.desk.keys.folder import DeskFolder
from unhindered.desk.keys.ring import Institution
from unhindered.storage.gate_client import GateClient, enrol_over_http

GATE = "gate.example.org"
URL = f"http://{GATE}"
PASSPHRASE = "six words drawn by fair dice"
ANSWERS = {
    "what": "Guards beat Ada Fictional after she spoke to the visiting committee.",
    "when": "last Monday",
    "where": "Northgate prison",
    "state": "XVL",
    "danger": "yes",
    "danger_who": "Ada",
    "contact": "mailbox",
    "contact_how": "",
}


class TeamAtGate:
    """An owner's desk in a folder. `clock` has `now` and `today`."""

    def __init__(self, path, served, code, clock):
        self.folder = DeskFolder(path / "owner", work_factor=2)
        self.served, self.code, self.clock = served, code, clock
        self.http = served.client()

    def connect(self, known, team):
        return GateClient(
            known.url,
            gate=known.name,
            access=team.access,
            now=lambda: self.clock.now,
            transport=self.served.transport,
        )

    def enrol(self):
        setting_up.init_institution(
            self.folder,
            institution=Institution(name="Fictional Lamp", root="", about="An invented institution."),
            officer_name="Ada Fictional",
            passphrase=PASSPHRASE,
        )
        setting_up.enrol(
            self.folder,
            PASSPHRASE,
            url=URL,
            code=self.code,
            today=self.clock.today,
            ask=lambda url, body: enrol_over_http(url, body, transport=self.served.transport),
            connect=self.connect,
        )

    def open(self):
        return setting_up.open_desk(self.folder, PASSPHRASE, self.connect)

    def sync(self, desk):
        return sync_desk(desk, self.clock.today)


class WritingSource:
    """Somebody with a receipt."""

    def __init__(self, team):
        self.http = team.http
        note = self.http.get("/notice").text
        self.notice, self.notice_id = read_notice(note), notice_id(note)
        institution = bytes.fromhex(self.notice.institution)
        self.secrets = derive_source_keys(secrets.token_bytes(16), institution)
        self.keys = SourcePublicKeys(
            mailbox=_public(self.secrets.mailbox_seed),
            signing=_public(self.secrets.signing_seed),
            recipient=str(PostQuantumIdentity(self.secrets.identity_seed).recipient()),
        )

    def send(self, **answers):
        report = Report(
            id=secrets.token_bytes(16),
            notice=self.notice_id,
            language="en",
            keys=self.keys,
            answers=Answers(**ANSWERS | answers),
            attachments=(),
            sealed_by="device",
        )
        seeds = {"mailbox_seed": self.secrets.mailbox_seed, "signing_seed": self.secrets.signing_seed}
        self.post(REPORT_NAME, compose_report(report, **seeds))

    def post(self, name, body, *, to=""):
        """Seal a frame, to the intake key unless told otherwise, and hand it in."""
        sealed = seal_bytes(frame(name, body, floor=8192), [parse_recipient(to or self.notice.intake)])
        headers = {"Idempotency-Key": secrets.token_hex(32)}
        content = compose_submission([(self.notice_id, sealed)])
        answer = self.http.post("/entries", content=content, headers=headers)
        assert answer.status_code == 201, answer.text


def _public(seed):
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()
