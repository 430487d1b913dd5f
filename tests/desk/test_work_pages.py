"""The day's work through the pages: as pages send forms, without script."""

import re

import pytest
from desk_browser import Browser, text_of
from desk_scene import FULL, fill
from desk_world import RAPID
from test_work_on_cases import last_name, open_cases

from unhindered.desk.actions import cases, work
from unhindered.desk.actions.bulk import done_bulks


@pytest.fixture
def browser(enrolled, owner):
    with Browser(enrolled, owner) as browser:
        yield browser


@pytest.fixture
def case(enrolled, owner):
    return open_cases(enrolled, owner, 1)[0]


def test_a_task_is_added_changed_and_done(owner, browser, case):
    browser.post(f"/case/{case}/task", {"what": "Call the lawyer", "due": "2026-11-30", "officer": ""})
    (task,) = owner.book.case(case).work.items
    assert "Call the lawyer" in text_of(browser.get("/today"))

    browser.post(
        f"/case/{case}/task/{task}", {"what": "Call her again", "due": "", "officer": owner.officer.id}
    )
    assert "Call her again" in text_of(browser.get(f"/case/{case}/work"))

    browser.post(f"/case/{case}/task/{task}/done", {"note": "She has it."})
    assert owner.book.case(case).work.open_items == ()


def test_a_task_without_words_is_asked_for_again_with_what_was_typed(browser, case):
    page = browser.post(f"/case/{case}/task", {"what": " ", "due": "2026-11-30", "note": "Thursdays only"})

    assert page.status_code == 400
    assert "Thursdays only" in page.text
    assert 'value="2026-11-30"' in page.text


def test_a_deadline_stands_with_its_rule(browser, case):
    browser.post(
        f"/case/{case}/deadline",
        {"what": "Comments", "due": "2026-11-29", "rule": "Rule 115", "counted": "calendar days"},
    )

    assert "Rule 115 (calendar days)" in text_of(browser.get("/today"))


def test_a_deadline_is_changed_like_a_task_and_what_it_was_stays_in_the_history(owner, browser, case):
    given = {"what": "Comments", "due": "2026-11-29", "rule": "Rule 115", "counted": ""}
    browser.post(f"/case/{case}/deadline", given)
    (task,) = owner.book.case(case).work.items
    assert f'href="/case/{case}/task/{task}"' in browser.get(f"/case/{case}/work").text
    assert 'value="2026-11-29"' in browser.get(f"/case/{case}/task/{task}").text

    browser.post(f"/case/{case}/task/{task}", given | {"due": "2026-12-15"})

    (item,) = owner.book.case(case).work.open_items
    assert (item.task, item.due.isoformat(), item.rule) == (task, "2026-12-15", "Rule 115")
    assert "2026-11-29" in text_of(browser.get(f"/case/{case}/work")) or "29 Nov 2026" in text_of(
        browser.get(f"/case/{case}/work")
    )


def test_the_same_deadline_twice_is_refused(owner, browser, case):
    given = {"what": "Comments", "due": "2026-11-29", "rule": "", "counted": ""}
    browser.post(f"/case/{case}/deadline", given)

    page = browser.post(f"/case/{case}/deadline", given | {"what": " comments "})

    assert "This deadline is set already." in text_of(page)
    assert len(owner.book.case(case).work.items) == 1
    assert browser.post(f"/case/{case}/deadline", given | {"due": "2026-11-30"}).status_code == 200


def test_the_list_of_cases_marks_what_is_overdue(browser, case):
    browser.post(f"/case/{case}/deadline", {"what": "Comments", "due": "2020-01-01"})

    assert "Overdue since 1 Jan 2020" in text_of(browser.get("/cases"))
    assert "Overdue since 1 Jan 2020" in text_of(browser.get("/today"))


def test_the_list_of_cases_says_where_somebody_is_in_danger_now(enrolled, owner, browser, case):
    cases.assess(owner, case, kind=cases.RAPID, values=RAPID, today=enrolled.today)
    assert "In danger now" in text_of(browser.get("/cases"))

    cases.assess(owner, case, kind=cases.FULL, values=FULL, today=enrolled.today)

    assert "In danger now" not in text_of(browser.get("/cases"))


def test_a_review_that_waits_is_on_the_day_of_whoever_may_decide_though_not_assigned(enrolled, owner, second):
    case = fill(enrolled, owner, second)
    work.assign(owner, case, [second.officer.id], enrolled.today)
    (draft,) = owner.book.case(case).awaiting_second_officer

    with Browser(enrolled, owner) as browser:
        assert f'href="/statement/{draft.statement}"' in browser.get("/today").text


def test_tags_are_chosen_and_typed(owner, browser, case):
    browser.post(f"/case/{case}/tags", {"tags": ["visit"], "new": "Winter, Prison"})
    browser.post(f"/case/{case}/tags", {"tags": ["winter"], "new": ""})

    assert owner.book.case(case).work.tags == {"winter"}
    assert "Autumn 0" in text_of(browser.get("/cases?tag=winter&which=all"))


def test_whoever_is_assigned_without_access_is_warned_of(owner, second, browser, case):
    page = browser.post(f"/case/{case}/assign", {"officers": [second.officer.id]})

    assert "Nothing shows that these can open the case: Ben Invented" in text_of(page)


def test_undoing_shows_what_it_does_and_asks_why(enrolled, owner, browser, case):
    cases.add_note(owner, case, "For another case.", enrolled.today)
    name = last_name(owner, case)
    assert f"/case/{case}/undo/{name}" in browser.get(f"/case/{case}/work").text
    assert "For another case." in text_of(browser.get(f"/case/{case}/undo/{name}"))

    assert browser.post(f"/case/{case}/undo/{name}", {"reason": ""}).status_code == 400
    page = browser.post(f"/case/{case}/undo/{name}", {"reason": "Wrong case."})

    assert "Undone. The entry stays" in text_of(page)
    assert "Ada Fictional: Wrong case." in text_of(page)
    assert "Note Undone" in text_of(browser.get(f"/case/{case}"))


def test_what_cannot_be_undone_has_no_link_and_no_page(owner, browser, case):
    assessed = next(item for item in owner.book.case(case).history if item.fact.title.startswith("Rapid"))

    assert f"/undo/{assessed.identity}" not in browser.get(f"/case/{case}/work").text
    assert "protects somebody" in text_of(browser.get(f"/case/{case}/undo/{assessed.identity}"))


def test_many_cases_get_a_tag_after_a_preview_and_lose_it_in_one_step(enrolled, owner, browser):
    chosen = open_cases(enrolled, owner, 3)[:2]
    form = {"case": chosen, "action": "tag"}
    assert "2 cases" in text_of(browser.post("/cases/bulk", form))

    preview = browser.post("/cases/bulk", form | {"tag": "Visit", "step": "preview"})
    assert "The tag “visit” is put on." in text_of(preview)
    assert owner.book.case(chosen[0]).work.tags == frozenset()
    shown = re.search(r'name="shown" value="([0-9a-f]+)"', preview.text)[1]
    page = browser.post("/cases/bulk", form | {"tag": "Visit", "step": "record", "shown": shown})
    assert "Recorded. Cases: 2." in text_of(page)
    assert owner.book.case(chosen[1]).work.tags == {"visit"}

    (done,) = done_bulks(owner)
    browser.post(f"/bulk/{done.id}/undo", {"reason": "The wrong tag."})
    assert owner.book.case(chosen[0]).work.tags == frozenset()


def test_what_was_not_shown_is_not_recorded(owner, browser, case):
    form = {"case": [case], "action": "tag", "tag": "visit", "step": "record", "shown": "00"}

    page = browser.post("/cases/bulk", form)

    assert "Something changed since the preview" in text_of(page)
    assert owner.book.case(case).work.tags == frozenset()


def test_no_case_chosen_is_said(browser, case):
    assert "Choose at least one case." in text_of(browser.post("/cases/bulk", {"action": "tag"}))


def test_the_list_of_cases_has_pages_and_counts(enrolled, owner, browser, monkeypatch):
    monkeypatch.setattr("unhindered.desk.actions.case_list.PER_PAGE", 2)
    open_cases(enrolled, owner, 3)

    page = browser.get("/cases?which=all&sort=name&page=2")

    assert "Autumn 2" in text_of(page)
    assert "Autumn 0" not in text_of(page)
    assert "All open (3)" in text_of(page)


@pytest.mark.parametrize("page", ["0", "-1", "999999999", "²", "x"])
def test_a_page_that_is_none_is_one_that_is(browser, case, page):
    assert "Autumn 0" in text_of(browser.get(f"/cases?which=all&page={page}"))


@pytest.mark.parametrize("address", ["/cases.csv", "/today.csv?who=team", "/calendar.ics"])
def test_nothing_that_can_be_saved_holds_a_word_of_a_case(enrolled, owner, browser, case, address):
    work.set_deadline(owner, case, {"what": "Hearing of Ada", "due": "2026-11-30"}, enrolled.today)
    work.add_task(owner, case, {"what": "Call Ada at Northgate", "due": "2026-11-30"}, enrolled.today)
    work.change_tags(owner, case, enrolled.today, add=["widow of Ben"], remove=[])

    saved = browser.get(address)

    assert case[:8] in saved.text
    assert not re.search(r"Ada|Northgate|Autumn|Hearing|Call|widow", saved.text)
    assert "attachment" in saved.headers["content-disposition"]


def test_what_is_begun_is_kept_and_stands_in_the_form_again(owner, browser, case):
    path = f"/case/{case}/note"
    page = browser.post("/begun", {"begun_in": path, "begun_title": "Add a note", "text": "She prefers"})
    assert "Begun, not recorded (1)" in text_of(page)

    form = browser.get(path)
    assert "She prefers" in form.text
    assert "did not record" in text_of(form)
    browser.post(path, {"text": "She prefers evenings."})
    assert "did not record" not in text_of(browser.get(path))


def test_the_script_keeps_without_a_word_and_what_was_begun_is_thrown_away(owner, browser, case):
    path = f"/case/{case}/note"
    quiet = browser.post("/begun", {"begun_in": path, "text": "She prefers", "begun_quiet": "yes"})
    assert quiet.status_code == 204

    browser.post("/begun", {"begun_in": path, "begun_forget": "yes"})

    assert "She prefers" not in browser.get(path).text


@pytest.mark.parametrize("path", ["//bad.example", "https://bad.example", "/a b", "", "/../x"])
def test_what_was_begun_is_kept_for_pages_of_this_desk_only(owner, browser, path):
    browser.post("/begun", {"begun_in": path, "text": "x"})

    assert owner.docket.kept("begun/") == {}
