"""Which status a source was told last: written beside the status itself, since no desk can open that one."""

from dataclasses import dataclass
from datetime import date

from unhindered.core.canonical_json import canonical_json, parse_json_object
from unhindered.core.correspondence.fields import day_field, hex_field, number_field, require_fields
from unhindered.core.errors import Refused

TOLD_STATUS_NAME = "told-status.json"
_ADVICE = "It was kept. Bring this program up to date, then sync again."


@dataclass(frozen=True, kw_only=True)
class ToldStatus:
    """That the source of `report` was told how things stood on a day.

    `digest` is keyed by the case: who does not have the case learns that something changed, not what.
    """

    report: str
    on: date
    digest: str


def compose_told_status(told: ToldStatus) -> bytes:
    """The body of the frame `told-status.json`."""
    content = {"v": 1, "report": told.report, "on": told.on.isoformat(), "digest": told.digest}
    return canonical_json(content)


def read_told_status(body: bytes) -> ToldStatus:
    """What was told, from a frame's body.

    Raises:
        Refused: something else, or of a version we do not know.
    """
    content = parse_json_object(body)
    require_fields(content, ["v", "report", "on", "digest"])
    if number_field(content, "v") != 1:
        raise Refused("This is a note on a status of a version we do not know.", advice=_ADVICE)
    return ToldStatus(
        report=hex_field(content, "report").hex(),
        on=day_field(content, "on"),
        digest=hex_field(content, "digest").hex(),
    )
