"""JSON whose bytes are fixed by its meaning (RFC 8785), so that it can be hashed and signed.

We write only what needs no rules about numbers: floats are refused, keys are ASCII.
"""

import json
from typing import Any

from unhindered.core.errors import Refused

# RFC 8785 writes numbers as JavaScript does, which is exact up to here.
MAX_NUMBER = 2**53 - 1
_ADVICE = "The data came from another program or was damaged on the way; ask for it again."


def canonical_json(value: Any) -> bytes:
    """The RFC 8785 form of `value`, UTF-8.

    Raises:
        Refused: a float, a key that is not ASCII text, a lone surrogate, or a type JSON does not have.
    """
    _refuse_what_has_several_forms(value)
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    try:
        return text.encode()
    except UnicodeEncodeError as err:
        raise Refused("This text holds half of a character.", advice=_ADVICE) from err


def parse_json_object(raw: bytes) -> dict[str, Any]:
    """The JSON object in a stranger's bytes.

    Raises:
        Refused: not UTF-8, not JSON, not an object, or a key stands twice.
    """
    try:
        value = json.loads(raw.decode(), object_pairs_hook=_no_key_twice, parse_constant=_no_constant)
    except (UnicodeDecodeError, ValueError, RecursionError) as err:
        raise Refused("This is not readable JSON.", advice=_ADVICE) from err
    if not isinstance(value, dict):
        raise Refused("This JSON is not an object.", advice=_ADVICE)
    return value


def _no_key_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def _refuse_what_has_several_forms(value: Any) -> None:
    if value is None or isinstance(value, str | bool):
        return
    if isinstance(value, int) and abs(value) <= MAX_NUMBER:
        return
    if isinstance(value, list | tuple):
        for item in value:
            _refuse_what_has_several_forms(item)
        return
    if not isinstance(value, dict) or not all(isinstance(key, str) and key.isascii() for key in value):
        raise Refused(
            "Only text, whole numbers up to 2^53 - 1, lists and objects can be signed.", advice=_ADVICE
        )
    for item in value.values():
        _refuse_what_has_several_forms(item)
