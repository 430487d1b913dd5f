"""What a reader remembers of a log, so that the log cannot go back, fork or change without being caught."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from unhindered.core.canonical_json import canonical_json, parse_json_object
from unhindered.core.errors import Refused
from unhindered.core.log.checkpoint import Checkpoint, open_checkpoint, parse_checkpoint
from unhindered.core.log.signed_note import NoteVerifier
from unhindered.core.log.tree import EMPTY_ROOT, CompactRange, leaf_hash, root

_ADVICE = (
    "Do not delete anything. The server, or someone between, shows you another log than before: "
    "compare checkpoints with your colleagues by another channel."
)


@dataclass(frozen=True)
class Replica:
    """The state of one log up to the last checkpoint that was checked; `note` is that checkpoint, or empty.

    Raises:
        Refused: tree and note do not belong together.
    """

    origin: str
    tree: CompactRange = field(default_factory=CompactRange)
    note: str = ""

    def __post_init__(self) -> None:
        seen = _unverified(self.note) if self.note else Checkpoint(self.origin, 0, EMPTY_ROOT)
        if (seen.origin, seen.size, seen.root) != (self.origin, self.tree.size, self.tree.root()):
            raise Refused("What was remembered of this log does not fit together.", advice=_ADVICE)

    def size(self) -> int:
        """How many entries were checked: ask the log for those from this number on."""
        return self.tree.size

    def grown(self, leaves: Sequence[bytes], note: str, verifier: NoteVerifier) -> "Replica":
        """The state after these new leaves, all that the log signed in `note` beyond what was seen.

        Raises:
            Refused: another key or log signed it; or the log went back, forked, or did not hand over exactly
                the entries that it signed.
        """
        return self.grown_to(self.tree.grown(leaf_hash(leaf) for leaf in leaves), note, verifier)

    def grown_to(self, tree: CompactRange, note: str, verifier: NoteVerifier) -> "Replica":
        """The state after new leaves by which the caller grew our `tree` in pieces; raises as `grown`."""
        checkpoint = open_checkpoint(note, verifier, self.origin)
        if checkpoint.size < self.tree.size:
            raise Refused(
                f"The log went back: it had {self.tree.size} entries, now it signs {checkpoint.size}.",
                advice=_ADVICE,
            )
        if checkpoint.size == self.tree.size and checkpoint.root != self.tree.root():
            raise Refused("The log forked: for the same length it now signs another root.", advice=_ADVICE)
        signed, handed_over = checkpoint.size - self.tree.size, tree.size - self.tree.size
        if handed_over != signed:
            raise Refused(
                f"The log signed {signed} new entries, but handed over {handed_over}.",
                advice="Ask again for all entries from the last one you have.",
            )
        if tree.root() != checkpoint.root:
            raise Refused(
                "The log forked, or handed over entries that it did not sign.",
                advice=_ADVICE,
            )
        return Replica(self.origin, tree, note)

    def to_json(self) -> bytes:
        """The state in a form to be stored."""
        peaks = [peak.hex() for peak in self.tree.peaks]
        return canonical_json(
            {"v": 1, "origin": self.origin, "size": self.tree.size, "peaks": peaks, "note": self.note}
        )


def read_replica(raw: bytes) -> Replica:
    """The stored state.

    Raises:
        Refused: it is not one, or was damaged.
    """
    content = parse_json_object(raw)
    if set(content) != {"v", "origin", "size", "peaks", "note"} or content["v"] != 1:
        raise Refused("This is not what a program remembers of a log.", advice=_ADVICE)
    origin, size, peaks, note = (content[name] for name in ("origin", "size", "peaks", "note"))
    texts = [origin, note, *(peaks if isinstance(peaks, list) else [None])]
    if (
        not all(isinstance(text, str) for text in texts)
        or not isinstance(size, int)
        or isinstance(size, bool)
    ):
        raise Refused("This is not what a program remembers of a log.", advice=_ADVICE)
    try:
        raw_peaks = tuple(bytes.fromhex(peak) for peak in peaks)
    except ValueError as err:
        raise Refused("What was remembered of this log was damaged.", advice=_ADVICE) from err
    return Replica(origin, CompactRange(size, raw_peaks), note)


def require_same_history(
    note: str, verifier: NoteVerifier, *, origin: str, leaf_hashes: Sequence[bytes]
) -> Checkpoint:
    """A colleague's checkpoint, if it is of the history that these hashes, all we have, are the start of.

    Raises:
        Refused: another key or log signed it, or the log showed the colleague other entries than us.
    """
    checkpoint = open_checkpoint(note, verifier, origin)
    if checkpoint.size > len(leaf_hashes):
        raise Refused(
            f"Your colleague has seen {checkpoint.size} entries, you have {len(leaf_hashes)}.",
            advice="Fetch the newer entries. If there are none, the log hides them from you.",
        )
    if root(leaf_hashes[: checkpoint.size]) != checkpoint.root:
        raise Refused("The log forked: it showed your colleague other entries than you.", advice=_ADVICE)
    return checkpoint


def _unverified(note: str) -> Checkpoint:
    """The checkpoint in a note that was checked before it was stored."""
    text, blank, _ = note.rpartition("\n\n")
    if not blank:
        raise Refused("What was remembered of this log does not fit together.", advice=_ADVICE)
    return parse_checkpoint(f"{text}\n")
