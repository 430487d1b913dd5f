"""Words that differ by a letter or two from one that was typed, found without looking at all words.

A word is cut into one piece more than the edits that are allowed: one piece at least is then intact, and
where it can stand is known. Candidates that share a piece are compared letter by letter.
"""

from collections.abc import Iterator

_SHORTEST, _SHORTEST_FOR_TWO, _LONGEST = 4, 8, 40
_SHORTEST_INDEXED, _SHORTEST_IN_THREE = 3, 6


def allowed_edits(word: str) -> int:
    """How many letters may be wrong, missing or too many: none in short words and in numbers."""
    if not word.isalpha() or not _SHORTEST <= len(word) <= _LONGEST:
        return 0
    return 1 if len(word) < _SHORTEST_FOR_TWO else 2


def pieces_of(word: str) -> tuple[str, ...]:
    """The pieces by which a word is found, each with its place and the word's length."""
    length = len(word)
    if not word.isalpha() or not _SHORTEST_INDEXED <= length <= _LONGEST:
        return ()
    return tuple(_key(length, number, word[start:end]) for number, start, end in _cuts(length))


def pieces_sought(word: str) -> tuple[str, ...]:
    """The pieces that a word within the allowed edits of this one has at least one of."""
    edits, length = allowed_edits(word), len(word)
    if not edits:
        return ()
    lengths = range(max(_SHORTEST_INDEXED, length - edits), min(_LONGEST, length + edits) + 1)
    return tuple(dict.fromkeys(key for other in lengths for key in _pieces_in(word, other)))


def swapped(word: str) -> tuple[str, ...]:
    """The word with two neighbours swapped: one slip of the hand, though two letters differ."""
    if not allowed_edits(word):
        return ()
    swaps = (word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(len(word) - 1))
    return tuple(dict.fromkeys(other for other in swaps if other != word))


def edits_between(word: str, other: str, most: int) -> int | None:
    """How many letters have to be changed, added or taken away; None where it is more than `most`.

    `most` is at most two. Thousands of candidates are compared for one typed word: this goes no long way.
    """
    if len(word) < len(other):
        word, other = other, word
    if len(word) - len(other) > most:
        return None
    word, other = _less_what_ends_alike(word, other)
    if len(word) <= 2:
        # Both ends differ by now: every letter that is left is an edit.
        edits = len(word)
    elif _is_alike_inside(word, other):
        edits = 2
    else:
        return None
    return edits if edits <= most else None


def _less_what_ends_alike(longer: str, shorter: str) -> tuple[str, str]:
    start, end = 0, len(shorter)
    while start < end and longer[start] == shorter[start]:
        start += 1
    shift = len(longer) - len(shorter)
    while end > start and longer[end - 1 + shift] == shorter[end - 1]:
        end -= 1
    return longer[start : end + shift], shorter[start:end]


def _is_alike_inside(longer: str, shorter: str) -> bool:
    """Whether an edit at each end makes them the same: the ends differ, and one has more than two letters."""
    inside = longer[1:-1]
    match len(longer) - len(shorter):
        case 0:
            return inside == shorter[1:-1] or longer[1:] == shorter[:-1] or longer[:-1] == shorter[1:]
        case 1:
            return inside in (shorter[:-1], shorter[1:])
        case _:
            return inside == shorter


def _cuts(length: int) -> Iterator[tuple[int, int, int]]:
    count = 2 if length < _SHORTEST_IN_THREE else 3
    for number in range(count):
        yield number, number * length // count, (number + 1) * length // count


def _pieces_in(word: str, other: int) -> Iterator[str]:
    """Where pieces of a word of length `other` can stand in this one.

    Of all pieces one is intact that has no more edits before it than pieces before it, and none more behind
    it than pieces behind it: else there would be more edits than pieces less one.
    """
    cuts, longer = list(_cuts(other)), len(word) - other
    for number, start, end in cuts:
        behind = len(cuts) - 1 - number
        first = max(0, start - number, start + longer - behind)
        last = min(len(word) - (end - start), start + number, start + longer + behind)
        for place in range(first, last + 1):
            yield _key(other, number, word[place : place + end - start])


def _key(length: int, number: int, piece: str) -> str:
    return f"{length}.{number}.{piece}"
