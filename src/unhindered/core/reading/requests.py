"""What somebody asks of a State: recommendations, and calls for laws."""

import re
from collections.abc import Iterator

from unhindered.core.reading.actors import Actor
from unhindered.core.reading.gazetteer import Sort
from unhindered.core.reading.hits import Hit
from unhindered.core.reading.page import Page
from unhindered.core.reading.proposal import Draft, Flag, Kind

_TO_WHOM = re.compile(
    r" (?:that )?(?:the |all |both )?(?:(?:Government|authorities|State|Kingdom|Republic) of (?:the )?)?",
    re.I,
)
_THING_ASKED = re.compile(r"[\w'(]")
_NEAR_LAW = 60
_MOST_WORDS_TO_LAW = 6
_FARTHEST = 300


_DUTIES = frozenset({"must", "should", "ought to", "needs to", "has to"})
_STATE_PARTY = re.compile(r"\b([Tt]he State [Pp]arty)(?: also| further| therefore)? $")
_MERELY_TO_KNOW = re.compile(
    r" (?:[\w'-]+ ){0,3}(?:information|clarifications?|details|explanations?|comments|views|data)\b"
    r"|(?: [\w'-]+){0,6} to (?:further |also )?(?:elaborate|explain|clarify|comment|inform|describe)\b"
)
_SOMEBODY_ELSE = re.compile(
    r" (?:on |upon |to )?(?:the )?(?:international community|Council|United Nations|OHCHR|donor|other )"
)


def recommendation_drafts(page: Page) -> Iterator[Draft]:
    """“X recommended that A …”, “X urged A to …”, one proposal for each such verb and State asked."""
    for verb in page.hits.of(Sort.ASK):
        voice = page.voice(verb.start)
        if voice is None or _MERELY_TO_KNOW.match(page.plain, verb.end):
            continue
        end = max(page.clause_end(verb.end), verb.end)
        asked, flags = _or_under_review(page, verb, voice)
        values = {**asked, **voice.values}
        if asked and asked.get("state") != voice.state and _THING_ASKED.search(page.plain, verb.end, end):
            yield Draft(
                kind=Kind.RECOMMENDATION,
                start=min(voice.start, verb.start) if voice.end <= verb.start else verb.start,
                end=end,
                values=values,
                flags=(*voice.flags, *flags),
                marks={"by": (voice.start, voice.end)},
            )


def demand_drafts(page: Page) -> Iterator[Draft]:
    """“A must release her,” said X: what a quoted speaker says that a State should do."""
    for verb in page.hits.of(Sort.NEED):
        quotation = page.quotations.around(verb.start)
        if quotation is None or quotation.speaker is None or page.plain[verb.start : verb.end] not in _DUTIES:
            continue
        states = page.states_between(max(quotation.start, verb.start - 60), verb.start)
        if states and page.actors.is_light(states[-1].end, verb.start):
            speaker = quotation.speaker
            yield Draft(
                kind=Kind.RECOMMENDATION,
                start=states[-1].start,
                end=max(page.clause_end(verb.end), verb.end),
                values={"state": states[-1].code, **speaker.values},
                flags=speaker.flags,
                marks={"by": (speaker.start, speaker.end)},
            )


def observation_drafts(page: Page) -> Iterator[Draft]:
    """“The State party should …” in concluding observations, where the treaty body speaks throughout."""
    if not page.reviewer:
        return
    for verb in page.hits.of(Sort.NEED):
        asked = _STATE_PARTY.search(page.plain, max(0, verb.start - 40), verb.start)
        if asked is not None and page.quotations.around(verb.start) is None:
            yield Draft(
                kind=Kind.RECOMMENDATION,
                start=asked.start(1),
                end=max(page.clause_end(verb.end), verb.end),
                values={"state": page.state_under_review, **page.reviewer},
                flags=(Flag.STATE_UNDER_REVIEW, Flag.SAID_BY_DOCUMENT),
            )


def law_call_drafts(page: Page) -> Iterator[Draft]:
    """A law that somebody asks for: “should enact a law”, “by enacting specific laws”."""
    seen: set[int] = set()
    for noun in page.hits.of(Sort.LAW):
        sentence = page.marked.sentence_at(noun.start)
        verbs = page.hits.between(max(sentence.start, noun.start - _NEAR_LAW), noun.start, Sort.LAW_VERB)
        asks = page.hits.between(max(sentence.start, noun.start - _FARTHEST), noun.start, Sort.ASK, Sort.NEED)
        if not verbs or not asks or asks[0].start > verbs[-1].start or sentence.start in seen:
            continue
        if not _belongs(page.plain[verbs[-1].end : noun.start]):
            continue
        draft = _law_call(page, asks[0], noun)
        if draft is not None:
            seen.add(sentence.start)
            yield draft


def _belongs(between: str) -> bool:
    """Whether a law is what the verb enacts or adopts: a few words between them, and no new clause."""
    return len(between.split()) <= _MOST_WORDS_TO_LAW and not any(mark in between for mark in ",;:.")


def _law_call(page: Page, ask: Hit, noun: Hit) -> Draft | None:
    voice = _voice(page, ask)
    if voice is None:
        return None
    end = max(page.clause_end(noun.end), noun.end)
    start = min(voice.start, ask.start) if voice.end <= ask.start and _same(page, voice, ask) else ask.start
    topics = dict.fromkeys(hit.code for hit in page.hits.between(noun.start, end, Sort.TOPIC))
    asked, flags = _or_under_review(page, ask, voice)
    values = {**asked, **voice.values}
    if topics:
        values["topics"] = list(topics)
    if values.get("state") == voice.state and voice.state:
        return None
    return Draft(
        kind=Kind.CALL_FOR_LAW,
        start=start,
        end=end,
        values=values,
        flags=(*voice.flags, *flags),
        marks={"by": (voice.start, voice.end), "what": (noun.start, noun.end)},
    )


def _voice(page: Page, ask: Hit) -> Actor | None:
    """Who asks. With “should” the sentence's subject is who is asked, so only a quoted speaker counts."""
    quotation = page.quotations.around(ask.start)
    if ask.sort is Sort.ASK:
        return page.voice(ask.start)
    return quotation.speaker if quotation else None


def _same(page: Page, voice: Actor, ask: Hit) -> bool:
    return page.marked.sentence_at(voice.start) == page.marked.sentence_at(ask.start)


def _asked(page: Page, verb: Hit) -> dict[str, object]:
    """The State asked, or “States”; in a review report, the State under review where nobody else is named."""
    lead = _TO_WHOM.match(page.plain, verb.end)
    place = lead.end() if lead else verb.end
    states = page.states_listed_at(place)
    if states:
        codes = list(dict.fromkeys(hit.code for hit in states))
        return {"state": codes[0]} if len(codes) == 1 else {"states": codes}
    sentence = page.marked.sentence_at(verb.start)
    general = page.hits.first(verb.end, min(sentence.end, verb.end + 60), Sort.STATES)
    named = page.states_between(verb.end, min(sentence.end, verb.end + 60))
    if named and (general is None or named[0].start < general.start) and _is_asked(page, verb, named[0]):
        return {"state": named[0].code}
    if general is not None and _is_asked(page, verb, general):
        return {"who": "States"}
    return {}


def _or_under_review(page: Page, verb: Hit, voice: Actor) -> tuple[dict[str, object], tuple[Flag, ...]]:
    """Whom the verb asks. In a review's report, a State that names nobody asks the State under review."""
    asked = _asked(page, verb)
    names_another = _SOMEBODY_ELSE.match(page.plain, verb.end) is not None
    is_reviewing = bool(voice.state or page.reviewer)
    if asked or names_another or not page.state_under_review or not is_reviewing:
        return asked, ()
    return {"state": page.state_under_review}, (Flag.STATE_UNDER_REVIEW,)


def _is_asked(page: Page, verb: Hit, asked: Hit) -> bool:
    """Whether nothing but a few small words stands between the verb and whom it addresses."""
    between = page.plain[verb.end : asked.start]
    return len(between.split()) <= 4 and not any(mark in between for mark in ".;:,(")
