"""All States at once: the grid of equal tiles, and the table that says the same in words."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from unhindered.core.casework.statement import PublicStatement
from unhindered.facts.rows import Group, ReportPart, State, Treaty
from unhindered.ledger.places import Place, Places
from unhindered.ledger.shelf import Shelf, by_name
from unhindered.ledger.state_page import JOINT_STATEMENT, RESOLUTION
from unhindered.ledger.words import GROUPS, counted


@dataclass(frozen=True, kw_only=True)
class Tile:
    """One State: the full lists that name it, whether it sponsored and joined, how many statements."""

    state: State
    place: Place
    named: tuple[int, ...]
    sponsored: bool
    joined: bool
    statements: int
    acts: dict[Treaty, str]

    @property
    def letter(self) -> str:
        """The letter it stands under."""
        return by_name(self.state.name)[0].upper()

    def in_words(self, lists: int) -> str:
        """The tile for someone who does not see it."""
        said = [self.state.name, f"in {len(self.named)} of {lists} lists"]
        if self.sponsored:
            said.append("sponsor")
        if self.statements:
            said.append(counted(self.statements, "statement", "statements"))
        return ", ".join(said)


@dataclass(frozen=True, kw_only=True)
class GroupOfTiles:
    """A regional group with its States by name."""

    group: Group
    tiles: tuple[Tile, ...]

    @property
    def name(self) -> str:
        """“African States”."""
        return GROUPS[self.group]


@dataclass(frozen=True, kw_only=True)
class Overview:
    """What the first page counts and shows. `elsewhere`: places with statements that are no Member State."""

    groups: tuple[GroupOfTiles, ...]
    years: tuple[int, ...]
    counts: dict[int, int]
    sponsors: int
    joined: int
    sponsors_named: int
    elsewhere: tuple[Place, ...]
    statements: int

    def letters(self) -> list[str]:
        """The letters that a State's name begins with."""
        return list(dict.fromkeys(tile.letter for tile in self.by_name()))

    def by_name(self) -> list[Tile]:
        """All tiles from A to Z."""
        tiles = [tile for group in self.groups for tile in group.tiles]
        return sorted(tiles, key=lambda tile: by_name(tile.state.name))


def overview(shelf: Shelf, places: Places, statements: Sequence[PublicStatement]) -> Overview:
    """The overview of all facts and of the statements that are shown."""
    about = Counter(code for statement in statements for code in statement.states)
    sponsors = {row.iso3 for row in shelf.sponsors(RESOLUTION)}
    tiles = {state.iso3: _tile(shelf, places, state, about) for state in shelf.states.values()}
    return Overview(
        groups=tuple(
            GroupOfTiles(group=group, tiles=tuple(tiles[state.iso3] for state in shelf.group(group)))
            for group in Group
        ),
        years=shelf.telling_years(),
        counts={year: _named_in(shelf, year) for year in shelf.telling_years()},
        sponsors=len(sponsors),
        joined=sum(tile.joined for tile in tiles.values()),
        sponsors_named=sum(bool(tiles[code].named) for code in sponsors),
        elsewhere=tuple(places.of(code) for code in sorted(about) if code not in tiles),
        statements=len(statements),
    )


def _tile(shelf: Shelf, places: Places, state: State, about: Counter[str]) -> Tile:
    return Tile(
        state=state,
        place=places.of(state.iso3),
        named=shelf.telling_years_naming(state.iso3),
        sponsored=any(row.symbol == RESOLUTION for row in shelf.sponsored(state.iso3)),
        joined=any(row.statement == JOINT_STATEMENT for row in shelf.joined(state.iso3)),
        statements=about[state.iso3],
        acts={row.treaty: row.act.value for row in shelf.treaties(state.iso3)},
    )


def _named_in(shelf: Shelf, year: int) -> int:
    rows = [row for row in shelf.facts.sg_named if row.year == year]
    return len({row.iso3 for row in rows if row.part is not ReportPart.FOLLOW_UP})
