"""The no-script reader: a process of its own, told what it costs first, and writes nothing."""

import asyncio

import pytest
from asgi_in_memory import ServedInMemory
from test_gate_mailbox import post_to_mailbox, reply_envelope
from test_plain_report import END, HEADERS, part

from unhindered.core.correspondence.to_source import HeldNote, compose_held_note
from unhindered.core.envelope.near_miss import near_misses
from unhindered.core.envelope.payload import frame
from unhindered.core.envelope.receipt import new_receipt
from unhindered.core.envelope.seal import seal_bytes
from unhindered.facts.wordlists import english
from unhindered.gate.noscript import app
from unhindered.gate.noscript.app import make_reader

ANSWER = "We have your report.\nCome back <soon>."


class Reader:
    def __init__(self, world):
        self.world = world
        self.receipt = new_receipt()
        self.words = " ".join(self.receipt.words(english()))
        self.keys = world.source_keys(self.receipt.secret)
        self.served = ServedInMemory(
            make_reader(world.folder, now=world.clock, gate="http://gate.example.org")
        )

    def post(self, text):
        return self.http.post("/en/words", content=part("receipt", text.encode()) + END, headers=HEADERS)


@pytest.fixture
def reader(world):
    reader = Reader(world)
    with reader.served, reader.served.client() as reader.http:
        yield reader


def test_what_it_costs_stands_on_a_page_without_any_field(reader):
    page = reader.http.get("/").text

    assert "What you give away" in page
    assert "<textarea" not in page
    assert "<input" not in page


def test_a_reply_is_read_with_the_words(reader):
    post_to_mailbox(reader.world, reader.keys, reply_envelope(reader.world, reader.keys, ANSWER))

    page = reader.post(reader.words.upper().replace(" ", "\n"))

    assert page.status_code == 200
    assert "We have your report.\nCome back &lt;soon&gt;." in page.text


def test_a_reply_is_read_with_the_numbers(reader):
    post_to_mailbox(reader.world, reader.keys, reply_envelope(reader.world, reader.keys, ANSWER))

    page = reader.post(" ".join(str(number) for number in reader.receipt.numbers()))

    assert "We have your report." in page.text


def test_a_held_note_is_shown_as_what_the_institution_says(reader):
    note = HeldNote(
        index=4,
        leaf=b"l" * 66,
        salt_header=b"a" * 32,
        salt_body=b"b" * 32,
        header_sha256=b"c" * 32,
        body_sha256=b"d" * 32,
        origin="gate.example.org/sealed",
        on=reader.world.clock().date(),
    )
    body = compose_held_note(
        note, mailbox=reader.keys.mailbox_id, reply_seed=reader.world.institution.reply_seed
    )
    post_to_mailbox(
        reader.world, reader.keys, seal_bytes(frame("held.json", body), [reader.keys.recipient()])
    )

    assert "The institution says so" in reader.post(reader.words).text


def test_what_the_institution_did_not_sign_is_not_shown(reader):
    forged = seal_bytes(frame("reply.json", b'{"text":"forged"}'), [reader.keys.recipient()])
    post_to_mailbox(reader.world, reader.keys, forged)

    page = reader.post(reader.words).text

    assert "not from the institution" in page
    assert "forged" not in page


def test_an_empty_mailbox_says_that_the_words_may_be_others(reader):
    assert "Nothing yet, or different words" in reader.post(reader.words).text


def test_a_mistyped_word_is_met_with_a_guess_and_nothing_is_lost(reader):
    words = reader.words.split()
    typed = " ".join([words[0] + "x", *words[1:]])

    page = reader.post(typed)

    assert page.status_code == 400
    assert reader.words in page.text
    assert typed in page.text


def test_while_close_words_are_sought_other_requests_go_on(reader, monkeypatch):
    sought_in_loop = []

    def watched(text, *lists):
        try:
            sought_in_loop.append(asyncio.get_running_loop())
        except RuntimeError:
            sought_in_loop.append(None)
        return near_misses(text, *lists)

    monkeypatch.setattr(app, "near_misses", watched)
    words = reader.words.split()

    page = reader.post(" ".join([words[0] + "x", *words[1:]]))

    assert reader.words in page.text
    assert sought_in_loop == [None]


@pytest.mark.parametrize(
    "body", [b"", b"x", part("receipt", b"x" * 20_000) + END, part("receipt", b"x", file="a") + END]
)
def test_what_is_no_form_is_refused_there_too(reader, body):
    answer = reader.http.post("/en/words", content=body, headers=HEADERS)

    assert answer.status_code in (400, 413)
    assert answer.headers["content-type"].startswith("text/html")


def contents(world):
    """All but the memory that readers and writer of the database share."""
    files = [path for path in world.folder.path.rglob("*") if path.is_file()]
    return {path: path.read_bytes() for path in files if not path.name.endswith("-shm")}


def test_reading_changes_nothing(reader):
    post_to_mailbox(reader.world, reader.keys, reply_envelope(reader.world, reader.keys, ANSWER))
    folder = reader.world.folder.path
    before = {
        path: path.read_bytes() for path in folder.rglob("*") if path.is_file() and "shm" not in path.name
    }

    reader.post(reader.words)

    assert all(path.read_bytes() == raw for path, raw in before.items())
