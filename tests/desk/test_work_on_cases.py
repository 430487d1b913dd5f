"""Tasks, tags, assignments and undoing, through the actions that pages and commands share."""

from datetime import datetime, time, timedelta

import pytest
from desk_world import RAPID, Source

from unhindered.core.casework.tasks import TaskKind
from unhindered.core.errors import Refused
from unhindered.desk.actions import bulk, cases, today, work
from unhindered.desk.actions.bulk import BulkAction


def now(world):
    return datetime.combine(world.today, time(14, 2))


def open_cases(world, desk, count):
    """Cases with a report each, assessed rapidly, called by their number."""
    for _ in range(count):
        Source(world.gate).send()
    world.sync(desk)
    reports = sorted(desk.book.reports.values(), key=lambda report: report.place)
    opened = []
    for number, report in enumerate(reports):
        cases.assess(desk, report.id, kind=cases.RAPID, values=RAPID, today=world.today)
        opened.append(
            cases.open_case(desk, [report.id], name=f"Autumn {number}", officers=[], today=world.today)
        )
    return opened


@pytest.fixture
def case(enrolled, owner):
    return open_cases(enrolled, owner, 1)[0]


def last_name(desk, case):
    return desk.book.case(case).history[-1].identity


def test_a_task_is_mine_until_it_is_done(enrolled, owner, case):
    task = work.add_task(owner, case, {"what": "Call the lawyer", "officer": "Ada"}, enrolled.today)

    assert [row.task.name for row in today.my_day(owner, now(enrolled)).tasks] == [task]
    work.finish_task(owner, case, task[:8], "She has it.", enrolled.today)
    assert today.my_day(owner, now(enrolled)).tasks == ()


def test_a_full_assessment_that_is_due_is_urgent_for_everybody(enrolled, owner, case):
    day = today.my_day(owner, now(enrolled), tag="nothing has this tag")

    assert [row.task.kind for row in day.urgent] == [TaskKind.FULL_ASSESSMENT]


def test_what_a_colleague_handed_over_says_who(enrolled, owner, second, case):
    cases.give_access(owner, case, "Ben", enrolled.today)
    work.add_task(owner, case, {"what": "Write to the body", "officer": "Ben"}, enrolled.today)
    enrolled.sync(owner, second)

    (row,) = today.my_day(second, now(enrolled)).handed

    assert (row.by, row.task.what) == ("Ada Fictional", "Write to the body")


def test_a_deadline_of_the_next_days_stands_among_the_deadlines(enrolled, owner, case):
    due = (enrolled.today + timedelta(days=14)).isoformat()
    work.set_deadline(owner, case, {"what": "Comments", "due": due, "rule": "Rule 115"}, enrolled.today)

    assert [row.task.rule for row in today.my_day(owner, now(enrolled)).deadlines] == ["Rule 115"]


def test_a_colleague_without_access_is_warned_of(enrolled, owner, second, case):
    assert work.assign(owner, case, ["Ben"], enrolled.today) == ("Ben Invented",)


def test_a_case_with_others_assigned_is_not_mine(enrolled, owner, second, case):
    work.assign(owner, case, ["Ben"], enrolled.today)
    work.add_task(owner, case, {"what": "Call"}, enrolled.today)

    assert today.my_day(owner, now(enrolled)).tasks == ()
    assert len(today.my_day(owner, now(enrolled), who=today.TEAM).tasks) == 1


def test_tags_have_one_spelling(enrolled, owner, case):
    work.change_tags(owner, case, enrolled.today, add=["Prison  Visit", "prison visit"], remove=[])

    assert owner.book.case(case).work.tags == {"prison visit"}


def test_a_note_is_undone_and_counts_again_and_all_of_it_stays(enrolled, owner, case):
    cases.add_note(owner, case, "For another case.", enrolled.today)
    name = last_name(owner, case)

    assert work.undo(owner, case, name, "Wrong case.", enrolled.today) is False
    assert work.history(owner, case)[1].undone_by == ("Ada Fictional: Wrong case.",)
    assert work.undo(owner, case, name, "It was right.", enrolled.today) is True
    assert [item.title for item in work.history(owner, case)[:3]] == ["Undone", "Undone", "Note"]


def test_what_two_officers_undid_counts_again_at_one_press(enrolled, owner, second, case):
    cases.give_access(owner, case, "Ben", enrolled.today)
    cases.add_note(owner, case, "For another case.", enrolled.today)
    name = last_name(owner, case)
    enrolled.sync(owner, second)
    for desk in (owner, second):
        work.undo(desk, case, name, "Wrong case.", enrolled.today)
    enrolled.sync(owner, second)
    enrolled.sync(owner)

    work.undo(owner, case, name, "It was right.", enrolled.today)

    assert name in [item.identity for item in owner.book.case(case).timeline]


def test_an_assessment_cannot_be_undone(enrolled, owner, case):
    assessed = next(item for item in owner.book.case(case).history if item.fact.title.startswith("Rapid"))

    with pytest.raises(Refused, match="protects somebody"):
        work.undo(owner, case, assessed.identity, "A mistake.", enrolled.today)


def test_before_undoing_it_is_said_what_will_not_fit(enrolled, owner, case):
    person = cases.add_person(owner, case, {"label": "P1", "roles": ["victim"]}, enrolled.today)
    name = last_name(owner, case)
    cases.record_act(owner, case, {"type_of_act": "RX13", "victim": person}, enrolled.today)

    preview = work.undo_preview(owner, case, name, enrolled.today)

    assert preview.conflicts == ("A fact is about a person whom this case does not have.",)


def test_what_other_entries_are_about_cannot_be_taken_back(enrolled, owner, case):
    cases.add_person(owner, case, {"label": "P1", "roles": ["victim"]}, enrolled.today)
    added, (person,) = last_name(owner, case), owner.book.case(case).persons
    act = cases.record_act(owner, case, {"type_of_act": "RX13", "victim": person}, enrolled.today)

    with pytest.raises(Refused, match="Other entries hang on this one"):
        work.undo(owner, case, added, "The wrong one.", enrolled.today)
    work.undo(owner, case, last_name(owner, case), "The wrong act.", enrolled.today)
    work.undo(owner, case, added, "The wrong one.", enrolled.today)

    assert act not in [item.act for item in owner.book.case(case).acts]
    assert owner.book.case(case).persons == {}


@pytest.mark.parametrize("waits", [True, False], ids=["still in the outbox", "in the log"])
def test_many_cases_get_a_tag_in_one_step_and_lose_it_in_one(enrolled, owner, waits):
    found = open_cases(enrolled, owner, 3)
    plan = bulk.plan_bulk(owner, found, BulkAction.TAG, {"tag": "Visit"}, enrolled.today)

    done = bulk.do_bulk(owner, plan, plan.digest, enrolled.today)
    if not waits:
        enrolled.sync(owner)
    assert [owner.book.case(case).work.tags for case in found] == [{"visit"}] * 3
    assert bulk.undo_bulk(owner, done.id, "The wrong tag.", enrolled.today) == 3
    assert [owner.book.case(case).work.tags for case in found] == [frozenset()] * 3
    assert bulk.done_bulks(owner) == ()


def test_of_many_steps_the_last_ones_can_be_undone(enrolled, owner, case, monkeypatch):
    monkeypatch.setattr(bulk, "_KEPT_LAST", 2)
    done = []
    for tag in ("visit", "winter", "prison"):
        plan = bulk.plan_bulk(owner, [case], BulkAction.TAG, {"tag": tag}, enrolled.today)
        done.append(bulk.do_bulk(owner, plan, plan.digest, enrolled.today))

    assert [step.id for step in bulk.done_bulks(owner)] == [done[2].id, done[1].id]


def test_a_plan_says_where_nothing_happens(enrolled, owner):
    first, second = open_cases(enrolled, owner, 2)
    work.change_tags(owner, first, enrolled.today, add=["visit"], remove=[])

    plan = bulk.plan_bulk(owner, [first, second], BulkAction.TAG, {"tag": "visit"}, enrolled.today)

    assert [row.is_skipped for row in plan.rows] == [True, False]


def test_nothing_else_is_recorded_than_was_shown(enrolled, owner):
    found = open_cases(enrolled, owner, 2)
    shown = bulk.plan_bulk(owner, found, BulkAction.TAG, {"tag": "visit"}, enrolled.today).digest
    work.change_tags(owner, found[0], enrolled.today, add=["visit"], remove=[])
    plan = bulk.plan_bulk(owner, found, BulkAction.TAG, {"tag": "visit"}, enrolled.today)

    with pytest.raises(Refused, match="changed since the preview"):
        bulk.do_bulk(owner, plan, shown, enrolled.today)
    assert owner.book.case(found[1]).work.tags == frozenset()


def test_access_to_many_cases_opens_them_at_the_other_desk(enrolled, owner, second):
    found = open_cases(enrolled, owner, 2)
    plan = bulk.plan_bulk(owner, found, BulkAction.ACCESS, {"officer": "Ben"}, enrolled.today)

    bulk.do_bulk(owner, plan, plan.digest, enrolled.today)
    enrolled.sync(owner, second)

    assert set(second.book.case_ids()) == set(found)


def test_many_cases_are_not_closed_at_once(enrolled, owner, case):
    with pytest.raises(Refused, match="Choose what to do"):
        bulk.plan_bulk(owner, [case], "close", {}, enrolled.today)
