"""The questionnaires that were shipped, by number. None is edited once reports name its hash.

Gate and desk both need them: the gate asks the newest where an institution has none of its own, a desk shows
an officer what was asked in a report.
"""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from unhindered.core.questionnaire.model import Questionnaire
from unhindered.core.questionnaire.parse import parse_questionnaire, questionnaire_hash


def default_questionnaire() -> Questionnaire:
    """The newest one."""
    return list(shipped_questionnaires().values())[-1]


@cache
def shipped_questionnaires() -> Mapping[str, Questionnaire]:
    """All of them by hash, oldest first."""
    folder = files("unhindered.facts") / "questionnaires"
    named = sorted(
        (file for file in folder.iterdir() if file.name.endswith(".json")),
        key=lambda file: int(file.name.removesuffix(".json")),
    )
    shipped = [parse_questionnaire(file.read_bytes()) for file in named]
    return MappingProxyType({questionnaire_hash(one): one for one in shipped})
