"""Letters as people mean them, not as they are written: no case, accents, invisible marks or look-alikes.

Whoever compares words of any script folds both sides with this, and with nothing else.
"""

import unicodedata
from collections.abc import Mapping

# Letters that stand for one another and do not come apart into a letter and a mark: Latin ones, then the
# Arabic and Persian forms of yeh, kaf, heh and alef, and the stretch of tatweel.
_ALIKE: Mapping[str, str] = {
    **{"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe"},
    **{"\u0640": "", "\u0649": "\u064a", "\u06cc": "\u064a", "\u06a9": "\u0643", "\u0629": "\u0647"},
    **{"\u0671": "\u0627", "\u06c1": "\u0647", "\u06be": "\u0647", "\u06d5": "\u0647"},
    **{chr(zero + digit): str(digit) for zero in (0x660, 0x6F0) for digit in range(10)},
}
_MOST_ROUNDS = 4


class _Letters(dict[int, str]):
    """What each letter becomes, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        found = _folded(chr(code))
        # Beyond the first plane letters are rare, and there are a million of them.
        if code < 0x10000:
            self[code] = found
        return found


def fold_letters(text: str) -> str:
    """The text folded letter by letter; folding it again changes nothing."""
    return text.translate(_LETTERS)


def _folded(letters: str) -> str:
    # What a letter comes apart into may come apart again, or have a small form.
    for _ in range(_MOST_ROUNDS):
        apart = unicodedata.normalize("NFKD", letters.casefold()).casefold()
        seen = "".join(_ALIKE.get(letter, letter) for letter in apart if _is_seen(letter))
        if seen == letters:
            break
        letters = seen
    return letters


def _is_seen(letter: str) -> bool:
    category = unicodedata.category(letter)
    return category != "Cf" and not category.startswith("M")


_LETTERS = _Letters()
