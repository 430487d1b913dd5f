"""A gate while it runs: its logs open, its notices and its desk in memory, its clock given from outside."""

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import date, datetime
from pathlib import Path

from unhindered.core.errors import Refused
from unhindered.core.institution.signed_request import FRESH
from unhindered.core.log.port import LogStore, Placed
from unhindered.core.log.uploads import NoRoom
from unhindered.core.questionnaire.parse import questionnaire_hash
from unhindered.gate.folder import EnrolledDesk, GateFolder
from unhindered.gate.limits import Limits
from unhindered.gate.notices import KnownNotice, Notices
from unhindered.gate.own_questionnaire import Questionnaires, keep_questionnaires, read_questionnaires
from unhindered.gate.public_statements import erase_taken_back, place_statements
from unhindered.gate.refusals import NotSigned
from unhindered.gate.settings import GateSettings
from unhindered.gate.upload_turns import UploadTurns

Clock = Callable[[], datetime]


class OpenGate:
    """Everything the routes need. Safe to use from several threads."""

    def __init__(
        self, folder: GateFolder, *, sealed: LogStore, public: LogStore, now: Clock, limits: Limits
    ) -> None:
        self.folder = folder
        self.settings: GateSettings = folder.settings()
        self.sealed = sealed
        self.public = public
        self.limits = limits
        self.now = now
        self._lock = threading.Lock()
        self._releasing = threading.Lock()
        self._notices: Notices = folder.notices()
        self._questionnaires = read_questionnaires(folder.path)
        self._desk: EnrolledDesk | None = folder.desk()
        self._nonces: dict[str, datetime] = {}
        self.turns = UploadTurns(patience=limits.upload_turn)

    @property
    def name(self) -> str:
        """The gate's name, as it stands in every signature."""
        return self.settings.name

    @property
    def notices(self) -> Notices:
        """The notices as they are now."""
        return self._notices

    @property
    def questionnaires(self) -> Questionnaires:
        """What the report page asks, and what it asked before."""
        return self._questionnaires

    @property
    def desk(self) -> EnrolledDesk | None:
        """The enrolled desk, if one is."""
        return self._desk

    def today(self) -> date:
        """The only time that is ever stored of a source's request."""
        return self.now().date()

    def current_notice(self) -> KnownNotice:
        """The notice to show today.

        Raises:
            NotOpen: there is none.
        """
        return self._notices.current(self.today())

    def replace_notices(self, texts: Sequence[str], root_public_key: bytes) -> int:
        """Show these notices from now on; how many there are.

        Raises:
            Refused: one is not signed by the root, or is of another gate.
        """
        with self._lock:
            new = self._notices.replaced(texts, root_public_key=root_public_key, today=self.today())
            for known in new.shown:
                self._require_ours(known)
            self.folder.keep_notices(new)
            self._notices = new
            return len(new.shown)

    def replace_questionnaire(self, raw: bytes) -> str:
        """Ask these questions from now on; the hash that reports name them by.

        Raises:
            Refused: it is no questionnaire.
            Unavailable: the folder cannot be written.
        """
        with self._lock:
            new = self._questionnaires.with_shown(raw)
            keep_questionnaires(self.folder.path, new)
            self._questionnaires = new
            return questionnaire_hash(new.shown)

    def enrol(self, desk: EnrolledDesk) -> None:
        """Answer to this desk from now on, and to no other.

        Raises:
            Refused: the gate serves another institution already.
        """
        with self._lock:
            if self._desk is not None and self._desk.root.public_key != desk.root.public_key:
                raise Refused(
                    "This gate serves another institution.",
                    advice="Make a gate of its own for each institution.",
                )
            self.folder.keep_desk(desk)
            self._desk = desk

    def require_new_nonce(self, nonce: str) -> None:
        """Raise if a signed request with this nonce came before.

        Raises:
            NotSigned: it did.
        """
        with self._lock:
            now = self.now()
            # A request can be fresh for FRESH before and after the minute it names.
            self._nonces = {seen: at for seen, at in self._nonces.items() if now - at <= 2 * FRESH}
            if nonce in self._nonces:
                raise NotSigned("This request came before.", advice="Sign each request anew.")
            self._nonces[nonce] = now

    def require_room(self, size: int) -> None:
        """Raise unless the disk has room for a large body and still for many texts.

        Raises:
            NoRoom: it has not.
        """
        if size > free_for_large_bodies(self.folder.path, self.limits.kept_for_text):
            raise NoRoom("The server has no room left for a file of this size.")

    def release(self, statements: Sequence[bytes], key: bytes) -> list[Placed]:
        """Place signed statements in the public log, and erase what they take back.

        Raises:
            Refused: another text has a statement's id, it was taken back, or the key came with other ones.
            Unavailable: the log cannot be written.
        """
        with self._releasing:
            return place_statements(self.public, statements, day=self.today(), key=key)

    def publish(self) -> None:
        """Make both logs' latest checkpoints public, and forget old keys and unfinished uploads."""
        for log in (self.sealed, self.public):
            log.publish()
            log.forget_keys(self.today())
        self.sealed.uploads.expire(self.today())

    def _require_ours(self, known: KnownNotice) -> None:
        notice = known.notice
        ours = (
            self.name,
            str(self.folder.sealed_signer().verifier()),
            str(self.folder.public_signer().verifier()),
        )
        if (notice.gate, notice.sealed_log, notice.public_log) != ours:
            raise Refused(
                "A notice names another gate, or other log keys.", advice="Make the notices anew at the desk."
            )


@contextmanager
def open_gate(folder: GateFolder, *, now: Clock, limits: Limits) -> Iterator[OpenGate]:
    """The gate of a folder, until the end of the block.

    Raises:
        Refused: there is no gate here.
        Unavailable: another program writes its logs, or they are damaged.
    """
    with ExitStack() as stack:
        sealed = stack.enter_context(folder.open_sealed())
        public = stack.enter_context(folder.open_public())
        # A gate that stopped between a retraction and its effect makes up for it.
        erase_taken_back(public)
        yield OpenGate(folder, sealed=sealed, public=public, now=now, limits=limits)


def free_for_large_bodies(folder: Path, kept_for_text: int) -> int:
    """How many bytes attachments may still take on the disk of a folder."""
    disk = os.statvfs(folder)
    kept = min(disk.f_blocks * disk.f_frsize // 4, kept_for_text)
    return max(0, disk.f_bavail * disk.f_frsize - kept)
