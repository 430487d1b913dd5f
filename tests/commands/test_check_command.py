"""`check` says what is there and what is lacking, and leaves nothing out."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest

from unhindered.__main__ import main
from unhindered.commands.check import gate_findings
from unhindered.gate.folder import GateFolder
from unhindered.gate.settings import GateSettings

TODAY = date(2026, 11, 24)
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path):
    made, _ = GateFolder.create(tmp_path / "gate", GateSettings(name="gate.example"), now=NOON)
    return made


def lacking(folder):
    return {
        finding.about.partition(" (")[0] for finding in gate_findings(folder, TODAY) if not finding.is_there
    }


def test_a_new_gate_lacks_all_that_a_source_needs(folder):
    assert lacking(folder) == {
        "an onion address that sources can be told",
        "an enrolled desk",
        "notices signed ahead for three weeks",
        "a backup of today or yesterday",
        "a witness that cosigns checkpoints",
    }


def test_an_onion_address_in_the_settings_is_seen(folder):
    folder.change_settings(onion="http://fictional.onion")

    assert "an onion address that sources can be told" not in lacking(folder)


@pytest.mark.parametrize(("days", "is_fresh"), [(0, True), (1, True), (2, False)])
def test_a_backup_counts_for_two_days(folder, days, is_fresh):
    (folder.path / "last-backup").write_text(f"{TODAY - timedelta(days=days)}\n")

    assert ("a backup of today or yesterday" not in lacking(folder)) == is_fresh


def test_a_folder_that_others_can_read_is_told(folder):
    folder.path.chmod(0o755)

    assert "keys and logs that other users of the server cannot read" in lacking(folder)


def test_the_exit_code_says_that_something_lacks(folder, capsys):
    assert main(["check", "--gate", str(folder.path)]) == 1
    assert "LACKING" in capsys.readouterr().out


def test_as_json_advice_stands_just_where_something_lacks(folder, capsys):
    main(["check", "--gate", str(folder.path), "--json"])

    found = json.loads(capsys.readouterr().out)["findings"]
    assert {finding["is_there"] for finding in found} == {True, False}
    assert all(("advice" in finding) != finding["is_there"] for finding in found)


def test_nothing_to_check_gets_advice(capsys):
    assert main(["check"]) == 1
    assert "--gate DIR" in capsys.readouterr().err


def test_a_folder_without_a_gate_is_refused(tmp_path, capsys):
    assert main(["check", "--gate", str(tmp_path)]) == 1
    assert "gate" in capsys.readouterr().err
