"""`unhindered desk evidence …` and `desk doctor`, as an officer types them."""

import json

import pytest
from desk_world import PASSPHRASE, Source
from sample_files import pdf, picture
from sandbox_here import needs_mat2, needs_office, tools

from unhindered.__main__ import main
from unhindered.desk.actions import cases


class Typed:
    """Runs commands on the owner's desk of a world, offline."""

    def __init__(self, world, capsys):
        self.world, self.capsys = world, capsys
        self.passphrase = world.path / "passphrase.txt"
        self.passphrase.write_text(PASSPHRASE + "\n")

    def run(self, *words):
        code = main([str(word) for word in words] + ["--json"])
        return code, json.loads(self.capsys.readouterr().out)

    def evidence(self, command, *words):
        options = ["--dir", self.world.path / "owner", "--passphrase-file", self.passphrase]
        writes = command not in ("list", "exhibits")
        return self.run("desk", "evidence", command, *words, *options, *(["--offline"] if writes else []))

    def done(self, command, *words):
        code, said = self.evidence(command, *words)
        assert code == 0, said
        return said


@pytest.fixture
def typed(enrolled, capsys):
    return Typed(enrolled, capsys)


@pytest.fixture
def case(enrolled):
    desk = enrolled.owner()
    enrolled.sync(desk)
    Source(enrolled.gate).send(files=[("letter.pdf", pdf(2))])
    enrolled.sync(desk)
    (report,) = desk.book.reports
    case = cases.open_case(desk, [report], name="Autumn 4", officers=[], today=enrolled.today)
    enrolled.sync(desk)
    desk.close()
    return case


@needs_mat2
def test_every_step_of_evidence_has_a_command(typed, case, tmp_path):
    assert typed.done("take-in", case)["count"] == 1
    dirty = tmp_path / "scan.jpg"
    dirty.write_bytes(picture("JPEG", comment=b"Ada Fictional"))
    scan = typed.done("add", case, dirty, "--label", "a scan", "--received-from", "Dora Invented")["item"]
    letter = next(item["id"] for item in typed.done("list", case)["items"] if item["medium"] == "document")

    typed.done("number", case, letter, "A1", "--label", "letter from the prison")
    page = tmp_path / "page.png"
    seen = typed.done("see", case, "A1", "--page", "2", "--out", page, "--reason", "to read it")
    assert seen["of"] == 2
    assert page.read_bytes().startswith(b"\x89PNG")
    assert page.stat().st_mode & 0o077 == 0

    copy = typed.done("clean", case, scan[:12], "--reason", "to send on")["copy"]
    typed.done(
        "save", case, scan, "--copy", copy[:12], "--out", tmp_path / "clean.jpg", "--reason", "as asked"
    )
    assert b"Ada Fictional" not in (tmp_path / "clean.jpg").read_bytes()
    black = typed.done("redact", case, "A1", "--field", "1-1-1", "--field", "1-1-2", "--reason", "a name")[
        "copy"
    ]

    words = tmp_path / "words.txt"
    words.write_text("Ada spoke.")
    how = ["--language", "en", "--written-by", "person", "--made-by", "Ben Invented"]
    script = typed.done("transcript", case, "A1", words, *how)["transcript"]
    typed.done("translation", case, script, words, *how, "--checked-by", "Dora Invented")
    typed.done("redact-text", case, "A1", script, "--passage", "Ada", "--reason", "her name")

    (exhibit,) = typed.done("exhibits", case)
    assert [step["title"] for step in exhibit["chain"]] == [
        "Evidence received",
        "Exhibit numbered",
        "Opened",
        "Redaction made",
        "Transcript added",
        "Translation added",
        "Redaction made",
    ]
    assert [made["sha256"] for made in exhibit["copies"]] == [black]
    assert exhibit["texts"][0]["redactions"] == ["█████ spoke."]


@pytest.mark.parametrize("field", ["1", "1-2", "a-b-c", "1-2-3-4", "1-15-1", "1-1-11"])
def test_a_field_that_is_none_is_refused_with_how_to_write_one(typed, case, field):
    typed.done("take-in", case)
    item = typed.done("list", case)["items"][0]["id"]

    code, said = typed.evidence("redact", case, item, "--field", field, "--reason", "a name")

    assert code == 1
    assert "field" in said["error"]


def test_doctor_says_what_opens_files_here_or_how_to_get_it(typed):
    code, said = typed.run("desk", "doctor")

    if tools() is None:
        assert (code, "apt install bubblewrap" in said["advice"]) == (1, True)
    else:
        assert said["bubblewrap"]
        assert code == (0 if all(said.values()) else 1)


@needs_mat2
@needs_office
def test_check_names_the_sandbox_and_what_is_in_it(typed, case):
    folder = ["--desk", typed.world.path / "owner", "--passphrase-file", typed.passphrase]

    _, said = typed.run("check", *folder)

    about = {finding["about"].rpartition(" ")[0]: finding["is_there"] for finding in said["findings"]}
    assert about["LibreOffice, for office files and text"] is True
    assert about["mat2, for pictures and cleaned copies"] is True
