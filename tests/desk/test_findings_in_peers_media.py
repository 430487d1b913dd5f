"""Findings of a penetration test of a peer, where they concern files: none of them holds here."""

import re
import socket

import pytest
from desk_browser import Browser, text_of
from desk_world import Source
from sample_files import docx_that_asks, pdf, picture
from sandbox_here import here, needs_office, needs_sandbox

from unhindered.core.casework.redaction import regions_of_cells
from unhindered.core.errors import Refused
from unhindered.desk.actions import cases, evidence, evidence_texts
from unhindered.desk.actions.evidence_page import evidence_view
from unhindered.desk.evidence.redacting import MOST_REDACTED_PAGES
from unhindered.desk.evidence.viewer import kind_of_file
from unhindered.desk.sandbox.room import Patience, TookTooLong, memory_file

FILE_NAME = "statement of Ada Fictional.pdf"


@pytest.fixture
def closed(enrolled, owner, second):
    """A case that only the owner has the key of, with a sealed file."""
    Source(enrolled.gate).send(files=[(FILE_NAME, pdf(2))])
    enrolled.sync(owner)
    (report,) = owner.book.reports
    case = cases.open_case(owner, [report], name="Autumn 4", officers=[], today=enrolled.today)
    by_hand = {"label": "a scan", "origin": "by_hand"}
    item = evidence.add_by_hand(owner, case, picture(), by_hand, enrolled.today)
    enrolled.sync(owner, second)
    return case, item


WRITING = {
    "add": lambda desk, case, item, today: evidence.add_by_hand(
        desk, case, b"x", {"label": "x", "origin": "post"}, today
    ),
    "take in": lambda desk, case, item, today: evidence.take_in_attachments(desk, case, today),
    "open": lambda desk, case, item, today: evidence.open_item(desk, case, item, reason="x", today=today),
    "clean": lambda desk, case, item, today: evidence.clean(desk, case, item, reason="x", today=today),
    "number": lambda desk, case, item, today: evidence_texts.number_exhibit(
        desk, case, item, exhibit="A1", label="x", today=today
    ),
}


@pytest.mark.parametrize("what", WRITING)
def test_who_has_no_key_of_a_case_changes_no_file_of_it(enrolled, second, closed, what):
    """BAY-01-009: the edit boundary of media, on every action and not on some."""
    case, item = closed

    with pytest.raises(Refused, match="no such case"):
        WRITING[what](second, case, item, enrolled.today)
    assert not second.docket.outbox()


def test_who_has_no_key_of_a_case_sees_neither_files_nor_that_there_are_any(enrolled, second, closed):
    """BAY-01-012: access to media is asked on direct addresses too, and their metadata is hidden."""
    case, item = closed
    paths = ["evidence", "exhibits", f"evidence/{item}", f"evidence/{item}/pixels/original"]

    with pytest.raises(Refused):
        evidence_view(second, case, enrolled.today)
    with Browser(enrolled, second) as browser:
        pages = [browser.get(f"/case/{case}/{path}") for path in paths]
        pages.append(browser.post(f"/case/{case}/evidence/{item}/save/original", {"reason": "x"}))
    assert [page.status_code for page in pages] == [400] * len(pages)
    assert all("no such case" in text_of(page) for page in pages)


def test_no_address_and_no_saved_file_is_called_by_what_its_source_called_it(enrolled, owner, closed):
    """BAY-01-020: names of files are opaque."""
    case, _ = closed
    (item, *_) = evidence.take_in_attachments(owner, case, enrolled.today).items
    with Browser(enrolled, owner) as browser:
        pages = [browser.get(f"/case/{case}/evidence"), browser.get(f"/case/{case}/evidence/{item}")]
        saved = browser.post(f"/case/{case}/evidence/{item}/save/original", {"reason": "x"})

    addresses = [found for page in pages for found in re.findall(r'(?:href|src|action)="([^"]*)"', page.text)]
    assert [found for found in addresses if "Ada" in found or "statement" in found] == []
    assert "Ada" not in str(saved.headers)


@needs_sandbox
def test_a_long_document_is_drawn_page_by_page_and_never_all_at_once(enrolled, owner, closed):
    """BAY-01-023: drawing a PDF is capped."""
    case, _ = closed
    by_hand = {"label": "a long one", "origin": "post"}
    item = evidence.add_by_hand(owner, case, pdf(MOST_REDACTED_PAGES + 1), by_hand, enrolled.today)
    with memory_file(pdf(MOST_REDACTED_PAGES + 1)) as file:
        (page,) = here().pages(file, kind_of_file(file), first=150, last=150)

    assert (page.number, page.of) == (150, MOST_REDACTED_PAGES + 1)
    with pytest.raises(Refused, match="at most 200 pages"):
        evidence.redact(owner, case, item, regions_of_cells(1, [(0, 0)], "a name"), enrolled.today)


@needs_office
def test_nothing_that_a_file_names_elsewhere_is_fetched():
    """BAY-01-025: no external resource, and no file of this machine, is fetched while a file is drawn."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setblocking(False)
        for url in (f"http://127.0.0.1:{listener.getsockname()[1]}/x.dotm", "file:///etc/passwd"):
            with memory_file(docx_that_asks(url)) as file:
                pages = list(here().pages(file, kind_of_file(file), first=1, last=1))
            assert len(pages) == 1
        with pytest.raises(BlockingIOError):
            listener.accept()


@needs_sandbox
def test_a_file_that_keeps_a_converter_busy_is_stopped():
    """BAY-01-041: work on media has a hard limit of time."""
    sandbox = here(script="while True: pass", patience=Patience(pages=1))

    with memory_file(pdf()) as file, pytest.raises(TookTooLong):
        list(sandbox.pages(file, kind_of_file(file), first=1, last=1))


@pytest.mark.parametrize(
    "data",
    [
        {"label": "x", "origin": "no such way"},
        {"label": "x" * 501, "origin": "post"},
        {"label": "\u202eexe.fdp", "origin": "post"},
        {"origin": "report_attachment"},
    ],
)
def test_a_malformed_form_about_a_file_is_refused_with_a_sentence_and_records_nothing(
    enrolled, owner, closed, data
):
    """BAY-01-042: bodies that are not what is expected are refused, not a crash."""
    case, _ = closed
    before = len(owner.book.case(case).evidence.items)
    with Browser(enrolled, owner) as browser:
        page = browser.post(f"/case/{case}/evidence-new", data, files=[("files", ("x", b"some bytes"))])

    assert page.status_code == 400
    assert "Nothing was recorded" in text_of(page)
    assert len(owner.book.case(case).evidence.items) == before
