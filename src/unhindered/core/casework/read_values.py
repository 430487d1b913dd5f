"""Who and which State stand in the values of a proposal, by the names that the reader gives them."""

from collections.abc import Mapping
from typing import Any

from unhindered.core.casework.items import Proposal
from unhindered.core.casework.json_values import texts_in

_KIND_PERSON = "person"
_NAME = "name"
_PERSON_KEYS = ("person", "persons", "speaker", "speakers")
_STATE_KEYS = ("state", "states", "proposer", "proposers", "sponsors")
_STATE_ENDINGS = ("_state", "_states")


def persons_in(proposal: Proposal) -> list[str]:
    """The names of persons among the values."""
    values = proposal.values
    names = [text for key in _PERSON_KEYS if key in values for text in texts_in(values[key])]
    if proposal.kind == _KIND_PERSON and _NAME in values:
        names += texts_in(values[_NAME])
    return [name for name in names if name]


def states_in(values: Mapping[str, Any]) -> tuple[str, ...]:
    """The States among the values, by their codes, each once."""
    codes = [
        text
        for key, value in values.items()
        if key in _STATE_KEYS or key.endswith(_STATE_ENDINGS)
        for text in texts_in(value)
        if len(text) == 3 and text.isascii() and text.isupper()
    ]
    return tuple(dict.fromkeys(codes))
