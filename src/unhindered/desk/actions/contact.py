"""When a source must not be written to, whatever was assessed: somebody else reads the mailbox."""

from datetime import UTC, date, datetime, time

from unhindered.core.casework.check_ins import AlarmKind
from unhindered.core.errors import Refused
from unhindered.desk.actions.check_ins import WHAT_TO_DO, alarms
from unhindered.desk.desk import Desk
from unhindered.desk.letters import HeldReport


class SomebodyElseReads(Refused):
    """An answer would be read by whoever holds the source, or the source's decoy."""


def refuse_contact_under_duress(desk: Desk, report: HeldReport, today: date) -> None:
    """Nothing if neither duress rings for the source of a report nor the report is a decoy's.

    No override: an answer proves to whoever reads it that somebody here works on the report.

    Raises:
        SomebodyElseReads: it does, or it is.
    """
    if desk.book.letters.acting_under(report.report.keys):
        raise SomebodyElseReads(
            "This report came with a decoy: somebody else may read its mailbox. Nothing is written into it.",
            advice="Work on the report of its source. The page of this report links to it.",
        )
    # Of duress, only visits speak: it rings at no hour in particular.
    rings = alarms(desk, datetime.combine(today, time(), UTC))
    kind = AlarmKind.DURESS.name.lower()
    if any(alarm.kind == kind and report.id in [item.report for item in alarm.about] for alarm in rings):
        raise SomebodyElseReads(
            "Duress rings for this source: nothing is written into its mailbox.",
            advice=WHAT_TO_DO[AlarmKind.DURESS],
        )


def why_not_to_write(desk: Desk, report: str, today: date) -> SomebodyElseReads | None:
    """Why the source of a report must not be written to now, if so."""
    with desk.lock:
        try:
            refuse_contact_under_duress(desk, desk.book.report(report), today)
        except SomebodyElseReads as err:
            return err
    return None
