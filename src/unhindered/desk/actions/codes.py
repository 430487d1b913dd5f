"""Codes of States and languages with their names in English, to read, to offer, and to take as typed."""

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from babel import Locale

from unhindered.core.casework.codec import rule_of
from unhindered.core.casework.fields import Language, StateCode, TextRule
from unhindered.facts.tables import load_facts

# Of the languages that somebody might speak, those that are offered; any other code may be written.
_MACHINES = frozenset({"mul", "root", "und", "zxx"})
_CODE = 3


@cache
def states() -> Mapping[str, str]:
    """The States by code, with their names; invented ones too, which stand in practice and in examples."""
    facts = load_facts()
    known = sorted(facts.states, key=lambda state: state.name)
    named = {state.iso3: state.name for state in known}
    return MappingProxyType(named | {state.iso3: state.name for state in facts.fictional_states})


@cache
def languages() -> Mapping[str, str]:
    """Languages by code, with their names in English, by name."""
    named = ((code, name) for code, name in Locale("en").languages.items() if code not in _MACHINES)
    known = [(code.replace("_", "-"), name) for code, name in named]
    return MappingProxyType(dict(sorted(known, key=lambda item: item[1])))


def state_name(code: str | None) -> str:
    """A State by its name and code, or by the code alone where we know no name for it."""
    name = states().get(code or "")
    return f"{name} ({code})" if name else code or ""


def language_name(code: str | None) -> str:
    """A language by its name, or by the code where we know no name for it."""
    known = languages()
    return known.get(code or "") or known.get((code or "").partition("-")[0]) or code or ""


def unknown_states(codes: list[str]) -> list[str]:
    """Those that are a code of no State that we know: they may be right all the same."""
    return [code for code in codes if code and code not in states()]


def offered(rule: object) -> tuple[tuple[str, str], ...]:
    """Codes with names for fields of this rule; none where it is of neither States nor languages."""
    return tuple(_named(rule).items())


def as_code(rule: object, typed: str) -> str:
    """A State or a language as typed, by name or in another case, as its code; any other text as it is."""
    known = _named(rule)
    text = typed.strip()
    if rule == rule_of(StateCode) and len(text) == _CODE:
        return text.upper()
    return _by_name(rule).get(text.casefold(), text) if known else text


def as_codes(rule: object, typed: str) -> list[str]:
    """Codes, or the names they stand for, between commas or on lines; codes between spaces, too."""
    codes: list[str] = []
    for part in re.split(r"[,;\n]+", typed):
        code = as_code(rule, part)
        codes += [code] if code != part.strip() else [as_code(rule, word) for word in part.split()]
    return codes


def _named(rule: object) -> Mapping[str, str]:
    if rule == rule_of(StateCode):
        return states()
    return languages() if rule == rule_of(Language) else MappingProxyType({})


@cache
def _by_name(rule: TextRule) -> Mapping[str, str]:
    return MappingProxyType({name.casefold(): code for code, name in _named(rule).items()})
