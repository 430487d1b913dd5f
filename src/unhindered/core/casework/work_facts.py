"""Facts about the day's work on a case: tasks, deadlines, who works on it, its tags, what was taken back."""

from dataclasses import dataclass
from datetime import date

from unhindered.core.casework.fact_bases import RecordedBy
from unhindered.core.casework.fields import FactName, Id, Line, OfficerId, RequiredLine, Tag, Text


@dataclass(frozen=True, kw_only=True)
class TaskDescribed(RecordedBy):
    """Something to do by `due`, for one officer, or for whoever works on the case where none is named."""

    task: Id
    what: RequiredLine
    due: date | None = None
    officer: OfficerId | None = None
    note: Text = ""


@dataclass(frozen=True, kw_only=True)
class TaskAdded(TaskDescribed):
    """Something is to be done."""

    title = "Task added"


@dataclass(frozen=True, kw_only=True)
class TaskUpdated(TaskDescribed):
    """A task is another, later, or for somebody else: replaces what was said before."""

    title = "Task updated"


@dataclass(frozen=True, kw_only=True)
class DeadlineSet(RecordedBy):
    """A day that somebody else's rule sets: `rule` says which, `counted` how its days were counted.

    `counted` is for the time zone, and for working days and holidays. Set again under the same id, it
    replaces what was said before.
    """

    title = "Deadline set"

    task: Id
    what: RequiredLine
    due: date
    rule: Line = ""
    counted: Line = ""


@dataclass(frozen=True, kw_only=True)
class TaskDone(RecordedBy):
    """A task was done, or a deadline was kept or is of no concern any more; `note` says which."""

    title = "Task done"

    task: Id
    note: Text = ""


@dataclass(frozen=True, kw_only=True)
class CaseAssigned(RecordedBy):
    """Officers began, or ceased, to work on the case. It opens nothing to anybody: access is a grant."""

    title = "Case assigned"

    officers: tuple[OfficerId, ...] = ()
    no_longer: tuple[OfficerId, ...] = ()


@dataclass(frozen=True, kw_only=True)
class TagsChanged(RecordedBy):
    """Words by which officers find their cases again were added to the case, or taken off."""

    title = "Tags changed"

    added: tuple[Tag, ...] = ()
    removed: tuple[Tag, ...] = ()


@dataclass(frozen=True, kw_only=True)
class FactUndone(RecordedBy):
    """A fact was recorded by mistake: it does not count any more, and stays in the timeline.

    `undone` may itself be an undoing; then what that one undid counts again.
    """

    title = "Undone"

    undone: FactName
    reason: RequiredLine


WorkFact = TaskAdded | TaskUpdated | DeadlineSet | TaskDone | CaseAssigned | TagsChanged | FactUndone
