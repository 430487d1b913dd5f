"""The pages of evidence, as an officer uses them without script."""

import pytest
from desk_browser import Browser, text_of
from desk_world import Source
from sample_files import pdf, picture
from sandbox_here import needs_mat2, needs_sandbox

from unhindered.desk.actions import cases, evidence
from unhindered.desk.evidence.viewer import Viewer
from unhindered.desk.sandbox.room import Sandbox


@pytest.fixture
def case(enrolled, owner):
    Source(enrolled.gate).send(files=[("Ada Fictional.pdf", pdf(3)), ("yard.png", picture())])
    enrolled.sync(owner)
    (report,) = owner.book.reports
    return cases.open_case(owner, [report], name="Autumn 4", officers=[], today=enrolled.today)


@pytest.fixture
def browser(enrolled, owner):
    with Browser(enrolled, owner) as browser:
        yield browser


@pytest.fixture
def item(enrolled, owner, case):
    return evidence.take_in_attachments(owner, case, enrolled.today).items[0]


@pytest.fixture
def opened(enrolled, owner, case, item):
    evidence.open_item(owner, case, item, reason="to read it", today=enrolled.today)
    return f"/case/{case}/evidence/{item}"


def test_attachments_are_taken_in_with_one_button_and_no_file_name_shows(browser, case):
    assert "Take in 2 attachments" in text_of(browser.get(f"/case/{case}/evidence"))

    page = browser.post(f"/case/{case}/evidence/take-in")

    said = text_of(page)
    assert "Taken in and compared: 2." in said
    assert said.count("As the source's device named it") == 2
    assert "Ada Fictional.pdf" not in page.text


def test_a_scan_is_added_by_form_and_stands_among_the_items(browser, case):
    form = {"label": "letter from the prison", "origin": "by_hand", "received_from": "Dora Invented"}

    page = browser.post(
        f"/case/{case}/evidence-new", form, files=[("files", ("Ada Fictional.png", picture()))]
    )

    assert "letter from the prison" in text_of(page)
    assert "Sealed by us" in text_of(page)
    assert "Dora Invented" not in page.text
    assert "Ada Fictional.png" not in page.text


@pytest.mark.parametrize(("form", "says"), [({"label": "a letter"}, "No file was chosen"), ({}, "No file")])
def test_a_form_without_a_file_says_so_and_keeps_what_was_typed(browser, case, form, says):
    page = browser.post(f"/case/{case}/evidence-new", {"origin": "post", **form})

    assert page.status_code == 400
    assert says in text_of(page)
    assert form.get("label", "") in page.text


def test_of_several_files_none_is_recorded_where_one_is_refused(browser, owner, case):
    files = [("files", ("a.txt", b"words")), ("files", ("b.txt", b""))]

    page = browser.post(f"/case/{case}/evidence-new", {"label": "letters", "origin": "post"}, files=files)

    assert "This file is empty." in text_of(page)
    assert not owner.book.case(case).evidence.items
    assert "letters (2)" in text_of(
        browser.post(
            f"/case/{case}/evidence-new",
            {"label": "letters", "origin": "post"},
            files=[files[0], ("files", ("b.txt", b"more words"))],
        )
    )


@needs_sandbox
def test_a_page_is_blurred_until_asked_for_and_reached_only_with_a_reason(browser, case, item):
    here = f"/case/{case}/evidence/{item}"

    asked = browser.get(f"{here}/page/original")
    assert str(asked.url).endswith("/open/original")
    assert browser.get(f"{here}/pixels/original").status_code == 400

    page = browser.post(f"{here}/open/original", {"reason": "to read it"})

    assert "page 1 of 3" in text_of(page)
    assert 'class="pixels blurred"' in page.text
    assert 'class="pixels"' in browser.get(f"{here}/page/original?n=2&clear=yes").text
    assert "to read it" in text_of(browser.get(here))


@needs_sandbox
def test_the_picture_of_a_page_is_ours_and_nothing_of_the_file(browser, opened):
    answer = browser.get(f"{opened}/pixels/original?n=2")

    assert answer.headers["content-type"] == "image/png"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.content.startswith(b"\x89PNG")
    assert b"They took her" not in answer.content


@needs_sandbox
@pytest.mark.parametrize(("number", "says"), [("4", "only 3 pages"), ("0", "no such page"), ("x", "no such")])
def test_a_page_that_is_not_there_is_refused_with_a_sentence(browser, opened, number, says):
    page = browser.get(f"{opened}/page/original?n={number}")

    assert page.status_code == 400
    assert says in text_of(page)


@needs_sandbox
def test_fields_chosen_on_several_pages_become_black_in_one_copy(browser, owner, case, item, opened):
    first = browser.get(f"{opened}/redact")
    assert first.text.count('name="cells"') == 140

    second = browser.post(f"{opened}/redact", {"here": "1", "cells": ["1-0-0", "1-0-1"], "go": "2"})
    assert "Fields chosen on other pages: 2." in text_of(second)
    assert second.text.count('type="hidden" name="cells"') == 2
    done = browser.post(
        f"{opened}/redact",
        {"here": "2", "cells": ["1-0-0", "1-0-1", "2-3-4"], "reason": "a name", "go": "make"},
    )

    assert "A redacted copy lies beside the original." in text_of(done)
    (made,) = owner.book.case(case).evidence.items[item].redactions
    assert [(region.page, region.left, region.right) for region in made.regions] == [
        (1, 0, 200),
        (2, 400, 500),
    ]


@needs_sandbox
def test_finer_fields_keep_what_was_chosen_and_cut_closer(browser, owner, case, item, opened):
    finer = browser.post(f"{opened}/redact", {"here": "2", "cells": ["2-0-0"], "fineness": "4", "strip": "2"})
    assert finer.text.count('type="checkbox" name="cells"') == 8 * 40
    assert finer.text.count('type="hidden" name="cells"') == 1
    assert finer.text.count("<rect") == 1
    assert "page 2 of" in text_of(finer)
    browser.post(
        f"{opened}/redact",
        {"here": "2", "cells": ["2-0-0", "2-9-4-4", "2-9-5-4"], "reason": "a name", "go": "make"},
    )

    (made,) = owner.book.case(case).evidence.items[item].redactions
    assert [(region.left, region.right) for region in made.regions] == [(0, 100), (100, 150)]


@needs_sandbox
def test_a_page_to_redact_is_blurred_until_somebody_asks(browser, opened):
    first = browser.get(f"{opened}/redact")
    clear = browser.post(f"{opened}/redact", {"here": "1", "cells": ["1-0-0"], "show": "clear"})
    next_page = browser.post(f"{opened}/redact", {"here": "1", "shown": "clear", "go": "2"})

    assert 'class="pixels over blurred"' in first.text
    assert 'class="pixels over"' in clear.text
    assert 'value="1-0-0" checked' in clear.text
    assert 'class="pixels over"' in next_page.text


@needs_sandbox
@pytest.mark.parametrize(
    ("form", "says"),
    [
        ({"reason": "a name"}, "Nothing would be left out"),
        ({"cells": ["1-0-0"]}, "reason"),
        ({"cells": ["1-99-0"], "reason": "a name"}, "no such field"),
        ({"cells": ["one"], "reason": "a name"}, "could not be read"),
        ({"cells": ["1-0-0"], "reason": "a name", "pages": "2-3"}, "not copied"),
    ],
)
def test_a_redaction_that_cannot_be_made_keeps_what_was_chosen(browser, opened, form, says):
    page = browser.post(f"{opened}/redact", {"here": "1", "go": "make", **form})

    assert page.status_code == 400
    assert says in text_of(page)
    if "1-0-0" in form.get("cells", ()):
        assert 'value="1-0-0" checked' in page.text
    assert f'value="{form.get("reason", "")}"' in page.text


@needs_mat2
def test_a_cleaned_copy_is_made_by_form(enrolled, owner, browser, case):
    dirty = picture("JPEG", comment=b"Ada Fictional")
    item = evidence.add_by_hand(owner, case, dirty, {"label": "x", "origin": "post"}, enrolled.today)

    page = browser.post(f"/case/{case}/evidence/{item}/clean", {"reason": "to send on"})

    assert "A cleaned copy lies beside the original." in text_of(page)
    assert "Cleaned" in text_of(page)
    assert "mat2" in text_of(page)


def test_saving_warns_asks_why_and_hands_out_a_name_that_says_nothing(browser, case, item):
    here = f"/case/{case}/evidence/{item}"
    assert "nothing protects it" in text_of(browser.get(f"{here}/save/original"))
    assert browser.post(f"{here}/save/original", {"reason": ""}).status_code == 400

    answer = browser.post(f"{here}/save/original", {"reason": "for the laboratory"})

    assert answer.content == pdf(3)
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"] == f"attachment; filename=evidence-{item[:12]}.bin"
    assert "Exported" in text_of(browser.get(here))


def test_a_text_is_added_translated_and_redacted_by_form(browser, case, item, owner):
    here = f"/case/{case}/evidence/{item}"
    words = {"language": "en", "text": "Ada spoke.", "written_by": "person", "made_by": "Ben Invented"}
    browser.post(f"{here}/transcript", words)
    (script,) = owner.book.case(case).evidence.items[item].transcripts
    browser.post(f"{here}/text/{script.transcript}/translation", {**words, "language": "fa", "text": "آدا"})

    page = browser.post(f"{here}/text/{script.transcript}/redact", {"passages": "Ada", "reason": "her name"})

    assert "█████ spoke." in text_of(page)
    assert 'lang="fa"' in page.text
    assert "compared by nobody yet" in text_of(page)


def test_the_list_of_exhibits_names_nobody_and_has_every_hash(browser, case, item):
    browser.post(
        f"/case/{case}/evidence/{item}/exhibit", {"exhibit": "A1", "label": "letter from the prison"}
    )

    page = browser.get(f"/case/{case}/exhibits")

    assert item in page.text
    assert "letter from the prison" in text_of(page)
    assert "Ada Fictional.pdf" not in page.text


def test_the_list_of_exhibits_is_printed_under_a_number_of_its_own(browser, case, item):
    browser.post(
        f"/case/{case}/evidence/{item}/exhibit", {"exhibit": "A1", "label": "letter from the prison"}
    )

    paper = browser.post(f"/case/{case}/print", {"part": "exhibits", "paper": "a4"})

    assert item in paper.text
    assert "letter from the prison" in text_of(paper)
    assert f"print {case[:8]}-" in text_of(paper)


def test_where_there_is_no_sandbox_the_page_says_so_and_refuses(owner, browser, case, item):
    owner.viewer = Viewer(Sandbox(program=None))

    assert "apt install bubblewrap" in text_of(browser.get(f"/case/{case}/evidence"))
    refused = browser.post(f"/case/{case}/evidence/{item}/open/original", {"reason": "to read it"})

    assert refused.status_code == 400
    assert "in a sandbox only" in text_of(refused)


@pytest.mark.parametrize("rest", ["", "/open/original", "/redact", "/save/original", "/transcript"])
def test_an_item_that_is_not_there_is_refused_with_a_sentence(browser, case, rest):
    page = browser.get(f"/case/{case}/evidence/{'ab' * 32}{rest}")

    assert page.status_code == 400
    assert "no such item of evidence" in text_of(page)


def test_an_attachment_of_a_case_is_not_saved_past_its_chain_of_custody(browser, owner, case):
    (report,) = owner.book.reports.values()
    attachment = report.report.attachments[0].body.hex()

    page = browser.get(f"/report/{report.id}")
    refused = browser.get(f"/report/{report.id}/attachment/{attachment}")

    assert f'href="/case/{case}/evidence"' in page.text
    assert " download" not in page.text
    assert refused.status_code == 400
    assert "who saves it says why" in text_of(refused)
