"""What sources sent, by the keys that prove themselves in it: reports, and the letters that belong to one.

A letter whose keys are those of no report is kept and shows nowhere. A copy is known by the id inside.
Reports that officers took down stand among the others; those without a receipt have no keys, and no letters.
"""

import base64
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar, cast

from unhindered.core.casework.interview_facts import ReportTaken
from unhindered.core.correspondence.changes import (
    CONSENTS_NAME,
    RHYTHM_NAME,
    WITHDRAWAL_NAME,
    ConsentsSet,
    RhythmProposed,
    Withdrawal,
)
from unhindered.core.correspondence.from_source import MESSAGE_NAME, REPORT_NAME, Message, Report, read_report
from unhindered.core.correspondence.letters import READERS
from unhindered.core.correspondence.parts import SourcePublicKeys
from unhindered.core.correspondence.visits import DECOY_NAME, VISIT_NAME, Decoy, SourceVisit
from unhindered.core.errors import Refused
from unhindered.desk.entries.taken_report import read_taken_report

REPORT = "report"
LaterLetter = Message | ConsentsSet | Withdrawal | RhythmProposed | Decoy | SourceVisit
L = TypeVar("L", bound=LaterLetter)
# What an opened letter is called in a docket: the name of its frame, less the ending.
KIND_OF_FRAME: Mapping[str, str] = {
    name: name.removesuffix(".json")
    for name in (
        *(REPORT_NAME, MESSAGE_NAME, CONSENTS_NAME, WITHDRAWAL_NAME, RHYTHM_NAME),
        *(DECOY_NAME, VISIT_NAME),
    )
}
TAKEN_REPORT = "taken-report"
KINDS = frozenset([*KIND_OF_FRAME.values(), TAKEN_REPORT])
# What waits to be sent stands after everything the log can hold.
PENDING = 2**40


class NoMailbox(Refused):
    """The source of a report has no receipt, so there is no mailbox."""

    advice = (
        "Use only the channel that was agreed, after the risk is assessed, and record the contact in the "
        "case. If the person can write through the gate themselves, that makes a receipt and a mailbox."
    )


@dataclass(frozen=True, kw_only=True)
class HeldReport:
    """A report in the log; `id` is the hash of its leaf, which stays when a header is re-wrapped.

    Of one that an officer took down, `id` is the hash of what the officer wrote and `taken` says how it came.
    """

    id: str
    place: int
    day: date
    report: Report
    taken: ReportTaken | None = None

    @property
    def is_pending(self) -> bool:
        """Whether it was taken down here and waits to be sent."""
        return self.place >= PENDING

    @property
    def mailbox(self) -> SourcePublicKeys:
        """The keys of its source's mailbox.

        Raises:
            NoMailbox: an officer took it down, and no receipt was made.
        """
        if self.report.keys is None:
            raise NoMailbox("This report came without a receipt: its source has no mailbox.")
        return self.report.keys


@dataclass(frozen=True, kw_only=True)
class HeldLetter(Generic[L]):
    """Something that a source sent later; `id` is the hash of its leaf."""

    id: str
    place: int
    day: date
    letter: L


class SourceLetters:
    """All that sources sent and that was opened, but for attachments."""

    def __init__(self) -> None:
        self.reports: dict[str, HeldReport] = {}
        self._report_ids: dict[bytes, str] = {}
        self._by_keys: dict[SourcePublicKeys, dict[str, HeldLetter[LaterLetter]]] = {}

    def take(self, place: int, kind: str, content: Mapping[str, Any]) -> None:
        """Add what was opened.

        Raises:
            Refused: it is not what its kind says, or a copy of an earlier one.
        """
        body = base64.b64decode(content["body"])
        if kind == TAKEN_REPORT:
            self._take_taken(place, body, content["author"])
            return
        day = date.fromisoformat(content["day"])
        if kind == REPORT:
            self._take_report(HeldReport(id=content["id"], place=place, day=day, report=read_report(body)))
            return
        letter = cast(LaterLetter, READERS[f"{kind}.json"](body))
        self._take_letter(HeldLetter(id=content["id"], place=place, day=day, letter=letter))

    def show_pending(self, bodies: Iterable[bytes], author: str) -> None:
        """Show these reports that this officer took down, and no others that are not in the log yet."""
        for known in [held for held in self.reports.values() if held.is_pending]:
            del self.reports[known.id]
            del self._report_ids[known.report.id]
        for number, body in enumerate(bodies):
            if read_taken_report(body, author).name not in self.reports:
                self._take_taken(PENDING + number, body, author)

    def of(self, report: HeldReport, kind: type[L]) -> list[HeldLetter[L]]:
        """The letters of one kind that the source of a report sent, in the order of the log."""
        return [] if report.report.keys is None else self.by_keys(report.report.keys, kind)

    def by_keys(self, keys: SourcePublicKeys, kind: type[L]) -> list[HeldLetter[L]]:
        """The letters of one kind that were sent with just these keys, in the order of the log."""
        known = sorted(self._by_keys.get(keys, {}).values(), key=lambda held: held.place)
        return [cast("HeldLetter[L]", held) for held in known if isinstance(held.letter, kind)]

    def visits(self) -> list[HeldLetter[SourceVisit]]:
        """Every visit, also with keys of no report: somebody in danger may have written what came not yet."""
        return [
            cast("HeldLetter[SourceVisit]", held)
            for letters in self._by_keys.values()
            for held in letters.values()
            if isinstance(held.letter, SourceVisit)
        ]

    def acting_under(self, decoy: SourcePublicKeys | None) -> list[HeldReport]:
        """The reports whose sources named these keys as their decoy; none for a report without keys."""
        return [
            report
            for report in self.reports.values()
            if any(held.letter.decoy == decoy for held in self.of(report, Decoy))
        ]

    def received(self) -> list[tuple[SourcePublicKeys, HeldReport | HeldLetter[LaterLetter]]]:
        """All reports and the letters that belong to one, less visits: what a held note is written for.

        Nor for a decoy letter: the first note to the decoy's mailbox and one to the real one, in one append,
        would tell who has the server and the decoy's words which mailbox is the real one. Nor for a report
        that an officer took down: the proof in a note is about an envelope that a source sent.
        """
        found: list[tuple[SourcePublicKeys, HeldReport | HeldLetter[LaterLetter]]] = []
        for report in self.reports.values():
            keys = report.report.keys
            if keys is None:
                continue
            if report.taken is None:
                found.append((keys, report))
            later = self._by_keys.get(keys, {}).values()
            found += [(keys, held) for held in later if not isinstance(held.letter, SourceVisit | Decoy)]
        return found

    @property
    def message_count(self) -> int:
        """How many messages were opened, or decisions of a source, which are news as well."""
        return sum(
            not isinstance(held.letter, SourceVisit | Decoy)
            for letters in self._by_keys.values()
            for held in letters.values()
        )

    def _take_taken(self, place: int, body: bytes, author: str) -> None:
        found = read_taken_report(body, author)
        self._take_report(
            HeldReport(id=found.name, place=place, day=found.taken.on, report=found.report, taken=found.taken)
        )

    def _take_report(self, held: HeldReport) -> None:
        known = self._report_ids.setdefault(held.report.id, held.id)
        if known != held.id:
            raise Refused("This report is a copy of an earlier one.")
        self.reports[held.id] = held

    def _take_letter(self, held: HeldLetter[LaterLetter]) -> None:
        known = self._by_keys.setdefault(held.letter.keys, {})
        if any(other.letter.id == held.letter.id for other in known.values() if other.id != held.id):
            raise Refused("This message is a copy of an earlier one.")
        known[held.id] = held
