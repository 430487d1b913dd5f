"""From text to thirteen indexes and back, and which words are close to which. Holds no key."""

import hashlib
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import product

from unhindered.core.errors import Refused
from unhindered.core.texts import N_

SECRET_LENGTH = 16
PLACES = 13
LIST_LENGTH = 2048
ADVICE = N_("Compare each word with what you wrote down, and their order.")
_BITS_PER_WORD = 11
_BIP39_CHECK_BITS = 4
_CHECK_LABEL = b"unhindered/receipt-check/v1"
_TEXT_LIMIT = 1000
_NUMBER_DIGITS = 4
_TELLING_LETTERS = 4
# A word of the list taken for another is one letter off; looking further finds receipts nobody has.
_CLOSE_IF_KNOWN = 1
_CLOSE_IF_MISSPELT = 2


def indexes_of(secret: bytes) -> tuple[int, ...]:
    """Thirteen indexes from 0: twelve as BIP 39 has them, then the check word's."""
    check = hashlib.sha256(secret).digest()[0] >> (8 - _BIP39_CHECK_BITS)
    number = int.from_bytes(secret, "big") << _BIP39_CHECK_BITS | check
    twelve = [number >> place & (LIST_LENGTH - 1) for place in range(121, -1, -_BITS_PER_WORD)]
    digest = hashlib.sha256(_CHECK_LABEL + secret).digest()
    return (*twelve, int.from_bytes(digest[:2], "big") >> (16 - _BITS_PER_WORD))


def checked_secret(indexes: Sequence[int]) -> bytes | None:
    """The secret in thirteen indexes, or None if BIP 39's check or the check word does not fit."""
    number = 0
    for index in indexes[:-1]:
        number = number << _BITS_PER_WORD | index
    secret = (number >> _BIP39_CHECK_BITS).to_bytes(SECRET_LENGTH, "big")
    return secret if indexes_of(secret) == tuple(indexes) else None


def tokens_of(text: str) -> list[str]:
    """The words and numbers in a text, folded; a numbering of the thirteen places is left out.

    Chinese is written without spaces, and each character is a word of its list.

    Raises:
        Refused: a text much longer than any receipt.
    """
    if len(text) > _TEXT_LIMIT:
        raise Refused("This is too long to be a receipt.", advice=ADVICE)
    spaced = (_spaced(character) for character in fold(text))
    tokens = "".join(spaced).split()
    numbering = [str(place) for place in range(1, PLACES + 1)]
    if len(tokens) == 2 * PLACES and tokens[::2] == numbering:
        return tokens[1::2]
    return tokens


def index_of_words(wordlist: Sequence[str]) -> dict[str, int]:
    """Each folded word's index from 0."""
    return {fold(word): index for index, word in enumerate(wordlist)}


def index_of_token(token: str, known: dict[str, int]) -> int | None:
    """The index from 0 of a folded word or number, or None."""
    if is_number(token):
        return int(token) - 1 if len(token) <= _NUMBER_DIGITS and 1 <= int(token) <= LIST_LENGTH else None
    return known.get(token)


def best_fitting(tokens: Sequence[str], wordlists: Sequence[Sequence[str]]) -> Sequence[str]:
    """The list that knows most of the tokens; of several, the first."""
    wanted = set(tokens)
    return max(wordlists, key=lambda words: len(wanted.intersection(index_of_words(words))))


def is_number(token: str) -> bool:
    """Whether a folded token is written in digits only."""
    return token.isascii() and token.isdigit()


def with_unknown_replaced(
    tokens: Sequence[str], indexes: Sequence[int | None], known: dict[str, int]
) -> Iterator[list[int]]:
    """Every way to put close words in the places that are not in the list."""
    choices = [
        _close_to(token, known, _CLOSE_IF_MISSPELT) if index is None else [index]
        for token, index in zip(tokens, indexes, strict=True)
    ]
    return (list(chosen) for chosen in product(*choices))


def with_one_change(
    tokens: Sequence[str], indexes: Sequence[int], known: dict[str, int]
) -> Iterator[list[int]]:
    """Every way to swap two neighbours, or to put a close word in one place."""
    for place in range(PLACES - 1):
        swapped = list(indexes)
        swapped[place : place + 2] = reversed(swapped[place : place + 2])
        yield swapped
    for place, token in enumerate(tokens):
        for index in _close_to(token, known, _CLOSE_IF_KNOWN):
            yield [*indexes[:place], index, *indexes[place + 1 :]]


def _close_to(token: str, known: dict[str, int], limit: int) -> list[int]:
    if is_number(token):
        numbers = {str(index + 1): index for index in range(LIST_LENGTH)}
        return [index for text, index in numbers.items() if _is_close(token, text, 1)]
    start = token[:_TELLING_LETTERS]
    return [
        index
        for word, index in known.items()
        if _is_close(token, word, limit) or (len(start) == _TELLING_LETTERS and word.startswith(start))
    ]


def _is_close(one: str, other: str, limit: int) -> bool:
    # Of a word of one letter nothing is left that could be close.
    if min(len(one), len(other)) == 1 and not is_number(one):
        return False
    # Cheap tests first: nearly all of the 2,048 words fail one of them.
    if abs(len(one) - len(other)) > limit or len(set(one) ^ set(other)) > 2 * limit:
        return False
    return _distance(one, other) <= limit


def _distance(one: str, other: str) -> int:
    """Letters changed, left out, put in, or swapped with a neighbour (optimal string alignment)."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        above, row = row, [i]
        for j, wanted in enumerate(other, start=1):
            cost = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before = above
    return row[-1]


def _spaced(character: str) -> str:
    if "\u4e00" <= character <= "\u9fff":
        return f" {character} "
    return character if character.isalnum() else " "


def fold(text: str) -> str:
    """Lower case, no accents or invisible characters, and the digits 0 to 9 for those of any script."""
    kept = []
    for character in unicodedata.normalize("NFKD", text):
        category = unicodedata.category(character)
        if category == "Nd":
            kept.append(str(unicodedata.digit(character)))
        elif category[0] != "M" and category != "Cf":
            kept.append(character)
    # The Turkish letter without a dot is typed with one on most keyboards.
    return "".join(kept).lower().replace("ı", "i")
