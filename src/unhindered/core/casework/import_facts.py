"""Facts about what came in as a sheet, an export of another program, or mail."""

from dataclasses import dataclass

from unhindered.core.casework.fact_bases import RecordedBy
from unhindered.core.casework.fields import Id, Position, RequiredLine, Sha256, Text


@dataclass(frozen=True, kw_only=True)
class ImportMade(RecordedBy):
    """A file came in. `sha256` and `size` are of its bytes; its name, which may name people, is left out.

    `entries` are the nonces of the entries that hold the facts it brought, so that all of them can be undone
    together; `mapping` says what its columns were taken to mean, `rows_left_out` how many rows
    brought nothing.
    """

    title = "Import made"

    imported: Id
    format: RequiredLine
    sha256: Sha256
    size: Position
    rows: Position
    rows_left_out: Position
    brought: RequiredLine
    facts: Position
    entries: tuple[Id, ...]
    mapping: Text = ""


ImportFact = ImportMade
