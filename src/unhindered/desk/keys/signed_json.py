"""A C2SP signed note of a head and one line of canonical JSON: cards, rosters, welcomes, entries."""

from collections.abc import Sequence
from typing import Any

from unhindered.core.canonical_json import canonical_json, parse_json_object
from unhindered.core.errors import Refused
from unhindered.core.log.signed_note import NoteSigner, NoteVerifier, open_note

_ADVICE = "It was damaged on the way, or is not what it should be; ask its sender for it again."


def compose_signed_json(head: str, content: dict[str, Any], signer: NoteSigner) -> str:
    """The note."""
    return signer.sign(f"{head}\n{canonical_json(content).decode()}\n")


def read_signed_json(
    note: str, *, head: str, fields: Sequence[str], verifiers: Sequence[NoteVerifier]
) -> dict[str, Any]:
    """The object that one of `verifiers` signed under this head, with just these fields.

    Raises:
        Refused: another head, other fields, or not signed by any of them.
    """
    open_note(note, verifiers)
    return unverified_json(note, head=head, fields=fields)


def unverified_json(note: str, *, head: str, fields: Sequence[str]) -> dict[str, Any]:
    """The object in a note whose signature the caller still has to check.

    Raises:
        Refused: another head, more lines, other fields, or JSON that is not in its one form.
    """
    # The last empty line ends the text: a third line in it would be signed and read by nobody.
    text, _, _ = note.rpartition("\n\n")
    found, _, line = text.partition("\n")
    if found != head or "\n" in line:
        raise Refused("This is another kind of signed text than the one expected here.", advice=_ADVICE)
    try:
        raw = line.encode()
    except UnicodeEncodeError as err:
        raise Refused("This signed text holds half of a character.", advice=_ADVICE) from err
    content = parse_json_object(raw)
    if set(content) != set(fields) or canonical_json(content) != raw:
        raise Refused(
            "This signed text has fields missing or unknown, or is not in its one form.", advice=_ADVICE
        )
    return content
