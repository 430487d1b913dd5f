"""Facts about evidence: where each item came from, and everything that was done with it since.

An item is known by the SHA-256 of its original, and a copy by its own. Nothing here deletes an item, and
none of these facts about custody can be undone.
"""

from dataclasses import dataclass
from typing import Annotated

from unhindered.core.casework.codec import check_fields
from unhindered.core.casework.custody_terms import CustodyStep, EvidenceOrigin, MadeBy, Medium
from unhindered.core.casework.fact_bases import RecordedBy
from unhindered.core.casework.fields import (
    Id,
    Language,
    Line,
    NumberRule,
    Position,
    RequiredLine,
    RequiredText,
    Sha256,
)

PageNumber = Annotated[int, NumberRule(least=1, most=100_000)]
Thousandth = Annotated[int, NumberRule(most=1_000)]


@dataclass(frozen=True, kw_only=True)
class SealedFile:
    """Where a file lies sealed: `parts` are the nonces of the entries that hold it, in their order."""

    sha256: Sha256
    size: Position
    parts: tuple[Id, ...]

    def __post_init__(self) -> None:
        check_fields(self)


@dataclass(frozen=True, kw_only=True)
class EvidenceReceived(RecordedBy):
    """An item came into the case: `evidence` is the SHA-256 of the bytes that we opened.

    An attachment of a report lies in the log already: `report` and `attachment` (the SHA-256 of its sealed
    body) name it, and `device_sha256` is what the source's device named. Anything else is `sealed` by us.
    `label` is what officers call it, and names nobody.
    """

    title = "Evidence received"

    evidence: Sha256
    size: Position
    medium: Medium
    origin: EvidenceOrigin
    label: RequiredLine
    report: Sha256 | None = None
    attachment: Sha256 | None = None
    device_sha256: Sha256 | None = None
    sealed: SealedFile | None = None
    received_from: Line = ""


@dataclass(frozen=True, kw_only=True)
class CustodyRecorded(RecordedBy):
    """Something was done with an item: with what tool and version, what for, and what came of it."""

    title = "Custody"

    evidence: Sha256
    step: CustodyStep
    reason: RequiredLine
    tool: Line = ""
    tool_version: Line = ""
    copy: SealedFile | None = None


@dataclass(frozen=True, kw_only=True)
class ExhibitNumbered(RecordedBy):
    """An item has a number in the list of exhibits; `label` says in words what it shows, and names nobody."""

    title = "Exhibit numbered"

    evidence: Sha256
    exhibit: RequiredLine
    label: RequiredLine


@dataclass(frozen=True, kw_only=True)
class TranscriptAdded(RecordedBy):
    """The words of an item, written down; `made_by` is who or which program wrote."""

    title = "Transcript added"

    transcript: Id
    evidence: Sha256
    language: Language
    text: RequiredText
    written_by: MadeBy
    made_by: RequiredLine


@dataclass(frozen=True, kw_only=True)
class TranslationAdded(RecordedBy):
    """A transcript in another language; `checked_by` is empty while nobody has compared the two."""

    title = "Translation added"

    translation: Id
    transcript: Id
    language: Language
    text: RequiredText
    written_by: MadeBy
    made_by: RequiredLine
    checked_by: Line = ""


@dataclass(frozen=True, kw_only=True)
class RedactedRegion:
    """A rectangle of a page that is black in the copy, in thousandths of its width and height, and why."""

    page: PageNumber
    left: Thousandth
    top: Thousandth
    right: Thousandth
    bottom: Thousandth
    reason: RequiredLine

    def __post_init__(self) -> None:
        check_fields(self)


@dataclass(frozen=True, kw_only=True)
class RedactedSpan:
    """A part of a text that is left out of the copy, in code points from `start` to `end`, and why."""

    start: Position
    end: Position
    reason: RequiredLine

    def __post_init__(self) -> None:
        check_fields(self)


@dataclass(frozen=True, kw_only=True)
class RedactionMade(RecordedBy):
    """A copy with parts left out; what it was made from stays as it is.

    Of an item, `copy` is a new file made of pixels and `regions` are black in it; of a transcript or a
    translation, named by `of_text`, `spans` are left out.
    """

    title = "Redaction made"

    redaction: Id
    evidence: Sha256
    regions: tuple[RedactedRegion, ...] = ()
    copy: SealedFile | None = None
    of_text: Id | None = None
    spans: tuple[RedactedSpan, ...] = ()
    tool: Line = ""
    tool_version: Line = ""


CustodyFact = (
    EvidenceReceived | CustodyRecorded | ExhibitNumbered | TranscriptAdded | TranslationAdded | RedactionMade
)
