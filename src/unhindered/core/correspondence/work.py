"""Proof of work in a report: it buys a place further up at the desk, never admission."""

import hashlib

_LABEL = b"unhindered/proof-of-work/v1\n"
_NUMBER_BYTES = 8
_DIGEST_BITS = 256


def work_bits(report_id: bytes, notice: bytes, work: int) -> int:
    """How many zero bits the work of a report with this id and notice begins with; none where it did none."""
    if work == 0:
        return 0
    digest = hashlib.sha256(_LABEL + report_id + notice + work.to_bytes(_NUMBER_BYTES, "big")).digest()
    return _DIGEST_BITS - int.from_bytes(digest, "big").bit_length()


def find_work(report_id: bytes, notice: bytes, bits: int, *, start: int = 1, tries: int) -> int:
    """The first number from `start` on with at least `bits`, among so many tries; 0 if none has."""
    found = (n for n in range(start, start + tries) if work_bits(report_id, notice, n) >= bits)
    return next(found, 0)
