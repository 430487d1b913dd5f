"""Facts about the day's work on a case: what was taken back."""

from dataclasses import dataclass

from unhindered.core.casework.fact_bases import RecordedBy
from unhindered.core.casework.fields import FactName, RequiredLine


@dataclass(frozen=True, kw_only=True)
class FactUndone(RecordedBy):
    """A fact was recorded by mistake: it does not count any more, and stays in the timeline.

    `undone` may itself be an undoing; then what that one undid counts again.
    """

    title = "Undone"

    undone: FactName
    reason: RequiredLine


WorkFact = FactUndone
