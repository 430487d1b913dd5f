"""A sealed file that somebody carries to a gate: the very body of `POST /entries`, sealed without a network.

Whoever carries it learns its size and for which notice it was sealed, and can open nothing.
Format: docs/formats/offline.md.
"""

import hashlib

SUFFIX = ".unhindered"
_LABEL = b"unhindered/carried/v1\n"
_KEPT_LABEL = b"unhindered/carried-kept/v1\n"


def carried_key(file_sha256: bytes) -> bytes:
    """The idempotency key of a carried file: sent twice, by whomever, it is one report.

    What is inside was sealed with fresh random keys, so nobody who has not the file can come upon it.
    """
    return hashlib.sha256(_LABEL + file_sha256).digest()


def kept_key(key: bytes, body_sha256: bytes) -> bytes:
    """What a gate keeps a submission's key as.

    A carried file's key has a place of its own, which only that file reaches: whoever copied the file could
    else send something else under its key first, and so keep the file from being taken.
    """
    is_carried = key == carried_key(body_sha256)
    return hashlib.sha256(_KEPT_LABEL + key).digest() if is_carried else key
