"""What falls due, as an iCalendar file (RFC 5545) that may leak: no name, no place, no word of a case in it.

An entry says the number of the case and of what kind it is. Check-ins, messages and what has no day stay out:
that a source is expected on a day is nobody's business.
"""

import hmac
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Final

from icalendar import Alarm, Calendar, Event, Todo

from unhindered.core.casework.tasks import TaskKind
from unhindered.desk.actions.today import TaskRow, all_tasks, is_mine, tasks_in_case
from unhindered.desk.desk import Desk

# What each kind is called in a calendar that others may read. What is not here is not in it.
_WORDS: Final = {
    TaskKind.FULL_ASSESSMENT: "review",
    TaskKind.ASSESSMENT_REVIEW: "review",
    TaskKind.CONSENT_ENDS: "renewal",
    TaskKind.DEADLINE: "deadline",
    TaskKind.OWN: "task",
}
_UID_LABEL: Final = b"unhindered/calendar/v1\n"
_UID_HEX: Final = 32
_BEFORE: Final = timedelta(hours=15)


def calendar(desk: Desk, now: datetime) -> bytes:
    """What falls due for this officer, in all cases."""
    with desk.lock:
        return _calendar(desk, (row for row in all_tasks(desk, now) if is_mine(desk, row)), now)


def case_calendar(desk: Desk, case: str, now: datetime) -> bytes:
    """What falls due in one case, for whomever.

    Raises:
        Refused: this officer has access to no such case.
    """
    with desk.lock:
        return _calendar(desk, tasks_in_case(desk, case, now), now)


def _calendar(desk: Desk, rows: Iterable[TaskRow], now: datetime) -> bytes:
    found = Calendar()
    found.add("prodid", "-//Unhindered//Desk//EN")
    found.add("version", "2.0")
    for row in rows:
        if row.task.due is not None and row.task.kind in _WORDS:
            found.add_component(_entry(desk, row, now))
    return bytes(found.to_ical())


def _entry(desk: Desk, row: TaskRow, now: datetime) -> Event | Todo:
    """Whole days; a rule's day as an event, which every telephone shows, an own task as a to-do."""
    summary = f"Case {row.number}: {_WORDS[row.task.kind]}"
    entry: Event | Todo
    if row.task.kind is TaskKind.OWN:
        entry = Todo()
        entry.add("due", row.task.due)
    else:
        entry = Event()
        entry.add("dtstart", row.task.due)
        entry.add("transp", "TRANSPARENT")
    entry.add("uid", _uid(desk, row))
    entry.add("dtstamp", now.astimezone(UTC))
    entry.add("summary", summary)
    entry.add("class", "PRIVATE")
    entry.add_component(_alarm(summary, is_todo=isinstance(entry, Todo)))
    return entry


def _alarm(summary: str, *, is_todo: bool) -> Alarm:
    """Rings at nine the morning before: fifteen hours before the day begins."""
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", summary)
    alarm.add("trigger", -_BEFORE, parameters={"related": "END"} if is_todo else {})
    return alarm


def _uid(desk: Desk, row: TaskRow) -> str:
    """The same for every officer and every export, so that calendars replace and do not repeat."""
    message = _UID_LABEL + f"{row.case}\n{row.task.name}".encode()
    return hmac.digest(desk.case_keys(row.case).tag_key, message, "sha256").hex()[:_UID_HEX]
