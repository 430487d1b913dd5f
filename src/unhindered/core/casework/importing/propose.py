"""Mapped sheets in, proposed facts and a report of every row out. Nothing is recorded here."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from unhindered.core.casework.codec import hints_of, optional_of, required_fields, rule_of
from unhindered.core.casework.dates import read_edtf
from unhindered.core.casework.fact_bases import Described
from unhindered.core.casework.fields import TextRule
from unhindered.core.casework.importing.gather import Gatherer, Thing
from unhindered.core.casework.importing.mapping import SheetMapping
from unhindered.core.casework.importing.problems import Problem, Problems
from unhindered.core.casework.importing.sheet import Sheet
from unhindered.core.casework.importing.targets import SLOTS, Target, ValueKind, all_targets
from unhindered.core.casework.terms import CountingUnit, Role
from unhindered.core.errors import Refused

_ABOUT_FIELD = re.compile(r"The field “(\w+)” of “\w+”: (.*)", re.DOTALL)
# A beginning and its end.
_PAIRS = (("when", "final_date"), ("initial_date", "final_date"), ("date_of_birth", "date_deceased"))
_LEFT_OUT_WITH = "It names another row that cannot be imported."


@dataclass(frozen=True, kw_only=True)
class Known:
    """What the case has already: ids by key, for each kind of thing, and how many persons it has."""

    keys: Mapping[str, Mapping[str, str]]
    persons: int = 0


@dataclass(frozen=True, kw_only=True)
class RowReport:
    """What becomes of one row: the things that it brings, in words; nothing where it cannot be imported."""

    sheet: str
    row: int
    brings: tuple[str, ...]
    errors: tuple[Problem, ...]
    warnings: tuple[Problem, ...]


@dataclass(frozen=True, kw_only=True)
class Proposed:
    """The facts of all rows that can be imported, how many things of each kind, and the report."""

    facts: tuple[Described, ...]
    counts: Mapping[str, int]
    rows: tuple[RowReport, ...]
    not_imported: tuple[str, ...]

    @property
    def sound(self) -> int:
        """How many rows bring something."""
        return sum(bool(row.brings) for row in self.rows)

    @property
    def broken(self) -> int:
        """How many rows cannot be imported."""
        return sum(bool(row.errors) for row in self.rows)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All problems, row by row."""
        return tuple(item for row in self.rows for item in (*row.errors, *row.warnings))


def propose(
    parts: Sequence[tuple[Sheet, SheetMapping]], *, known: Known, by: str, on: date, ids: Iterator[str]
) -> Proposed:
    """The facts that sheets and their mappings make: for the same sheets and ids, the same facts.

    A row with an error brings nothing, and neither does one that names it.
    """
    problems = Problems()
    gatherer = Gatherer(ids, known.keys, problems)
    for sheet, mapping in parts:
        gatherer.take(sheet, mapping)
    things = _in_order(gatherer.things.values())
    _name_persons(things, known.persons)
    for thing in things:
        _link(thing, gatherer, problems)
    made = _made(things, problems, by, on)
    standing = _standing(things, made, problems)
    return Proposed(
        facts=tuple(made[thing.id] for thing in standing),
        counts=_counts(standing),
        rows=_rows(parts, standing, problems),
        not_imported=_not_imported(parts),
    )


def _in_order(things: Iterable[Thing]) -> list[Thing]:
    """What others name comes first; else the order of the sheets."""
    order = {name: at for at, name in enumerate(SLOTS)}
    persons = {name for name, slot in SLOTS.items() if slot.thing == "person"}
    return sorted(things, key=lambda thing: 0 if thing.slot.name in persons else order[thing.slot.name])


def _name_persons(things: Sequence[Thing], number: int) -> None:
    """A person whom the sheet gives no label is called by role and number, and by no name."""
    for thing in things:
        if thing.slot.thing != "person":
            continue
        thing.values.setdefault("roles", ())
        number += 1
        if not thing.values.get("label"):
            thing.values["label"] = f"{_kind_of_person(thing.values)} {number}"


def _kind_of_person(values: Mapping[str, Any]) -> str:
    unit = values.get("counting_unit", CountingUnit.PERSON)
    if unit is not CountingUnit.PERSON:
        return str(unit).replace("_", " ").capitalize()
    roles: tuple[Role, ...] = values["roles"]
    return str(roles[0]).replace("_", " ").capitalize() if roles else "Person"


def _link(thing: Thing, gatherer: Gatherer, problems: Problems) -> None:
    """Turn the keys of a thing's references into ids, and link it with what stands in its row."""
    targets = all_targets()
    for name in list(thing.values):
        goal = targets.get(f"{thing.slot.name}.{name}")
        if goal is not None and goal.value is ValueKind.REFERENCE:
            thing.values[name] = _looked_up(thing, goal, gatherer, problems)
    for name, slots in thing.slot.links.items():
        near = [thing.neighbours[slot] for slot in slots.split() if slot in thing.neighbours]
        if near and name not in thing.values:
            is_list = targets[f"{thing.slot.name}.{name}"].is_list
            thing.values[name] = tuple(near) if is_list else near[0]


def _looked_up(thing: Thing, goal: Target, gatherer: Gatherer, problems: Problems) -> Any:
    given = thing.values[goal.field]
    found = []
    for key in given if goal.is_list else (given,):
        ids = [known for kind in goal.refers_to if (known := gatherer.id_of(kind, key))]
        if not ids:
            sentence = f"It names a {' or '.join(goal.refers_to)} that is in no sheet and not in the case."
            _object(thing, goal.field, sentence, problems)
        found += ids[:1]
    return tuple(found) if goal.is_list else next(iter(found), None)


def _object(thing: Thing, field: str, sentence: str, problems: Problems) -> None:
    thing.is_broken = True
    _say(thing, field, sentence, problems, is_error=True)


def _say(thing: Thing, field: str, sentence: str, problems: Problems, *, is_error: bool) -> None:
    problems.add(
        Problem(
            sheet=thing.sheet,
            row=thing.row,
            column=thing.headers.get(field, ""),
            is_error=is_error,
            sentence=sentence,
        )
    )


def _made(things: Sequence[Thing], problems: Problems, by: str, on: date) -> dict[str, Described]:
    made = {}
    for thing in things:
        if thing.is_broken:
            continue
        try:
            made[thing.id] = _fact(thing, by, on)
        except Refused as err:
            found = _ABOUT_FIELD.fullmatch(str(err))
            field, sentence = (found[1], found[2]) if found else ("", str(err))
            _object(thing, field, sentence, problems)
            continue
        _warn_of_dates(thing, on, problems)
    return made


def _fact(thing: Thing, by: str, on: date) -> Described:
    kind = thing.slot.kind
    values = {name: value for name, value in thing.values.items() if value is not None}
    for name in required_fields(kind) - values.keys() - {"by", "on", kind.id_field}:
        values[name] = _nothing(thing, name, hints_of(kind)[name])
    return kind(**(values | {"by": by, "on": on, kind.id_field: thing.id}))


def _nothing(thing: Thing, name: str, hint: Any) -> Any:
    """What a field holds where the sheet says nothing; some have to be said."""
    rule = rule_of(hint)
    if optional_of(hint) is not None:
        return None
    if isinstance(rule, TextRule) and rule.least == 0:
        return ""
    label = name.replace("_", " ")
    raise Refused(f"This {thing.slot.label.lower()} needs a “{label}”, and no column or constant says it.")


def _warn_of_dates(thing: Thing, on: date, problems: Problems) -> None:
    """What cannot be true is recorded as it was told: the record shows it as a contradiction."""
    for name, value in thing.values.items():
        if value and _is_date(thing, name):
            earliest = read_edtf(value).earliest
            if earliest and earliest > on:
                _say(thing, name, "This day has not come yet.", problems, is_error=False)
    for first, last in _PAIRS:
        begin, end = thing.values.get(first), thing.values.get(last)
        if begin and end:
            earliest, latest = read_edtf(begin).earliest, read_edtf(end).latest
            if earliest and latest and earliest > latest:
                _say(thing, last, "It ends before it begins; it comes in as told.", problems, is_error=False)


def _is_date(thing: Thing, name: str) -> bool:
    goal = all_targets().get(f"{thing.slot.name}.{name}")
    return goal is not None and goal.value is ValueKind.DATE


def _standing(things: Sequence[Thing], made: Mapping[str, Described], problems: Problems) -> list[Thing]:
    """The things that a sound row brings, and that name only such things."""
    ours = {thing.id for thing in things}
    standing = [thing for thing in things if thing.id in made]
    while True:
        broken = problems.broken_rows()
        left = {thing.id for thing in standing if thing.rows - broken}
        lost = ours - left
        for thing in standing:
            if thing.id in left and _ids_in(thing) & lost:
                _object(thing, "", _LEFT_OUT_WITH, problems)
                left.discard(thing.id)
        if len(left) == len(standing):
            return standing
        standing = [thing for thing in standing if thing.id in left]


def _ids_in(thing: Thing) -> set[str]:
    targets = all_targets()
    found: set[str] = set()
    for name, value in thing.values.items():
        goal = targets.get(f"{thing.slot.name}.{name}")
        if goal is not None and goal.value is ValueKind.REFERENCE and value:
            found |= set(value) if goal.is_list else {value}
    return found


def _counts(things: Sequence[Thing]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for thing in things:
        counts[thing.slot.thing] = counts.get(thing.slot.thing, 0) + 1
    return counts


def _rows(
    parts: Sequence[tuple[Sheet, SheetMapping]], standing: Sequence[Thing], problems: Problems
) -> tuple[RowReport, ...]:
    brings: dict[tuple[str, int], list[str]] = {}
    for thing in standing:
        for place in thing.rows:
            brings.setdefault(place, []).append(thing.slot.label)
    found: dict[tuple[str, int], list[Problem]] = {}
    for problem in problems.all():
        found.setdefault((problem.sheet, problem.row), []).append(problem)
    reports = []
    for sheet, _ in parts:
        for row in sheet.rows:
            place = (sheet.name, row.number)
            here = found.get(place, [])
            errors = tuple(item for item in here if item.is_error)
            reports.append(
                RowReport(
                    sheet=sheet.name,
                    row=row.number,
                    brings=() if errors else tuple(brings.get(place, ())),
                    errors=errors,
                    warnings=tuple(item for item in here if not item.is_error),
                )
            )
    return tuple(reports)


def _not_imported(parts: Sequence[tuple[Sheet, SheetMapping]]) -> tuple[str, ...]:
    """The columns that no rule takes, so that nobody believes them imported."""
    found = []
    for sheet, mapping in parts:
        taken = {rule.header for rule in mapping.columns if rule.target}
        found += [f"{sheet.name}: {header}" for header in sheet.headers if header not in taken]
    return tuple(found)
