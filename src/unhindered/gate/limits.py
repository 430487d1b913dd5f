"""What one request may cost. A stranger can reach each of these; none shuts out somebody else."""

from dataclasses import dataclass

_MIB = 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Sizes in bytes, times in seconds. docs/formats/http.md names those that a client can meet."""

    records: int = 128
    # A file as its source has it; closed, with its padding and a tag for each chunk, it is somewhat longer.
    file: int = 4096 * _MIB
    envelope: int = 4224 * _MIB
    source_header: int = 4096
    fields: int = 5 * _MIB
    # An attachment of a reply is at most 8 MiB; the rest is for padding and for what sealing adds.
    mailbox_envelope: int = 10 * _MIB
    desk_entries: int = 256
    desk_body: int = 32 * _MIB
    answer_entries: int = 1000
    answer_bytes: int = 8 * _MIB
    # Of a body that was refused already, how much is read before the answer.
    drained: int = 64 * _MIB
    drained_idle: float = 2
    # How long a request waits until another that goes on with the same upload has made way.
    upload_turn: float = 60
    idle: float = 60
    whole: float = 6 * 3600
    # Both an existing and a missing mailbox are answered this long after the request, or when done.
    mailbox_answer: float = 0.1
    # Of the disk, what is left to text once attachments have filled their share: a quarter, at most this.
    kept_for_text: int = 4096 * _MIB
