"""What stands inside an officer entry: facts, a case key, a roster, or a document."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass

from unhindered.core.canonical_json import canonical_json, parse_json_object
from unhindered.core.casework.facts import Fact, fact_from_json, fact_to_json
from unhindered.core.correspondence.fields import (
    base64_field,
    list_field,
    number_field,
    require_fields,
    text_field,
)
from unhindered.core.envelope.payload import Payload
from unhindered.core.errors import Refused
from unhindered.core.log.entry import NewEntry
from unhindered.desk.keys.secret import CASE_ID_HEX, OFFICER_ID_HEX, CaseKeys

FACTS_NAME = "facts.json"
GRANT_NAME = "grant.json"
ROSTER_NAME = "roster.note"
DOCUMENT_NAME = "document.json"
# Bytes of a file of a case; facts name the file and its parts.
EVIDENCE_PART_NAME = "evidence-part"
DOCUMENTS = "documents"
# Each fact has a place of its own: the entry's number in the log times this, and its own in the entry.
MAX_FACTS = 1000
NONCE_BYTES = 16
# The first key of a case; that a later one takes its place is not built yet.
FIRST_KEY = 1
_ADVICE = "It was kept. Bring this program up to date, then sync again."


@dataclass(frozen=True, kw_only=True)
class Facts:
    """Facts recorded together on one subject: `case/<id>`, `report/<envelope hash>` or `documents`.

    `nonce` is the one of the entry that they came in: an entry that came twice is known by it.
    """

    subject: str
    facts: tuple[Fact, ...]
    nonce: str = ""


@dataclass(frozen=True, kw_only=True)
class Grant:
    """Key `number` of a case, for one officer."""

    to: str
    case: str
    number: int
    secret: bytes


@dataclass(frozen=True, kw_only=True)
class DocumentText:
    """The text of a public document, for the whole team; the fact that adds it names it by hash."""

    document: str
    text: str


def case_subject(case: str) -> str:
    """The subject of a case's facts; sealed to the case's key."""
    return f"case/{case}"


def report_subject(report: str) -> str:
    """The subject of what was recorded on a report before it had a case; sealed to the team's key."""
    return f"report/{report}"


def facts_as_sent(subject: str, facts: Sequence[Fact], entry: NewEntry) -> Facts:
    """Facts that wait to be sent in `entry`: known from now on by its nonce, as the log will have them."""
    return Facts(subject=subject, facts=tuple(facts), nonce=entry.clear[:NONCE_BYTES].hex())


def compose_facts(subject: str, facts: Sequence[Fact]) -> bytes:
    """The body of the frame `facts.json`.

    Raises:
        Refused: there are more than one entry holds.
    """
    if len(facts) > MAX_FACTS:
        raise Refused(f"At most {MAX_FACTS} facts go into one entry.", advice="Record them in several steps.")
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
    facts = list_field(content, "facts", limit=MAX_FACTS)
    return Facts(
        subject=text_field(content, "subject", limit=200),
        facts=tuple(fact_from_json(item) for item in facts),
    )


def compose_grant(grant: Grant) -> bytes:
    """The body of the frame `grant.json`."""
    secret = base64.b64encode(grant.secret).decode()
    content = {"v": 1, "to": grant.to, "case": grant.case, "key": grant.number, "case_secret": secret}
    return canonical_json(content)


def read_grant(body: bytes) -> Grant:
    """The grant in a frame's body.

    Raises:
        Refused: not a grant, of a version we do not know, or the key is not the one of the case it names.
    """
    content = parse_json_object(body)
    require_fields(content, ["v", "to", "case", "key", "case_secret"])
    if number_field(content, "v") != 1 or number_field(content, "key") != FIRST_KEY:
        raise Refused("This grant is of a version we do not know.", advice=_ADVICE)
    grant = Grant(
        to=text_field(content, "to", limit=OFFICER_ID_HEX),
        case=text_field(content, "case", limit=CASE_ID_HEX),
        number=FIRST_KEY,
        secret=base64_field(content, "case_secret", length=32),
    )
    if CaseKeys(grant.secret).id != grant.case:
        raise Refused("This grant names another case than the one of its key.")
    return grant


def compose_document(document: DocumentText) -> bytes:
    """The body of the frame `document.json`."""
    return canonical_json({"v": 1, "document": document.document, "text": document.text})


def read_document_text(body: bytes) -> DocumentText:
    """The document in a frame's body.

    Raises:
        Refused: not a document, or of a version we do not know.
    """
    content = parse_json_object(body)
    require_fields(content, ["v", "document", "text"])
    if content["v"] != 1:
        raise Refused("This document is of a version we do not know.", advice=_ADVICE)
    return DocumentText(
        document=text_field(content, "document", limit=32), text=text_field(content, "text", limit=2**24)
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
