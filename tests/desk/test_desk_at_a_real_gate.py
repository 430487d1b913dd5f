"""The desk against the gate's own application, over the HTTP that both keep to."""

import secrets
from datetime import UTC, datetime

import pytest
from asgi_in_memory import ServedInMemory
from desk_world import GATE, PASSPHRASE, RAPID, Source, World

from unhindered.core.correspondence.mailbox_page import read_pages
from unhindered.core.correspondence.submission import compose_submission
from unhindered.core.correspondence.to_source import HeldNote, Reply, read_from_mailbox
from unhindered.core.envelope.payload import read_frame
from unhindered.core.envelope.unseal import unseal_bytes
from unhindered.core.errors import Refused
from unhindered.core.institution.signed_request import MAILBOX_KEY_NAME, MailboxRead, compose_mailbox_read
from unhindered.core.log.signed_note import NoteSigner
from unhindered.desk.actions import attachments, cases, consents, setting_up, statements
from unhindered.desk.writing import mailbox_id
from unhindered.gate.app import make_gate
from unhindered.gate.folder import GateFolder
from unhindered.gate.limits import Limits
from unhindered.gate.settings import GateSettings
from unhindered.storage.gate_client import GateClient, enrol_over_http

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
URL = f"http://{GATE}"


class RealWorld(World):
    def __init__(self, path, served, code):
        super().__init__(path)
        self.served, self.code = served, code
        self.http = served.client()

    def connect(self, known, team):
        return GateClient(
            known.url,
            gate=known.name,
            access=team.access,
            now=lambda: NOW,
            transport=self.served.transport,
        )

    def enrol(self, code=None):
        return setting_up.enrol(
            self.owner_folder,
            PASSPHRASE,
            url=URL,
            code=code or self.code,
            today=self.today,
            ask=lambda url, body: enrol_over_http(url, body, transport=self.served.transport),
            connect=self.connect,
        )


class RealSource(Source):
    """A source that sees only what a browser sees."""

    def __init__(self, world):
        self.world = world
        world.gate.notices = [world.http.get("/notice").text]
        world.gate.take_in = self.post
        super().__init__(world.gate)

    def post(self, clear, envelopes):
        headers = {"Idempotency-Key": secrets.token_hex(32)}
        body = compose_submission((clear, envelope) for envelope in envelopes)
        answer = self.world.http.post("/entries", content=body, headers=headers)
        assert answer.status_code == 201, answer.text
        return answer.json()["placed"]

    def mailbox(self):
        signer = NoteSigner(MAILBOX_KEY_NAME, self.secrets.mailbox_seed)

        def fetch(page):
            read = MailboxRead(gate=GATE, page=page, notice=self.notice_id)
            return self.world.http.post("/mailbox", content=compose_mailbox_read(read, signer)).content

        found = []
        for envelope in read_pages(fetch):
            payload = read_frame(unseal_bytes(envelope, [self.identity]))
            found.append(
                read_from_mailbox(
                    payload.name,
                    payload.body,
                    mailbox=mailbox_id(self.keys),
                    reply_keys=self.notice.reply_verifiers(),
                )
            )
        return found


@pytest.fixture
def real(tmp_path):
    folder, code = GateFolder.create(
        tmp_path / "gate", GateSettings(name=GATE, publish_every=86_400), now=NOW
    )
    app = make_gate(folder, now=lambda: NOW, limits=Limits(mailbox_answer=0.0))
    with ServedInMemory(app) as served:
        world = RealWorld(tmp_path, served, code)
        world.app = app
        world.init()
        yield world
        world.http.close()


def test_a_report_travels_from_the_gate_to_the_public_log(real):
    real.enrol()
    owner = real.owner()
    real.sync(owner)
    real.admit_second(owner)
    second = real.second()
    source = RealSource(real)
    film = b"film" * 3_000_000
    source.send(files=[("note.txt", b"words"), ("film.bin", film)])

    real.sync(owner, second)
    (report,) = owner.book.reports.values()
    saved = [attachments.read_attachment(owner, reference) for reference in report.report.attachments]
    cases.assess(owner, report.id, kind=cases.RAPID, values=RAPID, today=real.today)
    case = cases.open_case(owner, [report.id], name="Autumn 4", officers=["Ben Invented"], today=real.today)
    cases.answer(owner, case, "We have read your report.", real.today)
    person = cases.add_person(owner, case, {"label": "P1", "roles": ["source"]}, real.today)
    consent = consents.record_consent(
        owner,
        case,
        who="person",
        values={
            "person": person,
            "purpose": "publication",
            "recipient": "public",
            "level": "anonymous",
            "language": "en",
            "method": "mailbox",
            "expires": "2027-11-24",
        },
        today=real.today,
    )
    items, left_out = statements.items_from(
        [{"person": person, "level": "anonymous", "basis": "consent", "consent": consent}]
    )
    values = {"text": "Somebody was beaten.", "states": ["XVL"], "period": "2026-11"}
    statement = statements.draft_statement(
        owner, case, values | {"items": items, "left_out": left_out}, real.today
    )
    real.sync(owner, second)
    statements.approve(second, statement, real.today)
    real.sync(second, owner)
    statements.publish(owner, statement, real.today)
    synced = real.sync(owner)

    assert saved == [b"words", film]
    assert (synced.waiting, synced.refused, synced.alarms) == (0, (), ())
    kinds = [type(item) for item in source.mailbox()]
    assert kinds == [HeldNote, Reply]
    assert real.app.state.gate.public.size() == 1
    for desk in (owner, second):
        desk.close()


def test_a_used_code_enrols_nobody_else(real, tmp_path):
    real.enrol()
    other = RealWorld(tmp_path / "other", real.served, real.code)
    other.path.mkdir()
    other.init()

    with pytest.raises(Refused):
        other.enrol()


def test_a_wrong_code_says_what_to_do(real):
    with pytest.raises(Refused) as caught:
        real.enrol("zoo zoo zoo zoo zoo zoo zoo zoo")

    assert "new-code" in caught.value.advice
