"""Whom a file can be sealed to. Holds public halves only: nothing here opens anything."""

import secrets
from collections.abc import Sequence
from typing import Protocol

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from unhindered.core.envelope import bech32, xwing
from unhindered.core.envelope.file_key import hkdf
from unhindered.core.envelope.header import ADVICE_MIXED, POST_QUANTUM, Stanza, raw_base64
from unhindered.core.errors import Refused, Unavailable

X25519_INFO = b"age-encryption.org/v1/X25519"
SCRYPT_LABEL = b"age-encryption.org/v1/scrypt"
SCRYPT_SALT_LENGTH = 16
# 256 MiB of memory and about a second: what age itself writes.
DEFAULT_WORK_FACTOR = 18
# Each use wraps with a key of its own, so that the nonce may be constant.
WRAP_NONCE = bytes(12)
_ADVICE = "Copy the whole key again, from age1 to its last letter."


class Recipient(Protocol):
    """Somebody a file key can be wrapped for; `kind` is the first argument of the stanza."""

    @property
    def kind(self) -> str:
        """The first argument of this recipient's stanzas."""

    def wrap(self, file_key: bytes) -> Stanza:
        """The file key so that only this recipient gets it back."""


class PostQuantumRecipient:
    """`age1pq1…`: stays closed to a quantum computer, and to a break of ML-KEM alone."""

    kind = POST_QUANTUM

    def __init__(self, raw: bytes) -> None:
        if len(raw) != xwing.PUBLIC_LENGTH:
            raise Refused("This post-quantum key has the wrong length.", advice=_ADVICE)
        try:
            self._key = xwing.public_key(raw)
        except ValueError as err:
            raise Refused("This post-quantum key is not a key.", advice=_ADVICE) from err
        self._raw = raw

    @classmethod
    def of_seed(cls, seed: bytes) -> "PostQuantumRecipient":
        """The recipient whose identity is `seed`: for those who must name a key and never open with it."""
        return cls(xwing.public_bytes(seed))

    def wrap(self, file_key: bytes) -> Stanza:
        """The file key so that only this recipient gets it back.

        Raises:
            Refused: the key's X25519 half is one of the few points that share no secret.
        """
        try:
            sealed = xwing.suite().encrypt(file_key, self._key, xwing.INFO)
        except ValueError as err:
            raise Refused("Nothing can be sealed to this key.", advice=_ADVICE) from err
        share, body = sealed[: xwing.SHARE_LENGTH], sealed[xwing.SHARE_LENGTH :]
        return Stanza((self.kind, raw_base64(share).decode()), body)

    def __str__(self) -> str:
        return bech32.encode("age1pq", self._raw)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PostQuantumRecipient) and other._raw == self._raw

    def __hash__(self) -> int:
        return hash(self._raw)


class ClassicRecipient:
    """`age1…`: X25519, as plain age made until 2025."""

    kind = "X25519"

    def __init__(self, raw: bytes) -> None:
        if len(raw) != 32:
            raise Refused("This key has the wrong length.", advice=_ADVICE)
        self._raw = raw

    def wrap(self, file_key: bytes) -> Stanza:
        """The file key so that only this recipient gets it back.

        Raises:
            Refused: the key is one of the few points that share no secret.
        """
        ephemeral = X25519PrivateKey.generate()
        share = ephemeral.public_key().public_bytes_raw()
        try:
            secret = ephemeral.exchange(X25519PublicKey.from_public_bytes(self._raw))
        except ValueError as err:
            raise Refused("Nothing can be sealed to this key.", advice=_ADVICE) from err
        key = hkdf(secret, salt=share + self._raw, info=X25519_INFO)
        body = ChaCha20Poly1305(key).encrypt(WRAP_NONCE, file_key, None)
        return Stanza((self.kind, raw_base64(share).decode()), body)

    def __str__(self) -> str:
        return bech32.encode("age", self._raw)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ClassicRecipient) and other._raw == self._raw

    def __hash__(self) -> int:
        return hash(self._raw)


class PassphraseRecipient:
    """Whoever knows a passphrase; must be a file's only recipient."""

    kind = "scrypt"

    def __init__(self, passphrase: str, work_factor: int = DEFAULT_WORK_FACTOR) -> None:
        if not passphrase:
            raise Refused("An empty passphrase protects nothing.", advice="Choose one of six words or more.")
        self._passphrase = passphrase
        self._work_factor = work_factor

    def wrap(self, file_key: bytes) -> Stanza:
        """The file key so that only who knows the passphrase gets it back."""
        salt = secrets.token_bytes(SCRYPT_SALT_LENGTH)
        key = passphrase_key(self._passphrase, salt, self._work_factor)
        body = ChaCha20Poly1305(key).encrypt(WRAP_NONCE, file_key, None)
        return Stanza((self.kind, raw_base64(salt).decode(), str(self._work_factor)), body)


def passphrase_key(passphrase: str, salt: bytes, work_factor: int) -> bytes:
    """32 bytes by scrypt over 2^work_factor blocks, which is a KiB of memory each.

    Raises:
        Refused: the passphrase holds half of a character, as a terminal of another encoding gives.
        Unavailable: this machine has not the memory.
    """
    try:
        raw = passphrase.encode()
    except UnicodeEncodeError as err:
        raise Refused("This passphrase is not UTF-8 text.", advice="Set the terminal to UTF-8.") from err
    try:
        return Scrypt(salt=SCRYPT_LABEL + salt, length=32, n=1 << work_factor, r=8, p=1).derive(raw)
    except MemoryError as err:
        raise Unavailable(
            "This machine has too little memory to use this passphrase.", advice="Close other programs."
        ) from err


def parse_recipient(text: str) -> PostQuantumRecipient | ClassicRecipient:
    """The recipient in `age1pq1…` or `age1…`.

    Raises:
        Refused: neither, or mistyped.
    """
    prefix, raw = bech32.decode(text)
    if prefix == "age1pq":
        return PostQuantumRecipient(raw)
    if prefix == "age":
        return ClassicRecipient(raw)
    raise Refused("This is not a recipient we can seal to.", advice="A recipient begins with age1pq1.")


def refuse_mixed(recipients: Sequence[Recipient]) -> None:
    """Refuse to seal to nobody, or to keys of which one would void the protection of the others.

    Raises:
        Refused: no recipient, different kinds, or more than one passphrase.
    """
    kinds = [recipient.kind for recipient in recipients]
    if not kinds:
        raise Refused("There is nobody to seal this to.", advice="Name at least one recipient.")
    if len(set(kinds)) != 1 or (kinds[0] == PassphraseRecipient.kind and len(kinds) != 1):
        raise Refused("These recipients cannot share one file.", advice=ADVICE_MIXED)
