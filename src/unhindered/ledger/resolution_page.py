"""What the page of one resolution says: its stages kept apart, its sponsors by region, what it asks."""

from collections.abc import Sequence
from dataclasses import dataclass

from unhindered.core.casework.statement import PublicStatement
from unhindered.facts.rows import Ask, Group, Resolution, Source, Sponsor, SponsorRole, Stage
from unhindered.ledger import words
from unhindered.ledger.about_resolutions import AboutResolution
from unhindered.ledger.places import Place, Places
from unhindered.ledger.shelf import Shelf, by_name


@dataclass(frozen=True, kw_only=True)
class StageLine:
    """One stage, with its own day, vote and sources."""

    row: Stage
    sources: list[Source]

    @property
    def name(self) -> str:
        """“Third Committee of the General Assembly”."""
        return words.STAGES[self.row.stage]

    @property
    def mode(self) -> str:
        """“without a vote”, or nothing where no source says."""
        return words.MODES[self.row.mode]

    @property
    def votes(self) -> str:
        """“31 in favour, 1 against, 15 abstaining”, or nothing."""
        if self.row.yes is None:
            return ""
        return f"{self.row.yes} in favour, {self.row.no} against, {self.row.abstain} abstaining"


@dataclass(frozen=True, kw_only=True)
class Region:
    """The sponsors of one regional group, beside how many States it has."""

    name: str
    size: int
    sponsors: tuple[tuple[Place, Sponsor], ...]

    def with_role(self, role: SponsorRole) -> int:
        """How many of them joined in that way."""
        return sum(sponsor.role == role for _, sponsor in self.sponsors)


@dataclass(frozen=True, kw_only=True)
class ResolutionPage:
    """Everything one page shows."""

    resolution: Resolution
    proposer: Place | None
    sources: list[Source]
    stages: tuple[StageLine, ...]
    regions: tuple[Region, ...]
    sponsor_sources: list[Source]
    asks: tuple[tuple[Ask, list[Source]], ...]
    before: Resolution | None
    after: Resolution | None
    statements: tuple[PublicStatement, ...]
    matched: bool

    @property
    def address(self) -> str:
        """Where the page is, from the root of the site."""
        return f"resolutions/{words.slug(self.resolution.symbol)}/"

    def sponsors(self, role: SponsorRole | None = None) -> int:
        """How many sponsors we hold, of one role or of all."""
        return sum(
            len(region.sponsors) if role is None else region.with_role(role) for region in self.regions
        )


def resolution_page(shelf: Shelf, places: Places, symbol: str, about: AboutResolution) -> ResolutionPage:
    """The page of one resolution, with the statements that are about it."""
    resolution = shelf.resolutions[symbol]
    sponsors = shelf.sponsors(symbol)
    after = next((row for row in shelf.facts.resolutions if row.follows == symbol), None)
    return ResolutionPage(
        resolution=resolution,
        proposer=places.of(resolution.proposer) if resolution.proposer else None,
        sources=shelf.sources(resolution.sources),
        stages=tuple(StageLine(row=row, sources=shelf.sources(row.sources)) for row in shelf.stages(symbol)),
        regions=tuple(_region(shelf, places, group, sponsors) for group in Group) if sponsors else (),
        sponsor_sources=shelf.sources(dict.fromkeys(id_ for row in sponsors for id_ in row.sources)),
        asks=tuple((ask, shelf.sources(ask.sources)) for ask in shelf.asks(symbol)),
        before=shelf.resolutions.get(resolution.follows),
        after=after,
        statements=about.statements,
        matched=about.matched,
    )


def _region(shelf: Shelf, places: Places, group: Group, sponsors: Sequence[Sponsor]) -> Region:
    states = {state.iso3 for state in shelf.group(group)}
    found = [(places.of(row.iso3), row) for row in sponsors if row.iso3 in states]
    return Region(
        name=words.GROUPS[group],
        size=len(states),
        sponsors=tuple(sorted(found, key=lambda pair: by_name(pair[0].name))),
    )
