"""Reads the rows of mapped sheets into things that facts can be made of, each with the rows it came from."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from unhindered.core.casework.importing.mapping import ColumnRule, SheetMapping, fitted
from unhindered.core.casework.importing.problems import Problem, Problems
from unhindered.core.casework.importing.sheet import Sheet, SheetRow
from unhindered.core.casework.importing.targets import KEY, SLOTS, Slot, Target, ValueKind, target
from unhindered.core.casework.importing.values import read_value
from unhindered.core.errors import Refused

_MERGED = frozenset({"roles", "other_names", "circumstances"})
_NO_COLUMN = ""
_CONSTANT = ColumnRule(header="constant")
_OF_LINES = frozenset({"remarks", "account", "event_description", "group_description", "how"})


@dataclass(kw_only=True)
class Thing:
    """A person, an act, …, as rows describe it: its values by field, and the header each came from.

    `rows` are all that describe it; `neighbours` the things of the first of them, by slot.
    """

    slot: Slot
    id: str
    sheet: str
    row: int
    key: str = ""
    rows: set[tuple[str, int]] = field(default_factory=set)
    values: dict[str, Any] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    neighbours: dict[str, str] = field(default_factory=dict)
    is_broken: bool = False


@dataclass(frozen=True)
class _Cell:
    target: Target
    value: Any
    header: str
    text: str
    same_is_one: bool


@dataclass(frozen=True, kw_only=True)
class _Column:
    at: int
    rule: ColumnRule
    target: Target | None
    meanings: Mapping[str, str]


class Gatherer:
    """Takes in sheet after sheet. `things` are what was found, in the order in which they were met."""

    def __init__(
        self, ids: Iterator[str], known: Mapping[str, Mapping[str, str]], problems: Problems
    ) -> None:
        self.things: dict[str, Thing] = {}
        self._ids = ids
        self._known = known
        self._problems = problems
        self._by_key: dict[tuple[str, str], str] = {}

    def id_of(self, thing: str, key: str) -> str | None:
        """The id that a key means: of a thing in the sheets, or of one that the case has."""
        folded = _folded(key)
        return self._by_key.get((thing, folded)) or self._known.get(thing, {}).get(folded)

    def take(self, sheet: Sheet, mapping: SheetMapping) -> None:
        """Read the rows of a sheet."""
        fitting = fitted(mapping, sheet.headers)
        columns = [_column(at, rule) for at, rule in enumerate(fitting.columns)]
        constants = [(target(item.target), item.text) for item in mapping.constants]
        for row in sheet.rows:
            self._take_row(sheet.name, row, columns, constants, fitting)

    def _take_row(
        self,
        sheet: str,
        row: SheetRow,
        columns: list[_Column],
        constants: list[tuple[Target, str]],
        mapping: SheetMapping,
    ) -> None:
        about = _About(sheet, row, self._problems)
        if row.beyond:
            about.error("This row has more cells than there are headers; its cells may have slipped.")
            return
        if row.missing:
            about.warn(f"This row ends early: its last {row.missing} cells are missing.")
        cells = self._cells(row, columns, mapping, about)
        if about.has_errors:
            return
        slots = {cell.target.slot.name for cell in cells}
        cells += self._constants(constants, slots, mapping, about)
        met = self._things_of(cells, about)
        if mapping.rest_in_remarks:
            _keep_rest(row, columns, met)

    def _cells(
        self, row: SheetRow, columns: list[_Column], mapping: SheetMapping, about: "_About"
    ) -> list[_Cell]:
        cells = []
        for column in columns:
            text = row.texts[column.at].strip()
            if column.target is None or not text:
                continue
            if text[0] == "=" and len(text) > 1:
                about.warn(
                    "This cell holds a formula; its text is taken, not what it works out.", column.rule
                )
            text = column.meanings.get(text, text)
            cell = about.read(text, column, mapping) if text else None
            if cell is not None:
                cells.append(cell)
        return cells

    def _constants(
        self, constants: list[tuple[Target, str]], slots: set[str], mapping: SheetMapping, about: "_About"
    ) -> list[_Cell]:
        found = []
        for goal, text in constants:
            if goal.slot.name in slots:
                column = _Column(at=-1, rule=_CONSTANT, target=goal, meanings={})
                cell = about.read(text, column, mapping)
                found += [cell] if cell is not None else []
        return found

    def _things_of(self, cells: list[_Cell], about: "_About") -> dict[str, Thing]:
        by_slot: dict[str, list[_Cell]] = {}
        for cell in cells:
            by_slot.setdefault(cell.target.slot.name, []).append(cell)
        met = {name: thing for name in by_slot if (thing := self._thing(SLOTS[name], by_slot[name], about))}
        ids = {name: thing.id for name, thing in met.items()}
        for thing in met.values():
            thing.neighbours = ids | thing.neighbours
        return met

    def _thing(self, slot: Slot, cells: list[_Cell], about: "_About") -> Thing | None:
        key = _key(cells)
        folded = _folded(key)
        if key and folded in self._known.get(slot.thing, {}):
            about.warn(f"This {slot.label.lower()} is in the case already and is left as it is there.")
            known = self._known[slot.thing][folded]
            return Thing(slot=slot, id=known, sheet=about.sheet, row=about.row.number, is_broken=False)
        found = self._by_key.get((slot.thing, folded)) if key else None
        if found is None:
            found = next(self._ids)
            self.things[found] = Thing(
                slot=slot, id=found, sheet=about.sheet, row=about.row.number, key=key, values=dict(slot.given)
            )
            if key:
                self._by_key[slot.thing, folded] = found
        thing = self.things[found]
        thing.rows.add((about.sheet, about.row.number))
        if thing.slot is not slot:
            _add(thing, "roles", slot.given.get("roles", ()))
        _fill(thing, cells, about)
        return thing


class _About:
    """One row, and what is wrong with it."""

    def __init__(self, sheet: str, row: SheetRow, problems: Problems) -> None:
        self.sheet, self.row, self._problems = sheet, row, problems
        self.has_errors = False

    def error(self, sentence: str, rule: ColumnRule | None = None) -> None:
        self.has_errors = True
        self._say(sentence, rule, is_error=True)

    def warn(self, sentence: str, rule: ColumnRule | None = None) -> None:
        self._say(sentence, rule, is_error=False)

    def read(self, text: str, column: _Column, mapping: SheetMapping) -> _Cell | None:
        """The cell as its target takes it; None where it says nothing, or cannot be read."""
        goal, rule = column.target, column.rule
        if goal is None:
            return None
        try:
            value = read_value(text, goal, mapping.date_order)
        except Refused as err:
            self.error(f"{err} {err.advice}", rule)
            return None
        if value is None:
            return None
        return _Cell(goal, value, rule.header, text, rule.same_is_one)

    def _say(self, sentence: str, rule: ColumnRule | None, *, is_error: bool) -> None:
        self._problems.add(
            Problem(
                sheet=self.sheet,
                row=self.row.number,
                column=rule.header if rule else _NO_COLUMN,
                is_error=is_error,
                sentence=sentence,
            )
        )


def _column(at: int, rule: ColumnRule) -> _Column:
    meanings = {item.given: item.means for item in rule.values}
    return _Column(at=at, rule=rule, target=target(rule.target) if rule.target else None, meanings=meanings)


def _folded(key: str) -> str:
    return " ".join(key.split()).casefold()


def _key(cells: list[_Cell]) -> str:
    """The sheet's own number for a thing, or the text that stands for it wherever it is the same."""
    for cell in cells:
        if cell.target.field == KEY:
            return str(cell.value)
    same = [cell.text for cell in cells if cell.same_is_one]
    return "\t".join(["same", *same]) if same else ""


def _fill(thing: Thing, cells: list[_Cell], about: _About) -> None:
    for name, value, header in _values(cells):
        if name in _MERGED and name in thing.values:
            _add(thing, name, value)
        elif thing.values.setdefault(name, value) != value:
            about.warn(
                f"“{header}” differs from what row {thing.row} says of the same "
                f"{thing.slot.label.lower()}; the first counts."
            )
        thing.headers.setdefault(name, header)


def _values(cells: list[_Cell]) -> Iterator[tuple[str, Any, str]]:
    """Values by field: several columns that go to one list, or to one text, are put together."""
    by_field: dict[str, list[_Cell]] = {}
    for cell in cells:
        if cell.target.field != KEY:
            by_field.setdefault(cell.target.field, []).append(cell)
    for name, given in by_field.items():
        first = given[0]
        if first.target.is_list:
            together: Any = tuple(dict.fromkeys(item for cell in given for item in cell.value))
        elif len(given) > 1 and first.target.value is ValueKind.TEXT:
            together = _put_together(given)
        else:
            together = first.value
        yield name, together, first.header


def _put_together(cells: list[_Cell]) -> str:
    """Texts of several columns in one field: each under its header, where the field has room for lines."""
    if cells[0].target.field not in _OF_LINES:
        return " ".join(str(cell.value) for cell in cells)
    return "\n".join(f"{cell.header}: {cell.value}" for cell in cells)


def _add(thing: Thing, name: str, more: tuple[Any, ...]) -> None:
    thing.values[name] = tuple(dict.fromkeys((*thing.values.get(name, ()), *more)))


def _keep_rest(row: SheetRow, columns: list[_Column], met: Mapping[str, Thing]) -> None:
    """What no rule takes goes, under its header, to the remarks of the last thing that has any."""
    rest = [
        f"{column.rule.header}: {text}"
        for column in columns
        if column.target is None and (text := row.texts[column.at].strip())
    ]
    places = [thing for name, thing in met.items() if _has_remarks(name) and thing.rows]
    if rest and places:
        place = max(places, key=lambda thing: list(SLOTS).index(thing.slot.name))
        before = place.values.get("remarks", "")
        place.values["remarks"] = "\n".join([before, *rest] if before else rest)


def _has_remarks(slot: str) -> bool:
    return "remarks" in SLOTS[slot].kind.__dataclass_fields__
