"""Recommendations in reports of the Universal Periodic Review: “88.1. Ratify … (Denmark);”."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from unhindered.core.reading.gazetteer import Sort
from unhindered.core.reading.hits import Hit
from unhindered.core.reading.page import Page
from unhindered.core.reading.proposal import Draft, Flag, Kind
from unhindered.core.reading.review_items import ReviewItem, find_review_items, own_number, without_page_marks

_GLUE = re.compile(r"[\s,;/&]|\band\b|\b[Tt]he\b|\bof\b")
_CLOSES = re.compile(r"\)?\d?[ *]{0,2}(?:[;.]|$|\n)")
_TRIMMED = " \n;.,"


@dataclass(frozen=True, kw_only=True)
class _Givers:
    start: int
    end: int
    states: tuple[str, ...]
    closes: bool


def review_drafts(page: Page) -> Iterator[Draft]:
    """One proposal for each recommendation that ends with the States that made it."""
    if not page.state_under_review:
        return
    items = list(find_review_items(page.marked.folded))
    givers = [_givers(page, item) for item in items]
    for index, (item, found) in enumerate(zip(items, givers, strict=True)):
        if not found:
            continue
        rest = without_page_marks(page.plain[found[-1].end : item.end]).strip(" \n;.,*)")
        if rest:
            # A line of this item slipped behind its end: what belongs to whom, an officer sees.
            yield _draft(page, item, item.start, item.end, found, Flag.TEXT_OUT_OF_ORDER)
        else:
            numbers_slipped = index + 1 < len(items) and not givers[index + 1]
            yield from _in_order(page, item, found, numbers_slipped=numbers_slipped)


def _in_order(
    page: Page, item: ReviewItem, givers: list[_Givers], *, numbers_slipped: bool
) -> Iterator[Draft]:
    """Each part of an item with givers of its own; behind the first, the number may be another item's."""
    start = item.start
    waiting: list[_Givers] = []
    for one in givers:
        waiting.append(one)
        if one.closes or one is givers[-1]:
            draft = _draft(page, item, start, one.end, waiting)
            if numbers_slipped and start > item.start:
                values = {key: value for key, value in draft.values.items() if key != "number"}
                draft = replace(draft, values=values, flags=(*draft.flags, Flag.TEXT_OUT_OF_ORDER))
            yield draft
            start, waiting = one.end, []


def _draft(page: Page, item: ReviewItem, start: int, end: int, givers: list[_Givers], *flags: Flag) -> Draft:
    while start < end and page.plain[start] in _TRIMMED:
        start += 1
    while end > start and page.plain[end - 1] in _TRIMMED:
        end -= 1
    values: dict[str, object] = {
        "state": page.state_under_review,
        "number": own_number(page.plain[start : start + 8]) or item.number,
        "by_states": list(dict.fromkeys(code for one in givers for code in one.states)),
    }
    if item.position:
        values["position"] = item.position
    return Draft(
        kind=Kind.RECOMMENDATION,
        start=start,
        end=end,
        values=values,
        flags=(Flag.STATE_UNDER_REVIEW, *flags),
        marks={"by": (givers[0].start, givers[-1].end)},
    )


def _givers(page: Page, item: ReviewItem) -> list[_Givers]:
    """Parentheses that hold nothing but States; several in a row are one."""
    found: list[_Givers] = []
    states = page.hits.between(item.start, item.end, Sort.STATE)
    for opening, closing in _parentheses(page.plain, item.start, item.end):
        inside = [hit for hit in states if opening < hit.start and hit.end <= closing and hit.code]
        if not inside or _GLUE.sub("", _left_over(page.plain, opening + 1, closing, inside)).strip("()"):
            continue
        one = _Givers(
            start=opening,
            end=closing + 1,
            states=tuple(hit.code for hit in inside),
            closes=_CLOSES.match(page.plain, closing + 1, item.end) is not None,
        )
        if found and not page.plain[found[-1].end : opening].strip(" ,;"):
            last = found.pop()
            one = _Givers(start=last.start, end=one.end, states=last.states + one.states, closes=one.closes)
        found.append(one)
    return found


def _left_over(plain: str, start: int, end: int, hits: list[Hit]) -> str:
    parts, place = [], start
    for hit in hits:
        parts.append(plain[place : hit.start])
        place = hit.end
    return "".join([*parts, plain[place:end]])


def _parentheses(plain: str, start: int, end: int) -> list[tuple[int, int]]:
    """Outermost pairs: “(Bolivia (Plurinational State of))” is one."""
    pairs, depth, opening = [], 0, start
    for place in range(start, end):
        if plain[place] == "(":
            opening = place if depth == 0 else opening
            depth += 1
        elif plain[place] == ")" and depth:
            depth -= 1
            if depth == 0:
                pairs.append((opening, place))
    return pairs
