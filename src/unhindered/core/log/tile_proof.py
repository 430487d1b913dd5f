"""Proving an entry from whole tiles: the same few files for 256 entries, so nobody learns which is asked.

The browser does the same; both follow docs/formats/log.md.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from unhindered.core.errors import Refused
from unhindered.core.log.checkpoint import Checkpoint
from unhindered.core.log.tiles import TILE_WIDTH, TileAddress, parse_tile, tile_width
from unhindered.core.log.tree import CompactRange, leaf_hash, root

_ADVICE = "Something was changed, by the log or on the way. Keep what you received and tell the institution."


def tiles_needed(index: int, size: int) -> list[TileAddress]:
    """The tiles that prove entry `index` in a log of `size` entries, each one once.

    Raises:
        Refused: there is no such entry in a log of that size.
    """
    return sorted({*_climb(index, size), *_edge(size)}, key=TileAddress.path)


def verify_in_tiles(
    leaf: bytes, *, index: int, checkpoint: Checkpoint, tiles: Mapping[TileAddress, bytes]
) -> None:
    """Raise unless these tiles show leaf data `leaf` as entry `index` of the log that signed `checkpoint`.

    1. Each tile on the way up from the entry holds, at the entry's place, the hash of what is below it.
    2. The partial tiles at the right edge give the root that the checkpoint signs.

    Raises:
        Refused: they do not, or a tile is missing.
    """
    found, place = leaf_hash(leaf), index
    for address in _climb(index, checkpoint.size):
        hashes = _hashes(tiles, address)
        if hashes[place % TILE_WIDTH] != found:
            raise Refused("The log does not hold this entry at this place.", advice=_ADVICE)
        found, place = root(hashes), place // TILE_WIDTH
    if _root_at_edge(tiles, checkpoint.size) != checkpoint.root:
        raise Refused("The log's tiles do not lead to the root that it signed.", advice=_ADVICE)


def _climb(index: int, size: int) -> Iterator[TileAddress]:
    """The tiles above an entry, up to the one that is not full yet and so is at the edge."""
    if not 0 <= index < size:
        raise Refused("There is no such entry in a log of this size.", advice=_ADVICE)
    level, width = 0, TILE_WIDTH
    while width == TILE_WIDTH:
        index //= TILE_WIDTH
        width = tile_width(level, index, size)
        yield TileAddress(level, index, width)
        level += 1


def _edge(size: int) -> Iterator[TileAddress]:
    """The partial tiles of a log, lowest level first; none of a level whose last tile is full."""
    level = 0
    while length := size >> (8 * level):
        if length % TILE_WIDTH:
            yield TileAddress(level, length // TILE_WIDTH, length % TILE_WIDTH)
        level += 1


def _root_at_edge(tiles: Mapping[TileAddress, bytes], size: int) -> bytes:
    peaks: list[bytes] = []
    for address in _edge(size):
        peaks = [*CompactRange().grown(_hashes(tiles, address)).peaks, *peaks]
    return CompactRange(size, tuple(peaks)).root()


def _hashes(tiles: Mapping[TileAddress, bytes], address: TileAddress) -> list[bytes]:
    """A tile's hashes; where a partial tile is asked for, the full one that replaced it will do."""
    whole = replace(address, width=TILE_WIDTH)
    if address in tiles:
        return parse_tile(tiles[address], address.width)
    if whole in tiles:
        return parse_tile(tiles[whole], TILE_WIDTH)[: address.width]
    raise Refused(
        "A tile that is needed is missing.", advice="Fetch all tiles that the checkpoint calls for."
    )
