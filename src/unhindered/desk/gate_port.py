"""What a desk needs of its gate. `storage/gate_client.py` keeps it over HTTP; tests keep it in memory."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from unhindered.core.envelope.sink import Sink
from unhindered.core.log.entry import NewEntry
from unhindered.core.log.port import StoredEntry


class DeskGate(Protocol):
    """One gate. Nothing it answers is believed before it was checked against the log.

    Any method can raise `Unavailable` (no answer) or `Refused` (the gate says no, and why).
    """

    def checkpoint(self) -> str:
        """The latest checkpoint of the sealed log, a signed note."""

    def entries(self, start: int) -> Iterator[StoredEntry]:
        """Entries from number `start` on, as far as the gate sends them; bodies above 64 KiB are left out."""

    def body(self, index: int, target: Sink) -> None:
        """Write the body of one entry to `target`."""

    def append(self, entries: Sequence[NewEntry], request_key: bytes) -> None:
        """Append officers' and mailbox entries, all or none; sending them again changes nothing."""

    def release(self, statement: bytes, request_key: bytes) -> None:
        """Append a signed statement to the public log."""

    def statements(self) -> Iterable[bytes]:
        """The signed statements in the public log, as far as it is published; of every institution there."""

    def close(self) -> None:
        """Let go of connections. May be called twice."""

    def upload_notices(self, notices: Sequence[str]) -> None:
        """Replace the notices the gate shows, one a week."""

    def questionnaire(self, digest: str = "") -> bytes:
        """The questionnaire with this hash, or the one that the gate's report page asks now."""

    def upload_questionnaire(self, questionnaire: bytes) -> None:
        """Replace the questions that the gate's report page asks."""
