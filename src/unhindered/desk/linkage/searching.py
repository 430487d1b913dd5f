"""A search for records of the same person, act or event; also in a thread that can be watched and stopped."""

import atexit
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from unhindered.core.casework.match_terms import Likeness, MatchOf
from unhindered.core.casework.matches import Pair, pair_of
from unhindered.core.errors import Unavailable, UnhinderedError
from unhindered.desk.linkage.engine import Row, Run, Scored, Step, Stopped, require_linkage
from unhindered.desk.linkage.happenings import HAPPENINGS
from unhindered.desk.linkage.model import Feature, Model
from unhindered.desk.linkage.persons import PERSONS, PROPOSED_FROM
from unhindered.desk.linkage.rows import Cases, happening_table, item_of, person_table
from unhindered.web.calm_errors import note_error

_BREATH = 0.1


@dataclass(frozen=True, kw_only=True)
class Compared:
    """One feature of a pair: its name, how alike, and that in words."""

    feature: str
    label: str
    likeness: Likeness
    words: str


@dataclass(frozen=True, kw_only=True)
class Proposed:
    """A pair that may be of the same: the weight in bits, and what it rests on, feature by feature."""

    pair: Pair
    weight: float
    compared: tuple[Compared, ...]


@dataclass(frozen=True, kw_only=True)
class Tables:
    """What is searched: no more than this leaves the casebook, and it is gone when the search is."""

    persons: tuple[Row, ...]
    happenings: tuple[Row, ...]


@dataclass(frozen=True, kw_only=True)
class Found:
    """The proposals of a search, strongest first, and among how many records they were found."""

    proposed: tuple[Proposed, ...]
    persons: int
    happenings: int


def tables_of(cases: Cases) -> Tables:
    """The records of these cases, ready to be compared."""
    return Tables(persons=tuple(person_table(cases)), happenings=tuple(happening_table(cases)))


class Search:
    """One search over persons, then over acts and events."""

    def __init__(self, tables: Tables, tell: Callable[[Step], None] | None = None) -> None:
        self._tables = tables
        self._tell = tell or (lambda _: None)
        self._run: Run | None = None
        self._is_stopped = False

    def stop(self) -> None:
        """End it soon."""
        self._is_stopped = True
        if self._run is not None:
            self._run.stop()

    def found(self) -> Found:
        """The proposals.

        Raises:
            Stopped: by somebody.
            Refused: Splink is not installed.
            Unavailable: there is not enough memory.
        """
        require_linkage()
        persons = self._proposed(PERSONS, self._tables.persons)
        happenings = self._proposed(HAPPENINGS, self._tables.happenings)
        proposed = sorted([*persons, *happenings], key=lambda item: (-item.weight, item.pair))
        return Found(
            proposed=tuple(proposed),
            persons=len(self._tables.persons),
            happenings=len(self._tables.happenings),
        )

    def _proposed(self, model: Model, rows: Sequence[Row]) -> list[Proposed]:
        units = {row["row"]: row["unit"] for row in rows}
        self._run = Run(model, rows, tell=self._tell)
        if self._is_stopped:
            raise Stopped
        return [_proposal(model, pair, units) for pair in self._run.scored(above=PROPOSED_FROM)]


class Searching:
    """The search of a desk that serves pages: one at a time, in a thread; its last result is kept."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._search: Search | None = None
        self._thread: threading.Thread | None = None
        self.step = Step(words="Reading the records")
        self.found: Found | None = None
        self.trouble: UnhinderedError | None = None

    @property
    def is_running(self) -> bool:
        """Whether a search goes on."""
        return self._thread is not None and self._thread.is_alive()

    def start(self, tables: Tables, goes_on: Callable[[], bool] = lambda: True) -> None:
        """Begin, unless one goes on. It ends soon when `goes_on` says no more: when the desk is locked.

        Raises:
            Refused: Splink is not installed.
        """
        require_linkage()
        with self._lock:
            if self.is_running:
                return
            self.trouble = None

            def told(step: Step) -> None:
                if not goes_on():
                    raise Stopped
                self.step = step

            self._search = Search(tables, told)
            self._thread = threading.Thread(target=self._go, args=(self._search,), daemon=True)
            # A query that still ran while the program ends would end it with a crash.
            atexit.register(self.stop)
            self._thread.start()

    def stop(self) -> None:
        """End the search that goes on, if one does, and wait until it has."""
        with self._lock:
            search, thread = self._search, self._thread
        while search is not None and thread is not None and thread.is_alive():
            # What is interrupted is the query that runs now; between two of them there is none.
            search.stop()
            thread.join(_BREATH)

    def wait(self, seconds: float) -> None:
        """Until it has ended, but no longer than so many seconds: few records take no longer."""
        if self._thread is not None:
            self._thread.join(seconds)

    def _go(self, search: Search) -> None:
        try:
            self.found = search.found()
        except UnhinderedError as err:
            self.trouble = err
        except Exception as error:  # noqa: BLE001 - the outermost handler of a thread: its trace would show names.
            note_error(error)
            self.trouble = Unavailable("Something broke during the search. Nothing was changed.")
        finally:
            # Else the program would keep what was found until it ends, also of a desk that is locked.
            atexit.unregister(self.stop)


def _proposal(model: Model, scored: Scored, units: dict[str, str]) -> Proposed:
    one, other = item_of(scored.first), item_of(scored.second)
    return Proposed(
        pair=pair_of(_kind(units[scored.first]), one, other),
        weight=scored.weight,
        compared=tuple(_compared(feature, scored) for feature in model.features),
    )


def _kind(unit: str) -> MatchOf:
    return MatchOf(unit) if unit in (MatchOf.ACT, MatchOf.EVENT) else MatchOf.PERSON


def _compared(feature: Feature, scored: Scored) -> Compared:
    level = scored.levels[feature.name]
    return Compared(feature=feature.name, label=feature.label, likeness=level.likeness, words=level.words)
