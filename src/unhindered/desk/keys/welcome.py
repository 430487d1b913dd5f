"""A welcome: everything an admitted officer needs, signed by the root and sealed to that officer alone."""

from dataclasses import dataclass

from unhindered.core.correspondence.fields import object_field, text_field
from unhindered.core.envelope.payload import frame, read_frame
from unhindered.core.envelope.recipients import parse_recipient
from unhindered.core.envelope.seal import seal_bytes
from unhindered.core.envelope.unseal import unseal_bytes
from unhindered.core.errors import Refused
from unhindered.core.log.signed_note import NoteSigner, open_note
from unhindered.desk.keys.card import OfficerCard
from unhindered.desk.keys.ring import (
    IntakeKey,
    LogAtWelcome,
    Membership,
    intake_from_json,
    intake_to_json,
    log_from_json,
    log_to_json,
    membership_from_json,
    membership_to_json,
)
from unhindered.desk.keys.secret import OFFICER_ID_HEX, OfficerKeys
from unhindered.desk.keys.signed_json import compose_signed_json, unverified_json

HEAD = "unhindered/welcome/v1"
NAME = "welcome.note"
_FIELDS = ("to", "membership", "intake", "log")
_ADVICE = "Give the owner your card again, and use the welcome file made for it."


@dataclass(frozen=True, kw_only=True)
class Welcome:
    """What the owner hands to a new officer."""

    membership: Membership
    intake: tuple[IntakeKey, ...]
    log: LogAtWelcome


def seal_welcome(welcome: Welcome, card: OfficerCard, root: NoteSigner) -> bytes:
    """The file that only the officer of this card can open."""
    content = {
        "to": card.id,
        "membership": membership_to_json(welcome.membership),
        "intake": intake_to_json(welcome.intake),
        "log": log_to_json(welcome.log),
    }
    note = compose_signed_json(HEAD, content, root)
    return seal_bytes(frame(NAME, note.encode()), [parse_recipient(card.recipient)])


def open_welcome(raw: bytes, officer: OfficerKeys) -> Welcome:
    """The welcome made for this officer. That its root is the right one, a person compares: six words.

    Raises:
        Refused: for another officer, damaged, or not signed by the root key it names.
    """
    payload = read_frame(unseal_bytes(raw, [officer.identity]))
    if payload.name != NAME:
        raise Refused("This is not a welcome file.", advice=_ADVICE)
    try:
        note = payload.body.decode()
    except UnicodeDecodeError as err:
        raise Refused("This welcome file is damaged.", advice=_ADVICE) from err
    content = unverified_json(note, head=HEAD, fields=_FIELDS)
    membership = membership_from_json(object_field(content, "membership"))
    open_note(note, [membership.institution.root_verifier()])
    if text_field(content, "to", limit=OFFICER_ID_HEX) != officer.id:
        raise Refused("This welcome file is for another officer.", advice=_ADVICE)
    return Welcome(
        membership=membership,
        intake=intake_from_json(content),
        log=log_from_json(object_field(content, "log")),
    )
