"""The lists of cases and of tasks as CSV: case numbers, days, kinds, counts. Nobody is named in them.

A working name, a tag, and the words of a task may say who somebody is: they stay here. So these lists need no
consent; what says something about a person leaves by `core/casework/publication.py` alone.
"""

from datetime import datetime

from unhindered.core.safe_csv import safe_csv
from unhindered.desk.actions.case_list import every_case
from unhindered.desk.actions.today import TEAM, all_tasks, is_mine
from unhindered.desk.desk import Desk

_TASKS = ("case", "kind", "due", "overdue")
_CASES = ("case", "opened", "last_entry", "closed", "risk", "next_due", "new_messages")


def tasks_csv(desk: Desk, now: datetime, *, who: str) -> bytes:
    """What is to be done by this officer, or by the team."""
    with desk.lock:
        rows = [row for row in all_tasks(desk, now) if who == TEAM or is_mine(desk, row)]
    return safe_csv(
        _TASKS,
        (
            (
                row.number,
                row.task.kind,
                row.task.due,
                "yes" if row.is_overdue else "no",
            )
            for row in rows
        ),
    )


def cases_csv(desk: Desk, now: datetime, *, which: str, tag: str) -> bytes:
    """The cases that were asked for, all pages of them."""
    return safe_csv(
        _CASES,
        (
            (
                line.number,
                line.row.opened_on,
                line.row.last_day,
                "yes" if line.row.is_closed else "no",
                line.row.risk,
                line.next_due,
                line.row.new_messages,
            )
            for line in every_case(desk, now, which=which, tag=tag)
        ),
    )
