"""What waits to be sent is read from the disk once, however often officers look at pages or record."""

from datetime import date

import pytest
from desk_browser import Browser
from desk_world import TODAY

from unhindered.core.canonical_json import parse_json_object
from unhindered.core.casework.case_facts import NoteAdded
from unhindered.core.casework.check_ins import WatchOrder
from unhindered.desk import outbox
from unhindered.desk.actions import cases
from unhindered.desk.entries.for_watch import ORDER_NAME, compose_order
from unhindered.desk.entries.inner import case_subject
from unhindered.desk.outbox import WATCH_ORDERS, Letter
from unhindered.desk.watch_orders import post_watch_orders, told_watch

NOTES = 12
ORDER = WatchOrder(label="1a" * 16, place=0, keys=frozenset(), starts=date(2026, 11, 24))


@pytest.fixture
def case(enrolled, owner):
    opened = cases.open_case(owner, [], name="Northgate", officers=[], today=TODAY)
    enrolled.sync(owner)
    return opened


@pytest.fixture
def unpacked(monkeypatch):
    """The letters that were unpacked, by anyone, since the test began."""
    found = []

    def counted(content):
        found.append(content)
        return parse_json_object(content)

    monkeypatch.setattr(outbox, "parse_json_object", counted)
    return found


def note(desk, case, text):
    desk.record(case_subject(case), [NoteAdded(by=desk.officer.id, on=TODAY, text=text)])


def notes(desk, case):
    return [fact.text for _, fact in desk.book.case(case).record.of(NoteAdded)]


def tell(desk, order, **options):
    desk.post(Letter(entries=(desk.pen().for_watch(ORDER_NAME, compose_order(order)),)), **options)


@pytest.mark.parametrize("path", ["/", "/today", "/cases", "/case/{case}", "/case/{case}/record"])
def test_a_page_unpacks_nothing_that_waits(enrolled, owner, case, unpacked, path):
    for number in range(NOTES):
        note(owner, case, f"Note {number}")
    tell(owner, ORDER)
    with Browser(enrolled, owner) as browser:
        unpacked.clear()

        page = browser.get(path.format(case=case))

    assert page.status_code == 200
    assert unpacked == []


def test_what_is_recorded_is_unpacked_once_each(owner, case, unpacked):
    for number in range(NOTES):
        note(owner, case, f"Note {number}")
        assert len(notes(owner, case)) == number + 1

    assert len(unpacked) == NOTES


def test_recording_on_one_case_replays_no_other_anew(owner, case):
    other = cases.open_case(owner, [], name="Southgate", officers=[], today=TODAY)
    note(owner, other, "It waits.")
    before = owner.book.case(other)

    note(owner, case, "Another one.")

    assert owner.book.case(other) is before
    assert notes(owner, case) == ["Another one."]


def test_what_waits_stays_in_its_order_when_some_of_it_went(owner, case):
    for text in ("first", "second", "third"):
        note(owner, case, text)
    owner.docket.drop(owner.docket.waiting()[1][0])
    note(owner, case, "fourth")

    assert notes(owner, case) == ["first", "third", "fourth"]
    owner.rebuild()
    assert notes(owner, case) == ["first", "third", "fourth"]


def test_a_case_whose_only_letter_was_given_up_is_not_among_the_cases(owner, case):
    before = set(owner.book.case_ids())
    given_up = cases.open_case(owner, [], name="Southgate", officers=[], today=TODAY)
    assert set(owner.book.case_ids()) == {*before, given_up}

    for number, _ in owner.docket.waiting():
        owner.docket.drop(number)
    owner.show_waiting()

    assert set(owner.book.case_ids()) == before


def test_an_order_for_the_watch_that_waits_counts_until_it_is_taken_out(owner):
    tell(owner, ORDER, kind=WATCH_ORDERS)
    assert ORDER.label in told_watch(owner).orders

    assert post_watch_orders(owner) == 0
    assert told_watch(owner).orders == {}
