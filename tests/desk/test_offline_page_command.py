"""`unhindered desk offline-page` and `verify page`: made where the root key is, and checked by anybody."""

import hashlib
import json
from datetime import UTC, datetime

import pytest
from served_over_http import ServedOverHttp

from unhindered.__main__ import main
from unhindered.gate.app import make_gate
from unhindered.gate.folder import GateFolder
from unhindered.gate.settings import GateSettings

OTHER = "abandon ability able about above absent"


def now():
    return datetime.now(UTC)


class Owner:
    """Types commands, and reads what they print as JSON."""

    def __init__(self, path, capsys):
        self.path, self._capsys = path, capsys
        (path / "words.txt").write_text("the passphrase of the owner\n")

    def run(self, *words):
        code = main([str(word) for word in words] + ["--json"])
        return code, json.loads(self._capsys.readouterr().out)

    def desk(self, command, *words):
        options = ["--dir", self.path / "desk", "--passphrase-file", self.path / "words.txt"]
        return self.run("desk", command, *options, *words)


@pytest.fixture
def owner(tmp_path, capsys):
    owner = Owner(tmp_path, capsys)
    folder, code = GateFolder.create(tmp_path / "gate", GateSettings(name="gate.example.org"), now=now())
    with ServedOverHttp(make_gate(folder, now=now)) as served:
        names = ["--institution", "Fictional Lamp", "--officer", "Ada Fictional", "--work-factor", "10"]
        assert owner.desk("init", *names)[0] == 0
        assert owner.desk("enrol", served.url, *code.split())[0] == 0
    return owner


def test_a_page_is_made_and_verified_without_the_gate(owner):
    page = owner.path / "page.html"

    code, made = owner.desk("offline-page", "--out", page, "--language", "fr")
    _, found = owner.run("verify", "page", page, "--fingerprint", made["fingerprint"])

    assert code == 0
    assert b'lang="fr"' in page.read_bytes()
    assert found == {
        "signed": True,
        "name": "page.html",
        "fingerprint": made["fingerprint"],
        "compared": True,
    }
    line = (owner.path / "page.html.note").read_text().split("\n")[1]
    assert line == f"{hashlib.sha256(page.read_bytes()).hexdigest()}  page.html"


def test_a_changed_page_is_told(owner):
    page = owner.path / "page.html"
    owner.desk("offline-page", "--out", page)
    page.write_bytes(page.read_bytes() + b" ")

    code, found = owner.run("verify", "page", page)

    assert (code, "not the one that was signed" in found["error"]) == (1, True)


def test_a_page_of_another_root_is_told(owner):
    page = owner.path / "page.html"
    owner.desk("offline-page", "--out", page)

    assert owner.run("verify", "page", page, "--fingerprint", OTHER)[0] == 1


def test_without_the_root_key_there_is_no_page(owner):
    (owner.path / "desk" / "root.age").unlink()

    code, said = owner.desk("offline-page", "--out", owner.path / "page.html")

    assert (code, "root key is not in this folder" in said["error"]) == (1, True)
    assert not (owner.path / "page.html").exists()
