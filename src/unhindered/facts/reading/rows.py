"""What a row of each word table says."""

from dataclasses import dataclass
from enum import StrEnum

from unhindered.core.reading.gazetteer import Caution, Sort
from unhindered.facts.rows import Status


class NameKind(StrEnum):
    """What a name of a State is to it; `not_a_state` marks longer names that only hold a State's name."""

    OFFICIAL = "official"
    SHORT = "short"
    FORM = "form"
    FORMER = "former"
    NOT_A_STATE = "not_a_state"


@dataclass(frozen=True, kw_only=True)
class StateName:
    """One more name of a State beside its UN short name, or a place that is not one."""

    phrase: str
    code: str
    kind: NameKind
    caution: Caution
    candidates: tuple[str, ...]
    sources: tuple[str, ...]
    status: Status


@dataclass(frozen=True, kw_only=True)
class BodyName:
    """One name of a body that speaks or acts; without a code it is an office with a similar name."""

    phrase: str
    code: str
    label: str
    kind: str
    sources: tuple[str, ...]
    status: Status


@dataclass(frozen=True, kw_only=True)
class Phrase:
    """A word or phrase that tells what a sentence does."""

    sort: Sort
    phrase: str
    code: str
    sources: tuple[str, ...]
    status: Status
