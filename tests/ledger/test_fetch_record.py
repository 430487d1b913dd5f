"""Public logs from where they lie: a served gate, a gate's folder, a log's folder."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import httpx
import pytest
from asgi_in_memory import ServedInMemory
from fictional_ledger import CASE, GATE, NAMED, PUBLICATION_SEED, ROOT, TODAY, notice

from unhindered.core.casework.statement import sign_statement
from unhindered.core.errors import Refused, Unavailable
from unhindered.core.log.entry import EntryKind, NewEntry
from unhindered.gate.app import make_gate
from unhindered.gate.folder import GateFolder
from unhindered.gate.limits import Limits
from unhindered.gate.notices import Notices
from unhindered.gate.settings import GateSettings
from unhindered.ledger.fetch_record import record_from_gate

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
# Two entries at a time, so that a reader has to ask again.
SHORT_ANSWERS = replace(Limits(), answer_entries=2)
STATEMENTS = [replace(NAMED, statement=f"{number:032x}") for number in range(5)]


@pytest.fixture
def folder(tmp_path):
    """A gate whose public log holds one case and five facts, all published."""
    folder, _ = GateFolder.create(tmp_path / "gate", GateSettings(name=GATE), now=NOW)
    entries = [
        NewEntry(EntryKind.STATEMENT, b"", b"", sign_statement(item, PUBLICATION_SEED))
        for item in (CASE, *STATEMENTS[2:], *STATEMENTS[:1])
    ]
    with folder.open_public() as log:
        log.append(entries, day=TODAY).result()
        log.publish()
    text = notice(public_log=str(folder.public_signer().verifier()))
    folder.keep_notices(Notices().replaced([text], root_public_key=ROOT.verifier().public_key, today=TODAY))
    return folder


@pytest.fixture
def gate(folder):
    """The same gate, served."""
    with ServedInMemory(make_gate(folder, now=lambda: NOW, limits=SHORT_ANSWERS)) as served:
        yield served.transport


def from_gate(transport, **options):
    return record_from_gate(f"http://{GATE}", today=TODAY, transport=transport, **options)


def test_a_served_gate_gives_all_its_statements(gate):
    record = from_gate(gate, root_public_key=ROOT.verifier().public_key)

    assert [item.statement for item in record.shown()][:2] == [CASE.statement, STATEMENTS[2].statement]
    assert record.checkpoint.size == 5


def test_another_root_than_the_pinned_one_is_refused(gate):
    with pytest.raises(Refused, match="another root"):
        from_gate(gate, root_public_key=bytes(32))


@pytest.mark.parametrize("url", ["gate.example.org", "file:///srv/gate", ""])
def test_what_is_no_address_is_refused(url):
    with pytest.raises(Refused, match="not the address"):
        record_from_gate(url, today=TODAY)


def answering(answer):
    return httpx.MockTransport(answer)


def test_a_gate_that_does_not_answer_is_not_there():
    def answer(request):
        raise httpx.ConnectError("no", request=request)

    with pytest.raises(Unavailable, match="does not answer"):
        from_gate(answering(answer))


def test_a_gate_that_is_out_of_order_says_so():
    with pytest.raises(Unavailable, match="500"):
        from_gate(answering(lambda _: httpx.Response(500)))


@pytest.mark.parametrize("content", [b"", b"<html>", b"\xff\xfe", b"a\n\nb\n"])
def test_a_server_that_is_no_gate_is_refused(content):
    with pytest.raises(Refused):
        from_gate(answering(lambda _: httpx.Response(200, content=content)))


def test_an_answer_without_end_is_cut_off():
    def answer(request):
        return httpx.Response(200, content=iter([bytes(100_000)] * 1000))

    with pytest.raises(Refused, match="longer"):
        from_gate(answering(answer))


class Withholding(httpx.BaseTransport):
    """A gate that hands over no entry, whatever it signed."""

    def __init__(self, honest):
        self._honest = honest

    def handle_request(self, request):
        if request.url.path == "/public/entries":
            return httpx.Response(200, content=b"")
        return self._honest.handle_request(request)


def test_a_gate_that_holds_back_what_it_signed_is_caught(gate):
    with pytest.raises(Unavailable, match="signed 5 public entries"):
        from_gate(Withholding(gate))


def test_lines_from_a_gate_are_those_in_the_sites_data(gate):
    answer = httpx.Client(transport=gate, base_url=f"http://{GATE}").get("/public/entries?from=0")

    record = from_gate(gate)

    assert json.loads(answer.content.splitlines()[0]) == json.loads(record.entries[0].line())
