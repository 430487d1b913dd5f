"""What is said to have happened, kept apart from what was found: an allegation is not a finding."""

from collections.abc import Iterator

from unhindered.core.reading.actors import Actor
from unhindered.core.reading.gazetteer import Sort
from unhindered.core.reading.hits import Hit
from unhindered.core.reading.marked_text import Sentence
from unhindered.core.reading.page import Page
from unhindered.core.reading.proposal import Draft, Flag, Kind


def allegation_drafts(page: Page) -> Iterator[Draft]:
    """One proposal for each sentence that alleges something about a State, with who alleges it."""
    seen: set[int] = set()
    for word in page.hits.of(Sort.ALLEGE):
        sentence = page.marked.sentence_at(word.start)
        if sentence.start in seen:
            continue
        states = _states(page, sentence)
        voice = _who_alleges(page, sentence, word)
        if voice is None and word.code != "adverb":
            continue
        if not states and not (page.state_under_review and voice is not None):
            continue
        seen.add(sentence.start)
        yield from _drafts(page, sentence, word, states, voice)


def _drafts(
    page: Page, sentence: Sentence, word: Hit, states: list[Hit], voice: Actor | None
) -> Iterator[Draft]:
    about = [hit for hit in states if voice is None or hit.code != voice.state]
    quotation = page.quotations.around(word.start)
    start = max(sentence.start, quotation.start) if quotation else sentence.start
    end = min(sentence.end, quotation.end) if quotation else sentence.end
    values = dict(voice.values) if voice else {"by": "this document"}
    flags = voice.flags if voice else (Flag.SAID_BY_DOCUMENT,)
    marks = {"word": (word.start, word.end)}
    if voice is not None:
        marks["by"] = (voice.start, voice.end)
    if about:
        for hit in {hit.code: hit for hit in reversed(about)}.values():
            yield Draft(
                kind=Kind.ALLEGATION,
                start=start,
                end=end,
                values={"state": hit.code, **values},
                flags=flags,
                marks={**marks, "state": (hit.start, hit.end)},
            )
    elif page.state_under_review and voice is not None and voice.state != page.state_under_review:
        yield Draft(
            kind=Kind.ALLEGATION,
            start=start,
            end=end,
            values={"state": page.state_under_review, **values},
            flags=(*flags, Flag.STATE_UNDER_REVIEW),
            marks=marks,
        )


def _states(page: Page, sentence: Sentence) -> list[Hit]:
    quotation = page.quotations.around(sentence.start)
    start, end = sentence.start, sentence.end
    if quotation is not None:
        start, end = max(start, quotation.start), min(end, quotation.end)
    return page.states_between(start, end)


def _who_alleges(page: Page, sentence: Sentence, word: Hit) -> Actor | None:
    """An adverb has the doer as subject, a verb the accuser; “allegations” need someone who reports them."""
    according_to = page.according_to(sentence)
    if according_to is not None:
        return according_to
    if word.code == "verb":
        return page.voice(word.start)
    verbs = page.hits.between(
        sentence.start, word.start, Sort.SAY, Sort.CONCERN_VERB, Sort.CONCERN, Sort.NAMING
    )
    verbs = [verb for verb in verbs if verb.code != "being"]
    if verbs:
        return page.actors.subject_of(verbs[-1].start) or page.actors.subject_of_sentence(sentence)
    quotation = page.quotations.around(word.start)
    if quotation is not None:
        return quotation.speaker
    subject = page.actors.subject_of_sentence(sentence)
    is_doer = subject is None or page.actors.is_light(subject.end, word.start)
    return None if is_doer or word.code != "adverb" else subject
