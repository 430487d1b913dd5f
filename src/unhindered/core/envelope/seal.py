"""Seals streams to recipients in the age v1 format. Cannot open what it sealed: the file key is forgotten."""

import io
import secrets
from collections.abc import Sequence
from typing import BinaryIO

from unhindered.core.envelope.file_key import (
    CHUNK,
    FILE_KEY_LENGTH,
    NONCE_LENGTH,
    chunk_nonce,
    header_mac,
    payload_cipher,
)
from unhindered.core.envelope.header import compose_header, compose_stanzas
from unhindered.core.envelope.recipients import Recipient, refuse_mixed
from unhindered.core.envelope.sink import Sink

_BLOCK = 16 * CHUNK


class PushSealer:
    """Seals what is written to it, chunk by chunk; never holds more than one chunk of it.

    What was written to the target is no age file until `finish` was called.
    """

    def __init__(self, target: Sink, recipients: Sequence[Recipient]) -> None:
        refuse_mixed(recipients)
        file_key = secrets.token_bytes(FILE_KEY_LENGTH)
        nonce = secrets.token_bytes(NONCE_LENGTH)
        target.write(header_for(file_key, recipients) + nonce)
        self._cipher = payload_cipher(file_key, nonce)
        self._target = target
        self._number = 0
        self._held = bytearray()
        self._finished = False

    def write(self, data: bytes | bytearray | memoryview) -> int:
        """Seal the next bytes; how many they were.

        Raises:
            ValueError: it was finished.
        """
        if self._finished:
            raise ValueError("this sealer is finished")
        rest = memoryview(data).cast("B")
        if self._held:
            taken = rest[: CHUNK - len(self._held)]
            self._held += taken
            rest = rest[len(taken) :]
        # A full chunk waits until a byte follows it, since the last chunk is sealed as the last.
        if rest and self._held:
            self._seal(self._held, last=False)
            self._held.clear()
        while len(rest) > CHUNK:
            self._seal(rest[:CHUNK], last=False)
            rest = rest[CHUNK:]
        self._held += rest
        return len(data)

    def finish(self) -> None:
        """Seal the last chunk. Nothing may be written after it.

        Raises:
            ValueError: it was finished.
        """
        self._seal(self._held, last=True)
        self._finished = True
        self._held.clear()

    def _seal(self, chunk: bytearray | memoryview, *, last: bool) -> None:
        if self._finished:
            raise ValueError("this sealer is finished")
        self._target.write(self._cipher.encrypt(chunk_nonce(self._number, last=last), chunk, None))
        self._number += 1


def seal(source: BinaryIO, target: BinaryIO, recipients: Sequence[Recipient]) -> None:
    """Seal all of `source` into `target`, in memory that does not grow with it.

    Raises:
        Refused: no recipients, or recipients that cannot share a file.
    """
    sealer = PushSealer(target, recipients)
    while block := source.read(_BLOCK):
        sealer.write(block)
    sealer.finish()


def seal_bytes(data: bytes, recipients: Sequence[Recipient]) -> bytes:
    """`data` as an age file.

    Raises:
        Refused: no recipients, or recipients that cannot share a file.
    """
    target = io.BytesIO()
    seal(io.BytesIO(data), target, recipients)
    return target.getvalue()


def header_for(file_key: bytes, recipients: Sequence[Recipient]) -> bytes:
    """A whole header that gives `file_key` to each recipient.

    Raises:
        Refused: no recipients, or recipients that cannot share a file.
    """
    refuse_mixed(recipients)
    authenticated = compose_stanzas([recipient.wrap(file_key) for recipient in recipients])
    return compose_header(authenticated, header_mac(file_key, authenticated))
