"""Reads the tables. A row without a source or a status is refused, and so is one of general knowledge."""

import csv
import hashlib
import io
import types
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, TypeVar, get_args, get_type_hints

from unhindered.core.errors import Refused
from unhindered.facts.rows import (
    Ask,
    FictionalState,
    Joined,
    JointStatement,
    Observer,
    Resolution,
    SgNamed,
    SgReport,
    Source,
    Sponsor,
    Stage,
    State,
    Status,
    TreatyRow,
)

_ADVICE = "The tables are part of the program: install it again, or mend the row and say where it comes from."

Row = TypeVar("Row")


@dataclass(frozen=True, kw_only=True)
class Facts:
    """All tables, in the order of their files. `sha256` names just these bytes."""

    sources: tuple[Source, ...]
    states: tuple[State, ...]
    observers: tuple[Observer, ...]
    fictional_states: tuple[FictionalState, ...]
    treaty_acts: tuple[TreatyRow, ...]
    sg_reports: tuple[SgReport, ...]
    sg_named: tuple[SgNamed, ...]
    resolutions: tuple[Resolution, ...]
    stages: tuple[Stage, ...]
    sponsors: tuple[Sponsor, ...]
    joint_statements: tuple[JointStatement, ...]
    joined: tuple[Joined, ...]
    asks: tuple[Ask, ...]
    sha256: str


def load_facts(read: Callable[[str], bytes] | None = None) -> Facts:
    """The tables of this version; `read` gives the bytes of a table by its name, for tests.

    Raises:
        Refused: a row has no source, no status, a source that is not listed, or a value its column cannot
            hold; or two sources have one name.
    """
    opened = _Opened(read or _packaged)
    sources = opened.table("sources", Source)
    known = {source.id for source in sources}
    if len(known) != len(sources):
        raise Refused("Two sources have the same name.", advice=_ADVICE)
    tables: dict[str, Any] = {
        name: opened.table(name, kind, known=known) for name, kind in _SOURCED_TABLES.items()
    }
    fictional = opened.table("fictional_states", FictionalState)
    return Facts(sources=sources, fictional_states=fictional, sha256=opened.sha256(), **tables)


def read_rows(raw: bytes, kind: type[Row], *, known_sources: Iterable[str] = ()) -> tuple[Row, ...]:
    """The rows of one table, each checked.

    Raises:
        Refused: as `load_facts`.
    """
    try:
        lines = list(csv.DictReader(io.StringIO(raw.decode()), strict=True))
    except (UnicodeDecodeError, csv.Error) as err:
        raise Refused("A table is not readable CSV.", advice=_ADVICE) from err
    return tuple(_row(line, kind, frozenset(known_sources)) for line in lines)


_SOURCED_TABLES: Mapping[str, type[Any]] = types.MappingProxyType(
    {
        "states": State,
        "observers": Observer,
        "treaty_acts": TreatyRow,
        "sg_reports": SgReport,
        "sg_named": SgNamed,
        "resolutions": Resolution,
        "stages": Stage,
        "sponsors": Sponsor,
        "joint_statements": JointStatement,
        "joined": Joined,
        "asks": Ask,
    }
)


class _Opened:
    def __init__(self, read: Callable[[str], bytes]) -> None:
        self._read = read
        self._hash = hashlib.sha256()

    def table(self, name: str, kind: type[Row], *, known: Iterable[str] = ()) -> tuple[Row, ...]:
        raw = self._read(name)
        self._hash.update(name.encode() + b"\0" + len(raw).to_bytes(8, "big") + raw)
        return read_rows(raw, kind, known_sources=known)

    def sha256(self) -> str:
        return self._hash.hexdigest()


def _packaged(name: str) -> bytes:
    return (files("unhindered.facts") / "tables" / f"{name}.csv").read_bytes()


def _row(line: Mapping[str, str | None], kind: type[Row], known: frozenset[str]) -> Row:
    hints = get_type_hints(kind)
    if set(line) != set(hints) or None in line.values():
        raise Refused(f"A row of {kind.__name__} has columns missing or unknown.", advice=_ADVICE)
    values = {name: _value(line[name] or "", hint) for name, hint in hints.items()}
    _require_sourced(values, kind.__name__, known)
    return kind(**values)


def _require_sourced(values: Mapping[str, Any], table: str, known: frozenset[str]) -> None:
    if "sources" not in values:
        return
    if not values["sources"] or not known.issuperset(values["sources"]):
        raise Refused(f"A row of {table} names no source, or one that is not listed.", advice=_ADVICE)
    if values["status"] is Status.INFERRED and not values.get("note"):
        raise Refused(f"A row of {table} is inferred and does not say from what.", advice=_ADVICE)


def _value(text: str, hint: Any) -> Any:
    if hint is str:
        return text
    if hint == tuple[str, ...]:
        return tuple(text.split())
    if int in get_args(hint):
        return _number(text) if text else None
    if hint is int:
        return _number(text)
    try:
        return hint(text)
    except ValueError as err:
        raise Refused(f"“{text}” is no {hint.__name__}.", advice=_ADVICE) from err


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise Refused(f"“{text}” is not a number.", advice=_ADVICE)
    return int(text)
