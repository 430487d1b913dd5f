"""The States a source can choose from: codes from the package's tables, names in the language of the page.

English names are those of the tables; in other languages those of Unicode's CLDR, through Babel.
"""

import unicodedata
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from babel import Locale

from unhindered.facts.tables import load_facts
from unhindered.gate.languages.catalogues import ORIGINAL

# Letters that come elsewhere in an alphabet than in Unicode; all others stand in Unicode's order.
_ALPHABETS = MappingProxyType(
    {
        "fa": "آابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی",
        "ru": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
        "tg": "абвгғдеёжзиӣйкқлмнопрстуӯфхҳчҷшъэюя",
        "tr": "abcçdefgğhıijklmnoöpqrsştuüvwxyz",
        "es": "abcdefghijklmnñopqrstuvwxyz",
    }
)


@cache
def states_to_choose(own: str, language: str = ORIGINAL) -> tuple[tuple[str, str], ...]:
    """Code and name of all States by name; the institution's own first, also an invented one."""
    names = _names(language)
    by_name = sorted(names.items(), key=lambda item: _place(item[1], language))
    name = names.get(own) or _fictional_states().get(own)
    return tuple(by_name if name is None else [(own, name), *by_name])


@cache
def _names(language: str) -> Mapping[str, str]:
    known = {} if language == ORIGINAL else Locale.parse(language).territories
    return MappingProxyType({state.iso3: known.get(state.iso2, state.name) for state in load_facts().states})


@cache
def _fictional_states() -> Mapping[str, str]:
    return MappingProxyType({state.iso3: state.name for state in load_facts().fictional_states})


def _place(name: str, language: str) -> tuple[list[int], str]:
    """Where a name stands in the alphabet: marks and other small differences count only after letters."""
    if language == "zh":
        # The common characters stand in this encoding as in a dictionary, by their sound; rare ones follow.
        return list(name.encode("gb18030")), name
    alphabet = _ALPHABETS.get(language, "")
    lowered = name.replace("İ", "i").replace("I", "ı").lower() if language == "tr" else name.lower()
    letters = []
    for letter in unicodedata.normalize("NFC", lowered):
        at = alphabet.find(letter)
        if at >= 0:
            letters.append(0x10000 + at)
        else:
            base = unicodedata.normalize("NFKD", letter)[0]
            if base.isalnum() or base == " ":
                at = alphabet.find(base)
                letters.append(0x10000 + at if at >= 0 else ord(base))
    return letters, name
