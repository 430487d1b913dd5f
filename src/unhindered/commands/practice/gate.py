"""A gate inside the same process: keeps what a gate keeps, and has no line to anywhere."""

import secrets
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from unhindered.core.envelope.sink import Sink
from unhindered.core.envelope.split import split_envelope
from unhindered.core.errors import Refused
from unhindered.core.institution.enrolment import EnrolmentAnswer, code_key, compose_answer, open_request
from unhindered.core.institution.key_names import public_log_origin, sealed_log_origin
from unhindered.core.log.entry import EntryKind, NewEntry
from unhindered.core.log.port import StoredEntry
from unhindered.core.log.signed_note import NoteSigner
from unhindered.core.questionnaire.parse import parse_questionnaire, questionnaire_bytes, questionnaire_hash
from unhindered.facts.questionnaires import default_questionnaire
from unhindered.storage.log_in_memory import LogInMemory

NAME = "practice.invalid"
CODE = "abandon ability able about above absent absorb abstract"
_PIECE = 1024 * 1024


class PracticeGate:
    """What a desk needs of a gate (`desk/gate_port.py`), in memory and gone with the process."""

    def __init__(self, day: date) -> None:
        self._day = day
        self._signer = NoteSigner(sealed_log_origin(NAME), secrets.token_bytes(32))
        self._public = NoteSigner(public_log_origin(NAME), secrets.token_bytes(32))
        self._sealed = LogInMemory(sealed_log_origin(NAME), self._signer)
        self._statements: list[bytes] = []
        self._questionnaires = [questionnaire_bytes(default_questionnaire())]
        self.notices: tuple[str, ...] = ()

    def enrol(self, _: str, body: bytes) -> bytes:
        """What a gate answers to a desk that knows its code."""
        open_request(body, code_key(CODE))
        answer = EnrolmentAnswer(
            gate=NAME, sealed_log=str(self._signer.verifier()), public_log=str(self._public.verifier())
        )
        return compose_answer(answer, body, code_key(CODE))

    def take_in(self, notice: bytes, envelope: bytes) -> None:
        """Keep an envelope of a source."""
        header, body = split_envelope(envelope)
        self._append([NewEntry(EntryKind.SOURCE, notice, header, body)])

    def checkpoint(self) -> str:
        """The latest checkpoint."""
        return self._sealed.latest_checkpoint()

    def entries(self, start: int) -> Iterator[StoredEntry]:
        """All entries from number `start` on."""
        return (self._sealed.entry(index) for index in range(start, self._sealed.size()))

    def body(self, index: int, target: Sink) -> None:
        """Write the body of one entry to `target`."""
        with self._sealed.open_body(index) as body:
            while piece := body.read(_PIECE):
                target.write(piece)

    def append(self, entries: Sequence[NewEntry], request_key: bytes) -> None:
        """Append officers' and mailbox entries."""
        self._append(entries, request_key)

    def release(self, statement: bytes, request_key: bytes) -> None:  # noqa: ARG002 - sent again, it is the same.
        """Keep a statement; it is shown nowhere."""
        if statement not in self._statements:
            self._statements.append(statement)

    def statements(self) -> Iterable[bytes]:
        """The statements that were released here."""
        return tuple(self._statements)

    def close(self) -> None:
        """Nothing to let go of: a desk that was locked comes back to the same gate."""

    def upload_notices(self, notices: Sequence[str]) -> None:
        """Keep the notices."""
        self.notices = tuple(notices)

    def questionnaire(self, digest: str = "") -> bytes:
        """The questionnaire with this hash, or the last one."""
        for raw in reversed(self._questionnaires):
            if not digest or questionnaire_hash(parse_questionnaire(raw)) == digest:
                return raw
        raise Refused("There is no such questionnaire.")

    def upload_questionnaire(self, questionnaire: bytes) -> None:
        """Replace the questions."""
        self._questionnaires.append(questionnaire)

    def _append(self, entries: Sequence[NewEntry], key: bytes | None = None) -> None:
        self._sealed.append(entries, day=self._day, idempotency=key).result()
