"""Names found in a text that is about to leave: a simple comparison of words, on the careful side.

A name is found as the case has it, whole or in part, with or without capitals and accents, with what Arabic
and Hebrew write into a word's beginning and Russian at its end. A nickname that nobody noted, another
spelling, or a description that tells everyone who is meant is not found: the second officer reads for those.
"""

import re
import unicodedata
from collections.abc import Iterable

from unhindered.core.casework.terms import Role
from unhindered.core.letters import fold_letters

# Parts of names that are everyday words or too common to tell anyone who is meant.
_PARTICLES = frozenset(
    {"abu", "ben", "bin", "bint", "dal", "das", "del", "den", "der", "des", "dos", "ibn", "las", "los", "the"}
    | {"van", "von", "al", "el", "de", "di", "da", "do", "du", "la", "le", "lo", "af", "av", "zu"}
)
_ROLE_WORDS = frozenset(
    {"a", "the", "person", "organisation"} | {part for role in Role for part in role.split("_")}
)
_SHORTEST_PART = 3
# Scripts without spaces between words, or with endings joined on: a name is looked for in the running text.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]"
)
# "And", "to", "in", "the" are written into the word that follows: in Hebrew, and in Arabic.
_JOINED = re.compile(
    "[\u05d5\u05dc\u05d1\u05db\u05de\u05d4\u05e9]{1,2}|[\u0648\u0641]?[\u0628\u0644\u0643]?(?:\u0627\u0644|\u0644)?"
)
_ARTICLE = "\u0627\u0644"
_CYRILLIC = re.compile("[\u0400-\u04ff]+")
_LAST_LETTERS = "аяоеийьъы"
_LONGEST_ENDING = 3
_LONGEST_JOINED = 4
_WORD = re.compile(r"[^\W_]+")


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text without case, accents or invisible characters."""
    return tuple(_WORD.findall(fold_letters(text)))


def holds_label(text: str, labels: Iterable[str]) -> bool:
    """Whether one of the labels stands in the text, all its words in a row.

    A label made of nothing but words for roles ("Victim 2") tells nothing, and is let through.
    """
    words = words_of(text)
    return any(holds_whole(words, label) for label in labels if tells_who(label))


def tells_who(label: str) -> bool:
    """Whether a label says more than a role and a number (“Victim 2”)."""
    return any(not word.isdigit() and word not in _ROLE_WORDS for word in words_of(label))


def holds_whole(words: tuple[str, ...], name: str) -> bool:
    """Whether all words of a name stand in a row; without spaces between words, anywhere in the text."""
    parts = words_of(name)
    if is_unspaced(name):
        return bool(parts) and "".join(parts) in "".join(words)
    length = len(parts)
    return is_long_enough(parts) and any(
        words[at : at + length] == parts for at in range(len(words) - length + 1)
    )


def is_long_enough(parts: tuple[str, ...]) -> bool:
    """Whether a name of these words can be looked for whole: a single word of two letters is any word."""
    return len(parts) > 1 or (len(parts) == 1 and len(parts[0]) >= _SHORTEST_PART)


def is_unspaced(name: str) -> bool:
    """Whether a name is written in a script that puts no spaces between words."""
    return bool(_UNSPACED.search(name))


def cased_words(text: str) -> tuple[tuple[str, str], ...]:
    """The words of a text, each with how it is written there."""
    apart = unicodedata.normalize("NFKD", _visible(text))
    plain = "".join(char for char in apart if not unicodedata.category(char).startswith("M"))
    pairs = (("".join(words_of(token)), token) for token in _WORD.findall(plain))
    return tuple((word, token) for word, token in pairs if word)


def telling_parts(name: str) -> tuple[str, ...]:
    """The parts of a name that can tell who is meant; those of two letters as they are written (“Li”)."""
    parts = tuple(part for part in words_of(name) if part not in _PARTICLES and len(part) >= _SHORTEST_PART)
    # Names of two letters are words in other languages: they count only as they are written.
    short = (pair for pair in cased_words(name) if len(pair[1]) == _SHORTEST_PART - 1)
    return (*parts, *(token for word, token in short if token[0].isupper() and word not in _PARTICLES))


def is_same_word(word: str, token: str, part: str) -> bool:
    """Whether a word of a text, written as `token`, is this telling part of a name."""
    return token == part if len(part) < _SHORTEST_PART else _is_same(word, part)


def keys_of_part(part: str) -> tuple[str, ...]:
    """Under which keys a part of a name is found; `keys_of_word` gives at least one of them."""
    stem = part.rstrip(_LAST_LETTERS) if _CYRILLIC.fullmatch(part) else part
    return tuple({part, part.removeprefix(_ARTICLE), stem})


def keys_of_word(word: str, token: str) -> set[str]:
    """Under which keys a part of a name stands that this word may be."""
    joined = {word[at:] for at in range(1, _LONGEST_JOINED + 1) if _JOINED.fullmatch(word[:at])}
    stems = (
        {word[: len(word) - cut] for cut in range(_LONGEST_ENDING + 1)}
        if _CYRILLIC.fullmatch(word)
        else set()
    )
    return {word, token, word.removeprefix(_ARTICLE), *joined, *stems} - {""}


def _is_same(word: str, part: str) -> bool:
    if word == part or _is_declined(word, part):
        return True
    bare = part.removeprefix(_ARTICLE)
    if len(bare) < _SHORTEST_PART or not word.endswith(bare):
        return False
    return word == bare or bool(_JOINED.fullmatch(word.removesuffix(bare)))


def _is_declined(word: str, part: str) -> bool:
    """Whether `word` is a Cyrillic name's other case: the same stem, another ending."""
    stem = part.rstrip(_LAST_LETTERS)
    if len(stem) < _SHORTEST_PART or not (_CYRILLIC.fullmatch(word) and _CYRILLIC.fullmatch(part)):
        return False
    return word.startswith(stem) and len(word) - len(stem) <= _LONGEST_ENDING


def _visible(text: str) -> str:
    return "".join(char for char in text if unicodedata.category(char) != "Cf")
