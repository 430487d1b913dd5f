"""The part of a document that a public page quotes: its span, and the very words that stand there."""

import re
from dataclasses import dataclass

from unhindered.core.casework.items import Excerpt, Proposal
from unhindered.core.casework.statement import (
    MOST_QUOTED_CHARACTERS,
    MOST_QUOTED_WORDS,
    is_too_long_to_quote,
)
from unhindered.core.errors import Refused

_ADVICE = "Read the document again, and choose the excerpt anew."
_WORD = re.compile(r"\S+")


@dataclass(frozen=True, kw_only=True)
class Passage:
    """`quote` is what the document's text has from `start` to `end`."""

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
    if not proposal.start <= excerpt.start < excerpt.end <= proposal.end:
        raise Refused("This excerpt is not a part of its passage.", advice=_ADVICE)
    quote = proposal.quote[excerpt.start - proposal.start : excerpt.end - proposal.start]
    return Passage(start=excerpt.start, end=excerpt.end, quote=quote)


def first_words(proposal: Proposal) -> Excerpt | None:
    """An excerpt to begin with: as many first words as may be quoted; None where the whole may be.

    It is for a person to see whether these words still say what the passage says.
    """
    if not is_too_long_to_quote(proposal.quote):
        return None
    words = [word for word in _WORD.finditer(proposal.quote) if word.end() <= MOST_QUOTED_CHARACTERS]
    length = words[:MOST_QUOTED_WORDS][-1].end() if words else MOST_QUOTED_CHARACTERS
    return Excerpt(start=proposal.start, end=proposal.start + length)
