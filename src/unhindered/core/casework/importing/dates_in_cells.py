"""Dates as people type them into sheets, turned into EDTF; what could be read in two ways is refused."""

import re
import unicodedata

from unhindered.core.casework.dates import read_edtf
from unhindered.core.casework.importing.mapping import DateOrder
from unhindered.core.casework.names import words_of
from unhindered.core.errors import Refused

_ADVICE = "Write 2026, 2026-11 or 2026-11-24, with ? if uncertain, ~ if approximate, / between two dates."
_TIME = r"(?:[T ]\d\d?:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?"
_YEAR_FIRST = re.compile(rf"(\d{{4}})[-/.](\d\d?)(?:[-/.](\d\d?){_TIME})?")
_YEAR_LAST = re.compile(rf"(\d\d?)[-/. ](\d\d?)[-/. ](\d{{4}}){_TIME}")
_MONTH_YEAR = re.compile(r"(\d\d?)[-/.](\d{4})")
_SERIAL = re.compile(r"\d{5}(\.\d+)?")
_BETWEEN = re.compile(r"\s+(?:to|until|till|à|au|a|al|до|–|—|-)\s+|(?<=\d)\s*[–—~](?=\d)")
_ABOUT = re.compile(r"(?:c\.|ca\.?|circa|about|around|approx\.?|approximately|vers|environ|hacia|около)\s*|~")
_NOT_KNOWN = frozenset(
    {"", "unknown", "not known", "na", "n a", "none", "null", "nan", "inconnu", "inconnue", "desconocido"}
    | {"desconocida", "desconhecido", "неизвестно", "unbekannt", "bilinmiyor", "غير معروف", "غير محدد"}
)
_MONTHS = (
    *("jan ene янв يناير", "feb fev fév févr фев فبراير", "mar mars мар مارس", "apr avr abr апр ابريل"),
    *("may mai мая май مايو", "jun juin июн يونيو", "jul juil июл يوليو", "aug aou août ago авг اغسطس"),
    *("sep sept set сен سبتمبر", "oct okt out окт اكتوبر", "nov ноя نوفمبر", "dec dic dez déc дек ديسمبر"),
)


def _month_words() -> dict[str, int]:
    return {word: number for number, words in enumerate(_MONTHS, start=1) for word in words_of(words) if word}


_MONTH_BY_WORD = _month_words()


def is_not_known(text: str) -> bool:
    """Whether a cell says, in one of a few languages, that something is not known."""
    return " ".join(words_of(text)) in _NOT_KNOWN


def read_date(text: str, order: DateOrder) -> str | None:
    """The date in a cell, in EDTF; None where it says that it is not known.

    Raises:
        Refused: no date, no such day, or one that could mean two days while the officer has not said which.
    """
    plain = _with_ascii_digits(text.strip())
    if is_not_known(plain):
        return None
    try:
        read_edtf(plain)
    except Refused:
        parts = _BETWEEN.split(plain)
        if len(parts) == 2 and all(parts):
            return _checked("/".join(_point(part, order) for part in parts))
        return _point(plain, order)
    return plain


def _with_ascii_digits(text: str) -> str:
    return "".join(str(unicodedata.digit(char)) if char.isdigit() else char for char in text)


def _point(text: str, order: DateOrder) -> str:
    rest, doubt = text.strip().casefold(), ""
    about = _ABOUT.match(rest)
    if about:
        rest, doubt = rest[about.end() :].strip(), "~"
    if rest.endswith("?"):
        rest, doubt = rest[:-1].strip(), "%" if doubt else "?"
    return _checked(_plain_point(rest, order) + doubt)


def _plain_point(text: str, order: DateOrder) -> str:
    if found := _YEAR_FIRST.fullmatch(text.upper()):
        return _joined(*found.groups())
    if found := _YEAR_LAST.fullmatch(text.upper()):
        first, second, year = found.groups()
        day, month = _day_and_month(int(first), int(second), order)
        return _joined(year, str(month), str(day))
    if found := _MONTH_YEAR.fullmatch(text):
        return _joined(found[2], found[1], None)
    if re.fullmatch(r"\d{4}", text):
        return text
    if _SERIAL.fullmatch(text):
        raise Refused(
            "This is a spreadsheet's own number for a day.",
            advice="Format the column as a date in the spreadsheet, and save it again.",
        )
    return _in_words(text)


def _joined(year: str, month: str | None, day: str | None) -> str:
    """Some programs write 00 where the month or the day is not known."""
    parts = [year]
    for part in (month, day):
        if part is None or int(part) == 0:
            break
        parts.append(f"{int(part):02}")
    return "-".join(parts)


def _day_and_month(first: int, second: int, order: DateOrder) -> tuple[int, int]:
    if order is DateOrder.MONTH_FIRST:
        return second, first
    if order is DateOrder.DAY_FIRST or first > 12 or first == second:
        return first, second
    if second > 12:
        return second, first
    raise Refused(
        "This date can mean two days.", advice="Say in the mapping whether the day or the month comes first."
    )


def _in_words(text: str) -> str:
    """A date with the name of its month: 24 November 2026, Nov 2026."""
    words = words_of(text)
    months = [_month(word) for word in words if not word.isdigit()]
    numbers = [word for word in words if word.isdigit()]
    years = [word for word in numbers if len(word) == 4]
    days = [word for word in numbers if len(word) <= 2]
    named = [month for month in months if month]
    if len(named) != 1 or len(years) != 1 or len(days) + 1 != len(numbers) or len(days) > 1:
        raise Refused("This is not a date we can read.", advice=_ADVICE)
    return _joined(years[0], str(named[0]), days[0] if days else None)


def _month(word: str) -> int | None:
    found = _MONTH_BY_WORD.get(word) or _MONTH_BY_WORD.get(word[:3])
    return found or _MONTH_BY_WORD.get(word[:4])


def _checked(edtf: str) -> str:
    read_edtf(edtf)
    return edtf
