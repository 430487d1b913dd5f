"""What is still open in a case that somebody wants to close: looked at first, and nothing is refused."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from unhindered.core.casework.drafts import StatementState
from unhindered.core.casework.tasks import TaskKind
from unhindered.desk.actions.begun import all_begun
from unhindered.desk.actions.case_page import case_view, is_danger_now
from unhindered.desk.actions.today import tasks_in_case
from unhindered.desk.desk import Desk

# What a case has as long as it is worked on; it counts only once it is urgent.
_USUAL: Final = frozenset({TaskKind.ASSESSMENT_REVIEW, TaskKind.CONSENT_ENDS})


@dataclass(frozen=True, kw_only=True)
class OpenMatter:
    """One thing that is open, in a sentence, and where it is dealt with."""

    text: str
    href: str


def open_matters(desk: Desk, case: str, now: datetime) -> tuple[OpenMatter, ...]:
    """What is open in a case, the gravest first: danger, recalls, messages, tasks, drafts, what is not sent.

    Raises:
        Refused: this officer has access to no such case.
    """
    with desk.lock:
        view = case_view(desk, case, now.date())
        found: list[tuple[str, str]] = []
        if is_danger_now(desk.book.case(view.id)):
            found.append(("The last assessment says that someone is in danger now.", f"/case/{view.id}#risk"))
        for row in tasks_in_case(desk, view.id, now):
            if row.task.kind not in _USUAL or row.is_urgent:
                found.append((row.task.what, row.href))
        returned = (item for item in view.statements if item.state is StatementState.RETURNED)
        found += [
            ("A draft was sent back and not drafted again.", f"/statement/{item.id}") for item in returned
        ]
        found += _not_recorded(desk, view.id)
        waiting = sum(item.place is None for item in view.timeline)
        if waiting:
            found.append(
                (f"Entries that wait on this machine to be sent: {waiting}.", f"/case/{view.id}#timeline")
            )
    return tuple(OpenMatter(text=text, href=href) for text, href in found)


def _not_recorded(desk: Desk, case: str) -> Iterator[tuple[str, str]]:
    for one in all_begun(desk):
        if one.path.startswith(f"/case/{case}/"):
            yield f"Begun on this machine and not recorded: {one.title or 'a form'}.", one.path
