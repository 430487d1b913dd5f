"""Frozen dataclasses to JSON and back, strictly, driven by nothing but their annotations."""

import re
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields
from datetime import date
from enum import StrEnum
from functools import cache
from types import MappingProxyType, UnionType
from typing import Annotated, Any, TypeVar, get_args, get_origin, get_type_hints

from unhindered.core.casework.fields import ADVICE, JsonRule, Rule
from unhindered.core.casework.json_values import freeze, thaw
from unhindered.core.errors import Refused

T = TypeVar("T")
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
# Days before and after a day of a fact are counted: none of them may fall out of the calendar.
_FIRST_YEAR, _LAST_YEAR = 1900, 2999
# A draft names everybody of its case once, and a case can have ten thousand persons.
_LONGEST_LIST = 20_000


def check_fields(record: Any) -> None:
    """Nothing if every field of a dataclass holds what its annotation says; freezes its JSON objects.

    Raises:
        Refused: a field does not; its name is said, its content never.
    """
    for name, hint in hints_of(type(record)).items():
        try:
            checked = _checked(getattr(record, name), hint)
        except Refused as err:
            raise _about(record.__class__, name, err) from err
        object.__setattr__(record, name, checked)


def to_json(record: Any) -> dict[str, Any]:
    """The JSON object of a dataclass: every field, defaults too."""
    return {name: _plain(getattr(record, name)) for name in hints_of(type(record))}


def from_json(kind: type[T], content: Any) -> T:
    """The dataclass in a JSON object. Fields that have a default may be missing: older writers lack them.

    Raises:
        Refused: no object, an unknown field, a missing one, or a value that its field cannot hold.
    """
    if not isinstance(content, dict):
        raise Refused(f"“{kind.__name__}” is not an object.", advice=ADVICE)
    hints = hints_of(kind)
    if not required_fields(kind) <= set(content) <= hints.keys():
        raise Refused(f"A field of “{kind.__name__}” is missing or unknown.", advice=ADVICE)
    values = {}
    for name, value in content.items():
        try:
            values[name] = _read(value, hints[name])
        except Refused as err:
            raise _about(kind, name, err) from err
    return kind(**values)


def check_value(value: Any, hint: Any) -> None:
    """Nothing if a value out of JSON can stand in a field with this annotation.

    Raises:
        Refused: it cannot; no field is named.
    """
    _checked(_read(value, hint), hint)


def hints_of(kind: Any) -> Mapping[str, Any]:
    """The fields of a dataclass with their annotations, in order."""
    return _hints(kind)


@cache
def _hints(kind: Any) -> Mapping[str, Any]:
    hints = get_type_hints(kind, include_extras=True)
    return MappingProxyType({item.name: hints[item.name] for item in fields(kind)})


def required_fields(kind: Any) -> frozenset[str]:
    """The names of the fields without a default."""
    return _required(kind)


@cache
def _required(kind: Any) -> frozenset[str]:
    return frozenset(item.name for item in fields(kind) if not _has_default(item))


def _has_default(item: "Field[Any]") -> bool:
    return item.default is not MISSING or item.default_factory is not MISSING


@cache
def rule_of(hint: Any) -> Rule | None:
    """The rule that an annotation carries, if it is an annotated one."""
    if get_origin(hint) is not Annotated:
        return None
    rule: Rule = get_args(hint)[1]
    return rule


@cache
def optional_of(hint: Any) -> Any:
    """What `X | None` holds besides None; None for other annotations."""
    if get_origin(hint) is not UnionType and type(None) not in get_args(hint):
        return None
    return next(item for item in get_args(hint) if item is not type(None))


def _read(value: Any, hint: Any) -> Any:
    """`value` turned from JSON's few types into ours; what does not fit is left for the check."""
    inner = optional_of(hint)
    if inner is not None:
        return None if value is None else _read(value, inner)
    if get_origin(hint) is tuple:
        return _read_list(value, get_args(hint)[0])
    if rule_of(hint) is not None or hint is bool:
        return value
    if hint is date:
        return _read_day(value)
    if issubclass(hint, StrEnum):
        return _read_choice(value, hint)
    return from_json(hint, value)


def _read_list(value: Any, item_hint: Any) -> tuple[Any, ...]:
    if not isinstance(value, list):
        raise Refused("It is not a list.", advice=ADVICE)
    return tuple(_read(item, item_hint) for item in value)


def _read_day(value: Any) -> date:
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise Refused("It is not a day like 2026-11-24.", advice=ADVICE)
    try:
        return date.fromisoformat(value)
    except ValueError as err:
        raise Refused("There is no such day.", advice=ADVICE) from err


def _read_choice(value: Any, choices: type[StrEnum]) -> StrEnum:
    if not isinstance(value, str) or value not in list(choices):
        raise Refused("It is none of the possible answers.", advice=ADVICE)
    return choices(value)


def _checked(value: Any, hint: Any) -> Any:
    inner = optional_of(hint)
    if inner is not None:
        return None if value is None else _checked(value, inner)
    if get_origin(hint) is tuple:
        return _checked_items(value, get_args(hint)[0])
    rule = rule_of(hint)
    if rule is None:
        if type(value) is not hint:
            raise Refused("It is of another kind.", advice=ADVICE)
        if hint is date and not _FIRST_YEAR <= value.year <= _LAST_YEAR:
            raise Refused("It is no day of our time.", advice="Look at the year.")
        return value
    rule.check(value)
    return freeze(value) if isinstance(rule, JsonRule) else value


def _checked_items(value: Any, item_hint: Any) -> tuple[Any, ...]:
    if not isinstance(value, tuple) or len(value) > _LONGEST_LIST:
        raise Refused("It is not a list of a sensible length.", advice=ADVICE)
    return tuple(_checked(item, item_hint) for item in value)


def _plain(value: Any) -> Any:
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if hasattr(value, "__dataclass_fields__"):
        return to_json(value)
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return thaw(value) if isinstance(value, Mapping) else value


def _about(kind: type[Any], name: str, err: Refused) -> Refused:
    return Refused(f"The field “{name}” of “{kind.__name__}”: {err}", advice=err.advice)
