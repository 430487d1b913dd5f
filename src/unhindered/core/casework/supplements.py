"""What more is known of an act of one kind: arrest, killing, torture, destruction; and what ESF lacks."""

from dataclasses import dataclass

from unhindered.core.casework.codec import check_fields
from unhindered.core.casework.fields import (
    Compensation,
    Edtf,
    Intent,
    LegalCounsel,
    Line,
    MedicalAttention,
    Recipient,
    StatementsSigned,
    Text,
    TypeOfCourt,
    TypeOfDetention,
    Whereabouts,
)
from unhindered.core.casework.record_terms import (
    DigitalAttackKind,
    DigitalTarget,
    JudicialStage,
    ObstructionKind,
    TravelBanKind,
)


@dataclass(frozen=True, kw_only=True)
class Supplement:
    """What supplements share: making one with a bad field is Refused."""

    def __post_init__(self) -> None:
        check_fields(self)


@dataclass(frozen=True, kw_only=True)
class Arrest(Supplement):
    """ESF 3110 to 3120: detention, contact with the outside, counsel, and the court."""

    case_description: Text = ""
    type_of_detention: TypeOfDetention | None = None
    detention_conditions: Text = ""
    whereabouts: tuple[Whereabouts, ...] = ()
    legal_counsel: tuple[LegalCounsel, ...] = ()
    type_of_court: tuple[TypeOfCourt, ...] = ()
    type_of_language: Line = ""
    court_case_code: Line = ""
    court_case_name: Line = ""
    judicial_district: Line = ""


@dataclass(frozen=True, kw_only=True)
class Killing(Supplement):
    """ESF 3212 and 3213: whether there was an autopsy and a death certificate, and what they say."""

    autopsy_results: Text = ""
    death_certificate: Text = ""


@dataclass(frozen=True, kw_only=True)
class Torture(Supplement):
    """ESF 3311, 3312 and 3351: statements signed, the part of medical staff, and what it was for."""

    statements_signed: tuple[StatementsSigned, ...] = ()
    medical_attention: tuple[MedicalAttention, ...] = ()
    intent: tuple[Intent, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Destruction(Supplement):
    """ESF 3410 to 3412: what was lost, its value as told, and whether anything was given for it."""

    type_of_property_loss: Text = ""
    value_of_destroyed_property: Line = ""
    compensation: Compensation | None = None


@dataclass(frozen=True, kw_only=True)
class Obstruction(Supplement):
    """Access obstructed: to which `body`, and against which `duty` of the State, in plain words."""

    kind: ObstructionKind
    body: Line = ""
    body_id: Recipient | None = None
    duty: Text = ""


@dataclass(frozen=True, kw_only=True)
class DigitalAttack(Supplement):
    """What was attacked, how, and what evidence of it is kept, and where."""

    kind: DigitalAttackKind
    target: DigitalTarget | None = None
    what: Line = ""
    evidence_kept: Line = ""


@dataclass(frozen=True, kw_only=True)
class JudicialHarassment(Supplement):
    """Proceedings for the work: the charge as it was stated, never as if it were true."""

    charge: Line = ""
    law: Line = ""
    court: Line = ""
    stage: JudicialStage | None = None


@dataclass(frozen=True, kw_only=True)
class TravelBan(Supplement):
    """Which document was taken or refused, and until when, where that was said."""

    kind: TravelBanKind
    document: Line = ""
    until: Edtf | None = None
