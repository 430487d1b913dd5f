"""The note that goes beside an offline page: what its bytes are, said by the institution's root key.

The second line is one that `sha256sum --check` reads, so that a page can be checked with what every machine
has. Format: docs/formats/offline.md.
"""

import re
from dataclasses import dataclass

from unhindered.core.errors import Refused
from unhindered.core.log.signed_note import NoteSigner, NoteVerifier, open_note, parse_verifier

HEAD = "unhindered/offline-page/v1"
_LINE = re.compile(r"([0-9a-f]{64})  ([A-Za-z0-9][A-Za-z0-9._-]{0,99})", re.ASCII)
_LIMIT = 4096
_ADVICE = "Do not use this page. Get page and note anew from the institution."


@dataclass(frozen=True, kw_only=True)
class SignedPage:
    """What the note says: the page's name and hash, and the root key that signed it."""

    name: str
    sha256: bytes
    root: NoteVerifier


def compose_page_note(name: str, sha256: bytes, root: NoteSigner) -> str:
    """The note.

    Raises:
        Refused: the name could be read as something else by a command.
    """
    line = f"{sha256.hex()}  {name}"
    if not _LINE.fullmatch(line):
        raise Refused(
            "This name cannot stand in a note.", advice="Use letters, digits, dots, hyphens and underscores."
        )
    return root.sign(f"{HEAD}\n{line}\n{root.verifier()}\n")


def open_page_note(note: str) -> SignedPage:
    """What the note says, if the root key that it names signed it; the caller compares that key's six words.

    Raises:
        Refused: not such a note, or not signed by the key it names.
    """
    lines = note[:_LIMIT].split("\n")
    found = _LINE.fullmatch(lines[1]) if len(lines) > 3 and lines[0] == HEAD and not lines[3] else None
    if found is None or len(note) > _LIMIT:
        raise Refused("This is not the note of an offline page.", advice=_ADVICE)
    root = parse_verifier(lines[2])
    open_note(note, [root])
    return SignedPage(name=found[2], sha256=bytes.fromhex(found[1]), root=root)
