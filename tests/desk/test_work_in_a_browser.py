"""The day's work in Debian's Chromium: by keys, with a preview first, and what was begun is kept."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from desk_server import DeskServer
from playwright.sync_api import expect
from test_work_on_cases import last_name, open_cases

from unhindered.desk.actions import cases, work
from unhindered.desk.actions.begun import keep_begun

pytestmark = pytest.mark.browser


@pytest.fixture
def scene(enrolled, owner):
    found = open_cases(enrolled, owner, 3)
    today = enrolled.today
    person = cases.add_person(owner, found[0], {"label": "P1", "roles": ["victim"]}, today)
    cases.record_act(owner, found[0], {"type_of_act": "RX13", "victim": person, "when": "2026-11~"}, today)
    work.add_task(
        owner, found[0], {"what": "Call the lawyer", "due": "2026-11-30", "note": "Mornings"}, today
    )
    work.set_deadline(owner, found[0], {"what": "Comments", "due": "2026-11-20"}, today)
    work.change_tags(owner, found[0], today, add=["visit"], remove=[])
    cases.add_note(owner, found[0], "For another case.", today)
    work.undo(owner, found[0], last_name(owner, found[0]), "Wrong case.", today)
    cases.add_note(owner, found[0], "She prefers evenings.", today)
    keep_begun(owner, f"/case/{found[1]}/note", "Add a note", {"text": ["They said"]}, today)
    enrolled.sync(owner)
    with DeskServer(enrolled, owner) as served:
        yield served, owner, found


def opened(chromium, served, path, **options):
    page = chromium.new_context(**options).new_page()
    page.goto(served.session.address)
    page.goto(served.session.origin + path)
    return page


@pytest.mark.parametrize(
    ("width", "scheme"), [(1280, "light"), (320, "dark")], ids=["desk, light", "phone, dark"]
)
def test_no_page_of_the_days_work_has_a_fault_or_scrolls_sideways(chromium, scene, width, scheme):
    served, owner, found = scene
    case = found[0]
    page = opened(chromium, served, "/today", viewport={"width": width, "height": 900}, color_scheme=scheme)
    problems = []
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    (task,) = [item.task for item in owner.book.case(case).work.items.values() if item.title == "Task added"]

    for path in (
        "/today",
        "/cases?which=all",
        f"/case/{case}/work",
        f"/case/{case}/pictures",
        f"/case/{case}/task/{task}",
        f"/case/{case}/task/{task}/done",
        f"/case/{case}/deadline",
        f"/case/{case}/assign",
        f"/case/{case}/tags",
        f"/case/{case}/undo/{last_name(owner, case)}",
        f"/case/{found[1]}/note",
    ):
        page.goto(served.session.origin + path)
        faults = Axe().run(page).response["violations"]
        problems += [f"{path}: {item['id']}: {item['nodes'][0]['html']}" for item in faults]
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            problems.append(f"{path}: scrolls sideways")

    assert problems == []


def test_many_cases_get_a_task_by_keys_and_only_after_the_preview(chromium, scene):
    served, owner, found = scene
    page = opened(chromium, served, "/cases?which=all")

    for key in ("j", "x", "j", "x"):
        page.keyboard.press(key)
    page.get_by_label("With those chosen").select_option("task")
    page.get_by_role("button", name="Go on").press("Enter")
    page.get_by_label("What is to be done").fill("Ask for a visit")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="This will be recorded in 2 of 2 cases")).to_be_visible()
    assert sum(len(owner.book.case(case).work.items) for case in found) == 2
    page.get_by_role("button", name="Record it in 2 cases").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Recorded. Cases: 2.")
    assert sum(len(owner.book.case(case).work.items) for case in found) == 4


def test_the_entry_in_view_is_undone_by_a_key_and_a_reason(chromium, scene):
    served, _, found = scene
    page = opened(chromium, served, f"/case/{found[0]}/work")
    page.get_by_role("link", name=re.compile("undo.*Note")).first.focus()

    page.keyboard.press("u")
    page.get_by_label("Why").fill("Wrong case.")
    page.keyboard.press("Enter")

    expect(page.get_by_role("status")).to_contain_text("Undone. The entry stays")


def test_what_was_typed_survives_a_tab_that_was_closed(chromium, scene):
    served, _, found = scene
    page = opened(chromium, served, f"/case/{found[0]}/note")
    page.get_by_label("Note", exact=True).fill("The lawyer called at noon.")
    with page.expect_response("**/begun"):
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    context = page.context
    page.close()

    again = context.new_page()
    again.goto(f"{served.session.origin}/case/{found[0]}/note")

    expect(again.get_by_label("Note", exact=True)).to_have_value("The lawyer called at noon.")


def test_the_keys_are_shown_by_a_key(chromium, scene):
    served, _, _ = scene
    page = opened(chromium, served, "/today")

    page.keyboard.press("?")

    expect(page.get_by_text("these keys", exact=True)).to_be_visible()


def test_today_is_two_keys_away(chromium, scene):
    served, _, _ = scene
    page = opened(chromium, served, "/cases")

    page.keyboard.press("g")
    page.keyboard.press("t")

    expect(page).to_have_url(f"{served.session.origin}/today")
