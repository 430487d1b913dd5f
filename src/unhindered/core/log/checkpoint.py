"""Checkpoints: what a log signs about itself, how long it is and what its root is.

Format: https://c2sp.org/tlog-checkpoint and docs/formats/log.md.
"""

import base64
import binascii
from dataclasses import dataclass

from unhindered.core.errors import Refused
from unhindered.core.log.signed_note import NoteSigner, NoteVerifier, open_note
from unhindered.core.log.tree import HASH_BYTES, MAX_SIZE

_ADVICE = "This does not come from a log as we know them; ask for its checkpoint again."


@dataclass(frozen=True)
class Checkpoint:
    """The log named `origin` had `size` entries, and its tree this `root`.

    Raises:
        Refused: a line would be empty or hold a line break, or the size or root cannot be one.
    """

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if any(not line or "\n" in line for line in (self.origin, *self.extensions)):
            raise Refused("A line of this checkpoint is empty.", advice=_ADVICE)
        if not 0 <= self.size <= MAX_SIZE or len(self.root) != HASH_BYTES:
            raise Refused("This checkpoint's size or root cannot be one.", advice=_ADVICE)

    def text(self) -> str:
        """What is signed."""
        lines = [self.origin, str(self.size), base64.b64encode(self.root).decode(), *self.extensions]
        return "".join(f"{line}\n" for line in lines)


def parse_checkpoint(text: str) -> Checkpoint:
    """The checkpoint in a note's text. Who signed it is not looked at here.

    Raises:
        Refused: not a checkpoint, or not in its one form.
    """
    lines = text.split("\n")
    if len(lines) < 4 or lines[-1]:
        raise Refused("This is not a checkpoint.", advice=_ADVICE)
    origin, size, root, *extensions = lines[:-1]
    # 19 digits hold every size we accept; longer ones are not worth reading.
    if not (size.isascii() and size.isdigit() and len(size) <= 19):
        raise Refused("This checkpoint's size is not a number.", advice=_ADVICE)
    try:
        raw = base64.b64decode(root.encode("ascii"), validate=True)
    except (binascii.Error, ValueError) as err:
        raise Refused("This checkpoint's root is not base64.", advice=_ADVICE) from err
    checkpoint = Checkpoint(origin, int(size), raw, tuple(extensions))
    if checkpoint.text() != text:
        raise Refused("This checkpoint is not written in its one form.", advice=_ADVICE)
    return checkpoint


def sign_checkpoint(checkpoint: Checkpoint, signer: NoteSigner) -> str:
    """The signed note. Sign only what is durable: a log may never take a checkpoint back."""
    return signer.sign(checkpoint.text())


def open_checkpoint(note: str, verifier: NoteVerifier, origin: str) -> Checkpoint:
    """The checkpoint that this log signed.

    Raises:
        Refused: not signed by the log's key, of another log, or not a checkpoint.
    """
    checkpoint = parse_checkpoint(open_note(note, [verifier]))
    if checkpoint.origin != origin:
        raise Refused("This checkpoint is of another log.", advice=_ADVICE)
    return checkpoint
