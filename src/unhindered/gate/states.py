"""The States a source can choose from: names and codes, read once from the tables of the package."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from unhindered.facts.tables import load_facts


def states_to_choose(own: str) -> list[tuple[str, str]]:
    """Code and name of all States by name; the institution's own first, also an invented one."""
    by_name = sorted(_states().items(), key=lambda item: item[1])
    name = _states().get(own) or _fictional_states().get(own)
    return by_name if name is None else [(own, name), *by_name]


@cache
def _states() -> Mapping[str, str]:
    return MappingProxyType({state.iso3: state.name for state in load_facts().states})


@cache
def _fictional_states() -> Mapping[str, str]:
    return MappingProxyType({state.iso3: state.name for state in load_facts().fictional_states})
