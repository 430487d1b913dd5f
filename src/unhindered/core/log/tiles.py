"""Tiles: the tree cut into pieces of 256 hashes that any web server can hold.

Format: https://c2sp.org/tlog-tiles. Whoever fetches whole tiles does not tell which entry is theirs.
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass

from unhindered.core.errors import Refused
from unhindered.core.log.tree import HASH_BYTES

TILE_WIDTH = 256
MAX_LEVEL = 63
MAX_INDEX = 2**62
_ADVICE = "Ask only for tiles that the log's checkpoint calls for."


@dataclass(frozen=True, order=True)
class TileAddress:
    """Where a tile is: `level` is None for a bundle of entries; `width` below 256 is a partial tile.

    Raises:
        Refused: no tile can be there.
    """

    level: int | None
    index: int
    width: int = TILE_WIDTH

    def __post_init__(self) -> None:
        if self.level is not None and not 0 <= self.level <= MAX_LEVEL:
            raise Refused("There is no such tile level.", advice=_ADVICE)
        if not 0 <= self.index <= MAX_INDEX or not 1 <= self.width <= TILE_WIDTH:
            raise Refused("There is no such tile.", advice=_ADVICE)

    def path(self) -> str:
        """The path below the log's address."""
        place = "entries" if self.level is None else str(self.level)
        suffix = "" if self.width == TILE_WIDTH else f".p/{self.width}"
        return f"tile/{place}/{_index_path(self.index)}{suffix}"


def tile_path(level: int, index: int, width: int = TILE_WIDTH) -> str:
    """The path of a tile of hashes.

    Raises:
        Refused: no tile can be there.
    """
    return TileAddress(level, index, width).path()


def entries_path(index: int, width: int = TILE_WIDTH) -> str:
    """The path of a bundle of entries.

    Raises:
        Refused: no bundle can be there.
    """
    return TileAddress(None, index, width).path()


def parse_tile_path(path: str) -> TileAddress:
    """The tile that a path, beginning with `tile/`, names.

    Raises:
        Refused: not a tile path, or not in its one form.
    """
    whole, partial, width = path.partition(".p/")
    head, *parts = whole.split("/")
    if head != "tile" or not 2 <= len(parts) <= 9:
        raise Refused("This is not the path of a tile.", advice=_ADVICE)
    place, *digits = parts
    address = TileAddress(
        level=None if place == "entries" else _number(place),
        index=_number("".join(group.removeprefix("x") for group in digits)),
        width=_number(width) if partial else TILE_WIDTH,
    )
    if address.path() != path:
        raise Refused("This path of a tile is not written in its one form.", advice=_ADVICE)
    return address


def tile_width(level: int, index: int, size: int) -> int:
    """How many hashes the tile has in a log of `size` entries: 0 if there is none yet, 256 if it is full."""
    return min(TILE_WIDTH, max(0, (size >> (8 * level)) - index * TILE_WIDTH))


def compose_tile(hashes: Sequence[bytes]) -> bytes:
    """The bytes of a tile."""
    return b"".join(hashes)


def parse_tile(raw: bytes, width: int) -> list[bytes]:
    """The hashes in a tile.

    Raises:
        Refused: not `width` of them.
    """
    if not 1 <= width <= TILE_WIDTH or len(raw) != width * HASH_BYTES:
        raise Refused("This tile does not have the width it was asked for.", advice=_ADVICE)
    return [raw[start : start + HASH_BYTES] for start in range(0, len(raw), HASH_BYTES)]


def compose_bundle(leaves: Sequence[bytes]) -> bytes:
    """The bytes of a bundle of entries: each leaf's data after its length."""
    return b"".join(struct.pack(">H", len(leaf)) + leaf for leaf in leaves)


def parse_bundle(raw: bytes, width: int) -> list[bytes]:
    """The leaf data in a bundle of entries.

    Raises:
        Refused: not `width` of them, or it ends within one.
    """
    leaves: list[bytes] = []
    start = 0
    while start < len(raw) and len(leaves) <= width:
        length = int.from_bytes(raw[start : start + 2], "big")
        end = start + 2 + length
        if start + 2 > len(raw) or end > len(raw):
            raise Refused("This bundle of entries is cut short.", advice=_ADVICE)
        leaves.append(raw[start + 2 : end])
        start = end
    if len(leaves) != width or start != len(raw):
        raise Refused("This bundle does not have as many entries as it was asked for.", advice=_ADVICE)
    return leaves


def _index_path(index: int) -> str:
    groups = [f"{index % 1000:03d}"]
    while index >= 1000:
        index //= 1000
        groups.insert(0, f"x{index % 1000:03d}")
    return "/".join(groups)


def _number(digits: str) -> int:
    # A path's index has at most seven groups of three digits.
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 21):
        raise Refused("This path of a tile holds something that is not a number.", advice=_ADVICE)
    return int(digits)
