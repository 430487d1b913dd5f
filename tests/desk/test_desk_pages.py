"""The officers' work through the pages."""

import re
import threading

import bad_gates
import pytest
from desk_browser import ORIGIN, Browser, text_of
from desk_scene import FULL
from desk_world import ANSWERS, RAPID, Source

from unhindered.desk.actions import cases
from unhindered.desk.actions.recording import new_fact, record_in_case
from unhindered.desk.web.door import Session

RAPID_FORM = {**RAPID, "danger_now": "yes"}


@pytest.fixture
def browser(enrolled, owner):
    with Browser(enrolled, owner) as browser:
        yield browser


def send_and_sync(world, browser, **options):
    source = Source(world.gate)
    source.send(**options)
    browser.post("/sync")
    return source


def only_report(owner):
    (report,) = owner.book.reports
    return report


def test_pages_carry_a_report_to_the_public_log(enrolled, owner, second, browser):
    source = send_and_sync(enrolled, browser)
    report = only_report(owner)

    assert "Guards beat" in text_of(browser.get("/"))
    browser.post(f"/report/{report}/assess/rapid", RAPID_FORM)
    page = browser.post(f"/report/{report}/open-case", {"name": "Autumn 4", "officers": [second.officer.id]})
    case = re.search(r"/case/([0-9a-f]{32})", str(page.url))[1]
    page = browser.post(f"/case/{case}/answer", {"text": "We have read your report."})
    assert "waits in the source's mailbox" in text_of(page)
    browser.post(f"/case/{case}/person", {"label": "P1", "roles": ["source"], "counting_unit": "person"})
    (person,) = owner.book.case(case).persons
    browser.post(
        f"/case/{case}/consent",
        {
            "person": person,
            "who": "person",
            "purpose": "publication",
            "recipient": "public",
            "level": "anonymous",
            "method": "mailbox",
            "language": "en",
            "expires": "2027-11-24",
        },
    )
    (consent,) = owner.book.case(case).consents.by_id
    page = browser.post(
        f"/case/{case}/draft",
        {
            "text": "A person who spoke to a visiting body was beaten.",
            "states": "xvl",
            "period": "2026-11",
            f"level-{person}": "anonymous",
            f"basis-{person}": "consent",
            f"consent-{person}": consent,
        },
    )
    assert "another officer decides" in text_of(page)
    (statement,) = owner.book.case(case).statements
    enrolled.sync(second)
    with Browser(enrolled, second) as colleague:
        assert "Approved" in text_of(
            colleague.post(f"/statement/{statement}/decide", {"decision": "approve"})
        )
    browser.post("/sync")
    page = browser.post("/publish", {"statement": statement})

    assert "Published: 1." in text_of(page)
    assert len(enrolled.gate.statements()) == 1
    assert len(source.mailbox()) == 2


def test_a_form_that_is_refused_keeps_what_was_typed(enrolled, owner, browser):
    send_and_sync(enrolled, browser)
    report = only_report(owner)

    page = browser.post(f"/report/{report}/assess/rapid", {**RAPID_FORM, "next_step": " "})

    assert page.status_code == 400
    assert "Nothing was recorded" in text_of(page)
    assert RAPID["threat"] in page.text
    assert 'aria-invalid="true"' in page.text


def test_nobody_answers_before_a_risk_assessment(enrolled, owner, browser):
    source = send_and_sync(enrolled, browser)
    report = only_report(owner)
    browser.post(f"/report/{report}/open-case", {"name": "Autumn 4"})
    (case,) = owner.book.case_ids()

    shown = browser.get(f"/case/{case}/answer")
    written = browser.post(f"/case/{case}/answer", {"text": "Hello."})

    assert f"/case/{case}/assess/rapid" in shown.text
    assert written.status_code == 400
    assert "No risk assessment" in text_of(written)
    assert len(source.mailbox()) == 1


def test_a_drafter_cannot_approve_the_own_statement(enrolled, owner, browser):
    send_and_sync(enrolled, browser)
    report = only_report(owner)
    case = cases.open_case(owner, [report], name="Autumn 4", officers=[], today=enrolled.today)
    browser.post(f"/case/{case}/draft", {"text": "Somebody was beaten.", "states": "XVL", "period": "2026"})
    (statement,) = owner.book.case(case).statements

    page = browser.post(f"/statement/{statement}/decide", {"decision": "approve"})

    assert page.status_code == 400
    assert "You drafted this statement" in text_of(page)


def test_an_attachment_is_saved_and_never_shown(enrolled, owner, browser):
    name = 'a "quoted" name.html'
    send_and_sync(enrolled, browser, files=[(name, b"<script>alert(1)</script>")])
    report = only_report(owner)
    (reference,) = owner.book.reports[report].report.attachments

    page = browser.get(f"/report/{report}")
    saved = browser.get(f"/report/{report}/attachment/{reference.body.hex()}")

    assert "SHA-256 verified" in text_of(page)
    assert saved.content == b"<script>alert(1)</script>"
    assert saved.headers["content-disposition"].startswith("attachment;")
    assert saved.headers["content-type"] == "application/octet-stream"
    assert "sandbox" in saved.headers["content-security-policy"]


def test_what_a_source_wrote_is_never_markup(enrolled, owner, browser):
    answers = type(ANSWERS)(**{**ANSWERS.__dict__, "what": "<img src=x onerror=alert(1)>"})
    send_and_sync(enrolled, browser, answers=answers)

    page = browser.get(f"/report/{only_report(owner)}")

    assert "<img" not in page.text
    assert "&lt;img" in page.text


def test_no_name_of_a_case_stands_in_a_window_title(enrolled, owner, browser):
    send_and_sync(enrolled, browser)
    cases.open_case(owner, [only_report(owner)], name="Autumn 4", officers=[], today=enrolled.today)
    (case,) = owner.book.case_ids()

    page = browser.get(f"/case/{case}")

    assert "Autumn" not in re.search("<title>(.*?)</title>", page.text)[1]


def test_the_desk_asks_nothing_of_a_third_party(enrolled, browser):
    for path in ("/", "/cases", "/review", "/publish", "/officers"):
        page = browser.get(path)

        assert "default-src 'none'" in page.headers["content-security-policy"]
        assert "unsafe" not in page.headers["content-security-policy"]
        assert not re.findall(r'(?:src|href|action)="(?:https?:)?//', page.text)


def test_a_gate_that_is_away_is_said_and_nothing_is_lost(enrolled, owner, browser):
    send_and_sync(enrolled, browser)
    report = only_report(owner)
    enrolled.gate.is_off = True

    page = browser.post(f"/report/{report}/assess/rapid", RAPID_FORM)
    assert "The gate does not answer" in text_of(page)
    assert "1 to be sent" in text_of(page)
    assert RAPID["do_not"] in text_of(page)
    enrolled.gate.is_off = False
    page = browser.post("/sync")

    assert "to be sent" not in text_of(page)


def test_a_slow_gate_keeps_no_officer_waiting(enrolled, owner):
    Source(enrolled.gate).send()
    enrolled.sync(owner)
    report, released = only_report(owner), threading.Event()

    class Slow(bad_gates.Gate):
        def checkpoint(self):
            released.wait(60)
            return enrolled.gate.checkpoint()

    owner.gate = Slow(enrolled.gate)
    with Browser(enrolled, owner, patience=0.01) as browser:
        page = browser.post(f"/report/{report}/assess/rapid", RAPID_FORM)

        assert "1 to be sent" in text_of(page)
        assert RAPID["do_not"] in text_of(page)
        released.set()
        assert "to be sent" not in text_of(browser.post("/sync"))


def test_another_host_name_is_refused(browser):
    answer = browser.http.get("/", headers={"Host": "desk.attacker.example"})

    assert answer.status_code == 421


def test_a_form_of_another_page_is_refused(browser):
    assert browser.post("/sync", headers={"Origin": "http://127.0.0.1:9999"}).status_code == 403
    assert browser.post("/sync", headers={"Origin": "null"}).status_code == 403
    assert browser.post("/sync", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert browser.post("/sync", headers={"Sec-Fetch-Site": "same-origin", "Origin": ORIGIN}).is_success


def test_the_address_works_once(browser):
    used = browser.session._token

    assert used is None
    assert browser.http.get("/enter?token=anything").status_code == 403


def test_without_the_cookie_nothing_is_shown(enrolled, browser):
    browser.http.cookies.clear()

    for path in ("/", "/cases", "/officers"):
        answer = browser.http.get(path)

        assert answer.status_code == 403
        assert "Fictional Lamp" not in answer.text


def test_an_unknown_page_is_a_page(browser):
    answer = browser.get("/nothing/here")

    assert answer.status_code == 404
    assert "no such page" in text_of(answer)


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(enrolled, owner):
    with Browser(enrolled, owner) as browser:
        browser.session._token = "again"
        answer = browser.http.get("/enter?token=again", follow_redirects=False)

    assert "HttpOnly" in answer.headers["set-cookie"]
    assert "SameSite=strict" in answer.headers["set-cookie"]


def test_two_desks_on_one_machine_do_not_throw_each_others_cookie_away():
    one, other = Session("http://127.0.0.1:8002"), Session("http://127.0.0.1:8003")

    assert one.cookie_name != other.cookie_name


def case_with(world, owner, browser, *assessments):
    """A case with these assessments, each its kind and what nobody must do."""
    send_and_sync(world, browser)
    case = cases.open_case(owner, [only_report(owner)], name="Autumn 4", officers=[], today=world.today)
    for kind, do_not in assessments:
        values = (RAPID if kind is cases.RAPID else FULL) | {"do_not": do_not}
        cases.assess(owner, case, kind=kind, values=values, today=world.today)
    return case


@pytest.mark.parametrize("kinds", [(cases.FULL, cases.RAPID), (cases.RAPID, cases.FULL)])
def test_what_nobody_must_do_is_shown_newest_first_also_on_one_day(enrolled, owner, browser, kinds):
    case = case_with(enrolled, owner, browser, (kinds[0], "Older rule."), (kinds[1], "Newer rule."))

    for path in (f"/case/{case}", f"/case/{case}/answer"):
        said = text_of(browser.get(path))

        assert -1 < said.find("Newer rule.") < said.find("Older rule.")


def test_a_rapid_assessment_where_nobody_is_in_danger_is_refused_and_not_lost(enrolled, owner, browser):
    send_and_sync(enrolled, browser)
    report = only_report(owner)

    page = browser.post(f"/report/{report}/assess/rapid", {**RAPID_FORM, "danger_now": ""})

    assert page.status_code == 400
    assert "record the full assessment instead" in text_of(page)
    assert RAPID["do_not"] in page.text
    assert owner.book.triage(report).timeline == ()


def test_a_rule_of_an_older_desk_shows_though_it_allows_no_contact(enrolled, owner, browser):
    case = case_with(enrolled, owner, browser)
    values = RAPID | {"danger_now": False}
    record_in_case(owner, case, [new_fact(owner, cases.RAPID, values, enrolled.today)])

    said = text_of(browser.get(f"/case/{case}"))

    assert said.count(RAPID["do_not"]) >= 2
    assert "allows no contact" in said
    assert "Not assessed." in said


def test_an_answer_that_was_not_sent_is_not_said_to_be_in_the_mailbox(enrolled, owner, browser):
    case = case_with(enrolled, owner, browser, (cases.FULL, "Do not call."))
    enrolled.gate.is_off = True

    page = text_of(browser.post(f"/case/{case}/answer", {"text": "We have read your report."}))

    assert "The answer waits on this machine" in page
    assert "waits in the source's mailbox" not in page


def test_what_could_not_be_opened_is_said_where_the_work_is_done(enrolled, owner, browser):
    assert "not opened" not in text_of(browser.get("/"))
    source = send_and_sync(enrolled, browser)
    enrolled.gate.take_in(source.notice_id, [source.seal("report.json", b"not a report")])
    browser.post("/sync")
    (aside,) = owner.book.newest_aside()

    for path in ("/", "/cases", "/publish", f"/report/{only_report(owner)}"):
        assert "1 not opened" in text_of(browser.get(path))
    page = text_of(browser.get("/"))
    assert "1 entry of the log could not be opened here" in page
    assert "From sources: 1. There may be a report in it." in page
    assert str(aside) in page
