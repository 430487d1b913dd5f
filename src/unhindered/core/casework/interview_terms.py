"""The closed lists about reports that an officer takes down, and about contact outside the mailbox."""

from enum import StrEnum


class ReportChannel(StrEnum):
    """How a report reached an officer, where no gate was between; and how a person can be reached."""

    VISIT = "visit"
    PHONE = "phone"
    LETTER = "letter"
    EMAIL = "email"
    IN_PERSON = "in-person"


class ReportBasis(StrEnum):
    """By what right the report was taken down: the own word, or somebody's who may speak for the person."""

    OWN_CONSENT = "own_consent"
    REPRESENTATIVE = "representative"


class Privacy(StrEnum):
    """Whether others could hear or read what was said."""

    NOT_KNOWN = "not_known"
    PRIVATE = "private"
    OTHERS_PRESENT = "others_present"
    OVERHEARD = "overheard"
