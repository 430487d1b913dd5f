"""What an officer does with the record of a case: describe something, describe it anew, look at it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from unhindered.core.casework.case import Case
from unhindered.core.casework.descriptions import Description
from unhindered.core.casework.fact_bases import Described
from unhindered.core.casework.facts import FACT_KINDS, Fact, fact_to_json
from unhindered.core.errors import Refused
from unhindered.desk.actions.labels import refuse_label_in_use
from unhindered.desk.actions.record_values import DOT, typed_values
from unhindered.desk.actions.recording import new_fact, new_id, record_in_case
from unhindered.desk.desk import Desk

# What an officer calls each kind of thing, and the fact that describes it first.
KINDS: Mapping[str, str] = MappingProxyType(
    {
        "event": "EventRecorded",
        "act": "ActRecorded",
        "person": "PersonAdded",
        "cooperation": "CooperationRecorded",
        "information": "InformationRecorded",
        "involvement": "InvolvementRecorded",
        "intervention": "InterventionRecorded",
        "reply": "InterventionAnswered",
        "finding": "MedicalFindingRecorded",
        "relation": "PersonsRelated",
        "chain": "EventsLinked",
    }
)
_STAMP = frozenset({"v", "fact", "by", "on", "revises"})


@dataclass(frozen=True, kw_only=True)
class Thing:
    """Something described in a case, and how it may be described anew."""

    case: Case
    what: str
    description: Description

    @property
    def fact(self) -> Fact:
        """Its latest description."""
        return self.description.latest.fact

    @property
    def identity(self) -> str:
        """The fact that a new description is based on."""
        return self.description.latest.identity


def kind_of(what: str) -> type[Described]:
    """The kind of fact that describes such a thing.

    Raises:
        Refused: there is no such kind of thing.
    """
    kind = FACT_KINDS.get(KINDS.get(what, ""))
    if kind is None or not issubclass(kind, Described):
        raise Refused("There is no such kind of thing.", advice=f"One of: {', '.join(KINDS)}.")
    return kind


def describe(desk: Desk, case: str, what: str, values: Mapping[str, Any], today: date) -> str:
    """Record something new in a case; returns its id. Texts are read as they are typed.

    Raises:
        Refused: no such case, a field cannot hold what was given, or another person has the label.
    """
    kind, thing = kind_of(what), new_id()
    given = typed_values(kind, values)
    if what == "person":
        refuse_label_in_use(desk.book.case(desk.case_keys(case).id), str(given.get("label", "")), thing)
    record_in_case(desk, case, [new_fact(desk, kind.__name__, {**given, kind.id_field: thing}, today)])
    return thing


def describe_anew(
    desk: Desk, case: str, thing: str, values: Mapping[str, Any], today: date, *, based_on: str = ""
) -> None:
    """Describe something again. What `values` do not mention stays as it was.

    `based_on` is the description that the officer saw; the latest, if it is not named.

    Raises:
        Refused: no such case or thing, a field cannot hold what was given, or another person has the label.
    """
    with desk.lock:
        known = find_thing(desk, case, thing)
        content = fact_to_json(known.fact)
        before = {name: value for name, value in content.items() if name not in _STAMP}
        given = before | typed_values(type(known.fact), _parts_kept(before, values) | dict(values))
        if known.what == "person":
            refuse_label_in_use(known.case, str(given["label"]), known.description.id)
        kind = "PersonUpdated" if known.what == "person" else type(known.fact).__name__
        stamp = {kind_of(known.what).id_field: thing, "revises": (based_on or known.identity) or None}
        record_in_case(desk, case, [new_fact(desk, kind, given | stamp, today)])


def _parts_kept(before: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """What stays of the supplements of which only some fields are said anew."""
    parts = {name.partition(DOT)[0] for name in values if DOT in name}
    return {f"{part}{DOT}{name}": value for part in parts for name, value in (before.get(part) or {}).items()}


def find_thing(desk: Desk, case: str, thing: str) -> Thing:
    """Something described in a case, by its id.

    Raises:
        Refused: no such case or thing.
    """
    with desk.lock:
        found = desk.book.case(desk.case_keys(case).id)
    description = found.descriptions.by_id.get(thing)
    if description is None:
        raise Refused("This case has nothing under this id.", advice="Look at the record of the case.")
    return Thing(case=found, what=what_of(description.latest.fact), description=description)


def what_of(fact: Fact) -> str:
    """What an officer calls the kind of thing that a fact describes; empty if it describes none."""
    if not isinstance(fact, Described):
        return ""
    return next(what for what in KINDS if kind_of(what).id_field == fact.id_field)
