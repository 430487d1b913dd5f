"""A public statement out of a confirmed proposal: the values as read, the passage, a complete source."""

from collections.abc import Sequence
from datetime import date

from unhindered.core.casework.basis import NoBasis
from unhindered.core.casework.case import Case
from unhindered.core.casework.dates import read_edtf
from unhindered.core.casework.document_facts import DocumentAdded, ProposalConfirmed
from unhindered.core.casework.documents import DocumentFact
from unhindered.core.casework.items import PublicPerson
from unhindered.core.casework.json_values import everything_in, texts_in
from unhindered.core.casework.names import holds_label, words_of
from unhindered.core.casework.names_elsewhere import NamesElsewhere, refuse_names_elsewhere
from unhindered.core.casework.not_told import NotReady, refuse_names, refuse_what_may_not_be_told
from unhindered.core.casework.passages import passage_of
from unhindered.core.casework.read_values import persons_in, states_in
from unhindered.core.casework.statement import (
    DocumentedBy,
    PublicStatement,
    Source,
    StatementKind,
    is_too_long_to_quote,
)
from unhindered.core.casework.terms import BasisKind


def statement_from_document(
    case: Case, fact: DocumentFact, documented_by: DocumentedBy, elsewhere: NamesElsewhere, on: date
) -> PublicStatement:
    """What a confirmed passage of a public document says to everyone.

    Raises:
        NotReady: rejected, out already, or its document is missing, without an address, or not public yet.
        NoBasis: it shows a person who was not confirmed as acting in a public role.
        TellsTooMuch: contact details, or the name of someone in this case or another.
        Refused: the passage does not fit its span, or is longer than may be quoted.
    """
    confirmed, values = fact.confirmed, fact.confirmed.proposal.values
    document = _demand_document(case, fact, on)
    passage = passage_of(confirmed.proposal, confirmed.excerpt)
    texts = (document.name, document.publisher, passage.quote, *everything_in(values))
    refuse_names(document.url, case, ())
    for text in texts:
        refuse_what_may_not_be_told(text, case, ())
    public = [person.name for person in _persons_in_public_role(case, confirmed)]
    for text in (document.url, *texts):
        refuse_names_elsewhere(text, elsewhere, shown=public)
    shows_someone = _demand_public_roles(case, confirmed, texts)
    for text in texts_in(values):
        if is_too_long_to_quote(text):
            raise NotReady("A value of this fact is too long to quote.", advice="Reject the proposal.")
    return PublicStatement(
        statement=confirmed.statement,
        kind=StatementKind.DOCUMENT_FACT,
        fact_kind=confirmed.proposal.kind,
        states=states_in(values),
        period=document.dated,
        text="",
        values=values,
        source=Source(
            title=document.name,
            publisher=document.publisher,
            dated=document.dated,
            url=document.url,
            sha256=document.sha256,
            text_sha256=document.text_sha256,
            start=passage.start,
            end=passage.end,
            quote=passage.quote,
        ),
        documented_by=documented_by,
        basis=(BasisKind.PUBLIC_ROLE,) if shows_someone else (),
        confirmed_on=confirmed.on,
    )


def _demand_document(case: Case, fact: DocumentFact, on: date) -> DocumentAdded:
    document = case.documents.by_id.get(fact.confirmed.document)
    if document is None:
        raise NotReady("The document of this passage is missing.")
    if not document.url:
        raise NotReady(
            "This document has no public address, so nobody could check what we quote of it.",
            advice="Take it in again with the address where everybody can read it: https://…",
        )
    if not fact.stands or fact.release is not None:
        raise NotReady("This proposal was rejected, or is out already.")
    earliest = read_edtf(document.dated).earliest
    if earliest is None or earliest > on:
        raise NotReady("This document is not public yet.", advice="Check the date of the document.")
    return document


def _demand_public_roles(case: Case, confirmed: ProposalConfirmed, texts: Sequence[str]) -> bool:
    """Whether a person shows, each confirmed as acting in a public role somewhere in this document.

    Raises:
        NoBasis: someone shows whom nobody confirmed.
    """
    shown = {words_of(name) for name in persons_in(confirmed.proposal)}
    for decision in case.documents.decisions.values():
        if decision.document == confirmed.document:
            names = [
                name for name in persons_in(decision.proposal) if any(holds_label(t, [name]) for t in texts)
            ]
            shown |= {words_of(name) for name in names}
    in_public_role = {words_of(person.name) for person in _persons_in_public_role(case, confirmed)}
    if not shown <= in_public_role:
        raise NoBasis(
            "A person in this passage is not confirmed as acting in a public role.",
            advice="Confirm the person's public role, or reject the proposal.",
        )
    return bool(shown)


def _persons_in_public_role(case: Case, confirmed: ProposalConfirmed) -> list[PublicPerson]:
    """Whom officers confirmed as acting in a public role, anywhere in the document of this passage."""
    return [
        person
        for fact in case.documents.facts.values()
        if fact.stands and fact.confirmed.document == confirmed.document
        for person in fact.confirmed.persons
    ]
