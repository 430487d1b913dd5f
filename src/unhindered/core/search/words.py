"""How a text comes apart into words to be found, in scripts with spaces and without.

Both what is indexed and what is asked go through here. Where a script puts no spaces, each two letters that
stand side by side are a word, and so is the last letter of a run: any part of the run is then found.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, zip_longest

from unhindered.core.letters import fold_letters

# Whoever changes how words are made or compared raises this: every desk then makes its index anew.
INDEX_VERSION = "2"
LONGEST_WORD = 64
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
_HAS_UNSPACED = re.compile(f"[{_UNSPACED}]")
_RUNS = re.compile(f"[{_UNSPACED}]+|[^{_UNSPACED}]+")
_WORD = re.compile(r"[^\W_]+")
_ASCII_WORD = re.compile("[a-z0-9]+")
# Capital letters tell names only inside a sentence: after a word or a comma.
_INSIDE = re.compile(r"(?<=[\w,;]) +([^\W\d_][\w'\u2019-]+)")
# Apostrophes, and what writes hamza and ayin in Latin letters, inside a name: some leave them out.
_WITH_APOSTROPHES = re.compile(r"[^\W_]+(?:['`\u2019\u2018\u02bc\u02bb\u02be\u02bf][^\W_]+)+")
_APOSTROPHES = str.maketrans("", "", "'`\u2019\u2018\u02bc\u02bb\u02be\u02bf")
# “Servant of”, with which many Arabic names begin: some write it apart, some together with what follows.
_SERVANT, _ARTICLE = "\u0639\u0628\u062f", "\u0627\u0644"
# In Persian it stands between the parts of a word, where some write a space and some nothing.
_JOINER = "\u200c"


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a folded text, and where it stands in the original, in code points."""

    word: str
    start: int
    end: int


def words_of(text: str) -> list[str]:
    """The folded words of a text, in order."""
    folded = fold_letters(text.replace(_JOINER, " "))
    if folded.isascii():
        return [word[:LONGEST_WORD] for word in _ASCII_WORD.findall(folded)]
    return [word for word, _, _ in _split(folded)]


def index_words_of(text: str) -> list[str]:
    """The words of a text, and behind them how else they are written: what is looked for in an index."""
    words = words_of(text)
    return [*words, *_joined_names(words), *_without_apostrophes(text)]


def joined(text: str) -> str:
    """A typed word without the apostrophes inside it, folded; empty if there are none."""
    return next(_without_apostrophes(text), "")


def words_with_places(text: str) -> list[Word]:
    """As `words_of`, each with its place."""
    folded = folded_in_place(text)
    if folded is not None:
        return [Word(*found) for found in _split(folded)]
    letters = [fold_letters(letter) for letter in text.replace(_JOINER, " ")]
    starts = [0, *accumulate(map(len, letters))]
    found = []
    for word, start, end in _split("".join(letters)):
        first, last = bisect_right(starts, start) - 1, bisect_right(starts, end - 1) - 1
        found.append(Word(word, first, _behind_marks(letters, last + 1)))
    return found


def folded_in_place(text: str) -> str | None:
    """The folded text, where every letter keeps its place; None where one comes apart or is left out."""
    spaced = text.replace(_JOINER, " ")
    stays = spaced.isascii() or all(len(fold_letters(letter)) == 1 for letter in set(spaced))
    return fold_letters(spaced) if stays else None


def names_of(text: str) -> set[str]:
    """The words that a text writes like names: with a capital letter inside a sentence."""
    return {word for found in _INSIDE.findall(text) if found[0].isupper() for word in words_of(found)}


def is_unspaced(word: str) -> bool:
    """Whether a word is of a script without spaces, where typing errors and prefixes mean nothing."""
    return bool(_HAS_UNSPACED.match(word))


def has_unspaced(text: str) -> bool:
    """Whether a letter of a script without spaces stands in the text."""
    return bool(_HAS_UNSPACED.search(text))


def as_sought(text: str) -> tuple[str, ...]:
    """The words that have to stand side by side for a typed text to be found.

    The last letter of a run without spaces is left out at the end, where more letters may follow.
    """
    folded = fold_letters(text.replace(_JOINER, " "))
    sought = list(_split(folded))
    if len(sought) > 1 and is_unspaced(sought[-1][0]) and sought[-2][2] == sought[-1][2]:
        del sought[-1]
    return tuple(word for word, _, _ in sought)


def _joined_names(words: Sequence[str]) -> Iterator[str]:
    """Together what stands apart, and apart what stands together."""
    for word, following in zip_longest(words, words[1:], fillvalue=""):
        if word == _SERVANT and following:
            yield word + following
        elif word.startswith(_SERVANT + _ARTICLE):
            yield from (_SERVANT, word.removeprefix(_SERVANT))


def _without_apostrophes(text: str) -> Iterator[str]:
    for found in _WITH_APOSTROPHES.findall(text):
        yield from words_of(found.translate(_APOSTROPHES))


def _split(folded: str) -> Iterator[tuple[str, int, int]]:
    """Each word with its place in the folded text."""
    has_unspaced = bool(_HAS_UNSPACED.search(folded))
    for found in _WORD.finditer(folded):
        run, start = found.group(), found.start()
        if not has_unspaced:
            yield run[:LONGEST_WORD], start, found.end()
            continue
        for part in _RUNS.finditer(run):
            yield from _parts(part.group(), start + part.start())


def _parts(run: str, start: int) -> Iterator[tuple[str, int, int]]:
    if not is_unspaced(run):
        yield run[:LONGEST_WORD], start, start + len(run)
        return
    for place in range(len(run)):
        pair = run[place : place + 2]
        yield pair, start + place, start + place + len(pair)


def _behind_marks(letters: list[str], end: int) -> int:
    """Accents that stand as characters of their own belong to the letter before."""
    while end < len(letters) and not letters[end]:
        end += 1
    return end
