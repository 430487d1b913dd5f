"""Reading single fields out of a stranger's JSON, each with its kind and a limit."""

import base64
import binascii
from collections.abc import Sequence
from datetime import date
from typing import Any

from unhindered.core.canonical_json import MAX_NUMBER, canonical_json, parse_json_object
from unhindered.core.errors import Refused

LONG_TEXT = 1_000_000
SHORT_TEXT = 2_000
ADVICE = "It was damaged, or written by another program. Keep it, and ask the sender to send it again."


def read_content(body: bytes, kinds: Sequence[str]) -> dict[str, Any]:
    """The JSON object in a frame's body, of version 1 and of one of these kinds.

    Raises:
        Refused: anything else, or not in the one form that RFC 8785 gives it.
    """
    content = parse_json_object(body)
    # One meaning, one form: half characters, fractions and doubled spaces end here.
    if canonical_json(content) != body:
        raise Refused("What the other side sent is not written in its one form.", advice=ADVICE)
    if number_field(content, "v") != 1:
        raise Refused("This is of a version we do not know.", advice=ADVICE)
    choice_field(content, "kind", kinds)
    return content


def require_fields(content: dict[str, Any], names: Sequence[str]) -> None:
    """Nothing if `content` has just these fields.

    Raises:
        Refused: a field is missing or unknown.
    """
    if set(content) != set(names):
        raise Refused("A field is missing or unknown in what the other side sent.", advice=ADVICE)


def text_field(content: dict[str, Any], name: str, *, limit: int = LONG_TEXT) -> str:
    """The text in a field.

    Raises:
        Refused: no text there, or longer than `limit` characters.
    """
    value = content.get(name)
    if not isinstance(value, str) or len(value) > limit:
        raise Refused(f"The field “{name}” is not text of a sensible length.", advice=ADVICE)
    return value


def choice_field(content: dict[str, Any], name: str, choices: Sequence[str]) -> str:
    """The one of `choices` that a field holds.

    Raises:
        Refused: anything else.
    """
    value = content.get(name)
    if not isinstance(value, str) or value not in choices:
        raise Refused(f"The field “{name}” holds none of its answers.", advice=ADVICE)
    return value


def number_field(content: dict[str, Any], name: str, *, least: int = 0, limit: int = MAX_NUMBER) -> int:
    """The whole number, from `least` to `limit`, in a field.

    Raises:
        Refused: anything else.
    """
    value = content.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= limit:
        raise Refused(f"The field “{name}” is not a whole number in its range.", advice=ADVICE)
    return value


def hex_field(content: dict[str, Any], name: str, *, length: int = 32) -> bytes:
    """The `length` bytes that a field holds in lower-case hexadecimal.

    Raises:
        Refused: anything else.
    """
    value = text_field(content, name, limit=2 * length)
    try:
        raw = bytes.fromhex(value)
    except ValueError as err:
        raise Refused(f"The field “{name}” is not hexadecimal.", advice=ADVICE) from err
    if raw.hex() != value or len(raw) != length:
        raise Refused(f"The field “{name}” has another length or form.", advice=ADVICE)
    return raw


def base64_field(content: dict[str, Any], name: str, *, length: int) -> bytes:
    """The `length` bytes that a field holds in standard base64.

    Raises:
        Refused: anything else.
    """
    value = text_field(content, name, limit=4 * length)
    try:
        raw = base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError) as err:
        raise Refused(f"The field “{name}” is not base64.", advice=ADVICE) from err
    if base64.b64encode(raw).decode() != value or len(raw) != length:
        raise Refused(f"The field “{name}” has another length or form.", advice=ADVICE)
    return raw


def list_field(content: dict[str, Any], name: str, *, limit: int) -> list[dict[str, Any]]:
    """The objects in a field's list.

    Raises:
        Refused: no list, too long, or something else than objects in it.
    """
    value = content.get(name)
    if not isinstance(value, list) or len(value) > limit or not all(isinstance(item, dict) for item in value):
        raise Refused(f"The field “{name}” is not a list of a sensible length.", advice=ADVICE)
    return value


def object_field(content: dict[str, Any], name: str) -> dict[str, Any]:
    """The object in a field.

    Raises:
        Refused: something else is there.
    """
    value = content.get(name)
    if not isinstance(value, dict):
        raise Refused(f"The field “{name}” is not an object.", advice=ADVICE)
    return value


def day_field(content: dict[str, Any], name: str) -> date:
    """The day in a field, written YYYY-MM-DD and in no other way.

    Raises:
        Refused: anything else.
    """
    value = text_field(content, name, limit=10)
    try:
        day = date.fromisoformat(value)
    except ValueError as err:
        raise Refused(f"The field “{name}” is not a date.", advice=ADVICE) from err
    if day.isoformat() != value:
        raise Refused(f"The field “{name}” is not written YYYY-MM-DD.", advice=ADVICE)
    return day
