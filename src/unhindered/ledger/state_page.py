"""What the page of one State says: what was documented and by whom, and what was promised."""

from dataclasses import dataclass
from enum import StrEnum

from unhindered.core.casework.statement import PublicStatement
from unhindered.facts.rows import (
    Joined,
    JointStatement,
    NamesHeld,
    ReportPart,
    Resolution,
    SgNamed,
    SgReport,
    Source,
    Sponsor,
    State,
    TreatyAct,
    TreatyRow,
)
from unhindered.ledger import words
from unhindered.ledger.places import Place
from unhindered.ledger.shelf import Shelf

RESOLUTION = "A/RES/68/156"
JOINT_STATEMENT = "reprisals-2021"
_ORDER = list(words.TREATIES)


class YearCell(StrEnum):
    """What we can say of a State and one year's report. Only a list held in full tells who is not in it."""

    NAMED = "named"
    NOT_IN_FULL_LIST = "not in the full list"
    NOT_KNOWN = "not known: no full list is held"


@dataclass(frozen=True, kw_only=True)
class YearOnLine:
    """One year of the time line."""

    year: int
    cell: YearCell


@dataclass(frozen=True, kw_only=True)
class NamedInReport:
    """A report that names the State, and who says so."""

    report: SgReport
    row: SgNamed
    sources: list[Source]

    @property
    def how(self) -> str:
        """“for a new case”, or the row's own words."""
        parts = {
            ReportPart.NEW_CASES: "for a new case",
            ReportPart.FOLLOW_UP: "for following up earlier cases",
            ReportPart.ANY: self.row.how,
        }
        return parts[self.row.part]


@dataclass(frozen=True, kw_only=True)
class TreatyLine:
    """What the State did about one treaty."""

    row: TreatyRow
    sources: list[Source]

    @property
    def name(self) -> str:
        """The treaty in words."""
        return words.TREATIES[self.row.treaty]

    @property
    def act(self) -> str:
        """What was done, by the day of the data."""
        since = words.edtf(self.row.on) or str(self.row.year or "")
        said = {
            TreatyAct.PARTY: f"Party since {since}" if since else "Party",
            TreatyAct.SIGNED: "Signed, not party",
            TreatyAct.NONE: "Neither signed nor party",
            TreatyAct.UNSETTLED: "Left open: the data was found wrong",
        }
        return said[self.row.act]


@dataclass(frozen=True, kw_only=True)
class SponsorLine:
    """A resolution that the State sponsored."""

    row: Sponsor
    resolution: Resolution
    day: str
    sources: list[Source]

    @property
    def role(self) -> str:
        """“initial sponsor”, or “proposer and initial sponsor”."""
        role = words.ROLES[self.row.role]
        return f"proposer and {role}" if self.resolution.proposer == self.row.iso3 else role


@dataclass(frozen=True, kw_only=True)
class JoinedLine:
    """A joint statement that the State joined."""

    row: Joined
    statement: JointStatement
    sources: list[Source]


@dataclass(frozen=True, kw_only=True)
class StatePage:
    """Everything one page shows; `state` is None where the place is no Member State."""

    place: Place
    state: State | None
    statements: tuple[PublicStatement, ...]
    named: tuple[NamedInReport, ...]
    line: tuple[YearOnLine, ...]
    full_lists_naming: tuple[int, ...]
    treaties: tuple[TreatyLine, ...]
    sponsored: tuple[SponsorLine, ...]
    joined: tuple[JoinedLine, ...]

    def years_named(self) -> list[int]:
        """The years whose report names it, as far as we hold names."""
        return [item.year for item in self.line if item.cell is YearCell.NAMED]

    def party_to(self) -> int:
        """How many of the treaties it is party to."""
        return sum(line.row.act is TreatyAct.PARTY for line in self.treaties)

    def treaty_sources(self) -> list[str]:
        """The sources of its treaty rows, each once."""
        return list(dict.fromkeys(source for line in self.treaties for source in line.row.sources))

    def sponsor(self) -> SponsorLine | None:
        """Its sponsorship of the resolution of 2013, if any."""
        return next((line for line in self.sponsored if line.row.symbol == RESOLUTION), None)

    def joined_2021(self) -> bool:
        """Whether it joined the statement of October 2021."""
        return any(line.statement.id == JOINT_STATEMENT for line in self.joined)


def state_page(shelf: Shelf, place: Place, statements: tuple[PublicStatement, ...]) -> StatePage:
    """The page of a place, from all facts and from the statements about it."""
    named = tuple(
        NamedInReport(report=shelf.reports[row.year], row=row, sources=shelf.sources(row.sources))
        for row in shelf.named(place.iso3)
    )
    joint = {row.id: row for row in shelf.facts.joint_statements}
    return StatePage(
        place=place,
        state=shelf.states.get(place.iso3),
        statements=statements,
        named=named,
        line=tuple(_year(report, named) for report in shelf.facts.sg_reports),
        full_lists_naming=shelf.telling_years_naming(place.iso3),
        treaties=tuple(
            TreatyLine(row=row, sources=shelf.sources(row.sources))
            for row in sorted(
                shelf.treaties(place.iso3), key=lambda row: list(words.TREATIES).index(row.treaty)
            )
        ),
        sponsored=tuple(
            sorted(
                (_sponsored(shelf, row) for row in shelf.sponsored(place.iso3)),
                key=lambda line: line.day,
                reverse=True,
            )
        ),
        joined=tuple(
            JoinedLine(row=row, statement=joint[row.statement], sources=shelf.sources(row.sources))
            for row in shelf.joined(place.iso3)
        ),
    )


def _year(report: SgReport, named: tuple[NamedInReport, ...]) -> YearOnLine:
    if any(item.report.year == report.year for item in named):
        return YearOnLine(year=report.year, cell=YearCell.NAMED)
    full = report.names_held is NamesHeld.COMPLETE
    return YearOnLine(year=report.year, cell=YearCell.NOT_IN_FULL_LIST if full else YearCell.NOT_KNOWN)


def _sponsored(shelf: Shelf, row: Sponsor) -> SponsorLine:
    # The last stage dates a resolution.
    stages = shelf.stages(row.symbol)
    return SponsorLine(
        row=row,
        resolution=shelf.resolutions[row.symbol],
        day=stages[-1].on if stages else "",
        sources=shelf.sources(row.sources),
    )
