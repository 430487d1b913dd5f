"""Exports of OpenEvSys (XML), Uwazi and Bayanat (JSON) as sheets; their CSV files are sheets already."""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from itertools import pairwise, zip_longest
from typing import Any
from xml.parsers import expat

from unhindered.core.casework.importing.sheet import Sheet, make_sheet
from unhindered.core.errors import Refused
from unhindered.desk.importing.plain_text import plain_text

_ENTITIES = ("event", "act", "involvement", "person", "biographic_details", "information", "intervention")
# A row of these belongs to what stands around it in the file, which OpenEvSys does not always repeat.
_INSIDE = {"act": ("event",), "involvement": ("act", "event"), "biographic_details": ("person",)}
_DEEPEST = 12
_NAMES = ("title", "name", "label", "full_string", "value", "url", "number")
_DATE_WORDS = ("date", "fecha", "fech", "дата", "تاريخ")
_ADVICE = "Export it again from the program that wrote it, and choose the new file."


def read_openevsys(raw: bytes) -> tuple[Sheet, ...]:
    """The sheets of an XML export of OpenEvSys, one for each kind of record.

    Raises:
        Refused: not XML, not such an export, or XML that defines things of its own.
    """
    reader = _Records()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _no_doctype
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    try:
        parser.Parse(raw, True)
    except expat.ExpatError as err:
        raise Refused(f"This XML breaks off or is wrong in line {err.lineno}.", advice=_ADVICE) from err
    found = [_sheet_of_records(name, reader.found[name]) for name in _ENTITIES if reader.found.get(name)]
    if not found:
        raise Refused("This is not an export of OpenEvSys.", advice=_ADVICE)
    return tuple(found)


def _no_doctype(*_: object) -> None:
    raise Refused("This XML defines things of its own, as no export does.", advice=_ADVICE)


class _Records:
    """Elements named as entities hold records; an element inside them without such a name is a field."""

    def __init__(self) -> None:
        self.found: dict[str, list[dict[str, str]]] = {}
        self._open: list[tuple[str, dict[str, str]]] = []
        self._field = ""
        self._depth = 0
        self._text: list[str] = []

    def start(self, name: str, _: Mapping[str, str]) -> None:
        plain = name.rpartition(" ")[2]
        self._depth += 1
        if self._depth > _DEEPEST:
            raise Refused("This XML is deeper than an export can be.", advice=_ADVICE)
        self._text = []
        if plain in _ENTITIES and self._may_begin(plain):
            record: dict[str, str] = {}
            self._open.append((plain, record))
            self.found.setdefault(plain, []).append(record)
        else:
            self._field = plain

    def _may_begin(self, kind: str) -> bool:
        """Inside a record, only the records that belong there; else the name is that of a field."""
        if not self._open:
            return True
        return self._open[-1][0] in _INSIDE.get(kind, ())[:1]

    def text(self, data: str) -> None:
        self._text.append(data)

    def end(self, name: str) -> None:
        plain = name.rpartition(" ")[2]
        self._depth -= 1
        if self._open and plain == self._open[-1][0] and plain != self._field:
            kind, record = self._open.pop()
            self._add_keys(kind, record)
        elif self._open and plain == self._field:
            value = "".join(self._text).strip()
            record = self._open[-1][1]
            if value:
                record[plain] = f"{record[plain]};{value}" if plain in record else value
        self._field = ""
        self._text = []

    def _add_keys(self, kind: str, record: dict[str, str]) -> None:
        for outer, known in reversed(self._open):
            key = known.get(f"{outer}_record_number", "")
            if outer in _INSIDE.get(kind, ()) and key:
                record.setdefault(outer, key)


def _sheet_of_records(name: str, records: Iterable[Mapping[str, str]]) -> Sheet:
    rows = list(records)
    headers = list(dict.fromkeys(field for row in rows for field in row))
    if not headers:
        raise Refused("A record in this file is empty.", advice=_ADVICE)
    table = [headers, *([plain_text(row.get(field, "")) for field in headers] for row in rows)]
    return make_sheet(name, table)


def read_json_export(raw: bytes) -> tuple[Sheet, ...]:
    """The sheets of a JSON export of Bayanat or Uwazi: lists of records, by what they are called.

    Raises:
        Refused: not JSON, or no list of records in it.
    """
    content = _json(raw)
    lists = {"entities": content} if isinstance(content, list) else content
    if not isinstance(lists, dict):
        raise Refused("There is no list of records in this JSON.", advice=_ADVICE)
    found = []
    for name, records in lists.items():
        if isinstance(records, list) and records and all(isinstance(item, dict) for item in records):
            sheet = "entities" if name == "rows" else str(name)
            found.append(_sheet_of_records(sheet, [_flat(item) for item in records]))
    if not found:
        raise Refused("There is no list of records in this JSON.", advice=_ADVICE)
    return tuple(found)


def _json(raw: bytes) -> Any:
    try:
        text = raw.decode("utf-8-sig")
        try:
            return json.loads(text)
        except ValueError:
            # Bayanat forgets the comma between batches of 250; each record is one line of its own.
            return json.loads(_with_commas(text))
    except (ValueError, RecursionError) as err:
        raise Refused("This is not readable JSON.", advice=_ADVICE) from err


def _with_commas(text: str) -> str:
    """A comma behind each line that ends a record where the next one with anything in it begins one."""
    lines = [stripped for line in text.split("\n") if (stripped := line.strip())]
    missing = (one.endswith("}") and other.startswith("{") for one, other in pairwise(lines))
    return "\n".join(f"{line}," if is_missing else line for line, is_missing in zip_longest(lines, missing))


def _flat(record: Mapping[str, Any]) -> dict[str, str]:
    """One row of a record: nested things by their titles. Uwazi keeps its own fields under “metadata”."""
    found: dict[str, str] = {}
    inner = record.get("metadata")
    own = {name: value for name, value in record.items() if name != "metadata"}
    for name, value in (own | (inner if isinstance(inner, dict) else {})).items():
        text = _told(str(name), value)
        if text and not str(name).startswith("_"):
            found[str(name)] = text
    return found


def _told(name: str, value: Any, depth: int = 4) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case int() | float():
            return _number(name, value)
        case str():
            return plain_text(value)
        case list():
            return "; ".join(text for item in value if (text := _told(name, item, depth)))
        case dict() if depth:
            return _thing(name, value, depth)
        case _:
            return ""


def _thing(name: str, value: Mapping[str, Any], depth: int) -> str:
    if {"from", "to"} <= value.keys():
        ends = (_told(name, value[end], depth - 1) for end in ("from", "to"))
        return "/".join(end or ".." for end in ends)
    for key in ("label", *_NAMES):
        text = _told(name, value.get(key), depth - 1)
        if text:
            return text
    return ""


def _number(name: str, value: float) -> str:
    """Uwazi keeps days as seconds since 1970."""
    if isinstance(value, int) and abs(value) >= 10**6 and any(word in name.lower() for word in _DATE_WORDS):
        seconds = value // 1000 if abs(value) >= 10**11 else value
        try:
            return datetime.fromtimestamp(seconds, tz=UTC).date().isoformat()
        except (ValueError, OverflowError, OSError):
            return str(value)
    return str(int(value)) if isinstance(value, int) or value.is_integer() else str(value)
