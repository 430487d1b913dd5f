"""What age derives from a file key: the header's MAC and the payload's cipher (C2SP age, section "Format").

Whoever holds a file key can open its file; keys come in from `seal` or `unseal` and are kept nowhere.
"""

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

FILE_KEY_LENGTH = 16
NONCE_LENGTH = 16
CHUNK = 64 * 1024
TAG = 16


def hkdf(key: bytes, *, salt: bytes | None, info: bytes) -> bytes:
    """32 bytes by HKDF-SHA256, the one derivation of all this folder."""
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=salt, info=info).derive(key)


def header_mac(file_key: bytes, authenticated: bytes) -> bytes:
    """The MAC that ends a header."""
    return _mac(file_key, authenticated).finalize()


def header_mac_fits(file_key: bytes, authenticated: bytes, mac: bytes) -> bool:
    """Whether this header was written by somebody who held the file key; compared in constant time."""
    try:
        _mac(file_key, authenticated).verify(mac)
    except InvalidSignature:
        return False
    return True


def payload_cipher(file_key: bytes, nonce: bytes) -> ChaCha20Poly1305:
    """The cipher of the payload's chunks."""
    return ChaCha20Poly1305(hkdf(file_key, salt=nonce, info=b"payload"))


def chunk_nonce(number: int, *, last: bool) -> bytes:
    """STREAM: a counter of eleven bytes, then whether this is the last chunk."""
    return number.to_bytes(11, "big") + (b"\x01" if last else b"\x00")


def _mac(file_key: bytes, authenticated: bytes) -> HMAC:
    mac = HMAC(hkdf(file_key, salt=None, info=b"header"), hashes.SHA256())
    mac.update(authenticated)
    return mac
