"""Bech32 (BIP 173) without its length limit, as age writes recipients and identities."""

from collections.abc import Iterable, Iterator

from unhindered.core.errors import Refused

_CHARACTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_VALUES = {character: value for value, character in enumerate(_CHARACTERS)}
_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_CHECKSUM_LENGTH = 6
# An age1pq recipient has 1,959 characters; nothing we read is longer.
_LIMIT = 4096
_ADVICE = "Copy the whole key again, from its first letter to its last."


def encode(prefix: str, data: bytes) -> str:
    """`data` under a lower-case `prefix`, with its checksum."""
    values = list(_regroup(data, 8, 5))
    spare = len(data) * 8 % 5
    if spare:
        last = data[-1] & ((1 << spare) - 1)
        values.append(last << (5 - spare))
    check = _polymod([*_expanded(prefix), *values, *[0] * _CHECKSUM_LENGTH]) ^ 1
    values += [(check >> 5 * place) & 31 for place in reversed(range(_CHECKSUM_LENGTH))]
    return prefix + "1" + "".join(_CHARACTERS[value] for value in values)


def decode(text: str) -> tuple[str, bytes]:
    """The prefix, in the case it was written in, and the data.

    Raises:
        Refused: not Bech32, mixed case, a wrong checksum, or bits left over.
    """
    if len(text) > _LIMIT or not text.isascii() or text not in (text.lower(), text.upper()):
        raise Refused("This is not a key.", advice=_ADVICE)
    prefix, separator, tail = text.rpartition("1")
    lower = tail.lower()
    if not separator or not prefix or not prefix.isprintable() or " " in prefix:
        raise Refused("This is not a key.", advice=_ADVICE)
    if len(lower) < _CHECKSUM_LENGTH or not all(character in _VALUES for character in lower):
        raise Refused("This is not a key.", advice=_ADVICE)
    values = [_VALUES[character] for character in lower]
    if _polymod([*_expanded(prefix.lower()), *values]) != 1:
        raise Refused("This key has a typing mistake: its checksum does not fit.", advice=_ADVICE)
    return prefix, _bytes_of(values[:-_CHECKSUM_LENGTH])


def _bytes_of(values: list[int]) -> bytes:
    spare = len(values) * 5 % 8
    if spare >= 5 or (values and values[-1] & ((1 << spare) - 1)):
        raise Refused("This key has bits left over.", advice=_ADVICE)
    return bytes(_regroup(values, 5, 8))


def _regroup(values: Iterable[int], width: int, new_width: int) -> Iterator[int]:
    held = bits = 0
    for value in values:
        held = (held << width) | value
        bits += width
        while bits >= new_width:
            bits -= new_width
            yield held >> bits
            held &= (1 << bits) - 1


def _polymod(values: Iterable[int]) -> int:
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for place, generator in enumerate(_GENERATOR):
            if (top >> place) & 1:
                check ^= generator
    return check


def _expanded(prefix: str) -> list[int]:
    codes = [ord(character) for character in prefix]
    return [code >> 5 for code in codes] + [0] + [code & 31 for code in codes]
