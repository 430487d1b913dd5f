"""What is made public, as the ledger reads it: no case, no entry, no hour; signed by the institution.

Desks never build one by hand: `casework.publication` clears them, and what it cleared signs itself.
"""

import base64
import binascii
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final, assert_never

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from unhindered.core.canonical_json import canonical_json, parse_json_object
from unhindered.core.casework.codec import check_fields, from_json, to_json
from unhindered.core.casework.fields import (
    Edtf,
    FactKind,
    Id,
    JsonObject,
    Position,
    PublicText,
    Quote,
    RequiredLine,
    Sha256,
    StateCode,
    Url,
)
from unhindered.core.casework.statement_shapes import case_values, retraction_values
from unhindered.core.casework.terms import BasisKind
from unhindered.core.errors import Refused

LABEL = b"unhindered/statement/v1\n"
# The `fact_kind` of what a case tells, and of taking back.
ALLEGATION: Final = "allegation"
RETRACTION: Final = "retraction"
MOST_BYTES = 65_536
_ROOM_FOR_SIGNATURE = 128
MOST_QUOTED_WORDS = 25
MOST_QUOTED_CHARACTERS = 300
# Stands in a quote between two parts of a passage.
LEFT_OUT: Final = " … "
_ADVICE = "Do not show it. Fetch the public log again, and ask the institution if it stays so."


class StatementKind(StrEnum):
    """A documented case, a fact that a public document states, or the taking back of a statement."""

    CASE = "case"
    DOCUMENT_FACT = "document_fact"
    RETRACTION = "retraction"


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where a public document says it: the file and its text by hash, the span in code points, the words."""

    title: RequiredLine
    publisher: RequiredLine
    dated: Edtf
    url: Url
    sha256: Sha256
    text_sha256: Sha256
    start: Position
    end: Position
    quote: Quote

    def __post_init__(self) -> None:
        check_fields(self)
        _refuse_wrong_passage(self)


@dataclass(frozen=True, kw_only=True)
class DocumentedBy:
    """The institution that answers for a statement: SHA-256 of its first root key, and its name."""

    institution: Sha256
    name: RequiredLine

    def __post_init__(self) -> None:
        check_fields(self)


@dataclass(frozen=True, kw_only=True)
class PublicStatement:
    """One statement. `fact_kind` keeps stages apart: an `allegation` is no finding, a vote no adoption.

    `values` of a case: `persons` (list of `shown_as`, `level`) and `types_of_act`; of a document fact: what
    the reader proposed and an officer confirmed; of a retraction: `retracts`, the statement it takes back.
    """

    statement: Id
    kind: StatementKind
    fact_kind: FactKind
    states: tuple[StateCode, ...]
    period: Edtf | None
    text: PublicText
    values: JsonObject
    source: Source | None
    documented_by: DocumentedBy
    basis: tuple[BasisKind, ...]
    confirmed_on: date

    def __post_init__(self) -> None:
        check_fields(self)
        _refuse_wrong_shape(self)


def is_too_long_to_quote(text: str) -> bool:
    """Whether a text is longer than a public page may quote; characters count where words have no spaces."""
    words = [word for word in text.split() if word != LEFT_OUT.strip()]
    return len(words) > MOST_QUOTED_WORDS or len(text.replace(LEFT_OUT, "")) > MOST_QUOTED_CHARACTERS


def compose_statement(statement: PublicStatement) -> dict[str, Any]:
    """The JSON object of a statement, unsigned."""
    return {"v": 1} | to_json(statement)


def parse_statement(content: dict[str, Any]) -> PublicStatement:
    """The statement in an unsigned JSON object.

    Raises:
        Refused: another version, an unknown or missing field, or a value its field cannot hold.
    """
    if type(content.get("v")) is not int or content["v"] != 1:
        raise Refused("This statement is of a version we do not know.", advice=_ADVICE)
    fields = {name: value for name, value in content.items() if name != "v"}
    if set(fields) != set(PublicStatement.__dataclass_fields__):
        raise Refused("A field of this statement is missing or unknown.", advice=_ADVICE)
    return from_json(PublicStatement, fields)


def sign_statement(statement: PublicStatement, seed: bytes) -> bytes:
    """The signed bytes of a statement, in canonical form. Programs use `Cleared.sign`, which holds one."""
    content = compose_statement(statement)
    signature = Ed25519PrivateKey.from_private_bytes(seed).sign(LABEL + canonical_json(content))
    return canonical_json(content | {"signature": base64.b64encode(signature).decode()})


def verify_statement(raw: bytes, public_key: bytes) -> PublicStatement:
    """The statement in signed bytes, if the institution's publication key signed just these bytes.

    Raises:
        Refused: too large, not in canonical form, not a statement, or signed by another key.
    """
    if len(raw) > MOST_BYTES:
        raise Refused("This statement is larger than any can be.", advice=_ADVICE)
    signed = parse_json_object(raw)
    if canonical_json(signed) != raw:
        raise Refused("This statement is not in its one form.", advice=_ADVICE)
    content = {name: value for name, value in signed.items() if name != "signature"}
    try:
        key = Ed25519PublicKey.from_public_bytes(public_key)
        key.verify(_signature(signed.get("signature")), LABEL + canonical_json(content))
    except (InvalidSignature, ValueError) as err:
        raise Refused("This statement is not signed by its institution.", advice=_ADVICE) from err
    return parse_statement(content)


def _signature(value: object) -> bytes:
    if not isinstance(value, str) or len(value) != 88:
        raise Refused("This statement has no signature.", advice=_ADVICE)
    try:
        return base64.b64decode(value, validate=True)
    except binascii.Error as err:
        raise Refused("This statement's signature is not base64.", advice=_ADVICE) from err


def _refuse_wrong_shape(statement: PublicStatement) -> None:
    match statement.kind:
        case StatementKind.CASE:
            said = statement.period and statement.states and statement.text.strip()
            fits = bool(said) and statement.source is None and statement.fact_kind == ALLEGATION
            case_values(statement.values)
        case StatementKind.DOCUMENT_FACT:
            fits = statement.source is not None and not statement.text
        case StatementKind.RETRACTION:
            said = statement.period or statement.states or statement.text or statement.basis
            fits = not said and statement.source is None and statement.fact_kind == RETRACTION
            retraction_values(statement.values)
        case _:
            assert_never(statement.kind)
    if not fits:
        raise Refused("This statement says what its kind does not, or leaves it unsaid.", advice=_ADVICE)
    if len(canonical_json(compose_statement(statement))) > MOST_BYTES - _ROOM_FOR_SIGNATURE:
        raise Refused(
            "This statement is larger than any can be.", advice="Say less, or in several statements."
        )


def _refuse_wrong_passage(source: Source) -> None:
    if is_too_long_to_quote(source.quote):
        raise Refused(
            f"A public page quotes at most {MOST_QUOTED_WORDS} words.", advice="Choose a shorter excerpt."
        )
    if source.start >= source.end or not source.quote.strip():
        raise Refused("This passage ends before it begins, or is empty.", advice=_ADVICE)
