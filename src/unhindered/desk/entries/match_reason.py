"""Why two records of two cases are held to be of the same or not: sealed to both cases, one within the other.

The fact that holds it is sealed to one of the cases; what stands here is sealed to the other.
"""

import base64
from dataclasses import dataclass

from unhindered.core.canonical_json import canonical_json, parse_json_object
from unhindered.core.casework.codec import check_fields, from_json, to_json
from unhindered.core.casework.match_facts import FeatureCompared, MatchReason, MatchWeight
from unhindered.core.envelope.payload import frame, read_frame
from unhindered.core.envelope.seal import seal_bytes
from unhindered.core.envelope.unseal import unseal_bytes
from unhindered.desk.keys.secret import CaseKeys

_NAME, _FLOOR = "match.json", 1024


@dataclass(frozen=True, kw_only=True)
class Why:
    """An officer's reason, and how alike the records were when it was given."""

    reason: MatchReason
    compared: tuple[FeatureCompared, ...] = ()
    weight: MatchWeight | None = None

    def __post_init__(self) -> None:
        check_fields(self)


def seal_why(why: Why, other: CaseKeys) -> str:
    """The reason, sealed to the other case, in base64."""
    framed = frame(_NAME, canonical_json(to_json(why)), floor=_FLOOR)
    return base64.b64encode(seal_bytes(framed, [other.recipient])).decode()


def read_why(sealed: str, other: CaseKeys) -> Why:
    """The reason in it.

    Raises:
        Refused: sealed to another key, damaged, or not a reason.
        ValueError: not base64.
    """
    raw = unseal_bytes(base64.b64decode(sealed, validate=True), [other.identity])
    return from_json(Why, parse_json_object(read_frame(raw).body))
