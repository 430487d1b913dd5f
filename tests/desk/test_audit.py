"""Who opened what: told once a day, to owners alone."""

from datetime import date

import pytest
from desk_browser import Browser, text_of
from desk_world import Source
from hypothesis import given
from hypothesis import strategies as st

from unhindered.core.errors import Refused
from unhindered.desk.actions import cases, statements
from unhindered.desk.actions.audit import audit_rows, note_opened
from unhindered.desk.entries.opened_list import (
    OpenedList,
    OpenedThing,
    What,
    compose_opened_list,
    read_opened_list,
)


def things():
    return st.builds(OpenedThing, what=st.sampled_from(What), name=st.text("0123456789abcdef", min_size=1))


@given(st.dates(), st.lists(things(), max_size=5))
def test_a_list_is_read_as_it_was_written(day, opened):
    written = OpenedList(day=day, opened=tuple(sorted(opened)))

    assert read_opened_list(compose_opened_list(written)) == written


@pytest.mark.parametrize(
    "body",
    [
        b"{}",
        b'{"v":2,"day":"2026-11-24","opened":[]}',
        b'{"v":1,"day":"someday","opened":[]}',
        b'{"v":1,"day":"2026-11-24","opened":[{"what":"soul","name":"a"}]}',
        b'{"v":1,"day":"2026-11-24","opened":[{"what":"case"}]}',
    ],
)
def test_what_is_no_such_list_is_refused(body):
    with pytest.raises(Refused):
        read_opened_list(body)


def test_an_owner_reads_tomorrow_what_a_colleague_opened_today(enrolled, owner, second):
    case = cases.open_case(owner, [], name="Autumn 4", officers=[second.officer.id], today=enrolled.today)
    enrolled.sync(owner, second)
    with Browser(enrolled, second) as browser:
        browser.get(f"/case/{case}")
        browser.get(f"/case/{case}")
        browser.get("/case/ffff")
    enrolled.sync(second, owner)
    assert audit_rows(owner) == ()

    enrolled.days_pass(1)
    enrolled.sync(second, owner)

    (row,) = audit_rows(owner)
    assert (row.day, row.officer) == (date(2026, 11, 24), "Ben Invented")
    assert row.opened == (OpenedThing(what=What.CASE, name=case),)


def test_nobody_but_owners_can_open_it(enrolled, owner, second):
    note_opened(owner, What.REPORT, "ab" * 32, enrolled.today)
    enrolled.days_pass(1)
    enrolled.sync(owner, second)

    assert second.book.opened_lists == {}
    with pytest.raises(Refused, match="Only owners"):
        audit_rows(second)
    with Browser(enrolled, second) as browser:
        assert browser.get("/audit").status_code == 400


def test_a_list_waits_where_the_gate_is_away_and_is_told_once(enrolled, owner):
    note_opened(owner, What.REPORT, "ab" * 32, enrolled.today)
    enrolled.days_pass(1)
    enrolled.gate.is_off = True
    for _ in range(2):
        with pytest.raises(Exception, match="does not answer"):
            enrolled.sync(owner)
    enrolled.gate.is_off = False
    enrolled.sync(owner)
    enrolled.sync(owner)

    assert len(owner.book.opened_lists) == 1
    with Browser(enrolled, owner) as browser:
        assert "Ada Fictional" in text_of(browser.get("/audit"))


def opened_by(world, desk, *looks):
    """What the owners read of what was looked at, in a browser that does this."""
    with Browser(world, desk) as browser:
        for look in looks:
            look(browser)
    world.days_pass(1)
    world.sync(desk)
    return {(item.what, item.name) for row in audit_rows(desk) for item in row.opened}


@pytest.fixture
def case(enrolled, owner):
    case = cases.open_case(owner, [], name="Autumn 4", officers=[], today=enrolled.today)
    person = {"label": "P1", "roles": ["victim"], "remarks": "hides at the mill"}
    cases.add_person(owner, case, person, enrolled.today)
    return case


@pytest.mark.parametrize("tab", ["send", "note", "access"])
def test_a_form_of_a_case_that_comes_again_counts_as_opened(enrolled, owner, case, tab):
    found = opened_by(enrolled, owner, lambda browser: browser.post(f"/case/{case[:12]}/{tab}"))

    assert found == {(What.CASE, case)}


def test_what_a_search_shows_counts_as_opened(enrolled, owner, case):
    Source(enrolled.gate).send()
    enrolled.sync(owner)
    (report,) = owner.book.reports

    found = opened_by(
        enrolled,
        owner,
        lambda browser: browser.post("/search", {"text": "mill"}),
        lambda browser: browser.post("/search", {"text": "committee"}),
        lambda browser: browser.post("/search", {"text": "nowhere"}),
    )

    assert found == {(What.CASE, case), (What.REPORT, report)}


@pytest.mark.parametrize("where", ["/statement/{}", "/review"])
def test_a_page_without_a_case_in_its_address_counts_for_the_case_it_shows(enrolled, owner, case, where):
    values = {"text": "Somebody was beaten.", "states": ["XVL"], "period": "2026", "types_of_act": ["RX13"]}
    (person,) = owner.book.case(case).persons
    values |= {"items": [], "left_out": [person], "replaces": None}
    statement = statements.draft_statement(owner, case, values, enrolled.today)

    assert opened_by(enrolled, owner, lambda browser: browser.get(where.format(statement))) == {
        (What.CASE, case)
    }


def test_reports_and_files_are_noted_too(enrolled, owner):
    Source(enrolled.gate).send(files=[("letter.txt", b"fictional")])
    enrolled.sync(owner)
    (report,) = owner.book.reports.values()
    attachment = report.report.attachments[0].body.hex()
    with Browser(enrolled, owner) as browser:
        browser.get(f"/report/{report.id}")
        browser.get(f"/report/{report.id}/attachment/{attachment}")
    enrolled.days_pass(1)
    enrolled.sync(owner)

    assert {item.what for row in audit_rows(owner) for item in row.opened} == {What.REPORT, What.ATTACHMENT}
