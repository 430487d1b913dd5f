"""Taking a report down on its page; rules for contact wherever it could happen; who needs somebody now."""

import re
from datetime import timedelta

import pytest
from desk_browser import Browser, text_of
from desk_scene import FULL
from desk_world import ANSWERS, RAPID, TODAY, Source

from unhindered.core.casework.event_facts import InterventionRecorded
from unhindered.core.questionnaire.parse import parse_questionnaire, questionnaire_hash
from unhindered.desk.actions import cases, report_new
from unhindered.desk.actions.consents import record_consent
from unhindered.desk.actions.questionnaire import as_own, upload
from unhindered.desk.actions.triage import needed_now
from unhindered.facts.questionnaires import default_questionnaire

TYPED = {
    **{name: getattr(ANSWERS, name) for name in ANSWERS.__dataclass_fields__},
    "contact": "other",
    "contact_how": "Her neighbour's telephone, 555 0100, after eight.",
    "channel": "phone",
    "language": "fa",
    "basis": "own_consent",
    "present": "Dora Invented\nElia Imaginary",
}


@pytest.fixture
def browser(enrolled, owner):
    with Browser(enrolled, owner) as found:
        yield found


def number_in(page):
    return re.search(r'name="number" value="([0-9a-f]{32})"', page.text)[1]


def take_down(browser, **changes):
    number = number_in(browser.get("/report-new"))
    return browser.post("/report-new", {**TYPED, "number": number, **changes})


def test_a_telephone_call_is_typed_and_becomes_a_report_in_the_inbox(browser, owner):
    page = take_down(browser)

    (report,) = owner.book.reports.values()
    assert page.url.path == f"/report/{report.id}"
    assert report.taken.present == ("Dora Invented", "Elia Imaginary")
    assert "taken down by Ada Fictional" in text_of(browser.get("/"))


def test_nothing_typed_is_lost_on_an_error_and_the_field_is_marked(browser, owner):
    page = take_down(browser, basis="representative", **{"q.safe_where": "second floor"})

    assert page.status_code == 400
    assert owner.book.reports == {}
    for typed in (ANSWERS.what, "555 0100", "Dora Invented", "second floor"):
        assert typed in page.text.replace("&#39;", "'")
    assert re.search(r'id="representative"[^>]*aria-invalid="true"', page.text)


def test_a_call_that_broke_off_waits_on_this_machine_until_it_is_sealed(browser, owner):
    number = number_in(browser.get("/report-new"))
    kept = {"begun_in": "/report-new", "begun_title": "Take a report down", "number": number}
    browser.post("/begun", {**kept, "what": "They are at the door", "q.safe_where": "second floor"})

    again = browser.get("/report-new")
    browser.post("/report-new", {**TYPED, "number": number_in(again)})

    assert number_in(again) == number
    assert "They are at the door" in again.text
    assert "second floor" in again.text
    assert "They are at the door" not in browser.get("/report-new").text


def test_the_receipt_is_shown_once_and_sending_the_form_again_makes_no_second_report(browser, owner):
    number = number_in(browser.get("/report-new"))
    first = browser.post("/report-new", {**TYPED, "contact": "mailbox", "number": number})
    again = browser.post("/report-new", {**TYPED, "contact": "mailbox", "number": number})

    words = re.findall(r"<li><bdi>(\w+)</bdi>", first.text)
    assert len(words) == 13
    assert again.status_code == 400
    assert len(owner.book.reports) == 1
    assert f"{words[0]}</bdi>" not in browser.get(f"/report/{next(iter(owner.book.reports))}").text


def test_a_file_can_be_brought_along(browser, owner):
    number = number_in(browser.get("/report-new"))
    browser.post("/report-new", {**TYPED, "number": number}, files={"files": ("letter.txt", b"words")})

    (report,) = owner.book.reports.values()
    page = browser.get(f"/report/{report.id}")
    saved = browser.get(re.search(r'href="(/report/[^"]*attachment[^"]*)"', page.text)[1])
    assert saved.content == b"words"


def test_answers_to_choices_of_the_questionnaire_are_kept(browser, owner):
    question = next(one for one in default_questionnaire().questions if one.kind == "choices")
    take_down(browser, **{f"q.{question.id}": [one.id for one in question.choices[:2]]})

    (report,) = owner.book.reports.values()
    assert report.report.more[question.id] == tuple(one.id for one in question.choices[:2])


@pytest.mark.parametrize("size", ["a4", "letter"])
def test_the_blank_form_asks_what_the_page_asks(browser, size):
    paper = text_of(browser.get(f"/report-new/blank?size={size}"))
    page = text_of(browser.get("/report-new"))

    asked = [question.label.by_language["en"] for question in default_questionnaire().questions]
    assert [label for label in asked if label not in paper or label not in page] == []
    assert "Is someone in danger now?" in paper


def test_the_blank_form_is_in_the_languages_that_the_questionnaire_has(browser, enrolled, owner):
    own = as_own(default_questionnaire()).replace('"languages": [\n  "en"\n ]', '"languages": ["en", "fa"]')
    own = own.replace('"en": "Where is the person in danger now?"', '"en": "Where?", "fa": "کجا؟"')
    questionnaire = parse_questionnaire(own.encode())
    upload(owner, own)
    Source(enrolled.gate).send(questionnaire=questionnaire_hash(questionnaire))
    enrolled.sync(owner)

    page = browser.get("/report-new/blank?language=fa")

    assert "کجا؟" in page.text
    assert 'dir="rtl" lang="fa"' in page.text


def in_a_case(world, owner, **values):
    taken = report_new.take_down(owner, {**TYPED, "present": [], **values}, TODAY)
    cases.assess(owner, taken.report, kind=cases.RAPID, values=RAPID, today=TODAY)
    case = cases.open_case(owner, [taken.report], name="Autumn 9", officers=[], today=TODAY)
    return taken.report, case


def test_no_page_shows_how_to_reach_somebody_without_what_nobody_must_do(browser, enrolled, owner):
    report, case = in_a_case(enrolled, owner)
    cases.add_person(owner, case, {"label": "P1", "roles": ["victim"]}, TODAY)
    routes = [route.path for route in browser.app.routes if "GET" in route.methods]
    shown = 0

    for route in routes:
        path = route.replace("{report}", report).replace("{case}", case).replace("{kind}", "full")
        if "{" in path or path == "/enter":
            continue
        page = browser.get(path)
        if "555 0100" in page.text:
            shown += 1
            assert RAPID["do_not"] in page.text, path
    assert shown >= 3


@pytest.mark.parametrize(
    "path",
    [
        "/report/{report}",
        "/case/{case}",
        "/case/{case}/answer",
        "/case/{case}/contact",
        "/case/{case}/urgent",
        "/report/{report}/check-ins",
        "/report/{report}/check-ins/end",
        "/",
    ],
)
def test_every_page_from_which_somebody_could_make_contact_shows_what_nobody_must_do(
    browser, enrolled, owner, path
):
    report, case = in_a_case(enrolled, owner, contact="mailbox")

    page = browser.get(path.format(report=report, case=case))

    assert RAPID["do_not"] in page.text


def test_without_a_mailbox_the_page_of_an_answer_says_how_contact_goes(browser, enrolled, owner):
    _, case = in_a_case(enrolled, owner)

    page = browser.get(f"/case/{case}/answer")

    assert page.status_code == 409
    assert "This source has no mailbox" in text_of(page)
    assert "555 0100" in page.text
    assert "<textarea" not in page.text


def test_contact_is_recorded_on_its_page_and_only_said_to_have_been_allowed_where_it_was(
    browser, enrolled, owner
):
    taken = report_new.take_down(owner, {**TYPED, "present": []}, TODAY)
    case = cases.open_case(owner, [taken.report], name="Autumn 9", officers=[], today=TODAY)
    said = {"report": taken.report, "channel": "phone", "text": "She is at home."}

    refused = browser.post(f"/case/{case}/contact", said)
    browser.post(f"/case/{case}/contact", {**said, "although_not_allowed": "yes"})

    assert refused.status_code == 400
    assert "She is at home." in refused.text
    assert [conflict.kind.name for conflict in owner.book.case(case).conflicts] == ["CONTACT_BEFORE_RISK"]


def test_the_urgent_page_records_whom_we_called_and_asks_for_consent_first(browser, enrolled, owner):
    _, case = in_a_case(enrolled, owner)
    called = {"body": "SR-TORTURE", "text": "Asked for an appeal; they call back at four."}

    refused = browser.post(f"/case/{case}/urgent", called)
    browser.post(f"/case/{case}/urgent", {**called, "without_consent": "Nobody was named."})

    assert refused.status_code == 400
    assert "they call back at four" in refused.text
    (fact,) = [fact for _, fact in owner.book.case(case).record.of(InterventionRecorded)]
    assert (fact.body, fact.intervening_party) == ("SR-TORTURE", None)
    assert "Nobody was named." in fact.remarks
    assert "Asked for an appeal" in text_of(browser.get(f"/case/{case}/urgent"))


def test_with_a_consent_for_the_body_what_was_told_of_whom_is_recorded_as_sent(browser, enrolled, owner):
    _, case = in_a_case(enrolled, owner)
    person = cases.add_person(owner, case, {"label": "P1", "roles": ["victim"]}, TODAY)
    record_consent(
        owner,
        case,
        who="person",
        values={
            "person": person,
            "purpose": "un_submission",
            "recipient": "SR-TORTURE",
            "level": "named",
            "language": "en",
            "method": "mailbox",
            "expires": "2027-11-24",
        },
        today=TODAY,
    )

    page = browser.get(f"/case/{case}/urgent?for=torture")
    called = {"body": "SR-TORTURE", "text": "Asked for an appeal."}
    unsaid = browser.post(f"/case/{case}/urgent", called)
    browser.post(f"/case/{case}/urgent", {**called, f"told_{person}": "anonymous"})

    assert unsaid.status_code == 400
    assert "Agreed: P1" in text_of(page)
    assert "Working Group on Enforced" not in text_of(page)
    (fact,) = [fact for _, fact in owner.book.case(case).record.of(InterventionRecorded)]
    assert (fact.remarks, fact.victims) == ("Asked for an appeal.", (person,))
    (sent,) = owner.book.case(case).sendings.sent
    assert [(item.person, item.level) for item in sent.items] == [(person, "anonymous")]


def test_who_needs_somebody_now_stands_on_top_reports_and_cases_in_one_order(browser, enrolled, owner):
    Source(enrolled.gate).send()
    calm = {**ANSWERS.__dict__, "danger": "no"}
    Source(enrolled.gate).send(answers=type(ANSWERS)(**calm))
    enrolled.sync(owner)
    report, case = in_a_case(enrolled, owner, contact="mailbox")
    enrolled.days_pass(3)

    found = needed_now(owner, browser._now())
    page = text_of(browser.get("/"))

    assert [(item.case, item.concern.urgency.name) for item in found] == [
        ("", "DANGER_NOT_ASSESSED"),
        (case, "FULL_OVERDUE"),
    ]
    assert page.index("Now (2)") < page.index("Waiting for a decision")
    assert found[1].days == 2
    assert report not in [item.report for item in found if not item.case]


def test_a_closed_case_needs_nobody(browser, enrolled, owner):
    _, case = in_a_case(enrolled, owner)
    cases.close_case(owner, case, outcome="stopped_for_safety", note="", today=TODAY)

    assert needed_now(owner, browser._now()) == ()


def test_a_full_assessment_proposes_a_day_to_look_again(browser, enrolled, owner):
    _, case = in_a_case(enrolled, owner)
    page = browser.get(f"/case/{case}/assess/full")

    assert f'value="{TODAY + timedelta(days=7)}"' in page.text
    browser.post(f"/case/{case}/assess/full", {**FULL, "danger_level": "extreme", "measures": "A lawyer."})
    assert owner.book.case(case).risk.full.danger_level == "extreme"
    assert [item.concern.urgency.name for item in needed_now(owner, browser._now())] == ["HIGH_RISK"]
