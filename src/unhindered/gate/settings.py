"""What an operator decides about a gate: a small JSON file in its folder."""

import json
import re
from dataclasses import asdict, dataclass, fields

from unhindered.core.canonical_json import parse_json_object
from unhindered.core.errors import Refused

_NAME = re.compile(r"[a-z0-9]([a-z0-9.-]{0,98}[a-z0-9])?")
_ADDRESS = re.compile(r"(https?://[^\s\"'<>]{1,300})?")
_ADVICE = "Correct settings.json in the gate's folder."


@dataclass(frozen=True, kw_only=True)
class GateSettings:
    """`name` goes into every signature of this gate and never changes.

    `publish_every` is the schedule, in seconds, on which checkpoints are made public. `reader` is the address
    of the no-script reader, if it is switched on; `leave_for` is where the quick exit leads.

    Raises:
        Refused: a value that cannot be one.
    """

    name: str
    publish_every: int = 3600
    reader: str = ""
    onion: str = ""
    leave_for: str = "https://www.wikipedia.org/"

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise Refused(
                "A gate's name is a host name in small letters.", advice="For example gate.example.org."
            )
        if not 1 <= self.publish_every <= 86_400:
            raise Refused("Checkpoints are published every 1 to 86,400 seconds.", advice=_ADVICE)
        for address in (self.reader, self.onion, self.leave_for):
            if not _ADDRESS.fullmatch(address):
                raise Refused("An address in the settings is none.", advice=_ADVICE)


def settings_to_bytes(settings: GateSettings) -> bytes:
    """The settings as a person can read and change them."""
    return json.dumps(asdict(settings), indent=1, ensure_ascii=False).encode() + b"\n"


def settings_from_bytes(raw: bytes) -> GateSettings:
    """The settings in a file; what is left out keeps its default.

    Raises:
        Refused: not settings, or a value that cannot be one.
    """
    content = parse_json_object(raw)
    kinds = {field.name: field.type for field in fields(GateSettings)}
    for name, value in content.items():
        wanted = int if kinds.get(name) in (int, "int") else str
        if name not in kinds or not isinstance(value, wanted) or isinstance(value, bool):
            raise Refused(f"The setting “{name[:40]}” is unknown or not of its kind.", advice=_ADVICE)
    if "name" not in content:
        raise Refused("The settings do not name the gate.", advice=_ADVICE)
    return GateSettings(**content)
