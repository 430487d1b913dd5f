"""The closed lists that facts choose from. None of them can call what was done to a person justified."""

from enum import StrEnum
from typing import Final

# Recipients that are not a body of `core/remedies`.
PUBLIC: Final = "public"
OURSELVES: Final = "ourselves"
# Of an answer: the person whom it is about.
THEMSELVES: Final = "themselves"


class Role(StrEnum):
    """What a person is in a case; one person may be several."""

    SOURCE = "source"
    VICTIM = "victim"
    WITNESS = "witness"
    RELATIVE = "relative"
    REPRESENTATIVE = "representative"
    ALLEGED_PERPETRATOR = "alleged_perpetrator"
    PUBLIC_ROLE = "public_role"


class CountingUnit(StrEnum):
    """ESF field 0902: what one entry stands for. ESF has one code for groups and organisations; we do not."""

    PERSON = "person"
    FAMILY = "family"
    GROUP = "group"
    ORGANISATION = "organisation"
    COMMUNITY = "community"
    SOCIAL_GROUP = "social_group"
    PEOPLE_IN_GENERAL = "people_in_general"


class Circumstance(StrEnum):
    """What an officer must know before asking this person for anything."""

    CHILD = "child"
    DEPRIVED_OF_LIBERTY = "deprived_of_liberty"
    INCOMMUNICADO = "incommunicado"
    DISAPPEARED = "disappeared"
    DEAD = "dead"


# Only these let someone else speak for a person, and while they hold the person's own consent cannot be had.
SPOKEN_FOR: Final = frozenset(
    {Circumstance.CHILD, Circumstance.INCOMMUNICADO, Circumstance.DISAPPEARED, Circumstance.DEAD}
)


class Purpose(StrEnum):
    """What a consent is for. Each is asked for on its own: one never implies another."""

    CONTACT = "contact"
    UN_SUBMISSION = "un_submission"
    REGIONAL_SUBMISSION = "regional_submission"
    NATIONAL_SUBMISSION = "national_submission"
    REFERRAL = "referral"
    PUBLICATION = "publication"
    STATISTICS = "statistics"


# What only the body that gets it reads. Nowhere else may somebody accused show without a court or a UN body.
CLOSED_SUBMISSIONS: Final = frozenset(
    {Purpose.UN_SUBMISSION, Purpose.REGIONAL_SUBMISSION, Purpose.NATIONAL_SUBMISSION}
)


class IdentityLevel(StrEnum):
    """How much of a person shows, from least to most."""

    AGGREGATE = "aggregate"
    ANONYMOUS = "anonymous"
    INITIALS = "initials"
    NAMED = "named"

    def covers(self, other: "IdentityLevel") -> bool:
        """Whether agreeing to this level agrees to `other` too: a lower level shows less, never more."""
        levels = list(IdentityLevel)
        return levels.index(self) >= levels.index(other)

    @property
    def shows_a_name(self) -> bool:
        """Whether something of the name may be shown at this level."""
        return self.covers(IdentityLevel.INITIALS)


class BasisKind(StrEnum):
    """By what right something about a person leaves the house. There is no other."""

    CONSENT = "consent"
    REPRESENTATIVE = "representative"
    ORGANISATION = "organisation"
    ALLEGED_PERPETRATOR = "alleged_perpetrator"
    PUBLIC_ROLE = "public_role"


# A basis in which somebody said yes.
SPEAKING: Final = frozenset({BasisKind.CONSENT, BasisKind.REPRESENTATIVE, BasisKind.ORGANISATION})


class Method(StrEnum):
    """How consent was given."""

    SIGNED = "signed"
    SPOKEN = "spoken"
    RECORDED = "recorded"
    MAILBOX = "mailbox"


class Explained(StrEnum):
    """What was explained before somebody agreed, in words that the person understood."""

    WHO_READS_IT = "who_reads_it"
    WHAT_CAN_HAPPEN = "what_can_happen"
    FREE_TO_REFUSE = "free_to_refuse"
    CAN_BE_WITHDRAWN = "can_be_withdrawn"
    COPIES_STAY_OUT = "copies_stay_out"


class OwnCopy(StrEnum):
    """Whether the person has a copy of what was agreed to: it can be dangerous to have one."""

    GIVEN = "given"
    NOT_WANTED = "not_wanted"
    TOO_DANGEROUS = "too_dangerous"


class Detail(StrEnum):
    """What the person does not want told, although the rest may be."""

    PLACE = "place"
    DATES = "dates"
    WORK = "work"
    FAMILY = "family"
    HEALTH = "health"
    SEXUAL_VIOLENCE = "sexual_violence"
    WHO_DID_IT = "who_did_it"
    HOW_IT_BECAME_KNOWN = "how_it_became_known"


class Setting(StrEnum):
    """Who could listen when somebody deprived of liberty agreed, or that it was before."""

    AT_LIBERTY = "at_liberty"
    ALONE_WITH_US = "alone_with_us"
    IN_SIGHT_OF_GUARDS = "in_sight_of_guards"
    IN_HEARING_OF_GUARDS = "in_hearing_of_guards"
    THROUGH_READ_POST = "through_read_post"


# Only here can somebody deprived of liberty say no.
FREE_SETTINGS: Final = frozenset({Setting.AT_LIBERTY, Setting.ALONE_WITH_US, Setting.IN_SIGHT_OF_GUARDS})


class Assent(StrEnum):
    """What a child said, for whom a representative agreed."""

    AGREED = "agreed"
    REFUSED = "refused"
    TOO_YOUNG_TO_ASK = "too_young_to_ask"


class RepresentativesRight(StrEnum):
    """By what right one person speaks for another."""

    CHOSEN_BY_THE_PERSON = "chosen_by_the_person"
    PARENT = "parent"
    LEGAL_GUARDIAN = "legal_guardian"
    APPOINTED_BY_COURT = "appointed_by_court"
    NEXT_OF_KIN = "next_of_kin"


class NamedBy(StrEnum):
    """Who alone can make an alleged perpetrator's name public."""

    COURT = "court"
    UN_BODY = "un_body"


class ReprisalStage(StrEnum):
    """How far a reprisal went."""

    THREATENED = "threatened"
    ATTEMPTED = "attempted"
    DONE = "done"


class Outcome(StrEnum):
    """How work on a case ended. It says what we did, never whether what happened was right."""

    REDRESS_OBTAINED = "redress_obtained"
    HANDED_OVER = "handed_over"
    SUBMITTED = "submitted"
    SOURCE_STEPPED_BACK = "source_stepped_back"
    STOPPED_FOR_SAFETY = "stopped_for_safety"
    NOT_ENOUGH_TO_GO_ON = "not_enough_to_go_on"
    NOT_FOR_US = "not_for_us"
    MERGED = "merged"
