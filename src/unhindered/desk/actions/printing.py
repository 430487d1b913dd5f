"""Prints of a case: under its number alone, and each with a number of its own that the owners' list knows."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from unhindered.core.casework.name_index import KeptNames
from unhindered.desk.actions.audit import note_opened
from unhindered.desk.actions.case_page import CaseView, case_view
from unhindered.desk.actions.evidence_page import ItemView, exhibits_view
from unhindered.desk.actions.record_view import Card, RecordView, record_view
from unhindered.desk.actions.verification import ElementView, InformationView, verification_view
from unhindered.desk.desk import Desk
from unhindered.desk.entries.opened_list import What

_ALL = 1_000_000


class Paper(StrEnum):
    """The size of the paper."""

    A4 = "a4"
    LETTER = "letter"


class Part(StrEnum):
    """What of a case is printed, in the order of the paper."""

    RULES = "rules"
    PEOPLE = "people"
    RECORD = "record"
    CONSENTS = "consents"
    TIMELINE = "timeline"
    EXHIBITS = "exhibits"


@dataclass(frozen=True, kw_only=True)
class Print:
    """A print of a case: `number` stands on each sheet and in the owners' list, beside who made it.

    `judged` is what counts now of each act and event, by its id; `accounts` are who tells what, by id.
    """

    number: str
    case: CaseView
    record: RecordView
    judged: Mapping[str, tuple[ElementView, ...]]
    accounts: Mapping[str, InformationView]
    exhibits: tuple[ItemView, ...]
    paper: Paper
    parts: tuple[Part, ...]
    day: date

    def plain(self, text: str) -> str:
        """The text, or a word that it was left out: where it holds a name of somebody in the case."""
        return "(names somebody: left out)" if self._names.hold_name(text) else text

    def lines(self, card: Card) -> tuple[tuple[str, str], ...]:
        """The fields of something in the record that name nobody, each with its label."""
        return tuple((line.label, self.plain(line.text)) for line in card.lines if not line.is_guarded)

    @cached_property
    def _names(self) -> KeptNames:
        return KeptNames(name for person in self.case.persons for name in person.names_ever)


def print_case(desk: Desk, case: str, *, paper: Paper, parts: frozenset[Part], today: date) -> Print:
    """Make a print, and note it for the owners before anything of it shows.

    Raises:
        Refused: no such case here.
    """
    with desk.lock:
        view, exhibits = case_view(desk, case, today), exhibits_view(desk, case, today)
        record = record_view(desk, view.id, today, per_page=_ALL)
        verified = verification_view(desk, view.id)
    number = f"{view.id[:8]}-{secrets.token_hex(3)}"
    note_opened(desk, What.PRINT, number, today)
    return Print(
        number=number,
        case=view,
        record=record,
        judged={matter.id: matter.elements for matter in verified.matters},
        accounts={account.id: account for account in verified.informations},
        exhibits=exhibits,
        paper=paper,
        parts=tuple(part for part in Part if part in parts),
        day=today,
    )
