"""What is written about a person in a case stays there: a text that leaves is written for its purpose."""

from collections.abc import Iterable

from unhindered.core.casework.case import Case
from unhindered.core.casework.codec import hints_of, rule_of
from unhindered.core.casework.fields import TextRule
from unhindered.core.casework.names import words_of
from unhindered.core.casework.not_told import TellsTooMuch

# Texts of a case have room for this many characters; shorter fields are labels, places and the like.
_ROOM_OF_A_TEXT = 100_000
# A shorter remark (“Threatened by telephone.”) is what anybody would write.
_SHORTEST = 50
# So many characters in a row, spaces and case aside, are no chance: somebody copied them.
_LONGEST_ALIKE = 160


def refuse_words_of_the_case(texts: Iterable[str], case: Case) -> None:
    """Nothing if no text holds one of the case's own texts whole, or a long part of one.

    Raises:
        TellsTooMuch: one does.
    """
    told = [_plain(text) for text in texts]
    kept = {plain for plain in map(_plain, _texts_of(case)) if len(plain) >= _SHORTEST}
    if any(_holds(text, kept) for text in told):
        raise TellsTooMuch(
            "The text holds a text of the case itself, or a long part of one.",
            advice="Write anew what this recipient needs to know; quote a person's own words only briefly.",
        )


def _texts_of(case: Case) -> Iterable[str]:
    for recorded in case.timeline:
        for name, hint in hints_of(type(recorded.fact)).items():
            rule = rule_of(hint)
            if isinstance(rule, TextRule) and rule.limit >= _ROOM_OF_A_TEXT:
                yield getattr(recorded.fact, name)


def _holds(text: str, kept: Iterable[str]) -> bool:
    parts = {text[at : at + _LONGEST_ALIKE] for at in range(len(text) - _LONGEST_ALIKE + 1)}
    for own in kept:
        if own in text:
            return True
        if any(own[at : at + _LONGEST_ALIKE] in parts for at in range(len(own) - _LONGEST_ALIKE + 1)):
            return True
    return False


def _plain(text: str) -> str:
    return " ".join(words_of(text))
