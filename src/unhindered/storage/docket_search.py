"""Finds words in what a desk opened, newest first; kept in the docket, encrypted with it.

Says nothing of who may see what: whoever puts documents in leaves out what is shut.
"""

import json
from calendar import monthrange
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from typing import Any

import apsw

from unhindered.core.search.skeletons import skeletons_of
from unhindered.core.search.typos import pieces_of
from unhindered.core.search.words import index_words_of, names_of

# Every entry has this many places of its own for the documents in it.
DOCUMENTS_PER_ENTRY = 1024
# Stands before everything that is filtered by; no word of a text has it.
_FILTER = "§"
_BY_PARTS = (("search_pieces", "piece", pieces_of), ("search_skeletons", "skeleton", skeletons_of))
# Days outside these are found by words, not by a filter that is open at one end.
_FIRST_DAY, _LAST_DAY = date(1970, 1, 1), date(2069, 12, 31)


@dataclass(frozen=True, kw_only=True)
class SearchDocument:
    """One thing to be found. `names` are found as well, but are shown to nobody who did not ask.

    `number` is its entry's place in the log times DOCUMENTS_PER_ENTRY, and its own in the entry; the larger,
    the newer. `unit` is the case, the report or the collection it belongs to, `about` what a page opens.
    """

    number: int
    kind: str
    unit: str
    day: date
    words: str
    names: str = ""
    officer: str = ""
    states: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()
    language: str = ""
    about: str = ""


@dataclass(frozen=True, kw_only=True)
class Found:
    """A document that was found, without its text."""

    number: int
    kind: str
    unit: str
    day: date
    officer: str
    states: tuple[str, ...]
    acts: tuple[str, ...]
    language: str
    about: str


@dataclass(frozen=True, kw_only=True)
class SideBySide:
    """Folded words in a row; the last may be the beginning of a word."""

    words: tuple[str, ...]
    goes_on: bool = False


@dataclass(frozen=True, kw_only=True)
class Match:
    """One of each group in `all_of` must be there, none of `none_of`, and one filter of each group."""

    all_of: tuple[tuple[SideBySide, ...], ...]
    none_of: tuple[SideBySide, ...] = ()
    filters: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, kw_only=True)
class KnownWord:
    """In how many documents a word stands, and in how many of them written like a name."""

    word: str
    seen: int
    named: int


class DocketSearch:
    """The index of an open docket; safe to call from several threads, and raises as `Docket`."""

    def __init__(
        self, database: apsw.Connection, transaction: Callable[[], AbstractContextManager[None]]
    ) -> None:
        self._database = database
        self._transaction = transaction

    def to_read(self, most: int) -> list[int]:
        """Places of entries that are not in the index as they are now, the oldest first."""
        with self._transaction():
            query = "select place from search_todo order by place limit ?"
            return [place for (place,) in self._database.execute(query, (most,))]

    def left_to_read(self) -> int:
        """How many entries are not in the index as they are now."""
        with self._transaction():
            count: int = self._database.execute("select count(*) from search_todo").get
            return count

    def read_again(self, places: Iterable[int]) -> None:
        """Have these entries read again: something about them changed."""
        with self._transaction():
            put_off(self._database, places)

    def read_again_if_empty(self, name: str) -> None:
        """Have the entries opened under this name read again of which nothing is in."""
        condition = "name = ? and not exists (select 1 from search_documents where number >= ? * place"
        condition += " and number < ? * (place + 1))"
        with self._transaction():
            query = f"insert or ignore into search_todo select place from opened where {condition}"  # noqa: S608
            self._database.execute(query, (name, DOCUMENTS_PER_ENTRY, DOCUMENTS_PER_ENTRY))

    def shut(self) -> frozenset[int]:
        """Entries that are to stay out."""
        with self._transaction():
            return frozenset(place for (place,) in self._database.execute("select place from search_shut"))

    def set_shut(self, places: Collection[int]) -> None:
        """Keep just these entries out from now on; what was in of them has to be read again."""
        with self._transaction():
            wanted, known = frozenset(places), self.shut()
            opened, closed = known - wanted, wanted - known
            _each(self._database, "delete from search_shut where place = ?", opened)
            _each(self._database, "insert into search_shut values (?)", closed)
            put_off(self._database, opened | closed)

    def put(self, places: Sequence[int], documents: Sequence[SearchDocument]) -> None:
        """Put in all documents of these entries, in place of what was in of them."""
        with self._transaction():
            for place in places:
                self._remove_of(place)
            self._add(documents)
            _each(self._database, "delete from search_todo where place = ?", places)

    def find(self, match: Match, most: int) -> list[Found]:
        """What fits, the newest first, and not more than `most`."""
        query = """
            select d.number, d.kind, u.name, d.day, d.officer, d.states, d.acts, d.language, d.about
            from search_index join search_documents d on d.number = search_index.rowid
            join search_units u on u.number = d.unit
            where search_index match ? order by search_index.rowid desc limit ?
        """
        with self._transaction():
            units = self._unit_numbers(match)
            rows = list(self._database.execute(query, (_expression(match, units), most)))
        return [_found(row) for row in rows]

    def texts(self, numbers: Sequence[int]) -> dict[int, tuple[str, str]]:
        """The words and the names of these documents, as they were written."""
        query = (
            "select number, words, names from search_texts where number in (select value from json_each(?))"
        )
        with self._transaction():
            rows = self._database.execute(query, (json.dumps(list(numbers)),))
            return {number: (words, names) for number, words, names in rows}

    def states(self) -> tuple[str, ...]:
        """The States of all documents, each once; looks at one place of an index for each combination."""
        query = """
            with recursive found (states) as (
                select min(states) from search_documents union all
                select (select min(states) from search_documents d where d.states > found.states)
                from found where found.states is not null
            ) select states from found where states != ''
        """
        with self._transaction():
            rows = list(self._database.execute(query))
        return tuple(sorted({state for (states,) in rows for state in states.split()}))

    def known(self, words: Collection[str]) -> list[KnownWord]:
        """Those of these words that stand anywhere."""
        return self._known("word in (select value from json_each(?))", (json.dumps(sorted(words)),))

    def beginning_with(self, beginning: str, most: int) -> list[KnownWord]:
        """Words that begin so, at most so many."""
        return self._known("word >= ? and word < ? limit ?", (beginning, beginning + "\U0010ffff", most))

    def with_pieces(self, pieces: Collection[str]) -> set[str]:
        """Words that have one of these pieces (see core/search/typos): many, so nothing else of them."""
        query = "select p.word from search_pieces p join json_each(?) on p.piece = value"
        with self._transaction():
            return {word for (word,) in self._database.execute(query, (json.dumps(list(pieces)),))}

    def with_skeletons(self, skeletons: Collection[str]) -> list[KnownWord]:
        """Words that have one of these skeletons (see core/search/skeletons)."""
        condition = "word in (select s.word from search_skeletons s join json_each(?) on s.skeleton = value)"
        return self._known(condition, (json.dumps(list(skeletons)),))

    def _known(self, condition: str, values: tuple[Any, ...]) -> list[KnownWord]:
        query = f"select word, seen, named from search_words where {condition}"  # noqa: S608 conditions of ours.
        with self._transaction():
            rows = list(self._database.execute(query, values))
        return [KnownWord(word=word, seen=seen, named=named) for word, seen, named in rows]

    def _unit_numbers(self, match: Match) -> dict[str, int]:
        names = [item.removeprefix("unit ") for group in match.filters for item in group]
        query = "select name, number from search_units where name in (select value from json_each(?))"
        return dict(self._database.execute(query, (json.dumps(names),)))

    def _remove_of(self, place: int) -> None:
        first = place * DOCUMENTS_PER_ENTRY
        query = """
            select d.number, kind, u.name, day, officer, states, acts, language, about, words,
            t.names, unit
            from search_documents d join search_texts t using (number) join search_units u on u.number = unit
            where d.number >= ? and d.number < ?
        """
        rows = list(self._database.execute(query, (first, first + DOCUMENTS_PER_ENTRY)))
        for *found, words, names, unit in rows:
            entry = _found(tuple(found))
            document = SearchDocument(words=words, names=names, **_fields(entry))
            self._database.execute(
                "insert into search_index (search_index, rowid, words, names, filters) "
                "values ('delete', ?, ?, ?, ?)",
                _folded(document, unit),
            )
            for table in ("search_documents", "search_texts"):
                self._database.execute(f"delete from {table} where number = ?", (entry.number,))  # noqa: S608
            self._forget(document)

    def _forget(self, document: SearchDocument) -> None:
        """Nobody can find out from the list of words what stood in a document that is gone."""
        seen, named = _counted([document])
        self._database.executemany(
            "update search_words set seen = seen - 1, named = named - ? where word = ?",
            [(named[word], word) for word in seen],
        )
        gone = [item.word for item in self.known(seen) if item.seen <= 0]
        self._database.executemany("delete from search_words where word = ?", [(word,) for word in gone])
        for table, column, keys in _BY_PARTS:
            self._database.executemany(
                f"delete from {table} where {column} = ? and word = ?",  # noqa: S608 names of ours.
                [(key, word) for word in gone for key in keys(word)],
            )

    def _add(self, documents: Sequence[SearchDocument]) -> None:
        units = self._numbered({document.unit for document in documents})
        self._database.executemany(
            "insert into search_documents values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    *(item.number, item.kind, units[item.unit], item.day.isoformat(), item.officer),
                    *(" ".join(item.states), " ".join(item.acts), item.language, item.about),
                )
                for item in documents
            ],
        )
        self._database.executemany(
            "insert into search_texts values (?, ?, ?)",
            [(item.number, item.words, item.names) for item in documents],
        )
        self._database.executemany(
            "insert into search_index (rowid, words, names, filters) values (?, ?, ?, ?)",
            [_folded(item, units[item.unit]) for item in documents],
        )
        self._learn(documents)

    def _learn(self, documents: Sequence[SearchDocument]) -> None:
        seen, named = _counted(documents)
        new = seen.keys() - {item.word for item in self.known(seen)}
        self._database.executemany(
            "insert into search_words values (?, ?, ?) on conflict (word) do update "
            "set seen = seen + excluded.seen, named = named + excluded.named",
            [(word, seen[word], named[word]) for word in sorted(seen)],
        )
        for table, _, keys in _BY_PARTS:
            rows = sorted((key, word) for word in new for key in keys(word))
            self._database.executemany(f"insert into {table} values (?, ?)", rows)  # noqa: S608 names of ours.

    def _numbered(self, names: Collection[str]) -> dict[str, int]:
        self._database.executemany(
            "insert or ignore into search_units (name) values (?)", [(name,) for name in sorted(names)]
        )
        query = "select name, number from search_units where name in (select value from json_each(?))"
        return dict(self._database.execute(query, (json.dumps(sorted(names)),)))


def put_off(database: apsw.Connection, places: Iterable[int]) -> None:
    """Have these entries read, in the transaction in which they changed."""
    _each(database, "insert or ignore into search_todo values (?)", places)


def days_between(since: date | None, until: date | None) -> tuple[str, ...]:
    """What filters by days, both included: years and months where they are whole, so that there are few."""
    first, last = since or _FIRST_DAY, until or _LAST_DAY
    found: list[str] = []
    for year in range(first.year, last.year + 1):
        if first <= date(year, 1, 1) and date(year, 12, 31) <= last:
            found.append(f"day {year:04}")
        else:
            found += _days_in(year, first, last)
    return tuple(found)


def _days_in(year: int, first: date, last: date) -> Iterator[str]:
    for month in range(1, 13):
        days = [date(year, month, day) for day in range(1, monthrange(year, month)[1] + 1)]
        if first <= days[0] and days[-1] <= last:
            yield f"day {year:04}{month:02}"
        else:
            yield from (f"day {year:04}{month:02}{day.day:02}" for day in days if first <= day <= last)


def _filters(document: SearchDocument, unit: int) -> tuple[str, ...]:
    day = document.day
    return (
        *(f"kind {document.kind}", f"unit {unit}"),
        *(f"day {day.isoformat().replace('-', '')[:length]}" for length in (4, 6, 8)),
        *(f"officer {item}" for item in (document.officer,) if item),
        *(f"language {item}" for item in (document.language,) if item),
        *(f"state {item}" for item in dict.fromkeys(document.states)),
        *(f"act {item}" for item in dict.fromkeys(document.acts)),
    )


def _folded(document: SearchDocument, unit: int) -> tuple[int, str, str, str]:
    filters = " ".join(_filter_word(item) for item in _filters(document, unit))
    words, names = index_words_of(document.words), index_words_of(document.names)
    return document.number, " ".join(words), " ".join(names), filters


def _filter_word(item: str) -> str:
    # One word for the tokeniser, whatever stands in it: all but letters and digits as numbers.
    return _FILTER + "".join(
        letter if letter.isalnum() and letter.isascii() else f"{_FILTER}{ord(letter)}" for letter in item
    )


def _expression(match: Match, units: dict[str, int]) -> str:
    """In the query language of FTS5; all that is in quotation marks are letters and digits."""
    groups = [[_side_by_side(item) for item in group] for group in match.all_of]
    for group in match.filters:
        # A unit of which nothing is known fits nothing.
        known = [f"unit {units.get(item[5:], 0)}" if item.startswith("unit ") else item for item in group]
        groups.append([f'"{_filter_word(item)}"' for item in known])
    wanted = " AND ".join(f"({' OR '.join(group)})" for group in groups)
    unwanted = " OR ".join(_side_by_side(item) for item in match.none_of)
    return f"({wanted}) NOT ({unwanted})" if unwanted else wanted


def _side_by_side(item: SideBySide) -> str:
    return f'"{" ".join(item.words)}"' + ("*" if item.goes_on else "")


def _counted(documents: Sequence[SearchDocument]) -> tuple[Counter[str], Counter[str]]:
    seen: Counter[str] = Counter()
    named: Counter[str] = Counter()
    for document in documents:
        names = {*index_words_of(document.names), *names_of(document.words)}
        words = {*index_words_of(document.words), *names}
        seen.update(words)
        named.update(names)
    return seen, named


def _found(row: tuple[Any, ...]) -> Found:
    number, kind, unit, day, officer, states, acts, language, about = row
    return Found(
        number=number,
        kind=kind,
        unit=unit,
        day=date.fromisoformat(day),
        officer=officer,
        states=tuple(states.split()),
        acts=tuple(acts.split()),
        language=language,
        about=about,
    )


def _fields(found: Found) -> dict[str, Any]:
    return {name: getattr(found, name) for name in found.__dataclass_fields__}


def _each(database: apsw.Connection, statement: str, places: Iterable[int]) -> None:
    database.executemany(statement, [(place,) for place in sorted(places)])
