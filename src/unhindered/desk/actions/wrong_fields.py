"""What is wrong with each field of a form, all of them at once, in words that say what to write instead."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Any, get_args, get_origin

from unhindered.core.casework.codec import check_value, hints_of, optional_of, required_fields, rule_of
from unhindered.core.casework.fields import Language, NumberRule, Recipient, StateCode, TextRule, Url
from unhindered.core.casework.supplements import Supplement
from unhindered.core.errors import Refused
from unhindered.desk.actions.record_labels import FIELDS
from unhindered.desk.actions.telling import field_label

WRITE_A_DATE = "Write a date like 2026, 2026-11 or 2026-11-24."
_CHOOSE = "Choose one."
_FORMS: Mapping[Any, str] = MappingProxyType(
    {
        rule_of(StateCode): "A State by its name, or by three capital letters, such as XVL.",
        rule_of(Recipient): "Letters, digits and hyphens, such as CAT-22.",
        rule_of(Language): "A language by its name, or by its code, such as ar or zh-Hant.",
        rule_of(Url): "An address that begins with https:// or http://.",
    }
)


class WrongFields(Refused):
    """Fields that cannot hold what was given. `fields` says of each, by its name, what to do.

    A field of a supplement is named after it: travel_ban.until. `kind` is the fact they are of, if of one.
    """

    def __init__(self, kind: type[Any] | None, fields: Mapping[str, str]) -> None:
        said = [f"{_label(kind, name)}: {sentence}" for name, sentence in fields.items()]
        count = len(fields)
        super().__init__(
            "One field cannot be recorded as it is." if count == 1 else f"{count} fields need another look.",
            advice=" ".join(said),
        )
        self.fields = MappingProxyType(dict(fields))


def wrong_values(kind: type[Any], values: Mapping[str, Any]) -> dict[str, str]:
    """What is wrong with the values that a fact of this kind would have, as JSON has them; empty if nothing.

    Required fields that are missing are wrong, too. Fields that no such fact has are passed over.
    """
    wrong = {}
    for name, hint in hints_of(kind).items():
        if name not in values:
            if name in required_fields(kind):
                wrong[name] = what_to_write(hint, None)
            continue
        wrong |= wrong_value(name, hint, values[name])
    return wrong


def wrong_value(name: str, hint: Any, value: Any) -> dict[str, str]:
    """What is wrong with one value, by the name of its field; of a supplement, by its fields."""
    part = supplement_of(hint)
    if part is not None and isinstance(value, Mapping):
        return {f"{name}.{inner}": said for inner, said in wrong_values(part, value).items()}
    try:
        check_value(value, hint)
    except Refused as err:
        return {name: what_to_write(hint, value, err)}
    return {}


def supplement_of(hint: Any) -> type[Supplement] | None:
    """The supplement that a field holds, if it holds one."""
    inner = optional_of(hint)
    return inner if isinstance(inner, type) and issubclass(inner, Supplement) else None


def what_to_write(hint: Any, value: Any, err: Refused | None = None) -> str:
    """What to do about a value that a field cannot hold. `err` is what a check said of it."""
    inner = optional_of(hint) or hint
    if get_origin(inner) is tuple:
        inner = get_args(inner)[0]
    rule = rule_of(inner)
    if isinstance(rule, TextRule):
        return _about_text(rule, value, err)
    if isinstance(rule, NumberRule):
        return f"Write a whole number from {rule.least} to {rule.most:,}, in digits."
    if inner is date:
        return "Choose a day, or write one like 2026-11-24."
    if isinstance(inner, type) and issubclass(inner, StrEnum):
        return _CHOOSE
    return "Leave it open, or choose again." if err is None else f"{err} {err.advice}"


def _about_text(rule: TextRule, value: Any, err: Refused | None) -> str:
    texts = [item for item in ([value] if isinstance(value, str) else value or ()) if isinstance(item, str)]
    is_empty = not any(text.strip() for text in texts)
    if any(len(text) > rule.limit for text in texts) and not rule.pattern:
        return f"Too long: at most {rule.limit:,} characters."
    if rule in _FORMS:
        return _FORMS[rule]
    if rule.pattern:
        return _CHOOSE if is_empty else "It is none of the choices. Choose one of them."
    if rule.edtf:
        return WRITE_A_DATE if err is None or is_empty else f"{err} {WRITE_A_DATE}"
    if is_empty or err is None:
        return "Write a few words; “unknown” is an answer too."
    return f"{err} {err.advice}"


def _label(kind: type[Any] | None, name: str) -> str:
    if kind is None:
        return FIELDS.get(name, name)
    outer, _, inner = name.partition(".")
    part = supplement_of(hints_of(kind)[outer]) if inner and outer in hints_of(kind) else None
    if part is None:
        return field_label(kind, name)
    return f"{field_label(kind, outer)}, {field_label(part, inner).lower()}"
