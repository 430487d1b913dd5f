"""Searches that an officer makes again and again: kept on this machine, for this officer alone.

Not shared: the words of a search can name somebody whom a colleague must not know of.
"""

import hashlib
import json
from dataclasses import dataclass
from typing import Final

from unhindered.core.errors import Refused
from unhindered.core.search.query import Search, search_to_text
from unhindered.desk.desk import Desk

_KEPT: Final = "search/"
_LONGEST_TITLE: Final = 80
_MOST: Final = 50


@dataclass(frozen=True, kw_only=True)
class SavedSearch:
    """A search under the title that its officer gave it; `text` is what the page of search takes."""

    id: str
    title: str
    text: str


def save_search(desk: Desk, title: str, search: Search) -> None:
    """Keep a search under a title, in place of an earlier one with it.

    Raises:
        Refused: no title, a long one, or too many are kept.
    """
    plain = " ".join(title.split())
    if not 0 < len(plain) <= _LONGEST_TITLE:
        raise Refused("Give the search a short title.", advice=f"At most {_LONGEST_TITLE} letters.")
    name = _KEPT + hashlib.sha256(plain.casefold().encode()).hexdigest()[:32]
    with desk.lock:
        if len(desk.docket.kept(_KEPT).keys() - {name}) >= _MOST:
            raise Refused("Too many searches are kept.", advice="Forget one that you need no more.")
        content = {"title": plain, "search": search_to_text(search)}
        desk.docket.keep(name, json.dumps(content).encode())


def saved_searches(desk: Desk) -> tuple[SavedSearch, ...]:
    """What is kept, by title."""
    kept = {name: json.loads(content) for name, content in desk.docket.kept(_KEPT).items()}
    found = [
        SavedSearch(id=name.removeprefix(_KEPT), title=item["title"], text=item["search"])
        for name, item in kept.items()
    ]
    return tuple(sorted(found, key=lambda search: search.title.casefold()))


def forget_search(desk: Desk, name: str) -> None:
    """Throw a kept search away; nothing, where there is none."""
    desk.docket.forget(_KEPT + name)
