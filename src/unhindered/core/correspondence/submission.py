"""What a source posts: envelopes one after another, each behind its length and the notice it is sealed to.

Format: docs/formats/http.md. The length counts the age file only. An envelope that was uploaded before is
named by its upload's id instead.
"""

import struct
from collections.abc import Iterable

_HEAD = struct.Struct(">Q32s")
HEAD_BYTES = _HEAD.size
IDEMPOTENCY_HEX = 64
# In place of a length: the id of an upload follows, not an envelope.
UPLOAD_MARK = 2**64 - 1


def submission_head(envelope_length: int, notice_id: bytes) -> bytes:
    """The 40 bytes that go before an envelope."""
    return _HEAD.pack(envelope_length, notice_id)


def read_submission_head(raw: bytes) -> tuple[int, bytes]:
    """Length of the envelope that follows, and the id of the notice it was sealed for."""
    length, notice_id = _HEAD.unpack(raw)
    return length, notice_id


def compose_submission(envelopes: Iterable[tuple[bytes, bytes]]) -> bytes:
    """A whole body in memory, from pairs of notice id and age file: for what is small."""
    return b"".join(submission_head(len(envelope), notice) + envelope for notice, envelope in envelopes)


def uploaded_record(notice_id: bytes, upload_id: bytes) -> bytes:
    """A record that names an upload of 32 bytes' id instead of bringing an envelope."""
    return submission_head(UPLOAD_MARK, notice_id) + upload_id
