"""The forms of the record, made from the kinds of field that a fact has and the rows that a form shows."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Any, get_args, get_origin

from unhindered.core.casework.act_types import ACT_TYPES
from unhindered.core.casework.case import Case
from unhindered.core.casework.codec import hints_of, optional_of, rule_of
from unhindered.core.casework.dates_in_words import edtf_in_words
from unhindered.core.casework.event_facts import EventRecorded
from unhindered.core.casework.fields import NumberRule, TextRule
from unhindered.desk.actions.codes import offered
from unhindered.desk.actions.labels import told_apart
from unhindered.desk.actions.record import kind_of, what_of
from unhindered.desk.actions.record_values import DOT, esf_list_of, is_id
from unhindered.desk.actions.telling import act_type, field_label, person_label, thing_label
from unhindered.desk.actions.wrong_fields import supplement_of
from unhindered.desk.letters import HeldReport
from unhindered.desk.web.fields import Field, Options, choices
from unhindered.desk.web.forms import Form
from unhindered.desk.web.record_rows import ROWS, Row
from unhindered.facts.esf_codes import esf_choices, esf_label

_NOT_SAID = ("", "Not said")
_FEW = 6
_MOST = 500
_NOT_ALL = "Only the newest are listed here. For an earlier one begin on the record page, beside it."
_LINE = 500
_PEOPLE = frozenset(
    {"victim", "perpetrator", "person", "related_person", "source", "intervening_party", "victims"}
)


class Choices:
    """What fields that name something of the case can name."""

    def __init__(self, case: Case, reports: Mapping[str, HeldReport]) -> None:
        self._case, self._reports = case, reports

    def of(self, name: str) -> Options:
        """The ids a field can name, each as officers call it; two of one name with what tells them apart."""
        return told_apart(self._of(name))

    def _of(self, name: str) -> Options:
        case = self._case
        if name in _PEOPLE:
            return [(person, person_label(case, person)) for person in case.persons]
        if name == "document":
            return [(document, added.name) for document, added in case.documents.by_id.items()]
        if name == "report":
            held = [self._reports[report] for report in case.reports if report in self._reports]
            return [(one.id, f"{one.day}: {one.report.answers.what[:60]}") for one in held]
        described = case.descriptions.by_id.values()
        found = [(what_of(one.latest.fact), one.id) for one in described]
        return [
            (thing, self._label(thing)) for what in _THINGS[name] for kind, thing in found if kind == what
        ]

    def _label(self, thing: str) -> str:
        """Events of one title are told apart by their days."""
        fact, label = self._case.descriptions.by_id[thing].latest.fact, thing_label(self._case, thing)
        if isinstance(fact, EventRecorded) and fact.initial_date:
            days = [edtf_in_words(day) for day in (fact.initial_date, fact.final_date) if day]
            return f"{label}, {' to '.join(days)}"
        return label


# The kinds of thing that a field can name, in the order in which they are offered.
_THINGS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "event": ("event",),
        "related_event": ("event",),
        "act": ("act",),
        "acts": ("act",),
        "reprisal_for": ("cooperation",),
        "rests_on": ("information",),
        "intervention": ("intervention",),
        "tells_of": ("event", "act", "person"),
    }
)


def record_fields(what: str, known: Choices, given: Form) -> tuple[Field, ...]:
    """The fields of the form for such a thing; a code that was given is offered though we have no words.

    A field that could only name what the case does not have is left out.
    """
    fields = (_field(what, row, known, given) for row in ROWS[what])
    return tuple(item for item in fields if item is not None)


def _field(what: str, row: Row, known: Choices, given: Form) -> Field | None:
    kind, _, name = row.name.rpartition(DOT)
    holder: Any = kind_of(what)
    if kind:
        holder = supplement_of(hints_of(holder)[kind])
    hint = hints_of(holder)[name]
    is_many = get_origin(hint) is tuple
    inner = get_args(hint)[0] if is_many else optional_of(hint) or hint
    options = _options(inner, name, known, given.texts(row.name))
    if (is_id(inner) or name == "report") and not options and not row.is_required:
        return None
    return Field(
        kind=_kind(inner, options, is_many=is_many),
        name=row.name,
        label=row.label or field_label(holder, name),
        suggestions=() if options else offered(rule_of(inner)),
        hint=f"{row.hint} {_NOT_ALL}".strip() if len(options) >= _MOST else row.hint,
        options=_with_none(options, row, inner, is_many=is_many, has_default=_has_default(holder, name)),
        is_required=row.is_required,
        rows=row.rows,
        group=row.group,
        is_half=row.is_half,
    )


def _options(inner: Any, name: str, known: Choices, given: list[str]) -> Options:
    if inner is bool:
        return [("yes", "Yes"), ("no", "No")]
    if name == "type_of_act":
        ours = [(entry.code, entry.label) for entry in ACT_TYPES.values()]
        return ours + [(code, act_type(code)) for code in given if code not in ACT_TYPES]
    listed = esf_list_of(inner)
    if listed is not None:
        offered = esf_choices(listed)
        codes = {code for code, _ in offered}
        return [*offered, *((code, esf_label(code)) for code in given if code not in codes)]
    if is_id(inner) or name == "report":
        return _newest(known.of(name), given)
    return choices(inner) if isinstance(inner, type) and issubclass(inner, StrEnum) else []


def _newest(options: Options, given: list[str]) -> Options:
    """Of very many the newest, and what was chosen: a page with every one of thousands cannot be used."""
    left_out = options[:-_MOST] if len(options) > _MOST else []
    return [*(option for option in left_out if option[0] in given), *options[-_MOST:]]


def _kind(inner: Any, options: Options, *, is_many: bool) -> str:
    rule = rule_of(inner)
    if options or is_id(inner):
        few = "radios" if len(options) <= _FEW and not is_id(inner) else "choose"
        return "checks" if is_many else few
    if is_many and isinstance(rule, TextRule):
        return "line" if rule.pattern else "area"
    if isinstance(rule, NumberRule):
        return "line"
    return "area" if isinstance(rule, TextRule) and rule.limit > _LINE else "line"


def _with_none(options: Options, row: Row, inner: Any, *, is_many: bool, has_default: bool) -> Options:
    """A list that opens on nothing, so that nothing is chosen by accident."""
    if is_many or has_default or _kind(inner, options, is_many=False) != "choose":
        return options
    return [("", "Choose") if row.is_required else _NOT_SAID, *options]


def _has_default(holder: Any, name: str) -> bool:
    return isinstance(holder.__dataclass_fields__[name].default, StrEnum)


def usual(what: str) -> dict[str, list[str]]:
    """What stands in an empty form. Nothing of what folds away, which would unfold it."""
    fields = kind_of(what).__dataclass_fields__
    defaults = {row.name: fields[row.name].default for row in ROWS[what] if not row.group}
    return {name: [item.value] for name, item in defaults.items() if isinstance(item, StrEnum)}
