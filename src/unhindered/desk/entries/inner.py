"""What stands inside an officer entry: facts on a subject, a case key granted to an officer, or a roster."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass

from unhindered.core.canonical_json import canonical_json, parse_json_object
from unhindered.core.casework.facts import Fact, fact_from_json, fact_to_json
from unhindered.core.correspondence.fields import base64_field, list_field, require_fields, text_field
from unhindered.core.envelope.payload import Payload
from unhindered.core.errors import Refused

FACTS_NAME = "facts.json"
GRANT_NAME = "grant.json"
ROSTER_NAME = "roster.note"
DOCUMENTS = "documents"
_MAX_FACTS = 10_000
_ADVICE = "It was kept. Bring this program up to date, then sync again."


@dataclass(frozen=True, kw_only=True)
class Facts:
    """Facts recorded together on one subject: `case/<id>`, `report/<envelope hash>` or `documents`."""

    subject: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, kw_only=True)
class Grant:
    """The key of a case, for one officer."""

    to: str
    secret: bytes


def case_subject(case: str) -> str:
    """The subject of a case's facts; sealed to the case's key."""
    return f"case/{case}"


def report_subject(report: str) -> str:
    """The subject of what was recorded on a report before it had a case; sealed to the team's key."""
    return f"report/{report}"


def compose_facts(subject: str, facts: Sequence[Fact]) -> bytes:
    """The body of the frame `facts.json`."""
    return canonical_json({"v": 1, "subject": subject, "facts": [fact_to_json(fact) for fact in facts]})


def read_facts(body: bytes) -> Facts:
    """The facts in a frame's body.

    Raises:
        Refused: not facts, or of a kind or version we do not know.
    """
    content = parse_json_object(body)
    require_fields(content, ["v", "subject", "facts"])
    if content["v"] != 1:
        raise Refused("These facts are of a version we do not know.", advice=_ADVICE)
    facts = list_field(content, "facts", limit=_MAX_FACTS)
    return Facts(
        subject=text_field(content, "subject", limit=200),
        facts=tuple(fact_from_json(item) for item in facts),
    )


def compose_grant(grant: Grant) -> bytes:
    """The body of the frame `grant.json`."""
    return canonical_json({"v": 1, "to": grant.to, "case_secret": base64.b64encode(grant.secret).decode()})


def read_grant(body: bytes) -> Grant:
    """The grant in a frame's body.

    Raises:
        Refused: not a grant, or of a version we do not know.
    """
    content = parse_json_object(body)
    require_fields(content, ["v", "to", "case_secret"])
    if content["v"] != 1:
        raise Refused("This grant is of a version we do not know.", advice=_ADVICE)
    return Grant(
        to=text_field(content, "to", limit=16), secret=base64_field(content, "case_secret", length=32)
    )


def read_roster_note(payload: Payload) -> str:
    """The roster's signed note in a frame.

    Raises:
        Refused: not text.
    """
    try:
        return payload.body.decode()
    except UnicodeDecodeError as err:
        raise Refused("This roster is not text.", advice=_ADVICE) from err
