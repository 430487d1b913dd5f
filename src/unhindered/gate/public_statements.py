"""The public log's own rules: each statement enters once, and of one that was taken back only the leaf stays.

The log cannot forget that something was said, but this gate can stop saying it (docs/formats/http.md, 18).
Copies that others made before cannot be recalled.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from unhindered.core.canonical_json import parse_json_object
from unhindered.core.casework.statement import PublicStatement, StatementKind, parse_statement
from unhindered.core.errors import Refused
from unhindered.core.log.entry import EntryKind, NewEntry
from unhindered.core.log.port import LogStore, Placed

# The institution that answers for a statement, and the statement's id.
Name = tuple[str, str]


@dataclass(frozen=True, kw_only=True)
class _Kept:
    """A statement whose text the log still has."""

    raw: bytes
    said: PublicStatement
    placed: Placed

    @property
    def name(self) -> Name:
        return _name(self.said)


def place_statements(log: LogStore, raws: Sequence[bytes], *, day: date, key: bytes) -> list[Placed]:
    """Append signed statements, all or none; one that is there already is answered with its place.

    When it returns, no statement that was taken back has its text in the log. One caller at a time.

    Raises:
        Refused: another text has this statement's id, it was taken back, or the key came with other ones.
        Unavailable: the log cannot be written.
    """
    kept = _kept(log)
    places = {item.raw: item.placed for item in kept}
    new = [raw for raw in dict.fromkeys(raws) if raw not in places]
    _refuse_a_second_text(kept, [_said(raw) for raw in new])
    if new:
        entries = [NewEntry(EntryKind.STATEMENT, b"", b"", raw) for raw in new]
        placed = log.append(entries, day=day, idempotency=key).result()
        places.update(zip(new, placed, strict=True))
    erase_taken_back(log)
    return [places[raw] for raw in raws]


def erase_taken_back(log: LogStore) -> None:
    """Erase the text of every statement that a later entry of its institution takes back.

    The checkpoint is published first, so that whoever misses a text can read who took it back.

    Raises:
        Unavailable: the log cannot be written.
    """
    kept = _kept(log)
    gone = _taken_back(kept)
    indexes = [
        item.placed.index
        for item in kept
        if item.name in gone and item.said.kind is not StatementKind.RETRACTION
    ]
    if indexes:
        log.publish()
        log.erase(indexes)


def _refuse_a_second_text(kept: Sequence[_Kept], new: Sequence[PublicStatement]) -> None:
    there, gone = {item.name for item in kept}, _taken_back(kept)
    for statement in new:
        name = _name(statement)
        if name in there:
            raise Refused(
                "Another text has the number of this statement in the public log.",
                advice="Sync again after the gate's next publication: the desk then finds which one is out.",
            )
        if name in gone:
            raise Refused("This statement was taken back.", advice="Draft it anew if it shall be said again.")
        there.add(name)


def _kept(log: LogStore) -> list[_Kept]:
    found = []
    for index in range(log.size()):
        entry = log.entry(index)
        if entry.body is not None and entry.salts is not None:
            placed = Placed(entry.index, entry.leaf, entry.salts)
            found.append(_Kept(raw=entry.body, said=_said(entry.body), placed=placed))
    return found


def _taken_back(kept: Sequence[_Kept]) -> set[Name]:
    return {
        (item.said.documented_by.institution, str(item.said.values["retracts"]))
        for item in kept
        if item.said.kind is StatementKind.RETRACTION
    }


def _name(statement: PublicStatement) -> Name:
    return statement.documented_by.institution, statement.statement


def _said(raw: bytes) -> PublicStatement:
    """What verified bytes say: their signature was checked before they came here."""
    content = parse_json_object(raw)
    return parse_statement({name: value for name, value in content.items() if name != "signature"})
