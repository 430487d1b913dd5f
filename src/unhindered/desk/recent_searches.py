"""The last searches of an open desk, in memory only: an address names one by number, never its words."""

import threading
from collections import OrderedDict

from unhindered.core.search.query import Search

_MOST_KEPT = 50


class RecentSearches:
    """Searches by number; the oldest are forgotten first, all of them when the desk is locked or closed."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[int, Search] = OrderedDict()
        self._last = 0

    def keep(self, search: Search) -> int:
        """The number under which this search is found from now on."""
        with self._lock:
            self._last += 1
            self._kept[self._last] = search
            if len(self._kept) > _MOST_KEPT:
                self._kept.popitem(last=False)
            return self._last

    def get(self, number: int) -> Search | None:
        """The search of this number, if it is still known."""
        with self._lock:
            return self._kept.get(number)
