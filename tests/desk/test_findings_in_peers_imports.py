"""Holes that were found in a peer's import and export, each tried here: BAY-01-… in its penetration test.

What has no like here is not here: this import has no folder of files on a server, no queue of tasks, no
addresses to fetch, and no fields with markup.
"""

import ast
import csv
import io
import json
import socket
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from desk_browser import Browser, text_of
from desk_world import TODAY

from unhindered.core.casework.terms import Purpose
from unhindered.core.errors import Refused
from unhindered.core.safe_csv import safe_csv
from unhindered.desk.actions import cases, importing
from unhindered.desk.actions.exporting import ExportAsked, export
from unhindered.desk.importing.reading_files import read_file
from unhindered.desk.importing.workbook import read_workbook
from unhindered.desk.web.import_pages import report_csv

SRC = Path(__file__).parents[2] / "src/unhindered"


@pytest.fixture
def case(enrolled, owner):
    return cases.open_case(owner, [], name="Northgate", officers=[], today=TODAY)


def book(*rows):
    made = openpyxl.Workbook()
    made.active.title = "people"
    for row in rows:
        made.active.append(row)
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


def imports_below(folder):
    for path in (SRC / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [item.name for item in node.names] if isinstance(node, ast.Import) else []
            yield from names


def test_bay_01_003_and_026_an_export_knows_only_cases_that_the_officer_can_open(second, case):
    asked = ExportAsked(cases=(case,), purpose=Purpose.STATISTICS, recipient="cat", format="json", at_most={})
    with pytest.raises(Refused, match="no such case"):
        export(second, asked, TODAY)


def test_bay_01_004_no_path_in_a_file_or_form_is_opened(enrolled, owner, case, tmp_path):
    secret = tmp_path / "secret.csv"
    secret.write_text("Name\nSecret Fictional\n")
    with Browser(enrolled, owner) as browser:
        for token in (str(secret), "../secret.csv", "/etc/passwd"):
            page = browser.post("/import", {"act": "read", "case": case, "token": token, "file": token})
            assert page.status_code == 400
            assert "Secret" not in text_of(page)


def test_bay_01_004_readers_take_bytes_and_open_no_path():
    opening = {"pathlib", "os", "shutil", "tempfile", "mailbox", "subprocess"}

    assert {name.partition(".")[0] for name in imports_below("desk/importing")} & opening == set()


@pytest.mark.parametrize(
    "markup", ["<p>Hurt<script>alert(1)</script></p>", "<img src=x onerror=alert(1)>Hurt"]
)
def test_bay_01_008_rich_text_comes_in_as_its_words(markup):
    found = read_file(json.dumps({"bulletins": [{"id": 1, "description": markup}]}).encode())

    (sheet,) = found.sheets
    assert "Hurt" in sheet.rows[0].texts
    assert not any("<" in text or "alert" in text for text in sheet.rows[0].texts)


def test_bay_01_008_markup_in_every_field_of_a_person_is_only_its_words():
    headers = ["Name", "Alias", "Notes", "Occupation"]
    found = read_file(book(headers, ["<b>Ada</b>", "<i>A</i>", "<a href='x'>link</a>", "<u>baker</u>"]))

    assert found.sheets[0].rows[0].texts == ("Ada", "A", "link", "baker")


def test_bay_01_014_025_and_043_nothing_that_a_file_names_is_fetched(monkeypatch, owner, case):
    def no_network(*_):
        raise AssertionError("something asked the network")

    monkeypatch.setattr(socket, "socket", no_network)
    monkeypatch.setattr(socket, "getaddrinfo", no_network)
    raw = b"Title,Template,Documents,source_link\nAda Fictional,Victim,https://x.example/a.pdf,http://169.254.169.254/\n"
    read = read_file(raw)

    importing.dry_run(owner, case, read, importing.guessed(read), TODAY)
    read_file(b"From: a@b.example\nTo: c@d.example\nContent-Type: text/html\n\n<img src=https://x.example/y>")


def test_bay_01_014_readers_cannot_reach_the_network_or_run_programs():
    reaching = {"httpx", "urllib", "http", "socket", "requests", "subprocess", "ssl"}

    for folder in ("desk/importing", "desk/exporting", "core/casework/importing"):
        assert {name.partition(".")[0] for name in imports_below(folder)} & reaching == set()


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", " =1"])
def test_bay_01_024_no_cell_of_an_export_or_report_is_a_formula(text):
    (row,) = list(csv.reader(io.StringIO(safe_csv(["x"], [[text]]).decode("utf-8-sig"), newline="")))[1:]

    assert row[0].startswith("'")


def test_bay_01_024_a_report_of_rows_repeats_no_cell_and_quotes_headers(enrolled, owner, case):
    read = read_file(b"=Type of act,Sex\nno such act,=cmd()\n")
    mapping = importing.guessed(read)
    text = report_csv(importing.dry_run(owner, case, read, mapping, TODAY)).decode()

    assert "cmd" not in text
    assert "\n=" not in text
    assert ",=" not in text


def test_bay_01_034_what_a_file_holds_is_shown_escaped(enrolled, owner, case):
    header = "x&lt;svg onload=alert(1)&gt;"
    raw = f"Name,{header}\nAda Fictional,\"y onmouseover='alert(2)' <svg/onload=1>\"\n".encode()
    with Browser(enrolled, owner) as browser:
        page = browser.post(
            "/import", {"case": case, "act": "read"}, files={"file": ("x.csv", raw, "text/csv")}
        )

    assert "<svg" not in page.text
    assert "&amp;lt;svg" in page.text


def test_bay_01_035_ragged_rows_stop_nothing(owner, case):
    read = read_file(b"Name,Sex\nAda\nBo,m,slipped\n,,\nCai,f\n")

    proposed = importing.dry_run(owner, case, read, importing.guessed(read), TODAY)
    assert [bool(row.errors) for row in proposed.rows] == [False, True, False]


def test_bay_01_036_an_old_workbook_is_refused_with_what_to_do_instead():
    with pytest.raises(Refused, match="an old") as caught:
        read_file(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(512))

    assert ".xlsx" in caught.value.advice


@pytest.mark.parametrize("name", [True, False, 0, 1, None, ["people"], "no such sheet", "People"])
def test_bay_01_037_a_sheet_is_named_by_its_name_and_by_nothing_else(name):
    with pytest.raises(Refused, match="no such sheet"):
        read_workbook(book(["Name"], ["Ada"]), sheets=[name])


def test_bay_01_038_headers_that_are_numbers_days_or_truths_are_texts():
    (sheet,) = read_workbook(book([1, 2.5, date(2026, 1, 2), True, None], ["a", "b", "c", "d", "e"]))

    assert sheet.headers == ("1", "2.5", "2026-01-02", "yes")
    assert sheet.rows[0].beyond


def test_bay_01_039_a_value_that_does_not_fit_is_not_written_into_a_description(owner, case):
    read = read_file(b"Name,Sex\nAda Fictional,<b>x</b>strange\n")

    proposed = importing.dry_run(owner, case, read, importing.guessed(read), TODAY)
    assert proposed.facts == ()
    assert "strange" not in proposed.rows[0].errors[0].sentence


_MAPPING = b'{"v":1,"kind":"import-mapping"'
MALFORMED = [
    *(b"", b"null", b"true", b"[]", b"{}", b'{"v":1}', b"\xff", b"[" * 9999, _MAPPING + b"}"),
    _MAPPING + b',"mappings":[{"columns":[{"header":1,"target":true}]}]}',
    _MAPPING + b',"mappings":{"columns":[]}}',
]
FORMS = [
    *({}, {"act": "import"}, {"act": "check", "token": ""}, {"act": ["import", "check"]}),
    {"case": "x" * 5000},
    {"act": "report", "token": "x", "s0c0": "victim.password"},
    {"act": "no such step", "case": ""},
]


@pytest.mark.parametrize("content", MALFORMED)
def test_bay_01_040_and_042_malformed_mappings_are_refused(content):
    with pytest.raises(Refused):
        importing.kept_mapping(content)


@pytest.mark.parametrize("fields", FORMS)
def test_bay_01_042_malformed_forms_are_answered_with_a_sentence(enrolled, owner, case, fields):
    with Browser(enrolled, owner) as browser:
        page = browser.post("/import", fields)

    assert page.status_code == 400
    assert "Nothing was recorded" in text_of(page)


def test_bay_01_042_a_form_without_a_file_says_so(enrolled, owner, case):
    with Browser(enrolled, owner) as browser:
        page = browser.post("/import", {"case": case, "act": "read"})

    assert "This file is empty" in text_of(page)
