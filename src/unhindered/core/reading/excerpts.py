"""The part of a long passage that may be quoted in public, and still shows who says it of which State."""

import re
from collections.abc import Mapping

Span = tuple[int, int]

MOST_WORDS = 25
MOST_CHARACTERS = 300
_WORD = re.compile(r"\S+")
_WORDS_AROUND_A_STATE = 10


def excerpts_of(text: str, passage: Span, marks: Mapping[str, Span]) -> list[Span]:
    """Up to two parts of the passage, at most 25 words together; none where the whole may be quoted.

    The first part begins where the speaker does, the second ends with the State.
    """
    words = [found.span() for found in _WORD.finditer(text, *passage)]
    if len(words) <= MOST_WORDS and passage[1] - passage[0] <= MOST_CHARACTERS:
        return []
    state = _inside(marks.get("state"), passage)
    speaker = _inside(marks.get("by"), passage)
    if state is None:
        begin = speaker[0] if speaker else passage[0]
        return _fitting(words, [_from(words, begin, MOST_WORDS)], passage)
    if speaker is None:
        return _fitting(words, [_up_to(words, state[1], MOST_WORDS)], passage)
    if state[0] < speaker[0]:
        return _fitting(words, [_from(words, state[0], MOST_WORDS)], passage)
    first, last = _index(words, speaker[0]), _index(words, state[1] - 1)
    if last - first < MOST_WORDS:
        return _fitting(words, [(first, last + 1)], passage)
    state_words = min(_WORDS_AROUND_A_STATE, last - _index(words, state[0]) + 5)
    parts = [(first, first + MOST_WORDS - state_words), (last + 1 - state_words, last + 1)]
    return _fitting(words, parts, passage)


def _fitting(words: list[Span], parts: list[tuple[int, int]], passage: Span) -> list[Span]:
    spans = []
    room = MOST_CHARACTERS
    for first, after in parts:
        if first < after:
            start, end = max(words[first][0], passage[0]), min(words[after - 1][1], passage[1])
            end = min(end, start + room)
            spans.append((start, end))
            room -= end - start
    return [(start, end) for start, end in spans if start < end]


def _inside(mark: Span | None, passage: Span) -> Span | None:
    return mark if mark and passage[0] <= mark[0] and mark[1] <= passage[1] else None


def _index(words: list[Span], place: int) -> int:
    return next((index for index, (_, end) in enumerate(words) if place < end), len(words) - 1)


def _from(words: list[Span], place: int, count: int) -> tuple[int, int]:
    first = _index(words, place)
    return first, min(len(words), first + count)


def _up_to(words: list[Span], place: int, count: int) -> tuple[int, int]:
    last = _index(words, place - 1)
    return max(0, last + 1 - count), last + 1
