"""The optional ASCII armor of age: strict PEM around a binary file, read as a stream."""

import binascii
import io
from typing import BinaryIO

from unhindered.core.errors import Refused

_BEGIN = b"-----BEGIN AGE ENCRYPTED FILE-----"
_END = b"-----END AGE ENCRYPTED FILE-----"
_COLUMNS = 64
_BYTES_PER_LINE = 48
_MAX_WHITESPACE = 1024
_ADVICE = "Copy the whole text again, from its BEGIN line to its END line."


def begins_armor(first: bytes) -> bool:
    """Whether a stream whose first line is this may hold armor rather than a binary file."""
    return not first.strip() or first.strip().startswith(_BEGIN[:10])


def unarmored(first: bytes, source: BinaryIO) -> BinaryIO:
    """The bytes inside the armor of which `first` is the first line, already taken from the stream.

    Raises:
        Refused: no armor; reading from what is returned raises it too, where the armor is damaged.
    """
    passed = 0
    line = first
    while not line.strip():
        passed += len(line)
        if not line or passed > _MAX_WHITESPACE:
            raise Refused("This is not an age file.", advice=_ADVICE)
        line = source.readline(_MAX_WHITESPACE)
    if _without_newline(line) != _BEGIN:
        raise Refused("This is not an age file.", advice=_ADVICE)
    return io.BufferedReader(_Body(source))


class _Body(io.RawIOBase):
    def __init__(self, source: BinaryIO) -> None:
        super().__init__()
        self._source = source
        self._held = b""
        self._ended = False

    def readable(self) -> bool:
        return True

    def readinto(self, target: object) -> int:
        view = memoryview(target).cast("B")  # type: ignore[arg-type]
        while not self._held and not self._ended:
            self._held = self._next_line()
        taken = self._held[: len(view)]
        self._held = self._held[len(taken) :]
        view[: len(taken)] = taken
        return len(taken)

    def _next_line(self) -> bytes:
        line = self._line()
        if line == _END:
            self._end()
            return b""
        if not line or len(line) > _COLUMNS:
            raise Refused("This armor is damaged.", advice=_ADVICE)
        data = _decoded(line)
        if len(data) < _BYTES_PER_LINE:
            if self._line() != _END:
                raise Refused("This armor is damaged.", advice=_ADVICE)
            self._end()
        return data

    def _line(self) -> bytes:
        return _without_newline(self._source.readline(_COLUMNS + 3))

    def _end(self) -> None:
        self._ended = True
        rest = self._source.read(_MAX_WHITESPACE)
        if rest.strip() or len(rest) == _MAX_WHITESPACE:
            raise Refused("There is something after the armor's last line.", advice=_ADVICE)


def _decoded(line: bytes) -> bytes:
    try:
        data = binascii.a2b_base64(line, strict_mode=True)
    except ValueError as err:
        raise Refused("This armor is damaged.", advice=_ADVICE) from err
    if binascii.b2a_base64(data, newline=False) != line:
        raise Refused("This armor is damaged.", advice=_ADVICE)
    return data


def _without_newline(line: bytes) -> bytes:
    return line.removesuffix(b"\n").removesuffix(b"\r")
