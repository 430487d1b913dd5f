"""Pictures of a case: nothing overlaps, nothing is rounded off, nobody is named."""

import itertools
import re
import sys

import pytest
from casework_examples import ANNA, DAY, an_id, case_of, opened, person
from hypothesis import given
from hypothesis import strategies as st

from unhindered.core.casework.act_facts import ActRecorded, CooperationRecorded
from unhindered.core.casework.event_facts import EventRecorded, InterventionRecorded
from unhindered.core.casework.terms import Role
from unhindered.desk.pictures.layout import layered
from unhindered.desk.pictures.relations import BoxKind, LineKind, relation_picture
from unhindered.desk.pictures.timeline import timeline_picture


def act(number, **changes):
    return ActRecorded(**{"by": ANNA, "on": DAY, "act": an_id(number), "type_of_act": "RX13"} | changes)


def talk(number=30, **changes):
    fields = {"cooperation": an_id(number), "person": an_id(2), "body": "Visiting body", "how": "Spoke"}
    return CooperationRecorded(**{"by": ANNA, "on": DAY} | fields | changes)


SCENE = (
    opened(),
    person(2),
    person(3, label="The guard", roles=(Role.ALLEGED_PERPETRATOR,), person_name="Guard Fictional"),
    talk(when="2026-11-16"),
    EventRecorded(by=ANNA, on=DAY, event=an_id(40), event_title="The week after the visit"),
    act(31, victim=an_id(2), perpetrator=an_id(3), reprisal_for=an_id(30), event=an_id(40)),
    InterventionRecorded(by=ANNA, on=DAY, intervention=an_id(50), acts=(an_id(31),)),
)


def test_every_relation_is_a_line_of_its_own_kind():
    picture = relation_picture(case_of(*SCENE))

    assert sorted(line.kind for line in picture.lines) == sorted(
        [
            LineKind.COOPERATED,
            LineKind.DONE_TO,
            LineKind.ALLEGEDLY_BY,
            LineKind.REPRISAL_FOR,
            LineKind.PART_OF,
            LineKind.STEPPED_IN,
        ]
    )


def test_people_are_drawn_under_their_labels():
    boxes = relation_picture(case_of(*SCENE)).boxes

    assert {box.label for box in boxes if box.kind in (BoxKind.PERSON, BoxKind.ACCUSED)} == {
        "Victim 2",
        "The guard",
    }
    assert not any("Fictional" in box.label for box in boxes)


def test_whoever_is_only_accused_stands_apart():
    kinds = {box.label: box.kind for box in relation_picture(case_of(*SCENE)).boxes}

    assert (kinds["The guard"], kinds["Victim 2"]) == (BoxKind.ACCUSED, BoxKind.PERSON)


def test_of_too_many_the_most_connected_are_drawn_and_the_others_counted():
    lonely = [person(number, roles=()) for number in range(100, 110)]

    picture = relation_picture(case_of(*SCENE, *lonely), most=6)

    assert picture.left_out == 10
    assert {box.label for box in picture.boxes} >= {"Victim 2", "The guard", "Visiting body"}


def test_no_box_stands_on_another_among_two_hundred():
    people = [person(number, roles=()) for number in range(100, 200)]
    acts = [act(number, victim=an_id(100 + number % 100)) for number in range(300, 400)]

    boxes = relation_picture(case_of(opened(), *people, *acts)).boxes

    places = {(box.x, box.y) for box in boxes}
    assert len(places) == len(boxes) == 200
    for column in {box.x for box in boxes}:
        rows = sorted(box.y for box in boxes if box.x == column)
        assert all(below - above >= 44 for above, below in itertools.pairwise(rows))


def calls_of(run):
    """How many calls of Python functions, and turns of generators, something takes."""
    seen = []
    sys.setprofile(lambda *event: seen.append(event[1] == "call"))
    try:
        run()
    finally:
        sys.setprofile(None)
    return sum(seen)


def test_four_times_as_many_people_take_four_times_as_many_steps():
    def case_with(count):
        numbers = range(1_000, 1_000 + count)
        people = [person(number, roles=()) for number in numbers]
        return case_of(opened(), *people, *(act(9_000 + number, victim=an_id(number)) for number in numbers))

    few, many = case_with(50), case_with(200)

    assert calls_of(lambda: relation_picture(many)) < 6 * calls_of(lambda: relation_picture(few))


NAMES = st.lists(st.text("abcdefgh", min_size=1, max_size=2), unique=True, max_size=12)


@given(NAMES, st.data())
def test_a_layout_is_the_same_each_time_and_has_a_place_for_each(names, data):
    cut = data.draw(st.integers(0, len(names)))
    columns = [names[:cut], names[cut:]]
    edges = data.draw(st.lists(st.tuples(st.sampled_from(names or ["x"]), st.sampled_from(names or ["x"]))))

    places = layered(columns, edges)

    assert places == layered(columns, edges)
    assert set(places) == set(names)
    assert len(set(places.values())) == len(names)


def test_boxes_stand_beside_what_they_are_tied_to():
    places = layered([["a", "b", "c"], ["1", "2", "3"]], [("a", "3"), ("b", "2"), ("c", "1")])

    assert all(places[left][1] == places[right][1] for left, right in (("a", "3"), ("b", "2"), ("c", "1")))


@pytest.mark.parametrize(
    ("when", "before", "after"),
    [("2026-11-16", False, False), ("../2026-11", True, False), ("2026/..", False, True)],
)
def test_an_interval_without_an_end_is_drawn_open(when, before, after):
    (bar,) = timeline_picture(case_of(opened(), person(2), talk(when=when))).bars

    assert (bar.is_open_before, bar.is_open_after) == (before, after)


@pytest.mark.parametrize(("when", "doubts"), [("2026-11?", "u"), ("2026-11~", "a"), ("2026-11%", "ua")])
def test_doubt_about_a_date_is_kept(when, doubts):
    (bar,) = timeline_picture(case_of(opened(), person(2), talk(when=when))).bars

    span = bar.happening.span
    assert (span.uncertain, span.approximate) == ("u" in doubts, "a" in doubts)


def test_a_month_is_longer_than_a_day_of_it():
    facts = (opened(), person(2), talk(when="2026-11-16"), act(31, when="2026-11"))

    month, day = timeline_picture(case_of(*facts)).bars

    assert month.x < day.x
    assert month.x + month.width > day.x + day.width


def test_what_has_no_date_is_told_beside_the_picture():
    picture = timeline_picture(case_of(opened(), person(2), talk(), act(31, when="2026")))

    assert [item.label for item in picture.undated] == ["Visiting body"]


DATES = st.sampled_from(
    ["2026", "2026-11-24~", "0001-01-01", "9999-12-31", "../2026", "2025-02/..", "2026-10?"]
)


@given(st.lists(DATES, max_size=6))
def test_whatever_dates_a_case_has_every_bar_is_inside_the_picture(dates):
    facts = [act(number, when=when) for number, when in enumerate(dates, start=300)]

    picture = timeline_picture(case_of(opened(), *facts))

    assert len(picture.bars) == len(dates)
    assert all(bar.x >= 240 and bar.x + bar.width <= picture.width for bar in picture.bars)
    assert len(picture.ticks) <= 12


def test_dates_that_contradict_each_other_are_drawn_as_far_as_they_reach():
    (bar,) = timeline_picture(case_of(opened(), act(31, when="2026-11", final_date="2026-01"))).bars

    assert bar.happening.when == "Nov 2026 to Jan 2026"
    assert bar.width > 0


def points_of(path):
    """Where a line goes: every curve in twenty steps, and both ends of what is straight."""
    found, here = [], (0.0, 0.0)
    for letter, rest in re.findall(r"([MCH])([^MCH]*)", path):
        numbers = [float(number) for number in rest.split()]
        if letter == "C":
            corners = [here, *zip(numbers[::2], numbers[1::2], strict=True)]
            found += [bezier(corners, step / 20) for step in range(21)]
        here = (numbers[0], here[1]) if letter == "H" else tuple(numbers[-2:])
        found.append(here)
    return found


def bezier(corners, at):
    weights = [(1 - at) ** 3, 3 * at * (1 - at) ** 2, 3 * at**2 * (1 - at), at**3]
    return tuple(
        sum(weight * corner[axis] for weight, corner in zip(weights, corners, strict=True)) for axis in (0, 1)
    )


@given(st.integers(1, 6), st.integers(1, 6), st.integers(1, 6))
def test_no_line_runs_behind_a_box_that_it_does_not_belong_to(talks, people, acts):
    facts = [opened(), *(person(number, label=f"P{number}") for number in range(100, 100 + people))]
    facts += [talk(200 + number, person=an_id(100 + number % people)) for number in range(talks)]
    facts += [
        act(300 + number, victim=an_id(100 + number % people), reprisal_for=an_id(200 + number % talks))
        for number in range(acts)
    ]
    picture = relation_picture(case_of(*facts))

    for line in picture.lines:
        for box in picture.boxes:
            if box in (line.start, line.end):
                continue
            assert not any(
                box.x < x < box.x + picture.box_width and box.y < y < box.y + picture.box_height
                for x, y in points_of(line.path)
            )


def test_lines_through_one_gap_lie_beside_each_other():
    two = [act(number, victim=an_id(2), reprisal_for=an_id(30)) for number in (31, 32)]
    picture = relation_picture(case_of(opened(), person(2), talk(), *two))
    paths = [line.path for line in picture.lines if line.kind is LineKind.REPRISAL_FOR]

    assert len({path.split("H")[0].split()[-1] for path in paths}) == len(paths)


def test_what_ends_before_it_begins_is_marked_and_not_put_right():
    event = EventRecorded(
        by=ANNA, on=DAY, event=an_id(40), event_title="x", initial_date="2026-11-20", final_date="2026-11-03"
    )
    sound = EventRecorded(
        by=ANNA, on=DAY, event=an_id(41), event_title="y", initial_date="2026-11", final_date="2026-11-03"
    )
    bars = timeline_picture(case_of(opened(), event, sound)).bars
    told = {bar.happening.label: bar.happening for bar in bars}

    assert told["x"].is_reversed
    assert told["x"].when == "20 Nov 2026 to 3 Nov 2026"
    assert not told["y"].is_reversed
