"""Six words that let a person compare a key over the telephone or on a leaflet."""

import hashlib
from collections.abc import Sequence

_LABEL = b"unhindered/fingerprint/v1"
WORDS = 6
_BITS_PER_WORD = 11


def six_words(public_key: bytes, wordlist: Sequence[str]) -> tuple[str, ...]:
    """The first 66 bits of a labelled SHA-256 of the key, as six of the list's 2,048 words."""
    digest = hashlib.sha256(_LABEL + public_key).digest()
    number = int.from_bytes(digest, "big") >> (len(digest) * 8 - WORDS * _BITS_PER_WORD)
    places = range((WORDS - 1) * _BITS_PER_WORD, -1, -_BITS_PER_WORD)
    return tuple(wordlist[(number >> place) & 2047] for place in places)


def institution_id(root_public_key: bytes) -> str:
    """What an institution is called in every derivation: SHA-256 of its first root key, lower-case hex."""
    return hashlib.sha256(root_public_key).hexdigest()
