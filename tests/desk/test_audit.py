"""Who opened what: told once a day, to owners alone."""

from datetime import date

import pytest
from desk_browser import Browser, text_of
from desk_world import Source
from hypothesis import given
from hypothesis import strategies as st

from unhindered.core.errors import Refused
from unhindered.desk.actions import cases
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
