"""`read_document`: a text in, proposals out, in the text's order and always the same for the same text."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from unhindered.core.reading.adoptions import adoption_drafts, sponsorship_drafts
from unhindered.core.reading.allegations import allegation_drafts
from unhindered.core.reading.commitments import commitment_drafts
from unhindered.core.reading.concerns import concern_drafts, naming_drafts
from unhindered.core.reading.dates import date_drafts
from unhindered.core.reading.excerpts import excerpts_of
from unhindered.core.reading.gazetteer import Gazetteer
from unhindered.core.reading.names import body_drafts, state_drafts, unlisted_body_drafts
from unhindered.core.reading.page import Page, read_page
from unhindered.core.reading.people import person_drafts
from unhindered.core.reading.proposal import Draft, Flag, Kind, Proposal
from unhindered.core.reading.quotations import quotation_drafts
from unhindered.core.reading.requests import (
    demand_drafts,
    law_call_drafts,
    observation_drafts,
    recommendation_drafts,
)
from unhindered.core.reading.resolutions import resolution_drafts, told_resolutions
from unhindered.core.reading.reviews import review_drafts
from unhindered.core.reading.symbols import symbol_drafts

_PLAIN_KINDS = frozenset({Kind.STATE, Kind.BODY, Kind.DATE, Kind.DOCUMENT_SYMBOL})
# Their values say all of them; of the others the same values may go with other words.
_WHOLE_IN_VALUES = frozenset({Kind.RESOLUTION, Kind.SPONSORSHIP, Kind.ADOPTION, Kind.NAMED_FOR_REPRISALS})
_ORDER = {kind: place for place, kind in enumerate(Kind)}
_LONGEST_VALUE = 200


def read_document(text: str, gazetteer: Gazetteer) -> tuple[Proposal, ...]:
    """What the text may say, as proposals sorted by place. Any text is read; time grows with its length.

    Nothing that overlaps an e-mail address, an account name or a telephone number is proposed.
    """
    page = read_page(text, gazetteer)
    drafts = [draft for draft in _drafts(page) if not page.marked.holds_contact(draft.start, draft.end)]
    drafts.sort(key=_place)
    return tuple(_proposal(page, draft) for draft in _with_repeats_flagged(drafts))


def _drafts(page: Page) -> Iterator[Draft]:
    claims = list(_claims(page))
    speaking = frozenset(
        draft.marks[name] for draft in claims for name in ("by", "speaker") if name in draft.marks
    )
    yield from state_drafts(page)
    yield from body_drafts(page)
    yield from unlisted_body_drafts(page, speaking)
    yield from symbol_drafts(page.marked, page.gazetteer)
    yield from date_drafts(page.dates)
    speakers = {str(draft.values["speaker"]) for draft in claims if "speaker" in draft.values}
    yield from person_drafts(page.marked, page.people, speakers)
    yield from claims


def _claims(page: Page) -> Iterator[Draft]:
    """What sentences say. In a review's list each item is one recommendation, and its words are no other."""
    start, end = page.review_list
    yield from (draft for draft in _sentences_say(page) if not start <= draft.start < end)
    yield from review_drafts(page)


def _sentences_say(page: Page) -> Iterator[Draft]:
    told = told_resolutions(page)
    yield from quotation_drafts(page.marked, page.quotations)
    yield from resolution_drafts(page, told)
    yield from sponsorship_drafts(page, told)
    yield from adoption_drafts(page, told)
    yield from concern_drafts(page)
    yield from naming_drafts(page)
    yield from commitment_drafts(page)
    yield from law_call_drafts(page)
    yield from allegation_drafts(page)
    yield from recommendation_drafts(page)
    yield from demand_drafts(page)
    yield from observation_drafts(page)


def _place(draft: Draft) -> tuple[Any, ...]:
    marks = tuple(sorted(draft.marks.items()))
    return (
        draft.start,
        draft.end,
        _ORDER[draft.kind],
        str(draft.values.get("state", "")),
        marks,
        repr(draft.values),
    )


def _with_repeats_flagged(drafts: Iterable[Draft]) -> Iterator[Draft]:
    """A claim whose values were all said before gets a flag; the very same proposal twice is one."""
    seen: set[tuple[Kind, str]] = set()
    here: set[tuple[Any, ...]] = set()
    for draft in drafts:
        values = repr(sorted(draft.values.items()))
        if (draft.kind, draft.start, draft.end, values) in here:
            continue
        here.add((draft.kind, draft.start, draft.end, values))
        if draft.kind in _WHOLE_IN_VALUES and (draft.kind, values) in seen:
            draft = replace(draft, flags=(*draft.flags, Flag.REPEATED))  # noqa: PLW2901
        seen.add((draft.kind, values))
        yield draft


def _proposal(page: Page, draft: Draft) -> Proposal:
    folded = page.marked.folded
    start, end = folded.span(draft.start, draft.end)
    marks = {name: folded.span(*span) for name, span in draft.marks.items() if span[0] < span[1]}
    values: dict[str, Any] = {key: _short(value) for key, value in draft.values.items()}
    for name, (mark_start, mark_end) in sorted(marks.items()):
        values |= {f"{name}_start": mark_start, f"{name}_end": mark_end}
    if draft.kind not in _PLAIN_KINDS:
        parts = excerpts_of(folded.original, (start, end), marks)
        if parts:
            values["excerpts"] = [{"start": part_start, "end": part_end} for part_start, part_end in parts]
    return Proposal(
        kind=draft.kind,
        start=start,
        end=end,
        quote=folded.original[start:end],
        values=values,
        flags=tuple(dict.fromkeys(draft.flags)),
    )


def _short(value: Any) -> Any:
    return value[:_LONGEST_VALUE] if isinstance(value, str) else value
