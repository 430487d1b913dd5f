"""Facts about who did what to whom, as told, and what it answers."""

from dataclasses import dataclass

from unhindered.core.casework.fact_bases import RecordedBy
from unhindered.core.casework.fields import ActType, Edtf, Id, Line, RequiredText, StateCode, Text
from unhindered.core.casework.terms import ReprisalStage


@dataclass(frozen=True, kw_only=True)
class CooperationRecorded(RecordedBy):
    """What a reprisal punishes or tries to stop: cooperation with a body, or exposure of torture."""

    title = "Cooperation recorded"

    cooperation: Id
    person: Id | None
    body: Line
    how: RequiredText
    when: Edtf | None = None


@dataclass(frozen=True, kw_only=True)
class ActRecorded(RecordedBy):
    """What was done to whom, as told; `reprisal_for` names the cooperation that it answers."""

    title = "Act recorded"

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


ActFact = CooperationRecorded | ActRecorded
