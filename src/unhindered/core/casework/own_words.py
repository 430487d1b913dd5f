"""What is written about a person in a case stays there: a text that leaves is written for its purpose."""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from unhindered.core.casework.case import Case
from unhindered.core.casework.codec import hints_of, rule_of
from unhindered.core.casework.fields import TextRule
from unhindered.core.casework.names import words_of
from unhindered.core.casework.not_told import TellsTooMuch
from unhindered.core.casework.supplements import Supplement

# Texts of a case have room for this many characters; shorter fields are labels, places and the like.
_ROOM_OF_A_TEXT = 100_000
# A shorter remark (“Threatened by telephone.”) is what anybody would write.
_SHORTEST = 50
# So many characters in a row, spaces and case aside, are no chance: somebody copied them.
_LONGEST_ALIKE = 160


def refuse_words_of_the_case(texts: Iterable[str], case: Case, told_by_sources: Iterable[str]) -> None:
    """Nothing if no text holds one of the case's own texts whole, or a long part of one.

    `told_by_sources` is what the sources of its reports wrote. What was undone is still the case's own.

    Raises:
        TellsTooMuch: one does.
    """
    told = [_plain(text) for text in texts]
    kept = {_plain(text) for text in chain(_texts_of(case), told_by_sources)}
    if _hold(told, [text for text in kept if len(text) >= _SHORTEST]):
        raise TellsTooMuch(
            "The text holds a text of the case itself, or a long part of one.",
            advice="Write anew what this recipient needs to know; quote a person's own words only briefly.",
        )


def _texts_of(case: Case) -> Iterator[str]:
    for recorded in (*case.history, *case.set_aside):
        yield from _texts_in(recorded.fact)


def _texts_in(record: Any) -> Iterator[str]:
    for name, hint in hints_of(type(record)).items():
        rule, value = rule_of(hint), getattr(record, name)
        if isinstance(value, Supplement):
            yield from _texts_in(value)
        elif isinstance(rule, TextRule) and rule.limit >= _ROOM_OF_A_TEXT:
            yield value


def _hold(texts: Iterable[str], kept: Iterable[str]) -> bool:
    told = [text for text in texts if len(text) >= _SHORTEST]
    parts = {text[at : at + _LONGEST_ALIKE] for text in told for at in range(len(text) - _LONGEST_ALIKE + 1)}
    for own in kept:
        if len(own) < _LONGEST_ALIKE:
            if any(own in text for text in told):
                return True
        elif any(own[at : at + _LONGEST_ALIKE] in parts for at in range(len(own) - _LONGEST_ALIKE + 1)):
            return True
    return False


def _plain(text: str) -> str:
    return " ".join(words_of(text))
