"""What falls due as iCalendar: read back by the library, and line by line as RFC 5545 has it."""

from datetime import date, datetime, time, timedelta

import pytest
from desk_world import RAPID, Source
from icalendar import Calendar

from unhindered.desk.actions import cases, check_ins, work
from unhindered.desk.actions.calendar import calendar, case_calendar

# Whatever a telephone or a cloud must not learn of this case.
WORDS = ("Ada", "Northgate", "Autumn", "Hearing", "lawyer", "Rule 115", "check-in", "message", "assess")


def now(world):
    return datetime.combine(world.today, time(14, 2))


@pytest.fixture
def case(enrolled, owner):
    source = Source(enrolled.gate)
    source.send()
    enrolled.sync(owner)
    (report,) = owner.book.reports
    cases.assess(owner, report, kind=cases.RAPID, values=RAPID, today=enrolled.today)
    case = cases.open_case(owner, [report], name="Autumn of Ada", officers=[], today=enrolled.today)
    check_ins.agree(owner, report, {"every_days": 2, "grace_hours": 12}, enrolled.today)
    work.add_task(owner, case, {"what": "Call the lawyer", "due": "2026-11-30"}, enrolled.today)
    work.add_task(owner, case, {"what": "Some day"}, enrolled.today)
    values = {"what": "Hearing at Northgate", "due": "2026-12-04", "rule": "Rule 115"}
    work.set_deadline(owner, case, values, enrolled.today)
    source.write("They ask for her.")
    enrolled.sync(owner)
    return case


def entries(content):
    return [item for item in Calendar.from_ical(content).walk() if item.name in ("VEVENT", "VTODO")]


def test_what_has_a_day_is_read_back_with_number_and_kind(enrolled, owner, case):
    found = entries(calendar(owner, now(enrolled)))

    number = case[:8]
    assert [(item.name, str(item["summary"])) for item in found] == [
        ("VEVENT", f"Case {number}: review"),
        ("VTODO", f"Case {number}: task"),
        ("VEVENT", f"Case {number}: deadline"),
    ]
    assert [item.decoded("dtstart" if item.name == "VEVENT" else "due") for item in found] == [
        enrolled.today + timedelta(days=1),
        date(2026, 11, 30),
        date(2026, 12, 4),
    ]


def test_no_word_of_the_case_is_in_the_calendar(enrolled, owner, case):
    text = calendar(owner, now(enrolled)).decode().lower()

    assert [word for word in WORDS if word.lower() in text] == []


def test_an_entry_keeps_its_name_and_looks_random(enrolled, owner, case):
    first = {str(item["uid"]) for item in entries(calendar(owner, now(enrolled)))}
    work.add_task(owner, case, {"what": "Another", "due": "2026-11-26"}, enrolled.today)
    second = {str(item["uid"]) for item in entries(case_calendar(owner, case, now(enrolled)))}

    assert first < second
    assert not any(name in case or case[:8] in name for name in second)


def test_two_officers_of_a_case_have_the_same_entries(enrolled, owner, second, case):
    cases.give_access(owner, case, "Ben", enrolled.today)
    enrolled.sync(owner, second)

    ours, theirs = (case_calendar(desk, case, now(enrolled)) for desk in (owner, second))
    assert {str(item["uid"]) for item in entries(ours)} == {str(item["uid"]) for item in entries(theirs)}


def test_every_entry_rings(enrolled, owner, case):
    found = entries(calendar(owner, now(enrolled)))

    assert [len(item.walk("VALARM")) for item in found] == [1, 1, 1]


def test_the_file_keeps_the_rules_of_the_format(enrolled, owner, case):
    """RFC 5545, 3.1 and 3.6, without the library that wrote it."""
    raw = calendar(owner, now(enrolled))
    lines = raw.decode().replace("\r\n ", "").split("\r\n")[:-1]

    assert raw.count(b"\n") == raw.count(b"\r\n")
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    open_ones = []
    for line in lines:
        name, _, value = line.partition(":")
        if name == "BEGIN":
            open_ones.append((value, set()))
        elif name == "END":
            component, had = open_ones.pop()
            assert component == value
            needed = {"VEVENT": {"UID", "DTSTAMP", "DTSTART"}, "VTODO": {"UID", "DTSTAMP"}}
            assert needed.get(component, set()) <= had
        else:
            open_ones[-1][1].add(name.partition(";")[0])
    assert open_ones == []
