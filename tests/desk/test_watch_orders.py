"""What a desk tells the watch about decoys: from the first letter on, never taken back, never too long."""

from dataclasses import replace

import pytest
from desk_scene import FULL
from desk_world import Source

from unhindered.core.errors import Unavailable
from unhindered.desk.actions import cases, check_ins
from unhindered.desk.entries.for_watch import MOST_KEYS, ORDER_NAME, compose_order
from unhindered.desk.outbox import Letter
from unhindered.desk.watch_orders import label_of, orders_here, told_watch


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
