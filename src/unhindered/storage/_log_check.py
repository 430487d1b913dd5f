"""Whether a log on disk is still what it signed: looked at whenever it is opened to write."""

import hashlib
from dataclasses import dataclass
from typing import BinaryIO

import apsw

from unhindered.core.errors import Refused
from unhindered.core.log.checkpoint import Checkpoint, open_checkpoint
from unhindered.core.log.entry import body_sha256, clear_prefix, header_sha256, open_leaf
from unhindered.core.log.port import StoredEntry
from unhindered.core.log.signed_note import NoteVerifier
from unhindered.core.log.tree import CompactRange, leaf_hash
from unhindered.storage import _log_tables as tables
from unhindered.storage._sqlite import Damaged
from unhindered.storage.bodies_on_disk import BodiesOnDisk

_PIECE = 1024 * 1024
_LEAVES_AT_ONCE = 65_536


@dataclass(frozen=True)
class _Signed:
    name: str
    checkpoint: Checkpoint


def checked_tree(database: apsw.Connection, origin: str, verifier: NoteVerifier) -> CompactRange:
    """The tree over all leaves on disk.

    Raises:
        Damaged: a leaf is missing or changed, or the stored checkpoints were not signed by this key.
    """
    signed = [_signed(database, name, origin, verifier) for name in (tables.PUBLISHED, tables.LATEST)]
    length = tables.size(database)
    for one in signed:
        if one.checkpoint.size > length:
            raise Damaged(
                f"The log {origin} has {length} entries, but signed {one.checkpoint.size}: some are missing."
            )
    stops = sorted({0, length, *(one.checkpoint.size for one in signed)})
    tree, roots, subtrees = CompactRange(), {0: CompactRange().root()}, dict[tuple[int, int], bytes]()
    for stop in stops:
        while tree.size < stop:
            tree = _grown(database, tree, min(stop, tree.size + _LEAVES_AT_ONCE), subtrees)
        roots[stop] = tree.root()
    for one in signed:
        if roots[one.checkpoint.size] != one.checkpoint.root:
            raise Damaged(f"The log {origin} is not the one that it signed: an entry was changed or moved.")
    if {(level, place): digest for level, place, digest in tables.all_subtrees(database)} != subtrees:
        raise Damaged(f"The log {origin} keeps hashes that do not fit its entries.")
    return tree


def require_body_files(database: apsw.Connection, bodies: BodiesOnDisk) -> None:
    """Raise unless each body that an entry keeps as a file is there in its length.

    Raises:
        Damaged: one is missing or has another length.
    """
    sizes = bodies.sizes()
    for place, (index, length) in tables.body_places(database).items():
        if sizes.get(place) != length:
            raise Damaged(f"The file with the body of entry {index} is missing or has another length.")


def require_contents(database: apsw.Connection, bodies: BodiesOnDisk) -> None:
    """Raise unless each entry that was not erased is what its leaf commits to. Reads everything.

    Raises:
        Damaged: one is not.
    """
    for index in range(tables.size(database)):
        entry = tables.entry(database, index)
        if entry is None or entry.is_erased:
            continue
        place = tables.body_place(database, index)
        try:
            if place is None:
                _require_content(entry, body_sha256(entry.clear, entry.body or b""))
            else:
                with bodies.open(place) as body:
                    _require_content(entry, _streamed_sha256(entry.clear, body))
        except Refused as err:
            raise Damaged(f"Entry {index} is not what was appended.") from err


def _signed(database: apsw.Connection, name: str, origin: str, verifier: NoteVerifier) -> _Signed:
    try:
        return _Signed(name, open_checkpoint(tables.note(database, name), verifier, origin))
    except Refused as err:
        raise Damaged(
            f"The log {origin} holds a checkpoint that its key did not sign.",
            advice="Is this the log's own key? If it is, the folder was tampered with: restore a backup.",
        ) from err


def _grown(
    database: apsw.Connection, tree: CompactRange, stop: int, subtrees: dict[tuple[int, int], bytes]
) -> CompactRange:
    def completed(height: int, index: int, digest: bytes) -> None:
        if height % 8 == 0:
            subtrees[height // 8, index] = digest

    found = list(tables.leaves(database, tree.size, stop))
    if [place for place, _ in found] != list(range(tree.size, stop)):
        raise Damaged("The log has a gap: an entry is missing.")
    return tree.grown((leaf_hash(leaf) for _, leaf in found), completed)


def _require_content(entry: StoredEntry, body: bytes) -> None:
    if entry.salts is None or entry.header is None:
        raise Refused("This entry lacks its salts or its header.")
    header = None if entry.is_rewrapped else header_sha256(entry.header)
    open_leaf(entry.leaf, entry.salts, kind=entry.kind, header_sha256=header, body_sha256=body)


def _streamed_sha256(clear: bytes, body: BinaryIO) -> bytes:
    found = hashlib.sha256(clear_prefix(clear))
    while piece := body.read(_PIECE):
        found.update(piece)
    return found.digest()
