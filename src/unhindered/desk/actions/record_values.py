"""What was typed or chosen, turned into what the fields of a fact hold; and back, to be described anew."""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, get_args, get_origin

from unhindered.core.casework.codec import hints_of, optional_of, rule_of
from unhindered.core.casework.facts import fact_to_json
from unhindered.core.casework.fields import NumberRule, TextRule
from unhindered.core.casework.typed_dates import as_edtf
from unhindered.core.errors import Refused
from unhindered.desk.actions.codes import as_code, as_codes
from unhindered.desk.actions.wrong_fields import WrongFields, supplement_of, wrong_value, wrong_values

# A field of a supplement is written with the name of the supplement before it: travel_ban.until.
DOT = "."
_TRUTHS = {"yes": True, "no": False, "": None}


def typed_values(kind: type[Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a fact of this kind; a supplement of which nothing was said is none.

    Raises:
        WrongFields: some cannot hold what was given; all of them are said.
        Refused: there is no such field.
    """
    given, wrong = read_values(kind, values)
    if wrong:
        raise WrongFields(kind, wrong)
    return given


def read_values(kind: type[Any], values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """The values of a fact of this kind, and what is wrong with what was given, by field.

    Raises:
        Refused: there is no such field.
    """
    hints, usual = hints_of(kind), kind.__dataclass_fields__
    given: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    parts: dict[str, dict[str, Any]] = {}
    for name, value in values.items():
        field, dot, inner = name.partition(DOT)
        if field not in hints or (dot and supplement_of(hints[field]) is None):
            raise Refused(f"There is no field “{name}” here.", advice="Leave it out, or look at its name.")
        if dot:
            parts.setdefault(field, {})[inner] = value
        elif value == "" and isinstance(usual[field].default, StrEnum):
            given[field] = usual[field].default
        else:
            _take(field, hints[field], value, given, wrong)
    for field, inner_values in parts.items():
        given[field], amiss = _read_supplement(hints[field], inner_values)
        wrong |= {f"{field}{DOT}{inner}": sentence for inner, sentence in amiss.items()}
    return given, wrong


def _read_supplement(hint: Any, values: Mapping[str, Any]) -> tuple[dict[str, Any] | None, dict[str, str]]:
    part = supplement_of(hint)
    assert part is not None  # noqa: S101 - the caller looked.
    given, wrong = read_values(part, values)
    if all(value in ("", None, []) for value in given.values()) and not set(values) - set(given):
        return None, {}
    return given, wrong_values(part, given) | wrong


def _take(field: str, hint: Any, value: Any, given: dict[str, Any], wrong: dict[str, str]) -> None:
    try:
        given[field] = _value(hint, value)
    except Refused as err:
        wrong[field] = f"{err} {err.advice}"
    else:
        wrong |= wrong_value(field, hint, given[field])


def typed_form(fact: Any) -> dict[str, list[str]]:
    """The fields of a fact as a form has them; those that say nothing are left out."""
    fields: dict[str, list[str]] = {}
    hints = hints_of(type(fact))
    for name, value in fact_to_json(fact).items():
        if name not in hints:
            continue
        if isinstance(value, dict):
            part = hints_of(type(getattr(fact, name)))
            for inner, said in value.items():
                fields[f"{name}{DOT}{inner}"] = _typed(part[inner], said)
        else:
            fields[name] = _typed(hints[name], value)
    return {name: texts for name, texts in fields.items() if texts}


def _value(hint: Any, value: Any) -> Any:
    inner = optional_of(hint)
    if get_origin(hint) is tuple:
        return _items(get_args(hint)[0], value)
    if not isinstance(value, str):
        return value
    text = value.strip()
    if (inner or hint) is bool:
        return _truth(text)
    if not text and inner is not None:
        return None
    rule = rule_of(inner or hint)
    if isinstance(rule, NumberRule):
        return _number(text)
    return as_edtf(text) if isinstance(rule, TextRule) and rule.edtf and text else as_code(rule, text)


def _items(hint: Any, value: Any) -> list[Any]:
    if isinstance(value, str):
        # Names and laws may hold commas; codes of States and languages cannot.
        parts = value.split("\n") if _is_long(hint) else as_codes(rule_of(hint), value)
    else:
        parts = list(value or ())
    return [part.strip() if isinstance(part, str) else part for part in parts if part and str(part).strip()]


def _is_long(hint: Any) -> bool:
    rule = rule_of(hint)
    return isinstance(rule, TextRule) and not rule.pattern


def _truth(text: str) -> bool | None:
    if text not in _TRUTHS:
        raise Refused("It is neither yes nor no.", advice="Write yes or no, or leave it open.")
    return _TRUTHS[text]


def _number(text: str) -> int:
    plain = text.replace(",", "").replace(" ", "").replace("\u00a0", "").replace("\u202f", "")
    if not plain.isdecimal() or len(plain) > 12:
        raise Refused("It is not a whole number.", advice="Write it in digits, like 10000.")
    return int(plain)


def _typed(hint: Any, value: Any) -> list[str]:
    if value is None or value == "":
        return []
    if isinstance(value, bool):
        return ["yes" if value else "no"]
    if isinstance(value, list):
        return _typed_list(get_args(hint)[0], [str(item) for item in value])
    return [str(value)]


def _typed_list(hint: Any, texts: list[str]) -> list[str]:
    rule = rule_of(hint)
    is_chosen = rule is None and issubclass(hint, StrEnum)
    if is_chosen or is_code(hint) or is_id(hint):
        return texts
    return ["\n".join(texts) if _is_long(hint) else ", ".join(texts)] if texts else []


def is_code(hint: Any) -> bool:
    """Whether it holds a code of a list of the Events Standard Formats."""
    return esf_list_of(hint) is not None


def is_id(hint: Any) -> bool:
    """Whether it names something by its id."""
    rule = rule_of(hint)
    return isinstance(rule, TextRule) and rule.pattern == r"[0-9a-f]{32}"


def esf_list_of(hint: Any) -> int | None:
    """The list whose codes it holds, if it holds codes of one."""
    rule = rule_of(hint)
    found = re.fullmatch(r"\[0-9\]\{12\}(\d\d)", rule.pattern) if isinstance(rule, TextRule) else None
    return int(found[1]) if found else None
