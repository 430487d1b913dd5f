import base64
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unhindered.core.errors import Refused
from unhindered.core.log.checkpoint import Checkpoint, open_checkpoint
from unhindered.core.log.signed_note import parse_verifier
from unhindered.core.log.tile_proof import tiles_needed, verify_in_tiles
from unhindered.core.log.tiles import TileAddress, compose_tile, parse_tile_path
from unhindered.core.log.tree import CompactRange, leaf_hash, root

SHARED = json.loads(
    (Path(__file__).parents[3] / "vectors/log/inclusion_in_tiles.json").read_text(encoding="ascii")
)
LARGEST = 66_000
LEAVES = [b"%d" % number for number in range(LARGEST)]
HASHES = [leaf_hash(leaf) for leaf in LEAVES]
FULL: dict[tuple[int, int], bytes] = {}


def _keep(height: int, index: int, digest: bytes) -> None:
    if height % 8 == 0:
        FULL[height // 8, index] = digest


CompactRange().grown(HASHES, _keep)


def tile(address: TileAddress) -> bytes:
    places = range(address.index * 256, address.index * 256 + address.width)
    assert address.level is not None
    return compose_tile(
        [HASHES[place] if address.level == 0 else FULL[address.level, place] for place in places]
    )


def checkpoint_of(size: int) -> Checkpoint:
    return Checkpoint("gate.example/sealed", size, root(HASHES[:size]))


def tiles_for(index: int, size: int) -> dict[TileAddress, bytes]:
    return {address: tile(address) for address in tiles_needed(index, size)}


@pytest.mark.vectors("inclusion_in_tiles", "cases")
def test_shared_vectors(case):
    held = SHARED["tiles"] | case.get("replace", {})
    tiles = {parse_tile_path(path): base64.b64decode(raw) for path, raw in held.items() if raw is not None}
    checkpoint = open_checkpoint(SHARED["checkpoint"], parse_verifier(SHARED["vkey"]), SHARED["origin"])

    def verify():
        verify_in_tiles(bytes.fromhex(case["leaf"]), index=case["index"], checkpoint=checkpoint, tiles=tiles)

    if case["expect"] == "proved":
        verify()
    else:
        with pytest.raises(Refused):
            verify()


@pytest.mark.parametrize("size", [1, 2, 255, 256, 257, 511, 512, 513, 700, 65_535, 65_536, 65_537, 66_000])
def test_entries_of_any_log_can_be_proved(size):
    checkpoint = checkpoint_of(size)

    for index in {0, size // 2, size - 1, max(0, size - 256), size & ~255} - {size}:
        verify_in_tiles(LEAVES[index], index=index, checkpoint=checkpoint, tiles=tiles_for(index, size))


@settings(max_examples=30)
@given(st.data())
def test_one_changed_byte_in_any_tile_is_refused(data):
    size = data.draw(st.integers(1, 2_000))
    index = data.draw(st.integers(0, size - 1))
    tiles = tiles_for(index, size)
    address = data.draw(st.sampled_from(sorted(tiles, key=TileAddress.path)))
    place = data.draw(st.integers(0, len(tiles[address]) - 1))
    changed = bytearray(tiles[address])
    changed[place] ^= 1

    with pytest.raises(Refused):
        verify_in_tiles(
            LEAVES[index],
            index=index,
            checkpoint=checkpoint_of(size),
            tiles=tiles | {address: bytes(changed)},
        )


def test_a_full_tile_proves_what_the_partial_one_did():
    full = {TileAddress(0, 0): tile(TileAddress(0, 0))}

    verify_in_tiles(LEAVES[7], index=7, checkpoint=checkpoint_of(100), tiles=full)


def test_neighbours_need_the_same_tiles():
    """Who sees which tiles are fetched does not learn which of 256 entries is meant."""
    assert {tuple(tiles_needed(index, 700)) for index in range(256, 512)} == {tuple(tiles_needed(300, 700))}


def test_few_tiles_are_enough():
    assert len(tiles_needed(12_345, 66_000)) == 5
    assert len(tiles_needed(12_345, 2**40 + 2**20 + 5)) == 8


@pytest.mark.parametrize(("index", "size"), [(0, 0), (5, 5), (-1, 5)])
def test_there_are_no_tiles_for_an_entry_that_is_not_there(index, size):
    with pytest.raises(Refused):
        tiles_needed(index, size)
