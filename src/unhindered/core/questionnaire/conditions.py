"""When a question is shown: a small tree over the choices made in questions before it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from unhindered.core.errors import Refused

MOST_DEPTH = 4
MOST_PARTS = 8
_ADVICE = 'It is null, {"question": id, "any_of": [choices]}, {"all": […]}, {"any": […]} or {"not": …}.'


@dataclass(frozen=True)
class Chosen:
    """That one of these choices was made in a question."""

    question: str
    any_of: tuple[str, ...]


@dataclass(frozen=True)
class Every:
    """That all parts hold."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True)
class Some:
    """That at least one part holds."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True)
class Not:
    """That the part does not hold."""

    part: "Condition"


Condition = Chosen | Every | Some | Not


def holds(condition: Condition | None, made: Mapping[str, frozenset[str]]) -> bool:
    """Whether a question is shown, given the choices made in those questions that are shown themselves."""
    match condition:
        case None:
            return True
        case Chosen(question, any_of):
            return not made.get(question, frozenset()).isdisjoint(any_of)
        case Every(parts):
            return all(holds(part, made) for part in parts)
        case Some(parts):
            return any(holds(part, made) for part in parts)
        case Not(part):
            return not holds(part, made)


def chosen_in(condition: Condition | None) -> Iterator[Chosen]:
    """Every look at a question, wherever in the tree."""
    match condition:
        case None:
            return
        case Chosen():
            yield condition
        case Every(parts) | Some(parts):
            for part in parts:
                yield from chosen_in(part)
        case Not(part):
            yield from chosen_in(part)


def parse_condition(value: Any, depth: int = 1) -> Condition | None:
    """The condition in JSON; whether the questions exist is for the caller to see.

    Raises:
        Refused: of no form we know, too deep or too wide.
    """
    if value is None and depth == 1:
        return None
    if depth > MOST_DEPTH or not isinstance(value, dict):
        raise Refused("A condition for showing a question is not of its form.", advice=_ADVICE)
    if set(value) == {"question", "any_of"}:
        return _chosen(value["question"], value["any_of"])
    if set(value) == {"all"}:
        return Every(_parts(value["all"], depth))
    if set(value) == {"any"}:
        return Some(_parts(value["any"], depth))
    if set(value) == {"not"}:
        return Not(_part(value["not"], depth))
    raise Refused("A condition for showing a question is not of its form.", advice=_ADVICE)


def condition_to_json(condition: Condition | None) -> Any:
    """The same condition as JSON."""
    match condition:
        case None:
            return None
        case Chosen(question, any_of):
            return {"question": question, "any_of": list(any_of)}
        case Every(parts):
            return {"all": [condition_to_json(part) for part in parts]}
        case Some(parts):
            return {"any": [condition_to_json(part) for part in parts]}
        case Not(part):
            return {"not": condition_to_json(part)}


def _chosen(question: Any, any_of: Any) -> Chosen:
    is_list = isinstance(any_of, list) and any_of and all(isinstance(one, str) for one in any_of)
    if not isinstance(question, str) or not is_list or len(set(any_of)) != len(any_of):
        raise Refused("A condition does not name a question and its choices.", advice=_ADVICE)
    return Chosen(question, tuple(any_of))


def _parts(value: Any, depth: int) -> tuple[Condition, ...]:
    if not isinstance(value, list) or not 1 <= len(value) <= MOST_PARTS:
        raise Refused(f"A condition has between one and {MOST_PARTS} parts.", advice=_ADVICE)
    return tuple(_part(part, depth) for part in value)


def _part(value: Any, depth: int) -> Condition:
    part = parse_condition(value, depth + 1)
    if part is None:
        raise Refused("A part of a condition is empty.", advice=_ADVICE)
    return part
