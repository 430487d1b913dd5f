"""Facts about who is in a case, and how they stand to one another."""

from dataclasses import dataclass

from unhindered.core.casework.fact_bases import Described, PersonDescribed
from unhindered.core.casework.fields import Edtf, Id, Line, Text, TypeOfRelationship


@dataclass(frozen=True, kw_only=True)
class PersonAdded(PersonDescribed):
    """A person or organisation entered the case."""

    title = "Person added"


@dataclass(frozen=True, kw_only=True)
class PersonUpdated(PersonDescribed):
    """We know better who a person is: replaces what was said before, which stays in the timeline."""

    title = "Person updated"


@dataclass(frozen=True, kw_only=True)
class PersonsRelated(Described):
    """How `person` stands to `related_person`: ESF's biographic details, 2302 to 2350."""

    title = "Persons related"
    id_field = "relation"

    relation: Id
    person: Id
    related_person: Id
    type_of_relationship: TypeOfRelationship | None = None
    in_words: Line = ""
    initial_date: Edtf | None = None
    final_date: Edtf | None = None
    remarks: Text = ""


PeopleFact = PersonAdded | PersonUpdated | PersonsRelated
