"""The closed lists of verification: what is judged, how sure we are, by which standard, what a reviewer says.

They are about what can be known. None of them is about whether what was done was right.
"""

from enum import StrEnum


class Reliability(StrEnum):
    """How far the source of an information can be relied on: ESF field 0953, list 42."""

    HIGHLY_RELIABLE = "highly_reliable"
    LIKELY_RELIABLE = "likely_reliable"
    UNSURE = "unsure"
    LIKELY_UNRELIABLE = "likely_unreliable"
    HIGHLY_UNRELIABLE = "highly_unreliable"
    UNKNOWN = "unknown"


class Credibility(StrEnum):
    """How far the information itself can be believed, whoever gave it: ESF field 2553, list 42."""

    HIGHLY_CREDIBLE = "highly_credible"
    LIKELY_CREDIBLE = "likely_credible"
    UNSURE = "unsure"
    LIKELY_NOT_CREDIBLE = "likely_not_credible"
    NOT_CREDIBLE = "not_credible"
    UNKNOWN = "unknown"


class Element(StrEnum):
    """One question of fact about an act or an event; each is judged on its own."""

    HAPPENED = "happened"
    VICTIM = "victim"
    RESPONSIBLE = "responsible"
    WHEN = "when"
    WHERE = "where"
    HOW = "how"
    CONSEQUENCES = "consequences"
    REPRISAL = "reprisal"
    STATE_KNEW = "state_knew"


class Finding(StrEnum):
    """What an officer finds about an element: established only if the standard of proof named is met."""

    REPORTED = "reported"
    BEING_VERIFIED = "being_verified"
    ESTABLISHED = "established"
    NOT_ESTABLISHED = "not_established"
    CONTESTED = "contested"
    DISPROVED = "disproved"


class StandardOfProof(StrEnum):
    """How sure one has to be; the institution says which it uses, and each finding names its own."""

    REASONABLE_SUSPICION = "reasonable_suspicion"
    REASONABLE_GROUNDS_TO_BELIEVE = "reasonable_grounds_to_believe"
    BALANCE_OF_PROBABILITIES = "balance_of_probabilities"
    CLEAR_AND_CONVINCING = "clear_and_convincing"
    BEYOND_REASONABLE_DOUBT = "beyond_reasonable_doubt"


class ReviewDecision(StrEnum):
    """What a reviewer has to decide; there is no way to say nothing."""

    AGREED = "agreed"
    DISAGREED = "disagreed"
    MORE_NEEDED = "more_needed"


class JudgementStage(StrEnum):
    """Where a judgement stands. Disputed: a reviewer disagreed, and a third officer has to settle it."""

    AWAITS_REVIEW = "awaits_review"
    AGREED = "agreed"
    MORE_NEEDED = "more_needed"
    DISPUTED = "disputed"
    SETTLED = "settled"
    FELL = "fell"
    REPLACED = "replaced"
