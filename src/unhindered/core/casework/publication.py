"""The one door from a case to the public: every basis is asked for here, on the day when something leaves."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from unhindered.core.casework.basis import Leaving, NoBasis, demand_basis
from unhindered.core.casework.case import Case
from unhindered.core.casework.codec import to_json
from unhindered.core.casework.contact_details import holds_contact_details
from unhindered.core.casework.documents import DocumentFact
from unhindered.core.casework.drafts import Draft, StatementState, consents_in
from unhindered.core.casework.facts import DocumentAdded, StatementApproved, StatementDrafted
from unhindered.core.casework.items import PersonalItem, PublicPerson
from unhindered.core.casework.json_values import texts_in
from unhindered.core.casework.names import holds_label, holds_name, words_of
from unhindered.core.casework.statement import (
    DocumentedBy,
    PublicStatement,
    Source,
    StatementKind,
    compose_statement,
    sign_statement,
)
from unhindered.core.casework.terms import PUBLIC, BasisKind, IdentityLevel, Purpose
from unhindered.core.errors import Refused

_DOOR: Final = object()
_SPEAKING = frozenset({BasisKind.CONSENT, BasisKind.REPRESENTATIVE, BasisKind.ORGANISATION})


class NotReady(Refused):
    """The statement is not where it could leave from."""

    advice = "Open the statement to see what is missing."


class TellsTooMuch(Refused):
    """The text says more about a person than its bases allow."""

    advice = (
        "Take the words out, or record a consent at the level “named” and add the person to the statement."
    )


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


def release(case: Case, statement: str, *, documented_by: DocumentedBy, on: date) -> Cleared:
    """The statement with this id, cleared to leave for the public today.

    Raises:
        NotReady: unknown, not approved by a second officer, returned, blocked, or out already.
        NoBasis: somebody would be shown without a right to do so.
        TellsTooMuch: a name, label or contact detail stands where it may not.
    """
    draft, fact = case.statements.get(statement), case.documents.facts.get(statement)
    if draft is not None and fact is not None:
        raise NotReady("Two statements claim this identity.", advice="Draft both anew.")
    if draft is not None:
        return _release_draft(case, draft, documented_by, on)
    if fact is not None:
        return _release_document_fact(case, fact, documented_by)
    raise NotReady("This case has no such statement.")


def retract(case: Case, statement: str, *, retraction: str, documented_by: DocumentedBy, on: date) -> Cleared:
    """The taking back of a statement that is out: `retraction` is its own fresh random id.

    It shows nobody, so it needs no basis and no second officer: who withdraws must not wait.

    Raises:
        NotReady: that statement is not out.
    """
    released = [draft.release for draft in [case.statements.get(statement)] if draft]
    released += [fact.release for fact in [case.documents.facts.get(statement)] if fact]
    if not any(released) or retraction == statement:
        raise NotReady("Only a statement that is out can be taken back.")
    return Cleared(
        _DOOR,
        PublicStatement(
            statement=retraction,
            kind=StatementKind.RETRACTION,
            fact_kind="retraction",
            states=(),
            period=None,
            text="",
            values={"retracts": statement},
            source=None,
            documented_by=documented_by,
            basis=(),
            confirmed_on=on,
        ),
        (),
    )


def _release_draft(case: Case, entry: Draft, documented_by: DocumentedBy, on: date) -> Cleared:
    draft = entry.draft
    approval = _demand_second_officer(entry)
    _demand_everybody_considered(case, draft)
    leaving = Leaving(purpose=Purpose.PUBLICATION, recipient=PUBLIC, on=on, second_officer=True)
    for item in draft.items:
        demand_basis(item, case, leaving)
    if not any(item.basis in _SPEAKING for item in draft.items):
        raise NoBasis("Nobody in this case agreed that anything of it is made public.")
    named = {item.person for item in draft.items if item.level is IdentityLevel.NAMED}
    for text in (draft.text, *(item.shown_as for item in draft.items)):
        _refuse_names_and_contacts(text, case, named)
    return Cleared(
        _DOOR,
        PublicStatement(
            statement=draft.statement,
            kind=StatementKind.CASE,
            fact_kind="allegation",
            states=draft.states,
            period=draft.period,
            text=draft.text,
            values={
                "persons": [_shown(item) for item in draft.items if item.level.shows_a_name],
                "types_of_act": list(draft.types_of_act),
            },
            source=None,
            documented_by=documented_by,
            basis=_kinds(item.basis for item in draft.items),
            confirmed_on=approval.on,
        ),
        consents_in(draft),
    )


def _demand_second_officer(entry: Draft) -> StatementApproved:
    if entry.withdrawn:
        raise NoBasis("A consent that this rests on was withdrawn.")
    approval = entry.approval
    if entry.state is not StatementState.APPROVED or approval is None or approval.by == entry.draft.by:
        raise NotReady(
            f"This statement is {entry.state.value}, not approved by a second officer.",
            advice="Another officer than its drafter has to read and approve it.",
        )
    return approval


def _demand_everybody_considered(case: Case, draft: StatementDrafted) -> None:
    shown = [item.person for item in draft.items]
    considered = [*shown, *draft.left_out]
    if not draft.text.strip() or not draft.states:
        raise NotReady("A statement says something, about at least one State.")
    if len(set(considered)) != len(considered) or set(considered) != set(case.persons):
        raise NotReady(
            "The statement does not say of each person in the case, once, whether it tells about them.",
            advice="Someone may have been added since. Draft it again and decide for each person.",
        )


def _refuse_names_and_contacts(text: str, case: Case, named: set[str]) -> None:
    if holds_contact_details(text):
        raise TellsTooMuch(
            "The text holds something like a telephone number, an identity number or an address.",
            advice="Take it out: contact details never leave.",
        )
    others = [person for name, person in case.persons.items() if name not in named]
    allowed = {word for name in named for known in case.persons[name].names_ever for word in words_of(known)}
    names = [name for person in others for name in person.names_ever] + list(case.people.other_names)
    if holds_name(text, names, except_words=allowed) or holds_label(
        text, [label for person in others for label in person.labels_ever]
    ):
        raise TellsTooMuch("The text holds a name or label of someone who did not agree to be named.")


def _shown(item: PersonalItem) -> dict[str, Any]:
    shown: dict[str, Any] = {"shown_as": item.shown_as, "level": item.level.value}
    if item.publication is not None:
        shown["publication"] = to_json(item.publication)
    return shown


def _kinds(bases: Iterable[BasisKind]) -> tuple[BasisKind, ...]:
    return tuple(sorted(set(bases)))


def _release_document_fact(case: Case, fact: DocumentFact, documented_by: DocumentedBy) -> Cleared:
    confirmed = fact.confirmed
    proposal = confirmed.proposal
    document = case.documents.by_id.get(confirmed.document)
    if document is None or not fact.stands or fact.release is not None:
        raise NotReady("This proposal was rejected, is out already, or its document is missing.")
    _demand_public_roles(proposal.values, confirmed.persons)
    for text in (proposal.quote, *texts_in(proposal.values)):
        _refuse_names_and_contacts(text, case, set())
    return Cleared(
        _DOOR,
        PublicStatement(
            statement=confirmed.statement,
            kind=StatementKind.DOCUMENT_FACT,
            fact_kind=proposal.kind,
            states=_states_in(proposal.values),
            period=document.dated,
            text="",
            values=proposal.values,
            source=_source(document, confirmed.proposal.start, confirmed.proposal.end, proposal.quote),
            documented_by=documented_by,
            basis=(BasisKind.PUBLIC_ROLE,) if confirmed.persons else (),
            confirmed_on=confirmed.on,
        ),
        (),
    )


def _demand_public_roles(values: Mapping[str, Any], persons: tuple[PublicPerson, ...]) -> None:
    shown = {words_of(name) for name in _persons_in(values)}
    confirmed = {words_of(person.name) for person in persons}
    if not shown <= confirmed:
        raise NoBasis(
            "A person in this passage is not confirmed as acting in a public role.",
            advice="Confirm the person's public role, or reject the proposal.",
        )


def _persons_in(values: Mapping[str, Any]) -> list[str]:
    keys = ("person", "persons", "name", "speaker")
    return [text for key in keys if key in values for text in texts_in(values[key])]


def _states_in(values: Mapping[str, Any]) -> tuple[str, ...]:
    keys = ("state", "states")
    codes = [text for key in keys if key in values for text in texts_in(values[key])]
    return tuple(dict.fromkeys(codes))


def _source(document: DocumentAdded, start: int, end: int, quote: str) -> Source:
    if not quote.strip():
        raise NotReady("A public fact quotes the words it rests on.", advice="Reject the proposal.")
    return Source(
        title=document.name,
        publisher=document.publisher,
        dated=document.dated,
        url=document.url,
        sha256=document.sha256,
        text_sha256=document.text_sha256,
        start=start,
        end=end,
        quote=quote,
    )
