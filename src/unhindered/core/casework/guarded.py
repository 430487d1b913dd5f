"""Fields of facts that name somebody: on a screen only on demand, and kept out of every text that leaves."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from unhindered.core.casework.custody_terms import MadeBy
from unhindered.core.casework.descriptions import ids_in
from unhindered.core.casework.fact_bases import PersonDescribed, RecordedBy
from unhindered.core.casework.names import words_of
from unhindered.core.casework.record import Record

# A person's name and nothing else; it is looked for in part too.
_NAMES: Final = frozenset(
    {"person_name", "other_names", "witness", "interpreter", "representative", "signatory"}
    | {"interviewer", "present", "examiner"}
)
# A person's name, or that of a body, or other words.
_NAMES_OR_WORDS: Final = frozenset({"received_from", "made_by", "checked_by"})
# How somebody is called whom nobody named; it is looked for whole.
_WORDS: Final = frozenset({"source_in_words", "perpetrator_as_told"})
GUARDED: Final = _NAMES | _NAMES_OR_WORDS | _WORDS
# Who answered an intervention is mostly a body, and stands on the screen.
_BODY_OR_PERSON: Final = "answered_by"
KEPT_OUT_OF_TEXTS: Final = GUARDED | {_BODY_OR_PERSON}

# Who calls somebody so tells nothing of who it is.
_EVERYDAY: Final = frozenset(
    {"a", "an", "the", "some", "several", "many", "few", "other", "another", "two", "three", "four"}
    | {"five", "six", "seven", "eight", "nine", "ten", "unknown", "unnamed", "guard", "guards"}
    | {"soldier", "soldiers", "officer", "officers", "official", "officials", "police", "policeman"}
    | {"policemen", "policewoman", "prison", "person", "persons", "people", "man", "men", "woman"}
    | {"women", "neighbour", "neighbours", "neighbor", "neighbors", "prisoner", "prisoners"}
    | {"detainee", "detainees", "somebody", "someone"}
)
# Before or beside a name, and no part of it.
_TITLES: Final = frozenset(
    {"mr", "mrs", "ms", "miss", "dr", "doctor", "prof", "professor", "sergeant", "lieutenant"}
    | {"captain", "major", "colonel", "general", "warden", "judge", "prosecutor", "director"}
    | {"minister", "his", "her", "their", "our", "my", "of", "from", "by", "for", "at", "in", "and"}
    | {"or", "with"}
)
_BODIES: Final = frozenset(
    {"ministry", "department", "government", "state", "republic", "kingdom", "federation", "court", "office"}
    | {"committee", "commission", "council", "mission", "embassy", "agency", "authority", "directorate"}
    | {"parliament", "service", "university", "hospital", "archive", "organisation", "organization"}
)
_LEADING_ON: Final = frozenset({"of", "for", "on", "against", "from", "at", "in", "by"})
_APART: Final = re.compile(r"[,;:()/\n\u060c\u061b\u3001\uff0c]|\s[-\u2013\u2014]\s")


@dataclass(kw_only=True)
class Called:
    """How people are called: `names` are looked for in part too, `words` whole."""

    names: set[str] = field(default_factory=set)
    words: set[str] = field(default_factory=set)


def called_in(record: Record) -> Called:
    """Everybody whom facts of this case ever named, undone ones and those set aside too.

    Not whom they describe as a person of the case.
    """
    found = Called()
    for item in (*record.history, *record.set_aside):
        if not isinstance(item.fact, PersonDescribed):
            _take(item.fact, found)
    return found


def _take(fact: RecordedBy, found: Called) -> None:
    for name, value in vars(fact).items():
        if name not in KEPT_OUT_OF_TEXTS or not value or _is_program(fact, name):
            continue
        if name in _NAMES:
            found.names |= {*ids_in(value)}
            continue
        if name in _WORDS:
            found.words |= {*_phrases(value)}
            continue
        somebody = [part for part in _parts(value) if not _is_body(part) and not _is_everyday(part)]
        if name == _BODY_OR_PERSON:
            # A single word is a State.
            found.words |= {part for part in somebody if len(words_of(part)) > 1}
        else:
            found.words |= {*somebody}
            found.names |= {name for part in somebody if (name := _name_in(part))}


def _is_program(fact: Any, name: str) -> bool:
    return name == "made_by" and getattr(fact, "written_by", None) is MadeBy.MACHINE


def _phrases(text: str) -> Iterator[str]:
    """What may tell who it is: all of it, and a name before or after a comma (“Karim, guard”)."""
    if not _is_everyday(text):
        yield text
    for part in _parts(text):
        if not _is_everyday(part) and not part[0].islower():
            yield part


def _name_in(text: str) -> str:
    """The words with a capital, or in a script that has none, less titles."""
    return " ".join(word for word in text.split() if not word[0].islower() and not _is_title(word))


def _parts(text: str) -> list[str]:
    return [part.strip() for part in _APART.split(text) if part.strip()]


def _is_everyday(text: str) -> bool:
    return _EVERYDAY.issuperset(words_of(text))


def _is_title(word: str) -> bool:
    return (_EVERYDAY | _TITLES).issuperset(words_of(word))


def _is_body(text: str) -> bool:
    """Whether it is a body (“the Ministry of Justice”), and nobody in one (“Ada of the ministry”)."""
    words = words_of(text)
    at = next((at for at, word in enumerate(words) if word in _BODIES), None)
    if at is None or not _LEADING_ON.isdisjoint(words[:at]):
        return False
    return at == len(words) - 1 or words[at + 1] in _LEADING_ON
