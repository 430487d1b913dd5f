"""The textual header of an age v1 file: strict reading, limited in size, and writing. Knows no keys."""

import base64
import binascii
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from unhindered.core.errors import Refused

VERSION_LINE = b"age-encryption.org/v1\n"
# About 160 post-quantum recipients. age has no limit; a stranger's header must have one.
HEADER_LIMIT = 256 * 1024
POST_QUANTUM = "mlkem768x25519"
_STANZA = b"-> "
_END = b"---"
_COLUMNS = 64
_MAC_LENGTH = 32
_LINE_LIMIT = 8 * 1024
# The visible characters of ASCII, and the space between arguments.
_IN_ARGUMENTS = bytes(range(32, 127))
_ADVICE = "The file was cut or changed on the way, or is not an age file; ask for it again."
ADVICE_MIXED = "One weaker key voids the protection of the others; have it sealed again to one kind of key."
# Recipients that a quantum computer opens, by the first argument of their stanzas.
_CLASSIC = frozenset({"X25519", "scrypt", "ssh-rsa", "ssh-ed25519", "p256tag", "piv-p256"})


@dataclass(frozen=True)
class Stanza:
    """One recipient's wrapped file key: `arguments` begin with the kind of recipient."""

    arguments: tuple[str, ...]
    body: bytes


@dataclass(frozen=True)
class Header:
    """A header as it was read. `authenticated` are the bytes under the MAC; nothing here is checked yet."""

    stanzas: tuple[Stanza, ...]
    authenticated: bytes
    mac: bytes

    def require_unmixed(self) -> None:
        """Refuse a header in which one recipient voids the protection of the others.

        Raises:
            Refused: post-quantum and classic recipients, or a passphrase and anything else.
        """
        kinds = [stanza.arguments[0] for stanza in self.stanzas]
        if POST_QUANTUM in kinds and not _CLASSIC.isdisjoint(kinds):
            raise Refused(
                "This file is sealed to post-quantum and to classic keys at once.", advice=ADVICE_MIXED
            )
        if "scrypt" in kinds and len(kinds) != 1:
            raise Refused("This file is sealed to a passphrase and to something else.", advice=ADVICE_MIXED)

    def require_post_quantum(self) -> None:
        """Refuse a header that a quantum computer could open.

        Raises:
            Refused: no post-quantum recipient, or a classic one beside it.
        """
        self.require_unmixed()
        if POST_QUANTUM not in (stanza.arguments[0] for stanza in self.stanzas):
            raise Refused(
                "This file is not sealed to a post-quantum key.", advice="Seal it to an age1pq1… key."
            )


def compose_stanzas(stanzas: Sequence[Stanza]) -> bytes:
    """The part of a header that its MAC covers."""
    lines = [VERSION_LINE]
    for stanza in stanzas:
        lines += [_STANZA, " ".join(stanza.arguments).encode(), b"\n", _wrapped(stanza.body)]
    return b"".join([*lines, _END])


def compose_header(authenticated: bytes, mac: bytes) -> bytes:
    """The whole header, from the version line to the newline after the MAC."""
    return authenticated + b" " + raw_base64(mac) + b"\n"


def read_header(source: BinaryIO) -> Header:
    """The header at the start of a stream, which is left at the first byte of the payload.

    Raises:
        Refused: not an age v1 header, or longer than `HEADER_LIMIT`.
    """
    first = source.readline(_LINE_LIMIT)
    return read_header_after(first, source)


def read_header_after(first: bytes, source: BinaryIO) -> Header:
    """The header of which `first` is the first line, already taken from the stream.

    Raises:
        Refused: not an age v1 header, or longer than `HEADER_LIMIT`.
    """
    if first != VERSION_LINE:
        raise Refused("This is not an age file.", advice=_ADVICE)
    lines = list(_lines_to_mac(source))
    mac = _mac_of(lines.pop())
    stanzas = tuple(_stanzas(iter(lines)))
    return Header(stanzas, b"".join([VERSION_LINE, *lines, _END]), mac)


def raw_base64(data: bytes) -> bytes:
    """Base64 without padding, as age writes it."""
    return base64.b64encode(data).rstrip(b"=")


def read_raw_base64(text: bytes) -> bytes:
    """What unpadded base64 stands for; only its one canonical form is read.

    Raises:
        Refused: anything else.
    """
    try:
        data = binascii.a2b_base64(text + b"=" * (-len(text) % 4), strict_mode=True)
    except ValueError as err:
        raise Refused("This header is damaged.", advice=_ADVICE) from err
    if raw_base64(data) != text:
        raise Refused("This header is damaged.", advice=_ADVICE)
    return data


def _lines_to_mac(source: BinaryIO) -> Iterator[bytes]:
    size = 0
    while True:
        line = source.readline(_LINE_LIMIT)
        size += len(line)
        if not line.endswith(b"\n"):
            raise Refused("This header is cut or has too long a line.", advice=_ADVICE)
        if size > HEADER_LIMIT:
            raise Refused("This header is too long.", advice=_ADVICE)
        yield line
        if line.startswith(_END):
            return


def _mac_of(line: bytes) -> bytes:
    if not line.startswith(_END + b" "):
        raise Refused("This header is damaged.", advice=_ADVICE)
    mac = read_raw_base64(line[len(_END) + 1 : -1])
    if len(mac) != _MAC_LENGTH:
        raise Refused("This header is damaged.", advice=_ADVICE)
    return mac


def _stanzas(lines: Iterator[bytes]) -> Iterator[Stanza]:
    for line in lines:
        if not line.startswith(_STANZA):
            raise Refused("This header is damaged.", advice=_ADVICE)
        yield Stanza(_arguments(line[len(_STANZA) : -1]), _body(lines))


def _arguments(text: bytes) -> tuple[str, ...]:
    found = text.split(b" ")
    if not all(found) or text.translate(None, _IN_ARGUMENTS):
        raise Refused("This header is damaged.", advice=_ADVICE)
    return tuple(word.decode("ascii") for word in found)


def _body(lines: Iterable[bytes]) -> bytes:
    whole = []
    for line in lines:
        text = line[:-1]
        if len(text) > _COLUMNS:
            raise Refused("This header is damaged.", advice=_ADVICE)
        whole.append(read_raw_base64(text))
        if len(text) < _COLUMNS:
            return b"".join(whole)
    raise Refused("This header is damaged.", advice=_ADVICE)


def _wrapped(body: bytes) -> bytes:
    text = raw_base64(body)
    # The last line is always short, so a full one is followed by an empty one.
    return b"".join(text[at : at + _COLUMNS] + b"\n" for at in range(0, len(text) + 1, _COLUMNS))
