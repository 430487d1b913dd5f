"""An open desk: one officer's keys in memory, the docket on the disk, a gate on the other end.

What an officer writes is on this machine's disk first, then sent; nothing is lost if the gate does not
answer, or if the program is killed at any point.
"""

import secrets
import threading
from collections.abc import Sequence
from dataclasses import replace

from unhindered.core.casework.facts import Fact
from unhindered.core.casework.inbox_order import QUARANTINE_ABOVE
from unhindered.core.errors import Refused
from unhindered.core.institution.key_names import sealed_log_origin
from unhindered.core.log.checkpoint import Checkpoint
from unhindered.core.log.entry import NewEntry
from unhindered.core.log.replica import Replica, read_replica
from unhindered.core.log.signed_note import NoteSigner
from unhindered.desk.casebook import Casebook, one_of
from unhindered.desk.entries.for_watch import is_for_watch
from unhindered.desk.entries.inner import DocumentText, facts_as_sent
from unhindered.desk.evidence.viewer import Viewer
from unhindered.desk.gate_port import DeskGate
from unhindered.desk.keys.folder import DeskFolder
from unhindered.desk.keys.ring import IntakeKey, KnownGate, Membership, Ring
from unhindered.desk.keys.roster import Member
from unhindered.desk.keys.secret import CaseKeys, OfficerKeys, TeamKeys
from unhindered.desk.opening import Opener
from unhindered.desk.outbox import ENTRIES, STATEMENT, Letter, ShownLetter, WaitingName, pack, unpack
from unhindered.desk.reader import Reader
from unhindered.desk.recent_searches import RecentSearches
from unhindered.desk.sandbox.room import Sandbox
from unhindered.desk.sandbox.walls import bubblewrap
from unhindered.desk.writing import Pen
from unhindered.storage.docket import Docket


class Desk:
    """One officer at work. Hold `lock` while reading the casebook or writing; a sync takes it by itself."""

    def __init__(
        self,
        *,
        folder: DeskFolder,
        officer: OfficerKeys,
        ring: Ring,
        intake: tuple[IntakeKey, ...],
        docket: Docket,
        gate: DeskGate | None,
    ) -> None:
        self.folder = folder
        self.officer = officer
        self.ring = ring
        self.intake = intake
        self.docket = docket
        self.gate = gate
        self.lock = threading.RLock()
        self.sync_lock = threading.Lock()
        # Whoever works through much in pieces stops here: keys are to be let go.
        self.is_ending = False
        self.reader = Reader()
        self.searches = RecentSearches()
        self.viewer = Viewer(Sandbox(program=bubblewrap()))
        # Of unread reports that say neither danger nor work, how many an inbox shows at once.
        self.quarantine_above = QUARANTINE_ABOVE
        self.membership = required_membership(ring)
        self.team = TeamKeys(self.membership.team_secret, self.membership.institution.id)
        # What waits to be sent, as pages show it; other entries than those for the watch stay on the disk.
        self._shown: dict[WaitingName, ShownLetter] = {}
        self.rebuild()

    def rebuild(self) -> None:
        """Read the casebook anew from the docket: after start, and whenever something was not taken in."""
        with self.lock:
            self.book = Casebook(self.membership.institution, self.officer.id)
            for item in self.docket.opened():
                self.book.take(item)
            for alarm in self.docket.alarms():
                self.book.alarms[alarm.place] = alarm.reason
            self.show_waiting()

    def show_waiting(self) -> None:
        """Show in the casebook what waits in the outbox, and nothing that does not wait any more."""
        self._shown = {
            name: self._shown.get(name) or self._read_to_show(name[0]) for name in self.docket.waiting()
        }
        self.book.set_pending({name: shown.letter for name, shown in self._shown.items()})

    @property
    def known_gate(self) -> KnownGate:
        """Where this desk enrolled.

        Raises:
            Refused: nowhere yet.
        """
        if self.membership.gate is None:
            raise Refused(
                "This desk has not enrolled at a gate.",
                advice="Run `unhindered desk enrol`, with the code that `unhindered gate init` printed.",
            )
        return self.membership.gate

    @property
    def replica(self) -> Replica:
        """What is remembered of the sealed log."""
        kept = self.docket.replica()
        return Replica(sealed_log_origin(self.known_gate.name)) if kept is None else read_replica(kept)

    @property
    def me(self) -> Member:
        """This officer as the roster has it; what an officer on no roster writes is set aside by all others.

        Raises:
            Refused: no roster that names this officer was synced yet.
        """
        roster, welcomed = self.book.roster, self.ring.welcomed
        first = 1 if welcomed is None else welcomed.roster
        member = None if roster is None or roster.number < first else roster.member(self.officer.id)
        if member is None:
            raise Refused(
                "The roster with your name has not arrived at this desk.",
                advice="Sync. If it stays so, ask the owner whether your card was admitted.",
            )
        return member

    def require_roster(self) -> None:
        """Raise unless this officer is on the roster. Raises as `me`."""
        _ = self.me

    def opener(self) -> Opener:
        """Opens entries with this desk's keys into its casebook."""
        return Opener(officer=self.officer, team=self.team, intake=self.intake, book=self.book)

    def publication_seed(self) -> bytes:
        """The seed of the institution's publication key.

        Raises:
            Refused: this officer does not hold it.
        """
        seed = self.membership.publication_seed
        if seed is None:
            raise Refused(
                "Your keys do not let you publish.",
                advice="Ask an officer who may; the officers page shows who does.",
            )
        return seed

    def root_signer(self, passphrase: str) -> NoteSigner:
        """The institution's root key, for owners.

        Raises:
            Refused: it is not in this folder, or another passphrase.
        """
        name = self.membership.institution.root_verifier().name
        return NoteSigner(name, self.folder.open_root(passphrase))

    def case_keys(self, case: str) -> CaseKeys:
        """The keys of a case, by its id or the beginning of it.

        Raises:
            Refused: this officer has no access to such a case.
        """
        return self.book.case_keys[one_of(case, self.book.case_keys, "case")]

    def pen(self) -> Pen:
        """Writes in this officer's name, saying what this desk has seen of the log."""
        replica = self.replica
        seen = Checkpoint(replica.origin, replica.tree.size, replica.tree.root())
        return Pen(author=self.officer, team=self.team, seen=seen)

    def letters_without_entries(self) -> list[Letter]:
        """What waits, as the casebook shows it: at hand, where the entries themselves are not asked for."""
        return [shown.letter for shown in self._shown.values()]

    def waiting_for_watch(self) -> list[NewEntry]:
        """The entries for the watch that wait, oldest first: at hand, since pages ask for them."""
        return [entry for shown in self._shown.values() for entry in shown.for_watch]

    def _read_to_show(self, number: int) -> ShownLetter:
        letter = unpack(self.docket.waiting_content(number))
        for_watch = (entry for entry in letter.entries if is_for_watch(entry.clear, self.team.visits))
        return ShownLetter(letter=replace(letter, entries=()), for_watch=tuple(for_watch))

    def letters(self) -> list[Letter]:
        """What waits to be sent, whole, oldest first: all of it is read from the disk, so not for pages."""
        return [unpack(waiting.content) for waiting in self.docket.outbox()]

    def record(self, subject: str, facts: Sequence[Fact], *, also: Sequence[NewEntry] = ()) -> None:
        """Record facts on a subject, together with other entries, all or none. A sync sends them.

        Raises:
            Refused: the officer has no key of that case, or is on no roster yet.
        """
        with self.lock:
            self.post(self._letter(subject, facts, also))

    def record_after(self, subject: str, facts: Sequence[Fact], *, first: Sequence[NewEntry]) -> None:
        """Record facts that rest on large entries: those go before, each in a request of its own.

        All is kept or nothing; raises as `record`.
        """
        with self.lock:
            letters = (*(Letter(entries=(entry,)) for entry in first), self._letter(subject, facts, ()))
            with self.docket.at_once():
                for letter in letters:
                    key = secrets.token_bytes(32)
                    self.docket.enqueue(request_key=key, kind=ENTRIES, content=pack(letter))
            self.show_waiting()

    def record_with_statement(self, subject: str, facts: Sequence[Fact], statement: bytes) -> None:
        """Record facts on a statement that goes into the public log before them; raises as `record`."""
        with self.lock:
            self.post(replace(self._letter(subject, facts, ()), statement=statement), kind=STATEMENT)

    def record_document(self, subject: str, fact: Fact, document: DocumentText) -> None:
        """Record that a document was added, with its text for the team; raises as `record`."""
        with self.lock:
            letter = self._letter(subject, [fact], [self.pen().document(document)])
            self.post(replace(letter, documents=(document,)))

    def post(self, letter: Letter, *, kind: str = ENTRIES, request_key: bytes | None = None) -> None:
        """Put a letter into the outbox, durably, and show the facts in it from now on."""
        with self.lock:
            key = secrets.token_bytes(32) if request_key is None else request_key
            self.docket.enqueue(request_key=key, kind=kind, content=pack(letter.shuffled()))
            self.show_waiting()

    def close(self) -> None:
        """Let go of docket and connections. May be called twice."""
        self.docket.close()
        if self.gate is not None:
            self.gate.close()

    def _letter(self, subject: str, facts: Sequence[Fact], also: Sequence[NewEntry]) -> Letter:
        self.require_roster()
        entry = self.pen().facts(subject, facts, self._sealed_to(subject))
        return Letter(entries=(*also, entry), facts=(facts_as_sent(subject, facts, entry),))

    def _sealed_to(self, subject: str) -> CaseKeys | None:
        is_case = subject.startswith("case/")
        return self.case_keys(subject.removeprefix("case/")) if is_case else None


def required_membership(ring: Ring) -> Membership:
    """The membership in a ring.

    Raises:
        Refused: the officer has not joined an institution yet.
    """
    if ring.membership is None:
        raise Refused(
            "This desk has not joined an institution yet.",
            advice="Give your card to the owner, then run `unhindered desk join` with the welcome file.",
        )
    return ring.membership
