import io
import json
import zipfile
from contextlib import suppress
from datetime import date
from email.message import EmailMessage

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from peer_files import BAYANAT, OPENEVSYS, UWAZI_CSV, UWAZI_JSON, letter

from unhindered.core.errors import Refused
from unhindered.desk.actions.importing import guessed
from unhindered.desk.importing.plain_text import MOST_MARKUP, plain_text, words_of_markup
from unhindered.desk.importing.reading_files import read_file
from unhindered.desk.importing.sheet_text import EncodingNotKnown

CYRILLIC = "Имя;Дата\nПерсона Вымышленная;2026\n"
ARABIC = "الاسم,التاريخ\nشخص خيالي,2026\n"


def workbook(rows, **options):
    book = openpyxl.Workbook()
    book.active.title = options.get("title", "people")
    for row in rows:
        book.active.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def texts(found, number=0):
    return [row.texts for row in found.sheets[number].rows]


@pytest.mark.parametrize(
    ("raw", "encoding", "separator", "first"),
    [
        (CYRILLIC.encode(), "utf-8", ";", "Персона Вымышленная"),
        (CYRILLIC.encode("utf-8-sig"), "utf-8-sig", ";", "Персона Вымышленная"),
        (CYRILLIC.encode("utf-16"), "utf-16", ";", "Персона Вымышленная"),
        (ARABIC.replace(",", "\t").encode(), "utf-8", "\t", "شخص خيالي"),
        (b"a|b\nx, y|z\n", "utf-8", "|", "x, y"),
        (b'a,b\n"x\ny",z\n', "utf-8", ",", "x\ny"),
    ],
)
def test_text_says_its_encoding_and_its_rows_show_the_separator(raw, encoding, separator, first):
    found = read_file(raw)

    assert (found.encoding, found.separator, texts(found)[0][0]) == (encoding, separator, first)


@pytest.mark.parametrize(
    ("text", "encoding"), [(CYRILLIC, "windows-1251"), (ARABIC, "windows-1256"), (CYRILLIC, "utf-16-le")]
)
def test_another_encoding_is_shown_and_used_only_when_an_officer_says_so(text, encoding):
    raw = text.encode(encoding)

    with pytest.raises(EncodingNotKnown) as caught:
        read_file(raw)

    samples = dict(caught.value.samples)
    assert text.split()[0][:4] in samples[encoding]
    assert texts(read_file(raw, encoding=encoding))[0][1] == "2026"


@pytest.mark.parametrize(("text", "encoding"), [(CYRILLIC, "windows-1251"), (ARABIC, "windows-1256")])
def test_the_likeliest_encoding_is_shown_first(text, encoding):
    with pytest.raises(EncodingNotKnown) as caught:
        read_file((text * 5).encode(encoding))

    assert caught.value.samples[0][0] == encoding


def test_an_open_quotation_mark_is_said_with_its_line_and_swallows_nothing():
    with pytest.raises(Refused, match="quotation mark"):
        read_file(b'a,b\n1,2\n"x,y\n3,4\n')


def test_a_workbook_gives_text_days_numbers_and_formulas_as_they_are_written():
    raw = workbook(
        [["Name", "Born", "Seen", "Age", "Dead", "Sum"], ["Ada", date(1990, 1, 2), 3.0, 34, True, "=1+1"]]
    )

    assert texts(read_file(raw)) == [("Ada", "1990-01-02", "3", "34", "yes", "=1+1")]


def test_every_sheet_of_a_workbook_is_read_or_those_that_are_named():
    book = openpyxl.Workbook()
    book.active.title = "persons"
    book.active.append(["Name"])
    book.create_sheet("empty")
    book.create_sheet("acts").append(["Act"])
    target = io.BytesIO()
    book.save(target)

    found = read_file(target.getvalue())

    assert [sheet.name for sheet in found.sheets] == ["persons", "acts"]
    assert [sheet.name for sheet in read_file(target.getvalue(), sheets=["acts"]).sheets] == ["acts"]


def test_openevsys_xml_becomes_a_sheet_for_each_kind_of_record():
    found = read_file(OPENEVSYS.encode())

    by_name = {sheet.name: sheet for sheet in found.sheets}
    assert set(by_name) == {"event", "act", "involvement", "person"}
    act = dict(zip(by_name["act"].headers, by_name["act"].rows[0].texts, strict=True))
    assert (act["victim"], act["event"], act["initial_date"]) == ("lamp-3", "lamp-1", "2026-03-00")
    assert act["method_of_violence"] == "020100000000;020300000000"
    part = dict(zip(by_name["involvement"].headers, by_name["involvement"].rows[0].texts, strict=True))
    assert (part["act"], part["perpetrator"]) == ("lamp-2", "lamp-4")


def test_openevsys_spreadsheets_are_text_whatever_their_name_says():
    raw = (
        '\ufeff"Name"\t"Deceased"\t\n"Ada Fictional"\t"<ul><li>Arrest</li><li>Beating</li></ul>"\t\n'.encode()
    )

    assert texts(read_file(raw)) == [("Ada Fictional", "Arrest\n\nBeating")]


def test_bayanat_json_is_read_though_it_forgets_a_comma_between_batches():
    found = read_file(BAYANAT.encode())

    (sheet,) = found.sheets
    ada = dict(zip(sheet.headers, sheet.rows[0].texts, strict=True))
    assert (sheet.name, ada["name_ar"], ada["events"], ada["comments"]) == (
        "actors",
        "آدا",
        "Arrest",
        "Seen twice",
    )
    targets = {rule.header: rule.target for rule in guessed(found)[0].columns}
    assert targets["name"] == "person.person_name"
    assert targets["name_ar"] == "person.other_names"
    assert targets["type"] == "person.counting_unit"


@pytest.mark.parametrize("raw", [UWAZI_CSV.encode(), json.dumps(UWAZI_JSON).encode()])
def test_uwazi_exports_are_read_and_their_files_never_fetched(raw):
    found = read_file(raw)

    row = dict(zip(found.sheets[0].headers, found.sheets[0].rows[0].texts, strict=True))
    assert {"Ada Fictional", "Vareland"} <= set(row.values())
    assert "1990-01-02" in row.values()
    (mapping,) = guessed(found)
    targets = {rule.header.lower(): rule.target for rule in mapping.columns}
    assert targets["title"] == "person.person_name"
    assert targets.get("documents", "") == ""


def test_a_letter_is_one_row_and_its_attachment_a_name_and_a_hash():
    found = read_file(bytes(letter(file=b"%PDF fictional")))

    sender, _, day, subject, text, files = texts(found)[0]
    assert (sender, day, subject) == ("Ada Fictional <ada@example.org>", "2026-11-24", "What I saw")
    assert text == "Guards beat him."
    assert files.startswith("../photo.pdf (14 bytes, SHA-256 ")
    (mapping,) = guessed(found)
    targets = {rule.header: rule.target for rule in mapping.columns}
    assert targets["From"] == "information.source_in_words"
    assert targets["Text"] == "information.account"
    assert targets["Date"] == "information.date_of_source_material"


def test_a_box_of_letters_is_cut_where_each_begins_and_quoted_lines_stay():
    first, second = letter(), letter(text="From here on\nnothing.", subject="Second")
    raw = b"".join(
        b"From lamp Tue Nov 24 10:00:00 2026\n" + bytes(mail).replace(b"\nFrom h", b"\n>From h") + b"\n\n"
        for mail in (first, second)
    )

    found = texts(read_file(raw))

    assert [row[3] for row in found] == ["What I saw", "Second"]
    assert found[1][4] == "From here on\nnothing."


def test_a_letter_in_html_is_its_words_and_fetches_nothing():
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "ada@example.org", "x"
    mail.set_content(
        "<html><head><title>t</title><style>b{}</style></head><body><p>He was <b>beaten</b>."
        "<img src='https://tracker.example/x.gif'><script>alert(1)</script></p></body></html>",
        subtype="html",
    )

    assert texts(read_file(bytes(mail)))[0][4] == "He was beaten."


def test_letters_with_broken_parts_are_read_as_far_as_they_can_be():
    raw = (
        b"From: =?utf-8?q?=ff?=\nDate: not a day\nSubject: x\nContent-Type: text/plain; charset=no-such\n\n"
        b"words \xff\n"
    )

    (row,) = texts(read_file(raw))
    assert row[2] == ""
    assert row[4].startswith("words")


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "empty"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"x" * 100, "old .xls"),
        (b"%PDF-1.7", "PDF"),
        (b"PK\x03\x04 broken", "could not be read"),
        (b"<events><event>", "breaks off"),
        (b"<html></html>", "not an export"),
        (b"[1, 2]", "no list of records"),
        (b"{", "not readable JSON"),
        (b"a,b\n" + b"x" * 200_000 + b",y\n", "longer than"),
        (b"x" * 200_000, "longer than"),
    ],
)
def test_what_cannot_be_imported_is_said_with_what_to_do(raw, said):
    with pytest.raises(Refused, match=said) as caught:
        read_file(raw)

    assert caught.value.advice


def test_xml_that_defines_entities_is_refused_before_they_grow():
    bomb = b'<?xml version="1.0"?><!DOCTYPE e [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><events>&b;</events>'

    with pytest.raises(Refused, match="defines things"):
        read_file(bomb)


def repacked(raw, change):
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return target.getvalue()


def test_a_workbook_that_would_burst_is_refused_before_it_is_unpacked():
    def grow(name, content):
        return content + b" " * 64 * 1024 * 1024 if name == "xl/worksheets/sheet1.xml" else content

    with pytest.raises(Refused, match="unpack to far more"):
        read_file(repacked(workbook([["Name"]]), grow))


def test_a_workbook_with_a_doctype_is_refused():
    def define(name, content):
        return (
            b'<!DOCTYPE x SYSTEM "file:///etc/passwd">' + content if name.endswith("sheet1.xml") else content
        )

    with pytest.raises(Refused, match="defines its own XML"):
        read_file(repacked(workbook([["Name"]]), define))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_doctype_behind_a_long_comment_is_refused_too(encoding):
    def define(name, content):
        if not name.endswith("sheet1.xml"):
            return content
        sheet = content[content.index(b"<worksheet") :].decode()
        return f'<!--{"x" * 70_000}--><!DOCTYPE x [<!ENTITY a "aa">]>{sheet}'.encode(encoding)

    with pytest.raises(Refused, match="defines its own XML"):
        read_file(repacked(workbook([["Name"]]), define))


def test_a_workbook_whose_parts_do_not_unpack_is_refused():
    raw = workbook([["Name"], ["Ada"]])
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        start = archive.getinfo("xl/worksheets/sheet1.xml").header_offset
    at = start + 30 + len("xl/worksheets/sheet1.xml")

    with pytest.raises(Refused, match="could not be read"):
        read_file(raw[:at] + b"\xff" * 20 + raw[at + 20 :])


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"])
@pytest.mark.parametrize("content", [b"", b"<", b"<worksheet/>", b"\xff\xfe\x00"])
def test_a_workbook_that_is_nearly_right_is_refused_or_read_and_never_breaks(part, content):
    raw = repacked(workbook([["Name"], ["Ada"]]), lambda name, old: content if name == part else old)

    with suppress(Refused):
        assert read_file(raw).sheets


@given(st.binary(max_size=400) | st.text(max_size=200).map(str.encode))
def test_any_bytes_are_read_or_refused(raw):
    for start in (b"", b"<", b"{", b"From: x\nTo: y\n\n", b"From x\n", b"PK\x03\x04"):
        with suppress(Refused):
            assert read_file(start + raw).sheets


@given(st.text(max_size=200))
def test_text_without_markup_stays_but_for_line_ends(text):
    plain = text.replace("<", "‹")

    assert plain_text(plain) == plain.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").strip()


@pytest.mark.parametrize(
    "piece", ["<script", "<!--", "<", "<a x='>\"", '<a =">"', "<!", "<p>", "<script>", "</a ", "&#x"]
)
def test_two_megabytes_of_hostile_markup_are_walked_over_once(piece):
    # A reader that begins anew at each sign does not come to the end of this in minutes.
    words = words_of_markup("<p>Words</p>" + piece * (MOST_MARKUP // len(piece) - 12))

    assert words.startswith("Words")


def test_two_million_empty_lines_in_json_are_walked_over_once():
    with pytest.raises(Refused, match="not readable"):
        read_file(b"[{}" + b"\n" * 2_000_000 + b"x")


def test_what_is_too_long_is_read_in_part_and_says_so():
    words = words_of_markup("<p>begin</p>" + "x" * MOST_MARKUP)

    assert words.startswith("begin")
    assert words.endswith("[Too long: only the first 2,000,000 of 2,000,012 characters were read.]")


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ('<a title="a > b" href=x>link</a>', "link"),
        ("<p>a &lt; b</p>", "a < b"),
        ("<style>p > a {}</style>seen<!-- hidden -->", "seen"),
        ("<script>'</scripts>'</script>seen", "seen"),
        ("<p>never closed <!-- stays", "never closed <!-- stays"),
        ("<b>one</b> <3 years, x<y", "one <3 years, x<y"),
        ("<p>&#99999999999999999999;</p>", "\ufffd"),
        ("<p>&#" + "9" * 5_000 + ";</p>", "\ufffd"),
    ],
)
def test_markup_is_read_as_a_reader_of_the_page_reads_it(markup, words):
    assert plain_text(markup) == words


def test_a_number_that_is_larger_than_any_machine_counts_is_a_text():
    found = read_file(b'[{"name": "Ada", "number": ' + b"9" * 400 + b"}]")

    assert texts(found)[0][1] == "9" * 400
