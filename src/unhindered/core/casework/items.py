"""Parts of facts: a person in a statement, the publication that names one, a proposal of the reader."""

from dataclasses import dataclass

from unhindered.core.casework.codec import check_fields
from unhindered.core.casework.fields import (
    Edtf,
    FactKind,
    Id,
    JsonObject,
    Line,
    Passage,
    Position,
    RequiredLine,
    Sha256,
    Url,
)
from unhindered.core.casework.terms import BasisKind, IdentityLevel, NamedBy


@dataclass(frozen=True, kw_only=True)
class Publication:
    """Where a name already stands in public; `named_by` only where a court or a UN body did it."""

    title: RequiredLine
    publisher: RequiredLine
    dated: Edtf
    url: Url
    named_by: NamedBy | None = None

    def __post_init__(self) -> None:
        check_fields(self)


@dataclass(frozen=True, kw_only=True)
class PersonalItem:
    """One person whom a text tells something about: how much of the person shows, and by what right.

    `shown_as` is the name or the initials as the text has them, empty at lower levels. `consent` names the
    consent that consent, representative and organisation rest on; `publication` is what the other two need.
    """

    person: Id
    level: IdentityLevel
    basis: BasisKind
    shown_as: Line = ""
    consent: Id | None = None
    publication: Publication | None = None

    def __post_init__(self) -> None:
        check_fields(self)


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """What the reader proposes: `quote` is the document's text from `start` to `end`, in code points."""

    kind: FactKind
    start: Position
    end: Position
    quote: Passage
    values: JsonObject
    flags: tuple[RequiredLine, ...] = ()

    def __post_init__(self) -> None:
        check_fields(self)


@dataclass(frozen=True, kw_only=True)
class Excerpt:
    """One or two parts of a proposal's passage, by their spans in the same text, in its order."""

    start: Position
    end: Position
    rest_start: Position | None = None
    rest_end: Position | None = None

    def __post_init__(self) -> None:
        check_fields(self)


@dataclass(frozen=True, kw_only=True)
class PublicPerson:
    """A person whom a public document shows in a public role: the name as written there, and the role."""

    name: RequiredLine
    role: RequiredLine

    def __post_init__(self) -> None:
        check_fields(self)


@dataclass(frozen=True, kw_only=True)
class SentFile:
    """A file that went to a source with an answer: its name, size, and hash; the file itself is not kept."""

    name: RequiredLine
    size: Position
    sha256: Sha256

    def __post_init__(self) -> None:
        check_fields(self)
