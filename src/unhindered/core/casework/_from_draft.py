"""A public statement out of an approved draft: everyone considered, every basis standing."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from unhindered.core.casework.basis import Leaving, NoBasis, demand_basis
from unhindered.core.casework.case import Case
from unhindered.core.casework.codec import to_json
from unhindered.core.casework.drafts import Draft, StatementState
from unhindered.core.casework.ever import changed_since
from unhindered.core.casework.items import PersonalItem, Publication
from unhindered.core.casework.names_elsewhere import NamesElsewhere, refuse_names_elsewhere
from unhindered.core.casework.not_told import (
    NotReady,
    demand_everybody_considered,
    refuse_names,
    refuse_what_may_not_be_told,
)
from unhindered.core.casework.own_words import refuse_words_of_the_case
from unhindered.core.casework.statement import ALLEGATION, DocumentedBy, PublicStatement, StatementKind
from unhindered.core.casework.statement_facts import StatementApproved, StatementDrafted
from unhindered.core.casework.terms import PUBLIC, SPEAKING, IdentityLevel, Purpose
from unhindered.core.casework.withheld import refuse_withheld


def statement_from_draft(
    case: Case,
    entry: Draft,
    documented_by: DocumentedBy,
    elsewhere: NamesElsewhere,
    *,
    told_by_sources: Iterable[str],
    on: date,
) -> PublicStatement:
    """What an approved draft says to everyone today.

    Raises:
        NotReady: not approved by a second officer, returned, replaced or out; or not everyone is considered.
        NoBasis: somebody would be shown without a right to do so, or nobody agreed to anything.
        TellsTooMuch: a name, label or contact detail stands where it may not.
    """
    draft = entry.draft
    approval = _demand_second_officer(entry)
    _demand_as_read(case, draft, approval)
    if not draft.text.strip() or not draft.states:
        raise NotReady("A statement says something, about at least one State.")
    demand_everybody_considered(case, draft.items, draft.left_out)
    leaving = Leaving(purpose=Purpose.PUBLICATION, recipient=PUBLIC, on=on, second_officer=True)
    for item in draft.items:
        demand_basis(item, case, leaving)
    if not any(item.basis in SPEAKING for item in draft.items):
        raise NoBasis("Nobody in this case agreed that anything of it is made public.")
    named = frozenset(item.person for item in draft.items if item.level is IdentityLevel.NAMED)
    for text in _texts_of(draft):
        refuse_what_may_not_be_told(text, case, named)
    urls = [source.url for source in _publications_in(draft)]
    for url in urls:
        refuse_names(url, case, named)
    refuse_words_of_the_case([draft.text], case, told_by_sources)
    refuse_withheld(
        [draft.text],
        case,
        [item.person for item in draft.items],
        purpose=Purpose.PUBLICATION,
        recipient=PUBLIC,
        on=on,
        period=draft.period,
        types_of_act=draft.types_of_act,
    )
    agreed = case.people.words_of_names(named)
    for text in (*_texts_of(draft), *urls):
        refuse_names_elsewhere(text, elsewhere, agreed, explained=entry.names_explained)
    return PublicStatement(
        statement=draft.statement,
        kind=StatementKind.CASE,
        fact_kind=ALLEGATION,
        states=draft.states,
        period=draft.period,
        text=draft.text,
        values={
            "persons": [_shown(item) for item in draft.items if item.level.shows_a_name],
            "types_of_act": list(draft.types_of_act),
        },
        source=None,
        documented_by=documented_by,
        basis=tuple(sorted({item.basis for item in draft.items})),
        confirmed_on=approval.on,
    )


def _demand_second_officer(entry: Draft) -> StatementApproved:
    if entry.withdrawn:
        raise NoBasis("A consent that this rests on was withdrawn.")
    approval = entry.approval
    if entry.state is not StatementState.APPROVED or approval is None or approval.by == entry.draft.by:
        raise NotReady(
            f"This statement is {entry.state.value}; only one that a second officer approved can leave.",
            advice="Another officer than its drafter has to read it and decide.",
        )
    return approval


def _demand_as_read(case: Case, draft: StatementDrafted, approval: StatementApproved) -> None:
    place = next(index for index, fact in case.record.of(StatementApproved) if fact == approval)
    if changed_since(case.record, [item.person for item in draft.items], place):
        raise NotReady(
            "Since a second officer read this, somebody whom it shows was described anew, or something in "
            "the case was undone.",
            advice="Look whether it still holds, draft it anew, and let a second officer read it.",
        )


def _publications_in(draft: StatementDrafted) -> list[Publication]:
    return [item.publication for item in draft.items if item.publication is not None]


def _texts_of(draft: StatementDrafted) -> list[str]:
    """Every text that an officer typed and that would leave."""
    cited = [text for source in _publications_in(draft) for text in (source.title, source.publisher)]
    return [draft.text, *(item.shown_as for item in draft.items), *cited]


def _shown(item: PersonalItem) -> dict[str, Any]:
    shown: dict[str, Any] = {"shown_as": item.shown_as, "level": item.level.value}
    if item.publication is not None:
        shown["publication"] = to_json(item.publication)
    return shown
