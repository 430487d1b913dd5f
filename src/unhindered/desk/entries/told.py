"""Which of the sources' entries have been told that they are held: written beside the held notes themselves.

The notes are sealed to the sources, so no desk can open them; without this, a rebuilt desk could not tell its
team's own notes from something that the gate put into a mailbox.
"""

from collections.abc import Sequence

from unhindered.core.canonical_json import canonical_json, parse_json_object
from unhindered.core.correspondence.fields import require_fields
from unhindered.core.errors import Refused

TOLD_NAME = "told.json"
# As many notes, and this beside them, as one request to a gate takes.
MOST_TOLD = 200
_ID_HEX = 64
_ADVICE = "It was kept. Bring this program up to date, then sync again."


def compose_told(entries: Sequence[str]) -> bytes:
    """The body of the frame `told.json`: leaf hashes of reports and messages, in hex."""
    return canonical_json({"v": 1, "entries": sorted(entries)})


def read_told(body: bytes) -> tuple[str, ...]:
    """The leaf hashes in a frame's body.

    Raises:
        Refused: no such list, or of a version we do not know.
    """
    content = parse_json_object(body)
    require_fields(content, ["v", "entries"])
    entries = content["entries"]
    if content["v"] != 1 or not isinstance(entries, list) or not 0 < len(entries) <= MOST_TOLD:
        raise Refused("This list of held notes is of a version we do not know.", advice=_ADVICE)
    if not all(isinstance(entry, str) and _is_id(entry) for entry in entries):
        raise Refused("This list of held notes names something that is no entry.", advice=_ADVICE)
    return tuple(entries)


def _is_id(text: str) -> bool:
    return len(text) == _ID_HEX and all(digit in "0123456789abcdef" for digit in text)
