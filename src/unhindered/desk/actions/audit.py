"""Who opened what: noted on this machine, sent once a day, sealed to the owners, who alone can read it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from unhindered.core.errors import Refused
from unhindered.desk.desk import Desk
from unhindered.desk.entries.opened_list import MOST_OPENED, OpenedList, OpenedThing, What
from unhindered.desk.outbox import Letter

_MARK = "opened"


@dataclass(frozen=True, kw_only=True)
class AuditRow:
    """One officer on one day: how many things of each kind, and which."""

    day: date
    officer: str
    opened: tuple[OpenedThing, ...]

    @property
    def counts(self) -> Mapping[What, int]:
        """How many of each kind."""
        return {what: sum(item.what is what for item in self.opened) for what in What}


def note_opened(desk: Desk, what: What, name: str, today: date) -> None:
    """Note that this officer opened something: on the disk when this returns, sent on a later day."""
    desk.docket.mark(f"{_MARK}/{today.isoformat()}/{what.value}/{name}")


def send_opened(desk: Desk, today: date) -> None:
    """Put the lists of days that are over into the outbox, one for each owner, and forget them here."""
    days = _noted_before(desk, today)
    roster = desk.book.roster
    owners = () if roster is None else tuple(item.card for item in roster.members if item.is_owner)
    if not days or not owners or roster is None or roster.member(desk.officer.id) is None:
        return
    with desk.lock, desk.docket.at_once():
        pen = desk.pen()
        for day, marks in days.items():
            things = sorted(_thing(mark) for mark in marks)
            for start in range(0, len(things), MOST_OPENED):
                listed = OpenedList(day=day, opened=tuple(things[start : start + MOST_OPENED]))
                desk.post(Letter(entries=tuple(pen.opened_list(listed, owner) for owner in owners)))
            for mark in marks:
                desk.docket.unmark(mark)


def audit_rows(desk: Desk) -> tuple[AuditRow, ...]:
    """Who opened what, the newest day first.

    Raises:
        Refused: this officer is no owner.
    """
    with desk.lock:
        if not desk.me.is_owner:
            raise Refused(
                "Only owners read who opened what.",
                advice="It is sealed to them: your keys do not open it either.",
            )
        found: dict[tuple[date, str], set[OpenedThing]] = {}
        for author, listed in desk.book.opened_lists.values():
            found.setdefault((listed.day, author), set()).update(listed.opened)
        rows = [
            AuditRow(day=day, officer=desk.book.officer_name(author), opened=tuple(sorted(things)))
            for (day, author), things in found.items()
        ]
    return tuple(sorted(rows, key=lambda row: (row.day, row.officer), reverse=True))


def _noted_before(desk: Desk, today: date) -> dict[date, list[str]]:
    days: dict[date, list[str]] = {}
    for mark in sorted(desk.docket.marks()):
        kind, _, rest = mark.partition("/")
        if kind == _MARK:
            day = date.fromisoformat(rest.partition("/")[0])
            days.setdefault(day, []).append(mark)
    return {day: marks for day, marks in days.items() if day < today}


def _thing(mark: str) -> OpenedThing:
    _, _, what, name = mark.split("/", 3)
    return OpenedThing(what=What(what), name=name)
