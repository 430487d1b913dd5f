"""Concern that somebody expresses about a State, and the naming of States for reprisals."""

import re
from collections.abc import Iterator
from dataclasses import replace

from unhindered.core.reading.actors import Actor
from unhindered.core.reading.gazetteer import Sort
from unhindered.core.reading.hits import Hit
from unhindered.core.reading.marked_text import Sentence
from unhindered.core.reading.page import Page
from unhindered.core.reading.proposal import Draft, Flag, Kind

_ABOUT = re.compile(r",? (?:about|at|over|regarding|that|with|by|on|concerning|as to|for|in|of|to|and)\b")
_NEAR_VERB = 60
_NEAR_NOUN = 70
_IN_OR_BY = re.compile(
    r" (?:in|by) (?:the |a |an |its |his |her )?(?:annual )?(?:report (?:of|by) (?:the )?)?"
)


def concern_drafts(page: Page) -> Iterator[Draft]:
    """One proposal for each State that a concern is about."""
    for noun in page.hits.of(Sort.CONCERN):
        verb = _verb_of(page, noun)
        voice = page.voice(verb.start) if verb else None
        if voice is not None and _ABOUT.match(page.plain, noun.end):
            yield from _concern(page, noun, voice)


def naming_drafts(page: Page) -> Iterator[Draft]:
    """One proposal for each State that somebody names in connection with reprisals."""
    for verb in page.hits.of(Sort.NAMING):
        sentence = page.marked.sentence_at(verb.start)
        passive = _IN_OR_BY.match(page.plain, verb.end)
        namer = page.actors.starting_near(passive.end(), sentence.end) if passive else None
        if states := page.states_listed_at(verb.end):
            yield from _named_first(page, sentence, verb, states)
        elif namer is not None and page.hits.first(sentence.start, sentence.end, Sort.REPRISAL):
            yield from _named_in(page, sentence, verb, namer)
        else:
            yield from _named_after(page, sentence, verb)


def claim_values(page: Page, sentence: Sentence, verb: int) -> dict[str, object]:
    """`year` and `when` where the sentence begins with a date."""
    date = page.when(sentence, verb)
    if date is None:
        return {}
    return {"when": date.edtf} if date.year is None else {"year": date.year, "when": date.edtf}


def _verb_of(page: Page, noun: Hit) -> Hit | None:
    wanted = "being" if noun.code == "state_of_mind" else ""
    verbs = page.hits.between(max(0, noun.start - _NEAR_VERB), noun.start, Sort.CONCERN_VERB)
    for verb in reversed(verbs):
        if verb.code == wanted:
            return verb if page.actors.is_light(verb.end, noun.start) else None
    return None


def _concern(page: Page, noun: Hit, voice: Actor) -> Iterator[Draft]:
    sentence = page.marked.sentence_at(noun.start)
    end = max(page.clause_end(noun.end), noun.end)
    values = {**voice.values, **claim_values(page, sentence, min(voice.start, noun.start))}
    start = sentence.start if "when" in values else min(voice.start, noun.start)
    if quotation := page.quotations.around(noun.start):
        start = max(sentence.start, quotation.start)
    about_nobody = Draft(
        kind=Kind.CONCERN,
        start=start,
        end=end,
        values=values,
        flags=voice.flags,
        marks={"by": (voice.start, voice.end)},
    )
    states = [hit for hit in page.states_between(noun.end, end) if hit.code != voice.state]
    for hit in _one_each(states):
        marks = {**about_nobody.marks, "state": (hit.start, hit.end)}
        yield replace(about_nobody, values={"state": hit.code, **values}, marks=marks)
    if not states:
        yield _about_the_reviewed(page, about_nobody, voice)


def _about_the_reviewed(page: Page, draft: Draft, voice: Actor) -> Draft:
    state = page.state_under_review
    if state and voice.state != state:
        flags = (*draft.flags, Flag.STATE_UNDER_REVIEW)
        return replace(draft, values={"state": state, **draft.values}, flags=flags)
    return replace(draft, flags=(*draft.flags, Flag.STATE_NOT_NAMED))


def _named_after(page: Page, sentence: Sentence, verb: Hit) -> Iterator[Draft]:
    """“the Secretary-General highlighted cases of reprisals … in A, B and C”."""
    noun = page.hits.first(verb.end, min(sentence.end, verb.end + _NEAR_NOUN), Sort.REPRISAL)
    voice = page.voice(verb.start) if noun else None
    if noun is None or voice is None or any(mark in page.plain[verb.end : noun.start] for mark in ".;:,"):
        return
    for hit in _one_each(page.states_between(noun.end, page.clause_end(noun.end))):
        if hit.code != voice.state:
            yield _naming(page, sentence, voice, hit, (voice.start, hit.end))


def _named_first(page: Page, sentence: Sentence, verb: Hit, states: list[Hit]) -> Iterator[Draft]:
    """“the Committee named A and B in its report for acts of intimidation”."""
    noun = page.hits.first(states[-1].end, sentence.end, Sort.REPRISAL)
    voice = page.voice(verb.start) if noun else None
    if noun is None or voice is None:
        return
    for hit in _one_each(states):
        if hit.code != voice.state:
            yield _naming(page, sentence, voice, hit, (voice.start, noun.end))


def _named_in(page: Page, sentence: Sentence, verb: Hit, namer: Actor) -> Iterator[Draft]:
    """“A, B and C were named in the Secretary-General's report for reprisals”."""
    for hit in _one_each(page.states_between(sentence.start, verb.start)):
        if hit.code != namer.state:
            yield _naming(page, sentence, namer, hit, (hit.start, max(namer.end, page.clause_end(verb.end))))


def _naming(page: Page, sentence: Sentence, namer: Actor, state: Hit, span: tuple[int, int]) -> Draft:
    values = dict(namer.values)
    if "by" in values:
        values = {"named_by": values.pop("by"), **values}
    return Draft(
        kind=Kind.NAMED_FOR_REPRISALS,
        start=span[0],
        end=span[1],
        values={"state": state.code, **values, **claim_values(page, sentence, namer.start)},
        flags=namer.flags,
        marks={"by": (namer.start, namer.end), "state": (state.start, state.end)},
    )


def _one_each(states: list[Hit]) -> list[Hit]:
    return list({hit.code: hit for hit in reversed(states)}.values())[::-1]
