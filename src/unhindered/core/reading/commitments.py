"""What States are said to have committed to, kind by kind, and who says that they did."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from unhindered.core.reading.actors import Actor
from unhindered.core.reading.gazetteer import Sort
from unhindered.core.reading.hits import Hit
from unhindered.core.reading.page import Page
from unhindered.core.reading.proposal import Draft, Flag, Kind

_OF = re.compile(r" (?:of|by|from|made by) (?:the |all |both )?")
_OWNS = re.compile(r"'s?(?: [\w-]+){0,3} ")
_WEAK_KINDS = frozenset({"redress", "free_contact"})
_FARTHEST = 400


@dataclass(frozen=True, kw_only=True)
class _Told:
    """Who committed, and who says so."""

    who: Mapping[str, str]
    voice: Actor
    flags: tuple[Flag, ...] = ()


def commitment_drafts(page: Page) -> Iterator[Draft]:
    """One proposal for each thing committed to; weaker wordings about a resolution carry a flag."""
    seen: set[tuple[int, str]] = set()
    for verb in page.hits.of(Sort.COMMIT):
        for draft in _committed(page, verb):
            seen.add((page.marked.sentence_at(draft.start).start, str(draft.values["commitment"])))
            yield draft
    for noun in page.hits.of(Sort.RESOLUTION):
        sentence = page.marked.sentence_at(noun.start)
        for draft in _aims(page, noun):
            key = (sentence.start, str(draft.values["commitment"]))
            if key not in seen:
                seen.add(key)
                yield draft


def _committed(page: Page, verb: Hit) -> Iterator[Draft]:
    end = min(page.marked.sentence_at(verb.start).end, verb.end + _FARTHEST)
    quotation = page.quotations.around(verb.start)
    end = min(end, quotation.end) if quotation else end
    told = _told_by_noun(page, verb) if verb.code == "noun" else _told_by_verb(page, verb)
    if told is None:
        return
    for thing in _one_of_each(page.hits.between(verb.end, end, Sort.UNDERTAKING)):
        yield _draft(page, verb, thing, told)


def _told_by_verb(page: Page, verb: Hit) -> _Told | None:
    """“A pledged to …”, “States have committed to …”."""
    subject = page.actors.subject_of(verb.start)
    quotation = page.quotations.around(verb.start)
    if subject is not None:
        speaker = quotation.speaker if quotation and quotation.start <= subject.start else None
        speaker = speaker or _who_reports(page, subject)
        who = _committer(subject)
        return _Told(who=who, voice=speaker or subject) if who else None
    general = page.hits.between(max(0, verb.start - 40), verb.start, Sort.STATES)
    if general and page.actors.is_light(general[-1].end, verb.start):
        return _Told(who={"who": "States"}, voice=page.voice(verb.start) or _document(general[-1]))
    return None


def _who_reports(page: Page, subject: Actor) -> Actor | None:
    """“X said that A had promised …”: X."""
    sentence = page.marked.sentence_at(subject.start)
    said = page.hits.between(max(sentence.start, subject.start - 40), subject.start, Sort.SAY)
    if not said or page.plain[said[-1].end : subject.start].strip() not in {"that", "that the", "the", ""}:
        return None
    return page.actors.subject_of(said[-1].start)


def _told_by_noun(page: Page, noun: Hit) -> _Told | None:
    """“the commitment of States to …”, “A's commitment to …”: said by the sentence's own speaker."""
    voice = _speaker(page, noun)
    if voice is None:
        return None
    owners = page.hits.between(max(0, noun.start - 60), noun.start, Sort.STATE)
    if owners and owners[-1].code and _OWNS.fullmatch(page.plain, owners[-1].end, noun.start):
        return _Told(who={"state": owners[-1].code}, voice=voice)
    lead = _OF.match(page.plain, noun.end)
    if lead is None:
        return None
    states = page.states_listed_at(lead.end())
    if states:
        return _Told(who={"state": states[0].code}, voice=voice)
    general = page.hits.first(lead.end() - 4, lead.end() + 30, Sort.STATES)
    if general and not page.plain[lead.end() : general.start].strip():
        return _Told(who={"who": "States"}, voice=voice)
    return None


def _committer(subject: Actor) -> dict[str, str]:
    if subject.state:
        return {"state": subject.state}
    return {} if subject.is_person else {"who": subject.values.get("by", "")}


def _speaker(page: Page, verb: Hit) -> Actor | None:
    quotation = page.quotations.around(verb.start)
    if quotation is not None and quotation.speaker is not None:
        return quotation.speaker
    return page.actors.subject_of_sentence(page.marked.sentence_at(verb.start))


def _document(place: Hit) -> Actor:
    return Actor(
        start=place.start, end=place.end, values={"by": "this document"}, flags=(Flag.SAID_BY_DOCUMENT,)
    )


def _aims(page: Page, noun: Hit) -> Iterator[Draft]:
    """A speaker says what a resolution is for: “with this resolution … the ability to freely contact …”."""
    quotation = page.quotations.around(noun.start)
    if quotation is None or quotation.speaker is None:
        return
    end = min(page.marked.sentence_at(noun.start).end, quotation.end)
    things = page.hits.between(noun.end, end, Sort.UNDERTAKING)
    told = _Told(who={"who": "States"}, voice=quotation.speaker, flags=(Flag.NOT_A_COMMITMENT_VERB,))
    for thing in _one_of_each([hit for hit in things if hit.code in _WEAK_KINDS]):
        yield _draft(page, noun, thing, told)


def _draft(page: Page, verb: Hit, thing: Hit, told: _Told) -> Draft:
    voice = told.voice
    return Draft(
        kind=Kind.COMMITMENT,
        start=voice.start if _is_before(page, voice, verb) else verb.start,
        end=thing.end,
        values={"commitment": thing.code, **told.who, **voice.values},
        flags=(*voice.flags, *told.flags),
        marks={"what": (thing.start, thing.end), "by": (voice.start, voice.end)},
    )


def _is_before(page: Page, voice: Actor, verb: Hit) -> bool:
    same = page.marked.sentence_at(voice.start) == page.marked.sentence_at(verb.start)
    return voice.start < verb.start and same


def _one_of_each(hits: list[Hit]) -> list[Hit]:
    found: dict[str, Hit] = {}
    for hit in hits:
        found.setdefault(hit.code, hit)
    return list(found.values())
