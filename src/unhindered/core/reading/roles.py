"""The role and the organisation that stand beside a person's name."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from unhindered.core.reading.gazetteer import Sort
from unhindered.core.reading.hits import Hit
from unhindered.core.reading.marked_text import MarkedText

# Bodies that are one person's office: who holds one is named by it.
_OFFICES = ("SG", "ASG", "HC", "COE-COMMISSIONER")
_AFTER = re.compile(r", (?:the |a |an |then |former ){0,2}")
_CONNECTOR_LIST = (
    "of",
    "for",
    "the",
    "and",
    "to",
    "on",
    "at",
    "with",
    "in",
    "de",
    "du",
    "a",
    "an",
    "&",
    "against",
)
_CONNECTORS = frozenset(_CONNECTOR_LIST)
_PHRASE_WORD = re.compile(rf"(?:{'|'.join(_CONNECTOR_LIST)})(?= )|[A-Z0-9][\w'&/.-]*[\w]|[A-Z]")
_OF_A_STATE = frozenset({"Republic", "Kingdom", "State", "Government"})
_BETWEEN = re.compile(
    r"(?:(?: (?:of|for|the|and|on|in|to|at|with|de|&)){0,3} [A-Z][\w'&-]*){0,8},? ?(?:by |as )?$"
)
_CLOSED = ",.;:)'\"\n\u201d\u2014"
_LEFT = re.compile(r"(?<![\w'-])(?:[A-Z][\w-]* ){1,3}$")
_WINDOW = 120
_LONGEST_ROLE = 200
_MOST_WORDS = 14


@dataclass(frozen=True, kw_only=True)
class Role:
    """What someone is, at a place of the folded text; `values` are `role`, `organisation`, `of_state`."""

    start: int
    end: int
    values: Mapping[str, str]
    is_office: bool


def role_after(marked: MarkedText, name_end: int, limit: int) -> Role | None:
    """“NAME, Legal Counsel with the …”."""
    comma = _AFTER.match(marked.plain, name_end, limit)
    if comma is None:
        return None
    start = comma.end()
    end = _phrase_end(marked, start, min(limit, start + _LONGEST_ROLE))
    first = _first_role(marked, start, end)
    if first is None or first.start - start > 40:
        return None
    # “…of NAME, the head of delegation stated”: an apposition in small letters has to end with its clause.
    if marked.plain[start].islower() and marked.plain[end : end + 1] not in _CLOSED:
        return None
    return _role(marked, start, end, limit)


def role_before(marked: MarkedText, name_start: int, limit: int) -> Role | None:
    """“the Minister of Justice, Mr NAME”, “Special Rapporteur NAME”."""
    plain = marked.plain
    begin = max(limit, name_start - _WINDOW)
    for hit in reversed(_roles(marked, begin, name_start)):
        if not plain[hit.start].isupper() or not _BETWEEN.fullmatch(plain, hit.end, name_start):
            continue
        start = hit.start
        left = _LEFT.search(plain, max(begin, start - 60), start)
        if left:
            ordinary = marked.hits.between(left.start(), start, Sort.ORDINARY, Sort.TITLE)
            start = ordinary[-1].end + 1 if ordinary else left.start()
        end = name_start
        while end > hit.end and plain[end - 1] in " ,":
            end -= 1
        return _role(marked, start, end, end)
    return None


def _role(marked: MarkedText, start: int, end: int, limit: int) -> Role:
    organisation = _organisation(marked, start, end)
    values: dict[str, str] = {}
    role_end = end
    if organisation is not None:
        role_end = _without_connectors(marked.plain, start, organisation[0])
        values["organisation"] = marked.folded.words(*organisation)
    elif marked.plain.startswith(", ", end) and (body := _named_at(marked, end + 2, limit)):
        values["organisation"] = marked.folded.words(*body)
        end = body[1]
    states = marked.hits.between(start, role_end, Sort.STATE)
    if states and states[-1].code:
        values["of_state"] = states[-1].code
        if states[-1].end == role_end and states[-1].start > start:
            role_end = _without_connectors(marked.plain, start, states[-1].start)
    role = marked.folded.words(start, role_end)
    is_office = any(hit.code != "work" for hit in _roles(marked, start, end))
    return Role(start=start, end=end, values={"role": role, **values}, is_office=is_office)


def _phrase_end(marked: MarkedText, start: int, limit: int) -> int:
    """Where a run of capitalised words and small connecting words ends; role words count without capitals."""
    place, end, words = start, start, 0
    roles = {hit.start: hit.end for hit in _roles(marked, start, limit)}
    titles = {hit.start for hit in marked.hits.between(start, limit, Sort.TITLE)}
    while place < limit and words < _MOST_WORDS:
        found = _PHRASE_WORD.match(marked.plain, place, limit)
        finish = roles.get(place) or (found.end() if found else 0)
        is_initial = finish == place + 1 and marked.plain[finish : finish + 1] == "."
        if not finish or is_initial or place in titles:
            break
        if marked.plain[place:finish] not in _CONNECTORS:
            end = finish
        words += 1
        if marked.plain[finish : finish + 1] != " ":
            break
        place = finish + 1
    return end


def _roles(marked: MarkedText, start: int, end: int) -> list[Hit]:
    offices = [hit for hit in marked.hits.between(start, end, Sort.BODY) if is_office(hit.code)]
    return sorted([*marked.hits.between(start, end, Sort.ROLE), *offices], key=lambda hit: hit.start)


def is_office(code: str) -> bool:
    """Whether a body is one person's office."""
    return code in _OFFICES or code.startswith("SR-")


def _first_role(marked: MarkedText, start: int, end: int) -> Hit | None:
    return next(iter(_roles(marked, start, end)), None)


def _organisation(marked: MarkedText, start: int, end: int) -> tuple[int, int] | None:
    for hit in marked.hits.between(start, end, Sort.BODY):
        if not is_office(hit.code) and hit.start > start:
            return hit.start, hit.end
    for hit in reversed(marked.hits.between(start, end, Sort.ORGANISATION)):
        begin = max(
            (
                found.end()
                for found in re.finditer(r" (?:of|with|at|for|to) (?:the )?", marked.plain[start : hit.start])
            ),
            default=0,
        )
        if begin:
            return start + begin, end
    return None


def _named_at(marked: MarkedText, start: int, limit: int) -> tuple[int, int] | None:
    if marked.plain.startswith("the ", start):
        start += 4
    for hit in marked.hits.between(start, limit, Sort.BODY)[:1]:
        if hit.start == start and not is_office(hit.code):
            return hit.start, hit.end
    end = _phrase_end(marked, start, min(limit, start + _LONGEST_ROLE))
    if (
        end > start
        and marked.hits.between(start, end, Sort.ORGANISATION)
        and not _first_role(marked, start, end)
    ):
        return start, end
    return None


def _without_connectors(plain: str, start: int, end: int) -> int:
    words = plain[start:end].rstrip(" ,").split(" ")
    while len(words) > 1 and (words[-1] in _CONNECTORS or words[-1] in _OF_A_STATE):
        words.pop()
    return start + len(" ".join(words))
