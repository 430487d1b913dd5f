"""Where a text says how to reach someone. What stands there is never proposed, quoted or kept in values."""

import re

from unhindered.core.reading.folding import Folded

Span = tuple[int, int]

# Each pattern takes at most a fixed number of steps from where it starts, so any text is read in linear time.
_MAIL = re.compile(r"[^\s@<>(),;]{1,64}@[^\s@<>(),;]{1,255}")
_HANDLE = re.compile(r"(?<![\w@.])@\w{2,40}")
_CHAT = re.compile(r"\b(?:wa|t|m|signal)\.me/\S{1,100}", re.IGNORECASE)
_NUMBER = re.compile(r"(?<![\w./])\+?\(?\d(?:[ .()/-]{0,3}\d){6,24}(?![\w])")
_LABEL = re.compile(r"\b(?:Tel|Phone|Telephone|Mobile|Fax|WhatsApp|Signal)\b\.?:? ?", re.IGNORECASE)
_DATE_LIKE = re.compile(r"\d{1,4}[ ./-]{1,3}\d{1,2}[ ./-]{1,3}\d{2,4}|(?:(?:1[89]|20)\d\d[ /-]{0,3})+")
_GROUPED = re.compile(r"\d{1,3}(?: \d{3})+")
_FEWEST_DIGITS = 7


def contact_spans(folded: Folded) -> tuple[Span, ...]:
    """Places in the folded text of e-mail addresses, account names, and numbers that can be called."""
    plain = folded.plain
    found = [match.span() for pattern in (_HANDLE, _CHAT) for match in pattern.finditer(plain)]
    if "@" in plain:
        found += [match.span() for match in _MAIL.finditer(plain)]
    found += [match.span() for match in _NUMBER.finditer(plain) if _can_be_called(plain, match)]
    return tuple(sorted(found))


def _can_be_called(plain: str, found: re.Match[str]) -> bool:
    number = found.group()
    if number.startswith(("+", "(+", "00")):
        return True
    if sum(char.isdigit() for char in number) < _FEWEST_DIGITS or number.count(".") == 1:
        return False
    if _DATE_LIKE.fullmatch(number):
        return False
    is_labelled = _LABEL.search(plain, max(0, found.start() - 16), found.start()) is not None
    return is_labelled or _GROUPED.fullmatch(number) is None
