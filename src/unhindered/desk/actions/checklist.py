"""What a new desk still lacks before people may rely on it: looked up where it can be, ticked where not."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from unhindered.core.errors import Refused
from unhindered.core.institution.notice import read_notice
from unhindered.desk.desk import Desk

_MARK: Final = "checklist/"
_WATCH_SILENT = timedelta(days=2)
_NOTICES_END = timedelta(days=21)
# What no program can see; an officer ticks it at this machine.
_TICKED: Final = (
    (
        "words",
        "The institution's six words stand on its leaflets and its site.",
        "A source's device compares them. The page Officers shows them.",
    ),
    (
        "root",
        "root.age and the passphrase are kept apart from this machine.",
        "Copy root.age to a drive that you lock away, and write the passphrase on paper, elsewhere.",
    ),
    (
        "practised",
        "Each officer has practised.",
        "`unhindered desk practice` opens a desk with invented reports.",
    ),
    (
        "standard",
        "The team has agreed on its standard of proof, and on who decides in a disagreement.",
        "Each judgement names the standard.",
    ),
)


@dataclass(frozen=True, kw_only=True)
class Item:
    """One line: whether it is done, what to do if not, and whether a person ticks it."""

    name: str
    text: str
    advice: str
    is_done: bool
    is_ticked_by_hand: bool


def checklist(desk: Desk, today: date) -> tuple[Item, ...]:
    """All lines, those that the desk looked up first."""
    with desk.lock:
        marks = desk.docket.marks()
        looked_up = [_second_officer(desk), _watch(desk, today), _notices(desk, today)]
    by_hand = [
        Item(name=name, text=text, advice=advice, is_done=f"{_MARK}{name}" in marks, is_ticked_by_hand=True)
        for name, text, advice in _TICKED
    ]
    return (*looked_up, *by_hand)


def tick(desk: Desk, name: str, *, is_done: bool) -> None:
    """Tick a line at this machine, or take the tick back.

    Raises:
        Refused: it is none that is ticked by hand.
    """
    if name not in {known for known, _, _ in _TICKED}:
        raise Refused("There is no such line to tick.", advice="The page shows those that you can tick.")
    (desk.docket.mark if is_done else desk.docket.unmark)(f"{_MARK}{name}")


def _second_officer(desk: Desk) -> Item:
    roster = desk.book.roster
    return _looked_up(
        "second",
        "At least two officers work here.",
        "What becomes public needs a second officer, and so does a judgement. Let one run `unhindered desk "
        "init --join`, and admit the card on the page Officers.",
        is_done=roster is not None and len(roster.members) > 1,
    )


def _watch(desk: Desk, today: date) -> Item:
    heard = desk.book.watch_heard
    return _looked_up(
        "watch",
        "A watch runs on a machine that is always on.",
        "Alarms ring there while laptops are shut: docs/how-to/watch.md.",
        is_done=heard is not None and today - heard <= _WATCH_SILENT,
    )


def _notices(desk: Desk, today: date) -> Item:
    ends = [read_notice(key.notice).not_after for key in desk.intake if key.notice]
    return _looked_up(
        "notices",
        "The gate has notices for at least three more weeks.",
        "Without a notice nobody can report. `unhindered check` says how long they last.",
        is_done=bool(ends) and max(ends) - today >= _NOTICES_END,
    )


def _looked_up(name: str, text: str, advice: str, *, is_done: bool) -> Item:
    return Item(name=name, text=text, advice=advice, is_done=is_done, is_ticked_by_hand=False)
