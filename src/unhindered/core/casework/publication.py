"""The one door from a case to the public: every basis is asked for here, on the day when something leaves."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from unhindered.core.casework._from_document import statement_from_document
from unhindered.core.casework._from_draft import statement_from_draft
from unhindered.core.casework.case import Case
from unhindered.core.casework.drafts import consents_in
from unhindered.core.casework.names_elsewhere import NamesElsewhere
from unhindered.core.casework.not_told import NotReady
from unhindered.core.casework.source_word import SourceWord, refuse_what_a_source_took_back
from unhindered.core.casework.statement import (
    RETRACTION,
    DocumentedBy,
    PublicStatement,
    StatementKind,
    compose_statement,
    sign_statement,
)

_DOOR: Final = object()


class Cleared:
    """What may leave. Only this module can make one; it signs itself, and nothing else signs for programs."""

    __slots__ = ("_consents", "_statement")

    def __init__(self, door: object, statement: PublicStatement, consents: tuple[str, ...]) -> None:
        if door is not _DOOR:
            raise NotReady("Only the door of publication clears a statement.")
        self._statement = statement
        self._consents = consents

    @property
    def statement(self) -> PublicStatement:
        """What leaves."""
        return self._statement

    @property
    def content(self) -> dict[str, Any]:
        """What leaves, as the JSON object that is signed."""
        return compose_statement(self._statement)

    @property
    def consents(self) -> tuple[str, ...]:
        """The consents that it rests on; they stay in the case."""
        return self._consents

    def sign(self, seed: bytes) -> bytes:
        """The bytes for the public log, signed by the institution's publication key."""
        return sign_statement(self._statement, seed)


def release(
    case: Case,
    statement: str,
    *,
    documented_by: DocumentedBy,
    names_elsewhere: NamesElsewhere,
    from_sources: Iterable[SourceWord],
    on: date,
) -> Cleared:
    """The statement with this id, cleared to leave for the public today.

    `names_elsewhere` are those of all other cases that the caller can open. `from_sources` is all that the
    sources of this case's reports decided through the mailbox, as far as it came in.

    Raises:
        NotRecordedYet: a source took something back, and no officer has recorded it.
        NotReady: unknown, not approved by a second officer, returned, replaced, or out already.
        NoBasis: somebody would be shown without a right to do so; a withdrawn consent is none.
        TellsTooMuch: a name, label or contact detail stands where it may not, of another case too.
        Refused: a passage does not fit its span, or something is too long.
    """
    refuse_what_a_source_took_back(case, from_sources)
    draft, fact = case.statements.get(statement), case.documents.facts.get(statement)
    if draft is not None and fact is not None:
        raise NotReady("Two statements claim this identity.", advice="Draft both anew.")
    if draft is not None:
        cleared = statement_from_draft(case, draft, documented_by, names_elsewhere, on)
        return Cleared(_DOOR, cleared, consents_in(draft.draft))
    if fact is not None:
        found = statement_from_document(case, fact, documented_by, names_elsewhere, on)
        return Cleared(_DOOR, found, ())
    raise NotReady("This case has no such statement.")


def retract(case: Case, statement: str, *, retraction: str, documented_by: DocumentedBy, on: date) -> Cleared:
    """The taking back of a statement that is out: `retraction` is its own fresh random id.

    It shows nobody, so it needs no basis and no second officer: who withdraws must not wait.

    Raises:
        NotReady: that statement is not out, or the id is not fresh.
    """
    known = {*case.statements, *case.documents.facts}
    if statement not in case.released or retraction in known:
        raise NotReady("Only a statement that is out can be taken back, under an id of its own.")
    taken_back = PublicStatement(
        statement=retraction,
        kind=StatementKind.RETRACTION,
        fact_kind=RETRACTION,
        states=(),
        period=None,
        text="",
        values={"retracts": statement},
        source=None,
        documented_by=documented_by,
        basis=(),
        confirmed_on=on,
    )
    return Cleared(_DOOR, taken_back, ())
