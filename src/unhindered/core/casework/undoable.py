"""Which facts can be undone. Whatever is not listed here cannot: it protects somebody, or says what left."""

from typing import Final, get_args

from unhindered.core.casework.act_facts import ActFact
from unhindered.core.casework.case_facts import CaseClosed, CaseReopened, NoteAdded
from unhindered.core.casework.custody_facts import ExhibitNumbered, TranscriptAdded, TranslationAdded
from unhindered.core.casework.event_facts import EventFact
from unhindered.core.casework.fact_bases import RecordedBy
from unhindered.core.casework.information_facts import InformationRecorded
from unhindered.core.casework.medical_facts import MedicalFindingRecorded
from unhindered.core.casework.people_facts import PeopleFact
from unhindered.core.casework.source_facts import SourceWrote
from unhindered.core.casework.work_facts import WorkFact

# Not here, and why: a consent is withdrawn, a statement returned or retracted, a rhythm of check-ins ended,
# a proposal decided on again, an assessment made anew. A report stays in its case: a withdrawal in it keeps
# every exit shut. What was said to a source, or left the house, cannot be unsaid.
UNDOABLE: Final[frozenset[type[RecordedBy]]] = frozenset(
    {
        *(CaseClosed, CaseReopened, NoteAdded, SourceWrote),
        *get_args(PeopleFact),
        *get_args(ActFact),
        *get_args(WorkFact),
        *get_args(EventFact),
        *(ExhibitNumbered, TranscriptAdded, TranslationAdded),
        *(InformationRecorded, MedicalFindingRecorded),
    }
)
