"""The closed lists that events, acts, persons and medical findings choose from, where ESF has none."""

from enum import StrEnum


class Sex(StrEnum):
    """ESF field 0915. Unstated is an answer; unknown means that nobody asked yet."""

    FEMALE = "female"
    MALE = "male"
    INTERSEX = "intersex"
    OTHER = "other"
    UNSTATED = "unstated"
    UNKNOWN = "unknown"


class DefenderStatus(StrEnum):
    """What exposing torture, or cooperating, has to do with a person: why a reprisal may be aimed there."""

    HUMAN_RIGHTS_DEFENDER = "human_rights_defender"
    LAWYER = "lawyer"
    JOURNALIST = "journalist"
    NPM_MEMBER = "npm_member"
    UN_EXPERT = "un_expert"
    MEDICAL_PROFESSIONAL = "medical_professional"
    DETAINEE_WHO_COMPLAINED = "detainee_who_complained"
    VICTIM_WHO_COMPLAINED = "victim_who_complained"
    WITNESS = "witness"
    RELATIVE_OR_ASSOCIATE = "relative_or_associate"
    OFFICIAL_WHO_REPORTED = "official_who_reported"
    JUDGE_OR_PROSECUTOR = "judge_or_prosecutor"
    INTERPRETER = "interpreter"
    OTHER = "other"


class CooperationKind(StrEnum):
    """How somebody cooperated with a body, or exposed torture."""

    SPOKE_TO_VISITING_BODY = "spoke_to_visiting_body"
    WROTE_TO_BODY = "wrote_to_body"
    SUBMITTED_COMPLAINT_TO_BODY = "submitted_complaint_to_body"
    TESTIFIED = "testified"
    ATTENDED_MEETING = "attended_meeting"
    MEMBER_OR_STAFF_OF_BODY = "member_or_staff_of_body"
    VISITED_PLACES_OF_DETENTION = "visited_places_of_detention"
    HELPED_OTHERS_TO_COOPERATE = "helped_others_to_cooperate"
    COMPLAINED_TO_AUTHORITY = "complained_to_authority"
    REFUSED_ORDER = "refused_order"
    DISCLOSED_DOCUMENTS = "disclosed_documents"
    PUBLISHED = "published"
    SPOKE_TO_PRESS = "spoke_to_press"
    RELATED_TO_SOMEBODY_WHO_DID = "related_to_somebody_who_did"
    OTHER = "other"


class ObstructionKind(StrEnum):
    """How somebody was kept from a body, or a body from somebody."""

    VISIT_BLOCKED = "visit_blocked"
    VISIT_CUT_SHORT = "visit_cut_short"
    PRIVATE_INTERVIEW_PREVENTED = "private_interview_prevented"
    RECORDS_WITHHELD = "records_withheld"
    ACCREDITATION_REFUSED = "accreditation_refused"
    TRAVEL_PREVENTED = "travel_prevented"
    POST_WITHHELD = "post_withheld"
    INTERCEPTION = "interception"
    CONTACT_PREVENTED = "contact_prevented"
    MEETING_PREVENTED = "meeting_prevented"
    FUNDING_CUT = "funding_cut"
    OTHER = "other"


class DigitalAttackKind(StrEnum):
    """What was done to a device, an account or a network."""

    SPYWARE = "spyware"
    DEVICE_SEIZED_OR_COPIED = "device_seized_or_copied"
    ACCOUNT_TAKEN_OVER = "account_taken_over"
    PHISHING = "phishing"
    INTERCEPTION = "interception"
    DENIAL_OF_SERVICE = "denial_of_service"
    WEBSITE_BLOCKED = "website_blocked"
    CONNECTION_CUT = "connection_cut"
    DOXXING = "doxxing"
    ORCHESTRATED_HARASSMENT = "orchestrated_harassment"
    FALSE_ACCOUNT = "false_account"
    MASS_REPORTING = "mass_reporting"
    OTHER = "other"


class DigitalTarget(StrEnum):
    """What a digital attack was aimed at."""

    DEVICE = "device"
    ACCOUNT = "account"
    NETWORK = "network"
    WEBSITE = "website"


class JudicialStage(StrEnum):
    """How far proceedings against somebody went."""

    THREATENED = "threatened"
    SUMMONED = "summoned"
    UNDER_INVESTIGATION = "under_investigation"
    CHARGED = "charged"
    ON_TRIAL = "on_trial"
    CONVICTED = "convicted"
    ON_APPEAL = "on_appeal"
    ACQUITTED = "acquitted"
    DROPPED = "dropped"


class TravelBanKind(StrEnum):
    """How somebody was kept from moving."""

    EXIT_REFUSED = "exit_refused"
    ENTRY_REFUSED = "entry_refused"
    DOCUMENT_TAKEN = "document_taken"
    DOCUMENT_REFUSED = "document_refused"
    TAKEN_OFF_TRANSPORT = "taken_off_transport"
    CONFINED_TO_PLACE = "confined_to_place"
    OTHER = "other"


class ChainKind(StrEnum):
    """How one event stands to another: ESF's field 2209, in words of our own."""

    LED_TO = "led_to"
    PART_OF = "part_of"
    FOLLOWED_BY = "followed_by"
    ANSWERED_BY = "answered_by"
    SAME_PATTERN_AS = "same_pattern_as"
    SAME_PLACE_AS = "same_place_as"
    MAY_BE_THE_SAME_AS = "may_be_the_same_as"


class ReplyKind(StrEnum):
    """What came back to an intervention."""

    SUBSTANTIVE = "substantive"
    DENIAL = "denial"
    ACKNOWLEDGEMENT = "acknowledgement"
    REQUEST_FOR_INFORMATION = "request_for_information"
    DECISION_ON_ADMISSIBILITY = "decision_on_admissibility"
    DECISION = "decision"
    OTHER = "other"


class ProcedureStage(StrEnum):
    """How far a complaint to a treaty body, court or working group went, as the body itself says."""

    REGISTERED = "registered"
    TRANSMITTED_TO_STATE = "transmitted_to_state"
    INTERIM_MEASURES_ASKED = "interim_measures_asked"
    INTERIM_MEASURES_REFUSED = "interim_measures_refused"
    ADMISSIBLE = "admissible"
    INADMISSIBLE = "inadmissible"
    DISCONTINUED = "discontinued"
    VIOLATION_FOUND = "violation_found"
    NO_VIOLATION_FOUND = "no_violation_found"
    VIEWS_ADOPTED = "views_adopted"
    FOLLOW_UP = "follow_up"
    CLOSED = "closed"


class FindingKind(StrEnum):
    """What sort of medical finding it is."""

    PHYSICAL = "physical"
    PSYCHOLOGICAL = "psychological"
    DIAGNOSTIC_TEST = "diagnostic_test"


class Consistency(StrEnum):
    """The five levels of the Istanbul Protocol (2022), from least to most: of a finding and of the whole."""

    NOT_CONSISTENT = "not_consistent"
    CONSISTENT_WITH = "consistent_with"
    HIGHLY_CONSISTENT = "highly_consistent"
    TYPICAL_OF = "typical_of"
    DIAGNOSTIC_OF = "diagnostic_of"


class ExaminersIndependence(StrEnum):
    """On whose behalf somebody examined."""

    INDEPENDENT = "independent"
    CHOSEN_BY_THE_PERSON = "chosen_by_the_person"
    APPOINTED_BY_COURT = "appointed_by_court"
    EMPLOYED_BY_STATE = "employed_by_state"
    EMPLOYED_BY_PLACE_OF_DETENTION = "employed_by_place_of_detention"
    NOT_KNOWN = "not_known"


class ExaminationCondition(StrEnum):
    """Under what conditions somebody was examined: they bear on what a finding can show."""

    INFORMED_CONSENT = "informed_consent"
    IN_PRIVATE = "in_private"
    OFFICIALS_PRESENT = "officials_present"
    RESTRAINED = "restrained"
    INTERPRETER_OF_OWN_CHOICE = "interpreter_of_own_choice"
    INTERPRETER_OF_AUTHORITIES = "interpreter_of_authorities"
    ENOUGH_TIME = "enough_time"
    SHORT_OF_TIME = "short_of_time"
    INCOMPLETE = "incomplete"
    PHOTOGRAPHS_TAKEN = "photographs_taken"
