"""Where each numbered recommendation of a review report stands, in texts whose lines a PDF has shuffled."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from unhindered.core.reading.folding import Folded

_SECTION = "conclusions and/or recommendations"
_CONTENTS_LINE = re.compile(r"[ *\n]{0,4}\.\.")
_TWO_PART = re.compile(r"(?<![\w./-])(\d{2,3})\.(\d{1,3})\.?(?=[ \n])")
_ONE_PART = re.compile(r"(?<![\w./-])(\d{1,3})\.(?=[ \n])")
_HEADING = re.compile(
    r"recommendations [^.;:]{0,120}?(?P<not>did not |do not |not )?"
    r"(?:(?P<support>enjoy(?:ed)? the support)|(?P<later>will be examined))"
)
_FEWEST_IN_A_LIST = 5
_LONGEST = 2_500
_LARGEST_GAP = 3
_FARTHEST_BACK = 400
_BLOCK_END = re.compile(r"[;:.\n][ \t]*\n[^\S\n]*")
_LINE = re.compile(r"[^\n;]+")
# An item of which nothing is left but who made it, right before the next number or the page's end.
_ONLY_GIVERS = re.compile(r"\s*\([^()]{2,80}\);?\s*(?:\d|A/HRC)")
_PAGE_MARKS = re.compile(r"[\s\d]|A/HRC/\d+/\d+")


@dataclass(frozen=True, kw_only=True)
class ReviewItem:
    """What stands under one number. `position` is what the list's heading says of it."""

    number: str
    start: int
    end: int
    position: str


def find_review_items(folded: Folded) -> Iterator[ReviewItem]:
    """Every numbered item of the report's list of recommendations."""
    start, end = review_section(folded.plain)
    headings = [
        (_paragraph_start(folded.plain, found.start()), _position(found))
        for found in _HEADING.finditer(folded.plain, start, end)
    ]
    numbers = _numbers(folded.plain, start, end, [place for place, _ in headings])
    starts = [_true_start(folded, found) for found in numbers]
    for index in range(1, len(numbers)):
        starts[index] = max(starts[index], numbers[index - 1].end())
        if starts[index] == numbers[index].start():
            starts[index] = _line_that_slipped(folded.plain, numbers[index - 1], numbers[index])
    places = [*(place for place, _ in headings), end + 1]
    for index, found in enumerate(numbers):
        above = bisect_left(places, found.start())
        following = starts[index + 1] if index + 1 < len(starts) else end
        stop = min(following, found.end() + _LONGEST, places[above])
        position = headings[above - 1][1] if above else ""
        number = found.group().rstrip(".")
        if starts[index] < stop:
            yield ReviewItem(number=number, start=starts[index], end=stop, position=position)


def own_number(words: str) -> str:
    """The number with which an item begins, where it begins with one."""
    found = _TWO_PART.match(words)
    return found.group().rstrip(".") if found else ""


def without_page_marks(words: str) -> str:
    """The words of a remainder without the page's number and symbol, which PDFs put between any two lines."""
    return _PAGE_MARKS.sub("", words)


def review_section(plain: str) -> tuple[int, int]:
    """Where the list of recommendations begins and ends; nowhere if there is none."""
    lower = plain.lower()
    place = lower.find(_SECTION)
    while place >= 0 and _CONTENTS_LINE.match(plain, place + len(_SECTION)):
        place = lower.find(_SECTION, place + 1)
    if place < 0:
        return 0, 0
    end = lower.find("all " + _SECTION, place + len(_SECTION))
    return place + len(_SECTION), end if end >= 0 else len(plain)


def _paragraph_start(plain: str, place: int) -> int:
    return plain.rfind("\n", max(0, place - _FARTHEST_BACK), place) + 1 or place


def _position(found: re.Match[str]) -> str:
    if found["later"]:
        return "to_be_examined"
    return "not_supported" if found["not"] else "supported"


def _numbers(plain: str, start: int, end: int, headings: list[int]) -> list[re.Match[str]]:
    """“88.1.”, “88.2.” where a report counts so, else “1.”, “2.”, which begin anew under each heading."""
    two_part = list(_TWO_PART.finditer(plain, start, end))
    lists = Counter(found[1] for found in two_part)
    kept = [found for found in two_part if lists[found[1]] >= _FEWEST_IN_A_LIST]
    if kept:
        return kept
    last, list_above = 0, 0
    for found in _ONE_PART.finditer(plain, start, end):
        above = bisect_left(headings, found.start())
        last = last if above == list_above else 0
        list_above = above
        if last < int(found[1]) <= last + _LARGEST_GAP:
            last = int(found[1])
            kept.append(found)
    return kept


def _true_start(folded: Folded, number: re.Match[str]) -> int:
    """Where the item begins: at its number, or at a first line that slipped in front of the number."""
    place, _ = folded.span(number.start(), number.end())
    original = folded.original
    before = original[max(0, place - _FARTHEST_BACK) : place]
    line = before.rstrip(" \t")
    words = line[:-1].rstrip(" \t")
    if not line.endswith("\n") or words.endswith((";", ".", ":", ")", "\n")):
        return number.start()
    offset = max((found.end() for found in _BLOCK_END.finditer(before)), default=0)
    slipped = len(" ".join(before[offset:].split()))
    return max(0, number.start() - slipped - 1) if slipped else number.start()


def _line_that_slipped(plain: str, before: re.Match[str], number: re.Match[str]) -> int:
    """Where an item begins whose first line stands, by itself, between the item before it and its number.

    That line may as well be the lost first line of the item before: it is taken only if that one lacks none,
    or if two lines stand there.
    """
    body = plain[before.end() : number.start()]
    tail_start = before.end() + body.rfind(")") + 1
    lines = [found.span() for found in _LINE.finditer(plain, tail_start, number.start())]
    lines = [span for span in lines if _is_of_an_item(plain[span[0] : span[1]])]
    if not lines or ")" not in body or not _lacks_its_beginning(plain, number):
        return number.start()
    return lines[-1][0] if len(lines) > 1 or not _lacks_its_beginning(plain, before) else number.start()


def _is_of_an_item(line: str) -> bool:
    return bool(without_page_marks(line).strip(" ;.,")) and not line.lstrip().startswith("*")


def _lacks_its_beginning(plain: str, number: re.Match[str]) -> bool:
    first = plain[number.end() : number.end() + 3].strip(" \n\"'\u201c")[:1]
    return first.islower() or _ONLY_GIVERS.match(plain, number.end()) is not None
