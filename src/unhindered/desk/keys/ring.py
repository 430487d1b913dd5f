"""What an officer's machine knows besides the officer's own secret: institution, gate, team and intake keys.

Serialised here, sealed to the officer in `folder.py`; shown nowhere.
"""

import base64
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from unhindered.core.correspondence.fields import (
    base64_field,
    hex_field,
    list_field,
    number_field,
    object_field,
    require_fields,
    text_field,
)
from unhindered.core.envelope.identities import PostQuantumIdentity, parse_identity
from unhindered.core.errors import Refused
from unhindered.core.institution.fingerprint import institution_id
from unhindered.core.log.signed_note import NoteVerifier, parse_verifier

_ADVICE = "Restore the desk's folder from a backup, or ask the owner for a new welcome file."


@dataclass(frozen=True, kw_only=True)
class Institution:
    """What the notices will say of the institution; `root` is the root's verifier key."""

    name: str
    root: str
    languages: tuple[str, ...] = ("en",)
    about: str = ""
    promises: tuple[str, ...] = ()
    answer_within_days: int = 7
    state: str = ""
    website: str = ""

    def root_verifier(self) -> NoteVerifier:
        """Checks what the root key signed."""
        return parse_verifier(self.root)

    @property
    def id(self) -> str:
        """What the institution is called in derivations."""
        return institution_id(self.root_verifier().public_key)


@dataclass(frozen=True, kw_only=True)
class KnownGate:
    """A gate this desk enrolled at: where it is, its name, and the verifier keys of its two logs."""

    url: str
    name: str
    sealed_log: str
    public_log: str


@dataclass(frozen=True, kw_only=True)
class IntakeKey:
    """One week's private intake key, and the signed notice that named it (empty before enrolment)."""

    identity: PostQuantumIdentity = field(repr=False)
    notice: str = ""


@dataclass(frozen=True, kw_only=True)
class Membership:
    """What an officer of an institution holds. Only officers who may publish hold the publication seed."""

    institution: Institution
    team_secret: bytes = field(repr=False)
    publication_seed: bytes | None = field(repr=False)
    gate: KnownGate | None = None

    def at_gate(self, gate: KnownGate) -> "Membership":
        """The same, enrolled."""
        return replace(self, gate=gate)


@dataclass(frozen=True, kw_only=True)
class LogAtWelcome:
    """The sealed log as the owner had verified it, and the number of the new officer's first roster."""

    origin: str
    size: int
    root: bytes
    roster: int


@dataclass(frozen=True, kw_only=True)
class Ring:
    """The officer's name, and the membership once there is one; `welcomed` where it came with a welcome."""

    officer_name: str
    membership: Membership | None = None
    welcomed: LogAtWelcome | None = None


def ring_to_json(ring: Ring) -> dict[str, Any]:
    """The ring as it is sealed."""
    membership = None if ring.membership is None else membership_to_json(ring.membership)
    return {
        "v": 1,
        "kind": "ring",
        "officer": ring.officer_name,
        "membership": membership,
        "welcomed": None if ring.welcomed is None else log_to_json(ring.welcomed),
    }


def ring_from_json(content: dict[str, Any]) -> Ring:
    """The ring.

    Raises:
        Refused: damaged, or of a newer version.
    """
    require_fields(content, ["v", "kind", "officer", "membership", "welcomed"])
    if content["v"] != 1 or content["kind"] != "ring":
        raise Refused("This desk's key ring is of a version we do not know.", advice=_ADVICE)
    name = text_field(content, "officer", limit=200)
    if content["membership"] is None:
        return Ring(officer_name=name)
    welcomed = content["welcomed"]
    return Ring(
        officer_name=name,
        membership=membership_from_json(object_field(content, "membership")),
        welcomed=None if welcomed is None else log_from_json(object_field(content, "welcomed")),
    )


def log_to_json(log: LogAtWelcome) -> dict[str, Any]:
    """The log as it stands in a ring and in a welcome."""
    return {"origin": log.origin, "size": log.size, "root": log.root.hex(), "roster": log.roster}


def log_from_json(content: dict[str, Any]) -> LogAtWelcome:
    """The log that a new desk joins.

    Raises:
        Refused: damaged.
    """
    require_fields(content, ["origin", "size", "root", "roster"])
    return LogAtWelcome(
        origin=text_field(content, "origin", limit=255),
        size=number_field(content, "size"),
        root=hex_field(content, "root"),
        roster=number_field(content, "roster"),
    )


def membership_to_json(membership: Membership) -> dict[str, Any]:
    """A membership as it stands in a ring and in a welcome."""
    publication = membership.publication_seed
    return {
        "institution": asdict(membership.institution)
        | {
            "languages": list(membership.institution.languages),
            "promises": list(membership.institution.promises),
        },
        "team": base64.b64encode(membership.team_secret).decode(),
        "publication": "" if publication is None else base64.b64encode(publication).decode(),
        "gate": None if membership.gate is None else asdict(membership.gate),
    }


def membership_from_json(content: dict[str, Any]) -> Membership:
    """A membership.

    Raises:
        Refused: damaged.
    """
    require_fields(content, ["institution", "team", "publication", "gate"])
    publication = base64_field(content, "publication", length=32) if content["publication"] else None
    return Membership(
        institution=_institution(object_field(content, "institution")),
        team_secret=base64_field(content, "team", length=32),
        publication_seed=publication,
        gate=None if content["gate"] is None else _gate(object_field(content, "gate")),
    )


def intake_to_json(keys: tuple[IntakeKey, ...]) -> list[dict[str, str]]:
    """Intake keys as they are sealed."""
    return [{"identity": str(key.identity), "notice": key.notice} for key in keys]


def intake_from_json(content: dict[str, Any]) -> tuple[IntakeKey, ...]:
    """The intake keys in the field `intake`.

    Raises:
        Refused: damaged.
    """
    return tuple(_intake_key(item) for item in list_field(content, "intake", limit=1000))


def _intake_key(content: dict[str, Any]) -> IntakeKey:
    identity = parse_identity(text_field(content, "identity", limit=200))
    if not isinstance(identity, PostQuantumIdentity):
        raise Refused("An intake key here is not a post-quantum one.", advice=_ADVICE)
    return IntakeKey(identity=identity, notice=text_field(content, "notice"))


def _institution(content: dict[str, Any]) -> Institution:
    return Institution(
        name=text_field(content, "name", limit=200),
        root=text_field(content, "root", limit=300),
        languages=_texts(content, "languages"),
        about=text_field(content, "about"),
        promises=_texts(content, "promises"),
        answer_within_days=number_field(content, "answer_within_days", limit=366),
        state=text_field(content, "state", limit=3),
        website=text_field(content, "website", limit=500),
    )


def _gate(content: dict[str, Any]) -> KnownGate:
    require_fields(content, ["url", "name", "sealed_log", "public_log"])
    return KnownGate(**{name: text_field(content, name, limit=500) for name in content})


def _texts(content: dict[str, Any], name: str) -> tuple[str, ...]:
    value = content.get(name)
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise Refused(f"The field “{name}” is not a list of texts.", advice=_ADVICE)
    return tuple(value)
