"""Facts about who says so: each account of the same thing is kept apart, in its own words, unjudged."""

from dataclasses import dataclass

from unhindered.core.casework.fact_bases import Described
from unhindered.core.casework.fields import (
    Edtf,
    Id,
    Language,
    Line,
    RequiredText,
    Sha256,
    SourceConnection,
    Text,
    TypeOfSourceMaterial,
)


@dataclass(frozen=True, kw_only=True)
class InformationRecorded(Described):
    """One account, by one source, of what `tells_of` names by id: ESF 2502 to 2550.

    The source is a person of the case, a report, a document, or words where it is none of these. What
    `rests_on` another information has its origin: the two are not independent of each other.
    """

    title = "Information recorded"
    id_field = "information"

    information: Id
    account: RequiredText
    tells_of: tuple[Id, ...] = ()
    source: Id | None = None
    report: Sha256 | None = None
    document: Id | None = None
    source_in_words: Line = ""
    is_firsthand: bool | None = None
    rests_on: Id | None = None
    source_connection_to_information: SourceConnection | None = None
    language_of_source_material: tuple[Language, ...] = ()
    date_of_source_material: Edtf | None = None
    type_of_source_material: tuple[TypeOfSourceMaterial, ...] = ()
    date_received: Edtf | None = None
    remarks: Text = ""


InformationFact = InformationRecorded
