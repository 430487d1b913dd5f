"""Exports out: within consent, through the one door, recorded in every case before anybody has the bytes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from unhindered.core.casework.exporting import (
    Exported,
    agreed_recipients,
    consented_sending,
    exported,
    rows_in,
)
from unhindered.core.casework.publication import ClearedSending
from unhindered.core.casework.sending import Sending
from unhindered.core.casework.terms import SPEAKING, IdentityLevel, Purpose
from unhindered.core.errors import Refused
from unhindered.desk.actions.sending import clear, draft_sending, leave
from unhindered.desk.desk import Desk
from unhindered.desk.exporting.packing import csv_zip, json_bytes

FORMATS: Final[Mapping[str, tuple[str, str]]] = {
    "esf-csv": ("application/zip", "zip"),
    "json": ("application/json", "json"),
}


@dataclass(frozen=True, kw_only=True)
class ExportAsked:
    """What is asked for: which cases, for what, to whom, in which form.

    `at_most` lowers or leaves out persons by their id; `note` goes along, one for all cases.
    """

    cases: tuple[str, ...]
    purpose: Purpose
    recipient: str
    format: str
    at_most: Mapping[str, IdentityLevel | None]
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class ExportFile:
    """The bytes of an export, and what they are called: case numbers only."""

    name: str
    media_type: str
    content: bytes
    rows: int


@dataclass(frozen=True, kw_only=True)
class ExportPerson:
    """A person of the export: how much may show at most, how much does, and by what right."""

    person: str
    label: str
    most: IdentityLevel | None
    level: IdentityLevel | None


@dataclass(frozen=True, kw_only=True)
class ExportPreview:
    """What would leave of a case; `objection` is why it may not."""

    case: str
    persons: tuple[ExportPerson, ...]
    rows: Mapping[str, int]
    objection: Refused | None
    needs_second_officer: bool


def agreed(desk: Desk, today: date) -> Mapping[tuple[Purpose, str], tuple[str, ...]]:
    """For what, and to whom, anything may leave today, with the cases of this officer in which it may."""
    found: dict[tuple[Purpose, str], list[str]] = {}
    with desk.lock:
        for case_id in desk.book.case_ids():
            for pair in agreed_recipients(desk.book.case(case_id), today):
                found.setdefault(pair, []).append(case_id)
    return {pair: tuple(found[pair]) for pair in sorted(found)}


def preview(desk: Desk, asked: ExportAsked, today: date) -> tuple[ExportPreview, ...]:
    """What would leave, case by case; nothing leaves and nothing is recorded."""
    with desk.lock:
        return tuple(_preview(desk, case, sending, today) for case, sending in _sendings(desk, asked, today))


def export(desk: Desk, asked: ExportAsked, today: date) -> ExportFile:
    """The file, recorded in every case as sent.

    Raises:
        Refused: the door says no for a case, nobody agreed to anything, or there is no such format.
    """
    media_type, ending = _format(asked.format)
    rows = 0
    with desk.lock:
        sendings = {case: sending for case, sending in _sendings(desk, asked, today) if _says_yes(sending)}
        if not sendings:
            raise Refused(
                "Nobody in these cases agreed that anything goes there for this purpose.",
                advice="Ask for consent and record it, or choose another recipient or purpose.",
            )

        def compose(cleared: Mapping[str, ClearedSending]) -> bytes:
            nonlocal rows
            exports = [exported(desk.book.case(case), item) for case, item in cleared.items()]
            rows = rows_in(exports)
            return _packed(asked, exports, today)

        content = leave(
            desk, sendings, compose, media_type=media_type, note=f"Export as {asked.format}.", today=today
        )
    number = next(iter(sendings))[:8] if len(sendings) == 1 else f"of-{len(sendings)}-cases"
    return ExportFile(name=f"export-{number}.{ending}", media_type=media_type, content=content, rows=rows)


def ask_second_officer(desk: Desk, asked: ExportAsked, today: date) -> int:
    """Put what needs it before a second officer; how many cases. Afterwards, ask for just the same again."""
    count = 0
    with desk.lock:
        for case, sending in _sendings(desk, asked, today):
            if sending.needs_second_officer:
                draft_sending(desk, case, sending, today)
                count += 1
    return count


def _sendings(desk: Desk, asked: ExportAsked, today: date) -> list[tuple[str, Sending]]:
    found = []
    for name in dict.fromkeys(asked.cases):
        case_id = desk.case_keys(name).id
        sending = consented_sending(
            desk.book.case(case_id),
            purpose=asked.purpose,
            recipient=asked.recipient,
            on=today,
            at_most=asked.at_most,
            note=asked.note,
        )
        found.append((case_id, sending))
    if not found:
        raise Refused("No case is chosen.", advice="Choose at least one.")
    return found


def _says_yes(sending: Sending) -> bool:
    return any(item.basis in SPEAKING for item in sending.items)


def _preview(desk: Desk, case_id: str, sending: Sending, today: date) -> ExportPreview:
    case = desk.book.case(case_id)
    most = consented_sending(case, purpose=sending.purpose, recipient=sending.recipient, on=today)
    levels = {item.person: item.level for item in most.items}
    now = {item.person: item.level for item in sending.items}
    objection, rows = None, {}
    try:
        found = exported(case, clear(desk, case_id, sending, today))
        rows = {name: len(table) for name, table in found.tables.items()}
    except Refused as err:
        objection = err
    persons = tuple(
        ExportPerson(person=name, label=person.label, most=levels.get(name), level=now.get(name))
        for name, person in case.persons.items()
    )
    return ExportPreview(
        case=case_id,
        persons=persons,
        rows=rows,
        objection=objection,
        needs_second_officer=sending.needs_second_officer,
    )


def _packed(asked: ExportAsked, exports: Sequence[Exported], today: date) -> bytes:
    pack = csv_zip if asked.format == "esf-csv" else json_bytes
    return pack(exports, purpose=asked.purpose, recipient=asked.recipient, on=today)


def _format(name: str) -> tuple[str, str]:
    if name not in FORMATS:
        raise Refused("We cannot export in this format.", advice=f"Choose one of {', '.join(FORMATS)}.")
    return FORMATS[name]
