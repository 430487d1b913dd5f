"""Fields of facts that name somebody: on a screen only on demand, and kept out of every text that leaves."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from unhindered.core.casework.custody_terms import MadeBy
from unhindered.core.casework.descriptions import ids_in
from unhindered.core.casework.fact_bases import PersonDescribed, RecordedBy
from unhindered.core.casework.names import cased_words, words_of
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
_ROLES: Final = frozenset(
    {"guard", "guards", "soldier", "soldiers", "officer", "officers", "official", "officials", "policeman"}
    | {"policemen", "policewoman", "policewomen", "person", "persons", "people", "man", "men", "woman"}
    | {"women", "boy", "boys", "girl", "girls", "child", "children", "neighbour", "neighbours", "neighbor"}
    | {"neighbors", "prisoner", "prisoners", "detainee", "detainees", "inmate", "inmates", "cellmate"}
    | {"cellmates", "somebody", "someone", "lawyer", "lawyers", "attorney", "attorneys", "journalist"}
    | {"journalists", "reporter", "reporters", "teacher", "teachers", "nurse", "nurses", "doctor", "doctors"}
    | {"physician", "physicians", "mother", "mothers", "father", "fathers", "parent", "parents", "brother"}
    | {"brothers", "sister", "sisters", "son", "sons", "daughter", "daughters", "wife", "wives", "husband"}
    | {"husbands", "widow", "widows", "widower", "uncle", "aunt", "cousin", "cousins", "relative"}
    | {"relatives", "survivor", "survivors"}
    | {"family", "families", "friend", "friends", "colleague", "colleagues", "client", "clients", "defender"}
    | {"defenders", "activist", "activists", "student", "students", "pupil", "pupils", "witness", "witnesses"}
    | {"victim", "victims", "source", "sources", "judge", "judges", "prosecutor"}
    | {"prosecutors", "director", "directors", "warden", "wardens", "commander", "commanders", "agent"}
    | {"agents", "member", "members", "staff", "delegate", "delegates", "worker", "workers", "interrogator"}
    | {"interrogators", "investigator", "investigators", "perpetrator", "perpetrators", "monitor", "monitors"}
)
_EVERYDAY: Final = _ROLES | frozenset(
    {"a", "an", "the", "some", "several", "many", "few", "other", "another", "two", "three", "four"}
    | {"five", "six", "seven", "eight", "nine", "ten", "unknown", "unnamed", "of", "in", "at", "from", "and"}
    | {"or", "by", "for", "with", "his", "her", "their", "our", "my", "police", "prison", "human", "rights"}
    | {"security", "force", "forces", "riot", "secret", "military", "army", "ministry", "interior"}
    | {"hospital", "school", "court", "masked", "armed", "hooded", "uniformed", "former", "detained"}
    | {"political", "senior", "state", "government", "public", "local", "old"}
)
_HONORIFICS: Final = frozenset({"mr", "mrs", "ms", "miss", "dr", "prof"})
# Before or beside a name, and no part of it.
_TITLES: Final = (
    _EVERYDAY
    | _HONORIFICS
    | {"professor", "sergeant", "lieutenant", "captain", "major", "colonel", "general", "minister"}
)
_BODIES: Final = frozenset(
    {"ministry", "department", "government", "state", "republic", "kingdom", "federation", "court", "office"}
    | {"committee", "commission", "council", "mission", "embassy", "agency", "authority", "directorate"}
    | {"parliament", "service", "university", "hospital", "archive", "organisation", "organization"}
    | {"forces", "police", "army", "services", "union", "association", "society", "foundation", "institute"}
    | {"network", "bureau", "tribunal", "international", "movement", "coalition", "amnesty", "nations", "un"}
)
# They stand in the names of bodies beside others, and make none by themselves: “Justice” is a name too.
_OF_BODIES: Final = frozenset(
    {"watch", "united", "human", "rights", "national", "federal", "supreme", "high", "special"}
    | {"commissioner", "rapporteur", "permanent", "central", "justice", "without", "borders", "against"}
    | {"torture", "on", "to"}
)
# A longer number may be somebody's own: “Prisoner 4711”.
_LONGEST_COUNT: Final = 2
_RED_CROSS: Final = frozenset({"red", "cross", "crescent"})
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
        somebody = [part for part in _parts(value) if not _tells_nobody(part)]
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
    somebody = [part for part in _parts(text) if not _tells_nobody(part)]
    if somebody:
        yield text
    yield from (part for part in somebody if not part[0].islower())


def _name_in(text: str) -> str:
    """The words with a capital, or in a script that has none, less titles; nothing if all are of a body."""
    known = _known_beside(text)
    is_after = False
    found = []
    for word in text.split():
        # “Ada Court” is a name; of “Ada of the High Court” only Ada is.
        is_after = is_after or word.lower() in _LEADING_ON
        if word[0].islower() or _is_title(word) or (is_after and known.issuperset(words_of(word))):
            continue
        found.append(word)
    return "" if _is_made_of_bodies(text, " ".join(found)) else " ".join(found)


def _parts(text: str) -> list[str]:
    return [part.strip() for part in _APART.split(text) if part.strip()]


def is_everyday_label(label: str) -> bool:
    """Whether a label is made of everyday words and small numbers (“Teacher 2”): it keeps nothing back."""
    return all(
        word in _EVERYDAY or (word.isdigit() and len(word) <= _LONGEST_COUNT) for word in words_of(label)
    )


def tells_elsewhere(phrase: str) -> bool:
    """Whether words for somebody are so much like a name that no text of another case may hold them.

    They have a capital that tells (“Warden Fabula”; in “Village midwife” it only begins), or are in a script
    without capitals.
    """
    cased = cased_words(phrase)
    known = _known_beside(phrase)
    telling = [
        (at, token)
        for at, (word, token) in enumerate(cased)
        if token[0].isalpha() and not token[0].islower() and word not in known
    ]
    return any(at > 0 or len(cased) == 1 or not token[0].isupper() for at, token in telling)


def _tells_nobody(part: str) -> bool:
    words = words_of(part)
    return _EVERYDAY.issuperset(words) or _is_body(part) or _is_made_of_bodies(part, part)


def _is_title(word: str) -> bool:
    return _TITLES.issuperset(words_of(word))


def _is_body(text: str) -> bool:
    """Whether it is a body (“the Ministry of Justice”), and nobody in one (“Ada of the ministry”)."""
    cased = cased_words(text)
    words = [word for word, _ in cased]
    # The last of several in a row: “Vareland State University”.
    heads = (at for at, word in enumerate(words) if word in _BODIES)
    at = next((at for at in heads if _BODIES.isdisjoint(words[at + 1 : at + 2])), None)
    if at is None or not _LEADING_ON.isdisjoint(words[:at]) or not _HONORIFICS.isdisjoint(words):
        return False
    after = zip(words[at:], words[at + 1 :], strict=False)
    is_led_on = all(word not in _ROLES or following in _LEADING_ON for word, following in after)
    if not is_led_on or (cased[at][1].islower() and _has_unknown_capital(text)):
        # “The Ministry of Justice officer Ada”; “Karim police”.
        return False
    return at == len(words) - 1 or words[at + 1] in _LEADING_ON


def _is_made_of_bodies(text: str, words: str) -> bool:
    """Whether these words of a text are everyday or go with bodies (“Red Cross staff”)."""
    known = _known_beside(text) - (_TITLES - _EVERYDAY)
    return known.issuperset(words_of(words))


def _has_unknown_capital(text: str) -> bool:
    known = _known_beside(text)
    return any(token[0].isupper() and word not in known for word, token in cased_words(text))


def _known_beside(text: str) -> frozenset[str]:
    """Words that name nobody in this text: “Cross” by itself is a name, “Red Cross” a body."""
    words = words_of(text)
    if not _HONORIFICS.isdisjoint(words):
        # “Mr Court”.
        return _HONORIFICS
    known = _TITLES | _BODIES
    if sum(word in _BODIES | _OF_BODIES for word in words) > 1:
        known |= _OF_BODIES
    return known | _RED_CROSS if len(_RED_CROSS.intersection(words)) > 1 else known
