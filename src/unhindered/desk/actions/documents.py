"""Public documents: taken in as text, read by machine, every passage confirmed or rejected by a person."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from unhindered.core.casework.case import Case
from unhindered.core.casework.codec import to_json
from unhindered.core.casework.document_facts import DocumentAdded, ProposalConfirmed
from unhindered.core.casework.documents import Decision, DocumentFact, proposal_key
from unhindered.core.casework.items import Excerpt, Proposal
from unhindered.core.casework.passages import excerpt_from_words, passage_of, suggested_excerpt
from unhindered.core.casework.read_values import persons_in
from unhindered.core.errors import Refused
from unhindered.core.reading.document_text import decode_document, text_sha256
from unhindered.desk.actions.outgoing import waiting_statements
from unhindered.desk.actions.recording import new_fact, new_id
from unhindered.desk.casebook import one_of
from unhindered.desk.desk import Desk
from unhindered.desk.entries.inner import DOCUMENTS, DocumentText

_AROUND = 160
# Names, bodies, dates and symbols are found to understand the rest; they state nothing by themselves.
PLAIN_KINDS = frozenset({"state", "body", "date", "document_symbol"})


@dataclass(frozen=True, kw_only=True)
class DocumentRow:
    """A document in the list."""

    id: str
    name: str
    publisher: str
    dated: str
    added_on: date
    officer: str
    confirmed: int
    rejected: int
    published: int
    waiting: int
    has_text: bool


@dataclass(frozen=True, kw_only=True)
class ProposalView:
    """One proposal in its context; `number` counts all proposals of the document from 1."""

    number: int
    kind: str
    start: int
    end: int
    before: str
    quote: str
    after: str
    values: Mapping[str, Any]
    flags: tuple[str, ...]
    persons: tuple[str, ...]
    excerpt: str
    decision: str
    statement: str


@dataclass(frozen=True, kw_only=True)
class DocumentView:
    """A document with what reading proposes in it."""

    id: str
    fact: DocumentAdded
    text: str
    proposals: tuple[ProposalView, ...]
    plain: int


def add_document(desk: Desk, raw: bytes, details: Mapping[str, Any], today: date) -> str:
    """Take in a public document, for the whole team; returns its id.

    `details` has `name`, `publisher`, `dated`, `language` and `url`; without a URL nothing of it can leave.

    Raises:
        Refused: not UTF-8 text, taken in before, or a detail cannot hold what was given.
    """
    text = decode_document(raw)
    document, digest = new_id(), hashlib.sha256(raw).hexdigest()
    with desk.lock:
        for known in desk.book.documents().documents.by_id.values():
            # Without an address nothing of it can leave: then it may be taken in again, with one.
            if known.sha256 == digest and (known.url or not details.get("url")):
                raise Refused(
                    "This document is here already.", advice=f"It is “{known.name}” of {known.dated}."
                )
        hashes = {"document": document, "sha256": digest, "text_sha256": text_sha256(text)}
        fact = new_fact(desk, "DocumentAdded", {**hashes, **details}, today)
        desk.record_document(DOCUMENTS, fact, DocumentText(document=document, text=text))
    return document


def document_rows(desk: Desk) -> tuple[DocumentRow, ...]:
    """All documents, the newest first."""
    with desk.lock:
        case = desk.book.documents()
        rows = [_row(desk, case, document) for document in case.documents.by_id.values()]
    return tuple(reversed(rows))


def document_view(desk: Desk, name: str) -> DocumentView:
    """A document, read anew: proposals are never stored, only decisions on them.

    Raises:
        Refused: no such document, or its text is not the one its hash names.
    """
    with desk.lock:
        case = desk.book.documents()
        fact = case.documents.by_id[one_of(name, case.documents.by_id, "document")]
        text = _text(desk, fact)
        waiting = waiting_statements(desk)
    found = desk.reader.read(text)
    return DocumentView(
        id=fact.document,
        fact=fact,
        text=text,
        proposals=tuple(
            _proposal_view(case, fact.document, text, number, proposal, waiting=waiting)
            for number, proposal in enumerate(found, 1)
        ),
        plain=sum(proposal.kind in PLAIN_KINDS for proposal in found),
    )


def confirm(
    desk: Desk, document: str, number: int, today: date, *, roles: Mapping[str, str], excerpt: str = ""
) -> str:
    """Confirm a proposal; returns the id of the statement it may become.

    `roles` gives, for each person in it, the public role that was read there. `excerpt` is what the public
    page quotes of a long passage: words that stand in it next to each other.

    Raises:
        Refused: no such proposal, decided the same way already, a person without a role, or another excerpt.
    """
    with desk.lock:
        place = _place(desk, document, number)
        if isinstance(place.decided, ProposalConfirmed):
            raise Refused("This proposal is confirmed already.", advice="It waits on the publish page.")
        persons = [
            {"name": name, "role": roles[name].strip()}
            for name in persons_in(place.proposal)
            if roles.get(name, "").strip()
        ]
        part = _excerpt(place.proposal, excerpt)
        statement = new_id()
        values = {
            "document": place.document,
            "statement": statement,
            "proposal": place.as_json,
            "persons": persons,
            "excerpt": None if part is None else to_json(part),
        }
        desk.record(DOCUMENTS, [new_fact(desk, "ProposalConfirmed", values, today)])
    return statement


def reject(desk: Desk, document: str, number: int, today: date, *, reason: str = "") -> None:
    """Reject a proposal: it is wrong, or not for us to repeat; what was confirmed before stands no more.

    Raises:
        Refused: no such proposal.
    """
    with desk.lock:
        place = _place(desk, document, number)
        values = {"document": place.document, "proposal": place.as_json, "reason": reason.strip()}
        desk.record(DOCUMENTS, [new_fact(desk, "ProposalRejected", values, today)])


@dataclass(frozen=True, kw_only=True)
class _Place:
    document: str
    proposal: Proposal
    as_json: Mapping[str, Any]
    decided: Decision | None


def _place(desk: Desk, name: str, number: int) -> _Place:
    case = desk.book.documents()
    fact = case.documents.by_id[one_of(name, case.documents.by_id, "document")]
    found = desk.reader.read(_text(desk, fact))
    if not 1 <= number <= len(found):
        raise Refused("There is no such proposal in this document.", advice="Load the page again.")
    proposal = found[number - 1]
    decided = case.documents.decisions.get(proposal_key(fact.document, proposal))
    return _Place(document=fact.document, proposal=proposal, as_json=to_json(proposal), decided=decided)


def _text(desk: Desk, fact: DocumentAdded) -> str:
    text = desk.book.document_texts.get(fact.document)
    if text is None or text_sha256(text) != fact.text_sha256:
        raise Refused(
            "The text of this document is not here, or not the one that was taken in.",
            advice="Sync. If it stays so, take the document in again.",
        )
    return text


def _row(desk: Desk, case: Case, fact: DocumentAdded) -> DocumentRow:
    facts = [item for item in case.documents.facts.values() if item.confirmed.document == fact.document]
    decisions = [item for item in case.documents.decisions.values() if item.document == fact.document]
    confirmed = sum(isinstance(item, ProposalConfirmed) for item in decisions)
    waiting = waiting_statements(desk)
    return DocumentRow(
        id=fact.document,
        name=fact.name,
        publisher=fact.publisher,
        dated=fact.dated,
        added_on=fact.on,
        officer=desk.book.officer_name(fact.by),
        confirmed=confirmed,
        rejected=len(decisions) - confirmed,
        published=sum(_is_out(item, waiting) for item in facts),
        waiting=sum(item.confirmed.statement in waiting for item in facts),
        has_text=fact.document in desk.book.document_texts,
    )


def _proposal_view(
    case: Case, document: str, text: str, number: int, proposal: Proposal, *, waiting: tuple[str, ...]
) -> ProposalView:
    decided = case.documents.decisions.get(proposal_key(document, proposal))
    statement = decided.statement if isinstance(decided, ProposalConfirmed) else ""
    fact = case.documents.facts.get(statement)
    part = suggested_excerpt(proposal)
    return ProposalView(
        number=number,
        kind=proposal.kind,
        start=proposal.start,
        end=proposal.end,
        before=text[max(0, proposal.start - _AROUND) : proposal.start],
        quote=proposal.quote,
        after=text[proposal.end : proposal.end + _AROUND],
        values=proposal.values,
        flags=proposal.flags,
        persons=tuple(dict.fromkeys(persons_in(proposal))),
        excerpt="" if part is None else passage_of(proposal, part).quote,
        decision=_decision(decided, fact, waiting),
        statement=statement,
    )


def _decision(decided: Decision | None, fact: DocumentFact | None, waiting: tuple[str, ...]) -> str:
    if decided is None:
        return ""
    if not isinstance(decided, ProposalConfirmed):
        return "rejected"
    if decided.statement in waiting:
        return "waits to be sent"
    return "published" if fact is not None and _is_out(fact, waiting) else "confirmed"


def _is_out(fact: DocumentFact, waiting: tuple[str, ...]) -> bool:
    return fact.release is not None and fact.confirmed.statement not in waiting


def _excerpt(proposal: Proposal, words: str) -> Excerpt | None:
    plain = words.strip()
    if plain == proposal.quote:
        return None
    return excerpt_from_words(proposal, plain) if plain else suggested_excerpt(proposal)
