"""What is left of a name in every alphabet: the consonants that Latin, Cyrillic, Arabic and Persian share.

Vowels are written or not, and differently by everyone who transliterates; consonants mostly stay. Letters
that are read in two ways give a name several skeletons. Chinese names are not in here: that would need a
table of readings. Nor are Greek, Georgian and Armenian ones.
"""

import re
from collections.abc import Mapping
from itertools import groupby, product

# "a" stands for any vowel; it counts at the beginning of a name only.
_VOWEL = ("a",)
_LATIN: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("tsch", "shch", "tch", "sch", "sh", "ch"), ("c",)),
    **dict.fromkeys(("dzh", "zh", "dj", "j"), ("j",)),
    **dict.fromkeys(("kh", "h"), ("h",)),
    **dict.fromkeys(("ck", "k", "q", "c"), ("k",)),
    **dict.fromkeys(("p", "b"), ("b",)),
    **dict.fromkeys(("ph", "f"), ("f",)),
    **{"th": ("t",), "dh": ("d",), "gh": ("g",), "tz": ("ts",), "x": ("ks",), "v": ("v",), "w": ("", "v")},
    **{"ce": ("s",), "ci": ("s",), "cy": ("s",), "ge": ("g", "j"), "gi": ("g", "j"), "gy": ("g", "j")},
    **{letter: (letter,) for letter in "dglmnrstz"},
    **dict.fromkeys("aeiouy", _VOWEL),
}
_CYRILLIC: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys("аеиоуыэюяіїєүұөә", _VOWEL),
    **{"б": ("b",), "в": ("v",), "г": ("g", "h"), "д": ("d",), "дж": ("j",), "ж": ("j",), "з": ("z",)},
    **{"к": ("k",), "л": ("l",), "м": ("m",), "н": ("n",), "п": ("b",), "р": ("r",), "с": ("s",)},
    **{"т": ("t",), "ф": ("f",), "х": ("h",), "ц": ("ts",), "ч": ("c",), "ш": ("c",), "щ": ("c",)},
    **{"ъ": ("",), "ь": ("",), "ґ": ("g",), "ђ": ("j",), "ћ": ("c",), "џ": ("j",), "љ": ("l",)},
    **{"њ": ("n",), "қ": ("k",), "ғ": ("g",), "ң": ("n",), "һ": ("h",), "ҳ": ("h",), "ҷ": ("j",)},
}
_ARABIC: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys("اعي", _VOWEL),
    **{"ء": ("",), "ب": ("b",), "پ": ("b",), "ت": ("t",), "ث": ("t", "s"), "ج": ("j", "g"), "چ": ("c",)},
    **{"ح": ("h",), "خ": ("h",), "د": ("d",), "ذ": ("d", "z"), "ر": ("r",), "ز": ("z",), "ژ": ("j",)},
    **{"س": ("s",), "ش": ("c",), "ص": ("s",), "ض": ("d", "z"), "ط": ("t",), "ظ": ("z", "d"), "غ": ("g",)},
    **{"ف": ("f", "v"), "ق": ("k", "g"), "ك": ("k",), "گ": ("g",), "ل": ("l",), "م": ("m",), "ن": ("n",)},
    **{"ه": ("h",), "و": ("", "v"), "تش": ("c", "tc")},
}
_HEBREW: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys("אעי", _VOWEL),
    **{"ב": ("b", "v"), "ג": ("g", "j"), "ד": ("d",), "ה": ("h",), "ו": ("", "v"), "ז": ("z",), "ח": ("h",)},
    **{"ט": ("t",), "כ": ("k", "h"), "ך": ("h", "k"), "ל": ("l",), "מ": ("m",), "ם": ("m",), "נ": ("n",)},
    **{"ן": ("n",), "ס": ("s",), "פ": ("b", "f"), "ף": ("f", "b"), "צ": ("ts",), "ץ": ("ts",), "ק": ("k",)},
    **{"ר": ("r",), "ש": ("c", "s"), "ת": ("t",)},
}
_ARTICLE = "ال"
LATIN, CYRILLIC, ARABIC, HEBREW = "latin", "cyrillic", "arabic", "hebrew"
_ALPHABETS = {LATIN: _LATIN, CYRILLIC: _CYRILLIC, ARABIC: _ARABIC, HEBREW: _HEBREW}
_UNITS = {
    name: re.compile("|".join(sorted(letters, key=len, reverse=True))) for name, letters in _ALPHABETS.items()
}
_SCRIPTS = (
    (LATIN, re.compile("[a-z]+")),
    (CYRILLIC, re.compile("[\u0400-\u04ff]+")),
    (HEBREW, re.compile("[\u05d0-\u05ea]+")),
)
_ARABIC_WORD = re.compile("[\u0620-\u06ff]+")
_SHORTEST, _SHORTEST_NAME, _MOST = 2, 3, 8


def script_of(word: str) -> str:
    """The alphabet of a folded word; empty for any that has no skeletons here."""
    for name, letters in _SCRIPTS:
        if letters.fullmatch(word):
            return name
    return ARABIC if _ARABIC_WORD.fullmatch(word) else ""


def skeletons_of(word: str) -> tuple[str, ...]:
    """The skeletons of a folded word; none where too little is left to tell names apart."""
    script = script_of(word)
    if not script or len(word) < _SHORTEST_NAME:
        return ()
    bare = word.removeprefix(_ARTICLE)
    readings = [word] if bare == word or len(bare) < _SHORTEST_NAME else [word, bare]
    found = {skeleton for reading in readings for skeleton in _skeletons(reading, script)}
    return tuple(sorted(skeleton for skeleton in found if len(skeleton) >= _SHORTEST))


def _skeletons(word: str, script: str) -> set[str]:
    letters = _ALPHABETS[script]
    units = [letters[found] for found in _UNITS[script].findall(word)]
    if not units:
        return set()
    first = ("v",) if units[0] == ("", "v") else units[0]
    rest = [("",) if unit == _VOWEL else unit for unit in units[1:]]
    readings = product(first, *rest)
    return {_bare("".join(reading)) for reading, _ in zip(readings, range(_MOST), strict=False)}


def _bare(consonants: str) -> str:
    once = "".join(letter for letter, _ in groupby(consonants))
    # Written or not at the end: Fatimah and Fatima.
    return once.rstrip("h") or once
