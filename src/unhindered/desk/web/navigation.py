"""The way around the desk: what an officer goes to all day, and behind “More” what is needed now and then."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

# Where to, the word, and what of the desk's counts stands beside it.
_ALL_DAY: Final = (
    ("/today", "Today", ""),
    ("/", "Inbox", "inbox"),
    ("/cases", "Cases", "cases"),
    ("/search", "Search", ""),
    ("/check-ins", "Check-ins", "check-ins"),
    ("/review", "Review", "review"),
    ("/publish", "Publish", "publish"),
)
_NOW_AND_THEN: Final = (
    ("/report-new", "Take a report down", ""),
    ("/matches", "Same person?", ""),
    ("/documents", "Documents", ""),
    ("/import", "Import", ""),
    ("/export", "Export", ""),
    ("/numbers", "Figures", ""),
    ("/questions", "Questions", ""),
    ("/officers", "Officers", ""),
    ("/audit", "Who opened what", ""),
    ("/checklist", "Checklist", ""),
    ("/help", "Help", ""),
)
# Pages that belong to another one's place.
_PARTS: Final = {
    "/report/": "/",
    "/case/": "/cases",
    "/bulk/": "/cases",
    "/statement/": "/review",
    "/judgement/": "/review",
    "/document/": "/documents",
}


@dataclass(frozen=True, kw_only=True)
class Way:
    """One link: where to, its text with the count, and whether this is the page one is on."""

    href: str
    text: str
    is_current: bool


@dataclass(frozen=True, kw_only=True)
class Navigation:
    """The links on top of every page."""

    all_day: tuple[Way, ...]
    now_and_then: tuple[Way, ...]


def navigation(path: str, counts: Mapping[str, int]) -> Navigation:
    """The links as they stand on the page at `path`."""
    here = next((place for part, place in _PARTS.items() if path.startswith(part)), path)
    return Navigation(
        all_day=tuple(_way(*row, here, counts) for row in _ALL_DAY),
        now_and_then=tuple(_way(*row, here, counts) for row in _NOW_AND_THEN),
    )


def _way(href: str, text: str, counted: str, here: str, counts: Mapping[str, int]) -> Way:
    count = counts.get(counted, 0)
    is_current = here == href or (href != "/" and here.startswith(f"{href}/"))
    return Way(href=href, text=f"{text} ({count})" if count else text, is_current=is_current)
