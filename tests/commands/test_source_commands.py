"""`unhindered source …`, as a source types it: nothing leaves before somebody compared the six words."""

import io
import json
import sys
from datetime import UTC, datetime, timedelta

import pytest
from gate_world import QUICK, GateWorld
from served_over_http import ServedOverHttp

from unhindered.__main__ import main
from unhindered.core.institution.fingerprint import six_words
from unhindered.facts.wordlists import english
from unhindered.gate.app import make_gate

OTHER = "abandon ability able about above absent"


class Screen(io.StringIO):
    """What a terminal is: something that says it is one."""

    def isatty(self):
        return True


class Source:
    """Types commands in front of a served gate."""

    def __init__(self, path, world, app, url):
        self.path, self._app, self._url = path, app, url
        self.words = " ".join(six_words(world.institution.root.verifier().public_key, english()))
        (path / "answers.json").write_text(json.dumps({"what": "A guard beat Ada Fictional."}))
        (path / "message.txt").write_text("I am safe now.")

    def send(self, *options):
        return self._run("send", "answers.json", *options)

    def message(self, *options):
        return self._run("message", "message.txt", "--receipt", str(self.path / "receipt.txt"), *options)

    def mailbox(self):
        return main(
            ["source", "mailbox", "--gate", self._url, "--receipt", str(self.path / "receipt.txt"), "--json"]
        )

    def held(self):
        return self._app.state.gate.sealed.size()

    def _run(self, command, file, *options):
        return main(["source", command, str(self.path / file), "--gate", self._url, *options])


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    path = tmp_path_factory.mktemp("source")
    # The command reads the clock of its machine, so this gate's notice is one of today.
    now = datetime.now(UTC)
    with GateWorld(path / "gate") as world:
        world.enrol()
        world.clock.at = now
        notice = world.institution.notice(world.answer, start=now.date() - timedelta(days=1))
        world.desk.upload_notices([notice])
    app = make_gate(world.folder, now=world.clock, limits=QUICK)
    with ServedOverHttp(app) as served:
        yield Source(path, world, app, served.url)


@pytest.fixture
def terminal(monkeypatch):
    """Both ends of a terminal: what is typed, and the screen."""

    def typed(text):
        monkeypatch.setattr(sys, "stdin", Screen(text))
        screen = Screen()
        monkeypatch.setattr(sys, "stderr", screen)
        return screen

    return typed


@pytest.fixture
def receipt(source, capsys):
    """A receipt of this institution, on paper as it were."""
    assert source.send("--unverified", "--json") == 0
    (source.path / "receipt.txt").write_text(" ".join(json.loads(capsys.readouterr().out)["receipt"]))


def sending(source):
    return (source.send, source.message)


@pytest.mark.usefixtures("receipt")
def test_without_a_terminal_nothing_is_sent_until_the_words_are_given(source, capsys):
    before = source.held()

    for send in sending(source):
        assert send() == 1
        said = capsys.readouterr().err
        assert "Nothing was sent" in said
        assert "--fingerprint" in said
    assert source.held() == before


@pytest.mark.usefixtures("receipt")
def test_words_that_match_and_words_that_do_not(source):
    before = source.held()

    assert [send("--fingerprint", OTHER) for send in sending(source)] == [1, 1]
    assert source.held() == before
    assert [send("--fingerprint", source.words.upper()) for send in sending(source)] == [0, 0]
    assert source.held() == before + 2


@pytest.mark.usefixtures("receipt")
def test_who_says_so_may_send_unverified(source):
    before = source.held()

    assert [send("--unverified") for send in sending(source)] == [0, 0]
    assert source.held() == before + 2


def test_unverified_and_the_words_together_are_a_contradiction(source):
    with pytest.raises(SystemExit):
        source.send("--unverified", "--fingerprint", source.words)


@pytest.mark.usefixtures("receipt")
@pytest.mark.parametrize(("typed", "code"), [("y\n", 0), ("Yes\n", 0), ("\n", 1), ("n\n", 1), ("", 1)])
def test_at_a_terminal_the_question_comes_before_anything_leaves(source, terminal, typed, code):
    for send in sending(source):
        before, screen = source.held(), terminal(typed)

        assert send() == code
        assert source.words in screen.getvalue()
        assert "[y/N]" in screen.getvalue()
        assert source.held() == before + (code == 0)


@pytest.mark.usefixtures("receipt")
def test_where_the_words_cannot_be_seen_nobody_is_asked(source, terminal, monkeypatch):
    before = source.held()
    terminal("y\n")
    monkeypatch.setattr(sys, "stderr", io.StringIO())

    assert source.send() == 1
    assert source.held() == before


@pytest.mark.usefixtures("receipt")
def test_reading_the_mailbox_asks_nothing(source):
    assert source.mailbox() == 0
