"""Answers to sources: the text and each file an envelope of its own, all sealed to the source alone."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from unhindered.core.correspondence.mailbox_page import READ_AT_ONCE
from unhindered.core.correspondence.parts import AttachmentReference, SourcePublicKeys
from unhindered.core.correspondence.to_source import (
    HELD_NAME,
    LARGEST_REPLY_FILE,
    MOST_REPLY_FILES,
    REPLY_NAME,
    STATUS_NAME,
    Reply,
    compose_reply,
)
from unhindered.core.envelope.payload import clean_name
from unhindered.core.errors import Refused
from unhindered.core.log.entry import NewEntry
from unhindered.desk.keys.secret import TeamKeys
from unhindered.desk.writing import mailbox_id, to_mailbox

_MIB = 1024 * 1024
# A frame of such a name is no file.
_OURS = frozenset({REPLY_NAME, HELD_NAME, STATUS_NAME})
# With padding and what sealing adds, this and an entry of facts fit into one request to a gate.
MOST_REPLY_BYTES = 24 * _MIB


@dataclass(frozen=True, kw_only=True)
class ReplyFile:
    """A file that an officer adds to an answer."""

    name: str
    content: bytes


@dataclass(frozen=True, kw_only=True)
class SealedFile:
    """A file ready for the mailbox, and how the answer names it."""

    entry: NewEntry
    reference: AttachmentReference


def require_sendable(files: Sequence[ReplyFile]) -> Sequence[ReplyFile]:
    """These files, if one answer can carry them.

    Raises:
        Refused: one is larger than 8 MiB, or they are too many or too large together.
    """
    if any(len(file.content) > LARGEST_REPLY_FILE for file in files):
        raise Refused(
            f"A file of an answer has at most {LARGEST_REPLY_FILE // _MIB} MiB.",
            advice="Send a smaller copy: the source may be on a slow line.",
        )
    if len(files) > MOST_REPLY_FILES or sum(len(file.content) for file in files) > MOST_REPLY_BYTES:
        raise Refused(
            f"One answer has at most {MOST_REPLY_FILES} files, of {MOST_REPLY_BYTES // _MIB} MiB together.",
            advice="Send some of them with another answer.",
        )
    return files


def compose_reply_file(file: ReplyFile, keys: SourcePublicKeys) -> SealedFile:
    """A file, sealed to the source alone: the desk keeps its name, size and hash, and cannot open this."""
    name = clean_name(file.name)
    if name in _OURS:
        name = f"file-{name}"
    entry = to_mailbox(name, file.content, keys, floor=0)
    body = entry.body if isinstance(entry.body, bytes) else b""
    reference = AttachmentReference(
        body=hashlib.sha256(body).digest(),
        name=name,
        size=len(file.content),
        sha256=hashlib.sha256(file.content).digest(),
    )
    return SealedFile(entry=entry, reference=reference)


def compose_reply_entry(reply: Reply, keys: SourcePublicKeys, *, team: TeamKeys) -> NewEntry:
    """A reply, sealed to the source alone: the desk keeps its text in the case, since it cannot open this.

    Raises:
        Refused: it is so long that a source's device would not fetch it by itself.
    """
    body = compose_reply(reply, mailbox=mailbox_id(keys), reply_seed=team.reply_seed)
    entry = to_mailbox(REPLY_NAME, body, keys)
    sealed = entry.body if isinstance(entry.body, bytes) else b""
    if len(entry.header) + len(sealed) > READ_AT_ONCE:
        raise Refused("This answer is too long.", advice="Shorten it, or add the long part as a file.")
    return entry
