"""Names and contact details found in a text about to leave: a simple comparison of words, on the careful side.

It finds a name as it is written in the case, whole or in part, with or without capitals and accents. It cannot
find a nickname nobody noted, another transliteration, or a description that tells everyone who is meant: the
second officer reads for those.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable

# Parts of names that are everyday words or too common to tell anyone who is meant.
_PARTICLES = frozenset(
    (
        "abu",
        "ben",
        "bin",
        "bint",
        "dal",
        "das",
        "del",
        "den",
        "der",
        "des",
        "dos",
        "ibn",
        "las",
        "los",
        "the",
        "van",
        "von",
    )
)
_SHORTEST_PART = 3
# Scripts without spaces between words, where a name is looked for inside the running text.
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
# In Arabic and Hebrew "and", "to", "in", "the" are written into the word that follows.
_JOINED = re.compile(
    "[\u05d5\u05dc\u05d1\u05db\u05de\u05d4\u05e9]{1,2}|(?:\u0648|\u0641)?[\u0628\u0644\u0643]?(?:\u0627\u0644)?"
)
_WORD = re.compile(r"[^\W_]+")

_MAIL = re.compile(r"[^\s@]@[^\s@]|(?<![\w@])@\w{2}")
_CHAT = re.compile(r"\b(?:wa|t|signal)\.me/|\bm\.me/", re.IGNORECASE)
_DIGITS = re.compile(r"\+?\(?\d(?:[ .()\-\u00a0\u2010-\u2015\u202f]{0,3}\d){6,}")
_DATES = re.compile(r"(?:\d{4}-\d\d-\d\d|\d\d?\.\d\d?\.\d{4})")
_YEARS = re.compile(r"(?:(?:1[89]|20)\d\d[ .\-\u2010-\u2015]*)+")
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:([ .\u00a0\u202f])\d{3})(?:\1\d{3})*")


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text without case, accents or invisible characters."""
    return tuple(_WORD.findall(_folded(text)))


def holds_name(text: str, names: Iterable[str], *, except_words: Collection[str] = ()) -> bool:
    """Whether one of the names, or a part of one, stands in the text.

    Words of `except_words` count as a part of a name no more (relatives share them); whole names still do.
    """
    words = words_of(text)
    return any(_holds(words, name, except_words) for name in names)


def holds_label(text: str, labels: Iterable[str]) -> bool:
    """Whether one of the labels stands in the text, all its words in a row."""
    words = words_of(text)
    return any(_in_a_row(words, words_of(label)) for label in labels)


def holds_contact_details(text: str) -> bool:
    """Whether an e-mail address, an account name, or a number that can be called stands in the text.

    Identity numbers look the same and are found too. Dates, years and sums are let through.
    """
    plain = unicodedata.normalize("NFKC", _visible(text))
    return bool(_MAIL.search(plain) or _CHAT.search(plain)) or any(
        _can_be_called(found.group()) for found in _DIGITS.finditer(plain)
    )


def _holds(words: tuple[str, ...], name: str, except_words: Collection[str]) -> bool:
    parts = words_of(name)
    if not parts:
        return False
    if _UNSPACED.search(name):
        return "".join(parts) in "".join(words)
    telling = [
        part
        for part in parts
        if len(part) >= _SHORTEST_PART and part not in _PARTICLES and part not in except_words
    ]
    return _in_a_row(words, parts) or any(_same(word, part) for part in telling for word in words)


def _same(word: str, part: str) -> bool:
    if word == part:
        return True
    if not word.endswith(part):
        return False
    return bool(_JOINED.fullmatch(word.removesuffix(part)))


def _in_a_row(words: tuple[str, ...], parts: tuple[str, ...]) -> bool:
    length = len(parts)
    return length > 0 and any(words[at : at + length] == parts for at in range(len(words) - length + 1))


def _can_be_called(digits: str) -> bool:
    if digits.startswith(("+", "00")):
        return True
    rest = _DATES.sub("", digits).strip(" .-()")
    if len(re.sub(r"\D", "", rest)) < 7:
        return False
    return not (_YEARS.fullmatch(rest) or _THOUSANDS.fullmatch(rest))


def _visible(text: str) -> str:
    return "".join(char for char in text if unicodedata.category(char) != "Cf")


def _folded(text: str) -> str:
    apart = unicodedata.normalize("NFKD", _visible(text).casefold())
    return "".join(char for char in apart if not unicodedata.combining(char)).casefold()
