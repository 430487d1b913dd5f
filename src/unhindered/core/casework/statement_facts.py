"""Facts about what becomes public: drafted, decided on by a second officer, released, taken back."""

from dataclasses import dataclass

from unhindered.core.casework.fact_bases import RecordedBy
from unhindered.core.casework.fields import ActType, Edtf, Id, PublicText, RequiredText, Sha256, StateCode
from unhindered.core.casework.items import PersonalItem


@dataclass(frozen=True, kw_only=True)
class StatementDrafted(RecordedBy):
    """A text for the public, with every person of the case either among `items` or `left_out`.

    An id names one text for ever: a returned text is drafted anew under a new id that says what it replaces.
    """

    title = "Statement drafted"

    statement: Id
    text: PublicText
    states: tuple[StateCode, ...]
    period: Edtf
    items: tuple[PersonalItem, ...] = ()
    left_out: tuple[Id, ...] = ()
    types_of_act: tuple[ActType, ...] = ()
    replaces: Id | None = None


@dataclass(frozen=True, kw_only=True)
class StatementApproved(RecordedBy):
    """A second officer approved just the draft with this hash."""

    title = "Statement approved"

    statement: Id
    draft_sha256: Sha256


@dataclass(frozen=True, kw_only=True)
class StatementReturned(RecordedBy):
    """A second officer sent the draft back, saying why."""

    title = "Statement returned"

    statement: Id
    comment: RequiredText


@dataclass(frozen=True, kw_only=True)
class StatementReleased(RecordedBy):
    """The statement left for the public log; `sha256` is of the signed bytes."""

    title = "Statement released"

    statement: Id
    sha256: Sha256


@dataclass(frozen=True, kw_only=True)
class StatementRetracted(RecordedBy):
    """A retraction of a released statement left for the public log; the ledger then hides the statement."""

    title = "Statement retracted"

    statement: Id
    retraction: Id


StatementFact = (
    StatementDrafted | StatementApproved | StatementReturned | StatementReleased | StatementRetracted
)
