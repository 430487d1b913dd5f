"""A source in front of the gate's own pages, and the desk that answers: what both page tests need."""

import io
import secrets
from dataclasses import replace

from gate_world import NOW, VISITS, GateWorld, sha256

from unhindered.core.correspondence.changes import read_consents, read_rhythm, read_withdrawal
from unhindered.core.correspondence.from_source import read_message, read_report
from unhindered.core.correspondence.parts import AttachmentReference
from unhindered.core.correspondence.status import Status
from unhindered.core.correspondence.to_source import (
    HeldNote,
    Reply,
    compose_held_note,
    compose_reply,
    compose_status,
)
from unhindered.core.correspondence.visits import read_decoy, read_visit
from unhindered.core.envelope.payload import frame, read_frame
from unhindered.core.envelope.recipients import parse_recipient
from unhindered.core.envelope.seal import seal_bytes
from unhindered.core.envelope.split import split_envelope
from unhindered.core.envelope.unseal import unseal_bytes
from unhindered.core.errors import Refused
from unhindered.core.log.entry import EntryKind, NewEntry, body_sha256, header_sha256


class Desk:
    """Opens what arrived, and answers."""

    def __init__(self, world: GateWorld):
        self.world = world
        # A test that plays somebody else puts another key here.
        self.reply_seed = None

    def payloads(self):
        """Name and body of every frame that sources sent, in the log's order."""
        return [
            read_frame(unseal_bytes(raw, [self.world.institution.intake, VISITS])) for _, raw in self._sent()
        ]

    def visits(self):
        """What a watch can open, which has the key of visits and no other."""
        found = []
        for _, raw in self._sent():
            try:
                found.append(read_visit(read_frame(unseal_bytes(raw, [VISITS])).body))
            except Refused:
                continue
        return found

    def letters(self, name):
        read = {
            "consents.json": read_consents,
            "withdrawal.json": read_withdrawal,
            "rhythm.json": read_rhythm,
            "decoy.json": read_decoy,
        }[name]
        return [read(item.body) for item in self.payloads() if item.name == name]

    def reports(self):
        return [read_report(item.body) for item in self.payloads() if item.name == "report.json"]

    def messages(self):
        return [read_message(item.body) for item in self.payloads() if item.name == "message.json"]

    def reply(self, keys, text, files=(), **changes):
        """Answer; `files` are names and bytes, each put into the mailbox as an envelope of its own."""
        attachments = tuple(self._put_file(keys, name, content) for name, content in files)
        attachments = tuple(replace(item, **changes) for item in attachments)
        reply = Reply(text=text, on=NOW.date(), attachments=attachments)
        self._put(keys, "reply.json", compose_reply(reply, **self._signed_for(keys)))

    def tell_status(self, keys, **changes):
        """Say where things stand."""
        nothing = {"on": NOW.date(), "looked_on": None, "steps": (), "consents": ()}
        status = Status(**(nothing | {"withdrawn": False, "rhythm": None} | changes))
        self._put(keys, "status.json", compose_status(status, **self._signed_for(keys)))

    def hold(self, keys, index=0, **changes):
        """Post the held note of an entry, as a desk does by itself."""
        entry = self.world.gate.sealed.entry(index)
        header, body = entry.header, self._body(index)
        note = {
            "index": index,
            "leaf": entry.leaf,
            "salt_header": entry.salts.header,
            "salt_body": entry.salts.body,
            "header_sha256": header_sha256(header),
            "body_sha256": body_sha256(entry.clear, body),
            "origin": "gate.example.org/sealed",
            "on": NOW.date(),
        }
        self._put(
            keys, "held.json", compose_held_note(HeldNote(**(note | changes)), **self._signed_for(keys))
        )

    def _signed_for(self, keys):
        seed = self.reply_seed or self.world.institution.reply_seed
        return {"mailbox": _mailbox_id(keys), "reply_seed": seed}

    def _put_file(self, keys, name, content):
        body = self._put(keys, name, content)
        return AttachmentReference(body=body, name=name, size=len(content), sha256=sha256(content))

    def _put(self, keys, name, body):
        envelope = seal_bytes(frame(name, body), [parse_recipient(keys.recipient)])
        header, rest = split_envelope(envelope)
        entry = NewEntry(EntryKind.MAILBOX, _mailbox_id(keys), header, rest)
        self.world.desk.append([entry], secrets.token_bytes(32))
        return sha256(rest)

    def _sent(self):
        log = self.world.gate.sealed
        for index in range(log.size()):
            entry = log.entry(index)
            if entry.kind is EntryKind.SOURCE:
                yield index, entry.header + self._body(index)

    def _body(self, index):
        with self.world.gate.sealed.open_body(index) as body:
            return io.BytesIO(body.read()).getvalue()


def _mailbox_id(keys):
    return sha256(keys.mailbox)


def shown_words(page):
    """The words of the receipt as a person reads them."""
    return page.locator("#receipt-words li strong").all_inner_texts()
