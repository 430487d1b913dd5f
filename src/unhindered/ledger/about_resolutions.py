"""Which statements are about which resolution, although news seldom give its symbol.

Reading names the resolutions that agree with everything a passage says of organ, proposer, topic and date. We
follow it only where that leaves one; the page then says so. What else the same document says of sponsors,
adoption and commitments belongs to the resolution that the document is about.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from unhindered.core.casework.statement import PublicStatement
from unhindered.facts.rows import Resolution

_OF_THE_MAIN_ONE = frozenset({"sponsorship", "adoption", "commitment", "call_for_law"})
_ORGANS = {"GA": "GA", "GA-C3": "GA", "HRC": "HRC"}
_EARLIER = "built_on"


@dataclass(frozen=True, kw_only=True)
class AboutResolution:
    """The statements about one resolution, oldest first; `matched` if any names no symbol."""

    statements: tuple[PublicStatement, ...]
    matched: bool


def about_resolution(resolution: Resolution, statements: Sequence[PublicStatement]) -> AboutResolution:
    """What the public log says of this resolution."""
    main = {
        item.source.sha256
        for item in statements
        if item.source and is_of(item, resolution.symbol) and item.values.get("relation") != _EARLIER
    }
    found = [
        item
        for item in statements
        if is_of(item, resolution.symbol)
        or (item.source and item.source.sha256 in main and _belongs(item, resolution))
    ]
    return AboutResolution(
        statements=tuple(found),
        matched=any(item.values.get("symbol") != resolution.symbol for item in found),
    )


def taken_for(statement: PublicStatement) -> str:
    """The symbol of the one resolution that a passage must mean though it names none; else nothing."""
    candidates = statement.values.get("candidates")
    if statement.fact_kind != "resolution" or not isinstance(candidates, tuple) or len(candidates) != 1:
        return ""
    return candidates[0] if isinstance(candidates[0], str) else ""


def is_of(statement: PublicStatement, symbol: str) -> bool:
    """Whether a statement tells of the resolution with that symbol itself."""
    return statement.fact_kind == "resolution" and symbol in (
        statement.values.get("symbol"),
        taken_for(statement),
    )


def _belongs(statement: PublicStatement, resolution: Resolution) -> bool:
    """Whether a statement of a document about this resolution can be about it too."""
    values = statement.values
    if statement.fact_kind == "resolution":
        return values.get("relation") == _EARLIER
    organ, proposer = values.get("organ_code"), values.get("proposer")
    return (
        statement.fact_kind in _OF_THE_MAIN_ONE
        and (organ is None or _ORGANS.get(str(organ)) == resolution.organ)
        and (proposer is None or proposer == resolution.proposer)
    )
