"""Facts about who is the same person, and what the same act: decisions of officers, never of a program.

Nothing is merged: both records stay as they were told, and a decision can be undone. A decision across two
cases is recorded in both, and each half names nothing of the other case but random ids.
"""

from dataclasses import dataclass
from typing import Annotated

from unhindered.core.casework.codec import check_fields
from unhindered.core.casework.fact_bases import RecordedBy
from unhindered.core.casework.fields import FactKind, Id, NumberRule, TextRule
from unhindered.core.casework.match_terms import Likeness, MatchDecision, MatchOf

MatchReason = Annotated[str, TextRule(limit=4_000, least=1)]
# Hundredths of a bit.
MatchWeight = Annotated[int, NumberRule(least=-10_000, most=10_000)]
# An age file in base64; the longest reason with its evidence fits.
SealedReason = Annotated[str, TextRule(limit=60_000, least=4, pattern=r"[A-Za-z0-9+/]+={0,2}")]


@dataclass(frozen=True, kw_only=True)
class FeatureCompared:
    """How alike the two records were in one feature when the decision was made."""

    feature: FactKind
    likeness: Likeness

    def __post_init__(self) -> None:
        check_fields(self)


@dataclass(frozen=True, kw_only=True)
class MatchDecided(RecordedBy):
    """Two records of this case are of the same person or act, or not, or it was left for later.

    `weight` is in hundredths of a bit (log2 of the odds), None where nobody had proposed the pair.
    """

    title = "Same or not: decided"

    match: Id
    of: MatchOf
    decision: MatchDecision
    first: Id
    second: Id
    reason: MatchReason
    compared: tuple[FeatureCompared, ...] = ()
    weight: MatchWeight | None = None


@dataclass(frozen=True, kw_only=True)
class CrossMatchDecided(RecordedBy):
    """The half of a decision that stands in the case of `ours`; the other half has the same `match`.

    Its case does not tell of it: who may open this case alone learns nothing of the other. `sealed` holds
    reason and comparison, sealed to the other case's key as well: only who may open both can read why.
    """

    title = "Same or not, across cases: decided"

    match: Id
    of: MatchOf
    decision: MatchDecision
    ours: Id
    other: Id
    other_case: Id
    sealed: SealedReason


@dataclass(frozen=True, kw_only=True)
class MatchUndone(RecordedBy):
    """A decision does not hold any more: the question is open again. Across cases it stands in both."""

    title = "Same or not: decision undone"

    match: Id


MatchFact = MatchDecided | CrossMatchDecided | MatchUndone
