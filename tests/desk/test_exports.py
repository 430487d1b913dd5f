"""What leaves as an export or is kept as an archive: through the door, in the record, readable by others."""

import csv
import hashlib
import io
import json
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from desk_browser import Browser, text_of
from desk_world import PASSPHRASE, TODAY, Source

from unhindered.__main__ import main
from unhindered.core.casework.exit_facts import Sent
from unhindered.core.casework.terms import IdentityLevel, Purpose
from unhindered.core.envelope.identities import PassphraseIdentity, parse_identity
from unhindered.core.envelope.unseal import unseal_bytes
from unhindered.core.errors import Refused
from unhindered.desk.actions import archive, cases, consents, exporting

ROOT = Path(__file__).parents[2]
PEER = ROOT / "tests/core/envelope/age_encryption_peer.mjs"
NPM_LIBRARY = ROOT / "browser/node_modules/age-encryption/dist/index.js"
PHOTO = b"fictional pixels " * 20_000


@pytest.fixture
def case(enrolled, owner):
    source = Source(enrolled.gate)
    source.send(files=[("photo.jpg", PHOTO)])
    enrolled.sync(owner)
    (report,) = owner.book.reports
    opened = cases.open_case(owner, [report], name="Northgate", officers=[], today=TODAY)
    for label, name, level in (("V1", "Ada Fictional", "named"), ("V2", "=Bo Invented", "initials")):
        add(owner, opened, label, name, level)
    add(owner, opened, "V3", "Cai Unreal", None)
    enrolled.sync(owner)
    return opened


def add(desk, case, label, name, level):
    values = {"label": label, "roles": ["victim"], "person_name": name}
    person = cases.add_person(desk, case, values, TODAY)
    cases.record_act(desk, case, {"type_of_act": "RX14", "victim": person, "when": "2026-03-25"}, TODAY)
    if level is not None:
        agreed = {
            "person": person,
            "purpose": "un_submission",
            "recipient": "cat",
            "level": level,
            "language": "en",
            "method": "signed",
            "expires": "2027-11-24",
        }
        consents.record_consent(desk, case, who="person", values=agreed, today=TODAY)
    return person


def asked(*names, **changes):
    fields = {"purpose": Purpose.UN_SUBMISSION, "recipient": "cat", "format": "json", "at_most": {}}
    return exporting.ExportAsked(**{"cases": names} | fields | changes)


def sent_of(desk, case):
    return [fact for _, fact in desk.book.case(case).record.of(Sent)]


def test_what_leaves_is_what_people_agreed_to_and_every_case_remembers_it(owner, case):
    made = exporting.export(owner, asked(case), TODAY)

    content = json.loads(made.content)
    assert [row["person_name"] for row in content["cases"][0]["person"]] == ["Ada Fictional", "B. I."]
    assert b"Unreal" not in made.content
    (sent,) = sent_of(owner, case)
    assert (sent.sha256, sent.size) == (hashlib.sha256(made.content).hexdigest(), len(made.content))
    assert {item.level for item in sent.items} == {IdentityLevel.NAMED, IdentityLevel.INITIALS}
    assert made.name == f"export-{case[:8]}.json"


def test_tables_are_one_file_for_each_kind_of_record_and_hold_no_formula(owner, case):
    add(owner, case, "V4", "=Dee Unsafe", "named")
    made = exporting.export(owner, asked(case, format="esf-csv"), TODAY)

    with zipfile.ZipFile(io.BytesIO(made.content)) as found:
        names = set(found.namelist())
        rows = list(csv.DictReader(io.StringIO(found.read("person.csv").decode("utf-8-sig"))))
        assert {item.date_time for item in found.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert names == {"README.txt", "person.csv", "act.csv", "involvement.csv", "count.csv"}
    assert [row["0903 person_name"] for row in rows] == ["Ada Fictional", "B. I.", "'=Dee Unsafe"]


def test_nothing_leaves_once_the_consent_is_withdrawn(owner, case):
    for consent in list(owner.book.case(case).consents.by_id):
        consents.withdraw_consent(owner, case, consent, TODAY)

    with pytest.raises(Refused, match="Nobody in these cases agreed"):
        exporting.export(owner, asked(case), TODAY)
    assert sent_of(owner, case) == []


def test_a_note_that_names_somebody_keeps_everything_in(owner, case):
    with pytest.raises(Refused):
        exporting.export(owner, asked(case, note="Ask Cai Unreal."), TODAY)
    assert sent_of(owner, case) == []


def test_several_cases_leave_as_one_file_and_each_remembers_it(enrolled, owner, case):
    other = cases.open_case(owner, [], name="Southgate", officers=[], today=TODAY)
    add(owner, other, "V9", "Fay Imagined", "anonymous")

    made = exporting.export(owner, asked(case, other, format="json"), TODAY)

    assert [item["number"] for item in json.loads(made.content)["cases"]] == [1, 2]
    assert made.name == "export-of-2-cases.json"
    assert sent_of(owner, case)[0].sha256 == sent_of(owner, other)[0].sha256


def test_by_page_it_is_shown_who_shows_how_before_the_file_is_given(enrolled, owner, case):
    with Browser(enrolled, owner) as browser:
        first = browser.get("/export")
        assert "UN submission, to cat" in text_of(first)
        shown = browser.post("/export", {"act": "preview", "to": "un_submission cat", "format": "json"})
        assert "Left out, because they did not agree to this: V3" in text_of(shown)
        assert "Fictional" not in shown.text.replace("Ada Fictional at Fictional Lamp", "")
        levels = re.findall(r'name="(level-[0-9a-f]{32})"', shown.text)
        fields = {"act": "export", "to": "un_submission cat", "format": "json"}
        given = browser.post("/export", fields | dict.fromkeys(levels, "anonymous"))

    assert given.headers["content-disposition"] == f'attachment; filename="export-{case[:8]}.json"'
    assert {row["person_name"] for row in given.json()["cases"][0]["person"]} == {""}


@pytest.mark.parametrize(
    "fields", [{}, {"to": "publication public"}, {"to": "x"}, {"to": "un_submission who"}]
)
def test_by_page_what_nobody_agreed_to_is_refused(enrolled, owner, case, fields):
    with Browser(enrolled, owner) as browser:
        page = browser.post("/export", {"act": "export"} | fields)

    assert page.status_code == 400
    assert sent_of(owner, case) == []


def test_by_command_a_case_is_exported_and_archived(enrolled, owner, case, tmp_path, capsys):
    owner.close()
    (tmp_path / "pass").write_text(PASSPHRASE)
    folder = str(enrolled.owner_folder.path)

    def run(*words):
        options = ["--dir", folder, "--passphrase-file", str(tmp_path / "pass"), "--json"]
        code = main(["desk", *map(str, words), *options])
        return code, capsys.readouterr().out

    what = ("--to", "cat", "--purpose", "un_submission", "--format", "json", "--out", tmp_path)
    code, out = run("export", case, *what, "--dry-run")
    assert (code, json.loads(out)["cases"][0]["rows"]["person"]) == (0, 2)
    code, out = run("export", case, *what, "--offline")
    assert code == 0
    assert (tmp_path / f"export-{case[:8]}.json").exists()
    assert run("export", case, "--to", "cat", "--purpose", "referral", "--offline")[0] != 0
    assert run("archive", tmp_path / "all.age", "--offline")[0] == 0
    assert run("archive-key", tmp_path / "key.age")[0] == 0
    assert run("archive-key", tmp_path / "key.age")[0] != 0


def archived(desk, path, **options):
    made = archive.write_archive(desk, path, TODAY, **options)
    return made, path.read_bytes()


def unpacked(raw, *identities):
    return zipfile.ZipFile(io.BytesIO(unseal_bytes(raw, list(identities))))


def test_an_archive_holds_everything_and_its_hashes_and_each_case_notes_it(owner, case, tmp_path):
    made, raw = archived(owner, tmp_path / "cases.age")

    with unpacked(raw, owner.officer.identity) as found:
        sums = dict(line.split("  ")[::-1] for line in found.read("SHA256SUMS").decode().splitlines())
        assert set(sums) == set(found.namelist()) - {"SHA256SUMS"}
        for name, digest in sums.items():
            assert hashlib.sha256(found.read(name)).hexdigest() == digest
        assert found.read(f"attachments/{hashlib.sha256(PHOTO).hexdigest()}") == PHOTO
        facts = json.loads(found.read(f"facts-{case[:8]}.json"))
        page = found.read("index.html").decode()
    assert [item["fact"]["fact"] for item in facts["facts"]][:2] == ["CaseOpened", "PersonAdded"]
    assert "Ada Fictional" in page
    assert "photo.jpg" in page
    assert not re.search(r"<script|src=|https?://|@import|url\(", page)
    assert made.sha256 == hashlib.sha256(raw).hexdigest()
    last = owner.book.case(case).timeline[-1].fact
    assert made.sha256 in last.text


def test_an_archive_is_sealed_to_owners_and_the_officers_that_are_named(
    enrolled, owner, second, case, tmp_path
):
    _, alone = archived(owner, tmp_path / "alone.age")
    _, both = archived(owner, tmp_path / "both.age", officers=["Ben Invented"])

    with pytest.raises(Refused):
        unpacked(alone, second.officer.identity)
    assert "index.html" in unpacked(both, second.officer.identity).namelist()


def test_an_archive_overwrites_nothing_and_leaves_nothing_half_made(owner, case, tmp_path, monkeypatch):
    (tmp_path / "kept.age").write_bytes(b"kept")
    with pytest.raises(Refused):
        archived(owner, tmp_path / "kept.age")
    assert (tmp_path / "kept.age").read_bytes() == b"kept"

    with pytest.raises(Refused):
        archived(owner, tmp_path / "other.age", cases=["0" * 32])
    assert [path.name for path in tmp_path.iterdir() if "other" in path.name] == []


def test_what_is_not_to_be_had_is_listed_with_the_reason(enrolled, owner, tmp_path):
    # A sync leaves files of this length at the gate until somebody asks for them.
    Source(enrolled.gate).send(files=[("film.mp4", bytes(9 * 1024 * 1024))])
    enrolled.sync(owner)
    cases.open_case(owner, list(owner.book.reports), name="Northgate", officers=[], today=TODAY)
    enrolled.gate.is_off = True

    made, raw = archived(owner, tmp_path / "cases.age")

    with unpacked(raw, owner.officer.identity) as found:
        page = found.read("index.html").decode()
    assert (made.attachments, made.missing) == (0, 1)
    assert "not in this archive" in page


def test_the_key_that_opens_archives_is_an_age_identity_under_the_passphrase(owner, case, tmp_path):
    _, raw = archived(owner, tmp_path / "cases.age")
    archive.write_archive_key(owner, tmp_path / "key.age", PASSPHRASE)

    text = unseal_bytes((tmp_path / "key.age").read_bytes(), [PassphraseIdentity(PASSPHRASE)]).decode()
    assert "index.html" in unpacked(raw, parse_identity(text.strip())).namelist()


def test_another_program_opens_an_archive(owner, case, tmp_path):
    node = shutil.which("node")
    if node is None or not NPM_LIBRARY.exists():
        pytest.skip("Node or browser/node_modules is not here: age-encryption is not run.")
    _, raw = archived(owner, tmp_path / "cases.age")

    command = [node, str(PEER), str(NPM_LIBRARY), "open", str(owner.officer.identity)]
    plain = subprocess.run(command, input=raw, capture_output=True, check=True).stdout
    assert "README.txt" in zipfile.ZipFile(io.BytesIO(plain)).namelist()
