"""Verification: what is established of each element, by how many independent sources, and who agreed.

The source layer (informations) and this layer, the officers' judgement, never mix: no judgement changes what
a source said, and no number of sources makes a judgement.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from unhindered.core.canonical_json import canonical_json
from unhindered.core.casework.conflicts import Conflict, ConflictKind
from unhindered.core.casework.facts import fact_to_json
from unhindered.core.casework.origins import Origins
from unhindered.core.casework.record import F, Record
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
    `changed` were described or graded anew, or are gone, since: who agreed had read something else.
    `barred` are the officers who had a hand in what it rests on, so that they cannot review it.
    """

    judgement: ElementJudged
    sha256: str
    stage: JudgementStage
    reviews: tuple[JudgementReviewed, ...]
    settlement: DisagreementSettled | None
    barred: frozenset[str]
    independent: int
    ungraded: tuple[str, ...]
    changed: tuple[str, ...]

    @property
    def apart(self) -> frozenset[str]:
        """Who took part in it and in its reviews: none of them settles a disagreement about it."""
        return self.barred.union(review.by for review in self.reviews)

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
    known = _Known(record, origins)
    last = {(fact.about, fact.element): name for name, (_, fact) in known.counted.items()}
    standing = frozenset(last.values())
    judgements = {
        name: known.judgement(index, fact, is_standing=name in standing)
        for name, (index, fact) in known.counted.items()
    }
    doubles = [tuple(index for index, _ in facts) for facts in known.judged.values() if len(facts) > 1]
    by_reviewers = known.by_reviewers.values()
    return Verification(
        judgements=MappingProxyType(judgements),
        grades=MappingProxyType({name: fact for name, (_, fact) in known.grades.items()}),
        conflicts=(
            *(Conflict(kind=ConflictKind.SAME_ID_TWICE, indexes=indexes) for indexes in doubles),
            *(Conflict(kind=ConflictKind.JUDGED_BY_REVIEWER, indexes=(index,)) for index in by_reviewers),
            *_decisions_that_do_not_count(judgements, record),
        ),
    )


class _Known:
    """What was recorded, by what is asked of it: each is looked through once, however many judgements."""

    def __init__(self, record: Record, origins: Origins) -> None:
        self._origins = origins
        self.judged = _grouped((fact.judgement, index, fact) for index, fact in record.of(ElementJudged))
        self.grades = {fact.information: (index, fact) for index, fact in record.of(InformationGraded)}
        self._graders = _officers((fact.information, fact.by) for _, fact in record.of(InformationGraded))
        self._reviews = _grouped(
            (fact.judgement_sha256, index, fact) for index, fact in record.of(JudgementReviewed)
        )
        self._settlements = _grouped(
            (fact.judgement_sha256, index, fact) for index, fact in record.of(DisagreementSettled)
        )
        first = {name: facts[0] for name, facts in self.judged.items()}
        self.by_reviewers = _by_reviewers(record, first)
        self.counted = {name: found for name, found in first.items() if name not in self.by_reviewers}
        self._judges = _officers((fact.about, fact.by) for _, fact in self.counted.values())

    def judgement(self, index: int, fact: ElementJudged, *, is_standing: bool) -> Judgement:
        """One judgement with all that was decided about it."""
        sha256, barred = judgement_sha256(fact), self._barred(fact)
        reviews = [found for found in self._reviews.get(sha256, ()) if found[1].by not in barred]
        apart = barred.union(review.by for _, review in reviews)
        settlements = [found for found in self._settlements.get(sha256, ()) if found[1].by not in apart]
        decided_at = max((at for at, _ in [*reviews, *settlements[:1]]), default=None)
        known = [item for item in fact.supported_by if self._origins.knows(item)]
        settlement = settlements[0][1] if settlements else None
        read = tuple(review for _, review in reviews)
        return Judgement(
            judgement=fact,
            sha256=sha256,
            stage=_stage(read, settlement) if is_standing else JudgementStage.REPLACED,
            reviews=read,
            settlement=settlement,
            barred=barred,
            independent=self._origins.independent(item for item in known if self._carries(item)),
            ungraded=tuple(item for item in known if item not in self.grades),
            changed=tuple(
                item for item in _rests_on(fact) if self._is_changed(item, judged=index, decided=decided_at)
            ),
        )

    def _barred(self, judgement: ElementJudged) -> frozenset[str]:
        """Who judged the same, or recorded or graded what it rests on: they had a hand in it."""
        hands = self._judges.get(judgement.about, set())
        for item in _rests_on(judgement):
            hands = hands | self._origins.recorded_by(item) | self._graders.get(item, set())
        return frozenset(hands)

    def _carries(self, information: str) -> bool:
        graded = self.grades.get(information)
        is_rumour = self._origins.is_rumour(information)
        return graded is not None and _carries(graded[1]) and not is_rumour

    def _is_changed(self, item: str, *, judged: int, decided: int | None) -> bool:
        """Whether it is gone, was described anew since it was judged, or graded since somebody agreed."""
        graded = self.grades.get(item)
        is_regraded = decided is not None and graded is not None and graded[0] > decided
        is_gone = not self._origins.recorded_by(item)
        return is_regraded or is_gone or self._origins.changed_since(item, judged)


def _rests_on(judgement: ElementJudged) -> tuple[str, ...]:
    return tuple(dict.fromkeys((judgement.about, *judgement.supported_by, *judgement.contradicted_by)))


def _grouped(found: Iterable[tuple[str, int, F]]) -> dict[str, list[tuple[int, F]]]:
    groups: dict[str, list[tuple[int, F]]] = {}
    for name, index, fact in found:
        groups.setdefault(name, []).append((index, fact))
    return groups


def _officers(found: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    officers: dict[str, set[str]] = {}
    for name, officer in found:
        officers.setdefault(name, set()).add(officer)
    return officers


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
    earliest: dict[tuple[str, str], int] = {}
    for index, review in record.of(JudgementReviewed):
        judged = first[review.judgement][1] if review.judgement in first else None
        if judged is not None and judged.by != review.by:
            earliest.setdefault((judged.about, review.by), index)
    return {
        name: index
        for name, (index, fact) in first.items()
        if earliest.get((fact.about, fact.by), index) < index
    }


def _decisions_that_do_not_count(judgements: Mapping[str, Judgement], record: Record) -> list[Conflict]:
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
        elif _is_barred(fact, judged):
            conflicts.append(Conflict(kind=ConflictKind.OWN_REVIEW, indexes=(index,)))
    return conflicts


def _is_barred(fact: JudgementReviewed | DisagreementSettled, judged: Judgement) -> bool:
    return fact.by in (judged.barred if isinstance(fact, JudgementReviewed) else judged.apart)
