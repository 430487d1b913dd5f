"""Which questions a gate shows: the shipped ones, or those that its institution's desk uploaded.

Earlier ones are kept: a page may be open for days before its form is sent.
"""

from dataclasses import dataclass
from pathlib import Path

from unhindered.core.canonical_json import canonical_json, parse_json_object
from unhindered.core.errors import Refused
from unhindered.core.questionnaire.model import Questionnaire
from unhindered.core.questionnaire.parse import (
    parse_questionnaire,
    questionnaire_bytes,
    questionnaire_hash,
)
from unhindered.facts.questionnaires import default_questionnaire, shipped_questionnaires
from unhindered.storage.files import read_small_file, write_small_file

MOST_KEPT = 20
_NAME = "questionnaires.json"


@dataclass(frozen=True)
class Questionnaires:
    """The institution's own ones, newest last, and whether the last is shown or the shipped one again."""

    own: tuple[Questionnaire, ...] = ()
    is_own_shown: bool = False

    @property
    def shown(self) -> Questionnaire:
        """What the report page asks."""
        return self.own[-1] if self.is_own_shown else default_questionnaire()

    def with_hash(self, digest: str) -> Questionnaire | None:
        """The questionnaire that a form names, if this gate ever showed it and still has it."""
        own = {questionnaire_hash(one): one for one in self.own}
        return own.get(digest) or shipped_questionnaires().get(digest)

    def with_shown(self, raw: bytes) -> "Questionnaires":
        """These, with the one in a desk's upload shown from now on.

        Raises:
            Refused: it is none, or has no languages and is not the shipped one.
        """
        found = parse_questionnaire(raw)
        if found == default_questionnaire():
            return Questionnaires(self.own)
        if not found.languages:
            raise Refused(
                "An institution's own questions need texts by language.",
                advice="List the languages, the first being the one that is never missing.",
            )
        others = tuple(one for one in self.own if one != found)
        return Questionnaires((*others, found)[-MOST_KEPT:], is_own_shown=True)


def read_questionnaires(folder: Path) -> Questionnaires:
    """What is kept in a gate's folder; nothing there is the shipped questionnaire.

    Raises:
        Refused: the file is damaged.
    """
    path = folder / _NAME
    if not path.exists():
        return Questionnaires()
    content = parse_json_object(read_small_file(path))
    own, is_own_shown = content.get("own"), content.get("is_own_shown")
    if not isinstance(own, list) or not isinstance(is_own_shown, bool) or (is_own_shown and not own):
        raise Refused(
            "The gate's file of questionnaires is damaged.", advice="Upload the questionnaire again."
        )
    return Questionnaires(tuple(parse_questionnaire(canonical_json(one)) for one in own), is_own_shown)


def keep_questionnaires(folder: Path, questionnaires: Questionnaires) -> None:
    """Replace what is kept.

    Raises:
        Unavailable: the folder cannot be written.
    """
    own = [parse_json_object(questionnaire_bytes(one)) for one in questionnaires.own]
    content = canonical_json({"own": own, "is_own_shown": questionnaires.is_own_shown})
    write_small_file(folder / _NAME, content, private=True)
