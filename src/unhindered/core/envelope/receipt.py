"""The thirteen words a source keeps, and the keys that follow from them (docs/formats/receipt.md).

No slow hash: 128 random bits need none. Nothing here is ever stored or sent.
"""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from unhindered.core.envelope._receipt_words import (
    ADVICE,
    PLACES,
    SECRET_LENGTH,
    best_fitting,
    checked_secret,
    index_of_token,
    index_of_words,
    indexes_of,
    tokens_of,
)
from unhindered.core.envelope.file_key import hkdf
from unhindered.core.envelope.recipients import PostQuantumRecipient
from unhindered.core.errors import Refused

_KEY_LABEL = b"unhindered/receipt/v1/"


@dataclass(frozen=True)
class Receipt:
    """Sixteen random bytes; whoever has them can read the mailbox and write as the source."""

    secret: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.secret) != SECRET_LENGTH:
            raise Refused("This receipt has the wrong length.", advice=ADVICE)

    def numbers(self) -> tuple[int, ...]:
        """Thirteen numbers from 1 to 2048, for who has no word list in their language."""
        return tuple(index + 1 for index in indexes_of(self.secret))

    def words(self, wordlist: Sequence[str]) -> tuple[str, ...]:
        """Twelve words as BIP 39 has them, and one more that checks them all."""
        return tuple(wordlist[index] for index in indexes_of(self.secret))


@dataclass(frozen=True)
class SourceKeys:
    """What a receipt becomes towards one institution: three private seeds, and their public halves."""

    mailbox_seed: bytes = field(repr=False)
    signing_seed: bytes = field(repr=False)
    identity_seed: bytes = field(repr=False)

    @property
    def mailbox_public_key(self) -> bytes:
        """The Ed25519 key that signs mailbox reads."""
        return _ed25519_public(self.mailbox_seed)

    @property
    def mailbox_id(self) -> bytes:
        """What the gate calls the mailbox: SHA-256 of its public key."""
        return hashlib.sha256(self.mailbox_public_key).digest()

    @property
    def signing_public_key(self) -> bytes:
        """The Ed25519 key that signs messages."""
        return _ed25519_public(self.signing_seed)

    def recipient(self) -> PostQuantumRecipient:
        """Whom answers are sealed to."""
        return PostQuantumRecipient.of_seed(self.identity_seed)


def new_receipt() -> Receipt:
    """A receipt that nobody has."""
    return Receipt(secrets.token_bytes(SECRET_LENGTH))


def read_receipt(text: str, wordlist: Sequence[str], *others: Sequence[str]) -> Receipt:
    """The receipt in words or numbers, however they are spaced, numbered or capitalised.

    The words may be those of any of the lists. Some words stand in two lists: the checks tell which is meant.

    Raises:
        Refused: not thirteen, a word that is not in the list, or a check that does not fit.
    """
    places = tokens_of(text)
    if len(places) != PLACES:
        raise Refused(
            "A receipt has 13 words or numbers; here are %(count)s.",
            advice=ADVICE,
            values={"count": len(places)},
        )
    wordlists = (wordlist, *others)
    for words in wordlists:
        known = index_of_words(words)
        indexes = [index for token in places if (index := index_of_token(token, known)) is not None]
        secret = checked_secret(indexes) if len(indexes) == PLACES else None
        if secret is not None:
            return Receipt(secret)
    raise _why_not(places, best_fitting(places, wordlists))


def _why_not(places: Sequence[str], wordlist: Sequence[str]) -> Refused:
    known = index_of_words(wordlist)
    for place, token in enumerate(places, start=1):
        if index_of_token(token, known) is None:
            return Refused(
                "What stands in place %(place)s is not in the list.", advice=ADVICE, values={"place": place}
            )
    return Refused("These words do not fit together: one is wrong or out of order.", advice=ADVICE)


def derive_source_keys(secret: bytes, institution_id: bytes) -> SourceKeys:
    """The keys of a receipt towards one institution; those towards another have nothing in common."""
    return SourceKeys(
        mailbox_seed=hkdf(secret, salt=institution_id, info=_KEY_LABEL + b"mailbox"),
        signing_seed=hkdf(secret, salt=institution_id, info=_KEY_LABEL + b"signing"),
        identity_seed=hkdf(secret, salt=institution_id, info=_KEY_LABEL + b"identity"),
    )


def _ed25519_public(seed: bytes) -> bytes:
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()
