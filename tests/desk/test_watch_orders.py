"""What a desk tells the watch about decoys: from the first letter on, never taken back, never too long."""

from dataclasses import replace
from datetime import UTC, datetime, time

import pytest
from bad_gates import Gate
from desk_browser import Browser, text_of
from desk_scene import FULL
from desk_world import Source

from unhindered.core.errors import Unavailable
from unhindered.desk.actions import cases, check_ins
from unhindered.desk.entries.for_watch import MOST_KEYS, ORDER_NAME, compose_order
from unhindered.desk.outbox import Letter
from unhindered.desk.watch_orders import label_of, orders_here, tell_watch_again, told_watch


@pytest.fixture
def source(enrolled):
    found = Source(enrolled.gate)
    found.send()
    return found


@pytest.fixture
def decoy(enrolled, owner, source):
    found = Source(enrolled.gate)
    source.name_decoy(found)
    enrolled.sync(owner)
    return found


def order(desk):
    (report,) = desk.book.reports.values()
    return told_watch(desk).orders[label_of(desk, report)]


def key(source):
    return source.keys.signing.hex()


def test_a_decoy_that_is_named_again_counts_from_the_first_letter_on(enrolled, owner, source, decoy):
    before = order(owner)
    source.name_decoy(decoy)
    enrolled.sync(owner)

    assert order(owner) == before


def test_a_decoy_that_a_colleague_told_of_stays_where_its_letter_is_not_here(enrolled, owner, source, decoy):
    known = order(owner)
    theirs = replace(known, decoys={**known.decoys, key(Source(enrolled.gate)): 1})
    owner.post(Letter(entries=(owner.pen().for_watch(ORDER_NAME, compose_order(theirs)),)))
    enrolled.sync(owner)
    enrolled.sync(owner)

    assert order(owner).decoys == theirs.decoys
    assert orders_here(owner) == told_watch(owner).orders


def test_an_order_that_waited_takes_back_nothing_that_a_colleague_told_meanwhile(
    enrolled, owner, second, source, monkeypatch
):
    source.name_decoy(Source(enrolled.gate))

    def away(entries, request_key):
        raise Unavailable("Not now.")

    with monkeypatch.context() as patched:
        patched.setattr(enrolled.gate, "append", away)
        with pytest.raises(Unavailable):
            enrolled.sync(second)
    enrolled.sync(owner)
    (report,) = owner.book.reports
    cases.assess(owner, report, kind=cases.FULL, values=FULL, today=enrolled.today)
    cases.open_case(owner, [report], name="Autumn 4", officers=[], today=enrolled.today)
    check_ins.agree(owner, report, {"every_days": 1, "grace_hours": 6}, enrolled.today)
    enrolled.sync(owner)
    enrolled.sync(second)

    assert (order(second).every_days, len(order(second).decoys)) == (1, 1)


def test_more_decoys_than_an_order_holds_leave_the_first_ones_and_are_told_once(
    enrolled, owner, source, decoy, monkeypatch
):
    monkeypatch.setattr("unhindered.desk.watch_orders.MOST_KEYS", 2)
    for _ in range(3):
        source.name_decoy(Source(enrolled.gate))
    enrolled.sync(owner)
    size = enrolled.gate.sealed.size()
    enrolled.sync(owner)

    assert MOST_KEYS == 100
    assert len(order(owner).decoys) == 2
    assert key(decoy) in order(owner).decoys
    assert enrolled.gate.sealed.size() == size


EVERY_DAY, EVERY_TWO = {"every_days": 1, "grace_hours": 6}, {"every_days": 2, "grace_hours": 6}


def agree_on(world, desk, report, rhythm):
    cases.assess(desk, report, kind=cases.FULL, values=FULL, today=world.today)
    case = cases.open_case(desk, [report], name="Autumn 4", officers=[], today=world.today)
    check_ins.agree(desk, report, rhythm, world.today)
    world.sync(desk)
    return case


def reports_of(desk):
    return [report.id for report in sorted(desk.book.reports.values(), key=lambda report: report.place)]


def told(desk):
    (found,) = told_watch(desk).orders.values()
    return found


def growth(world, *desks):
    """How many entries come of syncing when nothing happened."""
    world.sync(*desks)
    size = world.gate.sealed.size()
    world.sync(*desks, *desks)
    return world.gate.sealed.size() - size


def test_two_reports_under_one_receipt_one_rhythm_ended_make_one_order_that_stays(enrolled, owner, source):
    source.send()
    enrolled.sync(owner)
    first, second = reports_of(owner)
    agree_on(enrolled, owner, first, EVERY_DAY)
    agree_on(enrolled, owner, second, EVERY_TWO)
    check_ins.end(owner, first, "", enrolled.today)

    assert growth(enrolled, owner) == 0
    assert told(owner).every_days == 2
    check_ins.end(owner, second, "", enrolled.today)
    assert growth(enrolled, owner) == 0
    assert told(owner).every_days == 0


def test_two_officers_with_a_case_each_of_one_source_do_not_take_turns(enrolled, owner, second, source):
    source.send()
    enrolled.sync(owner, second)
    one, two = reports_of(owner)
    agree_on(enrolled, owner, one, EVERY_TWO)
    enrolled.sync(second)
    agree_on(enrolled, second, two, EVERY_DAY)

    assert growth(enrolled, owner, second) == 0
    assert told(owner).every_days == 1
    check_ins.end(second, two, "", enrolled.today)
    enrolled.sync(second, owner)
    assert growth(enrolled, second, owner) == 0
    assert told(second).every_days == 2


def test_an_alarm_names_every_report_of_its_source(enrolled, owner, source):
    source.send()
    source.name_decoy(Source(enrolled.gate))
    enrolled.sync(owner)
    enrolled.sync(owner)
    source.come_back("duress")
    enrolled.sync(owner)

    (alarm,) = check_ins.alarms(owner, datetime.combine(enrolled.today, time(), UTC))
    assert [item.report for item in alarm.about] == reports_of(owner)


class ErasesWhatItTakes(Gate):
    def append(self, entries, request_key):
        size = self.inner.sealed.size()
        self.inner.append(entries, request_key)
        self.inner.sealed.erase(list(range(size, self.inner.sealed.size())))


def test_an_order_that_the_log_shows_as_erased_is_posted_anew(enrolled, owner, source):
    enrolled.sync(owner)
    source.name_decoy(Source(enrolled.gate))
    owner.gate = ErasesWhatItTakes(enrolled.gate)
    enrolled.sync(owner)
    owner.gate = enrolled.gate

    enrolled.sync(owner)

    assert not enrolled.gate.sealed.entry(told(owner).place).is_erased
    assert growth(enrolled, owner) == 0


def test_at_a_press_the_watch_is_told_everything_again_once_the_gate_is_back(enrolled, owner, source, decoy):
    assert growth(enrolled, owner) == 0
    size = enrolled.gate.sealed.size()
    with Browser(enrolled, owner) as browser:
        enrolled.gate.is_off = True
        assert "with the next sync that gets through: 1" in text_of(browser.post("/check-ins/tell-again"))
        enrolled.gate.is_off = False

        enrolled.sync(owner)

    assert enrolled.gate.sealed.size() == size + 1
    assert growth(enrolled, owner) == 0


def test_what_is_told_again_and_did_not_get_through_is_told_with_the_next_sync(
    enrolled, owner, decoy, monkeypatch
):
    assert growth(enrolled, owner) == 0
    size = enrolled.gate.sealed.size()
    tell_watch_again(owner)

    def away(entries, request_key):
        raise Unavailable("Not now.")

    with monkeypatch.context() as patched:
        patched.setattr(enrolled.gate, "append", away)
        with pytest.raises(Unavailable):
            enrolled.sync(owner)
    enrolled.sync(owner)

    assert enrolled.gate.sealed.size() == size + 1
    assert growth(enrolled, owner) == 0
