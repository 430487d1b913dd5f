"""The forms of a case: what is wrong is said of every field at once, in words that say what to write."""

import re

import pytest
from desk_browser import ORIGIN, Browser, text_of
from desk_scene import FULL
from desk_world import RAPID, Source

from unhindered.core.casework.interview_facts import ContactMade
from unhindered.desk.actions import cases, record, work
from unhindered.desk.actions.recording import new_fact, record_in_case


@pytest.fixture
def report(enrolled, owner):
    Source(enrolled.gate).send()
    enrolled.sync(owner)
    (report,) = owner.book.reports
    return report


@pytest.fixture
def case(enrolled, owner, report):
    cases.assess(owner, report, kind=cases.RAPID, values=RAPID, today=enrolled.today)
    return cases.open_case(owner, [report], name="Autumn 4", officers=[], today=enrolled.today)


@pytest.fixture
def browser(enrolled, owner):
    with Browser(enrolled, owner) as browser:
        yield browser


def errors_in(page):
    return re.findall(r'<span class="error">([^<]+)</span>', page.text)


def test_an_empty_rapid_assessment_says_of_every_field_what_to_write(browser, report):
    page = browser.post(f"/report/{report}/assess/rapid", {"danger_now": "yes"})

    assert page.status_code == 400
    assert errors_in(page) == ["Write a few words; “unknown” is an answer too."] * 4
    for name in ("threat", "safe_contact", "do_not", "next_step"):
        assert f'<a href="#{name}">' in page.text
        assert f'id="{name}"' in page.text
    for word in ("RapidRiskAssessed", "sensible length", "another version", "damaged"):
        assert word not in page.text


def test_fields_that_are_needed_are_marked_for_browsers_unless_they_are_folded_away(browser, case):
    page = browser.get(f"/case/{case}/act").text

    assert re.search(r'<select id="type_of_act"[^>]* required', page)
    folded = re.findall(r'<details class="group".*?</details>', page, re.DOTALL)
    assert folded
    assert [part for part in folded if " required" in part] == []


def test_a_label_that_another_person_has_is_refused_and_what_was_typed_stays(enrolled, owner, browser, case):
    cases.add_person(owner, case, {"label": "P1", "roles": ["victim"]}, enrolled.today)
    second = cases.add_person(owner, case, {"label": "P2", "roles": ["victim"]}, enrolled.today)

    page = browser.post(f"/case/{case}/person", {"label": " p1 ", "roles": "witness", "age": "about 40"})
    anew = browser.post(f"/case/{case}/record/{second}/anew", {"label": "P1", "roles": "victim"})

    assert "Another person of this case has this label already." in text_of(page)
    assert "about 40" in page.text
    assert anew.status_code == 400
    assert [person.label for person in owner.book.case(case).persons.values()] == ["P1", "P2"]
    same = browser.post(f"/case/{case}/record/{second}/anew", {"label": "P2", "roles": "witness"})
    assert same.status_code == 200


def test_two_persons_of_one_label_are_told_apart_where_one_is_chosen(enrolled, owner, browser, case):
    # As two officers record them who are both offline.
    for person in ("ab" * 16, "cd" * 16):
        values = {"person": person, "label": "P1", "roles": ["victim"]}
        record_in_case(owner, case, [new_fact(owner, "PersonAdded", values, enrolled.today)])

    page = browser.get(f"/case/{case}/act").text

    assert "P1 (abab)" in page
    assert "P1 (cdcd)" in page


def test_events_of_one_title_are_chosen_by_their_days(enrolled, owner, browser, case):
    for day in ("2026-11-15", "2026-11"):
        values = {"event_title": "Arrests", "initial_date": day}
        record.describe(owner, case, "event", values, enrolled.today)

    page = browser.get(f"/case/{case}/act").text

    assert "Arrests, 15 Nov 2026" in page
    assert "Arrests, Nov 2026" in page


@pytest.mark.parametrize("tail", ["", "/note", "/record", "/consents", "/task"])
def test_a_sync_leads_back_to_the_page_where_it_was_asked_for(browser, case, tail):
    page = browser.get(f"/case/{case}{tail}")
    (back,) = re.findall(r'name="back" value="([^"]*)"', page.text)

    assert browser.post("/sync", {"back": back}).url.path == f"/case/{case}{tail}"


@pytest.mark.parametrize("elsewhere", ["//other.example.org/", "https://other.example.org/", "/cases/bulk"])
def test_a_sync_leads_to_nothing_that_is_no_page_of_this_desk(browser, elsewhere):
    assert browser.post("/sync", {"back": elsewhere}).url.path == "/"


def test_an_error_leads_back_to_where_one_was(browser, case):
    came = {"referer": f"{ORIGIN}/cases?which=all"}
    chosen_none = browser.post("/cases/bulk", {"action": "assign"}, headers=came)
    from_elsewhere = browser.http.get("/case/zzz", headers={"referer": "https://other.example.org/case"})

    assert '<a class="button" href="/cases?which=all">' in chosen_none.text
    assert "other.example.org" not in from_elsewhere.text
    assert '<a href="/cases">' in from_elsewhere.text


def test_what_is_open_in_a_case_is_looked_at_before_it_is_closed(enrolled, owner, browser, case):
    work.add_task(owner, case, {"what": "Call the lawyer"}, enrolled.today)

    page = browser.get(f"/case/{case}/close")
    refused = browser.post(f"/case/{case}/close", {"outcome": "submitted", "note": "Done."})

    assert "Call the lawyer" in text_of(page)
    assert "someone is in danger now" in text_of(page)
    assert refused.status_code == 400
    assert "Look at each, and tick this." in text_of(refused)
    assert "Done." in refused.text
    browser.post(f"/case/{case}/close", {"outcome": "submitted", "note": "", "looked": "yes"})
    assert owner.book.case(case).closed is not None


def test_a_case_in_which_nothing_is_open_is_closed_without_a_tick(enrolled, owner, browser, case):
    cases.assess(owner, case, kind=cases.FULL, values=FULL, today=enrolled.today)
    enrolled.sync(owner)

    assert "Still open" not in text_of(browser.get(f"/case/{case}/close"))
    browser.post(f"/case/{case}/close", {"outcome": "submitted", "note": ""})
    assert owner.book.case(case).closed is not None


def test_before_a_case_is_opened_for_somebody_in_danger_the_risk_is_assessed(
    enrolled, owner, browser, report
):
    page = browser.get(f"/report/{report}/open-case")
    assert f'href="/report/{report}/assess/rapid"' in page.text
    assert "Somebody is in danger, and nobody has assessed the risk." in text_of(page)

    cases.assess(owner, report, kind=cases.RAPID, values=RAPID, today=enrolled.today)

    assert "nobody has assessed" not in text_of(browser.get(f"/report/{report}/open-case"))


def test_a_report_that_is_in_a_case_leads_there(browser, report, case):
    page = browser.get(f"/report/{report}/open-case")

    assert page.url.path == f"/case/{case}"
    assert "This report is in this case already." in text_of(page)


def test_a_contact_is_recorded_on_the_day_it_happened_and_on_none_to_come(owner, browser, report, case):
    said = {"report": report, "channel": "phone", "text": "She is at home."}
    refused = browser.post(f"/case/{case}/contact", {**said, "happened_on": "2026-11-25"})
    browser.post(f"/case/{case}/contact", {**said, "happened_on": "2026-11-20"})

    assert "It lies in the future" in text_of(refused)
    ((_, contact),) = owner.book.case(case).record.of(ContactMade)
    assert str(contact.happened_on) == "2026-11-20"
    assert "Happened on 20 Nov 2026" in text_of(browser.get(f"/case/{case}"))
    assert 'value="2026-11-24"' in browser.get(f"/case/{case}/contact").text


def test_a_state_and_a_language_are_chosen_by_name_and_read_by_name(enrolled, owner, browser, case):
    form = browser.get(f"/case/{case}/event").text
    assert '<option value="XVL">Vareland</option>' in form

    browser.post(f"/case/{case}/event", {"event_title": "Arrests", "state": "Vareland"})
    browser.post(f"/case/{case}/person", {"label": "P1", "roles": "victim", "language": "Arabic, fa"})

    (event,) = owner.book.case(case).descriptions.events
    assert event.state == "XVL"
    shown = text_of(browser.get(f"/case/{case}/record"))
    assert "Vareland (XVL)" in shown
    assert "Arabic; Persian" in shown


def test_a_state_that_we_do_not_know_is_recorded_with_a_warning(owner, browser, case):
    page = browser.post(f"/case/{case}/event", {"event_title": "Arrests", "state": "QQQ"})

    assert "QQQ is the code of no State that this desk knows" in text_of(page)
    assert owner.book.case(case).descriptions.events[0].state == "QQQ"


def test_files_that_a_browser_lost_are_asked_for_again_beside_their_field(browser, case):
    lost = "Choose the files again"
    assert lost not in browser.get(f"/case/{case}/answer").text

    page = browser.post(f"/case/{case}/answer", {"text": ""}, files={"files": ("letter.txt", b"words")})

    assert page.status_code == 400
    assert lost in page.text


def test_the_states_of_a_statement_are_said_by_name(owner, browser, case):
    given = {"text": "Somebody was threatened.", "states": "Vareland, xvm", "period": "2026-11"}
    browser.post(f"/case/{case}/draft", given)

    (draft,) = owner.book.case(case).statements.values()
    assert draft.draft.states == ("XVL", "XVM")
