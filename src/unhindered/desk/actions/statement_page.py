"""Statements as the second officer and the release queue see them: the text, who shows, what is missing."""

from dataclasses import dataclass
from datetime import date

from unhindered.core.casework.document_facts import ProposalConfirmed
from unhindered.core.casework.documents import DocumentFact
from unhindered.core.casework.names_elsewhere import doubtful_words
from unhindered.core.casework.passages import passage_of
from unhindered.core.casework.read_values import states_in
from unhindered.core.casework.statement_facts import StatementDrafted
from unhindered.core.casework.terms import IdentityLevel
from unhindered.core.errors import Refused
from unhindered.desk.actions.cases import case_name
from unhindered.desk.actions.outgoing import waiting_statements
from unhindered.desk.actions.statements import (
    Located,
    ask_the_door,
    locate,
    names_of_others,
    to_release,
    to_review,
)
from unhindered.desk.actions.telling import act_type, choice, person_label, shown_item
from unhindered.desk.desk import Desk
from unhindered.desk.entries.inner import DOCUMENTS


@dataclass(frozen=True, kw_only=True)
class StatementPage:
    """One statement in full. `held_back` is why the door would not let it out today; empty if it would.

    `waits`: it, or what takes it back, is signed and was not yet sent, or not yet confirmed by the gate.
    `doubtful` are words of it that are a part of a name in another case, while nobody said whom they mean.
    """

    id: str
    case: str
    title: str
    officer: str
    on: date
    is_mine: bool
    state: str
    text: str
    quote: str
    source: str
    states: tuple[str, ...]
    period: str
    types_of_act: tuple[str, ...]
    shown: tuple[str, ...]
    left_out: tuple[str, ...]
    draft_sha256: str
    held_back: str
    advice: str
    comments: tuple[str, ...]
    approved_by: str
    waits: bool
    doubtful: tuple[str, ...] = ()


def statement_page(desk: Desk, statement: str, today: date) -> StatementPage:
    """One statement.

    Raises:
        Refused: there is none of this name.
    """
    return _page(desk, locate(desk, statement), today)


def review_pages(desk: Desk, today: date) -> tuple[StatementPage, ...]:
    """Drafts that wait for a second officer; those of others first, for only they can be decided here."""
    pages = [_page(desk, place, today) for place in to_review(desk)]
    return tuple(sorted(pages, key=lambda page: (page.is_mine, page.on, page.id)))


def queue_pages(desk: Desk, today: date) -> tuple[StatementPage, ...]:
    """What may be published, what the door still holds back, and last what is signed and waits to be sent."""
    pages = [_page(desk, place, today) for place in to_release(desk)]
    pages += [statement_page(desk, name, today) for name in waiting_statements(desk)]
    return tuple(
        sorted(pages, key=lambda page: (page.waits, bool(page.held_back), page.title, page.on, page.id))
    )


def _page(desk: Desk, place: Located, today: date) -> StatementPage:
    with desk.lock:
        return _of_draft(desk, place, today) if place.draft else _of_document(desk, place, today)


def _of_draft(desk: Desk, place: Located, today: date) -> StatementPage:
    entry = place.draft
    if entry is None:
        raise Refused("There is no such draft.")
    draft, case = entry.draft, place.case
    held_back, advice = _held_back(desk, place, today)
    return StatementPage(
        id=place.statement,
        case=place.subject.removeprefix("case/"),
        title=case_name(case),
        officer=desk.book.officer_name(draft.by),
        on=draft.on,
        is_mine=draft.by == desk.officer.id,
        state=entry.state,
        text=draft.text,
        quote="",
        source="",
        states=draft.states,
        period=draft.period,
        types_of_act=tuple(act_type(code) for code in draft.types_of_act),
        shown=tuple(shown_item(item, case) for item in draft.items),
        left_out=tuple(person_label(case, person) for person in draft.left_out),
        draft_sha256=entry.draft_sha256,
        held_back=held_back,
        advice=advice,
        comments=tuple(f"{desk.book.officer_name(item.by)}: {item.comment}" for item in entry.returns),
        approved_by=desk.book.officer_name(entry.approval.by) if entry.approval else "",
        waits=place.statement in waiting_statements(desk),
        doubtful=() if entry.names_explained else _doubtful(desk, place, draft),
    )


def _doubtful(desk: Desk, place: Located, draft: StatementDrafted) -> tuple[str, ...]:
    named = [item.person for item in draft.items if item.level is IdentityLevel.NAMED]
    known = place.case.persons
    agreed = [name for person in named if person in known for name in known[person].names_ever]
    return doubtful_words([draft.text], names_of_others(desk, place.subject), agreed)


def _of_document(desk: Desk, place: Located, today: date) -> StatementPage:
    fact = place.document_fact
    if fact is None:
        raise Refused("There is no such statement.")
    confirmed = fact.confirmed
    document = place.case.documents.by_id.get(confirmed.document)
    held_back, advice = _held_back(desk, place, today)
    return StatementPage(
        id=place.statement,
        case=DOCUMENTS,
        title=choice(confirmed.proposal.kind),
        officer=desk.book.officer_name(confirmed.by),
        on=confirmed.on,
        is_mine=confirmed.by == desk.officer.id,
        state=_state_of(fact),
        text="",
        quote=_quoted(confirmed),
        source=f"{document.name}, {document.publisher}, {document.dated}" if document else "",
        states=states_in(confirmed.proposal.values),
        period=document.dated if document else "",
        types_of_act=(),
        shown=tuple(f"{person.name}, {person.role}" for person in confirmed.persons),
        left_out=(),
        draft_sha256="",
        held_back=held_back,
        advice=advice,
        comments=(),
        approved_by="",
        waits=place.statement in waiting_statements(desk),
    )


def _state_of(fact: DocumentFact) -> str:
    if fact.retraction is not None:
        return "retracted"
    if fact.release is not None:
        return "released"
    return "confirmed" if fact.stands else "rejected"


def _quoted(confirmed: ProposalConfirmed) -> str:
    """The words that the public page will quote."""
    return passage_of(confirmed.proposal, confirmed.excerpt).quote


def _held_back(desk: Desk, place: Located, today: date) -> tuple[str, str]:
    try:
        ask_the_door(desk, place, today)
    except Refused as err:
        return str(err), err.advice
    return "", ""
