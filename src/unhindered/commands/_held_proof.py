"""Checks that an entry is held against the log itself: leaf rebuilt, whole tiles, signed checkpoint."""

from enum import Enum

from unhindered.core.correspondence.to_source import HeldNote
from unhindered.core.errors import Refused
from unhindered.core.institution.key_names import sealed_log_origin
from unhindered.core.institution.notice import Notice
from unhindered.core.log.checkpoint import open_checkpoint
from unhindered.core.log.entry import EntryKind, Salts, open_leaf
from unhindered.core.log.signed_note import parse_verifier
from unhindered.core.log.tile_proof import tiles_needed, verify_in_tiles
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
    verifier = parse_verifier(notice.sealed_log)
    checkpoint = open_checkpoint(client.checkpoint(), verifier, sealed_log_origin(notice.gate))
    if index >= checkpoint.size:
        return HeldProof.NOT_YET
    tiles = {address: client.tile(address.path()) for address in tiles_needed(index, checkpoint.size)}
    verify_in_tiles(leaf, index=index, checkpoint=checkpoint, tiles=tiles)
    return HeldProof.PROVED
