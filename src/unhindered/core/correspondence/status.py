"""What a desk tells a source of where things stand: words of closed lists and days, nothing else.

It is composed and posted without a person, so it has no field that could hold a sentence.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from unhindered.core.correspondence.changes import MOST_DAYS, MOST_GRACE_HOURS
from unhindered.core.correspondence.fields import (
    ADVICE,
    choice_field,
    day_field,
    list_field,
    number_field,
    object_field,
    require_fields,
)
from unhindered.core.correspondence.parts import Choice, choices_field, choices_to_json
from unhindered.core.errors import Refused

READ, ASSESSED, CASE, SUBMITTED = "read", "assessed", "case", "submitted"
PUBLISHED, CLOSED, WITHDRAWN = "published", "closed", "withdrawn"
STEPS = (READ, ASSESSED, CASE, SUBMITTED, PUBLISHED, CLOSED, WITHDRAWN)
MOST_STEPS = 50
STATUS_FIELDS = (
    *("v", "kind", "mailbox", "on", "looked_on", "steps", "consents", "withdrawn", "rhythm"),
    "signature",
)


@dataclass(frozen=True, kw_only=True)
class Step:
    """Something that was done with the report, and on which day."""

    on: date
    step: str


@dataclass(frozen=True, kw_only=True)
class AgreedRhythm:
    """How often the source checks in, with how much grace, and from which day on."""

    every_days: int
    grace_hours: int
    since: date


@dataclass(frozen=True, kw_only=True)
class Status:
    """Where things stand on a day. `looked_on` is the last day an officer looked at the report, if any did.

    `consents` are those that the institution has recorded; the newest status replaces all earlier ones.
    """

    on: date
    looked_on: date | None
    steps: tuple[Step, ...]
    consents: tuple[Choice, ...]
    withdrawn: bool
    rhythm: AgreedRhythm | None


def status_to_json(status: Status) -> dict[str, Any]:
    """The status as the JSON object that is signed."""
    rhythm = status.rhythm
    return {
        "v": 1,
        "kind": "status",
        "on": status.on.isoformat(),
        "looked_on": "" if status.looked_on is None else status.looked_on.isoformat(),
        "steps": [{"on": step.on.isoformat(), "step": step.step} for step in status.steps],
        "consents": choices_to_json(status.consents),
        "withdrawn": status.withdrawn,
        "rhythm": None if rhythm is None else _rhythm_to_json(rhythm),
    }


def status_from_json(content: dict[str, Any]) -> Status:
    """The status in a JSON object whose signature was checked.

    Raises:
        Refused: a field holds something else.
    """
    withdrawn, looked_on = content["withdrawn"], content["looked_on"]
    if not isinstance(withdrawn, bool):
        raise Refused("The field “withdrawn” is neither true nor false.", advice=ADVICE)
    return Status(
        on=day_field(content, "on"),
        looked_on=None if looked_on == "" else day_field(content, "looked_on"),
        steps=tuple(_step_from_json(item) for item in list_field(content, "steps", limit=MOST_STEPS)),
        consents=choices_field(content, "consents"),
        withdrawn=withdrawn,
        rhythm=None if content["rhythm"] is None else _rhythm_from_json(object_field(content, "rhythm")),
    )


def _step_from_json(content: dict[str, Any]) -> Step:
    require_fields(content, ["on", "step"])
    return Step(on=day_field(content, "on"), step=choice_field(content, "step", STEPS))


def _rhythm_to_json(rhythm: AgreedRhythm) -> dict[str, Any]:
    return {
        "every_days": rhythm.every_days,
        "grace_hours": rhythm.grace_hours,
        "from": rhythm.since.isoformat(),
    }


def _rhythm_from_json(content: dict[str, Any]) -> AgreedRhythm:
    require_fields(content, ["every_days", "grace_hours", "from"])
    return AgreedRhythm(
        every_days=number_field(content, "every_days", least=1, limit=MOST_DAYS),
        grace_hours=number_field(content, "grace_hours", least=1, limit=MOST_GRACE_HOURS),
        since=day_field(content, "from"),
    )
