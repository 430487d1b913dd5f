"""Opens age v1 files. Only the desk, the commands and the no-script reader of replies may reach this module.

Opening releases bytes chunk by chunk, each authenticated by itself, before the end of the file is: a cut
file is noticed only there. Write to a temporary file and rename it when `unseal` returned.
"""

import io
from collections.abc import Sequence
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from unhindered.core.envelope.armor import begins_armor, unarmored
from unhindered.core.envelope.file_key import (
    CHUNK,
    NONCE_LENGTH,
    TAG,
    chunk_nonce,
    header_mac_fits,
    payload_cipher,
)
from unhindered.core.envelope.header import Header, read_header, read_header_after
from unhindered.core.envelope.identities import Identity
from unhindered.core.envelope.recipients import Recipient
from unhindered.core.envelope.seal import header_for
from unhindered.core.envelope.sink import Sink
from unhindered.core.errors import Refused

_SEALED_CHUNK = CHUNK + TAG
_BLOCK = 16 * _SEALED_CHUNK
_FIRST_LINE = 1024
_ADVICE = "Was it sealed to another key, or changed on the way? Ask for it again."


def unseal(source: BinaryIO, target: Sink, identities: Sequence[Identity]) -> None:
    """Write to `target` what is sealed in `source`, armored or not, in memory that does not grow with it.

    Raises:
        Refused: no identity opens it, or it was damaged, cut or extended. `target` may then hold a beginning.
    """
    first = source.readline(_FIRST_LINE)
    if begins_armor(first):
        source = unarmored(first, source)
        header = read_header(source)
    else:
        header = read_header_after(first, source)
    _unseal_payload(_file_key(header, identities), source, target)


def unseal_bytes(raw: bytes, identities: Sequence[Identity]) -> bytes:
    """What is sealed in `raw`; all of it is authenticated when this returns.

    Raises:
        Refused: no identity opens it, or it was damaged, cut or extended.
    """
    target = io.BytesIO()
    unseal(io.BytesIO(raw), target, identities)
    return target.getvalue()


def rewrap(header_raw: bytes, identities: Sequence[Identity], recipients: Sequence[Recipient]) -> bytes:
    """A new header that gives the same file key to `recipients`; the sealed body stays byte for byte.

    Who could open the file before and kept the old header still can.

    Raises:
        Refused: no identity opens the header, bytes follow it, or the recipients cannot share a file.
    """
    source = io.BytesIO(header_raw)
    header = read_header(source)
    if source.read(1):
        raise Refused("There is something after this header.", advice=_ADVICE)
    return header_for(_file_key(header, identities), recipients)


def _file_key(header: Header, identities: Sequence[Identity]) -> bytes:
    header.require_unmixed()
    for stanza in header.stanzas:
        for identity in identities:
            file_key = identity.unwrap(stanza)
            if file_key is None:
                continue
            if not header_mac_fits(file_key, header.authenticated, header.mac):
                raise _cannot_open()
            return file_key
    raise _cannot_open()


def _cannot_open() -> Refused:
    # One answer for both cases: telling them apart would tell a forger who holds a key.
    return Refused("This file cannot be opened with these keys.", advice=_ADVICE)


def _unseal_payload(file_key: bytes, source: BinaryIO, target: Sink) -> None:
    nonce = _read(source, NONCE_LENGTH)
    if len(nonce) != NONCE_LENGTH:
        raise Refused("This file ends too early.", advice=_ADVICE)
    chunks = _Chunks(payload_cipher(file_key, nonce))
    while block := _read(source, _BLOCK):
        view = memoryview(block)
        for start in range(0, len(block), _SEALED_CHUNK):
            target.write(chunks.unseal_next(view[start : start + _SEALED_CHUNK]))
    if not chunks.ended:
        raise _changed_or_cut()


class _Chunks:
    """Opens chunks in their order; what may follow the last is nothing."""

    def __init__(self, cipher: ChaCha20Poly1305) -> None:
        self._cipher = cipher
        self._number = 0
        self.ended = False

    def unseal_next(self, sealed: memoryview) -> bytes:
        if self.ended:
            raise _changed_or_cut()
        # A short chunk must be the last. A full one says by its tag whether it is.
        chunk = self._try(sealed, last=False) if len(sealed) == _SEALED_CHUNK else None
        if chunk is None:
            chunk = self._try(sealed, last=True)
            self.ended = True
        # Only an empty file has an empty chunk, so that no file has two forms.
        if chunk is None or (not chunk and self._number):
            raise _changed_or_cut()
        self._number += 1
        return chunk

    def _try(self, sealed: memoryview, *, last: bool) -> bytes | None:
        try:
            return self._cipher.decrypt(chunk_nonce(self._number, last=last), sealed, None)
        except InvalidTag:
            return None


def _changed_or_cut() -> Refused:
    return Refused("This file was changed or cut after it was sealed.", advice=_ADVICE)


def _read(source: BinaryIO, length: int) -> bytes:
    """As many bytes as asked for, unless the stream ends: a pipe may give fewer at a time."""
    data = source.read(length)
    if len(data) == length or not data:
        return data
    pieces = [data]
    missing = length - len(data)
    while missing and (data := source.read(missing)):
        pieces.append(data)
        missing -= len(data)
    return b"".join(pieces)
