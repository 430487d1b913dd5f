"""What sources wrote, as far as it can be opened here: the door lets none of it out in a text."""

from collections.abc import Iterator

from unhindered.core.casework.case import Case
from unhindered.core.correspondence.changes import ConsentsSet, Withdrawal
from unhindered.desk.desk import Desk
from unhindered.desk.letters import HeldReport


def told_by_sources(desk: Desk, case: Case) -> tuple[str, ...]:
    """All that the sources of a case's reports wrote, text by text, in the reports and later."""
    held = [desk.book.reports[report] for report in case.reports if report in desk.book.reports]
    return tuple(text for report in held for text in _texts_of(desk, report))


def _texts_of(desk: Desk, report: HeldReport) -> Iterator[str]:
    told, letters = report.report, desk.book.letters
    yield from vars(told.answers).values()
    yield from (answer for answer in told.more.values() if isinstance(answer, str))
    yield told.limits
    yield from (held.letter.text for held in desk.book.messages(report))
    yield from (held.letter.limits or "" for held in letters.of(report, ConsentsSet))
    yield from (held.letter.text for held in letters.of(report, Withdrawal))
