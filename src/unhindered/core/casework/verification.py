"""Verification: what is established of each element, by how many independent sources, and who agreed.

The source layer (informations) and this layer, the officers' judgement, never mix: no judgement changes what
a source said, and no number of sources makes a judgement.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from unhindered.core.canonical_json import canonical_json
from unhindered.core.casework.conflicts import Conflict, ConflictKind
from unhindered.core.casework.facts import fact_to_json
from unhindered.core.casework.origins import Origins
from unhindered.core.casework.record import Record
from unhindered.core.casework.verification_facts import (
    DisagreementSettled,
    ElementJudged,
    InformationGraded,
    JudgementReviewed,
)
from unhindered.core.casework.verification_terms import (
    Credibility,
    Element,
    Finding,
    JudgementStage,
    Reliability,
    ReviewDecision,
)

INDEPENDENT_SOURCES: Final = 2
# What nobody would rest on supports nothing, however many say it.
_CARRIES_NOTHING = frozenset({Reliability.HIGHLY_UNRELIABLE, Credibility.NOT_CREDIBLE})


def judgement_sha256(judgement: ElementJudged) -> str:
    """The hash by which a review names what was read."""
    return hashlib.sha256(canonical_json(fact_to_json(judgement))).hexdigest()


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """A judgement with what was decided about it.

    `independent` counts the sources that carry it. `ungraded` are informations that count for nothing yet;
    `changed` were described anew, or are gone, since it was judged: who agreed had read something else.
    """

    judgement: ElementJudged
    sha256: str
    stage: JudgementStage
    reviews: tuple[JudgementReviewed, ...]
    settlement: DisagreementSettled | None
    independent: int
    ungraded: tuple[str, ...]
    changed: tuple[str, ...]

    @property
    def lacks_sources(self) -> bool:
        """Whether it claims more than its sources carry, and nobody said why they are enough."""
        claims = self.judgement.finding in (Finding.ESTABLISHED, Finding.DISPROVED)
        too_few = self.independent < INDEPENDENT_SOURCES
        return claims and too_few and not self.judgement.too_few_because.strip()

    @property
    def finding(self) -> Finding:
        """What counts now: nothing, if nobody else agreed, sources are too few, or it was changed since."""
        is_agreed = self.stage in (JudgementStage.AGREED, JudgementStage.SETTLED)
        if not is_agreed or self.lacks_sources or self.changed:
            return Finding.BEING_VERIFIED
        return self.judgement.finding


@dataclass(frozen=True, kw_only=True)
class Verification:
    """All judgements by id, the grades of informations, and what does not fit."""

    judgements: Mapping[str, Judgement]
    grades: Mapping[str, InformationGraded]
    conflicts: tuple[Conflict, ...]

    def of(self, about: str) -> Mapping[Element, Judgement]:
        """The judgement that counts now of each element of an act or event that somebody judged."""
        standing = [item for item in self.judgements.values() if item.stage is not JudgementStage.REPLACED]
        return {item.judgement.element: item for item in standing if item.judgement.about == about}

    def finding(self, about: str, element: Element) -> Finding:
        """What is found of one element; what nobody judged is reported, no more and no less."""
        judged = self.of(about).get(element)
        return Finding.REPORTED if judged is None else judged.finding

    @property
    def awaiting_review(self) -> tuple[Judgement, ...]:
        """Judgements that an officer who recorded none of it has to decide on."""
        return self._in(JudgementStage.AWAITS_REVIEW)

    @property
    def disputed(self) -> tuple[Judgement, ...]:
        """Judgements that go up: a third officer has to settle them."""
        return self._in(JudgementStage.DISPUTED)

    def _in(self, stage: JudgementStage) -> tuple[Judgement, ...]:
        return tuple(item for item in self.judgements.values() if item.stage is stage)


def verification_of(record: Record, origins: Origins) -> Verification:
    """What was judged in this case: of each element the last judgement counts, with its own reviews."""
    grades = {fact.information: fact for _, fact in record.of(InformationGraded)}
    judged = _judged(record)
    first = {name: facts[0] for name, facts in judged.items()}
    by_reviewers = _by_reviewers(record, first)
    counted = {name: found for name, found in first.items() if name not in by_reviewers}
    last = {(fact.about, fact.element): name for name, (_, fact) in counted.items()}
    judgements = {
        name: _judgement(index, fact, record, origins, grades, is_standing=name in last.values())
        for name, (index, fact) in counted.items()
    }
    doubles = [tuple(index for index, _ in facts) for facts in judged.values() if len(facts) > 1]
    return Verification(
        judgements=MappingProxyType(judgements),
        grades=MappingProxyType(grades),
        conflicts=(
            *(Conflict(kind=ConflictKind.SAME_ID_TWICE, indexes=indexes) for indexes in doubles),
            *(Conflict(kind=ConflictKind.JUDGED_BY_REVIEWER, indexes=(i,)) for i in by_reviewers.values()),
            *_decisions_that_do_not_count(judgements, record, origins),
        ),
    )


def may_not_review(judgement: ElementJudged, record: Record, origins: Origins) -> frozenset[str]:
    """The officers who recorded or graded what a judgement rests on, or judged the same thing.

    They had a hand in it, so they cannot review it.
    """
    first = {name: facts[0] for name, facts in _judged(record).items()}
    by_reviewers = _by_reviewers(record, first)
    judges = {
        fact.by
        for name, (_, fact) in first.items()
        if fact.about == judgement.about and name not in by_reviewers
    }
    rests_on = (judgement.about, *judgement.supported_by, *judgement.contradicted_by)
    graders = {fact.by for _, fact in record.of(InformationGraded) if fact.information in rests_on}
    return frozenset((judges | graders).union(*(origins.recorded_by(item) for item in rests_on)))


def _judged(record: Record) -> dict[str, list[tuple[int, ElementJudged]]]:
    judged: dict[str, list[tuple[int, ElementJudged]]] = {}
    for index, fact in record.of(ElementJudged):
        judged.setdefault(fact.judgement, []).append((index, fact))
    return judged


def _judgement(
    index: int,
    fact: ElementJudged,
    record: Record,
    origins: Origins,
    grades: Mapping[str, InformationGraded],
    *,
    is_standing: bool,
) -> Judgement:
    sha256, barred = judgement_sha256(fact), may_not_review(fact, record, origins)
    reviews = tuple(
        review
        for _, review in record.of(JudgementReviewed)
        if review.judgement_sha256 == sha256 and review.by not in barred
    )
    apart = barred.union(review.by for review in reviews)
    settlement = next(
        (
            item
            for _, item in record.of(DisagreementSettled)
            if item.judgement_sha256 == sha256 and item.by not in apart
        ),
        None,
    )
    known = [item for item in fact.supported_by if origins.knows(item)]
    carrying = [item for item in known if item in grades and _carries(grades[item])]
    return Judgement(
        judgement=fact,
        sha256=sha256,
        stage=_stage(reviews, settlement) if is_standing else JudgementStage.REPLACED,
        reviews=reviews,
        settlement=settlement,
        independent=origins.independent(carrying),
        ungraded=tuple(item for item in known if item not in grades),
        changed=tuple(
            item
            for item in dict.fromkeys((fact.about, *fact.supported_by, *fact.contradicted_by))
            if origins.changed_since(item, index) or not origins.recorded_by(item)
        ),
    )


def _carries(grade: InformationGraded) -> bool:
    return not _CARRIES_NOTHING & {grade.reliability, grade.credibility}


def _stage(reviews: tuple[JudgementReviewed, ...], settlement: DisagreementSettled | None) -> JudgementStage:
    """Of several reviews the most careful counts; a settlement counts only where somebody disagreed."""
    decisions = {review.decision for review in reviews}
    if ReviewDecision.DISAGREED in decisions:
        if settlement is None:
            return JudgementStage.DISPUTED
        return JudgementStage.SETTLED if settlement.stands else JudgementStage.FELL
    if ReviewDecision.MORE_NEEDED in decisions:
        return JudgementStage.MORE_NEEDED
    return JudgementStage.AGREED if decisions else JudgementStage.AWAITS_REVIEW


def _by_reviewers(record: Record, first: Mapping[str, tuple[int, ElementJudged]]) -> Mapping[str, int]:
    """Judgements of an officer who had reviewed another one of the same thing: a reviewer cannot edit."""
    reviewed = [
        (index, review.by, first[review.judgement][1])
        for index, review in record.of(JudgementReviewed)
        if review.judgement in first
    ]
    return {
        name: index
        for name, (index, fact) in first.items()
        if any(
            place < index and officer == fact.by and judged.about == fact.about and judged.by != officer
            for place, officer, judged in reviewed
        )
    }


def _decisions_that_do_not_count(
    judgements: Mapping[str, Judgement], record: Record, origins: Origins
) -> list[Conflict]:
    conflicts = []
    decisions: list[tuple[int, JudgementReviewed | DisagreementSettled]] = [
        *record.of(JudgementReviewed),
        *record.of(DisagreementSettled),
    ]
    for index, fact in sorted(decisions, key=lambda pair: pair[0]):
        judged = judgements.get(fact.judgement)
        if judged is None:
            conflicts.append(Conflict(kind=ConflictKind.UNKNOWN_JUDGEMENT, indexes=(index,)))
        elif fact.judgement_sha256 != judged.sha256:
            conflicts.append(Conflict(kind=ConflictKind.OTHER_JUDGEMENT_REVIEWED, indexes=(index,)))
        elif fact not in (*judged.reviews, judged.settlement) and _is_barred(fact, judged, record, origins):
            conflicts.append(Conflict(kind=ConflictKind.OWN_REVIEW, indexes=(index,)))
    return conflicts


def _is_barred(
    fact: JudgementReviewed | DisagreementSettled, judged: Judgement, record: Record, origins: Origins
) -> bool:
    is_reviewer = isinstance(fact, DisagreementSettled) and fact.by in {item.by for item in judged.reviews}
    return is_reviewer or fact.by in may_not_review(judged.judgement, record, origins)
