"""What the columns of a sheet mean: kept as JSON, for the next sheet of this kind."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Annotated, Any

from unhindered.core.casework.codec import check_fields, from_json, to_json
from unhindered.core.casework.fields import Line, RequiredLine, TextRule
from unhindered.core.casework.importing.targets import target
from unhindered.core.errors import Refused

_TargetName = Annotated[str, TextRule(limit=80, pattern=r"([a-z_]+\.[a-z_]+)?")]


class DateOrder(StrEnum):
    """In which order a date like 03/04/2026 was written in this sheet; the officer says it."""

    YEAR_FIRST = "year_first"
    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"


@dataclass(frozen=True, kw_only=True)
class ValueRule:
    """What a text of the sheet means in our words; an empty meaning leaves it out."""

    given: RequiredLine
    means: Line

    def __post_init__(self) -> None:
        check_fields(self)


@dataclass(frozen=True, kw_only=True)
class ColumnRule:
    """Where a column goes: `victim.person_name`, or nowhere.

    `same_is_one` says that the same text in two rows is the same person or thing.
    """

    header: RequiredLine
    target: _TargetName = ""
    values: tuple[ValueRule, ...] = ()
    same_is_one: bool = False

    def __post_init__(self) -> None:
        check_fields(self)
        if self.target:
            target(self.target)


@dataclass(frozen=True, kw_only=True)
class Constant:
    """What every row has, though no column says it."""

    target: _TargetName
    text: RequiredLine

    def __post_init__(self) -> None:
        check_fields(self)
        target(self.target)


@dataclass(frozen=True, kw_only=True)
class SheetMapping:
    """The columns of one sheet. `rest_in_remarks` keeps what no column rule takes, where there is a place."""

    sheet: Line = ""
    columns: tuple[ColumnRule, ...]
    constants: tuple[Constant, ...] = ()
    date_order: DateOrder = DateOrder.YEAR_FIRST
    rest_in_remarks: bool = False

    def __post_init__(self) -> None:
        check_fields(self)


@dataclass(frozen=True, kw_only=True)
class _Kept:
    mappings: tuple[SheetMapping, ...]


def mappings_to_json(mappings: Sequence[SheetMapping]) -> dict[str, Any]:
    """The JSON object that a mapping is kept as."""
    return {"v": 1, "kind": "import-mapping"} | to_json(_Kept(mappings=tuple(mappings)))


def mappings_from_json(content: Any) -> tuple[SheetMapping, ...]:
    """The mappings in a JSON object.

    Raises:
        Refused: it is none, of another version, or names something that no fact has.
    """
    if not isinstance(content, dict) or content.get("kind") != "import-mapping" or content.get("v") != 1:
        raise Refused(
            "This is not a mapping of columns that we know.",
            advice="Make one on the import page, and keep the file it gives you.",
        )
    return from_json(_Kept, {"mappings": content.get("mappings")}).mappings


def fitted(mapping: SheetMapping, headers: Sequence[str]) -> SheetMapping:
    """The mapping with one rule for each of these headers; one it does not know goes nowhere."""
    known = {rule.header: rule for rule in mapping.columns}
    columns = tuple(known.get(header, ColumnRule(header=header)) for header in headers)
    return replace(mapping, columns=columns)
