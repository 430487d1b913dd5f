"""Where somebody could break a rule for contact, the rule stands: on each page and form of a case."""

import re

import pytest
from desk_browser import Browser, text_of
from desk_scene import fill

from unhindered.core.casework.information_facts import InformationRecorded
from unhindered.desk.actions import cases, record, work
from unhindered.desk.actions.evidence import take_in_attachments
from unhindered.desk.web.routes import FORMS, SHOWN

DO_NOT = "Do not write to the prison before Thursday."
# Files, and what is made to be printed for others to read.
_NO_PAGES = ("/calendar.ics",)
# Pages of what this case does not have; their templates are those of pages that are looked at.
_NOT_HERE = ("{sending}", "{imported}", "{text}", "{file}")


@pytest.fixture
def case(enrolled, owner, second):
    return fill(enrolled, owner, second)


@pytest.fixture
def browser(enrolled, owner):
    with Browser(enrolled, owner) as browser:
        yield browser


def paths(case, **known):
    for path, _ in (*SHOWN, *FORMS):
        if not path.startswith("/case/{case}") or path.endswith(_NO_PAGES):
            continue
        if not any(name in path for name in _NOT_HERE):
            yield re.sub(r"\{(\w+)\}", lambda found: known[found[1]], path.replace("{case}", case))


def test_every_page_and_every_form_of_a_case_says_the_rules_for_contact(enrolled, owner, case, browser):
    task = work.add_task(owner, case, {"what": "Call the lawyer"}, enrolled.today)
    account = record.describe(owner, case, "information", {"account": "They came."}, enrolled.today)
    take_in_attachments(owner, case, enrolled.today)
    opened = owner.book.case(case)
    (recorded,) = (item for item in opened.history if isinstance(item.fact, InformationRecorded))
    nonce, number = recorded.identity.split("/")
    (consent,) = opened.consents.by_id
    known = {
        "thing": account,
        "information": account,
        "about": opened.acts[0].act,
        "person": next(iter(opened.persons)),
        "consent": consent,
        "task": task,
        "item": next(iter(opened.evidence.items)),
        "kind": "full",
        "nonce": nonce,
        "number": number,
    }

    pages = {path: browser.get(path) for path in paths(case, **known)}
    statement = next(iter(opened.statements))
    pages |= {
        f"/statement/{statement}{end}": browser.get(f"/statement/{statement}{end}")
        for end in ("", "/retract")
    }

    assert len(pages) > 40
    lacking = [path for path, page in pages.items() if page.status_code < 400 and DO_NOT not in text_of(page)]
    assert lacking == []
    assert [path for path, page in pages.items() if page.status_code >= 400] == []


def test_a_case_that_nobody_assessed_says_that_nobody_contacts_anybody(enrolled, owner, second, browser):
    fill(enrolled, owner, second)
    report = next(one for one in owner.book.reports if owner.book.case_of_report(one) is None)
    case = cases.open_case(owner, [report], name="Autumn 5", officers=[], today=enrolled.today)

    assert "contact nobody yet" in text_of(browser.get(f"/case/{case}/work"))
