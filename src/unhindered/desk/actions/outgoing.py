"""What may truly be said of a statement that was signed: it is out, it waits, or it was held back."""

from enum import StrEnum

from unhindered.desk.actions.statements import locate
from unhindered.desk.desk import Desk


class Fate(StrEnum):
    """What became of a statement, or of taking it back, after a sync was tried."""

    OUT = "out"
    WAITS = "waits"
    HELD_BACK = "held back"


def waiting_statements(desk: Desk) -> tuple[str, ...]:
    """The statements that wait here to be sent or to be taken back, oldest first.

    One of them may be out already, where the line broke before the gate could confirm it.
    """
    with desk.lock:
        found = [
            str(getattr(fact, "statement", ""))
            for letter in desk.letters_without_entries()
            if letter.statement
            for facts in letter.facts
            for fact in facts.facts
        ]
    return tuple(dict.fromkeys(name for name in found if name))


def fate_of(desk: Desk, statement: str) -> Fate:
    """What became of a statement that `publish` or `take_back` signed.

    Raises:
        Refused: there is none of this name.
    """
    with desk.lock:
        if statement in waiting_statements(desk):
            return Fate.WAITS
        return Fate.OUT if statement in locate(desk, statement).case.released else Fate.HELD_BACK
