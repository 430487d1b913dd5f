"""What the watch is told: comes back as it was written, and whatever else it reads is refused."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unhindered.core.casework.check_ins import WatchOrder
from unhindered.core.errors import Refused
from unhindered.desk.entries.for_watch import (
    TakenOn,
    compose_acknowledgement,
    compose_order,
    read_acknowledgement,
    read_order,
)
from unhindered.desk.watch.bell import bell_from_json
from unhindered.desk.watch.post import WatchKeys, open_post, read_watch_card

KEYS = st.binary(min_size=32, max_size=32).map(bytes.hex)
ORDERS = st.builds(
    WatchOrder,
    label=st.binary(min_size=16, max_size=16).map(bytes.hex),
    place=st.integers(0, 9),
    keys=st.frozensets(KEYS, max_size=3),
    decoys=st.dictionaries(KEYS, st.integers(0, 99), max_size=3),
    every_days=st.integers(0, 31),
    grace_hours=st.integers(0, 168),
    starts=st.dates(date(2026, 1, 1), date(2030, 1, 1)),
    until=st.none() | st.dates(date(2026, 1, 1), date(2030, 1, 1)),
)
ORDER = json.loads(
    compose_order(WatchOrder(label="1a" * 16, place=0, keys=frozenset(), starts=date(2026, 11, 24)))
)
READERS = [
    lambda raw: read_order(raw, 0),
    read_acknowledgement,
    bell_from_json,
    lambda raw: open_post(raw, WatchKeys(bytes(32))),
    lambda raw: read_watch_card(raw.decode(errors="replace")),
]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 99) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner, max_size=2),
    max_leaves=5,
)


@given(ORDERS)
def test_an_order_comes_back_as_it_was_written(order):
    assert read_order(compose_order(order), order.place) == order


@given(st.frozensets(st.integers(0, 99)), st.frozensets(KEYS.map(lambda key: key[:16])))
def test_an_acknowledgement_comes_back_as_it_was_written(numbers, alarms):
    taken_on = TakenOn(alarms=alarms, numbers=numbers)

    assert read_acknowledgement(compose_acknowledgement(taken_on)) == taken_on


@pytest.mark.parametrize("reader", READERS)
@given(raw=st.binary(max_size=200) | JSON.map(lambda value: json.dumps({"v": value}).encode()))
def test_whatever_else_is_read_is_refused_and_nothing_worse(reader, raw):
    with pytest.raises(Refused):
        reader(raw)


@given(st.sampled_from(sorted(ORDER)), JSON)
def test_an_order_with_a_changed_field_is_read_or_refused(name, value):
    try:
        read_order(json.dumps(ORDER | {name: value}).encode(), 0)
    except Refused:
        return
