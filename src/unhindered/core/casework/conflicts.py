"""What does not fit together in a case: listed for people to settle, never won in silence."""

from dataclasses import dataclass
from enum import StrEnum


class ConflictKind(StrEnum):
    """Each kind with the sentence that an officer reads; none names a person."""

    TWO_AT_ONE_PLACE = "Two different facts claim one place in the log; both are set aside."
    WRITTEN_FOR_ANOTHER = "A fact is signed by someone else than the officer it names; it is set aside."
    NOT_OPENED = "Facts stand before the case was opened."
    OPENED_TWICE = "The case was opened twice."
    CONTACT_BEFORE_RISK = "The source was contacted before a risk assessment allowed it."
    SAME_ID_TWICE = "Two different facts claim one identity; the first in the log counts."
    REVISED_TWICE = "Two officers revised one description, not knowing of each other; the later one is shown."
    UNKNOWN_THING = "A fact names an event, act or account that this case does not have."
    UNKNOWN_PERSON = "A fact is about a person whom this case does not have."
    UNKNOWN_CONSENT = (
        "A consent was withdrawn or confirmed that this case does not have, or not yet; withdrawn it stays."
    )
    UNKNOWN_STATEMENT = "A fact is about a statement that this case does not have."
    UNKNOWN_SENDING = "A fact is about a sending that this case does not have."
    UNKNOWN_DOCUMENT = "A proposal was decided on for a document that this case does not have."
    TWO_APPROVALS = "A statement was approved twice."
    OWN_APPROVAL = "A drafter decided on the own draft; it does not count."
    OTHER_DRAFT_APPROVED = "An approval is for another text than the draft's; it does not count."
    APPROVED_AFTER_RETURN = "A draft was approved and returned; it counts as returned."
    APPROVED_AFTER_WITHDRAWAL = "A statement was approved after a consent it rests on was withdrawn."
    RELEASED_UNAPPROVED = "A statement left without a second officer's approval."
    RELEASED_AFTER_WITHDRAWAL = "A statement left although a consent it rests on was withdrawn."
    UNKNOWN_JUDGEMENT = "A review is of a judgement that this case does not have."
    OTHER_JUDGEMENT_REVIEWED = "A review is of another text than the judgement's; it does not count."
    OWN_REVIEW = "Somebody reviewed what rests on the own entries; it does not count."
    JUDGED_BY_REVIEWER = "A reviewer judged what the same officer had reviewed; it does not count."
    UNKNOWN_TASK = "A task was done that this case does not have."
    CANNOT_BE_UNDONE = "A fact that protects somebody, or says what left, was undone; it counts all the same."
    UNDOES_NOTHING = "An undoing names a fact that this case does not have, or not yet; it undoes nothing."
    SENT_UNAPPROVED = "A drafted sending left without a second officer's approval."
    SENT_AFTER_WITHDRAWAL = "Something left although a consent it rests on was withdrawn."
    SENT_TWICE = "Two things left under one identity; each is listed."
    DEVICE_HASH_DIFFERS = "An item of evidence is not the file that the source's device named."
    UNKNOWN_EVIDENCE = (
        "A fact is about an item of evidence or a text that this case does not have, or not yet."
    )
    EXHIBIT_TWICE = "Two items of evidence have the same exhibit number."
    DECIDED_TWICE = "A proposal was decided on twice, differently."


@dataclass(frozen=True, kw_only=True)
class Conflict:
    """One conflict, and the places in the log that show it."""

    kind: ConflictKind
    indexes: tuple[int, ...]
