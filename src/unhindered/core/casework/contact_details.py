"""Addresses and numbers by which someone can be reached, found in a text that is about to leave."""

import re
import unicodedata

_MAIL = re.compile(r"[^\s@]@[^\s@]|(?<![\w@])@\w{2}")
_CHAT = re.compile(r"\b(?:wa|t|m|signal)\.me/", re.IGNORECASE)
_BETWEEN = " .()\\-\u00a0\u2010-\u2015\u202f"
_NUMBER = re.compile(rf"\+?\(?\d(?:[{_BETWEEN}]{{0,3}}\d){{6,}}")
_FEWEST_DIGITS = 7
_DATE = re.compile(r"\d{4}-\d\d-\d\d|\d\d?\.\d\d?\.\d{4}")
_YEARS = re.compile(rf"(?:(?:1[89]|20)\d\d[{_BETWEEN}]*)+")
# Only round sums: "1 200 000" is money or people, "600 123 456" may be a telephone.
_ROUND_SUM = re.compile("[1-9]\\d{0,2}(?:([ .\u00a0\u202f])\\d{3})*[ .\u00a0\u202f]000")


def holds_contact_details(text: str) -> bool:
    """Whether an e-mail address, an account name, or a number that can be called stands in the text.

    Identity numbers look the same and are found too. Dates, years and round sums are let through. Streets and
    houses are not found: whoever reads has to.
    """
    visible = "".join(char for char in text if unicodedata.category(char) != "Cf")
    plain = unicodedata.normalize("NFKC", visible)
    if _MAIL.search(plain) or _CHAT.search(plain):
        return True
    return any(_can_be_called(found.group()) for found in _NUMBER.finditer(plain))


def _can_be_called(number: str) -> bool:
    if number.startswith(("+", "00")):
        return True
    rest = _DATE.sub("", number).strip(" .-()")
    if len(re.sub(r"\D", "", rest)) < _FEWEST_DIGITS:
        return False
    return not (_YEARS.fullmatch(rest) or _ROUND_SUM.fullmatch(rest))
