"""The text of a cell as the value that a field holds, by the field's kind; what does not fit is refused."""

import re
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from typing import Any

from unhindered.core.casework.act_types import ACT_TYPES
from unhindered.core.casework.importing.dates_in_cells import is_not_known, read_date
from unhindered.core.casework.importing.mapping import DateOrder
from unhindered.core.casework.importing.targets import Target, ValueKind
from unhindered.core.casework.names import words_of
from unhindered.core.casework.record_terms import Sex
from unhindered.core.casework.terms import CountingUnit, Role
from unhindered.core.errors import Refused

_SAY_IT = "Say in the mapping what it means, or correct the cell."
_SEPARATORS = re.compile(r"[;|\n]")
_CODE = re.compile(r"([0-9]{12})([0-9]{2})?")
_YES = frozenset({"yes", "y", "true", "1", "oui", "si", "sim", "да", "نعم", "evet"})
_NO = frozenset({"no", "n", "false", "0", "non", "nao", "нет", "لا", "hayir"})
# What other programs, and people, write for our choices.
_SAID: Mapping[type[StrEnum], Mapping[str, StrEnum]] = {
    Sex: {"m": Sex.MALE, "man": Sex.MALE, "boy": Sex.MALE, "homme": Sex.MALE, "hombre": Sex.MALE}
    | {"masculin": Sex.MALE, "masculino": Sex.MALE, "мужской": Sex.MALE, "ذكر": Sex.MALE}
    | {"f": Sex.FEMALE, "w": Sex.FEMALE, "woman": Sex.FEMALE, "girl": Sex.FEMALE, "femme": Sex.FEMALE}
    | {"mujer": Sex.FEMALE, "feminin": Sex.FEMALE, "femenino": Sex.FEMALE, "женский": Sex.FEMALE}
    | {"انثى": Sex.FEMALE},
    CountingUnit: {"individual": CountingUnit.PERSON, "entity": CountingUnit.ORGANISATION}
    | {"organization": CountingUnit.ORGANISATION, "1": CountingUnit.PERSON}
    | {"persona": CountingUnit.PERSON, "personne": CountingUnit.PERSON},
    Role: {"perpetrator": Role.ALLEGED_PERPETRATOR, "accused": Role.ALLEGED_PERPETRATOR}
    | {"suspect": Role.ALLEGED_PERPETRATOR, "family": Role.RELATIVE, "lawyer": Role.REPRESENTATIVE},
}


def read_value(text: str, target: Target, order: DateOrder) -> Any:
    """One value, or a tuple of them where the field holds several; None where the cell says nothing.

    A reference stays the key that the sheet has: whoever knows all rows looks it up.

    Raises:
        Refused: the field cannot hold it.
    """
    if not target.is_list:
        return _one(text, target, order)
    parts = [part.strip() for part in _SEPARATORS.split(text)]
    found = (_one(part, target, order) for part in parts if part)
    return tuple(value for value in found if value is not None)


def _one(text: str, target: Target, order: DateOrder) -> Any:
    match target.value:
        case ValueKind.TEXT | ValueKind.KEY | ValueKind.REFERENCE:
            return text
        case ValueKind.DATE:
            return read_date(text, order)
        case ValueKind.STATE:
            return _state(text)
        case ValueKind.TRUTH:
            return _truth(text)
        case ValueKind.NUMBER:
            return _number(text)
        case _:
            return None if is_not_known(text) else _choice(text, target)


def _choice(text: str, target: Target) -> Any:
    if target.value is ValueKind.ACT_TYPE:
        return _act_type(text)
    if target.value is ValueKind.ESF_CODE:
        return _code(text, target.list_number)
    return _of_list(text, target.choices or StrEnum)


def _act_type(text: str) -> str:
    if text.upper() in ACT_TYPES:
        return text.upper()
    by_label = _act_types_by_label().get(words_of(text))
    return by_label or _code(text, "04")


@cache
def _act_types_by_label() -> dict[tuple[str, ...], str]:
    return {words_of(entry.label): code for code, entry in ACT_TYPES.items()}


def _code(text: str, list_number: str) -> str:
    """OpenEvSys leaves out a code's last two digits, the number of its list."""
    found = _CODE.match(text.strip())
    if found is None or found[2] not in (None, list_number):
        raise Refused("This is no code of the list that the field takes.", advice=_SAY_IT)
    return found[1] + list_number


def _of_list(text: str, choices: type[StrEnum]) -> StrEnum:
    plain = " ".join(words_of(text))
    for item in choices:
        if " ".join(words_of(item.value.replace("_", " "))) == plain:
            return item
    found = _SAID.get(choices, {}).get(plain)
    if found is None:
        raise Refused("This is none of the choices that the field has.", advice=_SAY_IT)
    return found


def _state(text: str) -> str | None:
    if is_not_known(text):
        return None
    if re.fullmatch(r"[A-Za-z]{3}", text):
        return text.upper()
    raise Refused("A State is three letters, like XVL.", advice=_SAY_IT)


def _truth(text: str) -> bool | None:
    plain = " ".join(words_of(text))
    if plain in _YES or plain in _NO:
        return plain in _YES
    if is_not_known(text):
        return None
    raise Refused("This is neither yes nor no.", advice=_SAY_IT)


def _number(text: str) -> int | None:
    if is_not_known(text):
        return None
    plain = re.sub(r"(?<=\d)[ ,.\u00a0\u202f'](?=\d{3}\b)", "", text.strip())
    plain = plain.removesuffix(".0")
    if not re.fullmatch(r"\d{1,9}", plain, re.ASCII):
        raise Refused("This is not a whole number.", advice=_SAY_IT)
    return int(plain)
