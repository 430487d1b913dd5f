"""Public documents and what officers decided about each passage that the reader proposed."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from unhindered.core.canonical_json import canonical_json
from unhindered.core.casework.codec import to_json
from unhindered.core.casework.conflicts import Conflict, ConflictKind
from unhindered.core.casework.document_facts import DocumentAdded, ProposalConfirmed, ProposalRejected
from unhindered.core.casework.items import Proposal
from unhindered.core.casework.record import Record
from unhindered.core.casework.statement_facts import StatementReleased, StatementRetracted

Decision = ProposalConfirmed | ProposalRejected


@dataclass(frozen=True, kw_only=True)
class DocumentFact:
    """A confirmed proposal under its statement id; `stands` unless rejected later or confirmed twice."""

    confirmed: ProposalConfirmed
    stands: bool
    release: StatementReleased | None
    retraction: StatementRetracted | None


@dataclass(frozen=True, kw_only=True)
class Documents:
    """Documents by id, confirmed facts by statement id, and the last decision on each proposal."""

    by_id: Mapping[str, DocumentAdded]
    facts: Mapping[str, DocumentFact]
    decisions: Mapping[tuple[str, bytes], Decision]
    conflicts: tuple[Conflict, ...]


def proposal_key(document: str, proposal: Proposal) -> tuple[str, bytes]:
    """What tells one proposal of one document from every other."""
    return document, canonical_json(to_json(proposal))


def documents_of(record: Record) -> Documents:
    """What was read, and what officers say of it; the last decision on a proposal counts."""
    by_id: dict[str, DocumentAdded] = {}
    for _, fact in record.of(DocumentAdded):
        by_id.setdefault(fact.document, fact)
    decided: dict[tuple[str, bytes], list[tuple[int, Decision]]] = {}
    for item in record.facts:
        if isinstance(item.fact, ProposalConfirmed | ProposalRejected):
            key = proposal_key(item.fact.document, item.fact.proposal)
            decided.setdefault(key, []).append((item.index, item.fact))
    releases = {fact.statement: fact for _, fact in reversed(list(record.of(StatementReleased)))}
    retractions = {fact.statement: fact for _, fact in reversed(list(record.of(StatementRetracted)))}
    facts: dict[str, DocumentFact] = {}
    for decisions in decided.values():
        standing = _standing(decisions, releases)
        for _, decision in decisions:
            if isinstance(decision, ProposalConfirmed):
                facts.setdefault(
                    decision.statement,
                    DocumentFact(
                        confirmed=decision,
                        stands=decision.statement == standing,
                        release=releases.get(decision.statement),
                        retraction=retractions.get(decision.statement),
                    ),
                )
    return Documents(
        by_id=MappingProxyType(by_id),
        facts=MappingProxyType(facts),
        decisions=MappingProxyType({key: found[-1][1] for key, found in decided.items()}),
        conflicts=(*_added_twice(record), *_unknown(by_id, record), *_decided_twice(decided)),
    )


def _standing(decisions: list[tuple[int, Decision]], releases: Mapping[str, StatementReleased]) -> str | None:
    """The one statement that a proposal may be: never two, and none once it was rejected."""
    confirmed: list[str] = []
    for _, decision in decisions:
        if isinstance(decision, ProposalConfirmed):
            confirmed.append(decision.statement)
        else:
            confirmed.clear()
    out_already = [statement for statement in confirmed if statement in releases]
    return next(iter(out_already or confirmed), None)


def _added_twice(record: Record) -> list[Conflict]:
    places: dict[str, list[int]] = {}
    for index, fact in record.of(DocumentAdded):
        places.setdefault(fact.document, []).append(index)
    return [
        Conflict(kind=ConflictKind.SAME_ID_TWICE, indexes=tuple(indexes))
        for indexes in places.values()
        if len(indexes) > 1
    ]


def _unknown(by_id: dict[str, DocumentAdded], record: Record) -> list[Conflict]:
    return [
        Conflict(kind=ConflictKind.UNKNOWN_DOCUMENT, indexes=(item.index,))
        for item in record.facts
        if isinstance(item.fact, ProposalConfirmed | ProposalRejected) and item.fact.document not in by_id
    ]


def _decided_twice(decided: dict[tuple[str, bytes], list[tuple[int, Decision]]]) -> list[Conflict]:
    return [
        Conflict(kind=ConflictKind.DECIDED_TWICE, indexes=tuple(index for index, _ in found))
        for found in decided.values()
        if len({decision.by for _, decision in found}) > 1
    ]
