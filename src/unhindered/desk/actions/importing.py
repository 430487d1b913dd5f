"""Files in: read, mapped, tried, and recorded in one step; and taken back in one step."""

import json
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import repeat
from typing import Any

from unhindered.core.casework.case import Case
from unhindered.core.casework.dates_in_words import day_in_words
from unhindered.core.casework.facts import Fact
from unhindered.core.casework.import_facts import ImportMade
from unhindered.core.casework.importing.guess import guess_mapping
from unhindered.core.casework.importing.mapping import (
    SheetMapping,
    mappings_from_json,
    mappings_to_json,
)
from unhindered.core.casework.importing.propose import Known, Proposed, propose
from unhindered.core.casework.importing.sheet import Sheet
from unhindered.core.casework.record import Recorded
from unhindered.core.casework.undoable import UNDOABLE
from unhindered.core.errors import Refused
from unhindered.desk.actions.cases import case_name
from unhindered.desk.actions.in_one_letter import post_in_one_letter
from unhindered.desk.actions.recording import new_fact, new_id
from unhindered.desk.casebook import one_of
from unhindered.desk.desk import Desk
from unhindered.desk.importing.reading_files import ReadFile
from unhindered.facts.esf_codes import esf_codes
from unhindered.facts.tables import load_facts

_LONGEST_MAPPING = 100_000


@dataclass(frozen=True, kw_only=True)
class Imported:
    """An import that was recorded: its id, how many facts and rows, and what it brought, in words."""

    imported: str
    facts: int
    rows: int
    rows_left_out: int
    brought: str


@dataclass(frozen=True, kw_only=True)
class PastImport:
    """An import of a case, for the list of those that can be taken back."""

    case: str
    case_name: str
    made: ImportMade
    standing: int


def guessed(read: ReadFile) -> tuple[SheetMapping, ...]:
    """What the columns of a file's sheets most likely mean."""
    states, codes = _state_names(), _code_labels()
    return tuple(guess_mapping(sheet, states=states, codes=codes) for sheet in read.sheets)


def kept_mapping(raw: bytes) -> tuple[SheetMapping, ...]:
    """The mappings in a file that was kept from an earlier import.

    Raises:
        Refused: it is none.
    """
    try:
        content = json.loads(raw)
    except (ValueError, RecursionError) as err:
        raise Refused("This mapping is not readable JSON.", advice="Choose the file again.") from err
    return mappings_from_json(content)


def matched(read: ReadFile, mappings: Sequence[SheetMapping]) -> tuple[tuple[Sheet, SheetMapping], ...]:
    """Each sheet with its mapping, by name; the only mapping is for the only sheet, whatever their names.

    Raises:
        Refused: no mapping is for a sheet of this file.
    """
    if len(read.sheets) == len(mappings) == 1:
        return ((read.sheets[0], mappings[0]),)
    by_name = {mapping.sheet: mapping for mapping in mappings}
    found = tuple((sheet, by_name[sheet.name]) for sheet in read.sheets if sheet.name in by_name)
    if not found:
        raise Refused("The mapping is for other sheets than this file has.", advice="Map the columns anew.")
    return found


def dry_run(desk: Desk, case: str, read: ReadFile, mappings: Sequence[SheetMapping], today: date) -> Proposed:
    """What importing a file would bring, row by row; nothing is recorded.

    Raises:
        Refused: no such case, or the mapping is for other sheets.
    """
    with desk.lock:
        known = _known(desk.book.case(desk.case_keys(case).id))
    ids: Iterator[str] = (secrets.token_hex(16) for _ in repeat(None))
    return propose(matched(read, mappings), known=known, by=desk.officer.id, on=today, ids=ids)


def import_file(
    desk: Desk,
    case: str,
    read: ReadFile,
    mappings: Sequence[SheetMapping],
    today: date,
    *,
    size: int,
    leave_out: bool = False,
    again: bool = False,
) -> Imported:
    """Record all that a file brings, in one step. `leave_out` agrees that rows with errors stay behind.

    Raises:
        Refused: a row cannot be imported, nothing can, the same bytes were imported already and not `again`,
            or the file is too large for one step.
    """
    with desk.lock:
        opened = desk.book.case(desk.case_keys(case).id)
        if not again:
            _require_new(opened, read)
        proposed = dry_run(desk, case, read, mappings, today)
        _require_sound(proposed, leave_out=leave_out)
        values: dict[str, Any] = {
            "imported": new_id(),
            "format": read.format,
            "sha256": read.sha256,
            "size": size,
            "rows": proposed.sound,
            "rows_left_out": proposed.broken,
            "brought": in_words(proposed.counts),
            "facts": len(proposed.facts),
            "mapping": _mapping_text(mappings),
        }

        def made(nonces: tuple[str, ...]) -> Fact:
            return new_fact(desk, "ImportMade", values | {"entries": list(nonces)}, today)

        facts: tuple[Any, ...] = proposed.facts
        post_in_one_letter(desk, case, facts, last=made)
    told = ("imported", "facts", "rows", "rows_left_out", "brought")
    return Imported(**{name: values[name] for name in told})


def imports(desk: Desk) -> tuple[PastImport, ...]:
    """The imports of all cases of this officer, newest first, with how many of their facts count."""
    with desk.lock:
        found = [
            PastImport(
                case=case_id,
                case_name=case_name(case),
                made=made,
                standing=len(_brought(case, made)),
            )
            for case_id in desk.book.case_ids()
            for case in [desk.book.case(case_id)]
            for _, made in case.record.of(ImportMade)
        ]
    return tuple(reversed(found))


def undo_import(desk: Desk, case: str, imported: str, reason: str, today: date) -> int:
    """Take back all that an import brought, in one step; returns how many facts.

    What officers described anew since then stays as they described it.

    Raises:
        Refused: no such import, all of it was taken back already, or no reason.
    """
    with desk.lock:
        opened = desk.book.case(desk.case_keys(case).id)
        known = {made.imported: made for _, made in opened.record.of(ImportMade)}
        brought = _brought(opened, known[one_of(imported, known, "import")])
        if not brought:
            raise Refused(
                "Nothing of this import counts any more.", advice="The history of the case shows what it was."
            )
        undone: list[Fact] = [
            new_fact(desk, "FactUndone", {"undone": item.identity, "reason": reason.strip()}, today)
            for item in brought
        ]
        post_in_one_letter(desk, case, undone)
    return len(brought)


def in_words(counts: Mapping[str, int]) -> str:
    """`3 persons, 2 acts`."""
    words = {"information": "piece of information"}
    several = {"information": "pieces of information"}
    said = [
        f"{number} {words.get(thing, thing) if number == 1 else several.get(thing, thing + 's')}"
        for thing, number in counts.items()
    ]
    return ", ".join(said) or "nothing"


def mapping_file(mappings: Sequence[SheetMapping]) -> bytes:
    """The mappings as a file to keep for the next sheet of this kind."""
    return json.dumps(mappings_to_json(mappings), ensure_ascii=False, indent=1).encode()


def _require_new(case: Case, read: ReadFile) -> None:
    for _, made in case.record.of(ImportMade):
        if made.sha256 == read.sha256 and _brought(case, made):
            raise Refused(
                f"Just this file was imported into this case on {day_in_words(made.on)}.",
                advice="Take that import back first, or say that it is to be imported again.",
            )


def _require_sound(proposed: Proposed, *, leave_out: bool) -> None:
    if not proposed.facts:
        raise Refused(
            "No row of this file brings anything.",
            advice="Look at the report of the rows, and say what the columns mean.",
        )
    if proposed.broken and not leave_out:
        raise Refused(
            f"{proposed.broken} of {len(proposed.rows)} rows cannot be imported; nothing was.",
            advice="Correct them, or say that they are left out.",
        )


def _known(case: Case) -> Known:
    """What the case has, by the ids that our own exports give."""
    persons = {person: person for person in case.persons}
    things: dict[str, dict[str, str]] = {"person": persons}
    for act in case.descriptions.acts:
        things.setdefault("act", {})[act.act] = act.act
    for event in case.descriptions.events:
        things.setdefault("event", {})[event.event] = event.event
    return Known(keys=things, persons=len(persons))


def _brought(case: Case, made: ImportMade) -> list[Recorded]:
    nonces = set(made.entries)
    return [
        item
        for item in case.timeline
        if item.identity.partition("/")[0] in nonces and type(item.fact) in UNDOABLE
    ]


def _mapping_text(mappings: Sequence[SheetMapping]) -> str:
    text = json.dumps(mappings_to_json(mappings), ensure_ascii=False)
    return text if len(text) <= _LONGEST_MAPPING else ""


def _state_names() -> dict[str, str]:
    facts = load_facts()
    real = {state.name: state.iso3 for state in facts.states}
    return real | {state.name: state.iso3 for state in facts.fictional_states}


def _code_labels() -> dict[str, dict[str, str]]:
    """Codes by their labels, for each list of the Events Standard Formats."""
    found: dict[str, dict[str, str]] = {}
    for code, label in esf_codes().items():
        found.setdefault(code[-2:], {})[label] = code
    return found
