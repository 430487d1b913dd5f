"""The closed lists that facts about evidence choose from."""

from enum import StrEnum


class Medium(StrEnum):
    """What kind of thing an item of evidence is, told by its first bytes."""

    DOCUMENT = "document"
    PICTURE = "picture"
    SOUND = "sound"
    FILM = "film"
    OTHER = "other"


class EvidenceOrigin(StrEnum):
    """How an item reached us."""

    REPORT_ATTACHMENT = "report_attachment"
    BY_HAND = "by_hand"
    EMAIL = "email"
    POST = "post"
    MADE_BY_US = "made_by_us"
    PUBLIC_SOURCE = "public_source"


class CustodyStep(StrEnum):
    """What was done with an item, or with a copy of it; the original never changes."""

    OPENED = "opened"
    CLEANED = "cleaned"
    EXPORTED = "exported"
    HANDED_OVER = "handed_over"


class MadeBy(StrEnum):
    """Whether a person or a machine wrote a transcript or a translation."""

    PERSON = "person"
    MACHINE = "machine"
