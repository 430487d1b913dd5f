import pytest
from hypothesis import given
from hypothesis import strategies as st

from unhindered.core.errors import Refused
from unhindered.core.log.tiles import (
    TileAddress,
    compose_bundle,
    compose_tile,
    entries_path,
    parse_bundle,
    parse_tile,
    parse_tile_path,
    tile_path,
    tile_width,
)

addresses = st.builds(TileAddress, st.none() | st.integers(0, 63), st.integers(0, 2**40), st.integers(1, 256))


@pytest.mark.vectors("tiles", "paths")
def test_paths(case):
    if case["expect"] == "read":
        address = TileAddress(case["level"], case["index"], case["width"])
        assert parse_tile_path(case["path"]) == address
        assert address.path() == case["path"]
    else:
        with pytest.raises(Refused):
            parse_tile_path(case["path"])


@pytest.mark.vectors("tiles", "widths")
def test_widths(case):
    assert tile_width(case["level"], case["index"], case["size"]) == case["width"]


@given(addresses)
def test_reading_a_path_undoes_writing_it(address):
    assert parse_tile_path(address.path()) == address


def test_paths_of_hashes_and_of_entries_differ():
    assert (tile_path(0, 5), entries_path(5, 3)) == ("tile/0/005", "tile/entries/005.p/3")


@given(st.text(max_size=40))
def test_a_random_path_raises_only_refused(text):
    with pytest.raises(Refused):
        parse_tile_path(f"tile/0/{text}!")


@given(st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=256))
def test_reading_a_tile_undoes_composing_it(hashes):
    assert parse_tile(compose_tile(hashes), len(hashes)) == hashes


@given(st.lists(st.binary(max_size=300), min_size=1, max_size=20))
def test_reading_a_bundle_undoes_composing_it(leaves):
    assert parse_bundle(compose_bundle(leaves), len(leaves)) == leaves


@pytest.mark.parametrize(("length", "width"), [(0, 0), (31, 1), (33, 1), (32, 2), (257 * 32, 257), (0, 1)])
def test_a_tile_of_another_width_is_refused(length, width):
    with pytest.raises(Refused):
        parse_tile(bytes(length), width)


@pytest.mark.parametrize(
    ("raw", "width"),
    [
        (b"", 1),
        (b"\0", 1),
        (b"\0\1", 1),
        (b"\0\1a", 2),
        (b"\0\1a\0", 1),
        (b"\0\1a\0\1b", 1),
        (b"\0\0" * 300, 5),
    ],
)
def test_a_bundle_of_another_width_is_refused(raw, width):
    with pytest.raises(Refused):
        parse_bundle(raw, width)


@given(st.binary(max_size=200), st.integers(1, 256))
def test_a_random_bundle_gives_its_entries_or_is_refused(raw, width):
    try:
        leaves = parse_bundle(raw, width)
    except Refused:
        return
    assert compose_bundle(leaves) == raw


@pytest.mark.parametrize(
    ("level", "index", "width"), [(-1, 0, 1), (64, 0, 1), (0, -1, 1), (0, 0, 0), (0, 0, 257)]
)
def test_there_is_no_tile_outside_of_a_tree(level, index, width):
    with pytest.raises(Refused):
        tile_path(level, index, width)
