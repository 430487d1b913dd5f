"""What an officer opened on one day, for the owners' eyes alone: which case, report or file, never when."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from unhindered.core.canonical_json import canonical_json, parse_json_object
from unhindered.core.correspondence.fields import list_field, require_fields, text_field
from unhindered.core.errors import Refused

OPENED_LIST_NAME = "opened-list.json"
MOST_OPENED = 2_000
_LONGEST_NAME = 100
_ADVICE = "It was kept. Bring this program up to date, then sync again."


class What(StrEnum):
    """What was opened."""

    REPORT = "report"
    CASE = "case"
    ATTACHMENT = "attachment"
    PRINT = "print"


@dataclass(frozen=True, kw_only=True, order=True)
class OpenedThing:
    """One thing that was opened, by its id: the ids say nothing to whoever has no keys."""

    what: What
    name: str


@dataclass(frozen=True, kw_only=True)
class OpenedList:
    """What one officer opened on one day."""

    day: date
    opened: tuple[OpenedThing, ...]


def compose_opened_list(listed: OpenedList) -> bytes:
    """The body of the frame `opened-list.json`."""
    rows = [{"what": item.what.value, "name": item.name} for item in sorted(listed.opened)]
    return canonical_json({"v": 1, "day": listed.day.isoformat(), "opened": rows})


def read_opened_list(body: bytes) -> OpenedList:
    """The list in a frame's body.

    Raises:
        Refused: no such list, or of a version we do not know.
    """
    content = parse_json_object(body)
    require_fields(content, ["v", "day", "opened"])
    if content["v"] != 1:
        raise Refused("This list of what was opened is of a version we do not know.", advice=_ADVICE)
    try:
        day = date.fromisoformat(text_field(content, "day", limit=10))
    except ValueError as err:
        raise Refused("This list of what was opened has no day.", advice=_ADVICE) from err
    return OpenedList(
        day=day, opened=tuple(_thing(item) for item in list_field(content, "opened", limit=MOST_OPENED))
    )


def _thing(content: dict[str, object]) -> OpenedThing:
    require_fields(content, ["what", "name"])
    what = text_field(content, "what", limit=_LONGEST_NAME)
    if what not in list(What):
        raise Refused("This list names something of an unknown kind.", advice=_ADVICE)
    return OpenedThing(what=What(what), name=text_field(content, "name", limit=_LONGEST_NAME))
