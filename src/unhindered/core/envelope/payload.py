"""The frame around everything that passes a gate, before it is sealed (docs/formats/payload.md).

u16be name length | name | body | zeros | u64be body length. The length stands last because the no-script
gate learns it last.
"""

import io
import unicodedata
from dataclasses import dataclass
from typing import BinaryIO

from unhindered.core.envelope.padding import padded_length
from unhindered.core.envelope.sink import Sink
from unhindered.core.errors import Refused

FLOOR = 8192
# What file systems allow, in bytes of UTF-8.
NAME_LIMIT = 255
_ZEROS = bytes(64 * 1024)
_HEAD = 2
_TAIL = 8
_ADVICE = "It was made by another program or damaged before it was sealed; ask for it again."
# A name may not turn the direction of what follows it: that is how "exe.fdp" is shown as a PDF.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_NOT_IN_NAMES = frozenset({"Cc", "Cs", "Zl", "Zp"})


@dataclass(frozen=True)
class Payload:
    """What was in a frame."""

    name: str
    body: bytes


class FrameWriter:
    """Frames what is written to it; learns the length only at the end."""

    def __init__(self, sink: Sink, name: str, floor: int = FLOOR) -> None:
        encoded = _checked_name(name).encode()
        self._sink = sink
        self._floor = floor
        self._head = _HEAD + len(encoded)
        self._length = 0
        sink.write(len(encoded).to_bytes(_HEAD, "big") + encoded)

    def write(self, data: bytes) -> int:
        """Frame the next bytes; how many they were."""
        self._length += len(data)
        self._sink.write(data)
        return len(data)

    def finish(self) -> None:
        """Write padding and length. Nothing may be written after it."""
        needed = self._head + self._length + _TAIL
        zeros = padded_length(needed, floor=self._floor) - needed
        while zeros:
            piece = min(zeros, len(_ZEROS))
            self._sink.write(_ZEROS[:piece])
            zeros -= piece
        self._sink.write(self._length.to_bytes(_TAIL, "big"))


def frame(name: str, body: bytes, *, floor: int = FLOOR) -> bytes:
    """`body` under `name`, padded; `floor` is 0 for attachments.

    Raises:
        Refused: the name cannot stand in a frame; `clean_name` makes one that can.
    """
    sink = io.BytesIO()
    writer = FrameWriter(sink, name, floor)
    writer.write(body)
    writer.finish()
    return sink.getvalue()


def read_frame(raw: bytes) -> Payload:
    """What is in a frame.

    Raises:
        Refused: padding that is not zero, a length that does not fit, or a name that cannot stand in a frame.
    """
    name, offset, length = read_frame_file(io.BytesIO(raw))
    return Payload(name, raw[offset : offset + length])


def read_frame_file(stream: BinaryIO) -> tuple[str, int, int]:
    """Name, offset of the body and its length, of a frame in a file that need not fit in memory.

    Raises:
        Refused: padding that is not zero, a length that does not fit, or a name that cannot stand in a frame.
    """
    total = stream.seek(0, io.SEEK_END)
    stream.seek(0)
    head = stream.read(_HEAD)
    name_length = int.from_bytes(head, "big")
    offset = _HEAD + name_length
    if offset + _TAIL > total or name_length > NAME_LIMIT:
        raise Refused("This frame is too short for what it says of itself.", advice=_ADVICE)
    name = _name_of(stream.read(name_length))
    stream.seek(total - _TAIL)
    length = int.from_bytes(stream.read(_TAIL), "big")
    if offset + length + _TAIL > total:
        raise Refused("This frame is too short for what it says of itself.", advice=_ADVICE)
    _refuse_hidden_bytes(stream, offset + length, total - _TAIL)
    return name, offset, length


def clean_name(name: str) -> str:
    """A name that can stand in a frame and keeps what it can of a file's own name, its ending above all."""
    last = name.replace("\\", "/").rpartition("/")[2].encode(errors="replace").decode()
    shown = "".join("_" if _is_forbidden(character) else character for character in last)
    encoded = shown.encode()
    if len(encoded) > NAME_LIMIT:
        shown = encoded[-NAME_LIMIT:].decode(errors="ignore")
    return "unnamed" if shown in ("", ".", "..") else shown


def _checked_name(name: str) -> str:
    if name in ("", ".", "..") or any(_is_forbidden(character) for character in name):
        raise Refused("This name cannot stand in a frame.", advice="Give the file a plain name.")
    if len(name.encode()) > NAME_LIMIT:
        raise Refused("This name is too long.", advice="Give the file a shorter name.")
    return name


def _is_forbidden(character: str) -> bool:
    return character in "/\\" or character in _TURNING or unicodedata.category(character) in _NOT_IN_NAMES


def _name_of(raw: bytes) -> str:
    try:
        name = raw.decode()
    except UnicodeDecodeError as err:
        raise Refused("The name in this frame is not UTF-8.", advice=_ADVICE) from err
    return _checked_name(name)


def _refuse_hidden_bytes(stream: BinaryIO, start: int, end: int) -> None:
    stream.seek(start)
    while start < end:
        piece = stream.read(min(end - start, len(_ZEROS)))
        if piece != _ZEROS[: len(piece)] or not piece:
            raise Refused("The padding of this frame is not empty.", advice=_ADVICE)
        start += len(piece)
