"""The questions beyond the first five, with script: shown on conditions, sealed as they were seen."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from gate_world import NOW

from unhindered.core.casework.terms import IdentityLevel, Purpose
from unhindered.core.correspondence.parts import Choice
from unhindered.core.correspondence.work import work_bits
from unhindered.core.questionnaire.parse import questionnaire_hash
from unhindered.facts.questionnaires import default_questionnaire

pytestmark = pytest.mark.browser

VECTORS = Path(__file__).parents[2] / "vectors" / "questionnaire"
SHARED = json.loads((VECTORS / "answers.json").read_text(encoding="ascii"))
DEFAULT_HASH = questionnaire_hash(default_questionnaire())


def open_page(page, language="en"):
    page.goto(f"/{language}/report")
    page.wait_for_selector("html[data-script=ready]")
    page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true })")


def send(page):
    page.click("#report-form button[type=submit]")
    page.wait_for_selector("#receipt:not([hidden])")


def fill_in(page, fields):
    """Put values into fields as a person would, hidden ones too: they were shown once."""
    page.evaluate(
        """fields => {
          const form = document.getElementById('report-form');
          for (const [name, value] of Object.entries(fields)) {
            for (const field of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
              if (field.type === 'radio') field.checked = field.value === value;
              else if (field.type === 'checkbox') field.checked = value !== '';
              else field.value = value;
              field.dispatchEvent(new Event('change', { bubbles: true }));
            }
          }
        }""",
        fields,
    )


def shown(page):
    script = "parts => parts.filter(part => !part.hidden).map(part => part.dataset.question)"
    return page.locator("[data-question]").evaluate_all(script)


def test_answers_consents_and_limits_arrive_sealed(page, desk):
    open_page(page)
    page.fill("#what", "Words")
    page.check("[name='q.who_kind.police']")
    page.fill("[name='q.who_unit']", "Northgate")
    page.check("[name='consent.publication'][value=initials]")
    page.fill("#limits", "My employer")
    send(page)

    (report,) = desk.reports()

    assert report.questionnaire == DEFAULT_HASH
    assert report.more == {"who_kind": ("police",), "who_unit": "Northgate"}
    assert report.consents == (Choice(purpose=Purpose.PUBLICATION, level=IdentityLevel.INITIALS),)
    assert report.limits == "My employer"


def test_nothing_is_agreed_to_at_first(page, desk):
    open_page(page)
    page.fill("#what", "Words")
    send(page)

    (report,) = desk.reports()

    assert (report.questionnaire, report.more, report.consents, report.limits) == ("", {}, (), "")


def test_a_question_appears_with_what_it_depends_on_and_goes_again(page, desk):
    open_page(page)
    unit = page.locator("[data-question=who_unit]")
    assert unit.is_hidden()

    page.check("[name='q.who_kind.prison']")
    assert unit.is_visible()
    page.fill("[name='q.who_unit']", "Northgate")
    page.uncheck("[name='q.who_kind.prison']")
    assert unit.is_hidden()
    page.check("[name='q.who_kind.unknown']")
    send(page)

    (report,) = desk.reports()
    assert report.more == {"who_kind": ("unknown",)}


def test_danger_opens_its_questions(page, desk):
    open_page(page)
    assert page.locator("[data-question=safe_next]").is_hidden()

    page.check("[name=danger][value=yes]")

    assert page.locator("[data-question=safe_next]").is_visible()


def test_the_shared_forms_say_the_same_on_this_page(page, desk):
    desk.world.desk.upload_questionnaire(json.dumps(SHARED["questionnaire"]).encode())
    forms = [form for form in SHARED["forms"] if "too_long" not in form]
    for form in forms:
        open_page(page)
        fill_in(page, {"what": "Words"} | form["fields"])
        assert shown(page) == form["shown"], form["name"]
        send(page)

    found = [
        [
            {name: value if isinstance(value, str) else list(value) for name, value in report.more.items()},
            [{"purpose": one.purpose, "level": one.level} for one in report.consents],
            report.limits,
        ]
        for report in desk.reports()
    ]
    assert found == [[form["more"], form["consents"], form["limits"]] for form in forms]


def test_too_long_an_answer_is_named_and_nothing_is_sent(page, desk):
    open_page(page)
    fill_in(page, {"what": "Words", "q.who_people": "x" * 100_001})

    page.click("#report-form button[type=submit]")
    page.wait_for_selector("#report-status.danger-box")

    assert "“How many were they, and what do you know of them?”" in page.inner_text("#report-status")
    assert desk.world.gate.sealed.size() == 0


def test_a_first_question_is_named_too(page, desk):
    open_page(page)
    fill_in(page, {"when": "x" * 2001})

    page.click("#report-form button[type=submit]")
    page.wait_for_selector("#report-status.danger-box")

    assert "“When?”" in page.inner_text("#report-status")


def test_work_is_done_while_the_person_writes_and_sent_as_far_as_it_came(page, desk):
    open_page(page)
    page.fill("#what", "Words")
    page.wait_for_selector("#notice-facts:not([hidden])", state="attached")
    # Until the browser has had nothing else to do some hundred times.
    page.evaluate(
        """() => new Promise(resolve => {
          const again = left => (left === 0 ? resolve() : requestIdleCallback(() => again(left - 1)));
          again(200);
        })"""
    )
    send(page)

    (report,) = desk.reports()

    assert work_bits(report.id, report.notice, report.work) >= 6


@pytest.mark.parametrize("language", ["en", "ar"])
def test_all_questions_open_are_accessible(page, desk, language):
    open_page(page, language)
    page.check("[name=danger][value=yes]")
    page.check("[name='q.link_is'][value=yes]")

    found = Axe().run(page)

    assert found.violations_count == 0, found.generate_report()


def test_a_page_left_open_seals_once_more_for_the_notice_that_holds_now(page, desk):
    open_page(page)
    page.wait_for_selector("#notice-facts:not([hidden])", state="attached")
    page.fill("#what", "Words")
    world, now = desk.world, NOW + timedelta(days=30)
    world.clock.at = now
    world.desk.upload_notices([world.institution.notice(world.answer, start=now.date())])
    page.clock.set_fixed_time(now)

    send(page)

    (report,) = desk.reports()
    assert report.answers.what == "Words"
    assert report.notice == world.gate.current_notice().id
