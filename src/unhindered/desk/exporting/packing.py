"""The bytes of an export: CSV files in a zip, or JSON. Both hold the same rows, and no name of a case."""

import io
import json
import zipfile
from collections.abc import Sequence
from datetime import date

from unhindered.core.casework.export_fields import ENTITIES, esf_header
from unhindered.core.casework.exporting import Exported
from unhindered.core.casework.terms import Purpose
from unhindered.core.safe_csv import safe_csv

# The earliest time that a zip can hold: when something was packed is nobody's business.
NO_TIME = (1980, 1, 1, 0, 0, 0)
_README = """Export of cases for one purpose and one recipient

Purpose: {purpose}
Recipient: {recipient}
Day: {on}

Use it for this purpose only, and pass it on to nobody. Whoever is in it agreed to just that, and can
withdraw: then you will be asked to give it back or to destroy it.

The files are tables in UTF-8: one for each kind of record of the HURIDOCS Events Standard Formats (ESF), with
the number of the ESF field before its name. Dates are EDTF (ISO 8601-2): ? is uncertain, ~ approximate.
Codes of fourteen digits are ESF's; RX01 to RX28 are types of act that ESF lacks. "case" numbers the cases of
this export, and record numbers are of this export alone. An apostrophe before a cell's text only keeps
spreadsheet programs from taking it for a formula.

What is not in it may not have been agreed to, or is not known: its absence says nothing. Days, places and
ages are told only of those who agreed to be named; of the others, the year. Those who agreed to be counted
only are in count.csv.
"""


def csv_zip(exports: Sequence[Exported], *, purpose: Purpose, recipient: str, on: date) -> bytes:
    """A file for each kind of record, with what to know about them."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        readme = _README.format(purpose=purpose.value, recipient=recipient, on=on.isoformat())
        notes = [f"\nNote on case {at}: {one.note}\n" for at, one in enumerate(exports, start=1) if one.note]
        put(archive, "README.txt", (readme + "".join(notes)).encode())
        for entity, fields in ENTITIES.items():
            headers = ("case", *(esf_header(entity, field) for field in fields))
            rows = [
                (str(at), *(row.get(field, "") for field in fields))
                for at, one in enumerate(exports, start=1)
                for row in one.tables[entity]
            ]
            put(archive, f"{entity}.csv", safe_csv(headers, rows))
    return target.getvalue()


def json_bytes(exports: Sequence[Exported], *, purpose: Purpose, recipient: str, on: date) -> bytes:
    """The same rows as JSON, as docs/formats/export.md has it."""
    content = {
        "v": 1,
        "kind": "casework-export",
        "purpose": purpose.value,
        "recipient": recipient,
        "on": on.isoformat(),
        "cases": [
            {"number": at, "note": one.note}
            | {name: list(map(dict, rows)) for name, rows in one.tables.items()}
            for at, one in enumerate(exports, start=1)
        ],
    }
    return json.dumps(content, ensure_ascii=False, indent=1).encode()


def put(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    """A file in an archive, without a time."""
    archive.writestr(zipfile.ZipInfo(name, NO_TIME), content, zipfile.ZIP_DEFLATED)
