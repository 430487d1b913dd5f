"""The part of a document that a public page quotes: its span, and the very words that stand there."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from unhindered.core.casework.items import Excerpt, Proposal
from unhindered.core.casework.statement import (
    LEFT_OUT,
    MOST_QUOTED_CHARACTERS,
    MOST_QUOTED_WORDS,
    is_too_long_to_quote,
)
from unhindered.core.errors import Refused

_ADVICE = "Read the document again, and choose the excerpt anew."
_WORD = re.compile(r"\S+")
_MOST_PARTS = 2


@dataclass(frozen=True, kw_only=True)
class Passage:
    """`quote` is what the text has from `start` to `end`, or two parts of that with “ … ” between."""

    start: int
    end: int
    quote: str


def passage_of(proposal: Proposal, excerpt: Excerpt | None) -> Passage:
    """What is quoted of a proposal: the excerpt where one was chosen, else the whole.

    Raises:
        Refused: the quote does not fill its span, or the excerpt is not a part of it.
    """
    if len(proposal.quote) != proposal.end - proposal.start or not proposal.quote.strip():
        raise Refused("The quote of this proposal does not fit its span.", advice=_ADVICE)
    if excerpt is None:
        return Passage(start=proposal.start, end=proposal.end, quote=proposal.quote)
    spans = [(excerpt.start, excerpt.end)]
    if excerpt.rest_start is not None and excerpt.rest_end is not None:
        spans.append((excerpt.rest_start, excerpt.rest_end))
    elif excerpt.rest_start is not None or excerpt.rest_end is not None:
        raise Refused("The second part of this excerpt has one end only.", advice=_ADVICE)
    quote = LEFT_OUT.join(_parts(proposal, spans))
    return Passage(start=spans[0][0], end=spans[-1][1], quote=quote)


def _parts(proposal: Proposal, spans: list[tuple[int, int]]) -> list[str]:
    parts, free = [], proposal.start
    for start, end in spans:
        if not free <= start < end <= proposal.end:
            raise Refused("This excerpt is not a part of its passage.", advice=_ADVICE)
        parts.append(proposal.quote[start - proposal.start : end - proposal.start])
        free = end + 1
    return parts


def suggested_excerpt(proposal: Proposal) -> Excerpt | None:
    """An excerpt to begin with: where the reader says that it shows who says what, else the first words.

    None where the whole passage may be quoted. It is for a person to see whether these words still say what
    the passage says.
    """
    if not is_too_long_to_quote(proposal.quote):
        return None
    try:
        excerpt = _of_reader(proposal.values.get("excerpts"))
        fits = excerpt is not None and not is_too_long_to_quote(passage_of(proposal, excerpt).quote)
    except Refused:
        fits = False
    return excerpt if fits else first_words(proposal)


def _of_reader(parts: Any) -> Excerpt | None:
    if not isinstance(parts, tuple) or not 1 <= len(parts) <= _MOST_PARTS:
        return None
    if not all(isinstance(part, Mapping) and part.keys() == {"start", "end"} for part in parts):
        return None
    rest = parts[1] if len(parts) > 1 else {}
    return Excerpt(
        start=parts[0]["start"],
        end=parts[0]["end"],
        rest_start=rest.get("start"),
        rest_end=rest.get("end"),
    )


def excerpt_from_words(proposal: Proposal, words: str) -> Excerpt:
    """The excerpt that an officer wrote down: words of the passage, with “ … ” between two parts of it.

    Raises:
        Refused: they do not stand in the passage, next to each other and in this order.
    """
    spans: list[tuple[int, int]] = []
    free = 0
    for part in words.strip().split(LEFT_OUT):
        at = proposal.quote.find(part.strip(), free)
        if at < 0 or not part.strip() or len(spans) == _MOST_PARTS:
            raise Refused(
                "These words do not stand in the passage next to each other.",
                advice="Copy them from the passage; put “ … ” between two parts of it.",
            )
        free = at + len(part.strip())
        spans.append((proposal.start + at, proposal.start + free))
        free += 1
    rest_start, rest_end = spans[1] if len(spans) > 1 else (None, None)
    return Excerpt(start=spans[0][0], end=spans[0][1], rest_start=rest_start, rest_end=rest_end)


def first_words(proposal: Proposal) -> Excerpt | None:
    """An excerpt to begin with: as many first words as may be quoted; None where the whole may be.

    It is for a person to see whether these words still say what the passage says.
    """
    if not is_too_long_to_quote(proposal.quote):
        return None
    words = [word for word in _WORD.finditer(proposal.quote) if word.end() <= MOST_QUOTED_CHARACTERS]
    length = words[:MOST_QUOTED_WORDS][-1].end() if words else MOST_QUOTED_CHARACTERS
    return Excerpt(start=proposal.start, end=proposal.start + length)
