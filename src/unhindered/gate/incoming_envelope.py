"""One envelope on its way into the sealed log: header looked at, body passed on, nothing opened."""

import hashlib
import io
from datetime import date

from unhindered.core.envelope.file_key import NONCE_LENGTH, TAG
from unhindered.core.envelope.header import POST_QUANTUM, Header, read_header, read_raw_base64
from unhindered.core.envelope.xwing import SHARE_LENGTH
from unhindered.core.errors import Refused
from unhindered.core.log.entry import EntryKind, NewEntry
from unhindered.core.log.port import LogStore
from unhindered.core.log.uploads import FindHeaderEnd
from unhindered.gate.limits import Limits
from unhindered.gate.refusals import TooLarge

_HEADER_END = b"\n---"
_WRAPPED_KEY_LENGTH = 32
_LEAST_BODY = NONCE_LENGTH + TAG
_ADVICE = "Load the gate's page again, or use a newer version of what you sealed it with."


class IncomingEnvelope:
    """Takes in an age file in pieces of any size; end it with `finish` or `abandon`."""

    def __init__(self, log: LogStore, notice_id: bytes, *, day: date, header_limit: int) -> None:
        self._notice_id = notice_id
        self._body = log.incoming(notice_id, day=day)
        self._header_limit = header_limit
        self._beginning = bytearray()
        self._header = b""
        self._digest = hashlib.sha256()
        self._body_size = 0

    def write(self, data: bytes) -> int:
        """Take in the next bytes; may touch the disk.

        Raises:
            Refused: not an age file for just one post-quantum key.
            Unavailable: the disk is full or broken.
        """
        if self._header:
            self._pass_on(data)
        else:
            self._beginning += data
            self._look_for_header()
        return len(data)

    def finish(self) -> NewEntry:
        """The entry to append; its body is durable.

        Raises:
            Refused: the file ends too early.
            Unavailable: the disk is full or broken.
        """
        if not self._header or self._body_size < _LEAST_BODY:
            raise _too_short()
        return NewEntry(EntryKind.SOURCE, self._notice_id, self._header, self._body.finish())

    def abandon(self) -> None:
        """Forget what came in, unless an entry names it by now. May be called at any time."""
        self._body.abandon()

    def body_sha256(self) -> bytes:
        """The hash of what has come of the file after its header."""
        return self._digest.digest()

    def _look_for_header(self) -> None:
        end = _header_end(self._beginning, self._header_limit)
        if not end:
            return
        self._header = bytes(self._beginning[:end])
        rest = bytes(self._beginning[end:])
        self._beginning.clear()
        self._pass_on(rest)

    def _pass_on(self, data: bytes) -> None:
        self._digest.update(data)
        self._body_size += len(data)
        self._body.write(data)


def find_header_end(limits: Limits) -> FindHeaderEnd:
    """How an upload's header is found, and its envelope checked as far as a gate can."""

    def find(beginning: bytes, length: int) -> int:
        end = _header_end(beginning, limits.source_header)
        if (end or len(beginning)) > length - _LEAST_BODY:
            raise _too_short()
        return end

    return find


def _header_end(beginning: bytes | bytearray, limit: int) -> int:
    """Where the header ends; 0 if that cannot be told yet.

    Raises:
        Refused: not the header of an age file for just one post-quantum key.
    """
    end = beginning.find(_HEADER_END)
    end = beginning.find(b"\n", end + 1) + 1 if end >= 0 else 0
    if (end or len(beginning)) > limit:
        raise TooLarge("The header of this file is too long.", advice=_ADVICE)
    if end:
        _require_one_post_quantum_key(read_header(io.BytesIO(beginning[:end])))
    return end


def _too_short() -> Refused:
    return Refused("This file ends too early.", advice="It was cut on the way; send it again.")


def _require_one_post_quantum_key(header: Header) -> None:
    """All envelopes of sources look alike: no other key, no second one, nothing smuggled in."""
    stanza = header.stanzas[0] if len(header.stanzas) == 1 else None
    if stanza is None or stanza.arguments[0] != POST_QUANTUM or len(stanza.arguments) != 2:
        raise Refused("This file is not sealed to just one post-quantum key.", advice=_ADVICE)
    share = read_raw_base64(stanza.arguments[1].encode())
    if len(share) != SHARE_LENGTH or len(stanza.body) != _WRAPPED_KEY_LENGTH:
        raise Refused("The sealed key of this file has the wrong length.", advice=_ADVICE)
