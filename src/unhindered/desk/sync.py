"""Takes in what is new in the sealed log, after checking all of it; where 1 to 4 fail, nothing changes.

1. The checkpoint is signed by the log's key.
2. It is not older than the last one trusted here.
3. The old tree and the new leaves give its root: the log only grew.
4. Each header and body is what its leaf commits to.
5. Every officer saw the same log as we do; else an alarm stands, and work goes on.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

from unhindered.core.envelope.sink import Sink
from unhindered.core.errors import Refused
from unhindered.core.log.checkpoint import open_checkpoint
from unhindered.core.log.entry import body_sha256, header_sha256, leaf_kind, open_leaf
from unhindered.core.log.port import StoredEntry
from unhindered.core.log.replica import Replica
from unhindered.core.log.signed_note import NoteVerifier
from unhindered.core.log.tree import leaf_hash
from unhindered.desk.entries.officer_entry import Seen
from unhindered.desk.gate_port import DeskGate

_ADVICE = (
    "Do not use this gate until it is cleared: it may have been tampered with, or restored from a backup. "
    "What this desk holds was not touched; compare with another officer, then call who runs the gate."
)


class LogIsWrong(Refused):
    """The gate shows another log than the one it signed before, or than a colleague saw."""

    advice = _ADVICE


Stage = Callable[[Sequence[StoredEntry], Sequence[bytes]], None]
# How much is in memory at once: this many entries, of at most 128 KiB each.
_IN_ONE_PIECE = 128


class AtMost:
    """A sink that takes no more than was announced.

    Raises:
        Refused: on writing, more comes.
    """

    def __init__(self, target: Sink, most: int) -> None:
        self._target = target
        self._left = most

    def write(self, data: bytes, /) -> None:
        """Pass bytes on."""
        self._left -= len(data)
        if self._left < 0:
            raise Refused("The gate sends more than it said.", advice=_ADVICE)
        self._target.write(data)


def fetch_growth(gate: DeskGate, trusted: Replica, verifier: NoteVerifier, stage: Stage) -> Replica:
    """Fetch what the gate has beyond `trusted`, piece by piece; what to trust from now on.

    Each piece goes to `stage`, with the root after each entry. Its payloads are verified (4), but only when
    this returns is it known that the log holds just these entries (1 to 3).

    Raises:
        LogIsWrong: it is signed by another key, went back, was changed, or a payload is not its leaf's.
        Unavailable: the gate does not answer.
    """
    note = gate.checkpoint()
    signed = _signed_size(note, verifier, trusted.origin)
    tree = trusted.tree
    for piece in _pieces(gate, trusted.size(), signed):
        roots = []
        for entry in piece:
            verify_payload(entry)
            tree = tree.grown([leaf_hash(entry.leaf)])
            roots.append(tree.root())
        stage(piece, roots)
    try:
        return trusted.grown_to(tree, note, verifier)
    except Refused as err:
        raise LogIsWrong(str(err)) from err


def is_another_log(seen: Seen, *, origin: str, place: int, root_at: Callable[[int], bytes | None]) -> bool:
    """Whether an officer, before writing entry `place`, saw another log than we have (5).

    Either the gate shows different logs to different officers, or that officer's desk is wrong: which, only
    people can find out. So the entry is kept, and an alarm stands; one wrong entry must not stop every desk.
    """
    if seen.origin != origin:
        return True
    return seen.size > 0 and (seen.size > place or root_at(seen.size) != seen.root)


def verify_payload(entry: StoredEntry) -> None:
    """Raise unless header, clear part and body (as far as they were sent) are what the leaf commits to (4).

    Raises:
        LogIsWrong: they are not.
    """
    if entry.is_erased:
        _require_empty(entry)
        return
    if entry.salts is None or entry.header is None:
        raise LogIsWrong(f"The gate left something out of entry {entry.index}.")
    header = None if entry.is_rewrapped else header_sha256(entry.header)
    body = None if entry.body is None else body_sha256(entry.clear, entry.body)
    try:
        open_leaf(entry.leaf, entry.salts, kind=entry.kind, header_sha256=header, body_sha256=body)
    except Refused as err:
        raise LogIsWrong(f"Entry {entry.index} is not what the log says it is.") from err


def _require_empty(entry: StoredEntry) -> None:
    """Erasing leaves number, kind, day and leaf; the leaf still tells the kind."""
    left = (entry.clear, entry.header, entry.body, entry.salts)
    try:
        is_its_kind = leaf_kind(entry.leaf) is entry.kind
    except Refused as err:
        raise LogIsWrong(f"Entry {entry.index} is not what the log says it is.") from err
    if any(left) or not is_its_kind:
        raise LogIsWrong(f"Entry {entry.index} is not what the log says it is.")


def _signed_size(note: str, verifier: NoteVerifier, origin: str) -> int:
    try:
        return open_checkpoint(note, verifier, origin).size
    except Refused as err:
        raise LogIsWrong("The gate's log is not signed by the key that this desk enrolled with.") from err


def _pieces(gate: DeskGate, start: int, stop: int) -> Iterator[list[StoredEntry]]:
    """The entries that were signed, in their order."""
    while start < stop:
        came = _in_order(gate.entries(start), start, stop)
        before = start
        while piece := list(islice(came, _IN_ONE_PIECE)):
            start += len(piece)
            yield piece
        if start == before:
            raise LogIsWrong(f"The gate signed {stop} entries and sends only {start}.")


def _in_order(came: Iterable[StoredEntry], start: int, stop: int) -> Iterator[StoredEntry]:
    # What came after the checkpoint is for the next sync.
    for place, entry in zip(range(start, stop), came, strict=False):
        if entry.index != place:
            raise LogIsWrong("The gate sends entries out of their order.")
        yield entry
