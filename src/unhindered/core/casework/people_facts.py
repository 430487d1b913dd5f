"""Facts about who is in a case."""

from dataclasses import dataclass

from unhindered.core.casework.fact_bases import PersonDescribed


@dataclass(frozen=True, kw_only=True)
class PersonAdded(PersonDescribed):
    """A person or organisation entered the case."""

    title = "Person added"


@dataclass(frozen=True, kw_only=True)
class PersonUpdated(PersonDescribed):
    """We know better who a person is: replaces what was said before, which stays in the timeline."""

    title = "Person updated"


PeopleFact = PersonAdded | PersonUpdated
