"""What kinds of fact share: who recorded it and when; who a person is; what was agreed to."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from unhindered.core.casework.codec import check_fields
from unhindered.core.casework.fields import Id, Language, Line, OfficerId, Recipient, RequiredLine
from unhindered.core.casework.terms import (
    Circumstance,
    CountingUnit,
    IdentityLevel,
    Method,
    Purpose,
    Role,
)


@dataclass(frozen=True, kw_only=True)
class RecordedBy:
    """What all facts share: `by` the officer, `on` the day; making one with a bad field is Refused."""

    title: ClassVar[str]

    by: OfficerId
    on: date

    def __post_init__(self) -> None:
        check_fields(self)


@dataclass(frozen=True, kw_only=True)
class PersonDescribed(RecordedBy):
    """Who a person or organisation is; officers say the label where they would otherwise say the name."""

    person: Id
    label: RequiredLine
    roles: tuple[Role, ...]
    person_name: Line = ""
    other_names: tuple[RequiredLine, ...] = ()
    counting_unit: CountingUnit = CountingUnit.PERSON
    circumstances: tuple[Circumstance, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Agreement(RecordedBy):
    """One purpose, for one recipient, at one level; `expires` is the last day it holds."""

    consent: Id
    person: Id
    purpose: Purpose
    recipient: Recipient
    level: IdentityLevel
    language: Language
    method: Method
    expires: date
    witness: Line = ""
    interpreter: Line = ""
