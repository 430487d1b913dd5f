"""Takes an age file apart into header and body without any key: what a gate does with what it is sent."""

import io
from typing import BinaryIO

from unhindered.core.envelope.file_key import NONCE_LENGTH, TAG
from unhindered.core.envelope.header import compose_header, read_header
from unhindered.core.errors import Refused

_ADVICE = "The file was cut on the way; send it again."


def split_envelope(raw: bytes) -> tuple[bytes, bytes]:
    """The header, up to the newline after its MAC, and the body: nonce and sealed chunks.

    Raises:
        Refused: not a binary age file for post-quantum recipients only, or a body too short to be one.
    """
    stream = io.BytesIO(raw)
    header = read_header_bytes(stream)
    body = raw[len(header) :]
    if len(body) < NONCE_LENGTH + TAG:
        raise Refused("This file ends too early.", advice=_ADVICE)
    return header, body


def read_header_bytes(stream: BinaryIO) -> bytes:
    """The header at the start of a stream, which is left at the first byte of the body.

    Raises:
        Refused: not the header of a binary age file for post-quantum recipients only, or too long.
    """
    header = read_header(stream)
    header.require_post_quantum()
    # Only one spelling of a header is read, so writing it again gives the bytes that came.
    return compose_header(header.authenticated, header.mac)
