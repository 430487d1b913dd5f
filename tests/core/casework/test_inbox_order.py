"""The law of the inbox: all of it is there, danger is always in sight, and nobody can choose the sample."""

from collections import Counter
from datetime import date, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from unhindered.core.casework.inbox_order import PRIORITY_BITS, SAMPLE, Waiting, arranged, sample_of

DAY = date(2026, 11, 24)
waiting = st.lists(
    st.builds(
        Waiting,
        id=st.uuids().map(lambda one: one.hex),
        danger=st.sampled_from(["yes", "unsure", "no"]),
        work_bits=st.integers(0, PRIORITY_BITS + 4),
        day=st.integers(0, 5).map(lambda number: DAY + timedelta(days=number)),
        is_open=st.booleans(),
    ),
    max_size=40,
    unique_by=lambda item: item.id,
)
thresholds = st.integers(0, 20)
seeds = st.integers(0, 2**32)


def below(seed):
    return Random(seed).randrange  # noqa: S311 - a draw that can be drawn again.


@given(waiting, thresholds)
def test_every_report_is_in_sight_or_in_quarantine_and_never_in_both(items, above):
    found = arranged(items, above=above)

    assert sorted([*found.in_sight, *found.quarantine, *found.in_danger]) == sorted(item.id for item in items)


@given(waiting, thresholds)
def test_work_and_what_was_opened_are_never_in_quarantine(items, above):
    found = arranged(items, above=above)
    aside = {*found.quarantine, *found.in_danger}

    assert not any(item.has_priority for item in items if item.id in aside)


@given(waiting, thresholds)
def test_quarantine_begins_only_above_the_threshold(items, above):
    danger = [item.is_in_danger for item in items if not item.has_priority]
    found = arranged(items, above=above)

    assert len(found.quarantine) == max(0, danger.count(False) - above)
    assert len(found.in_danger) == max(0, danger.count(True) - above)


@given(waiting, thresholds)
def test_danger_has_a_block_of_its_own_and_danger_with_work_is_in_sight_first(items, above):
    by_id, found = {item.id: item for item in items}, arranged(items, above=above)

    assert {by_id[item].danger for item in found.in_danger} <= {"yes"}
    assert "yes" not in {by_id[item].danger for item in found.quarantine}
    worked = {item.id for item in items if item.is_in_danger and item.work_bits >= PRIORITY_BITS}
    assert set(found.in_sight[: len(worked)]) == worked


@given(waiting, thresholds)
def test_danger_comes_first_then_work_then_the_day(items, above):
    by_id = {item.id: item for item in items}
    ranks = {"yes": 0, "unsure": 1, "no": 2}

    for part in vars(arranged(items, above=above)).values():
        keys = [(ranks[by_id[i].danger], -by_id[i].work_bits, by_id[i].day) for i in part]
        assert keys == sorted(keys)


@given(waiting, thresholds, st.randoms())
def test_the_order_of_arrival_changes_nothing(items, above, mixed):
    other = list(items)
    mixed.shuffle(other)

    assert arranged(items, above=above) == arranged(other, above=above)


@given(waiting, thresholds)
def test_a_further_flood_takes_nothing_with_priority_out_of_sight(items, above):
    flood = [
        Waiting(id=f"{number:032x}", danger="no", work_bits=0, day=DAY, is_open=False) for number in range(60)
    ]

    seen = set(arranged([*items, *flood], above=above).in_sight)

    assert {item.id for item in items if item.has_priority} <= seen


@given(st.lists(st.uuids().map(lambda one: one.hex), unique=True, max_size=60), seeds)
def test_a_sample_is_part_of_the_quarantine_each_once(quarantine, seed):
    drawn = sample_of(quarantine, below(seed))

    assert len(drawn) == len(set(drawn)) == min(SAMPLE, len(quarantine))
    assert set(drawn) <= set(quarantine)


@given(waiting, seeds)
def test_press_by_press_all_of_the_quarantine_is_opened(items, seed):
    draw, opened = below(seed), set()
    for _ in range(len(items) + 1):
        now = [Waiting(**{**item.__dict__, "is_open": item.is_open or item.id in opened}) for item in items]
        for block in (arranged(now, above=3).quarantine, arranged(now, above=3).in_danger):
            opened |= set(sample_of(block, draw, most=2))

    assert (arranged(now, above=3).quarantine, arranged(now, above=3).in_danger) == ((), ())


def test_each_report_is_as_likely_to_be_drawn_as_any_other():
    quarantine = [f"{number}" for number in range(10)]

    drawn = Counter(one for seed in range(2000) for one in sample_of(quarantine, below(seed), most=2))

    assert all(300 < drawn[one] < 500 for one in quarantine)
