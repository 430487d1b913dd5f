"""Resolutions that a text tells of, who proposed them, and which known ones they may be."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from unhindered.core.reading.dates import FoundDate
from unhindered.core.reading.gazetteer import KnownResolution, Sort
from unhindered.core.reading.hits import Hit
from unhindered.core.reading.page import Page
from unhindered.core.reading.proposal import Draft, Flag, Kind
from unhindered.core.reading.symbols import resolution_symbol_between

ORGANS = frozenset({"GA", "GA-C3", "HRC", "SC", "ECOSOC", "CHR", "PACE", "EP"})
_KNOWN_ORGANS = {"GA": "GA", "GA-C3": "GA", "HRC": "HRC"}
_DETERMINER = re.compile(
    r"\b(a|an|another|the|this|that|these|those|its|their|such|each|every|any|no|all)((?: [\w-]+){0,4}) $",
    re.I,
)
_INDEFINITE = frozenset({"a", "an", "another"})
_NOTHING_BETWEEN = re.compile(r"'s?(?: [\w-]+){0,3} $")
_AFTER_ORGAN = 60
_FARTHEST_VERB = 160
# News comes between a vote in committee and the plenary a month later, or looks back on both.
_BEFORE_NEWS = timedelta(days=60)
_AFTER_NEWS = timedelta(days=60)


@dataclass(frozen=True, kw_only=True)
class ToldResolution:
    """A resolution at a place of the folded text, with what stands attached to the word."""

    noun: Hit
    start: int
    end: int
    region_end: int
    is_indefinite: bool
    proposers: tuple[Hit, ...]
    organ: Hit | None
    adopted: FoundDate | None
    is_built_on: bool
    topics: tuple[str, ...]


def told_resolutions(page: Page) -> list[ToldResolution]:
    """Every resolution that the text tells more of than its number."""
    nouns = page.hits.of(Sort.RESOLUTION)
    found = []
    for index, noun in enumerate(nouns):
        sentence = page.marked.sentence_at(noun.start)
        following = nouns[index + 1].start if index + 1 < len(nouns) else sentence.end
        told = _told(page, noun, min(sentence.end, following))
        if told is not None:
            found.append(told)
    return found


def resolution_drafts(page: Page, told: list[ToldResolution]) -> Iterator[Draft]:
    """A proposal for each, with its symbol or with the known resolutions that it may be."""
    for one in told:
        organ = one.organ.code if one.organ else ""
        symbol = resolution_symbol_between(page.plain, one.noun.start, one.region_end, organ)
        values = _values(one)
        flags: list[Flag] = []
        if symbol is not None:
            values["symbol"] = symbol[0]
            flags += [Flag.SYMBOL_COMPOSED] if symbol[1] else []
        else:
            flags.append(Flag.SYMBOL_NOT_IN_TEXT)
            if candidates := candidates_for(one, page):
                values["candidates"] = candidates
        if one.adopted:
            flags += one.adopted.flags
        yield Draft(kind=Kind.RESOLUTION, start=one.start, end=one.end, values=values, flags=tuple(flags))


def _values(one: ToldResolution) -> dict[str, object]:
    values: dict[str, object] = {}
    if one.proposers:
        values["proposer"] = one.proposers[0].code
    if len(one.proposers) > 1:
        values["proposers"] = [hit.code for hit in one.proposers]
    if one.organ:
        values |= {"organ": one.organ.word.label, "organ_code": one.organ.code}
    if one.adopted and one.adopted.edtf:
        values["adopted"] = one.adopted.edtf
    if one.topics:
        values["topics"] = list(one.topics)
    if one.is_built_on:
        values["relation"] = "built_on"
    return values


def candidates_for(told: ToldResolution, page: Page) -> list[str]:
    """Symbols of known resolutions that agree with everything the text says; the best agreed ones only."""
    scored = [
        (_score(told, known, page.dates.document), known.symbol) for known in page.gazetteer.resolutions
    ]
    best = max((score for score, _ in scored), default=0)
    return [symbol for score, symbol in scored if score == best and score > 0][:5]


def _score(told: ToldResolution, known: KnownResolution, document: date | None) -> int:
    """0 if anything speaks against it or no date speaks for it."""
    organ = _KNOWN_ORGANS.get(told.organ.code) if told.organ else None
    proposer = told.proposers[0].code if told.proposers else ""
    contradicts = (
        (organ is not None and organ != known.organ)
        or (bool(proposer) and bool(known.proposer) and proposer != known.proposer)
        or (bool(told.topics) and known.topic.lower() not in told.topics)
    )
    if contradicts or not any(_agrees(told.adopted, stage, document) for stage in known.on):
        return 0
    return 1 + 2 * (bool(proposer) and proposer == known.proposer) + (known.topic.lower() in told.topics)


def _agrees(adopted: FoundDate | None, stage: str, document: date | None) -> bool:
    if adopted and adopted.edtf:
        return stage.startswith(adopted.edtf) or adopted.edtf.startswith(stage)
    if document is None:
        return False
    days = [date.fromisoformat(stage)] if len(stage) == 10 else _days_of_month(stage)
    return any(document - _BEFORE_NEWS <= day <= document + _AFTER_NEWS for day in days)


def _days_of_month(stage: str) -> list[date]:
    return [date(int(stage[:4]), int(stage[5:7]), 15)] if len(stage) == 7 else []


def _told(page: Page, noun: Hit, region_end: int) -> ToldResolution | None:
    before = _DETERMINER.search(page.plain, max(0, noun.start - 70), noun.start)
    determiner = before[1].lower() if before else ""
    start = before.start(2) + 1 if before and before[2] else noun.start
    proposers, proposers_end = _proposers(page, noun, region_end)
    organ = _organ(page, noun, region_end)
    if not proposers and (organ is None or determiner not in _INDEFINITE):
        return None
    if proposers and proposers[0].start < start:
        start = proposers[0].start
    adopted = _date_of(page, organ, noun) if organ else None
    ends = [noun.end, proposers_end, *(hit.end for hit in (organ,) if hit), adopted.end if adopted else 0]
    starts = [start, *(hit.start for hit in (organ,) if hit), *((adopted.start,) if adopted else ())]
    return ToldResolution(
        noun=noun,
        start=min(starts),
        end=max(ends),
        region_end=region_end,
        is_indefinite=determiner in _INDEFINITE,
        proposers=proposers,
        organ=organ,
        adopted=adopted,
        is_built_on=_is_built_on(page, noun, start),
        topics=_topics(page, noun, region_end),
    )


def _proposers(page: Page, noun: Hit, region_end: int) -> tuple[tuple[Hit, ...], int]:
    for hit in page.hits.between(noun.end, region_end, Sort.PROPOSE):
        states = page.states_listed_at(hit.end)
        if states:
            return tuple(states), states[-1].end
    for hit in page.hits.between(max(0, noun.start - 60), noun.start, Sort.STATE):
        owns = _NOTHING_BETWEEN.fullmatch(page.plain, hit.end, noun.start)
        if hit.code and hit.start not in page.not_states and owns:
            return (hit,), 0
    return (), 0


def _organ(page: Page, noun: Hit, region_end: int) -> Hit | None:
    """The organ that adopts: before the word (“General Assembly resolution”), after it, or as subject."""
    bodies = page.hits.between(max(0, noun.start - 60), noun.start, Sort.BODY)
    if bodies and bodies[-1].code in ORGANS and page.plain[bodies[-1].end : noun.start] in {" ", " draft "}:
        return bodies[-1]
    after = [hit for hit in page.hits.between(noun.end, region_end, Sort.BODY) if hit.code in ORGANS]
    if after:
        return after[0]
    begin = max(page.marked.sentence_at(noun.start).start, noun.start - _FARTHEST_VERB)
    for verb in reversed(page.hits.between(begin, noun.start, Sort.ADOPT)):
        subject = page.actors.subject_of(verb.start)
        if subject is not None and subject.values.get("by_body") in ORGANS:
            return page.hits.first(subject.start, subject.end, Sort.BODY)
    return None


def _date_of(page: Page, organ: Hit, noun: Hit) -> FoundDate | None:
    """“adopted by the Council in September”; “In September, the Council adopted …”."""
    sentence = page.marked.sentence_at(noun.start)
    if organ.start < noun.start:
        return page.when(sentence, organ.start)
    verbs = page.hits.between(noun.end, organ.start, Sort.ADOPT)
    found = page.dates.between(organ.end, min(sentence.end, organ.end + _AFTER_ORGAN)) if verbs else []
    return found[0] if found else None


def _is_built_on(page: Page, noun: Hit, start: int) -> bool:
    hits = page.hits.between(max(0, start - 24), noun.start, Sort.BUILD_ON)
    return bool(hits)


def _topics(page: Page, noun: Hit, region_end: int) -> tuple[str, ...]:
    hits = page.hits.between(max(0, noun.start - 40), region_end, Sort.TOPIC)
    return tuple(dict.fromkeys(hit.code for hit in hits))
