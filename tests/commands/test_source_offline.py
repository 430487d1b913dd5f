"""`unhindered source seal-report` and `carry`: sealed without a network, held once however often sent."""

import hashlib
import io
import json
import sys
from datetime import UTC, datetime, timedelta

import pytest
from gate_world import QUICK, GateWorld
from served_over_http import ServedOverHttp

from unhindered.__main__ import main
from unhindered.core.correspondence.carried import carried_key
from unhindered.core.correspondence.from_source import read_report
from unhindered.core.envelope.payload import read_frame
from unhindered.core.envelope.receipt import derive_source_keys, read_receipt
from unhindered.core.envelope.unseal import unseal_bytes
from unhindered.core.institution.fingerprint import six_words
from unhindered.facts.wordlists import english
from unhindered.gate.app import make_gate

OTHER = "abandon ability able about above absent"


class Offline:
    """A folder with a notice, answers and a scan; and, elsewhere, the gate."""

    def __init__(self, path, world, app, url):
        self.path, self.world, self.log, self.url = path, world, app.state.gate.sealed, url
        self.words = " ".join(six_words(world.institution.root.verifier().public_key, english()))

    def seal(self, name, *options, words=None):
        return main(
            [
                *["source", "seal-report", str(self.path / "answers.json")],
                *["--notice", str(self.path / "notice.txt"), "--out", str(self.path / name), "--json"],
                *["--fingerprint", words or self.words, *map(str, options)],
            ]
        )

    def carry(self, name):
        return main(["source", "carry", str(self.path / name), "--gate", self.url, "--json"])

    def newest(self):
        """What the last two entries hold once they are opened."""
        for index in range(self.log.size() - 2, self.log.size()):
            with self.log.open_body(index) as body:
                envelope = self.log.entry(index).header + body.read()
            yield read_frame(unseal_bytes(envelope, [self.world.institution.intake]))


@pytest.fixture(scope="module")
def offline(tmp_path_factory):
    path = tmp_path_factory.mktemp("offline")
    now = datetime.now(UTC)
    with GateWorld(path / "gate") as world:
        world.enrol()
        world.clock.at = now
        notice = world.institution.notice(world.answer, start=now.date() - timedelta(days=1))
        world.desk.upload_notices([notice])
    (path / "notice.txt").write_text(notice)
    (path / "answers.json").write_text(json.dumps({"what": "A guard beat Ada Fictional."}))
    (path / "scan.png").write_bytes(b"a scan" * 1000)
    app = make_gate(world.folder, now=world.clock, limits=QUICK)
    with ServedOverHttp(app) as served:
        yield Offline(path, world, app, served.url)


def test_a_report_sealed_without_a_network_opens_at_the_desk(offline, capsys):
    assert offline.seal("one.unhindered", "--attach", offline.path / "scan.png") == 0
    words = json.loads(capsys.readouterr().out)["receipt"]
    assert offline.carry("one.unhindered") == 0

    opened = {payload.name: payload.body for payload in offline.newest()}
    report = read_report(opened["report.json"])
    secret = read_receipt(" ".join(words), english()).secret
    keys = derive_source_keys(secret, bytes.fromhex(offline.world.institution.id))
    assert report.answers.what == "A guard beat Ada Fictional."
    assert report.attachments[0].sha256 == hashlib.sha256(opened["scan.png"]).digest()
    assert report.keys.mailbox == keys.mailbox_public_key


def test_a_file_that_is_carried_twice_is_one_report(offline, capsys):
    assert offline.seal("two.unhindered") == 0
    capsys.readouterr()
    offline.carry("two.unhindered")
    first, size = capsys.readouterr().out, offline.log.size()

    assert offline.carry("two.unhindered") == 0
    assert capsys.readouterr().out == first
    assert offline.log.size() == size


def test_nothing_readable_is_in_the_sealed_file(offline):
    assert offline.seal("three.unhindered", "--attach", offline.path / "scan.png") == 0

    raw = (offline.path / "three.unhindered").read_bytes()
    assert not any(word in raw for word in (b"Ada", b"guard", b"scan", b"report"))
    assert (offline.path / "three.unhindered").stat().st_mode & 0o777 == 0o600


def test_a_sealed_file_is_never_overwritten(offline):
    (offline.path / "four.unhindered").write_bytes(b"somebody's report")

    assert offline.seal("four.unhindered") == 1
    assert (offline.path / "four.unhindered").read_bytes() == b"somebody's report"


def test_nothing_is_sealed_to_an_institution_with_other_words(offline):
    assert offline.seal("five.unhindered", words=OTHER) == 1
    assert not (offline.path / "five.unhindered").exists()


def test_without_a_terminal_nothing_is_sealed_until_the_words_are_given(offline, capsys, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    arguments = [str(offline.path / "answers.json"), "--notice", str(offline.path / "notice.txt")]

    assert main(["source", "seal-report", *arguments, "--out", str(offline.path / "six.unhindered")]) == 1
    assert "--fingerprint" in capsys.readouterr().err
    assert not (offline.path / "six.unhindered").exists()


def test_a_file_that_is_no_sealed_file_is_refused_by_the_gate(offline):
    size = offline.log.size()

    assert offline.carry("answers.json") == 1
    assert offline.log.size() == size


def test_the_key_of_a_carried_file_follows_from_its_bytes_alone():
    one, other = hashlib.sha256(b"one").digest(), hashlib.sha256(b"other").digest()

    assert carried_key(one) == carried_key(one)
    assert len({carried_key(one), carried_key(other), one, other}) == 4
