"""What each kind of public statement says, and leaves unsaid."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from unhindered.core.casework.codec import check_fields, from_json
from unhindered.core.casework.fields import ActType, Id, RequiredLine
from unhindered.core.casework.items import Publication
from unhindered.core.casework.json_values import thaw
from unhindered.core.casework.terms import IdentityLevel
from unhindered.core.errors import Refused


@dataclass(frozen=True, kw_only=True)
class ShownPerson:
    """A person who shows by name or initials, with the publication that names one where that is the basis."""

    shown_as: RequiredLine
    level: IdentityLevel
    publication: Publication | None = None

    def __post_init__(self) -> None:
        check_fields(self)
        if not self.level.shows_a_name:
            raise Refused("Only who shows by name or initials is listed.", advice="Leave the person out.")


@dataclass(frozen=True, kw_only=True)
class CaseValues:
    """`values` of a case."""

    persons: tuple[ShownPerson, ...]
    types_of_act: tuple[ActType, ...]

    def __post_init__(self) -> None:
        check_fields(self)


@dataclass(frozen=True, kw_only=True)
class RetractionValues:
    """`values` of a retraction: the statement that is taken back."""

    retracts: Id

    def __post_init__(self) -> None:
        check_fields(self)


def case_values(values: Mapping[str, Any]) -> CaseValues:
    """The values of a case.

    Raises:
        Refused: they are none.
    """
    return from_json(CaseValues, thaw(values))


def retraction_values(values: Mapping[str, Any]) -> RetractionValues:
    """The values of a retraction.

    Raises:
        Refused: they are none.
    """
    return from_json(RetractionValues, thaw(values))
