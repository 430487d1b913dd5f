"""Private halves: each opens what is sealed to its recipient. The gate cannot reach this module.

No answer here says which key failed or how: that would tell a forger what to try next.
"""

import secrets
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from unhindered.core.envelope import bech32, xwing
from unhindered.core.envelope.file_key import FILE_KEY_LENGTH, TAG, hkdf
from unhindered.core.envelope.header import Stanza, read_raw_base64
from unhindered.core.envelope.recipients import (
    DEFAULT_WORK_FACTOR,
    SCRYPT_SALT_LENGTH,
    WRAP_NONCE,
    X25519_INFO,
    ClassicRecipient,
    PassphraseRecipient,
    PostQuantumRecipient,
    Recipient,
    passphrase_key,
)
from unhindered.core.errors import Refused

# A GiB of memory. A stranger chooses the file's work factor; we choose how far we follow.
MAX_WORK_FACTOR = 20
_WRAPPED_LENGTH = FILE_KEY_LENGTH + TAG
_ADVICE = "An identity begins with AGE-SECRET-KEY-; copy the whole line."
_DAMAGED = "The file was changed on the way; ask for it again."


class Identity(Protocol):
    """Somebody who can get a file key back."""

    def recipient(self) -> Recipient:
        """Whom to seal to so that this identity opens it."""

    def unwrap(self, stanza: Stanza) -> bytes | None:
        """The file key, or None if the stanza is not for this identity.

        Raises:
            Refused: the stanza is of this identity's kind and not well formed.
        """


class PostQuantumIdentity:
    """`AGE-SECRET-KEY-PQ-1…`: 32 bytes from which both private keys follow."""

    def __init__(self, seed: bytes) -> None:
        if len(seed) != xwing.SEED_LENGTH:
            raise Refused("This identity has the wrong length.", advice=_ADVICE)
        self._seed = seed
        self._key = hpke.MLKEM768X25519PrivateKey(*xwing.private_halves(seed))

    def recipient(self) -> PostQuantumRecipient:
        """Whom to seal to so that this identity opens it."""
        return PostQuantumRecipient.of_seed(self._seed)

    def unwrap(self, stanza: Stanza) -> bytes | None:
        """The file key, or None if the stanza is not for this identity.

        Raises:
            Refused: the stanza is of this identity's kind and not well formed.
        """
        if stanza.arguments[0] != PostQuantumRecipient.kind:
            return None
        share = _only_argument(stanza, length=xwing.SHARE_LENGTH)
        try:
            return xwing.suite().decrypt(share + stanza.body, self._key, xwing.INFO)
        except (InvalidTag, ValueError):
            return None

    def __str__(self) -> str:
        return bech32.encode("age-secret-key-pq-", self._seed).upper()


class ClassicIdentity:
    """`AGE-SECRET-KEY-1…`: X25519."""

    def __init__(self, raw: bytes) -> None:
        if len(raw) != 32:
            raise Refused("This identity has the wrong length.", advice=_ADVICE)
        self._raw = raw
        self._key = X25519PrivateKey.from_private_bytes(raw)
        self._public = self._key.public_key().public_bytes_raw()

    def recipient(self) -> ClassicRecipient:
        """Whom to seal to so that this identity opens it."""
        return ClassicRecipient(self._public)

    def unwrap(self, stanza: Stanza) -> bytes | None:
        """The file key, or None if the stanza is not for this identity.

        Raises:
            Refused: the stanza is of this identity's kind and not well formed.
        """
        if stanza.arguments[0] != ClassicRecipient.kind:
            return None
        share = _only_argument(stanza, length=32)
        try:
            secret = self._key.exchange(X25519PublicKey.from_public_bytes(share))
        except ValueError as err:
            raise Refused("This header is damaged.", advice=_DAMAGED) from err
        return _unwrapped(hkdf(secret, salt=share + self._public, info=X25519_INFO), stanza.body)

    def __str__(self) -> str:
        return bech32.encode("age-secret-key-", self._raw).upper()


class PassphraseIdentity:
    """A passphrase. Follows a file's work factor only up to its limit."""

    def __init__(self, passphrase: str, max_work_factor: int = MAX_WORK_FACTOR) -> None:
        self._passphrase = passphrase
        self._max_work_factor = max_work_factor

    def recipient(self) -> PassphraseRecipient:
        """Whom to seal to so that this identity opens it."""
        return PassphraseRecipient(self._passphrase, min(DEFAULT_WORK_FACTOR, self._max_work_factor))

    def unwrap(self, stanza: Stanza) -> bytes | None:
        """The file key, or None if the stanza is not for this passphrase.

        Raises:
            Refused: the stanza is not well formed, or asks for more work than the limit.
            Unavailable: this machine has not the memory.
        """
        if stanza.arguments[0] != PassphraseRecipient.kind:
            return None
        if len(stanza.arguments) != 3:
            raise Refused("This header is damaged.", advice=_DAMAGED)
        salt = _exactly(read_raw_base64(stanza.arguments[1].encode()), SCRYPT_SALT_LENGTH)
        _exactly(stanza.body, _WRAPPED_LENGTH)
        work_factor = self._work_factor(stanza.arguments[2])
        return _unwrapped(passphrase_key(self._passphrase, salt, work_factor), stanza.body)

    def _work_factor(self, text: str) -> int:
        if not (text.isascii() and text.isdigit()) or text.startswith("0") or len(text) > 2:
            raise Refused("This header is damaged.", advice=_DAMAGED)
        if int(text) > self._max_work_factor:
            raise Refused(
                "This file asks for more memory than we give to a passphrase.",
                advice="Have it sealed again with a lower work factor, or open it with age.",
            )
        return int(text)


def generate_identity() -> PostQuantumIdentity:
    """A new post-quantum identity."""
    return PostQuantumIdentity(secrets.token_bytes(xwing.SEED_LENGTH))


def parse_identity(text: str) -> PostQuantumIdentity | ClassicIdentity:
    """The identity in `AGE-SECRET-KEY-PQ-1…` or `AGE-SECRET-KEY-1…`.

    Raises:
        Refused: neither, or mistyped.
    """
    prefix, raw = bech32.decode(text)
    if prefix == "AGE-SECRET-KEY-PQ-":
        return PostQuantumIdentity(raw)
    if prefix == "AGE-SECRET-KEY-":
        return ClassicIdentity(raw)
    raise Refused("This is not an identity we can open with.", advice=_ADVICE)


def _only_argument(stanza: Stanza, *, length: int) -> bytes:
    if len(stanza.arguments) != 2:
        raise Refused("This header is damaged.", advice=_DAMAGED)
    _exactly(stanza.body, _WRAPPED_LENGTH)
    return _exactly(read_raw_base64(stanza.arguments[1].encode()), length)


def _exactly(data: bytes, length: int) -> bytes:
    if len(data) != length:
        raise Refused("This header is damaged.", advice=_DAMAGED)
    return data


def _unwrapped(key: bytes, body: bytes) -> bytes | None:
    try:
        return ChaCha20Poly1305(key).decrypt(WRAP_NONCE, body, None)
    except InvalidTag:
        return None
