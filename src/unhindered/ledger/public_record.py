"""A public log as the ledger reads it: nothing is shown that its checkpoint and its institution do not prove.

The lines are those of `GET /public/entries` (docs/formats/http.md), from the first entry to the last:
`{"index","leaf","salts","statement"}`, the last two null where an entry was erased.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from unhindered.core.canonical_json import canonical_json, parse_json_object
from unhindered.core.casework.statement import PublicStatement, StatementKind, verify_statement
from unhindered.core.errors import Refused
from unhindered.core.institution.key_names import public_log_origin
from unhindered.core.institution.notice import Notice, read_notice
from unhindered.core.log.checkpoint import Checkpoint, open_checkpoint
from unhindered.core.log.entry import EntryKind, Salts, body_sha256, header_sha256, open_leaf
from unhindered.core.log.replica import Replica
from unhindered.core.log.signed_note import parse_verifier

_ADVICE = "Build nothing from it. Fetch the public log again, and ask the institution if it stays so."


@dataclass(frozen=True, kw_only=True)
class PublicEntry:
    """One entry; `statement` and `salts` are None where it was erased, or taken back."""

    index: int
    leaf: bytes
    salts: Salts | None
    statement: PublicStatement | None
    signed: Mapping[str, Any] | None

    def line(self) -> bytes:
        """The entry as the gate publishes it."""
        salts = self.salts and {"header": self.salts.header.hex(), "body": self.salts.body.hex()}
        content = {"index": self.index, "leaf": self.leaf.hex(), "salts": salts, "statement": self.signed}
        return canonical_json(content) + b"\n"


@dataclass(frozen=True, kw_only=True)
class PublicRecord:
    """All entries of one institution's public log up to one checkpoint, proved.

    Of a statement that was taken back it has the leaf alone, whatever the log still holds.
    """

    notice: Notice
    notice_note: str
    checkpoint: Checkpoint
    checkpoint_note: str
    entries: tuple[PublicEntry, ...]

    def shown(self) -> tuple[PublicStatement, ...]:
        """The statements that stand, oldest first: not taken back, not erased, each id once."""
        found: dict[str, PublicStatement] = {}
        for statement in self._statements():
            if statement.kind is not StatementKind.RETRACTION:
                found.setdefault(statement.statement, statement)
        return tuple(found.values())

    def retractions(self) -> tuple[PublicStatement, ...]:
        """What the institution took back, oldest first."""
        return tuple(item for item in self._statements() if item.kind is StatementKind.RETRACTION)

    def lines(self) -> bytes:
        """All entries as the ledger hands them on, without what was taken back."""
        return b"".join(entry.line() for entry in self.entries)

    def signed_by_id(self) -> dict[str, Mapping[str, Any]]:
        """The signed JSON of each statement, as it stands in the log."""
        found: dict[str, Mapping[str, Any]] = {}
        for entry in self.entries:
            if entry.statement is not None and entry.signed is not None:
                found.setdefault(entry.statement.statement, entry.signed)
        return found

    def _statements(self) -> Sequence[PublicStatement]:
        return [entry.statement for entry in self.entries if entry.statement is not None]


def read_public_record(
    lines: Iterable[bytes], *, notice: str, checkpoint: str, root_public_key: bytes | None = None
) -> PublicRecord:
    """The record, if all of it is proved.

    1. The notice is signed by its root key, the pinned one where one is given.
    2. The checkpoint is signed by the public log that the notice names.
    3. The lines are all leaves that the checkpoint signs, in order, and nothing else.
    4. Each statement is what its leaf commits to.
    5. Each statement is signed by the notice's publication key and answers in its institution's name.
    6. No more entries are erased than later entries take back: an erased leaf does not tell which
       statement it was, but nothing beyond what was taken back can be left out so.

    Whether the notice holds on the day is for the caller to ask.

    Raises:
        Refused: any of this does not hold.
    """
    said = read_notice(notice, root_public_key=root_public_key)
    origin, log_key = public_log_origin(said.gate), parse_verifier(said.public_log)
    signed = open_checkpoint(checkpoint, log_key, origin)
    publication_key = parse_verifier(said.publication).public_key
    entries = tuple(
        _entry(line, expected=number, institution=said.institution, publication_key=publication_key)
        for number, line in enumerate(lines)
    )
    Replica(origin).grown([entry.leaf for entry in entries], checkpoint, log_key)
    _refuse_missing_texts(entries)
    return PublicRecord(
        notice=said,
        notice_note=notice,
        checkpoint=signed,
        checkpoint_note=checkpoint,
        entries=_without_taken_back(entries),
    )


def _entry(line: bytes, *, expected: int, institution: str, publication_key: bytes) -> PublicEntry:
    content = parse_json_object(line)
    if set(content) != {"index", "leaf", "salts", "statement"} or content["index"] != expected:
        raise Refused("An entry of the public log is missing, or of a form we do not know.", advice=_ADVICE)
    leaf, salts = _bytes(content["leaf"]), _salts(content["salts"])
    signed = content["statement"]
    if salts is None and signed is None:
        return PublicEntry(index=expected, leaf=leaf, salts=None, statement=None, signed=None)
    if salts is None or not isinstance(signed, dict):
        raise Refused("An entry of the public log is neither whole nor erased.", advice=_ADVICE)
    raw = canonical_json(signed)
    open_leaf(
        leaf,
        salts,
        kind=EntryKind.STATEMENT,
        header_sha256=header_sha256(b""),
        body_sha256=body_sha256(b"", raw),
    )
    statement = verify_statement(raw, publication_key)
    if statement.documented_by.institution != institution:
        raise Refused("A statement answers in another institution's name.", advice=_ADVICE)
    return PublicEntry(index=expected, leaf=leaf, salts=salts, statement=statement, signed=signed)


def _refuse_missing_texts(entries: Sequence[PublicEntry]) -> None:
    there = {entry.statement.statement for entry in entries if entry.statement is not None}
    taken_back_later: set[str] = set()
    erased = 0
    for entry in reversed(entries):
        if entry.statement is None:
            erased += 1
        elif (name := _taken_back_by(entry.statement)) and name not in there:
            taken_back_later.add(name)
        if erased > len(taken_back_later):
            raise Refused("A statement that nobody took back is missing from the public log.", advice=_ADVICE)


def _without_taken_back(entries: Sequence[PublicEntry]) -> tuple[PublicEntry, ...]:
    gone = {_taken_back_by(entry.statement) for entry in entries if entry.statement is not None}
    return tuple(
        replace(entry, salts=None, statement=None, signed=None) if _is_text_of(entry, gone) else entry
        for entry in entries
    )


def _is_text_of(entry: PublicEntry, names: Collection[str]) -> bool:
    said = entry.statement
    return said is not None and said.kind is not StatementKind.RETRACTION and said.statement in names


def _taken_back_by(statement: PublicStatement) -> str:
    return str(statement.values["retracts"]) if statement.kind is StatementKind.RETRACTION else ""


def _salts(value: object) -> Salts | None:
    if value is None:
        return None
    if not isinstance(value, dict) or set(value) != {"header", "body"}:
        raise Refused("The salts of a public entry are not of their form.", advice=_ADVICE)
    return Salts(_bytes(value["header"]), _bytes(value["body"]))


def _bytes(value: object) -> bytes:
    try:
        raw = bytes.fromhex(value if isinstance(value, str) else "not hex")
    except ValueError as err:
        raise Refused("A hash in the public log is not hexadecimal.", advice=_ADVICE) from err
    if raw.hex() != value:
        raise Refused("A hash in the public log is not in its one form.", advice=_ADVICE)
    return raw
