"""Prints of a case: under its number alone, and each with a number of its own that the owners' list knows."""

import secrets
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from unhindered.desk.actions.audit import note_opened
from unhindered.desk.actions.case_page import CaseView, case_view
from unhindered.desk.actions.evidence_page import ItemView, exhibits_view
from unhindered.desk.desk import Desk
from unhindered.desk.entries.opened_list import What


class Paper(StrEnum):
    """The size of the paper."""

    A4 = "a4"
    LETTER = "letter"


class Part(StrEnum):
    """What of a case is printed."""

    RULES = "rules"
    PEOPLE = "people"
    RECORD = "record"
    CONSENTS = "consents"
    TIMELINE = "timeline"
    EXHIBITS = "exhibits"


@dataclass(frozen=True, kw_only=True)
class Print:
    """A print of a case: `number` stands at its foot and in the owners' list, beside who made it."""

    number: str
    case: CaseView
    exhibits: tuple[ItemView, ...]
    paper: Paper
    parts: frozenset[Part]
    day: date


def print_case(desk: Desk, case: str, *, paper: Paper, parts: frozenset[Part], today: date) -> Print:
    """Make a print, and note it for the owners before anything of it shows.

    Raises:
        Refused: no such case here.
    """
    view, exhibits = case_view(desk, case, today), exhibits_view(desk, case, today)
    number = f"{view.id[:8]}-{secrets.token_hex(3)}"
    note_opened(desk, What.PRINT, number, today)
    return Print(number=number, case=view, exhibits=exhibits, paper=paper, parts=parts, day=today)
