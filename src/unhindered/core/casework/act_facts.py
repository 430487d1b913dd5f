"""Facts about who did what to whom, as told, and what it answers."""

from dataclasses import dataclass

from unhindered.core.casework.fact_bases import Described
from unhindered.core.casework.fields import (
    ActType,
    Attribution,
    Edtf,
    GroupSize,
    Id,
    Line,
    MethodOfViolence,
    Recipient,
    RequiredLine,
    RequiredText,
    StateCode,
    StatusAsVictim,
    Text,
    TypeOfLocation,
    VictimCharacteristic,
)
from unhindered.core.casework.record_terms import CooperationKind
from unhindered.core.casework.supplements import (
    Arrest,
    Destruction,
    DigitalAttack,
    JudicialHarassment,
    Killing,
    Obstruction,
    Torture,
    TravelBan,
)
from unhindered.core.casework.terms import ReprisalStage


@dataclass(frozen=True, kw_only=True)
class CooperationRecorded(Described):
    """What a reprisal punishes or tries to stop: cooperation with a body, or exposure of torture.

    `known_since` is when the authorities came to know of it, where they did.
    """

    title = "Cooperation recorded"
    id_field = "cooperation"

    cooperation: Id
    person: Id | None
    body: Line
    how: RequiredText
    when: Edtf | None = None
    kind: CooperationKind | None = None
    body_id: Recipient | None = None
    known_to_authorities: bool | None = None
    known_since: Edtf | None = None


@dataclass(frozen=True, kw_only=True)
class ActRecorded(Described):
    """What was done to whom, as told; `reprisal_for` names the cooperation that it answers.

    `when` is ESF's initial date (2111), or both dates as an interval; `number_of_victims` is for a group of
    whom not all were met with.
    """

    title = "Act recorded"
    id_field = "act"

    act: Id
    type_of_act: ActType
    victim: Id | None = None
    perpetrator: Id | None = None
    when: Edtf | None = None
    exact_location: Line = ""
    state: StateCode | None = None
    reprisal_for: Id | None = None
    stage: ReprisalStage | None = None
    remarks: Text = ""
    event: Id | None = None
    final_date: Edtf | None = None
    number_of_victims: GroupSize | None = None
    age_at_time_of_victimisation: Line = ""
    victim_characteristics: tuple[VictimCharacteristic, ...] = ()
    stated_reason: Text = ""
    method_of_violence: tuple[MethodOfViolence, ...] = ()
    attribution: tuple[Attribution, ...] = ()
    physical_consequences: Text = ""
    psychological_consequences: Text = ""
    status_at_end_of_act: StatusAsVictim | None = None
    exact_location_at_end_of_act: Line = ""
    type_of_location: TypeOfLocation | None = None
    national_legislation: tuple[RequiredLine, ...] = ()
    international_instruments: tuple[RequiredLine, ...] = ()
    arrest: Arrest | None = None
    killing: Killing | None = None
    torture: Torture | None = None
    destruction: Destruction | None = None
    obstruction: Obstruction | None = None
    digital_attack: DigitalAttack | None = None
    judicial_harassment: JudicialHarassment | None = None
    travel_ban: TravelBan | None = None


ActFact = CooperationRecorded | ActRecorded
