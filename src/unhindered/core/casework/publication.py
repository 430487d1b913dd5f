"""The one door out of a case, to the public and to anybody: every basis is asked for here, on that day."""

from collections.abc import Iterable, Mapping, Set
from datetime import date
from typing import Any, Final

from unhindered.core.casework._from_document import statement_from_document
from unhindered.core.casework._from_draft import statement_from_draft
from unhindered.core.casework._from_sending import demand_sendable
from unhindered.core.casework.case import Case
from unhindered.core.casework.drafts import consents_in
from unhindered.core.casework.exit_facts import Sent, SentItem
from unhindered.core.casework.names_elsewhere import NamesElsewhere, refuse_names_elsewhere
from unhindered.core.casework.not_told import NotReady
from unhindered.core.casework.sending import Sending
from unhindered.core.casework.sendings import DraftedSending
from unhindered.core.casework.source_word import SourceWord, refuse_what_a_source_took_back
from unhindered.core.casework.statement import (
    RETRACTION,
    DocumentedBy,
    PublicStatement,
    StatementKind,
    compose_statement,
    sign_statement,
)
from unhindered.core.casework.terms import Detail, IdentityLevel

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


class ClearedSending:
    """What may leave for its recipient on one day. Only this module can make one.

    Who composes the bytes asks it how each person shows, and shows nothing of anybody else.
    """

    __slots__ = (
        "_elsewhere",
        "_explained",
        "_items",
        "_not_to_tell",
        "_on",
        "_second_officer_read",
        "_sending",
    )

    def __init__(
        self,
        door: object,
        sending: Sending,
        draft: DraftedSending | None,
        not_to_tell: Mapping[str, frozenset[Detail]],
        *,
        names_elsewhere: NamesElsewhere,
        on: date,
    ) -> None:
        if door is not _DOOR:
            raise NotReady("Only the door of publication clears a sending.")
        self._sending = sending
        self._not_to_tell = not_to_tell
        self._second_officer_read = None if draft is None else draft.draft.sending
        self._explained = draft is not None and draft.names_explained
        self._elsewhere = names_elsewhere
        self._on = on
        self._items = {item.person: item for item in sending.items}

    @property
    def sending(self) -> Sending:
        """What leaves."""
        return self._sending

    @property
    def second_officer_read(self) -> str | None:
        """The draft that a second officer approved, where it rests on one."""
        return self._second_officer_read

    @property
    def consents(self) -> tuple[str, ...]:
        """The consents that it rests on."""
        return self._sending.consents

    def level(self, person: str) -> IdentityLevel | None:
        """How much of a person may show; None: nothing, not even that there is such a person."""
        item = self._items.get(person)
        return None if item is None else item.level

    def shown_as(self, person: str) -> str:
        """The name or the initials that stand for a person; empty where neither may."""
        item = self._items.get(person)
        return "" if item is None else item.shown_as

    def not_to_tell(self, person: str) -> frozenset[Detail]:
        """What the person does not want told; whoever composes fields of the case leaves it out."""
        return self._not_to_tell.get(person, frozenset())

    def refuse_names_elsewhere(self, text: str, agreed: Set[str]) -> None:
        """Nothing if a field of the case names nobody of the cases that the door asked, too.

        `agreed` are the words that the names of those shown by name are made of.

        Raises:
            TellsTooMuch: it does, or may.
        """
        refuse_names_elsewhere(text, self._elsewhere, agreed, explained=self._explained)

    def record(
        self, *, sending: str, by: str, sha256: str, size: int, media_type: str, note: str = ""
    ) -> Sent:
        """The fact that these bytes left. It goes into the log before they go anywhere.

        `sending` is a fresh id; where a second officer read it, that draft's id takes its place.

        Raises:
            Refused: a field cannot hold what was given.
        """
        told = self._sending
        return Sent(
            by=by,
            on=self._on,
            sending=self._second_officer_read or sending,
            kind=told.kind,
            purpose=told.purpose,
            recipient=told.recipient,
            sha256=sha256,
            size=size,
            format=media_type,
            items=tuple(
                SentItem(person=item.person, level=item.level, basis=item.basis, consent=item.consent)
                for item in told.items
            ),
            note=note,
        )


def release(
    case: Case,
    statement: str,
    *,
    documented_by: DocumentedBy,
    names_elsewhere: NamesElsewhere,
    from_sources: Iterable[SourceWord],
    told_by_sources: Iterable[str],
    on: date,
) -> Cleared:
    """The statement with this id, cleared to leave for the public today.

    `names_elsewhere` are those of all other cases that the caller can open. `from_sources` is all that the
    sources of this case's reports decided through the mailbox, as far as it came in, and `told_by_sources`
    the texts that they wrote: none of these leaves.

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
        cleared = statement_from_draft(
            case, draft, documented_by, names_elsewhere, told_by_sources=told_by_sources, on=on
        )
        return Cleared(_DOOR, cleared, consents_in(draft.draft))
    if fact is not None:
        found = statement_from_document(case, fact, documented_by, names_elsewhere, on)
        return Cleared(_DOOR, found, ())
    raise NotReady("This case has no such statement.")


def clear_sending(
    case: Case,
    sending: Sending,
    *,
    names_elsewhere: NamesElsewhere,
    from_sources: Iterable[SourceWord],
    told_by_sources: Iterable[str],
    on: date,
) -> ClearedSending:
    """What is to go to its recipient, cleared to leave today. Arguments as of `release`.

    Raises:
        NotRecordedYet: a source took something back, and no officer has recorded it.
        NotReady: for the public, somebody is not considered, or a second officer has to read it first.
        NoBasis: somebody would be shown without a right to do so; a withdrawn consent is none.
        TellsTooMuch: a text holds a name, label or contact detail that may not leave, or the case's own text.
    """
    refuse_what_a_source_took_back(case, from_sources)
    draft = demand_sendable(case, sending, names_elsewhere, told_by_sources=told_by_sources, on=on)
    not_to_tell = case.consents.not_to_tell(purpose=sending.purpose, recipient=sending.recipient, on=on)
    return ClearedSending(_DOOR, sending, draft, not_to_tell, names_elsewhere=names_elsewhere, on=on)


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
