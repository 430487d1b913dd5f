"""Which alarms ring, whatever order things come in: told by hand, then as laws."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unhindered.core.casework.check_ins import (
    OTHERS,
    Acknowledgement,
    AlarmKind,
    Line,
    Patience,
    SeenVisit,
    VisitState,
    WatchOrder,
    check_ins_due,
    line_alarms,
    ringing,
)

START = date(2026, 11, 24)
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
KEY, DECOY, STRANGER = "aa", "dd", "ff"
LABEL = "11" * 16
ORDER = WatchOrder(
    label=LABEL,
    place=10,
    keys=frozenset({KEY}),
    decoys={DECOY: 12},
    every_days=2,
    grace_hours=6,
    starts=START,
)
# Due by the end of the 26th, and missed six hours later.
MISSED = datetime(2026, 11, 27, 6, tzinfo=UTC)


def visit(place=20, *, state=VisitState.CHECK_IN, key=KEY, day=START, late=0, **changes):
    arrived = day + late * DAY
    seen = datetime(arrived.year, arrived.month, arrived.day, 12, tzinfo=UTC)
    fields = {"id": f"{place:032x}", "place": place, "key": key, "state": state, "day": day}
    return SeenVisit(**fields | {"arrived": arrived, "seen": seen} | changes)


def kinds(visits=(), *, orders=(ORDER,), taken_on=(), now=NOON):
    return [(alarm.kind, alarm.label) for alarm in ringing(orders, visits, taken_on, now)]


def test_nothing_rings_before_the_grace_is_over():
    assert kinds(now=MISSED - timedelta(seconds=1)) == []


def test_a_missed_check_in_rings_when_the_grace_is_over():
    assert kinds(now=MISSED) == [(AlarmKind.MISSED, LABEL)]


def test_a_check_in_moves_the_next_one():
    assert kinds([visit(day=START + DAY)], now=MISSED) == []
    assert kinds([visit(day=START + DAY)], now=MISSED + DAY) == [(AlarmKind.MISSED, LABEL)]


@pytest.mark.parametrize("state", [VisitState.NOTHING])
def test_looking_into_the_mailbox_is_no_check_in(state):
    assert kinds([visit(day=START + DAY, state=state)], now=MISSED) == [(AlarmKind.MISSED, LABEL)]


def test_a_check_in_that_comes_late_ends_the_alarm():
    late = visit(day=START + 3 * DAY)

    assert kinds([late], now=MISSED + HOUR) == []


def test_no_clock_can_check_in_for_days_to_come():
    ahead = visit(day=START + 300 * DAY, arrived=START + DAY, seen=NOON + DAY)

    assert kinds([ahead], now=MISSED + DAY) == [(AlarmKind.MISSED, LABEL), (AlarmKind.CLOCK, LABEL)]


def test_no_server_can_check_in_for_days_to_come():
    ahead = visit(day=START + 300 * DAY, arrived=START + 300 * DAY, seen=NOON)

    assert kinds([ahead], now=MISSED) == [(AlarmKind.MISSED, LABEL)]


def test_a_time_zone_changes_nothing():
    tehran = timezone(timedelta(hours=3, minutes=30))
    local = visit(day=START + DAY, seen=(NOON + DAY).astimezone(tehran))

    assert kinds([local], now=MISSED.astimezone(tehran)) == []
    assert kinds(now=MISSED.astimezone(tehran)) == [(AlarmKind.MISSED, LABEL)]


def test_the_next_miss_rings_again_once_the_first_was_taken_on():
    first = ringing([ORDER], [], [], MISSED)[0]
    taken_on = [Acknowledgement(alarms=frozenset({first.id}), seen=30)]

    assert kinds(taken_on=taken_on, now=MISSED + DAY) == []
    assert kinds(taken_on=taken_on, now=MISSED + 2 * DAY) == [(AlarmKind.MISSED, LABEL)]


def test_one_alarm_stands_for_all_misses_that_nobody_took_on():
    first = ringing([ORDER], [], [], MISSED)

    assert ringing([ORDER], [], [], MISSED + 30 * DAY) == first


def test_a_rhythm_that_ended_misses_nothing():
    ended = replace(ORDER, place=30, every_days=0, grace_hours=0)

    assert kinds(orders=(ORDER, ended), now=MISSED + 9 * DAY) == []


def test_danger_of_somebody_whose_rhythm_ended_still_rings_under_the_label():
    ended = replace(ORDER, every_days=0, grace_hours=0)

    assert kinds([visit(state=VisitState.DANGER)], orders=(ended,)) == [(AlarmKind.DANGER, LABEL)]


def test_nothing_is_due_after_the_last_day():
    assert kinds(orders=(replace(ORDER, until=START + DAY),), now=MISSED + 9 * DAY) == []


def test_every_visit_by_a_decoy_is_duress_of_its_source():
    for state in VisitState:
        assert kinds([visit(key=DECOY, state=state)]) == [(AlarmKind.DURESS, LABEL)]


def test_a_visit_by_a_decoy_before_it_was_one_says_nothing():
    assert kinds([visit(place=11, key=DECOY, state=VisitState.NOTHING)]) == []


def test_an_order_that_comes_later_makes_a_decoys_visit_ring_all_the_same():
    late = replace(ORDER, place=40)

    assert kinds([visit(place=20, key=DECOY)], orders=(late,)) == [(AlarmKind.DURESS, LABEL)]


def test_whoever_holds_a_decoy_cannot_take_its_alarm_away_by_naming_it_too():
    theirs = replace(ORDER, label="22" * 16, keys=frozenset({STRANGER}), decoys={DECOY: 30}, every_days=0)
    before, after = visit(20, key=DECOY), visit(40, key=DECOY)

    for orders in ((ORDER, theirs), (theirs, ORDER)):
        assert kinds([before], orders=orders) == [(AlarmKind.DURESS, LABEL)]
        assert set(kinds([after], orders=orders)) == {
            (AlarmKind.DURESS, LABEL),
            (AlarmKind.DURESS, theirs.label),
        }


def test_whoever_names_the_keys_of_somebody_watched_over_a_decoy_does_not_hide_a_call_for_help():
    theirs = replace(ORDER, label="22" * 16, keys=frozenset({STRANGER}), decoys={KEY: 12}, every_days=0)
    in_danger = visit(20, state=VisitState.DANGER)

    assert (AlarmKind.DANGER, LABEL) in kinds([in_danger], orders=(ORDER, theirs))


@pytest.mark.parametrize("day", [date.min, date.max])
def test_a_gate_that_writes_an_impossible_day_does_not_stop_the_watch(day):
    wrong = visit(arrived=day, seen=NOON)

    assert kinds([wrong, visit(21, state=VisitState.DANGER)])[0] == (AlarmKind.DANGER, LABEL)


def test_danger_of_somebody_in_no_order_rings_too():
    assert kinds([visit(key=STRANGER, state=VisitState.DANGER)]) == [(AlarmKind.DANGER, OTHERS)]


def test_a_flood_of_strangers_rings_once():
    flood = [visit(place, key=f"{place:02x}", state=VisitState.DANGER) for place in range(20, 90)]

    assert kinds(flood) == [(AlarmKind.DANGER, OTHERS)]


def test_strangers_set_no_clock_alarm():
    assert kinds([visit(key=STRANGER, day=START, late=9), visit(21, key=STRANGER, late=-9)]) == []


def test_what_came_after_an_officer_looked_rings_anew():
    first, second = (visit(place, state=VisitState.DANGER) for place in (20, 25))
    alarm = ringing([ORDER], [first], [], NOON)[0]
    before, after = (Acknowledgement(alarms=frozenset({alarm.id}), seen=seen) for seen in (22, 26))

    assert kinds([first, second], taken_on=[before]) == [(AlarmKind.DANGER, LABEL)]
    assert kinds([first, second], taken_on=[after]) == []


def test_a_visit_that_the_gate_held_back_rings():
    assert (AlarmKind.HELD_BACK, LABEL) in kinds([visit(day=START, late=2)])
    assert kinds([visit(day=START, late=1)]) == []


def test_a_gate_that_writes_an_old_day_on_a_late_visit_is_seen():
    held = visit(day=START, after=START + 2 * DAY)

    assert kinds([held]) == [(AlarmKind.HELD_BACK, LABEL)]


def test_a_copy_of_an_earlier_visit_says_nothing_new():
    first = visit(20, state=VisitState.DANGER)
    alarm = ringing([ORDER], [first], [], NOON)[0]
    copy = replace(first, place=50, arrived=START + 5 * DAY)

    assert kinds([copy, first], taken_on=[Acknowledgement(alarms=frozenset({alarm.id}), seen=21)]) == []


def test_what_is_due_next_is_listed_the_soonest_first():
    other = replace(ORDER, label="22" * 16, keys=frozenset({"bb"}), every_days=1)
    due = check_ins_due([ORDER, other], [visit(day=START + DAY)], NOON)

    assert [(item.label, item.due) for item in due] == [
        (other.label, START + DAY),
        (LABEL, START + 3 * DAY),
    ]


def test_a_dead_line_rings():
    patience = Patience(unreachable=6 * HOUR, not_synced=12 * HOUR)

    def found(reached=NOON, synced=NOON, **more):
        line = Line(reached=reached, synced=synced, **more)
        return [alarm.kind for alarm in line_alarms(line, patience, NOON)]

    assert found() == []
    assert found(reached=NOON - 6 * HOUR, synced=NOON - 6 * HOUR) == [AlarmKind.UNREACHABLE]
    assert found(synced=NOON - 12 * HOUR) == [AlarmKind.NOT_SYNCED]
    assert found(in_doubt_since=NOON) == [AlarmKind.IN_DOUBT]
    assert found(clock_wrong_since=NOON) == [AlarmKind.CLOCK]


DAYS = st.integers(-3, 12).map(lambda number: START + number * DAY)
VISITS = st.lists(
    st.builds(
        visit,
        place=st.integers(0, 60),
        state=st.sampled_from(VisitState),
        key=st.sampled_from([KEY, DECOY, STRANGER]),
        day=DAYS,
        late=st.integers(-2, 4),
    ),
    max_size=12,
    unique_by=lambda item: item.place,
)
TIMES = st.integers(0, 24 * 14).map(lambda hours: NOON + hours * HOUR)


@given(VISITS, TIMES, st.randoms())
def test_any_order_of_arrival_rings_the_same(visits, now, random):
    mixed = [*visits, *visits]
    random.shuffle(mixed)

    assert ringing([ORDER], mixed, [], now) == ringing([ORDER], visits, [], now)


@given(VISITS, TIMES, st.integers(61, 90))
def test_a_replay_changes_nothing(visits, now, place):
    replayed = [replace(item, place=item.place + place, arrived=item.arrived + 9 * DAY) for item in visits]

    assert ringing([ORDER], [*visits, *replayed], [], now) == ringing([ORDER], visits, [], now)


@given(VISITS, TIMES)
def test_a_check_in_that_is_missing_never_silences_the_alarm(visits, now):
    fewer = [item for item in visits if item.state is not VisitState.CHECK_IN]
    rings = (AlarmKind.MISSED, LABEL)

    assert rings not in kinds(visits, now=now) or rings in kinds(fewer, now=now)


@given(VISITS, TIMES)
def test_what_was_taken_on_rings_no_more_until_something_new_comes(visits, now):
    taken_on = [
        Acknowledgement(alarms=frozenset({alarm.id}), seen=100) for alarm in ringing([ORDER], visits, [], now)
    ]

    assert ringing([ORDER], visits, taken_on, now) == () or all(
        alarm.kind is AlarmKind.MISSED for alarm in ringing([ORDER], visits, taken_on, now)
    )


@given(VISITS, TIMES)
def test_an_alarm_about_a_visit_never_ends_by_itself(visits, now):
    def about_visits(when):
        return {a.id for a in ringing([ORDER], visits, [], when) if a.kind is not AlarmKind.MISSED}

    assert about_visits(now) == about_visits(now + 30 * DAY)


def test_a_rhythm_at_the_end_of_the_calendar_stops_no_watch():
    assert kinds(orders=[replace(ORDER, starts=date.max, until=None)]) == []
