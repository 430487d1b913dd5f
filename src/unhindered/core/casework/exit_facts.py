"""Facts about what leaves for a named recipient: drafted, decided on, sent, and asked back."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from unhindered.core.casework.codec import check_fields
from unhindered.core.casework.fact_bases import RecordedBy
from unhindered.core.casework.fields import (
    Id,
    Line,
    MediaType,
    Position,
    Recipient,
    RequiredLine,
    RequiredText,
    Sha256,
    Text,
)
from unhindered.core.casework.sending import Sending, SendingKind
from unhindered.core.casework.terms import BasisKind, IdentityLevel, Purpose


class RecallAnswer(StrEnum):
    """What became of what a recipient was asked to give back."""

    GIVEN_BACK = "given_back"
    DESTROYED = "destroyed"
    NAMES_TAKEN_OUT = "names_taken_out"
    KEPT = "kept"
    PASSED_ON_ALREADY = "passed_on_already"
    NO_ANSWER = "no_answer"


@dataclass(frozen=True, kw_only=True)
class SentItem:
    """One person in what left: how much showed and by what right. The name itself is not repeated."""

    person: Id
    level: IdentityLevel
    basis: BasisKind
    consent: Id | None = None

    def __post_init__(self) -> None:
        check_fields(self)


@dataclass(frozen=True, kw_only=True)
class SendingDrafted(RecordedBy):
    """What is to leave, put before a second officer. An id names one draft for ever."""

    title = "Sending drafted"

    sending: Id
    content: Sending


@dataclass(frozen=True, kw_only=True)
class SendingApproved(RecordedBy):
    """A second officer approved just the draft with this hash."""

    title = "Sending approved"

    sending: Id
    draft_sha256: Sha256


@dataclass(frozen=True, kw_only=True)
class SendingReturned(RecordedBy):
    """A second officer sent the draft back, saying why."""

    title = "Sending returned"

    sending: Id
    comment: RequiredText


@dataclass(frozen=True, kw_only=True)
class NamesExplained(RecordedBy):
    """A second officer recorded whom the names in a draft mean; `draft` is a statement's id or a sending's.

    Words in it are also parts of names in other cases. It is about just the text with this hash.
    """

    title = "Names explained"

    draft: Id
    draft_sha256: Sha256
    reason: RequiredText


@dataclass(frozen=True, kw_only=True)
class Sent(RecordedBy):
    """Something left. `sha256` and `size` (bytes) are of what left, `format` its media type; no name is here.

    Of a paper, they are of the copy that the officer kept: a scan, or the text that was printed.
    """

    title = "Sent"

    sending: Id
    kind: SendingKind
    purpose: Purpose
    recipient: Recipient
    sha256: Sha256
    size: Position
    format: MediaType
    items: tuple[SentItem, ...] = ()
    note: Line = ""


@dataclass(frozen=True, kw_only=True)
class RecallAsked(RecordedBy):
    """A recipient was asked to give back or destroy what a withdrawn `consent` had covered: by which way."""

    title = "Recall asked"

    sending: Id
    consent: Id
    how: RequiredLine
    note: Text = ""


@dataclass(frozen=True, kw_only=True)
class RecallEnded(RecordedBy):
    """How it ended: what the recipient answered, or that no answer came."""

    title = "Recall ended"

    sending: Id
    consent: Id
    answer: RecallAnswer
    note: Text = ""


ExitFact = (
    SendingDrafted | SendingApproved | SendingReturned | NamesExplained | Sent | RecallAsked | RecallEnded
)


def are_names_explained(explained: Iterable[NamesExplained], *, draft: str, sha256: str, by: str) -> bool:
    """Whether somebody else than the drafter recorded whom the names in just this draft mean."""
    return any((fact.draft, fact.draft_sha256) == (draft, sha256) and fact.by != by for fact in explained)
