"""Where a cell can go: the fields of facts, grouped by what one row may describe (a victim, an act, …)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Any, get_args, get_origin

from unhindered.core.casework.act_facts import ActRecorded, CooperationRecorded
from unhindered.core.casework.codec import hints_of, optional_of, rule_of
from unhindered.core.casework.event_facts import EventRecorded, InterventionRecorded, InvolvementRecorded
from unhindered.core.casework.fact_bases import Described
from unhindered.core.casework.fields import ActType, Id, NumberRule, StateCode, TextRule
from unhindered.core.casework.information_facts import InformationRecorded
from unhindered.core.casework.people_facts import PersonAdded, PersonsRelated
from unhindered.core.casework.terms import Role
from unhindered.core.errors import Refused

_ESF_LIST = re.compile(r"\[0-9\]\{12\}([0-9]{2})")
# Not a field of any fact: the sheet's own number for the thing, by which other rows name it.
KEY = "key"


class ValueKind(StrEnum):
    """How the text of a cell becomes a value."""

    KEY = "key"
    TEXT = "text"
    DATE = "date"
    REFERENCE = "reference"
    ACT_TYPE = "act_type"
    STATE = "state"
    ESF_CODE = "esf_code"
    CHOICE = "choice"
    TRUTH = "truth"
    NUMBER = "number"


@dataclass(frozen=True, kw_only=True)
class Slot:
    """One thing that a row may describe; `thing` says what its id is one of.

    `given` are values that the slot itself says; `links` name the slot of the same row that a field means.
    """

    name: str
    label: str
    kind: type[Described]
    thing: str
    given: Mapping[str, Any] = field(default_factory=dict)
    links: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Target:
    """A field of a slot, with how its text is read. `refers_to` are the things a reference may be a key of.

    `list_number` is that of the ESF list whose codes it holds.
    """

    slot: Slot
    field: str
    value: ValueKind
    is_list: bool = False
    choices: type[StrEnum] | None = None
    refers_to: tuple[str, ...] = ()
    list_number: str = ""

    @property
    def name(self) -> str:
        """As mappings write it."""
        return f"{self.slot.name}.{self.field}"


# In the order in which facts are recorded: what others name comes first.
_SLOTS = (
    Slot(name="person", label="Person", kind=PersonAdded, thing="person"),
    Slot(name="victim", label="Victim", kind=PersonAdded, thing="person", given={"roles": (Role.VICTIM,)}),
    Slot(
        name="perpetrator",
        label="Alleged perpetrator",
        kind=PersonAdded,
        thing="person",
        given={"roles": (Role.ALLEGED_PERPETRATOR,)},
    ),
    Slot(name="source", label="Source", kind=PersonAdded, thing="person", given={"roles": (Role.SOURCE,)}),
    Slot(
        name="relation",
        label="Relation of two persons",
        kind=PersonsRelated,
        thing="relation",
        links={"person": "person"},
    ),
    Slot(name="event", label="Event", kind=EventRecorded, thing="event"),
    Slot(
        name="cooperation",
        label="Cooperation",
        kind=CooperationRecorded,
        thing="cooperation",
        links={"person": "victim"},
    ),
    Slot(
        name="act",
        label="Act",
        kind=ActRecorded,
        thing="act",
        links={
            "victim": "victim",
            "perpetrator": "perpetrator",
            "event": "event",
            "reprisal_for": "cooperation",
        },
    ),
    Slot(
        name="involvement",
        label="Involvement",
        kind=InvolvementRecorded,
        thing="involvement",
        links={"act": "act", "perpetrator": "perpetrator"},
    ),
    Slot(
        name="information",
        label="Information",
        kind=InformationRecorded,
        thing="information",
        links={"source": "source", "tells_of": "act event"},
    ),
    Slot(
        name="intervention",
        label="Intervention",
        kind=InterventionRecorded,
        thing="intervention",
        links={"event": "event", "victims": "victim", "acts": "act"},
    ),
)
SLOTS: Mapping[str, Slot] = MappingProxyType({slot.name: slot for slot in _SLOTS})
# What a field that holds an id means, where its name does not say it.
_REFERS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    dict.fromkeys(("victim", "victims", "perpetrator", "source", "related_person"), ("person",))
    | {
        "intervening_party": ("person",),
        "reprisal_for": ("cooperation",),
        "acts": ("act",),
        "rests_on": ("information",),
        "tells_of": ("act", "event"),
    }
)
# Ids of what no sheet brings.
_NOT_FROM_SHEETS = frozenset({"by", "on", "revises", "report", "document"})


def target(name: str) -> Target:
    """The target that a mapping names.

    Raises:
        Refused: there is none.
    """
    found = all_targets().get(name)
    if found is None:
        raise Refused(
            f"No fact has a field “{name}”.", advice="Choose another field, or leave the column out."
        )
    return found


@cache
def all_targets() -> Mapping[str, Target]:
    """Every target by its name, in the order in which a page offers them."""
    found = [item for slot in SLOTS.values() for item in _targets_of(slot)]
    return MappingProxyType({item.name: item for item in found})


def _targets_of(slot: Slot) -> list[Target]:
    found = [Target(slot=slot, field=KEY, value=ValueKind.KEY)]
    for name, hint in hints_of(slot.kind).items():
        if name == slot.kind.id_field or name in _NOT_FROM_SHEETS:
            continue
        made = _target(slot, name, hint)
        if made is not None:
            found.append(made)
    return found


def _target(slot: Slot, name: str, hint: Any) -> Target | None:
    """The target of a field; None for fields that no cell can hold."""
    plain = optional_of(hint) or hint
    is_list = get_origin(plain) is tuple
    if is_list:
        plain = get_args(plain)[0]
    value = _value_kind(plain)
    if value is None:
        return None
    return Target(
        slot=slot,
        field=name,
        value=value,
        is_list=is_list,
        choices=plain if value is ValueKind.CHOICE else None,
        refers_to=_REFERS.get(name, (name,)) if value is ValueKind.REFERENCE else (),
        list_number=_list_number(plain),
    )


_BY_HINT: tuple[tuple[Any, ValueKind], ...] = (
    (Id, ValueKind.REFERENCE),
    (ActType, ValueKind.ACT_TYPE),
    (StateCode, ValueKind.STATE),
)


def _value_kind(hint: Any) -> ValueKind | None:
    for known, kind in _BY_HINT:
        if hint == known:
            return kind
    rule = rule_of(hint)
    if isinstance(rule, TextRule):
        return _text_kind(rule, hint)
    if isinstance(rule, NumberRule):
        return ValueKind.NUMBER
    if hint is bool:
        return ValueKind.TRUTH
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return ValueKind.CHOICE
    return None


def _text_kind(rule: TextRule, hint: Any) -> ValueKind:
    if rule.edtf:
        return ValueKind.DATE
    return ValueKind.ESF_CODE if _list_number(hint) else ValueKind.TEXT


def _list_number(hint: Any) -> str:
    """The number of the ESF list whose codes a field holds; empty for other fields."""
    rule = rule_of(hint)
    found = _ESF_LIST.fullmatch(rule.pattern) if isinstance(rule, TextRule) else None
    return found[1] if found else ""
