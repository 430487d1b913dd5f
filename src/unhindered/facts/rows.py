"""What a row of each table says. Every row about the world names its sources and how well it was checked."""

from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    """How a row was checked. General knowledge has no letter here: it never becomes a row."""

    READ = "T"
    SOURCED = "S"
    PARTLY = "M"
    INFERRED = "I"
    COMPUTED = "C"


class SourceClass(StrEnum):
    """Who speaks in a source; a repost is never passed off as the original."""

    OFFICIAL = "official"
    OFFICIAL_VIA_DATASET = "official_via_dataset"
    DATASET = "dataset"
    NGO = "ngo"
    MEDIA = "media"
    REPOSTED = "reposted"


class Group(StrEnum):
    """Regional groups of the General Assembly, in the order the UN lists them."""

    AFRICAN = "AFR"
    ASIA_PACIFIC = "APG"
    EASTERN_EUROPEAN = "EEG"
    LATIN_AMERICAN_AND_CARIBBEAN = "GRU"
    WESTERN_EUROPEAN_AND_OTHERS = "WEO"


class Treaty(StrEnum):
    """The treaties whose parties we hold, most telling for torture first."""

    CAT = "CAT"
    OPCAT = "OPCAT"
    ICCPR = "ICCPR"
    ICCPR_OP1 = "ICCPR-OP1"
    CED = "CED"


class TreatyAct(StrEnum):
    """What a State did about a treaty by the day of the data; `none` is what the data says, not silence."""

    PARTY = "party"
    SIGNED = "signed"
    NONE = "none"
    UNSETTLED = "unsettled"


class NamesHeld(StrEnum):
    """How many of the States that a report names we hold: only complete lists tell who is absent."""

    COMPLETE = "complete"
    NEW_CASES = "new_cases"
    PARTIAL = "partial"
    NONE = "none"


class ReportPart(StrEnum):
    """Which part of a report a name stands in, where that year's lists keep them apart."""

    NEW_CASES = "new_cases"
    FOLLOW_UP = "follow_up"
    ANY = ""


class StageKind(StrEnum):
    """A stage of a resolution. A vote in committee is never an adoption in plenary."""

    THIRD_COMMITTEE = "third_committee"
    PLENARY = "plenary"
    COUNCIL = "council"


class Mode(StrEnum):
    """How a stage ended, where a source says so."""

    WITHOUT_VOTE = "without_vote"
    RECORDED_VOTE = "recorded_vote"
    UNKNOWN = ""


class SponsorRole(StrEnum):
    """When a sponsor joined, where the source tells."""

    INITIAL = "initial"
    ADDITIONAL = "additional"
    CO_SPONSOR = "co_sponsor"


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where rows come from. `url` is empty where we hold no address of the very page."""

    id: str
    title: str
    publisher: str
    speaks_as: SourceClass
    dated: str
    url: str
    note: str


@dataclass(frozen=True, kw_only=True)
class State:
    """A Member State of the United Nations under its UN short name."""

    iso3: str
    iso2: str
    m49: str
    name: str
    article: str
    group: Group
    member_since: int
    sources: tuple[str, ...]
    status: Status

    @property
    def in_a_sentence(self) -> str:
        """The name as it stands inside a sentence: “the Russian Federation”."""
        return f"{self.article} {self.name}".strip()


@dataclass(frozen=True, kw_only=True)
class Observer:
    """A non-member observer State: reports may name it, but it sponsors and votes for nothing."""

    iso3: str
    iso2: str
    m49: str
    name: str
    article: str
    sources: tuple[str, ...]
    status: Status


@dataclass(frozen=True, kw_only=True)
class FictionalState:
    """A State invented for demonstrations, under a code that ISO 3166 leaves to its users."""

    iso3: str
    name: str
    note: str


@dataclass(frozen=True, kw_only=True)
class TreatyRow:
    """What one State did about one treaty, by August 2022; `on` where the very day is known."""

    iso3: str
    treaty: Treaty
    act: TreatyAct
    year: int | None
    on: str
    sources: tuple[str, ...]
    status: Status
    note: str


@dataclass(frozen=True, kw_only=True)
class SgReport:
    """One annual report of the Secretary-General on reprisals, and how many of its names we hold."""

    year: int
    symbol: str
    period_from: str
    period_to: str
    named_count: int | None
    names_held: NamesHeld
    sources: tuple[str, ...]
    status: Status
    note: str


@dataclass(frozen=True, kw_only=True)
class SgNamed:
    """A State that a source says the report of that year named, and how."""

    year: int
    iso3: str
    part: ReportPart
    how: str
    sources: tuple[str, ...]
    status: Status
    note: str


@dataclass(frozen=True, kw_only=True)
class Resolution:
    """A resolution or decision. `proposer` is a State's code, `follows` the symbol before it."""

    symbol: str
    organ: str
    series: str
    title: str
    proposer: str
    follows: str
    sources: tuple[str, ...]
    status: Status
    note: str


@dataclass(frozen=True, kw_only=True)
class Stage:
    """One stage of one resolution, with its own date, vote and sources."""

    symbol: str
    stage: StageKind
    on: str
    mode: Mode
    yes: int | None
    no: int | None
    abstain: int | None
    draft: str
    sources: tuple[str, ...]
    status: Status
    note: str


@dataclass(frozen=True, kw_only=True)
class Sponsor:
    """A State that sponsored a resolution."""

    symbol: str
    iso3: str
    role: SponsorRole
    sources: tuple[str, ...]
    status: Status


@dataclass(frozen=True, kw_only=True)
class JointStatement:
    """A statement that States made together; `count` where its list is known to be complete."""

    id: str
    title: str
    forum: str
    on: str
    count: int | None
    sources: tuple[str, ...]
    status: Status
    note: str


@dataclass(frozen=True, kw_only=True)
class Joined:
    """A State that joined a joint statement."""

    statement: str
    iso3: str
    sources: tuple[str, ...]
    status: Status


@dataclass(frozen=True, kw_only=True)
class Ask:
    """What a resolution asks of States, in our own words. Paragraph numbers were not checked: left out."""

    id: str
    symbol: str
    theme: str
    text: str
    sources: tuple[str, ...]
    status: Status
    note: str
