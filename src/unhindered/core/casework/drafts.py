"""Statements on their way out: drafted, approved or returned by a second officer, released, taken back."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from unhindered.core.canonical_json import canonical_json
from unhindered.core.casework.conflicts import Conflict, ConflictKind
from unhindered.core.casework.consent import Consents
from unhindered.core.casework.consent_facts import ConsentWithdrawn
from unhindered.core.casework.document_facts import ProposalConfirmed
from unhindered.core.casework.exit_facts import NamesExplained, are_names_explained
from unhindered.core.casework.fact_bases import RecordedBy
from unhindered.core.casework.facts import fact_to_json
from unhindered.core.casework.record import F, Record
from unhindered.core.casework.statement_facts import (
    StatementApproved,
    StatementDrafted,
    StatementReleased,
    StatementRetracted,
    StatementReturned,
)


class StatementState(StrEnum):
    """Where a statement stands. Blocked: a consent that it rests on was withdrawn."""

    DRAFTED = "drafted"
    APPROVED = "approved"
    RETURNED = "returned"
    REPLACED = "replaced"
    BLOCKED = "blocked"
    RELEASED = "released"
    RETRACTED = "retracted"


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A draft with all that was decided about it; `draft_sha256` is what an approval has to name."""

    statement: str
    draft: StatementDrafted
    draft_sha256: str
    approval: StatementApproved | None
    returns: tuple[StatementReturned, ...]
    release: StatementReleased | None
    retraction: StatementRetracted | None
    replaced: bool
    withdrawn: tuple[str, ...]
    names_explained: bool

    @property
    def state(self) -> StatementState:
        """Where it stands; of an approval and a return, or a withdrawal, the careful one counts."""
        steps = (
            (self.retraction, StatementState.RETRACTED),
            (self.release, StatementState.RELEASED),
            (self.withdrawn, StatementState.BLOCKED),
            (self.returns, StatementState.RETURNED),
            (self.replaced, StatementState.REPLACED),
            (self.approval, StatementState.APPROVED),
        )
        return next((state for happened, state in steps if happened), StatementState.DRAFTED)


@dataclass(frozen=True, kw_only=True)
class RecallTask:
    """A statement is out in public, and a consent that it rests on was withdrawn: take it back."""

    statement: str
    consent: str
    released: StatementReleased


def draft_sha256(draft: StatementDrafted) -> str:
    """The hash by which an approval names what was read."""
    return hashlib.sha256(canonical_json(fact_to_json(draft))).hexdigest()


def consents_in(draft: StatementDrafted) -> tuple[str, ...]:
    """The consents that a draft rests on."""
    return tuple(item.consent for item in draft.items if item.consent is not None)


@dataclass(frozen=True, kw_only=True)
class Drafts:
    """All drafts by statement id, and what does not fit."""

    by_id: Mapping[str, Draft]
    conflicts: tuple[Conflict, ...]


def drafts_of(record: Record, consents: Consents) -> Drafts:
    """Every statement drafted in this case; the first text under an id is the one that counts."""
    drafted: dict[str, list[tuple[int, StatementDrafted]]] = {}
    for index, fact in record.of(StatementDrafted):
        drafted.setdefault(fact.statement, []).append((index, fact))
    drafts = {name: _draft(facts[0][1], record, consents) for name, facts in drafted.items()}
    conflicts = [
        Conflict(kind=ConflictKind.SAME_ID_TWICE, indexes=tuple(index for index, _ in facts))
        for facts in drafted.values()
        if len(facts) > 1
    ]
    for draft in drafts.values():
        conflicts += _conflicts(draft, record)
    return Drafts(by_id=MappingProxyType(drafts), conflicts=(*conflicts, *_unknown(drafts, record)))


def _draft(draft: StatementDrafted, record: Record, consents: Consents) -> Draft:
    sha256 = draft_sha256(draft)
    approvals = [
        fact
        for _, fact in _about(record, StatementApproved, draft.statement)
        if fact.by != draft.by and fact.draft_sha256 == sha256
    ]
    return Draft(
        statement=draft.statement,
        draft=draft,
        draft_sha256=sha256,
        approval=approvals[0] if approvals else None,
        returns=tuple(fact for _, fact in _about(record, StatementReturned, draft.statement)),
        release=next((fact for _, fact in _about(record, StatementReleased, draft.statement)), None),
        retraction=next((fact for _, fact in _about(record, StatementRetracted, draft.statement)), None),
        replaced=any(later.replaces == draft.statement for _, later in record.of(StatementDrafted)),
        withdrawn=tuple(name for name in consents_in(draft) if name in consents.withdrawn),
        names_explained=are_names_explained(
            (fact for _, fact in record.of(NamesExplained)), draft=draft.statement, sha256=sha256, by=draft.by
        ),
    )


def _about(record: Record, kind: type[F], statement: str) -> list[tuple[int, F]]:
    return [(index, fact) for index, fact in record.of(kind) if getattr(fact, "statement", None) == statement]


def _conflicts(draft: Draft, record: Record) -> list[Conflict]:
    approvals = _about(record, StatementApproved, draft.statement)
    valid = [index for index, fact in approvals if _is_valid(fact, draft)]
    returned = [index for index, _ in _about(record, StatementReturned, draft.statement)]
    released = [index for index, _ in _about(record, StatementReleased, draft.statement)]
    ended = [index for index, fact in record.of(ConsentWithdrawn) if fact.consent in draft.withdrawn]
    approved_late = [index for index in valid if ended and index > ended[0]]
    released_late = [index for index in released if ended and index > ended[0]]
    unapproved = [index for index in released if not any(place < index for place in valid)]
    kind = ConflictKind
    found = (
        (kind.OWN_APPROVAL, [index for index, fact in approvals if fact.by == draft.draft.by]),
        (
            kind.OTHER_DRAFT_APPROVED,
            [index for index, fact in approvals if fact.draft_sha256 != draft.draft_sha256],
        ),
        (kind.TWO_APPROVALS, valid if len(valid) > 1 else []),
        (kind.APPROVED_AFTER_RETURN, [*returned, *valid] if returned and valid else []),
        (kind.APPROVED_AFTER_WITHDRAWAL, approved_late),
        (kind.RELEASED_AFTER_WITHDRAWAL, released_late),
        (kind.RELEASED_UNAPPROVED, unapproved),
    )
    return [Conflict(kind=kind, indexes=tuple(sorted(indexes))) for kind, indexes in found if indexes]


def _is_valid(fact: StatementApproved, draft: Draft) -> bool:
    return fact.by != draft.draft.by and fact.draft_sha256 == draft.draft_sha256


def _unknown(drafts: dict[str, Draft], record: Record) -> list[Conflict]:
    kinds: tuple[type[RecordedBy], ...] = (
        StatementApproved,
        StatementReturned,
        StatementReleased,
        StatementRetracted,
    )
    known = {*drafts, *(fact.statement for _, fact in record.of(ProposalConfirmed))}
    return [
        Conflict(kind=ConflictKind.UNKNOWN_STATEMENT, indexes=(index,))
        for kind in kinds
        for index, fact in record.of(kind)
        if getattr(fact, "statement", None) not in known
    ]
