"""`/carry`: a file that was sealed without a network, sent by whoever carries it; streamed into the log.

The file is the very body of `POST /entries`. It may come twice, from the source and from a friend: the key
follows from its bytes, so that it is one report. Nothing is kept of who sends it, nor of the file's name.
"""

import asyncio
import hashlib
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress

from starlette.requests import Request
from starlette.responses import Response

from unhindered.core.correspondence.carried import carried_key, kept_key
from unhindered.core.correspondence.submission import HEAD_BYTES, read_submission_head
from unhindered.core.errors import Refused, Unavailable, UnhinderedError
from unhindered.core.log.entry import SMALL_BODY_BYTES, NewEntry
from unhindered.core.log.port import Placed
from unhindered.core.texts import N_
from unhindered.gate.asked import asked_of
from unhindered.gate.body import body_pieces, drain
from unhindered.gate.form import FormReader
from unhindered.gate.house import House
from unhindered.gate.incoming_envelope import IncomingEnvelope
from unhindered.gate.limits import Limits
from unhindered.gate.open_gate import OpenGate
from unhindered.gate.pages import GatePages
from unhindered.gate.refusals import TooLarge

_PARTS = 4
_FIELDS_BYTES = 4096
_ADVICE = N_("Choose the closed file that the page without a network made; its name ends in .unhindered.")
_CUT = N_("It was cut on the way. Copy it anew from where it was made, and send it again.")


async def post_carry(request: Request) -> Response:
    """Take in one sealed file, durably or not at all; the answer is a page that says that it is held."""
    house: House = request.app.state.house
    pages: GatePages = request.app.state.pages

    def find(notice_id: bytes) -> OpenGate:
        gate = house.that_knows(notice_id).gate
        gate.notices.require_taken(notice_id, gate.today())
        return gate

    limits = house.institutions[0].gate.limits
    carried = CarriedFile(find, limits)
    form = FormReader(
        request.headers.get("content-type", ""),
        carried.take_file,
        fields_limit=_FIELDS_BYTES,
        parts_limit=_PARTS,
    )
    pieces = body_pieces(request, limits)
    try:
        async for piece in pieces:
            # Writing to disk takes its time: other people's requests go on meanwhile.
            await asyncio.to_thread(form.write, piece)
        form.finish()
        await asyncio.wrap_future(carried.append())
        return pages.carry(asked_of(request), is_held=True)
    except UnhinderedError:
        await drain(pieces, limits)
        raise
    finally:
        # What was appended is the log's, and stays.
        carried.abandon()


class CarriedFile:
    """Takes a sealed file apart while it comes in; holds no more of it than one record's head."""

    def __init__(self, find: Callable[[bytes], OpenGate], limits: Limits) -> None:
        self._find = find
        self._limits = limits
        self._gate: OpenGate | None = None
        self._digest = hashlib.sha256()
        self._head = bytearray()
        self._left = 0
        self._is_large = False
        self._envelopes: list[IncomingEnvelope] = []
        self._entries: list[NewEntry] = []
        self._is_begun = False

    def take_file(self, _name: str) -> "CarriedFile":
        """The one file of the form; its name is of no interest.

        Raises:
            Refused: it is the second.
        """
        if self._is_begun:
            raise Refused(N_("Send one closed file at a time."), advice=_ADVICE)
        self._is_begun = True
        return self

    def write(self, data: bytes) -> None:
        """Take in the next bytes.

        Raises:
            Refused: not a sealed file, or of a notice that is gone.
            TooLarge: more parts, or a larger one, than a submission may have.
            Unavailable: the disk is nearly full, or broken.
        """
        self._digest.update(data)
        rest = memoryview(data)
        while rest:
            if self._left:
                taken, rest = rest[: self._left], rest[self._left :]
                if self._is_large and self._gate is not None:
                    # Asked each time: others who were told that there is room fill it meanwhile.
                    self._gate.require_room(self._left)
                self._left -= len(taken)
                self._envelopes[-1].write(bytes(taken))
                self._end_envelope()
            else:
                wanted = HEAD_BYTES - len(self._head)
                self._head += rest[:wanted]
                rest = rest[wanted:]
                if len(self._head) == HEAD_BYTES:
                    self._begin_envelope()

    def finish(self) -> None:
        """The file has ended.

        Raises:
            Refused: within a record.
        """
        if self._left or self._head:
            raise Refused(N_("This file ends too early."), advice=_CUT)

    def append(self) -> "Future[tuple[Placed, ...]]":
        """Append what came; sending the same file again is one submission.

        Raises:
            Refused: no file came.
        """
        if self._gate is None or not self._entries:
            raise Refused(N_("No closed file was chosen."), advice=_ADVICE)
        digest = self._digest.digest()
        key = kept_key(carried_key(digest), digest)
        return self._gate.sealed.append(self._entries, day=self._gate.today(), idempotency=key)

    def abandon(self) -> None:
        """Forget what came in, unless it was appended."""
        for envelope in self._envelopes:
            with suppress(Unavailable):
                envelope.abandon()

    def _begin_envelope(self) -> None:
        length, notice_id = read_submission_head(bytes(self._head))
        self._head.clear()
        limits = self._limits
        if len(self._envelopes) == limits.records:
            raise TooLarge("One submission has at most %(count)s parts.", values={"count": limits.records})
        if not 0 < length <= limits.envelope:
            # Its first bytes are no length: a photo, or a letter, was chosen by mistake.
            raise Refused(N_("This is not a closed file of ours."), advice=_ADVICE)
        gate = self._find(notice_id)
        if self._gate not in (None, gate):
            raise Refused(N_("This is not a closed file of ours."), advice=_ADVICE)
        self._gate = gate
        self._left = length
        self._is_large = length > SMALL_BODY_BYTES
        self._envelopes.append(
            IncomingEnvelope(gate.sealed, notice_id, day=gate.today(), header_limit=limits.source_header)
        )

    def _end_envelope(self) -> None:
        if not self._left:
            self._entries.append(self._envelopes[-1].finish())
