"""The Merkle tree of RFC 6962 over SHA-256: roots, proofs, and growing without keeping every leaf."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from unhindered.core.errors import Refused

HASH_BYTES = 32
MAX_SIZE = 2**63 - 1
# RFC 6962 prefixes: a leaf can never be passed off as an inner node.
_LEAF = b"\x00"
_NODE = b"\x01"
EMPTY_ROOT = hashlib.sha256(b"").digest()
_ADVICE = "Something was changed, by the log or on the way. Keep what you received and tell the institution."

CompletedNode = Callable[[int, int, bytes], None]


def leaf_hash(data: bytes) -> bytes:
    """The hash of one entry's leaf data."""
    return hashlib.sha256(_LEAF + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of an inner node over its two children."""
    return hashlib.sha256(_NODE + left + right).digest()


@dataclass(frozen=True)
class CompactRange:
    """A tree of `size` leaves as the roots of its complete subtrees, widest first: all it takes to grow.

    Raises:
        Refused: `peaks` cannot be those of a tree of this size.
    """

    size: int = 0
    peaks: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        if not 0 <= self.size <= MAX_SIZE or len(self.peaks) != self.size.bit_count():
            raise Refused("This tree state does not fit its size.", advice=_ADVICE)
        _require_hashes(self.peaks)

    def root(self) -> bytes:
        """The root of the whole tree."""
        return _folded(self.peaks)

    def grown(self, leaf_hashes: Iterable[bytes], completed: CompletedNode | None = None) -> "CompactRange":
        """The tree after these leaves.

        `completed(height, index, hash)` is told of each inner node that is now final.

        Raises:
            Refused: something other than hashes.
        """
        size, peaks = self.size, list(self.peaks)
        for leaf in leaf_hashes:
            found, height = leaf, 0
            while size >> height & 1:
                found = node_hash(peaks.pop(), found)
                height += 1
                if completed is not None:
                    completed(height, size >> height, found)
            peaks.append(found)
            size += 1
        return CompactRange(size, tuple(peaks))


def root(leaf_hashes: Sequence[bytes]) -> bytes:
    """The root over these leaf hashes."""
    return CompactRange().grown(leaf_hashes).root()


def inclusion_proof(index: int, leaf_hashes: Sequence[bytes]) -> list[bytes]:
    """The hashes that lead from leaf `index` to the root.

    Raises:
        Refused: there is no such leaf.
    """
    if not 0 <= index < len(leaf_hashes):
        raise Refused("There is no such entry in this log.", advice="Check the entry's number.")
    if len(leaf_hashes) == 1:
        return []
    half = _left_half(len(leaf_hashes))
    left, right = leaf_hashes[:half], leaf_hashes[half:]
    if index < half:
        return [*inclusion_proof(index, left), root(right)]
    return [*inclusion_proof(index - half, right), root(left)]


def consistency_proof(old_size: int, leaf_hashes: Sequence[bytes]) -> list[bytes]:
    """The hashes that show that the first `old_size` leaves are still there, unchanged.

    Raises:
        Refused: the log was never that long.
    """
    if not 0 <= old_size <= len(leaf_hashes):
        raise Refused("This log never had that size.", advice="Check the checkpoint's size.")
    if old_size in (0, len(leaf_hashes)):
        return []
    return _consistency(old_size, leaf_hashes, is_whole=True)


def verify_inclusion(*, index: int, size: int, leaf: bytes, proof: Sequence[bytes], root: bytes) -> None:
    """Raise unless `leaf`, a leaf hash, is number `index` under this root (RFC 9162, 2.1.3.2).

    Raises:
        Refused: it is not, or the proof does not show it.
    """
    _require_hashes([leaf, root, *proof])
    if not 0 <= index < size <= MAX_SIZE:
        raise Refused("This proof is for an entry outside of its log.", advice=_ADVICE)
    place, last, found = index, size - 1, leaf
    for step in proof:
        if last == 0:
            raise Refused("This proof is too long.", advice=_ADVICE)
        if place & 1 or place == last:
            found = node_hash(step, found)
            place, last = _up_to_a_right_child(place, last)
        else:
            found = node_hash(found, step)
        place, last = place >> 1, last >> 1
    if last != 0 or found != root:
        raise Refused("This proof does not show that the entry is in the log.", advice=_ADVICE)


def verify_consistency(
    *, old_size: int, new_size: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]
) -> None:
    """Raise unless the newer tree begins with the whole older one (RFC 9162, 2.1.4.2).

    Raises:
        Refused: it does not, or the proof does not show it.
    """
    _require_hashes([old_root, new_root, *proof])
    if not 0 <= old_size <= new_size <= MAX_SIZE:
        raise Refused("This proof is for a log that became shorter.", advice=_ADVICE)
    if old_size in (0, new_size):
        expected = EMPTY_ROOT if old_size == 0 else new_root
        _require_proved(not proof and old_root == expected)
        return
    steps = list(proof)
    if old_size & (old_size - 1) == 0:
        steps.insert(0, old_root)
    _require_proved(bool(steps))
    place, last = old_size - 1, new_size - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    old = new = steps[0]
    for step in steps[1:]:
        _require_proved(last != 0)
        if place & 1 or place == last:
            old, new = node_hash(step, old), node_hash(step, new)
            place, last = _up_to_a_right_child(place, last)
        else:
            new = node_hash(new, step)
        place, last = place >> 1, last >> 1
    _require_proved(last == 0 and old == old_root and new == new_root)


def _consistency(old_size: int, leaves: Sequence[bytes], *, is_whole: bool) -> list[bytes]:
    if old_size == len(leaves):
        return [] if is_whole else [root(leaves)]
    half = _left_half(len(leaves))
    left, right = leaves[:half], leaves[half:]
    if old_size <= half:
        return [*_consistency(old_size, left, is_whole=is_whole), root(right)]
    return [*_consistency(old_size - half, right, is_whole=False), root(left)]


def _left_half(size: int) -> int:
    """The largest power of two below `size`."""
    return 1 << ((size - 1).bit_length() - 1)


def _folded(peaks: Sequence[bytes]) -> bytes:
    if not peaks:
        return EMPTY_ROOT
    found = peaks[-1]
    for peak in reversed(peaks[:-1]):
        found = node_hash(peak, found)
    return found


def _up_to_a_right_child(place: int, last: int) -> tuple[int, int]:
    while place and not place & 1:
        place, last = place >> 1, last >> 1
    return place, last


def _require_hashes(hashes: Iterable[bytes]) -> None:
    if any(len(found) != HASH_BYTES for found in hashes):
        raise Refused("This proof holds something that is not a hash.", advice=_ADVICE)


def _require_proved(is_proved: bool) -> None:
    if not is_proved:
        raise Refused("This proof does not show that the log only grew.", advice=_ADVICE)
