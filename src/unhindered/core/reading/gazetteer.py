"""The names and words that reading knows, and one automaton that finds all of them in one pass."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import ahocorasick

from unhindered.core.reading.folding import fold_words


class Sort(StrEnum):
    """What a known name or word is to a reader. Each value is a group in the word tables."""

    STATE = "state"
    BODY = "body"
    NOT_A_NAME = "not_a_name"  # a place or office whose name holds the name of a State or body
    ADVERB = "adverb"
    ADOPT = "adopt"
    ALLEGE = "allege"
    ASK = "ask"
    BUILD_ON = "build_on"
    CLAUSE = "clause"
    COMMIT = "commit"
    CONCERN = "concern"
    CONCERN_VERB = "concern_verb"
    GIVEN_BY = "given_by"
    JOIN = "join"
    LAW = "law"
    LAW_VERB = "law_verb"
    MODE = "mode"
    MONTH = "month"
    NAMING = "naming"
    NEED = "need"
    NOT = "not"
    NUMBER = "number"
    ORGANISATION = "organisation"
    ORDINARY = "ordinary"  # capitalised words that are no part of a person's name
    PRONOUN = "pronoun"
    PROPOSE = "propose"
    REGIONS = "regions"
    REPRISAL = "reprisal"
    RESOLUTION = "resolution"
    ROLE = "role"
    SAY = "say"
    SHORT_FORM = "short_form"
    SPONSOR = "sponsor"
    STATES = "states"
    TITLE = "title"
    TOPIC = "topic"
    UNDERTAKING = "undertaking"


NAMES = frozenset({Sort.STATE, Sort.BODY, Sort.NOT_A_NAME})


class Caution(StrEnum):
    """Why a name may not mean the State it names."""

    NONE = ""
    PERSON = "person"
    SEVERAL = "several"


@dataclass(frozen=True, kw_only=True)
class Word:
    """A name or phrase. `code` is the State, the body or the kind of thing; `label` a body's full name."""

    sort: Sort
    phrase: str
    code: str = ""
    label: str = ""
    caution: Caution = Caution.NONE
    candidates: tuple[str, ...] = ()
    is_former: bool = False

    @property
    def is_acronym(self) -> bool:
        """Such a name counts only in capitals: “US” is a State, “us” is not."""
        letters = [char for char in self.phrase if char.isalpha()]
        return self.sort in NAMES and len(letters) < 8 and all(char.isupper() for char in letters)


@dataclass(frozen=True, kw_only=True)
class KnownResolution:
    """A resolution that a text may mean without its symbol: `on` holds the days or months of its stages."""

    symbol: str
    organ: str
    topic: str
    proposer: str
    on: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Gazetteer:
    """All that reading knows of the world. Compile it once; reading changes nothing in it."""

    automaton: Any
    state_names: Mapping[str, str]
    body_labels: Mapping[str, str]
    resolutions: tuple[KnownResolution, ...]


def compile_gazetteer(
    words: Iterable[Word],
    *,
    state_names: Mapping[str, str],
    resolutions: Iterable[KnownResolution] = (),
) -> Gazetteer:
    """A gazetteer of these words; `state_names` gives each State's name in a sentence by its code."""
    by_phrase: dict[str, list[Word]] = {}
    body_labels: dict[str, str] = {}
    for word in words:
        if word.sort is Sort.BODY:
            body_labels[word.code] = word.label
        by_phrase.setdefault(fold_words(word.phrase), []).append(word)
    automaton = ahocorasick.Automaton()
    for phrase, meanings in by_phrase.items():
        if phrase:
            automaton.add_word(phrase, (len(phrase), tuple(meanings)))
    automaton.make_automaton()
    return Gazetteer(
        automaton=automaton,
        state_names=dict(state_names),
        body_labels=body_labels,
        resolutions=tuple(resolutions),
    )
