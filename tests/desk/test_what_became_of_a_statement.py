"""A statement that only waits is never called published, nor one that was held back."""

import json

import pytest
from desk_browser import Browser, text_of
from desk_scene import read_article
from desk_world import PASSPHRASE

from unhindered.__main__ import main
from unhindered.commands._desk_door import send
from unhindered.desk.actions import documents, statements
from unhindered.desk.actions.outgoing import Fate, fate_of, waiting_statements


@pytest.fixture
def confirmed(enrolled, owner, second):
    """The statement of a confirmed passage, known to both desks."""
    document = read_article(enrolled, owner)
    enrolled.sync(owner, second)
    (statement,) = owner.book.documents().documents.facts
    return document, statement


def reject_at(desk, world, document):
    number = next(item.number for item in documents.document_view(desk, document).proposals if item.statement)
    documents.reject(desk, document, number, world.today)


def test_a_page_says_that_it_waits_until_the_gate_has_it(enrolled, owner, confirmed):
    document, statement = confirmed
    enrolled.gate.is_off = True
    with Browser(enrolled, owner) as browser:
        page = text_of(browser.post("/publish", {"statement": statement}))
        assert "Not published yet: 1." in page
        assert "Waits to be sent." in page
        assert "Published:" not in page
        assert "waits to be sent" in text_of(browser.get(f"/document/{document}"))
        assert "It is signed and waits to be sent." in text_of(browser.get(f"/statement/{statement}"))
        assert "1 to be sent" in text_of(browser.get("/documents"))

        enrolled.gate.is_off = False
        browser.post("/sync")

        assert "It is in the public log." in text_of(browser.get(f"/statement/{statement}"))
        assert "1 published" in text_of(browser.get("/documents"))
        assert "published" in text_of(browser.get(f"/document/{document}"))


def test_a_retraction_that_waits_is_not_called_done(enrolled, owner, confirmed):
    _, statement = confirmed
    statements.publish(owner, statement, enrolled.today)
    enrolled.sync(owner)
    enrolled.gate.is_off = True
    with Browser(enrolled, owner) as browser:
        page = text_of(browser.post(f"/statement/{statement}/retract"))
        assert "until the gate confirms it, the statement is out" in page
        assert "The retraction waits to be sent." in page
        assert "is in the public log" not in page
        assert "Its retraction waits to be sent." in text_of(browser.get("/publish"))

        enrolled.gate.is_off = False
        browser.post("/sync")

        assert "Its retraction is in the public log." in text_of(browser.get(f"/statement/{statement}"))


def test_what_was_held_back_as_it_was_to_leave_is_not_called_published(enrolled, owner, second, confirmed):
    document, statement = confirmed
    reject_at(second, enrolled, document)
    enrolled.sync(second)

    with Browser(enrolled, owner) as browser:
        page = text_of(browser.post("/publish", {"statement": statement}))

    assert "Held back as it was to leave: 1." in page
    assert "A statement was held back" in page
    assert "Published:" not in page
    assert enrolled.gate.statements() == []
    assert fate_of(owner, statement) is Fate.HELD_BACK


def test_a_sync_that_held_something_back_did_not_send_all(enrolled, owner, second, confirmed):
    document, statement = confirmed
    statements.publish(owner, statement, enrolled.today)
    reject_at(second, enrolled, document)
    enrolled.sync(second)

    sending = send(owner)

    assert sending.is_refused
    assert not sending.is_sent


def test_a_gate_that_is_away_refuses_nothing(enrolled, owner, confirmed):
    _, statement = confirmed
    statements.publish(owner, statement, enrolled.today)
    enrolled.gate.is_off = True

    sending = send(owner)

    assert not sending.is_refused
    assert not sending.is_sent
    assert waiting_statements(owner) == (statement,)


@pytest.fixture
def command(enrolled, owner, confirmed, tmp_path, capsys):
    """Commands of the owner's desk; the gate's address leads nowhere."""
    (tmp_path / "passphrase").write_text(PASSPHRASE)

    def run(name, *words):
        owner.close()
        folder, passphrase = str(enrolled.owner_folder.path), str(tmp_path / "passphrase")
        code = main(
            ["desk", name, "--dir", folder, "--passphrase-file", passphrase, "--json", *map(str, words)]
        )
        return code, json.loads(capsys.readouterr().out)

    return run


def test_a_command_does_not_call_published_what_waits(command, confirmed):
    _, statement = confirmed

    code, said = command("publish", statement)
    _, queue = command("queue")

    assert code == 1
    assert (said["statements"], said["waiting"], said["sent"]) == ([], [statement], False)
    assert [(page["id"], page["waits"]) for page in queue] == [(statement, True)]


def test_a_command_does_not_call_taken_back_what_waits(enrolled, owner, command, confirmed):
    _, statement = confirmed
    statements.publish(owner, statement, enrolled.today)
    enrolled.sync(owner)

    code, said = command("retract", statement[:12])

    assert (code, said["sent"]) == (1, False)
