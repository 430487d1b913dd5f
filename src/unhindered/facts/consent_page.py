"""What a person is asked on the consent page, in ten languages; all but the English are machine drafts.

Purposes, levels, and what can go wrong are told in the words of the gate: whoever agreed there is asked the
same again here. A page says of itself that nobody checked its translation, until somebody has.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final

from unhindered.core.casework.terms import Detail, IdentityLevel, Purpose
from unhindered.core.errors import Refused

LANGUAGES: Final = ("en", "fr", "es", "ar", "ru", "zh", "fa", "tg", "pt", "tr")


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What one purpose asks, what happens then, what can go wrong, and what a change of mind can do."""

    asks: str
    happens: str
    risk: str
    change: str


@dataclass(frozen=True, kw_only=True)
class ConsentPage:
    """The texts of one language, which calls itself `name`; `texts` are the sentences around the purposes."""

    language: str
    name: str
    direction: str
    is_reviewed: bool
    texts: Mapping[str, str]
    levels: Mapping[IdentityLevel, str]
    purposes: Mapping[Purpose, Asked]
    details: Mapping[Detail, str]


@cache
def consent_page(language: str) -> ConsentPage:
    """The texts in a language.

    Raises:
        Refused: there are none in it.
    """
    if language not in LANGUAGES:
        raise Refused(
            "The consent page is not in this language.",
            advice="Take a language that the person understands, or ask an interpreter to read it out.",
        )
    content = _read(language)
    return ConsentPage(
        language=language,
        name=content["name"],
        direction=content["direction"],
        is_reviewed=content["is_reviewed"],
        texts=MappingProxyType(content["texts"]),
        levels=MappingProxyType({level: content["levels"][level] for level in IdentityLevel}),
        purposes=MappingProxyType({purpose: Asked(**content["purposes"][purpose]) for purpose in Purpose}),
        details=MappingProxyType({detail: content["details"][detail] for detail in Detail}),
    )


def _read(language: str) -> dict[str, Any]:
    folder = files("unhindered.facts") / "consent_page"
    content: dict[str, Any] = json.loads((folder / f"{language}.json").read_bytes())
    return content
