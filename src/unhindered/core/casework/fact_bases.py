"""What kinds of fact share: who recorded it and when; who a person is; what was agreed to."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from unhindered.core.casework.codec import check_fields
from unhindered.core.casework.fields import (
    Edtf,
    FactName,
    GroupSize,
    Id,
    Language,
    Line,
    OfficerId,
    Recipient,
    RequiredLine,
    Sha256,
    StateCode,
    Text,
)
from unhindered.core.casework.record_terms import DefenderStatus, Sex
from unhindered.core.casework.terms import (
    Circumstance,
    CountingUnit,
    Detail,
    Explained,
    IdentityLevel,
    Method,
    OwnCopy,
    Purpose,
    Role,
    Setting,
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
class Described(RecordedBy):
    """What is described under an id that stays: the same kind again under it replaces the description.

    `revises` names the fact that it is based on, as Recorded.identity does; `id_field` is the field that
    holds the id.
    """

    id_field: ClassVar[str]

    revises: FactName | None = None


@dataclass(frozen=True, kw_only=True)
class PersonDescribed(Described):
    """Who a person, group or organisation is; officers say the label where they would else say the name.

    A nameless victim has an empty `person_name`; `age` is as told, dates are EDTF.
    """

    id_field = "person"

    person: Id
    label: RequiredLine
    roles: tuple[Role, ...]
    person_name: Line = ""
    other_names: tuple[RequiredLine, ...] = ()
    counting_unit: CountingUnit = CountingUnit.PERSON
    circumstances: tuple[Circumstance, ...] = ()
    sex: Sex = Sex.UNKNOWN
    sex_in_own_words: Line = ""
    date_of_birth: Edtf | None = None
    age: Line = ""
    occupation: Line = ""
    defender_status: tuple[DefenderStatus, ...] = ()
    citizenship: tuple[StateCode, ...] = ()
    language: tuple[Language, ...] = ()
    physical_description: Line = ""
    date_deceased: Edtf | None = None
    group_description: Text = ""
    number_of_persons_in_group: GroupSize | None = None
    remarks: Text = ""


@dataclass(frozen=True, kw_only=True)
class Agreement(RecordedBy):
    """One purpose, for one recipient, at one level; `expires` is the last day it holds.

    `explained` is what the person was told first, `not_to_tell` what stays out although the rest may leave.
    `setting` says who could listen, of somebody deprived of liberty. `shown_sha256` is the hash of the
    consent page's text as shown, `page_sha256` that of the signed page or the recording: an exhibit.
    """

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
    explained: tuple[Explained, ...] = ()
    own_copy: OwnCopy | None = None
    not_to_tell: tuple[Detail, ...] = ()
    setting: Setting | None = None
    shown_sha256: Sha256 | None = None
    page_sha256: Sha256 | None = None
