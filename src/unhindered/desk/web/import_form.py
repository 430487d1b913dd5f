"""The form in which an officer says what the columns of a sheet mean, and back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from unhindered.core.casework.act_types import ACT_TYPES
from unhindered.core.casework.importing.mapping import (
    ColumnRule,
    Constant,
    DateOrder,
    SheetMapping,
    ValueRule,
)
from unhindered.core.casework.importing.sheet import Sheet
from unhindered.core.casework.importing.targets import SLOTS, Target, ValueKind, all_targets, target
from unhindered.core.casework.importing.unclear import unclear_texts
from unhindered.core.errors import Refused
from unhindered.desk.actions.record_labels import FIELDS
from unhindered.desk.actions.telling import choice
from unhindered.desk.web.forms import Form

MOST_COLUMNS = 120
_SAMPLES = 3
_LONGEST_SAMPLE = 80


@dataclass(frozen=True, kw_only=True)
class ColumnForm:
    """One column: what it is called, a few of its texts, what is chosen, and what its field does not know."""

    name: str
    header: str
    samples: tuple[str, ...]
    target: str
    values: str
    same_is_one: bool
    choices: tuple[str, ...]
    unclear: tuple[tuple[str, int], ...]


@dataclass(frozen=True, kw_only=True)
class SheetForm:
    """One sheet of the file."""

    name: str
    title: str
    rows: int
    is_taken: bool
    columns: tuple[ColumnForm, ...]
    constants: str
    date_order: str
    rest_in_remarks: bool
    notes: tuple[str, ...]


def target_groups() -> list[tuple[str, list[tuple[str, str]]]]:
    """Where a column can go, grouped by what it is about."""
    groups: dict[str, list[tuple[str, str]]] = {slot.label: [] for slot in SLOTS.values()}
    for name, goal in all_targets().items():
        groups[goal.slot.label].append((name, target_label(goal)))
    return list(groups.items())


def target_label(goal: Target) -> str:
    """A field in words: “Victim: Name”."""
    if goal.field == "key":
        return f"{goal.slot.label}: its number in this sheet"
    words = FIELDS.get(goal.field, goal.field.replace("_", " ").capitalize())
    return f"{goal.slot.label}: {words}"


def sheet_forms(sheets: Sequence[Sheet], mappings: Sequence[SheetMapping]) -> tuple[SheetForm, ...]:
    """The form for these sheets; a sheet without a mapping is not taken.

    Raises:
        Refused: a sheet is too wide for a form.
    """
    by_name = {mapping.sheet: mapping for mapping in mappings}
    if len(sheets) == len(mappings) == 1:
        by_name = {sheets[0].name: mappings[0]}
    return tuple(_sheet_form(at, sheet, by_name.get(sheet.name)) for at, sheet in enumerate(sheets))


def _sheet_form(at: int, sheet: Sheet, mapping: SheetMapping | None) -> SheetForm:
    if len(sheet.headers) > MOST_COLUMNS:
        raise Refused(
            f"A sheet of this file has more than {MOST_COLUMNS} columns.",
            advice="Delete those that are not needed, or use `unhindered desk import` with a mapping.",
        )
    known = mapping or SheetMapping(sheet=sheet.name, columns=())
    rules = {rule.header: rule for rule in known.columns}
    unclear = unclear_texts(sheet, known)
    return SheetForm(
        name=f"s{at}",
        title=sheet.name,
        rows=len(sheet.rows),
        is_taken=mapping is not None,
        columns=tuple(
            _column_form(f"s{at}c{number}", number, sheet, rules.get(header), unclear)
            for number, header in enumerate(sheet.headers)
        ),
        constants="\n".join(f"{item.target} = {item.text}" for item in known.constants),
        date_order=known.date_order.value,
        rest_in_remarks=known.rest_in_remarks,
        notes=sheet.notes,
    )


def _column_form(
    name: str,
    number: int,
    sheet: Sheet,
    rule: ColumnRule | None,
    unclear: Mapping[str, tuple[tuple[str, int], ...]],
) -> ColumnForm:
    header = sheet.headers[number]
    texts = dict.fromkeys(text for row in sheet.rows[:50] if (text := row.texts[number].strip()))
    chosen = rule or ColumnRule(header=header)
    return ColumnForm(
        name=name,
        header=header,
        samples=tuple(text[:_LONGEST_SAMPLE] for text in list(texts)[:_SAMPLES]),
        target=chosen.target,
        values="\n".join(f"{item.given} = {item.means}" for item in chosen.values),
        same_is_one=chosen.same_is_one,
        choices=_choices(chosen.target),
        unclear=unclear.get(header, ()),
    )


def _choices(name: str) -> tuple[str, ...]:
    goal = target(name) if name else None
    if goal is not None and goal.value is ValueKind.ACT_TYPE:
        return tuple(f"{entry.code} {entry.label}" for entry in ACT_TYPES.values())
    return tuple(choice(item) for item in goal.choices) if goal and goal.choices else ()


def mappings_in(form: Form, sheets: Sequence[Sheet]) -> tuple[SheetMapping, ...]:
    """The mappings that a form says, for the sheets that are ticked.

    Raises:
        Refused: none is ticked, or a line is not `text = meaning`.
    """
    found = tuple(
        _mapping_in(form, f"s{at}", sheet)
        for at, sheet in enumerate(sheets)
        if len(sheets) == 1 or form.text(f"s{at}")
    )
    if not found:
        raise Refused("No sheet is chosen.", advice="Tick at least one sheet of the file.")
    return found


def _mapping_in(form: Form, name: str, sheet: Sheet) -> SheetMapping:
    columns = []
    for number, header in enumerate(sheet.headers):
        field = f"{name}c{number}"
        values = [ValueRule(given=given, means=means) for given, means in _lines(form.text(f"{field}v"))]
        columns.append(
            ColumnRule(
                header=header,
                target=form.text(field),
                values=tuple(values),
                same_is_one=bool(form.text(f"{field}o")),
            )
        )
    constants = [Constant(target=goal, text=text) for goal, text in _lines(form.text(f"{name}k"))]
    order = form.text(f"{name}d")
    return SheetMapping(
        sheet=sheet.name,
        columns=tuple(columns),
        constants=tuple(constants),
        date_order=DateOrder(order) if order in list(DateOrder) else DateOrder.YEAR_FIRST,
        rest_in_remarks=bool(form.text(f"{name}r")),
    )


def _lines(text: str) -> list[tuple[str, str]]:
    found = []
    for line in text.split("\n"):
        if not line.strip():
            continue
        given, mark, means = line.rpartition("=")
        if not mark or not given.strip():
            raise Refused(
                "A line does not say what it means.", advice="Write each as “text = meaning”, one a line."
            )
        found.append((given.strip(), means.strip()))
    return found
