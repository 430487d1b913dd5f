"""Coming back: the visit that every scripted return sends, and the decoy that turns a visit into an alarm."""

from dataclasses import dataclass
from datetime import date

from unhindered.core.canonical_json import canonical_json
from unhindered.core.correspondence.fields import (
    ADVICE,
    choice_field,
    day_field,
    hex_field,
    object_field,
    read_content,
    require_fields,
)
from unhindered.core.correspondence.from_source import (
    ID_BYTES,
    compose_letter,
    head_to_json,
    label_of,
    open_letter,
    require_signatures,
)
from unhindered.core.correspondence.parts import SourcePublicKeys, keys_from_json, keys_to_json
from unhindered.core.correspondence.signatures import signature_over
from unhindered.core.errors import Refused

VISIT_NAME = "visit.json"
DECOY_NAME = "decoy.json"
NOTHING, CHECK_IN, IN_DANGER, DURESS = "nothing", "check-in", "danger", "duress"
STATES = (NOTHING, CHECK_IN, IN_DANGER, DURESS)
_DECOY_FIELDS = ("v", "kind", "id", "notice", "keys", "decoy", "signatures")


@dataclass(frozen=True, kw_only=True)
class SourceVisit:
    """A source came back. Sealed to the notice's visits key; all visits are alike but for what is inside."""

    id: bytes
    notice: bytes
    keys: SourcePublicKeys
    state: str
    day: date


@dataclass(frozen=True, kw_only=True)
class Decoy:
    """From now on a visit with the keys `decoy` is one of the source with `keys`, under duress."""

    id: bytes
    notice: bytes
    keys: SourcePublicKeys
    decoy: SourcePublicKeys


def compose_visit(visit: SourceVisit, signing_seed: bytes) -> bytes:
    """The body of the frame `visit.json`, signed; it fits the smallest frame, whatever the state."""
    rest = {"state": visit.state, "day": visit.day.isoformat()}
    return compose_letter(head_to_json("visit", visit.id, visit.notice, visit.keys) | rest, signing_seed)


def read_visit(body: bytes) -> SourceVisit:
    """The visit in a frame's body; the caller still has to find the report, or decoy, with these keys.

    Raises:
        Refused: anything else, or not signed by the key it names.
    """
    content, keys = open_letter(body, "visit", ("state", "day"))
    return SourceVisit(
        id=hex_field(content, "id", length=ID_BYTES),
        notice=hex_field(content, "notice"),
        keys=keys,
        state=choice_field(content, "state", STATES),
        day=day_field(content, "day"),
    )


def compose_decoy(letter: Decoy, *, signing_seed: bytes, decoy_signing_seed: bytes) -> bytes:
    """The body of the frame `decoy.json`, signed by both receipts: nobody can name another's as a decoy."""
    head = head_to_json("decoy", letter.id, letter.notice, letter.keys)
    content = head | {"decoy": keys_to_json(letter.decoy)}
    signatures = {
        "signing": signature_over(label_of("decoy"), content, signing_seed),
        "decoy": signature_over(label_of("decoy"), content, decoy_signing_seed),
    }
    return canonical_json(content | {"signatures": signatures})


def read_decoy(body: bytes) -> Decoy:
    """The decoy in a frame's body; raises as `read_visit`, and Refused where both share a key."""
    content = read_content(body, ["decoy"])
    require_fields(content, _DECOY_FIELDS)
    keys = keys_from_json(object_field(content, "keys"))
    decoy = keys_from_json(object_field(content, "decoy"))
    theirs = {decoy.mailbox, decoy.signing, decoy.recipient.encode()}
    if theirs & {keys.mailbox, keys.signing, keys.recipient.encode()}:
        raise Refused("A decoy has other keys than the receipt it stands for.", advice=ADVICE)
    require_signatures(label_of("decoy"), content, {"signing": keys.signing, "decoy": decoy.signing})
    return Decoy(
        id=hex_field(content, "id", length=ID_BYTES),
        notice=hex_field(content, "notice"),
        keys=keys,
        decoy=decoy,
    )
