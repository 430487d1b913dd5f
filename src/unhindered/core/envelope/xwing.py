"""The hybrid key pair of `age1pq1`: ML-KEM-768 and X25519 combined (X-Wing), as HPKE names it."""

from cryptography.hazmat.primitives import hashes, hpke
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

SEED_LENGTH = 32
PUBLIC_LENGTH = 1216
SHARE_LENGTH = 1120
INFO = b"age-encryption.org/mlkem768x25519"
_MLKEM_PUBLIC_LENGTH = 1184


def suite() -> hpke.Suite:
    """HPKE with the hybrid KEM, HKDF-SHA256 and ChaCha20-Poly1305."""
    return hpke.Suite(hpke.KEM.MLKEM768_X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.CHACHA20_POLY1305)


def private_halves(seed: bytes) -> tuple[MLKEM768PrivateKey, X25519PrivateKey]:
    """Both private keys that a 32-byte seed expands to."""
    shake = hashes.Hash(hashes.SHAKE256(96))
    shake.update(seed)
    expanded = shake.finalize()
    return (
        MLKEM768PrivateKey.from_seed_bytes(expanded[:64]),
        X25519PrivateKey.from_private_bytes(expanded[64:]),
    )


def public_bytes(seed: bytes) -> bytes:
    """The public key of a seed: ML-KEM's, then X25519's."""
    mlkem, x25519 = private_halves(seed)
    return mlkem.public_key().public_bytes_raw() + x25519.public_key().public_bytes_raw()


def public_key(raw: bytes) -> hpke.MLKEM768X25519PublicKey:
    """The key in 1,216 bytes; ValueError if there is none."""
    return hpke.MLKEM768X25519PublicKey(
        MLKEM768PublicKey.from_public_bytes(raw[:_MLKEM_PUBLIC_LENGTH]),
        X25519PublicKey.from_public_bytes(raw[_MLKEM_PUBLIC_LENGTH:]),
    )
