"""Proposals for the States and bodies that a text names."""

from collections.abc import Iterator

from unhindered.core.reading.gazetteer import Caution, Sort
from unhindered.core.reading.page import Page
from unhindered.core.reading.proposal import Draft, Flag, Kind


def state_drafts(page: Page) -> Iterator[Draft]:
    """Every place that names a State; a name that may mean several says which."""
    for hit in page.hits.of(Sort.STATE):
        if hit.start in page.not_states:
            continue
        values: dict[str, object] = {"state": hit.code} if hit.code else {}
        flags: tuple[Flag, ...] = (Flag.FORMER_NAME,) if hit.word.is_former else ()
        if hit.word.caution is Caution.SEVERAL:
            values["candidates"] = list(hit.word.candidates)
            flags = (Flag.SEVERAL_STATES,)
        yield Draft(kind=Kind.STATE, start=hit.start, end=hit.end, values=values, flags=flags)


def body_drafts(page: Page) -> Iterator[Draft]:
    """Every place that names a body of our list, and organisations outside it that say or do something."""
    for hit in page.hits.of(Sort.BODY):
        values = {"body": hit.word.label, "code": hit.code}
        yield Draft(kind=Kind.BODY, start=hit.start, end=hit.end, values=values)


def unlisted_body_drafts(page: Page, speaking: frozenset[tuple[int, int]]) -> Iterator[Draft]:
    """Organisations outside our list, only where one is who says something."""
    for actor in page.actors.all:
        if Flag.UNLISTED_BODY in actor.flags and (actor.start, actor.end) in speaking:
            if Flag.SHORT_FORM in actor.flags:
                continue
            values = {"body": actor.values["by"]}
            yield Draft(
                kind=Kind.BODY, start=actor.start, end=actor.end, values=values, flags=(Flag.UNLISTED_BODY,)
            )
