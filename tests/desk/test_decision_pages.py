"""What a source decided, on the pages of the desk: seen at once, recorded with one form."""

import pytest
from desk_browser import Browser, text_of
from desk_scene import FULL
from desk_world import Source, choices

from unhindered.core.correspondence.to_source import Reply
from unhindered.core.correspondence.work import find_work
from unhindered.desk.actions import cases, consents


@pytest.fixture
def source(enrolled, owner):
    source = Source(enrolled.gate)
    source.send(
        consents=choices(publication="anonymous", referral="named"), limits="Not the ministry.", work=1
    )
    enrolled.sync(owner)
    return source


@pytest.fixture
def report(owner, source):
    return next(iter(owner.book.reports))


@pytest.fixture
def case(enrolled, owner, report):
    case = cases.open_case(owner, [report], name="Autumn 4", officers=[], today=enrolled.today)
    cases.assess(owner, case, kind=cases.FULL, values=FULL, today=enrolled.today)
    return case


@pytest.fixture
def ada(enrolled, owner, case):
    return cases.add_person(owner, case, {"label": "P1", "roles": ["source"]}, enrolled.today)


@pytest.fixture
def browser(enrolled, owner, source):
    with Browser(enrolled, owner) as browser:
        yield browser


def test_a_report_shows_its_work_and_who_must_not_get_it(browser, owner, report):
    page = text_of(browser.get(f"/report/{report}"))

    assert "Not the ministry." in page
    held = owner.book.report(report).report
    assert (find_work(held.id, held.notice, 1, tries=1) == 1) == ("bits: the device worked" in page)


def test_what_the_source_agreed_to_is_recorded_with_one_form(browser, case, ada, report):
    assert "said what this case may be used for" in text_of(browser.get(f"/case/{case}"))
    form = text_of(browser.get(f"/report/{report}/decision"))
    assert "Referral, named: for which body?" in form

    page = browser.post(
        f"/report/{report}/decision",
        {"person": ada, "expires": "2027-11-24", "referral": "Legal-Aid-Vareland"},
    )

    text = text_of(page)
    assert "Recorded." in text
    assert "publication, anonymous" in text
    assert "to Legal-Aid-Vareland" in text


def test_a_withdrawal_stands_on_report_case_and_inbox_until_it_is_done(browser, source, case, ada, report):
    source.withdraw("They know that I spoke.")
    browser.post("/sync", {"back": "/"})

    shown = text_of(browser.get(f"/report/{report}"))
    assert "withdraws the whole report" in shown
    assert "They know that I spoke." in shown
    assert "Nothing leaves this case before" in text_of(browser.get(f"/case/{case}"))
    assert "Withdrawn by its source" in text_of(browser.get("/"))
    browser.post(f"/report/{report}/decision", {"person": ada, "expires": "2027-11-24"})
    after = text_of(browser.get(f"/case/{case}"))
    assert "Recorded: its consents have ended." in after


def test_a_letter_that_came_while_an_officer_read_is_not_recorded_unread(browser, source, case, ada, report):
    browser.get(f"/report/{report}")
    source.agree(limits="Not the press.", publication="anonymous", referral="named")
    browser.post("/sync", {"back": "/"})
    values = {"person": ada, "expires": "2027-11-24"}

    refused = browser.post(f"/report/{report}/decision", values)
    assert refused.status_code == 400
    assert "you were not shown yet" in text_of(refused)
    assert "Not the press." in text_of(browser.get(f"/report/{report}"))
    assert browser.post(f"/report/{report}/decision", values).status_code == 200


def test_a_withdrawal_without_a_case_is_recorded_for_the_team(browser, source, report):
    source.withdraw()
    browser.post("/sync", {"back": "/"})

    browser.get(f"/report/{report}")
    assert "has no case yet" in text_of(browser.get(f"/report/{report}/decision"))
    page = text_of(browser.post(f"/report/{report}/decision"))

    assert "recorded" in page
    assert "Not recorded" not in page


def test_files_go_with_an_answer(browser, enrolled, owner, source, case):
    page = browser.post(
        f"/case/{case}/answer",
        {"text": "Here is the plan."},
        files=[
            ("files", ("plan.pdf", b"%PDF plan", "application/pdf")),
            ("files", ("map.png", b"\x89PNG", "image/png")),
        ],
    )
    enrolled.sync(owner)

    assert page.status_code == 200
    assert source.files() == {"plan.pdf": b"%PDF plan", "map.png": b"\x89PNG"}
    (reply,) = [item for item in source.mailbox() if isinstance(item, Reply)]
    assert {item.name for item in reply.attachments} == {"plan.pdf", "map.png"}
    assert "plan.pdf, 9 bytes" in text_of(browser.get(f"/case/{case}"))


def test_an_answer_without_files_is_an_answer(browser, enrolled, owner, source, case):
    browser.post(f"/case/{case}/answer", {"text": "We read it."}, files=[("files", ("", b"", ""))])
    enrolled.sync(owner)

    (reply,) = [item for item in source.mailbox() if isinstance(item, Reply)]
    assert reply.attachments == ()


def test_after_a_withdrawal_the_case_lists_what_others_agreed_to(browser, source, case, ada, report):
    owner, today = browser.app.state.workplace.desk, source.gate.today
    brother = cases.add_person(owner, case, {"label": "The brother", "roles": ["relative"]}, today)
    consent = {"person": brother, "purpose": "publication", "recipient": "public", "level": "anonymous"}
    given = {"language": "en", "method": "spoken", "expires": "2027-11-24"}
    consents.record_consent(owner, case, who="person", values=consent | given, today=today)
    source.withdraw()
    browser.post("/sync", {"back": "/"})
    browser.get(f"/report/{report}")
    assert "still stand" not in text_of(browser.get(f"/case/{case}"))

    browser.post(f"/report/{report}/decision", {"person": ada, "expires": "2027-11-24"})

    assert "still stand; the withdrawal ended none of them. The brother" in text_of(
        browser.get(f"/case/{case}")
    )


def test_release_and_draft_pages_count_what_of_sources_could_not_be_opened(browser, source, case):
    pages = ("/publish", f"/case/{case}/draft")
    assert all("could not be opened" not in text_of(browser.get(page)) for page in pages)
    source.gate.take_in(source.notice_id, [source.seal("withdrawal.json", b"junk")])

    browser.post("/sync", {"back": "/"})

    for page in pages:
        assert "1 entry of sources could not be opened here." in text_of(browser.get(page))
