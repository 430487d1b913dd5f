"""The key that a docket is encrypted with on the disk; opens nothing else, and no report follows from it."""

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

DOCKET_KEY_BYTES = 32


def docket_key(officer_secret: bytes) -> bytes:
    """The raw key of an officer's docket. A lost docket is rebuilt by a sync, so it has no other key."""
    return HKDF(hashes.SHA256(), DOCKET_KEY_BYTES, None, b"unhindered/docket/v1").derive(officer_secret)
