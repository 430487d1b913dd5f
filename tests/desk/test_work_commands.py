"""The day's work as an officer types it, at a desk whose gate is away."""

import csv
import io

import pytest
from desk_typed import desk_typed
from icalendar import Calendar
from test_work_on_cases import open_cases

# The commands go by the machine's own day: after any on which these tests run.
LATER = "2999-01-05"


@pytest.fixture
def opened(enrolled, owner):
    found = open_cases(enrolled, owner, 2)
    owner.close()
    return found


@pytest.fixture
def run(enrolled, opened, capsys):
    return desk_typed(enrolled, capsys)


def whats(rows):
    return [row["task"]["what"] for row in rows]


def test_a_task_is_added_changed_and_done(run, opened):
    case = opened[0]
    task = run("task", "add", case, "--what", "Call the lawyer", "--due", LATER, "--offline")["task"]
    assert "Call the lawyer" in whats(run("today")["tasks"])

    run("task", "change", case, task, "--what", "Call her again", "--officer", "Ada", "--offline")
    assert "Call her again" in whats(run("tasks", case))

    run("task", "done", case, task[:8], "--note", "She has it.", "--offline")
    assert "Call her again" not in whats(run("tasks"))


def test_a_deadline_stands_among_the_tasks_with_its_rule(run, opened):
    run("deadline", opened[0], "--what", "Comments", "--due", LATER, "--rule", "Rule 115", "--offline")

    rules = {row["task"]["what"]: row["task"]["rule"] for row in run("tasks", opened[0])}
    assert rules["Comments"] == "Rule 115"


def test_who_works_on_a_case_and_its_tags_are_recorded(run, opened):
    run("assign", opened[0], "Ada", "--offline")
    run("tag", opened[0], "Visit", "Winter", "--offline")
    run("tag", opened[0], "--remove", "winter", "--offline")

    assert run("today", "--tag", "visit")["urgent"] != []
    assert ["visit"] in [row["tags"] for row in run("tasks", opened[0])]


def test_a_note_is_undone_by_the_name_that_the_history_gives(run, opened):
    run("note", opened[0], "--text", "For another case.", "--offline")
    name = run("history", opened[0])[0]["name"]

    assert run("undo", opened[0], name, "--reason", "Wrong case.", "--offline")["counts"] is False
    assert run("history", opened[0])[1]["undone_by"] == ["Ada Fictional: Wrong case."]
    assert run("undo", opened[0], name, "--reason", "It was right.", "--offline")["counts"] is True


def test_many_cases_are_shown_first_then_recorded_then_undone(run, opened):
    tag = ("bulk", "tag", *opened, "--tag", "visit", "--offline")
    assert run(*tag)["count"] == 2
    assert run("tasks", opened[0])[0]["tags"] == []

    step = run(*tag, "--record")["step"]
    assert run("tasks", opened[0])[0]["tags"] == ["visit"]
    assert run("undo-bulk", step, "--reason", "The wrong tag.", "--offline")["cases"] == 2


def test_calendar_and_lists_are_saved_without_a_word_of_a_case(run, opened, tmp_path):
    run("task", "add", opened[0], "--what", "Call Ada", "--due", LATER, "--offline")
    names = ("all.ics", "case.ics", "cases.csv", "tasks.csv")
    everything, one, cases, tasks = (tmp_path / name for name in names)

    run("calendar", str(everything))
    run("calendar", str(one), "--case", opened[0])
    run("list", "cases", str(cases))
    run("list", "tasks", str(tasks))

    summaries = [str(item["summary"]) for item in Calendar.from_ical(everything.read_bytes()).walk("VTODO")]
    assert summaries == [f"Case {opened[0][:8]}: task"]
    assert Calendar.from_ical(one.read_bytes()).walk("VTODO")
    for path, count in ((cases, 2), (tasks, 3)):
        rows = list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"))))
        assert len(rows) == count
    assert not any(b"Ada" in path.read_bytes() for path in (everything, one, cases, tasks))
