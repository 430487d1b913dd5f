"""`unhindered ledger build` as a publisher types it."""

import json
from datetime import UTC, date, datetime

import pytest
from fictional_ledger import CASE, GATE, PUBLICATION_SEED, ROOT, notice

from unhindered.__main__ import main
from unhindered.core.casework.statement import sign_statement
from unhindered.core.log.entry import EntryKind, NewEntry
from unhindered.core.log.signed_note import NoteSigner
from unhindered.gate.folder import GateFolder
from unhindered.gate.notices import Notices
from unhindered.gate.settings import GateSettings

# The command lives on the day it runs: the notice has to hold whenever that is.
LASTING = {"not_before": date(2020, 1, 1), "not_after": date(2120, 1, 1)}


@pytest.fixture
def gate(tmp_path):
    """A gate's folder with one published statement."""
    now = datetime(2026, 11, 24, tzinfo=UTC)
    folder, _ = GateFolder.create(tmp_path / "gate", GateSettings(name=GATE), now=now)
    with folder.open_public() as log:
        body = sign_statement(CASE, PUBLICATION_SEED)
        log.append([NewEntry(EntryKind.STATEMENT, b"", b"", body)], day=now.date()).result()
        log.publish()
    text = notice(public_log=str(folder.public_signer().verifier()), **LASTING)
    folder.keep_notices(
        Notices().replaced([text], root_public_key=ROOT.verifier().public_key, today=now.date())
    )
    (tmp_path / "notice.txt").write_text(text)
    return folder.path


def run(*arguments):
    return main(["ledger", "build", *map(str, arguments)])


def test_it_works_with_no_log_at_all(tmp_path, capsys):
    assert run("--out", tmp_path / "site", "--json") == 0

    assert json.loads(capsys.readouterr().out) | {"pages": 0, "largest_page_bytes": 0} == {
        "out": str(tmp_path / "site"),
        "states": 193,
        "statements": 0,
        "pages": 0,
        "largest_page_bytes": 0,
        "checkpoint_size": None,
        "institution": None,
    }
    assert (tmp_path / "site/states/tjk/index.html").is_file()


def test_a_gates_folder_gives_its_statements(tmp_path, gate, capsys):
    assert run("--out", tmp_path / "site", "--log", gate) == 0

    said = capsys.readouterr()
    assert "193 States, 1 statement." in said.out
    assert "Compare its six words" in said.err
    assert (tmp_path / "site/states/xvl/index.html").is_file()


def test_a_logs_folder_needs_the_notice_beside_it(tmp_path, gate, capsys):
    notice_file = tmp_path / "notice.txt"

    assert run("--out", tmp_path / "site", "--log", gate / "public") == 1
    assert "--notice" in capsys.readouterr().err
    assert run("--out", tmp_path / "site", "--log", gate / "public", "--notice", notice_file) == 0


def test_a_pinned_root_is_not_asked_about_again(tmp_path, gate, capsys):
    assert run("--out", tmp_path / "site", "--log", gate, "--root", ROOT.verifier()) == 0

    assert capsys.readouterr().err == ""


def test_another_root_is_refused_in_one_sentence(tmp_path, gate, capsys):
    other = NoteSigner("other/root", bytes(32)).verifier()

    assert run("--out", tmp_path / "site", "--log", gate, "--root", other, "--json") == 1

    assert "another root" in json.loads(capsys.readouterr().out)["error"]
    assert not (tmp_path / "site").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ["--gate", "gate.example.org"],
        ["--gate", "http://127.0.0.1:9"],
        ["--log", "nowhere"],
        ["--notice", "nowhere"],
        ["--log", "nowhere", "--notice", "nowhere"],
        ["--log", "nowhere", "--root", "no key"],
    ],
)
def test_what_cannot_be_read_is_one_sentence_with_advice(tmp_path, capsys, arguments):
    assert run("--out", tmp_path / "site", *arguments, "--json") == 1

    said = json.loads(capsys.readouterr().out)
    assert said["error"]
    assert said["advice"]
    assert not (tmp_path / "site").exists()


def test_an_expired_notice_is_refused(tmp_path, gate, capsys):
    folder = GateFolder(gate)
    text = notice(
        public_log=str(folder.public_signer().verifier()),
        not_before=date(2020, 1, 1),
        not_after=date(2021, 1, 1),
    )
    (tmp_path / "old.txt").write_text(text)

    assert run("--out", tmp_path / "site", "--log", gate, "--notice", tmp_path / "old.txt") == 1

    assert "expired" in capsys.readouterr().err
