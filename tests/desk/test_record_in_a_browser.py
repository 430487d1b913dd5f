"""The record in Debian's Chromium: accessible folded open, on a phone in the dark, and without script."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from desk_scene import fill
from desk_server import DeskServer

from unhindered.desk.actions.record import KINDS, describe, describe_anew

pytestmark = pytest.mark.browser
UNFOLD = "document.querySelectorAll('main details').forEach(part => part.open = true)"


def record_everything(desk, case, today):
    """One of each kind of thing beside what the scene has, and an act described twice."""
    book = desk.book.case(case)
    ada, brother = book.persons
    (act,) = [one.act for one in book.acts]
    fields = {
        "event": {"event_title": "Nights in the block", "initial_date": "2026-11-16"},
        "relation": {"person": brother, "related_person": ada, "type_of_relationship": "01010200000021"},
        "information": {"account": "They came at night.", "tells_of": [act], "source": ada},
        "involvement": {"act": act, "perpetrator_as_told": "Two guards", "type_of_perpetrator": []},
        "finding": {
            "person": ada,
            "act": act,
            "kind": "physical",
            "description": "Bruises.",
            "examiner": "D. E.",
        },
        "intervention": {"body": "SPT", "victims": [ada], "date_of_intervention": "2026-11-20"},
        "person": {"label": "The block", "roles": ["victim"], "counting_unit": "group"},
    }
    made = {what: describe(desk, case, what, values, today) for what, values in fields.items()}
    later = describe(desk, case, "event", {"event_title": "Trial"}, today)
    link = {"event": made["event"], "related_event": later, "type_of_chain_of_events": "led_to"}
    describe(desk, case, "chain", link, today)
    reply = {"intervention": made["intervention"], "kind": "denial", "answered_by": "The ministry"}
    describe(desk, case, "reply", reply | {"date_of_reply": "2026-11-01"}, today)
    describe_anew(desk, case, act, {"event": made["event"], "torture.intent": ["03000000000038"]}, today)
    return act


@pytest.fixture
def scene(enrolled, owner, second):
    case = fill(enrolled, owner, second)
    act = record_everything(owner, case, enrolled.today)
    enrolled.sync(owner)
    with DeskServer(enrolled, owner) as served:
        yield served, owner, case, act


@pytest.mark.parametrize(
    ("width", "scheme"), [(1280, "light"), (320, "dark")], ids=["desk, light", "phone, dark"]
)
def test_record_and_forms_have_no_accessibility_fault_and_do_not_scroll_sideways(
    chromium, scene, width, scheme
):
    served, _, case, act = scene
    context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    page.goto(served.session.address)
    problems = []
    page.on("console", lambda said: problems.append(said.text) if said.type == "error" else None)

    for path in ("record", f"record/{act}", f"record/{act}/anew", *KINDS):
        page.goto(f"{served.session.origin}/case/{case}/{path}")
        page.evaluate(UNFOLD)
        found = Axe().run(page)
        problems += [
            f"{path}: {item['id']}: {item['nodes'][0]['html']}" for item in found.response["violations"]
        ]
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            problems.append(f"{path}: scrolls sideways")
        ids = page.evaluate("[...document.querySelectorAll('[id]')].map(part => part.id)")
        problems += [f"{path}: {name} twice" for name in {one for one in ids if ids.count(one) > 1}]

    assert problems == []


def test_an_act_is_recorded_without_script_and_a_mistake_loses_nothing(chromium, scene):
    served, owner, case, _ = scene
    page = chromium.new_context(java_script_enabled=False).new_page()
    page.goto(served.session.address)

    page.goto(f"{served.session.origin}/case/{case}/act")
    page.get_by_label("What was done?").select_option("RX17")
    page.get_by_label("When?", exact=False).first.fill("5.6.2026")
    page.get_by_text("Travel ban", exact=True).click()
    page.get_by_label("Document", exact=False).fill("Passport")
    page.get_by_role("button", name="Record the act").click()

    assert "two different days" in page.inner_text("main")
    assert page.get_by_label("Document", exact=False).input_value() == "Passport"
    page.get_by_label("When?", exact=False).first.fill("5 June 2026")
    page.locator('[name="travel_ban.kind"]').select_option("document_taken")
    page.get_by_role("button", name="Record the act").click()

    act = owner.book.case(case).acts[-1]
    assert (act.when, act.travel_ban.document) == ("2026-06-05", "Passport")
    assert "Travel ban, passport taken, 5 Jun 2026" in page.inner_text("main")
