"""Checks that an entry is held against the log itself: leaf rebuilt, whole tiles, signed checkpoint."""

from collections.abc import Sequence
from enum import Enum

from unhindered.core.correspondence.to_source import HeldNote
from unhindered.core.errors import Refused
from unhindered.core.institution.key_names import sealed_log_origin
from unhindered.core.institution.notice import Notice
from unhindered.core.log.checkpoint import Checkpoint, open_checkpoint
from unhindered.core.log.entry import EntryKind, Salts, open_leaf
from unhindered.core.log.signed_note import parse_verifier
from unhindered.core.log.tile_proof import tiles_needed, verify_in_tiles
from unhindered.core.log.tiles import TILE_WIDTH, TileAddress, parse_tile, tile_width
from unhindered.core.log.tree import leaf_hash, root
from unhindered.storage.source_client import SourceClient


class HeldProof(Enum):
    """What a check found; a check that fails raises instead."""

    PROVED = "proved"
    NOT_YET = "not yet published"


def prove_held(client: SourceClient, notice: Notice, note: HeldNote) -> HeldProof:
    """Whether the published log proves that the entry of a held note is in it.

    Raises:
        Refused: the note's leaf is not made of what it says, or the log does not hold it at its place.
    """
    if note.origin != sealed_log_origin(notice.gate):
        raise Refused(
            "This held note is of another log than this gate's.",
            advice="Ask the institution, by another channel, which gate holds your report.",
        )
    open_leaf(
        note.leaf,
        Salts(note.salt_header, note.salt_body),
        kind=EntryKind.SOURCE,
        header_sha256=note.header_sha256,
        body_sha256=note.body_sha256,
    )
    return prove_leaf(client, notice, note.index, note.leaf)


def prove_leaf(client: SourceClient, notice: Notice, index: int, leaf: bytes) -> HeldProof:
    """Whether the published log proves that `leaf` is entry `index`.

    Fetches whole tiles only, so that the gate does not learn which of 256 entries is looked for.

    Raises:
        Refused: it holds something else there, or its checkpoint is not signed by the notice's log key.
    """
    checkpoint = _checkpoint(client, notice)
    if index >= checkpoint.size:
        return HeldProof.NOT_YET
    tiles = {address: client.tile(address.path()) for address in tiles_needed(index, checkpoint.size)}
    verify_in_tiles(leaf, index=index, checkpoint=checkpoint, tiles=tiles)
    return HeldProof.PROVED


def prove_leaves(client: SourceClient, notice: Notice, leaves: Sequence[bytes]) -> list[HeldProof]:
    """Whether the published log holds each of these leaves, wherever it stands.

    Fetches the lowest tiles of the whole log: where the entries stand shows to nobody on the way. They must
    give the signed root, so a leaf that is not in them is not in the log.

    Raises:
        Refused: the tiles do not give the root, or the checkpoint is not signed by the notice's log key.
    """
    checkpoint = _checkpoint(client, notice)
    hashes = [
        found
        for address in _lowest_tiles(checkpoint.size)
        for found in parse_tile(client.tile(address.path()), address.width)
    ]
    if root(hashes) != checkpoint.root:
        raise Refused(
            "The log's tiles do not lead to the root that it signed.",
            advice="Keep your proof, and tell the institution by another channel.",
        )
    held = set(hashes)
    return [HeldProof.PROVED if leaf_hash(leaf) in held else HeldProof.NOT_YET for leaf in leaves]


def _lowest_tiles(size: int) -> list[TileAddress]:
    count = -(-size // TILE_WIDTH)
    return [TileAddress(0, index, tile_width(0, index, size)) for index in range(count)]


def _checkpoint(client: SourceClient, notice: Notice) -> Checkpoint:
    verifier = parse_verifier(notice.sealed_log)
    return open_checkpoint(client.checkpoint(), verifier, sealed_log_origin(notice.gate))
