"""Facts about what we judge: how good an information is, what is established, and what a reviewer says."""

from dataclasses import dataclass

from unhindered.core.casework.fact_bases import RecordedBy
from unhindered.core.casework.fields import Id, RequiredText, Sha256, Text
from unhindered.core.casework.verification_terms import (
    Credibility,
    Element,
    Finding,
    Reliability,
    ReviewDecision,
    StandardOfProof,
)


@dataclass(frozen=True, kw_only=True)
class InformationGraded(RecordedBy):
    """How reliable a source is, and apart from it how credible what it says. The last grading counts."""

    title = "Information graded"

    information: Id
    reliability: Reliability
    reliability_because: RequiredText
    credibility: Credibility
    credibility_because: RequiredText


@dataclass(frozen=True, kw_only=True)
class ElementJudged(RecordedBy):
    """An officer's judgement of one element of an act or event (`about`), kept apart from what sources say.

    `supported_by` and `contradicted_by` are informations. What rests on fewer than two independent sources is
    established only if `too_few_because` says why that is enough.
    """

    title = "Element judged"

    judgement: Id
    about: Id
    element: Element
    finding: Finding
    standard: StandardOfProof
    reasoning: RequiredText
    supported_by: tuple[Id, ...] = ()
    contradicted_by: tuple[Id, ...] = ()
    too_few_because: Text = ""


@dataclass(frozen=True, kw_only=True)
class JudgementReviewed(RecordedBy):
    """An officer who had no hand in it decided on just the judgement with this hash, saying why."""

    title = "Judgement reviewed"

    judgement: Id
    judgement_sha256: Sha256
    decision: ReviewDecision
    comment: RequiredText


@dataclass(frozen=True, kw_only=True)
class DisagreementSettled(RecordedBy):
    """A third officer decided whether a judgement that its reviewer disagreed with stands."""

    title = "Disagreement settled"

    judgement: Id
    judgement_sha256: Sha256
    stands: bool
    comment: RequiredText


VerificationFact = InformationGraded | ElementJudged | JudgementReviewed | DisagreementSettled
