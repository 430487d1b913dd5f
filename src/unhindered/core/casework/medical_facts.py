"""Facts about medical findings, after the Istanbul Protocol as revised in 2022 (HR/P/PT/8/Rev.2)."""

from dataclasses import dataclass

from unhindered.core.casework.fact_bases import Described
from unhindered.core.casework.fields import Edtf, Id, Line, RequiredText, Text
from unhindered.core.casework.record_terms import (
    Consistency,
    ExaminationCondition,
    ExaminersIndependence,
    FindingKind,
)


@dataclass(frozen=True, kw_only=True)
class MedicalFindingRecorded(Described):
    """What somebody who examined a person found, and how far it fits what was told.

    `consistency` is of this finding with the act; `overall_evaluation` of all findings together, which is
    what counts. Both are the examiner's, never an officer's; no finding does not mean no torture.
    """

    title = "Medical finding recorded"
    id_field = "finding"

    finding: Id
    person: Id
    act: Id | None = None
    kind: FindingKind
    description: RequiredText
    body_region: Line = ""
    examiner: Line = ""
    examiners_profession: Line = ""
    examiners_independence: ExaminersIndependence = ExaminersIndependence.NOT_KNOWN
    examined_on: Edtf | None = None
    conditions: tuple[ExaminationCondition, ...] = ()
    conditions_in_words: Text = ""
    consistency: Consistency | None = None
    overall_evaluation: Consistency | None = None
    overall_in_words: Text = ""


MedicalFact = MedicalFindingRecorded
