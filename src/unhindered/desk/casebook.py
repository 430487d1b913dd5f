"""What a desk knows in memory: everything opened so far, in the order of the log. Rebuilt from the docket."""

import base64
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from unhindered.core.casework.case import Case, replay
from unhindered.core.casework.case_facts import ReportAdded
from unhindered.core.casework.facts import Fact, fact_from_json, fact_to_json
from unhindered.core.casework.record import Recorded
from unhindered.core.correspondence.from_source import Message
from unhindered.core.correspondence.parts import AttachmentReference, SourcePublicKeys
from unhindered.core.errors import Refused
from unhindered.core.log.entry import EntryKind
from unhindered.desk.entries.inner import DOCUMENTS, MAX_FACTS, Facts, case_subject, report_subject
from unhindered.desk.entries.opened_list import OpenedList, read_opened_list
from unhindered.desk.entries.told_status import ToldStatus, read_told_status
from unhindered.desk.keys.ring import Institution
from unhindered.desk.keys.roster import Member, Roster, read_roster
from unhindered.desk.keys.secret import CaseKeys
from unhindered.desk.letters import KINDS, PENDING, HeldLetter, HeldReport, LaterLetter, SourceLetters
from unhindered.desk.outbox import Letter, WaitingName
from unhindered.storage.docket import Opened

PLACES_PER_ENTRY = MAX_FACTS
ATTACHMENT = "attachment"
FACTS, GRANT, ROSTER, DOCUMENT, TOLD = "facts", "grant", "roster", "document", "told"
TOLD_STATUS = "told-status"
OPENED_LIST = "opened-list"
FOR_WATCH, HEARTBEAT = "for-watch", "heartbeat"
# Found and of no further use; still sealed to a key that may come; body not fetched yet; cannot be read.
NOTHING, CLOSED, UNFETCHED, ASIDE = "nothing", "closed", "unfetched", "aside"
# Larger bodies of sources are attachments; no letter is that long.
LONGEST_LETTER = 1024 * 1024
_SHORTEST_PREFIX = 6


@dataclass(frozen=True, kw_only=True)
class HeldAttachment:
    """An attachment that was opened once; `body` is the hash of its sealed body."""

    place: int
    name: str
    size: int
    sha256: bytes
    body: bytes


@dataclass(frozen=True, kw_only=True)
class SetAside:
    """An entry that could not be read, and why. One of a source may be a report that nobody has seen yet."""

    place: int
    reason: str
    is_of_source: bool

    def __str__(self) -> str:
        return f"Entry {self.place}{', of a source' if self.is_of_source else ''}: {self.reason}"


class Casebook:
    """Reports, messages, facts, case keys and the roster, found by what they are called."""

    def __init__(self, institution: Institution, officer: str) -> None:
        self._institution = institution
        self._officer = officer
        self.letters = SourceLetters()
        self.attachments: dict[bytes, HeldAttachment] = {}
        self.case_keys: dict[str, CaseKeys] = {}
        self.aside: dict[int, SetAside] = {}
        # By the place of the entry that raised it; a reason to stop trusting the gate.
        self.alarms: dict[int, str] = {}
        self.unfetched: set[int] = set()
        # Of them, those of sources that are no longer than letters are: one may take something back.
        self.letters_to_fetch: set[int] = set()
        # Reports and messages whose held note an officer's desk posted, by id.
        self.told: set[str] = set()
        # What the sources of reports were told last of where things stand.
        self.told_statuses: dict[str, ToldStatus] = {}
        # The last day on which the watch said that it lives.
        self.watch_heard: date | None = None
        self.document_texts: dict[str, str] = {}
        # For owners: who opened what, by the place of the entry that tells.
        self.opened_lists: dict[int, tuple[str, OpenedList]] = {}
        self._facts: dict[str, list[Recorded]] = {}
        # What waits in the outbox: the facts by subject and letter, and the subjects of each letter.
        self._pending: dict[str, dict[WaitingName, list[Recorded]]] = {}
        self._waiting: dict[WaitingName, frozenset[str]] = {}
        self._next_pending = PENDING
        self._members: dict[str, Member] = {}
        self._rosters: dict[int, Roster] = {}
        self._replayed: dict[str, Case] = {}
        # Made when it is asked for, forgotten with every fact or key that comes.
        self._case_by_report: dict[str, str] | None = None

    def take(self, found: Opened) -> None:
        """Add what was opened.

        Raises:
            Refused: it is not what its name says; then nothing was added.
        """
        content = json.loads(found.content) if found.content else {}
        self.aside.pop(found.place, None)
        self.unfetched.discard(found.place)
        self.letters_to_fetch.discard(found.place)
        match found.name:
            case kind if kind in KINDS:
                self.letters.take(found.place, kind, content)
            case "attachment":
                self._take_attachment(found.place, content)
            case "facts":
                self._take_facts(found.place, content["author"], facts_of(content))
            case "grant" | "document" | "told" | "told-status" | "roster" | "opened-list":
                self._take_for_team(found, content)
            case "heartbeat":
                heard = date.fromisoformat(content["day"])
                self.watch_heard = max(self.watch_heard or heard, heard)
            case "aside":
                self.aside[found.place] = _set_aside(found.place, content)
            case "unfetched":
                self.unfetched.add(found.place)
                if content["kind"] == EntryKind.SOURCE and content["size"] <= LONGEST_LETTER:
                    self.letters_to_fetch.add(found.place)
                if "reason" in content:
                    self.aside[found.place] = _set_aside(found.place, content)

    def _take_for_team(self, found: Opened, content: dict[str, Any]) -> None:
        match found.name:
            case "grant":
                self.take_case_key(base64.b64decode(content["secret"]))
            case "document":
                self.document_texts.setdefault(content["document"], content["text"])
            case "opened-list":
                listed = read_opened_list(base64.b64decode(content["body"]))
                self.opened_lists[found.place] = (content["author"], listed)
            case "told":
                self.told.update(content["entries"])
            case "told-status":
                self._take_told_status(read_told_status(base64.b64decode(content["body"])))
            case _:
                self._take_roster(found.place, content["note"])

    def take_case_key(self, secret: bytes) -> CaseKeys:
        """Add the key of a case; a case's id follows from its key, so no other can take its place."""
        keys = CaseKeys(secret)
        self._case_by_report = None
        return self.case_keys.setdefault(keys.id, keys)

    def set_pending(self, waiting: Mapping[WaitingName, Letter]) -> None:
        """Show what is in these letters of our own too, oldest first, though the log does not have it yet."""
        taken = [body for letter in waiting.values() for body in letter.taken_reports]
        self.letters.show_pending(taken, self._officer)
        for name in self._waiting.keys() - waiting.keys():
            self._forget_pending(name)
        for name in (name for name in waiting if name not in self._waiting):
            self._add_pending(name, waiting[name])

    def _add_pending(self, name: WaitingName, letter: Letter) -> None:
        for document in letter.documents:
            self.document_texts.setdefault(document.document, document.text)
        for secret in letter.case_secrets:
            self.take_case_key(secret)
        for facts in letter.facts:
            known = self._pending.setdefault(facts.subject, {}).setdefault(name, [])
            known += _recorded(self._next_pending * PLACES_PER_ENTRY, self._officer, facts)
            self._next_pending += 1
        self._waiting[name] = frozenset(facts.subject for facts in letter.facts)
        self._replay_anew(self._waiting[name])

    def _forget_pending(self, name: WaitingName) -> None:
        for subject in self._waiting[name]:
            del self._pending[subject][name]
        self._replay_anew(self._waiting.pop(name))

    def _pending_on(self, subject: str) -> list[Recorded]:
        return [item for known in self._pending.get(subject, {}).values() for item in known]

    def _replay_anew(self, subjects: Iterable[str]) -> None:
        for subject in subjects:
            self._replayed.pop(subject, None)
        self._case_by_report = None

    @property
    def roster(self) -> Roster | None:
        """The last roster."""
        return self._rosters[max(self._rosters)] if self._rosters else None

    @property
    def roster_count(self) -> int:
        """How many entries brought a roster."""
        return len(self._rosters)

    def newest_aside(self) -> tuple[SetAside, ...]:
        """What could not be read, the newest first."""
        return tuple(self.aside[place] for place in sorted(self.aside, reverse=True))

    @property
    def unopened_of_sources(self) -> int:
        """How many entries of sources could not be read: what they decide is not known here."""
        return sum(item.is_of_source for item in self.aside.values())

    def member_at(self, officer: str, place: int) -> Member | None:
        """An officer on the roster that was in force when entry `place` came."""
        before = [known for known in self._rosters if known < place]
        return self._rosters[max(before)].member(officer) if before else None

    def checked_roster(self, place: int, note: str) -> Roster:
        """The roster in entry `place`, if the root signed it and it fits between those around it.

        Raises:
            Refused: it does not.
        """
        roster = read_roster(
            note, institution=self._institution.id, roots=[self._institution.root_verifier()]
        )
        for known, other in self._rosters.items():
            is_in_order = (roster.number < other.number) == (place < known)
            if known != place and roster != other and (roster.number == other.number or not is_in_order):
                raise Refused("This roster is older than the one before it.")
        return roster

    def member(self, officer: str) -> Member | None:
        """An officer who is, or was, on a roster."""
        return self._members.get(officer)

    def officer_name(self, officer: str) -> str:
        """The name an officer goes by, or the id where no roster had it."""
        member = self._members.get(officer)
        return officer if member is None else member.card.name

    @property
    def reports(self) -> dict[str, HeldReport]:
        """The reports that were opened, by id."""
        return self.letters.reports

    def report(self, name: str) -> HeldReport:
        """The report with this id, or the only one whose id begins so.

        Raises:
            Refused: none or several.
        """
        return self.reports[one_of(name, self.reports, "report")]

    def messages(self, report: HeldReport) -> list[HeldLetter[Message]]:
        """What the source of a report wrote later: only messages signed with just the report's keys."""
        return self.letters.of(report, Message)

    def received(self) -> list[tuple[SourcePublicKeys, HeldReport | HeldLetter[LaterLetter]]]:
        """All that a held note is written for, with the keys that prove themselves in it."""
        return self.letters.received()

    def attachment(self, reference: AttachmentReference) -> HeldAttachment | None:
        """The attachment that a report or message names, if it was opened."""
        return self.attachments.get(reference.body)

    def case_ids(self) -> list[str]:
        """The cases this officer has the key of and that are open."""
        known = self._facts.keys() | {subject for subject, known in self._pending.items() if known}
        return [case for case in self.case_keys if case_subject(case) in known]

    def case(self, case: str) -> Case:
        """A case, replayed.

        Raises:
            Refused: this officer has no key of such a case, or of several whose id begins so.
        """
        return self.replayed(case_subject(one_of(case, self.case_keys, "case")))

    def triage(self, report: str) -> Case:
        """What was recorded on a report before it had a case."""
        return self.replayed(report_subject(report))

    def documents(self) -> Case:
        """The documents of the institution and what was confirmed in them."""
        return self.replayed(DOCUMENTS)

    def replayed(self, subject: str) -> Case:
        """A subject's facts, replayed; kept until another one comes."""
        if subject not in self._replayed:
            self._replayed[subject] = replay([*self._facts.get(subject, []), *self._pending_on(subject)])
        return self._replayed[subject]

    def replayed_from_log(self, subject: str) -> Case:
        """A subject's facts as the log has them, without what still waits in the outbox."""
        return replay(self._facts.get(subject, []))

    def replayed_without(self, subject: str, letter: Iterable[Facts]) -> Case:
        """A subject's facts with all that waits in the outbox, but for the facts of one letter."""
        own = {facts.nonce for facts in letter}
        pending = [item for item in self._pending_on(subject) if item.identity.split("/")[0] not in own]
        return replay([*self._facts.get(subject, []), *pending])

    def case_of_report(self, report: str) -> str | None:
        """The case of this officer that a report belongs to."""
        if self._case_by_report is None:
            found: dict[str, str] = {}
            for case in self.case_ids():
                for known in self.replayed(case_subject(case)).reports:
                    found.setdefault(known, case)
            self._case_by_report = found
        return self._case_by_report.get(report)

    def taken_by(self, report: str) -> str | None:
        """The officer who took a report into a case, whether or not we have the key of that case."""
        for item in self.triage(report).timeline:
            if isinstance(item.fact, ReportAdded):
                return item.author
        return None

    def _take_facts(self, place: int, author: str, facts: Facts) -> None:
        known = self._facts.setdefault(facts.subject, [])
        known += _recorded(place * PLACES_PER_ENTRY, author, facts)
        self._replay_anew([facts.subject])

    def _take_told_status(self, told: ToldStatus) -> None:
        known = self.told_statuses.get(told.report)
        if known is None or known.on <= told.on:
            self.told_statuses[told.report] = told

    def _take_attachment(self, place: int, content: dict[str, Any]) -> None:
        body = bytes.fromhex(content["body"])
        self.attachments[body] = HeldAttachment(
            place=place,
            name=content["name"],
            size=content["size"],
            sha256=bytes.fromhex(content["sha256"]),
            body=body,
        )

    def _take_roster(self, place: int, note: str) -> None:
        roster = self.checked_roster(place, note)
        self._rosters[place] = roster
        self._members |= {member.card.id: member for member in roster.members}


def _set_aside(place: int, content: Mapping[str, Any]) -> SetAside:
    # Dockets written before this was kept do not say whose entry it is; then it counts as a source's.
    kind = content.get("kind", EntryKind.SOURCE)
    return SetAside(place=place, reason=content["reason"], is_of_source=kind == EntryKind.SOURCE)


def _recorded(first: int, author: str, facts: Facts) -> list[Recorded]:
    return [
        Recorded(
            index=first + number,
            author=author,
            fact=fact,
            identity=f"{facts.nonce}/{number}" if facts.nonce else "",
        )
        for number, fact in enumerate(facts.facts)
    ]


def opened_facts(place: int, author: str, facts: Facts) -> Opened:
    """Facts in the form in which a docket keeps them."""
    content = {
        "author": author,
        "nonce": facts.nonce,
        "subject": facts.subject,
        "facts": [fact_to_json(fact) for fact in facts.facts],
    }
    return opened(place, FACTS, content)


def facts_of(content: Mapping[str, Any]) -> Facts:
    """Facts from the form in which a docket keeps them.

    Raises:
        Refused: of a kind we do not know.
    """
    facts: Iterable[Fact] = (fact_from_json(item) for item in content["facts"])
    return Facts(subject=content["subject"], facts=tuple(facts), nonce=content["nonce"])


def opened(place: int, name: str, content: Mapping[str, Any] | None = None) -> Opened:
    """Something opened, in the form in which a docket keeps it."""
    return Opened(place=place, name=name, content=json.dumps(content or {}).encode())


def one_of(name: str, known: Collection[str], kind: str) -> str:
    """The id that `name` is, or begins.

    Raises:
        Refused: none or several.
    """
    if name in known:
        return name
    found = [item for item in known if _begins(item, name)]
    if len(found) == 1:
        return found[0]
    if found:
        raise Refused(f"Several {kind}s begin with these letters.", advice="Give more of them.")
    raise Refused(f"There is no such {kind} at this desk.", advice="Check the number, or sync first.")


def _begins(item: str, name: str) -> bool:
    return len(name) >= _SHORTEST_PREFIX and item.startswith(name.lower())
