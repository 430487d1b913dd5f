"""The questionnaires this desk knows by hash: those that were shipped, and each that its gate asked.

They are public, so they lie in the desk's folder as they are. What comes from the gate is believed only if it
has the hash that a report, sealed on the source's device, names.
"""

import secrets
from collections.abc import Mapping
from pathlib import Path

from unhindered.core.errors import Refused, Unavailable
from unhindered.core.questionnaire.model import Questionnaire
from unhindered.core.questionnaire.parse import (
    parse_questionnaire,
    questionnaire_bytes,
    questionnaire_hash,
)
from unhindered.desk.desk import Desk
from unhindered.facts.questionnaires import shipped_questionnaires
from unhindered.storage.files import read_small_file, write_small_file

_FOLDER = "questionnaires"
# A report may name anything: only so many unknown ones are asked for in one sync, drawn anew each time.
_MOST_FETCHED = 20


def known_questionnaires(desk: Desk) -> Mapping[str, Questionnaire]:
    """All of them; a damaged file counts as one that is not here."""
    kept: dict[str, Questionnaire] = {}
    for path in sorted(_folder(desk).glob("*.json")):
        try:
            found = parse_questionnaire(read_small_file(path))
        except Refused:
            continue
        kept[questionnaire_hash(found)] = found
    return kept | dict(shipped_questionnaires())


def keep_questionnaire(desk: Desk, questionnaire: Questionnaire) -> None:
    """Remember it.

    Raises:
        Unavailable: the folder cannot be written.
    """
    folder = _folder(desk)
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as err:
        raise Unavailable(f"The folder {folder} cannot be made: {err.strerror}.") from err
    path = folder / f"{questionnaire_hash(questionnaire)}.json"
    if not path.exists():
        write_small_file(path, questionnaire_bytes(questionnaire), private=True)


def fetch_questionnaires(desk: Desk) -> None:
    """Fetch those that reports name and this desk does not know; a gate that fails is asked the next time."""
    if desk.gate is None:
        return
    known = known_questionnaires(desk)
    with desk.lock:
        named = {held.report.questionnaire for held in desk.book.reports.values()} - {""}
    for digest in _some_of(named - set(known)):
        try:
            found = parse_questionnaire(desk.gate.questionnaire(digest))
            if questionnaire_hash(found) == digest:
                keep_questionnaire(desk, found)
        except Refused:
            continue
        except Unavailable:
            return


def _some_of(unknown: set[str]) -> list[str]:
    return secrets.SystemRandom().sample(sorted(unknown), min(len(unknown), _MOST_FETCHED))


def _folder(desk: Desk) -> Path:
    return desk.folder.path / _FOLDER
