"""The JSON Schemas of facts and statements, made from the same annotations that check them."""

from datetime import date
from enum import StrEnum
from typing import Any, assert_never, get_args, get_origin

from unhindered.core.casework.codec import hints_of, optional_of, required_fields, rule_of
from unhindered.core.casework.facts import FACT_KINDS
from unhindered.core.casework.fields import JsonRule, NumberRule, Rule, TextRule
from unhindered.core.casework.statement import PublicStatement

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_EDTF = "a date in our subset of EDTF: docs/formats/facts.md"
_SIGNATURE = {"type": "string", "pattern": "^[A-Za-z0-9+/]{86}==$"}


def facts_schema() -> dict[str, Any]:
    """The schema of one fact: an object that is just one of the kinds."""
    parts: dict[str, Any] = {}
    for name, kind in FACT_KINDS.items():
        parts[name] = _object(kind, parts, first={"v": {"const": 1}, "fact": {"const": name}})
    return {
        "$schema": _DIALECT,
        "title": "A fact of a case",
        "oneOf": [{"$ref": f"#/$defs/{name}"} for name in FACT_KINDS],
        "$defs": parts,
    }


def statement_schema() -> dict[str, Any]:
    """The schema of one signed public statement."""
    parts: dict[str, Any] = {}
    statement = _object(PublicStatement, parts, first={"v": {"const": 1}, "signature": _SIGNATURE})
    return {"$schema": _DIALECT, "title": "A public statement"} | statement | {"$defs": parts}


def _object(kind: type[Any], parts: dict[str, Any], *, first: dict[str, Any]) -> dict[str, Any]:
    described = {"description": " ".join((kind.__doc__ or "").split())}
    return described | {
        "type": "object",
        "properties": first | {name: _field(hint, parts) for name, hint in hints_of(kind).items()},
        "required": [*first, *(name for name in hints_of(kind) if name in required_fields(kind))],
        "additionalProperties": False,
    }


def _field(hint: Any, parts: dict[str, Any]) -> dict[str, Any]:
    inner = optional_of(hint)
    if inner is not None:
        return {"anyOf": [_field(inner, parts), {"type": "null"}]}
    if get_origin(hint) is tuple:
        return {"type": "array", "items": _field(get_args(hint)[0], parts)}
    rule = rule_of(hint)
    return _class(hint, parts) if rule is None else _ruled(rule)


def _class(hint: type[Any], parts: dict[str, Any]) -> dict[str, Any]:
    if hint is bool:
        return {"type": "boolean"}
    if hint is date:
        return {"type": "string", "format": "date"}
    if issubclass(hint, StrEnum):
        return {"enum": [choice.value for choice in hint]}
    if hint.__name__ not in parts:
        parts[hint.__name__] = _object(hint, parts, first={})
    return {"$ref": f"#/$defs/{hint.__name__}"}


def _ruled(rule: Rule) -> dict[str, Any]:
    match rule:
        case TextRule():
            return _text(rule)
        case NumberRule():
            return {"type": "integer", "minimum": rule.least, "maximum": rule.most}
        case JsonRule():
            return {"type": "object"}
        case _:
            assert_never(rule)


def _text(rule: TextRule) -> dict[str, Any]:
    text: dict[str, Any] = {"type": "string", "maxLength": rule.limit}
    if rule.least:
        text["minLength"] = rule.least
    if rule.pattern:
        text["pattern"] = f"^({rule.pattern})$"
    if rule.edtf:
        text["description"] = _EDTF
    return text
