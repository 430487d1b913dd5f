"""An officer's card: the public keys that others need, signed by the officer's own key."""

from dataclasses import asdict, dataclass
from typing import Any

from unhindered.core.correspondence.fields import text_field
from unhindered.core.envelope.recipients import PostQuantumRecipient, parse_recipient
from unhindered.core.errors import Refused
from unhindered.core.institution.key_names import officer_key_name
from unhindered.core.log.signed_note import NoteVerifier, open_note, parse_verifier
from unhindered.desk.keys.secret import OFFICER_ID_HEX, OfficerKeys, officer_id
from unhindered.desk.keys.signed_json import compose_signed_json, unverified_json

HEAD = "unhindered/officer-card/v1"
FIELDS = ("id", "name", "recipient", "signing")
MAX_NAME = 120
_ADVICE = "Ask the officer to make the card again: `unhindered desk card`."


@dataclass(frozen=True, kw_only=True)
class OfficerCard:
    """One officer's public side; keys in the text forms of age and of C2SP notes."""

    id: str
    name: str
    recipient: str
    signing: str

    def verifier(self) -> NoteVerifier:
        """Checks what this officer signed."""
        return parse_verifier(self.signing)


def card_of(keys: OfficerKeys, name: str) -> OfficerCard:
    """The public side of an officer's keys.

    Raises:
        Refused: the name is empty, too long, or holds line breaks.
    """
    return OfficerCard(
        id=keys.id,
        name=checked_name(name),
        recipient=str(keys.recipient),
        signing=str(keys.signer.verifier()),
    )


def compose_card(keys: OfficerKeys, name: str) -> str:
    """The card as it is handed to the owner."""
    return compose_signed_json(HEAD, asdict(card_of(keys, name)), keys.signer)


def read_card(note: str) -> OfficerCard:
    """The card, signed by the very key it names. Whose it is, a person has to compare: six words.

    Raises:
        Refused: not a card, or not signed by its own key.
    """
    card = card_from_json(unverified_json(note, head=HEAD, fields=FIELDS))
    open_note(note, [card.verifier()])
    return card


def card_from_json(content: dict[str, Any]) -> OfficerCard:
    """The card in an object that was checked for its fields.

    Raises:
        Refused: the id is not its key's, or a key is none.
    """
    card = OfficerCard(
        id=text_field(content, "id", limit=OFFICER_ID_HEX),
        name=checked_name(text_field(content, "name", limit=MAX_NAME)),
        recipient=text_field(content, "recipient", limit=4000),
        signing=text_field(content, "signing", limit=200),
    )
    verifier = card.verifier()
    if officer_id(verifier.public_key) != card.id or verifier.name != officer_key_name(card.id):
        raise Refused("This card's id is not the one of its key.", advice=_ADVICE)
    if not isinstance(parse_recipient(card.recipient), PostQuantumRecipient):
        raise Refused("This card's recipient is not a post-quantum one.", advice=_ADVICE)
    return card


def checked_name(name: str) -> str:
    """A name that fits on one line, as it was given less surrounding space.

    Raises:
        Refused: empty, too long, or with control characters in it.
    """
    plain = name.strip()
    if not plain or len(plain) > MAX_NAME or not plain.isprintable():
        raise Refused("This name is empty, too long, or has line breaks in it.", advice="Give a short name.")
    return plain
