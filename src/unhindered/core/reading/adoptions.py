"""Who sponsored and who adopted, with the stage kept as the text writes it."""

import re
from collections.abc import Iterator
from dataclasses import replace

from unhindered.core.reading.actors import Actor
from unhindered.core.reading.dates import FoundDate
from unhindered.core.reading.gazetteer import Sort
from unhindered.core.reading.hits import Hit
from unhindered.core.reading.page import Page
from unhindered.core.reading.proposal import Draft, Flag, Kind
from unhindered.core.reading.resolutions import ORGANS, ToldResolution
from unhindered.core.reading.symbols import resolution_symbol_between

_MORE = "over|more than|at least|as many as|no fewer than|upwards of"
_ABOUT = "some|about|around|nearly|almost|close to|approximately|up to"
_COUNT = re.compile(
    rf" ?(?:a total of )?(?:(?P<more>{_MORE})|(?P<about>{_ABOUT}))? ?(?:a total of )?"
    r"(?P<number>\d{1,3}|[a-z-]{3,12})(?P<other> other| additional| more)? ",
    re.IGNORECASE,
)
_COUNT_BEFORE = re.compile(
    rf"(?:\b(?P<more>{_MORE})|\b(?P<about>{_ABOUT}))? ?(?<!\d)(?P<number>\d{{1,3}}) (?:UN )?(?:Member )?$",
    re.I,
)
_ALL_BEFORE = re.compile(
    r"\b(?P<all>[Aa]ll (?:of the )?)?(?P<number>\d{2,3}) (?:UN |United Nations )?(?:[Mm]ember )?$"
)
_IN_ORGAN = re.compile(r" (?:in|of|at) (?:the )?")
_BY_ORGAN = re.compile(r" (?:(?:unanimously|by consensus|without a vote|today|yesterday) )?by (?:the )?")
_IT = re.compile(r"(?:It|The text) (?:was|has been|had been|is) ")
_TEXT = re.compile(
    r"\b(?:resolution|declaration|convention|protocol|covenant|decision|draft|treaty)s?\b", re.I
)
_VOTE = re.compile(
    r"(\d{1,3}) (?:votes? )?(?:in favour|for|to)(?: the text| it)?,? (?:to )?(\d{1,3})(?: votes?)?"
    r"(?: against)?,? (?:and |with )?(?:with )?(\d{1,3}) abst\w{0,7}"
)
_NEAR = 60


def sponsorship_drafts(page: Page, told: list[ToldResolution]) -> Iterator[Draft]:
    """How many States sponsored, or which."""
    for hit in page.hits.of(Sort.SPONSOR):
        values, start, end = _sponsors(page, hit)
        if not values:
            continue
        resolution = _resolution_near(told, hit)
        if resolution and resolution.proposers:
            values["proposer"] = resolution.proposers[0].code
        regions = page.hits.first(end, min(len(page.plain), end + _NEAR), Sort.REGIONS)
        if regions and not page.plain[end : regions.start].strip():
            values["regions"] = regions.code
            end = regions.end
        yield Draft(kind=Kind.SPONSORSHIP, start=start, end=end, values=values)


def adoption_drafts(page: Page, told: list[ToldResolution]) -> Iterator[Draft]:
    """Each adoption told of; one that tells only how it was adopted lends that to the one with the count."""
    counted = list(_by_count(page))
    whole = [
        draft for draft in _by_organ(page, told) if not any(_is_inside(draft, other) for other in counted)
    ]
    found = [*counted, *whole, *_by_mode(page)]
    lone = [draft for draft in found if "organ" not in draft.values]
    for draft in found:
        lends = "states_count" in draft.values and "mode_as_written" not in draft.values and len(lone) == 1
        yield _with_mode(draft, lone[0]) if lends else draft


def _is_inside(draft: Draft, other: Draft) -> bool:
    return other.start <= draft.start and draft.end <= other.end


def _sponsors(page: Page, hit: Hit) -> tuple[dict[str, object], int, int]:
    """What is said of the sponsors, and from where to where."""
    if hit.code == "verb":
        return _sponsors_before_verb(page, hit)
    if hit.code == "after":
        count = _COUNT_BEFORE.search(page.plain, max(0, hit.start - 40), hit.start)
        return (_bounded(count, int(count["number"])), count.start(), hit.end) if count else ({}, 0, 0)
    values, end = _sponsors_after(page, hit)
    return values, hit.start, end


def _sponsors_before_verb(page: Page, hit: Hit) -> tuple[dict[str, object], int, int]:
    """“More than 70 States co-sponsored it”."""
    nouns = page.hits.between(max(0, hit.start - 40), hit.start, Sort.STATES)
    if not nouns or not page.actors.is_light(nouns[-1].end, hit.start):
        return {}, 0, 0
    begin = max(page.marked.sentence_at(hit.start).start, nouns[-1].start - 40)
    for count in _COUNT.finditer(page.plain, begin, nouns[-1].start):
        number = _number(page, count)
        if number is not None and count.end() == nouns[-1].start:
            return _bounded(count, number), count.end(0) - len(count[0].lstrip()), hit.end
    return {}, 0, 0


def _sponsors_after(page: Page, hit: Hit) -> tuple[dict[str, object], int]:
    count = _COUNT.match(page.plain, hit.end)
    number = _number(page, count) if count else None
    if count and number is not None:
        nouns = page.hits.first(count.end(), count.end() + 30, Sort.STATES)
        if nouns and not page.plain[count.end() : nouns.start].strip():
            values = _bounded(count, number)
            if count["other"]:
                values["proposer_counted"] = False
            return values, nouns.end
    states = page.states_listed_at(hit.end)
    if states and hit.end < states[0].start:
        return {"states": [state.code for state in states]}, states[-1].end
    return {}, 0


def _bounded(count: re.Match[str], number: int) -> dict[str, object]:
    if count["more"]:
        return {"count_at_least": number}
    return {"count_about": number} if count["about"] else {"count": number}


def _number(page: Page, count: re.Match[str]) -> int | None:
    written = count["number"]
    if written.isdigit():
        return int(written)
    hit = page.hits.first(count.start("number"), count.end("number"), Sort.NUMBER)
    return int(hit.code) if hit and hit.end == count.end("number") else None


def _resolution_near(told: list[ToldResolution], hit: Hit) -> ToldResolution | None:
    return next((one for one in told if one.noun.start < hit.start < one.region_end), None)


def _by_count(page: Page) -> Iterator[Draft]:
    """“All 193 States in the UN General Assembly have joined in condemning …”."""
    for nouns in page.hits.of(Sort.STATES):
        count = _ALL_BEFORE.search(page.plain, max(0, nouns.start - 40), nouns.start)
        organ = _organ_at(page, _IN_ORGAN.match(page.plain, nouns.end))
        end = organ.end if organ else nouns.end
        verb = page.hits.first(end, min(len(page.plain), end + _NEAR), Sort.JOIN)
        if count is None or verb is None or not page.actors.is_light(end, verb.start):
            continue
        if organ is None and not _TEXT.search(page.plain, verb.end, page.clause_end(verb.end)):
            continue
        values: dict[str, object] = {"states_count": int(count["number"])}
        if count["all"]:
            values["all_states"] = True
        yield _adoption(page, (count.start(), page.clause_end(verb.end)), organ, values)


def _by_organ(page: Page, told: list[ToldResolution]) -> Iterator[Draft]:
    """“adopted by the General Assembly on …” and “the General Assembly adopted resolution …”."""
    for verb in page.hits.of(Sort.ADOPT):
        sentence = page.marked.sentence_at(verb.start)
        organ = _organ_at(page, _BY_ORGAN.match(page.plain, verb.end))
        if organ is not None:
            if not _is_of_a_text(page.plain, sentence.start, verb.start):
                continue
            resolution = _resolution_near(told, verb)
            begin = max(sentence.start, verb.start - 200)
            start = resolution.start if resolution else _last_text(page, begin, verb.start)
            yield _adoption(page, (start, organ.end), organ, {}, _date_at(page, organ.end))
            continue
        subject = page.actors.subject_of(verb.start)
        end = page.clause_end(verb.end)
        organ = _organ_of(page, subject) if subject is not None else None
        if subject is not None and organ is not None and _TEXT.search(page.plain, verb.end, end):
            yield _adoption(page, (subject.start, end), organ, {}, _date_at(page, organ.end))


def _by_mode(page: Page) -> Iterator[Draft]:
    """“the unanimous adoption of the resolution”: how, without who."""
    for mode in page.hits.of(Sort.MODE):
        verb = page.hits.first(max(0, mode.start - 30), min(len(page.plain), mode.end + 30), Sort.ADOPT)
        sentence = page.marked.sentence_at(mode.start)
        if verb is None or page.marked.sentence_at(verb.start) != sentence:
            continue
        end = max(mode.end, verb.end)
        resolution = page.hits.first(end, min(sentence.end, end + 40), Sort.RESOLUTION)
        organs = [
            hit for hit in page.hits.between(sentence.start, sentence.end, Sort.BODY) if hit.code in ORGANS
        ]
        if resolution is not None and not organs:
            start = min(mode.start, verb.start)
            yield _adoption(page, (start, resolution.end), None, {})


def _adoption(
    page: Page,
    span: tuple[int, int],
    organ: Hit | None,
    values: dict[str, object],
    on: FoundDate | None = None,
) -> Draft:
    start, end = span
    flags: list[Flag] = []
    marks: dict[str, tuple[int, int]] = {}
    if on is not None:
        start, end = min(start, on.start), max(end, on.end)
        if on.edtf:
            values["on"] = on.edtf
        flags += on.flags
    if page.dates.document is not None:
        values["document_date"] = page.dates.document.isoformat()
    if organ is not None:
        values |= {"organ": organ.word.label, "organ_code": organ.code, **_stage(page, organ)}
        marks["organ"] = (organ.start, organ.end)
        if organ.code == "GA" and values["stage"] != "plenary":
            flags.append(Flag.STAGE_UNCLEAR)
    mode = page.hits.first(max(0, start - 30), min(len(page.plain), end + 30), Sort.MODE)
    sentence = page.marked.sentence_at(start)
    if mode and sentence.start <= mode.start < sentence.end:
        values |= {"mode_as_written": page.plain[mode.start : mode.end].lower(), "mode": mode.code}
        marks["mode"] = (mode.start, mode.end)
    found = resolution_symbol_between(page.plain, start, sentence.end, organ.code if organ else "")
    if found is not None:
        values["symbol"] = found[0]
        flags += [Flag.SYMBOL_COMPOSED] if found[1] else []
    if vote := _VOTE.search(page.plain, start, min(len(page.plain), sentence.end)):
        values |= {"yes": int(vote[1]), "no": int(vote[2]), "abstain": int(vote[3])}
        end = max(end, vote.end())
    return Draft(kind=Kind.ADOPTION, start=start, end=end, values=values, flags=tuple(flags), marks=marks)


def _stage(page: Page, organ: Hit) -> dict[str, object]:
    """A vote in the Third Committee is no plenary adoption, though news call both “General Assembly”."""
    written = page.marked.folded.words(organ.start, organ.end)
    if organ.code == "GA-C3":
        return {"stage_as_written": written, "stage": "third_committee"}
    if organ.code != "GA":
        return {
            "stage_as_written": written,
            "stage": "council" if organ.code == "HRC" else organ.code.lower(),
        }
    sentence = page.marked.sentence_at(organ.start)
    if "plenary" in page.plain[sentence.start : sentence.end].lower():
        return {"stage_as_written": written, "stage": "plenary"}
    return {"stage_as_written": "General Assembly", "stage": "not stated: committee or plenary"}


def _with_mode(draft: Draft, lone: Draft) -> Draft:
    values = {key: lone.values[key] for key in ("mode_as_written", "mode") if key in lone.values}
    marks = {"mode": lone.marks["mode"]} if "mode" in lone.marks else {}
    return replace(
        draft,
        values={**draft.values, **values},
        flags=(*draft.flags, Flag.MODE_FROM_ELSEWHERE),
        marks={**draft.marks, **marks},
    )


def _organ_at(page: Page, lead: re.Match[str] | None) -> Hit | None:
    if lead is None:
        return None
    hit = page.hits.first(lead.end(), lead.end() + 120, Sort.BODY)
    return hit if hit and hit.start == lead.end() and hit.code in ORGANS else None


def _is_of_a_text(plain: str, start: int, end: int) -> bool:
    return _TEXT.search(plain, start, end) is not None or _IT.match(plain, start) is not None


def _organ_of(page: Page, subject: Actor) -> Hit | None:
    hit = page.hits.first(subject.start, subject.end, Sort.BODY)
    return hit if hit and hit.code in ORGANS else None


def _date_at(page: Page, place: int) -> FoundDate | None:
    """The date behind an organ (“in September”, “without a vote on 5 April”), else the one before it all."""
    sentence = page.marked.sentence_at(place)
    found = page.dates.between(place, min(sentence.end, place + _NEAR))
    return found[0] if found else page.when(sentence, place)


def _last_text(page: Page, start: int, end: int) -> int:
    places = [found.start() for found in _TEXT.finditer(page.plain, start, end)]
    return places[-1] if places else end
