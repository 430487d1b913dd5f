"""What a desk's client makes of a gate's answers."""

from datetime import UTC, datetime

import httpx
import pytest

from unhindered.core.canonical_json import canonical_json
from unhindered.core.errors import Refused, Unavailable
from unhindered.core.log.signed_note import NoteSigner
from unhindered.storage.gate_client import GateClient

LINES = [canonical_json({"index": number, "statement": {"b": number, "a": "é"}}) for number in range(5)]


def client(answer):
    return GateClient(
        "http://gate.example.org",
        gate="gate.example.org",
        access=NoteSigner("example/desk", bytes(32)),
        now=lambda: datetime(2026, 11, 24, 14, 2, tzinfo=UTC),
        transport=httpx.MockTransport(answer),
    )


def in_pages_of_two(request):
    start = int(request.url.params["from"])
    return httpx.Response(200, content=b"".join(line + b"\n" for line in LINES[start : start + 2]))


def test_public_statements_are_read_page_by_page_in_their_one_form():
    found = list(client(in_pages_of_two).statements())

    assert found == [canonical_json({"a": "é", "b": number}) for number in range(5)]


def test_an_erased_statement_is_passed_over():
    lines = b"\n".join([LINES[0], canonical_json({"index": 1, "statement": None}), LINES[2]])
    pages = iter([httpx.Response(200, content=lines), httpx.Response(200)])

    assert len(list(client(lambda _: next(pages)).statements())) == 2


def test_the_public_log_is_read_without_a_signature_that_tells_who_asks():
    asked = []

    def answer(request):
        asked.append(request)
        return httpx.Response(200)

    assert list(client(answer).statements()) == []
    assert "unhindered-request" not in asked[0].headers


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        (httpx.Response(200, content=b"not json\n"), Refused),
        (httpx.Response(200, content=b'{"statement":{"a":1.5}}\n'), Refused),
        (httpx.Response(404), Refused),
        (httpx.Response(503), Unavailable),
    ],
)
def test_an_answer_that_is_none_is_said(answer, problem):
    with pytest.raises(problem):
        list(client(lambda _: answer).statements())
