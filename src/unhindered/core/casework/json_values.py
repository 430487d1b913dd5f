"""JSON objects inside facts, made unchangeable, and back to what a JSON writer takes."""

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from unhindered.core.errors import Refused

_DEEPEST = 6
_LONGEST = 5_000
_WIDEST = 500
_CAN_BE_CALLED = 10**8
# Characters that no text needs: controls (tabs, line and page breaks aside), halves of characters, overrides.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\u202d\u202e\ud800-\udfff]")
_ADVICE = "Keep what was read as it was read; ask who wrote the reader."


def freeze(value: Any, depth: int = _DEEPEST) -> Any:
    """A copy of `value` that nobody can change: tuples for lists, read-only mappings for objects.

    Raises:
        Refused: a float, a key that is not short ASCII text, or too deep, long or wide.
    """
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return _number(value)
    if isinstance(value, str):
        return _text(value, _LONGEST)
    if not isinstance(value, Mapping | list | tuple) or depth == 0 or len(value) > _WIDEST:
        raise Refused("This is deeper or larger than a fact can be, or not JSON.", advice=_ADVICE)
    if isinstance(value, Mapping):
        return MappingProxyType({_key(key): freeze(item, depth - 1) for key, item in value.items()})
    return tuple(freeze(item, depth - 1) for item in value)


def thaw(value: Any) -> Any:
    """What `freeze` was given, as plain lists and dicts."""
    if isinstance(value, Mapping):
        return {key: thaw(item) for key, item in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [thaw(item) for item in value]
    return value


def everything_in(value: Any) -> list[str]:
    """Every key and text of a frozen value, and every number long enough to be called."""
    if isinstance(value, Mapping):
        return [text for key, item in value.items() for text in (key, *everything_in(item))]
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [text for item in value for text in everything_in(item)]
    if isinstance(value, int) and value < _CAN_BE_CALLED:
        return []
    return [] if value is None else [str(value)]


def texts_in(value: Any) -> list[str]:
    """Every text that stands in a frozen value, keys left out."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, Mapping):
        return [text for item in value.values() for text in texts_in(item)]
    return [text for item in value for text in texts_in(item)] if isinstance(value, Sequence) else []


def refuse_unprintable(text: str) -> None:
    """Nothing if every character of the text can be shown and kept.

    Raises:
        Refused: one cannot.
    """
    if _UNPRINTABLE.search(text):
        raise Refused(
            "It holds characters that cannot be shown.", advice="Type the text again, or leave them out."
        )


def _number(value: int) -> int:
    if abs(value) > 2**53:
        raise Refused("This number is larger than every reader can hold.", advice=_ADVICE)
    return value


def _text(value: str, longest: int) -> str:
    if len(value) > longest:
        raise Refused("This text is too long.", advice=_ADVICE)
    refuse_unprintable(value)
    return value


def _key(value: object) -> str:
    if not isinstance(value, str) or not value.isascii():
        raise Refused("A name of a value is not plain text.", advice=_ADVICE)
    return _text(value, 100)
