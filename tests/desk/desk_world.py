"""A gate in memory, an institution with two officers, and a source who writes: what desk tests stand on."""

import hashlib
import io
import secrets
from datetime import date, timedelta

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from unhindered.core.casework.terms import IdentityLevel, Purpose
from unhindered.core.correspondence import changes, visits
from unhindered.core.correspondence.from_source import (
    MESSAGE_NAME,
    REPORT_NAME,
    Answers,
    Message,
    Report,
    compose_message,
    compose_report,
)
from unhindered.core.correspondence.parts import AttachmentReference, Choice, SourcePublicKeys
from unhindered.core.correspondence.to_source import HELD_NAME, REPLY_NAME, STATUS_NAME, read_from_mailbox
from unhindered.core.envelope.identities import PostQuantumIdentity
from unhindered.core.envelope.payload import frame, read_frame
from unhindered.core.envelope.receipt import derive_source_keys
from unhindered.core.envelope.recipients import parse_recipient
from unhindered.core.envelope.seal import seal_bytes
from unhindered.core.envelope.split import split_envelope
from unhindered.core.envelope.unseal import unseal_bytes
from unhindered.core.errors import Refused, Unavailable
from unhindered.core.institution.enrolment import EnrolmentAnswer, code_key, compose_answer, open_request
from unhindered.core.institution.key_names import public_log_origin, sealed_log_origin
from unhindered.core.institution.notice import notice_id, read_notice
from unhindered.core.log.entry import SMALL_BODY_BYTES, EntryKind, NewEntry
from unhindered.core.log.signed_note import NoteSigner
from unhindered.core.questionnaire.parse import (
    parse_questionnaire,
    questionnaire_bytes,
    questionnaire_hash,
)
from unhindered.desk.actions import setting_up
from unhindered.desk.actions.syncing import sync_desk
from unhindered.desk.keys.folder import DeskFolder
from unhindered.desk.keys.ring import Institution
from unhindered.facts.questionnaires import default_questionnaire
from unhindered.gate.public_statements import place_statements
from unhindered.storage.log_in_memory import LogInMemory

TODAY = date(2026, 11, 24)
GATE = "gate.example.org"
CODE = "abandon ability able about above absent absorb abstract"
PASSPHRASE = "six words drawn by fair dice"
OTHER_PASSPHRASE = "another six words drawn by dice"
INSTITUTION = Institution(name="Fictional Lamp", root="", about="An invented institution.")
ANSWERS = Answers(
    what="Guards beat Ada Fictional after she spoke to the visiting committee.",
    when="last Monday",
    where="Northgate prison",
    state="XVL",
    danger="yes",
    danger_who="Ada and her brother",
    contact="mailbox",
    contact_how="",
)
RAPID = {
    "danger_now": True,
    "threat": "Transfer to a cell without witnesses.",
    "safe_contact": "Only through the mailbox.",
    "do_not": "Do not call the family.",
    "next_step": "Ask for the lawyer's visit today.",
}


class GateInMemory:
    """Keeps the promises of `unhindered.desk.gate_port.DeskGate`; can be taken off the air."""

    def __init__(self):
        self.sealed = LogInMemory(
            sealed_log_origin(GATE), NoteSigner(sealed_log_origin(GATE), secrets.token_bytes(32))
        )
        self.signer = NoteSigner(sealed_log_origin(GATE), secrets.token_bytes(32))
        self.public_signer = NoteSigner(public_log_origin(GATE), secrets.token_bytes(32))
        self.sealed = LogInMemory(sealed_log_origin(GATE), self.signer)
        self.public = LogInMemory(public_log_origin(GATE), self.public_signer)
        self.notices = []
        self.questionnaires = [questionnaire_bytes(default_questionnaire())]
        self.is_off = False
        self.today = TODAY

    def enrol(self, url, body):
        request = open_request(body, code_key(CODE))
        assert request.access
        answer = EnrolmentAnswer(
            gate=GATE,
            sealed_log=str(self.signer.verifier()),
            public_log=str(self.public_signer.verifier()),
        )
        return compose_answer(answer, body, code_key(CODE))

    def _require_on(self):
        if self.is_off:
            raise Unavailable("The gate does not answer.")

    def checkpoint(self):
        self._require_on()
        return self.sealed.latest_checkpoint()

    def entries(self, start):
        self._require_on()
        for index in range(start, min(self.sealed.size(), start + 1000)):
            yield self.sealed.entry(index)

    def body(self, index, target):
        self._require_on()
        with self.sealed.open_body(index) as body:
            target.write(body.read())

    def append(self, entries, request_key):
        self._require_on()
        self.sealed.append(entries, day=self.today, idempotency=request_key).result()

    def release(self, statement, request_key):
        self._require_on()
        place_statements(self.public, [statement], day=self.today, key=request_key)

    def close(self):
        """Other desks still use it."""

    def upload_notices(self, notices):
        self._require_on()
        self.notices = list(notices)

    def upload_questionnaire(self, raw):
        self._require_on()
        self.questionnaires.append(raw)

    def questionnaire(self, digest=""):
        self._require_on()
        for raw in reversed(self.questionnaires):
            if not digest or questionnaire_hash(parse_questionnaire(raw)) == digest:
                return raw
        raise Refused("This gate has no such questionnaire.")

    def statements(self):
        entries = [self.public.entry(index) for index in range(self.public.size())]
        return [entry.body for entry in entries if not entry.is_erased]

    def take_in(self, clear, envelopes):
        """What POST /entries does with envelopes of a source."""
        entries = []
        for envelope in envelopes:
            header, body = split_envelope(envelope)
            if len(body) > SMALL_BODY_BYTES:
                writer = self.sealed.incoming(clear, day=self.today)
                writer.write(body)
                body = writer.finish()
            entries.append(NewEntry(EntryKind.SOURCE, clear, header, body))
        return self.sealed.append(entries, day=self.today).result()


class Source:
    """Somebody with a receipt."""

    def __init__(self, gate, secret=None):
        self.gate = gate
        note = next(
            note
            for note in gate.notices
            if read_notice(note).not_before <= gate.today <= read_notice(note).not_after
        )
        self.notice, self.notice_id = read_notice(note), notice_id(note)
        self.secrets = derive_source_keys(
            secret or secrets.token_bytes(16), bytes.fromhex(self.notice.institution)
        )
        self.identity = PostQuantumIdentity(self.secrets.identity_seed)
        self.keys = SourcePublicKeys(
            mailbox=_public(self.secrets.mailbox_seed),
            signing=_public(self.secrets.signing_seed),
            recipient=str(self.identity.recipient()),
        )

    def seal(self, name, body, floor=8192):
        return seal_bytes(frame(name, body, floor=floor), [parse_recipient(self.notice.intake)])

    def send(self, answers=ANSWERS, files=(), **more):
        sealed = [(name, content, self.seal(name, content, floor=0)) for name, content in files]
        report = Report(
            id=secrets.token_bytes(16),
            notice=self.notice_id,
            language="en",
            keys=self.keys,
            answers=answers,
            attachments=tuple(
                AttachmentReference(
                    body=hashlib.sha256(split_envelope(envelope)[1]).digest(),
                    name=name,
                    size=len(content),
                    sha256=hashlib.sha256(content).digest(),
                )
                for name, content, envelope in sealed
            ),
            sealed_by="device",
            **more,
        )
        body = compose_report(
            report, mailbox_seed=self.secrets.mailbox_seed, signing_seed=self.secrets.signing_seed
        )
        envelopes = [self.seal(REPORT_NAME, body), *(item[2] for item in sealed)]
        return self.gate.take_in(self.notice_id, envelopes)

    def write(self, text, keys=None):
        message = Message(
            id=secrets.token_bytes(16),
            notice=self.notice_id,
            keys=keys or self.keys,
            text=text,
            attachments=(),
        )
        body = compose_message(message, self.secrets.signing_seed)
        return self.gate.take_in(self.notice_id, [self.seal(MESSAGE_NAME, body)])

    def head(self):
        return {"id": secrets.token_bytes(16), "notice": self.notice_id, "keys": self.keys}

    def agree(self, limits="", **levels):
        """The whole of what stands from now on: purposes with their levels."""
        letter = changes.ConsentsSet(consents=choices(**levels), limits=limits, **self.head())
        body = changes.compose_consents(letter, self.secrets.signing_seed)
        return self.gate.take_in(self.notice_id, [self.seal(changes.CONSENTS_NAME, body)])

    def withdraw(self, text=""):
        letter = changes.Withdrawal(text=text, **self.head())
        body = changes.compose_withdrawal(letter, self.secrets.signing_seed)
        return self.gate.take_in(self.notice_id, [self.seal(changes.WITHDRAWAL_NAME, body)])

    def propose_rhythm(self, every_days, grace_hours):
        letter = changes.RhythmProposed(every_days=every_days, grace_hours=grace_hours, **self.head())
        body = changes.compose_rhythm(letter, self.secrets.signing_seed)
        return self.gate.take_in(self.notice_id, [self.seal(changes.RHYTHM_NAME, body)])

    def name_decoy(self, decoy):
        letter = visits.Decoy(decoy=decoy.keys, **self.head())
        body = visits.compose_decoy(
            letter, signing_seed=self.secrets.signing_seed, decoy_signing_seed=decoy.secrets.signing_seed
        )
        return self.gate.take_in(self.notice_id, [self.seal(visits.DECOY_NAME, body)])

    def come_back(self, state="nothing"):
        visit = visits.SourceVisit(state=state, day=self.gate.today, **self.head())
        plain = frame(visits.VISIT_NAME, visits.compose_visit(visit, self.secrets.signing_seed))
        envelope = seal_bytes(plain, [parse_recipient(self.notice.visits)])
        return self.gate.take_in(self.notice_id, [envelope])

    def opened_envelopes(self):
        where = hashlib.sha256(self.keys.mailbox).digest()
        for index in self.gate.sealed.indexes_with_clear(EntryKind.MAILBOX, where):
            entry = self.gate.sealed.entry(index)
            with self.gate.sealed.open_body(index) as body:
                yield read_frame(unseal_bytes(entry.header + body.read(), [self.identity]))

    def files(self):
        """The attachments of replies, by name."""
        known = (HELD_NAME, REPLY_NAME, STATUS_NAME)
        return {item.name: item.body for item in self.opened_envelopes() if item.name not in known}

    def mailbox(self):
        where = hashlib.sha256(self.keys.mailbox).digest()
        keys = self.notice.reply_verifiers()
        return [
            read_from_mailbox(item.name, item.body, mailbox=where, reply_keys=keys)
            for item in self.opened_envelopes()
            if item.name in (HELD_NAME, REPLY_NAME, STATUS_NAME)
        ]


def choices(**levels):
    """Consents as a source gives them."""
    return tuple(
        Choice(purpose=Purpose(purpose), level=IdentityLevel(level)) for purpose, level in levels.items()
    )


class World:
    """Two folders of officers and a gate, in a temporary folder."""

    def __init__(self, path):
        self.path = path
        self.gate = GateInMemory()
        self.owner_folder = DeskFolder(path / "owner", work_factor=2)
        self.second_folder = DeskFolder(path / "second", work_factor=2)
        self.today = TODAY

    def connect(self, known, team):
        return self.gate

    def init(self):
        return setting_up.init_institution(
            self.owner_folder, institution=INSTITUTION, officer_name="Ada Fictional", passphrase=PASSPHRASE
        )

    def enrol(self):
        return setting_up.enrol(
            self.owner_folder,
            PASSPHRASE,
            url="http://gate.invalid",
            code=CODE,
            today=self.today,
            ask=self.gate.enrol,
            connect=self.connect,
        )

    def owner(self):
        return setting_up.open_desk(self.owner_folder, PASSPHRASE, self.connect)

    def second(self):
        return setting_up.open_desk(self.second_folder, OTHER_PASSPHRASE, self.connect)

    def sync(self, *desks):
        return [sync_desk(desk, self.today) for desk in desks][-1]

    def admit_second(self, owner, *, may_publish=True, cases=()):
        made = setting_up.init_officer(
            self.second_folder, officer_name="Ben Invented", passphrase=OTHER_PASSPHRASE
        )
        admitted = setting_up.admit(owner, made.card, PASSPHRASE, may_publish=may_publish, cases=cases)
        self.sync(owner)
        setting_up.join(self.second_folder, OTHER_PASSPHRASE, admitted.welcome)
        return admitted

    def days_pass(self, days):
        self.today += timedelta(days=days)
        self.gate.today = self.today


def _public(seed):
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


def read_all(gate, index):
    target = io.BytesIO()
    gate.body(index, target)
    return target.getvalue()


def another_is_faster(world, desk):
    """From now on another desk syncs just before the first append of whoever syncs next."""
    append, is_first = world.gate.append, [True]

    def append_after_the_other(entries, request_key):
        if is_first:
            is_first.clear()
            world.sync(desk)
        append(entries, request_key)

    world.gate.append = append_after_the_other
