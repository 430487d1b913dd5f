"""What an import does to a case: all or nothing, reported, once, and taken back."""

import csv
import hashlib
import io
import json
import re
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from desk_browser import Browser, text_of
from desk_world import PASSPHRASE, TODAY
from peer_files import BAYANAT, OPENEVSYS, UWAZI_CSV, UWAZI_JSON, letter

from unhindered.__main__ import main
from unhindered.core.casework.import_facts import ImportMade
from unhindered.core.errors import Refused, Unavailable
from unhindered.desk.actions import cases, importing
from unhindered.desk.importing.kept_files import KeptFiles
from unhindered.desk.importing.reading_files import read_file

SHEET = (
    b"Victim ID;Victim name;Sex;Type of act;Date;Country\n"
    b"V1;Ada Fictional;F;Torture or ill-treatment;2026-03-25;Vareland\n"
    b"V2;;m;Arrest;2026-03-24;Vareland\n"
)
BROKEN = SHEET + b"V3;Bo Invented;m;no such act;2026-13-01;Vareland\n"
ROWS = 1_100


@pytest.fixture
def case(enrolled, owner):
    opened = cases.open_case(owner, [], name="Northgate", officers=[], today=TODAY)
    enrolled.sync(owner)
    return opened


def imported(desk, case, raw=SHEET, **options):
    read = read_file(raw)
    return importing.import_file(desk, case, read, importing.guessed(read), TODAY, size=len(raw), **options)


def many():
    rows = [f"A{number};Fictional Person {number}" for number in range(ROWS)]
    return "\n".join(["Actor ID;Name", *rows]).encode()


def test_what_a_file_brings_is_in_the_case_and_says_where_it_came_from(enrolled, owner, case):
    made = imported(owner, case)
    enrolled.sync(owner)

    opened = owner.book.case(case)
    assert made.brought == "2 persons, 2 acts"
    assert sorted(one.label for one in opened.persons.values()) == ["Victim 1", "Victim 2"]
    assert {act.state for act in opened.acts} == {"XVL"}
    (fact,) = [fact for _, fact in opened.record.of(ImportMade)]
    assert (fact.rows, fact.rows_left_out, fact.facts, fact.size) == (2, 0, 4, len(SHEET))
    assert opened.conflicts == ()


def test_a_file_with_a_row_that_cannot_come_in_brings_nothing_unless_that_is_agreed(owner, case):
    with pytest.raises(Refused, match="1 of 3 rows cannot be imported"):
        imported(owner, case, BROKEN)
    assert not owner.book.case(case).persons

    assert imported(owner, case, BROKEN, leave_out=True).rows_left_out == 1
    assert len(owner.book.case(case).persons) == 2


def test_a_dry_run_records_nothing(owner, case):
    before = len(owner.docket.outbox())
    read = read_file(SHEET)

    proposed = importing.dry_run(owner, case, read, importing.guessed(read), TODAY)

    assert len(proposed.facts) == 4
    assert len(owner.docket.outbox()) == before


def test_the_same_file_comes_in_once_unless_asked_again(owner, case):
    imported(owner, case)

    with pytest.raises(Refused, match="was imported into this case"):
        imported(owner, case)
    assert imported(owner, case, again=True).rows == 2


def test_thousands_of_rows_are_one_letter_and_reach_the_other_officer(enrolled, owner, second, case):
    before = len(owner.docket.outbox())
    imported(owner, case, many())

    assert len(owner.docket.outbox()) == before + 1
    cases.give_access(owner, case, second.officer.id, TODAY)
    enrolled.sync(owner)
    enrolled.sync(second)
    assert len(second.book.case(case).persons) == ROWS


def test_an_import_is_taken_back_whole_and_can_come_in_again(enrolled, owner, case):
    made = imported(owner, case, many())
    enrolled.sync(owner)

    assert importing.undo_import(owner, case, made.imported, "Another case's sheet.", TODAY) == ROWS
    enrolled.sync(owner)

    assert not owner.book.case(case).persons
    assert [item.standing for item in importing.imports(owner)] == [0]
    with pytest.raises(Refused):
        importing.undo_import(owner, case, made.imported, "Again.", TODAY)
    assert imported(owner, case, many()).rows == ROWS


@pytest.mark.parametrize(
    ("raw", "brought"),
    [
        (OPENEVSYS.encode(), "2 persons, 1 event, 1 act, 1 involvement"),
        (BAYANAT.encode(), "2 persons"),
        (UWAZI_CSV.encode(), "1 person"),
        (json.dumps(UWAZI_JSON).encode(), "1 person"),
        (bytes(letter(file=b"%PDF fictional")), "1 piece of information"),
    ],
)
def test_exports_of_peers_and_mail_come_in_by_what_their_headers_say(enrolled, owner, case, raw, brought):
    made = imported(owner, case, raw)

    assert (made.brought, made.rows_left_out) == (brought, 0)
    assert owner.book.case(case).conflicts == ()


def test_what_openevsys_links_is_linked_in_the_case(owner, case):
    imported(owner, case, OPENEVSYS.encode())

    opened = owner.book.case(case)
    (act,) = opened.acts
    (part,) = opened.descriptions.involvements
    (event,) = opened.descriptions.events
    names = {one.person: one.person_name for one in opened.persons.values()}
    assert (names[act.victim], names[part.perpetrator]) == ("Ada Fictional", "Guards")
    assert (act.event, part.act) == (event.event, act.act)
    assert (act.type_of_act, act.when) == ("02011111000004", "2026-03")
    assert act.method_of_violence == ("02010000000005", "02030000000005")


def test_a_letter_is_one_account_by_one_source_with_the_hash_of_what_came_with_it(owner, case):
    imported(owner, case, bytes(letter(file=b"%PDF fictional")))

    (found,) = owner.book.case(case).descriptions.informations
    assert found.account == "Guards beat him."
    assert found.source_in_words == "Ada Fictional <ada@example.org>"
    assert found.date_of_source_material == "2026-11-24"
    assert hashlib.sha256(b"%PDF fictional").hexdigest() in found.remarks
    assert "What I saw" in found.remarks


def test_an_import_is_taken_back_only_with_a_reason(owner, case):
    made = imported(owner, case)

    with pytest.raises(Refused):
        importing.undo_import(owner, case, made.imported, "  ", TODAY)
    assert len(owner.book.case(case).persons) == 2


def test_what_was_sent_stays_in_sight_though_the_gate_goes_away_before_its_body_came_back(
    enrolled, owner, case
):
    imported(owner, case, many())
    body = enrolled.gate.body

    def gone(index, target):
        raise Unavailable("The gate does not answer.")

    enrolled.gate.body = gone
    enrolled.sync(owner)
    assert len(owner.book.case(case).persons) == ROWS
    enrolled.gate.body = body
    enrolled.sync(owner)

    assert owner.docket.outbox() == []
    assert len(owner.book.case(case).persons) == ROWS


IMPORT = """
    import sys
    from datetime import date
    from pathlib import Path
    sys.path[:0] = {paths!r}
    from desk_world import PASSPHRASE
    from unhindered.desk.actions import importing, setting_up
    from unhindered.desk.importing.reading_files import read_file
    from unhindered.desk.keys.folder import DeskFolder
    raw = Path({sheet!r}).read_bytes()
    desk = setting_up.open_desk(DeskFolder(Path({folder!r})), PASSPHRASE, lambda *_: None)
    read = read_file(raw)
    print("begins", flush=True)
    importing.import_file(desk, {case!r}, read, importing.guessed(read), date(2026, 11, 24), size=len(raw))
    print("ended", flush=True)
    sys.stdin.read()
"""


@pytest.mark.parametrize("when", ["as it begins", "as the docket is written", "after it ended"])
def test_killed_in_the_middle_leaves_all_of_it_or_nothing(enrolled, owner, case, tmp_path, when):
    sheet = tmp_path / "sheet.csv"
    sheet.write_bytes(many())
    owner.close()
    paths = [str(Path(__file__).parent), *(path for path in sys.path if path.endswith("support"))]
    code = textwrap.dedent(IMPORT).format(
        paths=paths, sheet=str(sheet), folder=str(enrolled.owner_folder.path), case=case
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout.readline() == "begins\n"
        log = next(path for path in enrolled.owner_folder.path.iterdir() if path.name.endswith("-wal"))
        size = log.stat().st_size
        if when == "as the docket is written":
            while log.stat().st_size == size and process.poll() is None:
                pass
        elif when == "after it ended":
            assert process.stdout.readline() == "ended\n"
        process.send_signal(signal.SIGKILL)

    with_what_was_saved = enrolled.owner()
    count = len(with_what_was_saved.book.case(case).persons)
    enrolled.sync(with_what_was_saved)
    again = len(with_what_was_saved.book.case(case).persons)
    with_what_was_saved.close()
    assert count == again
    assert count in ({ROWS} if when == "after it ended" else {0, ROWS})


def token_in(page):
    return re.search(r'name="token" value="([^"]+)"', page.text)[1]


def fields_of(page):
    """What a browser would send: every field of the form as it stands."""
    fields = {}
    for tag in re.findall(r"<input[^>]*>", page.text):
        name = re.search(r'name="([^"]+)"', tag)
        if name and ('type="hidden"' in tag or " checked" in tag):
            fields[name[1]] = re.search(r'value="([^"]*)"', tag)[1]
    for name, inside in re.findall(r'<select[^>]*name="([^"]+)">(.*?)</select>', page.text, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', inside)
        fields[name] = chosen[1] if chosen else ""
    for name, text in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', page.text, re.DOTALL):
        fields[name] = text
    return fields


def sent(browser, page, act, **more):
    return browser.post("/import", fields_of(page) | {"act": act} | more)


def chosen(browser, case, raw=SHEET, **more):
    return browser.post(
        "/import", {"case": case, "act": "read"} | more, files={"file": ("list.csv", raw, "text/csv")}
    )


def test_by_page_a_file_is_chosen_mapped_tried_and_imported(enrolled, owner, case):
    with Browser(enrolled, owner) as browser:
        mapping = chosen(browser, case, BROKEN)
        assert "What do the columns mean?" in text_of(mapping)
        tried = sent(browser, mapping, "check")
        assert "1 row cannot be imported" in text_of(tried)
        assert "Not understood: no such act (1)" in text_of(tried)
        refused = sent(browser, tried, "import")
        assert refused.status_code == 400
        done = sent(browser, refused, "import", leave_out="yes")
        assert "Imported: 2 persons, 2 acts. Left out: 1 row." in text_of(done)
        listed = browser.get("/import")
        undo = re.search(r'href="(/case/[0-9a-f]+/import/[0-9a-f]+/undo)"', listed.text)[1]
        assert "Taken back: 4 entries" in text_of(browser.post(undo, {"reason": "Wrong case."}))
    assert not owner.book.case(case).persons


def test_by_page_what_was_said_of_a_column_stands_after_an_error(enrolled, owner, case):
    with Browser(enrolled, owner) as browser:
        mapping = chosen(browser, case, BROKEN)
        again = sent(browser, mapping, "check", s0c3v="no such act = RX13", s0c1="")
        wrong = sent(browser, again, "check", s0k="nonsense")

        assert wrong.status_code == 400
        assert "no such act = RX13" in wrong.text
        assert fields_of(again)["s0c1"] == ""


def test_by_page_a_mapping_is_kept_and_used_again_and_the_report_is_a_safe_table(enrolled, owner, case):
    with Browser(enrolled, owner) as browser:
        mapping = chosen(browser, case, BROKEN)
        kept = sent(browser, mapping, "keep", s0c1="victim.other_names")
        other = chosen(browser, case, BROKEN)
        used = browser.post(
            "/import",
            {"act": "load", "token": token_in(other), "case": case},
            files={"mapping": ("mapping.json", kept.content, "application/json")},
        )
        report = sent(browser, used, "report")

    assert fields_of(used)["s0c1"] == "victim.other_names"
    rows = list(csv.reader(io.StringIO(report.content.decode("utf-8-sig"))))
    assert rows[0] == ["sheet", "row", "brings", "column", "kind", "problem"]
    assert [row[1] for row in rows[1:]] == ["2", "3", "4", "4"]
    assert "Bo Invented" not in report.text


def test_by_page_the_file_stays_in_memory_when_the_encoding_has_to_be_said(enrolled, owner, case):
    raw = "Имя;Дата рождения\nПерсона;1990\n".encode("windows-1251")
    with Browser(enrolled, owner) as browser:
        asked = chosen(browser, case, raw)
        assert "Персона" in text_of(asked)
        again = browser.post(
            "/import", {"act": "read", "case": case, "token": token_in(asked), "encoding": "windows-1251"}
        )

        assert "What do the columns mean?" in text_of(again)


def test_by_page_a_file_that_left_the_memory_is_asked_for_again(enrolled, owner, case):
    with Browser(enrolled, owner) as browser:
        page = browser.post("/import", {"act": "import", "case": case, "token": "no such token"})

    assert page.status_code == 400
    assert "not in memory any more" in text_of(page)


def test_only_a_few_files_are_kept_and_the_oldest_makes_way():
    files = KeptFiles()
    names = [files.keep(bytes([number])) for number in range(5)]

    assert files.file(names[4]).raw == b"\x04"
    with pytest.raises(Refused):
        files.file(names[0])


def test_by_command_a_file_is_tried_imported_listed_and_taken_back(enrolled, owner, case, tmp_path, capsys):
    owner.close()
    (tmp_path / "pass").write_text(PASSPHRASE)
    (tmp_path / "list.csv").write_bytes(BROKEN)
    folder = str(enrolled.owner_folder.path)

    def run(*words):
        options = ["--dir", folder, "--passphrase-file", str(tmp_path / "pass"), "--json"]
        code = main(["desk", *map(str, words), *options])
        return code, capsys.readouterr().out

    assert run("import", tmp_path / "list.csv", "--case", case, "--dry-run")[0] == 1
    assert run("import", tmp_path / "list.csv", "--case", case, "--offline")[0] != 0
    code, out = run("import", tmp_path / "list.csv", "--case", case, "--leave-out", "--offline")
    assert code == 0
    name = re.search(r'"imported": "([0-9a-f]{32})"', out)[1]
    assert name in run("imports")[1]
    assert '"undone": 4' in run("undo-import", case, name, "--reason", "Wrong.", "--offline")[1]
