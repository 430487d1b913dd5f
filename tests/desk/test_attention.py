"""The overview of a case says what waits elsewhere in it, and leads there."""

import pytest
from desk_browser import Browser, text_of
from desk_world import RAPID, Source

from unhindered.desk.actions import cases
from unhindered.desk.actions.attention import attention_to
from unhindered.desk.actions.recording import new_fact, new_id, record_in_case


@pytest.fixture
def case(enrolled, owner):
    Source(enrolled.gate).send(files=[("letter.txt", b"fictional")])
    enrolled.sync(owner)
    (report,) = owner.book.reports
    cases.assess(owner, report, kind=cases.RAPID, values=RAPID, today=enrolled.today)
    return cases.open_case(owner, [report], name="Autumn 4", officers=[], today=enrolled.today)


def record(world, desk, case, kind, **values):
    record_in_case(desk, case, [new_fact(desk, kind, values, world.today)])


def tabs(world, desk, case):
    return [item.tab for item in attention_to(desk, case, world.today)]


def test_files_of_a_report_wait_to_be_taken_in(enrolled, owner, case):
    assert tabs(enrolled, owner, case) == ["evidence"]


def test_a_consent_from_a_cell_and_one_that_ends_soon_are_called_attention_to(enrolled, owner, case):
    person = new_id()
    record(
        enrolled,
        owner,
        case,
        "PersonAdded",
        person=person,
        label="P1",
        roles=["victim"],
        circumstances=["deprived_of_liberty"],
    )
    record(
        enrolled,
        owner,
        case,
        "ConsentGiven",
        consent=new_id(),
        person=person,
        purpose="un_submission",
        recipient="CAT-22",
        level="named",
        language="en",
        method="spoken",
        expires="2026-12-10",
    )

    assert tabs(enrolled, owner, case) == ["consents", "consents", "evidence"]
    with Browser(enrolled, owner) as browser:
        page = browser.get(f"/case/{case}")
    assert "A consent is in doubt" in text_of(page)
    assert f'href="/case/{case}/consents">A consent ends within thirty days' in page.text


def test_a_record_that_contradicts_itself_is_called_attention_to(enrolled, owner, case):
    record(
        enrolled,
        owner,
        case,
        "ActRecorded",
        act=new_id(),
        type_of_act="RX13",
        when="2026-11-02",
        final_date="2026-11-01",
    )

    assert tabs(enrolled, owner, case) == ["evidence", "record"]
