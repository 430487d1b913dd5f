"""The closed lists of matching: what is compared, what was decided, and how alike one feature is."""

from enum import StrEnum


class MatchOf(StrEnum):
    """What two records are of."""

    PERSON = "person"
    ACT = "act"
    EVENT = "event"


class MatchDecision(StrEnum):
    """What an officer decided about two records. `later` only puts the question off."""

    SAME = "same"
    NOT_THE_SAME = "not_the_same"
    LATER = "later"


class Likeness(StrEnum):
    """How alike two records are in one feature. Unknown: at least one of them does not say."""

    SAME = "same"
    SIMILAR = "similar"
    DIFFERENT = "different"
    UNKNOWN = "unknown"
