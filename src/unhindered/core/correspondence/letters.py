"""Everything that a source can send, by the name of its frame: one table for all who open envelopes."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from unhindered.core.canonical_json import parse_json_object
from unhindered.core.correspondence.changes import (
    CONSENTS_NAME,
    RHYTHM_NAME,
    WITHDRAWAL_NAME,
    ConsentsSet,
    RhythmProposed,
    Withdrawal,
    read_consents,
    read_rhythm,
    read_withdrawal,
)
from unhindered.core.correspondence.from_source import (
    MESSAGE_NAME,
    REPORT_NAME,
    Message,
    Report,
    read_message,
    read_report,
)
from unhindered.core.correspondence.visits import (
    DECOY_NAME,
    VISIT_NAME,
    Decoy,
    SourceVisit,
    read_decoy,
    read_visit,
)
from unhindered.core.errors import Refused

_HEAD = frozenset({"v", "kind", "id", "notice", "keys"})

Letter = Report | Message | ConsentsSet | Withdrawal | RhythmProposed | Decoy | SourceVisit
READERS: Mapping[str, Callable[[bytes], Letter]] = MappingProxyType(
    {
        REPORT_NAME: read_report,
        MESSAGE_NAME: read_message,
        CONSENTS_NAME: read_consents,
        WITHDRAWAL_NAME: read_withdrawal,
        RHYTHM_NAME: read_rhythm,
        DECOY_NAME: read_decoy,
        VISIT_NAME: read_visit,
    }
)


def is_of_unknown_kind(name: str, body: bytes) -> bool:
    """Whether this is a letter of a kind that a later version sends, not a file named like one."""
    if name in READERS or not name.endswith(".json"):
        return False
    try:
        content = parse_json_object(body)
    except Refused:
        return False
    return set(content) >= _HEAD and content["kind"] == name.removesuffix(".json")
