"""The index in the docket, against looking through all texts one by one."""

from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unhindered.core.errors import Unavailable
from unhindered.core.search.query import Search, read_words
from unhindered.core.search.typos import allowed_edits
from unhindered.core.search.words import is_unspaced, words_of
from unhindered.desk.lookup import look_up
from unhindered.storage import docket as docket_module
from unhindered.storage.docket import Opened, open_docket
from unhindered.storage.docket_search import (
    DOCUMENTS_PER_ENTRY,
    Match,
    SearchDocument,
    SideBySide,
    days_between,
)

KEY = bytes(range(32))
DAY = date(2026, 11, 24)
VOCABULARY = (
    *("guards", "prison", "prisoner", "Muhammad", "Mohamed", "cell", "northgate", "witness", "the"),
    *("Мухаммад", "охранники", "тюрьма", "محمد", "السجن", "زندان", "酷刑受害者", "中国", "wedding-day", "ı"),
)
TEXTS = st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=8).map(" ".join)
DOCUMENTS = st.lists(
    st.builds(
        dict,
        words=TEXTS,
        names=st.sampled_from(["", "Ada Fictional"]),
        kind=st.sampled_from(["report", "note"]),
        unit=st.sampled_from(["case/1", "case/2", "report/3"]),
        day=st.integers(0, 800).map(lambda days: DAY - timedelta(days=days)),
        states=st.sampled_from([(), ("XVL",), ("XVL", "XVM")]),
    ),
    min_size=1,
    max_size=12,
)


class OwnDocket:
    """A docket in a folder of its own, for one example."""

    def __enter__(self):
        self._folder = TemporaryDirectory()
        self.docket = open_docket(Path(self._folder.name) / "docket.db", KEY)
        return self.docket

    def __exit__(self, *error):
        self.docket.close()
        self._folder.cleanup()


def documents_of(made):
    return [SearchDocument(number=place * DOCUMENTS_PER_ENTRY, **values) for place, values in enumerate(made)]


def found(docket, text, units=(), **more):
    search = Search(text=text, **more)
    return [
        item.number // DOCUMENTS_PER_ENTRY
        for item in look_up(docket.search, search, read_words(search), units).found
    ]


def everything_in(docket):
    """All that the index holds, as rows that can be compared."""
    database = docket._database
    database.execute("create virtual table temp.seen using fts5vocab(main, search_index, instance)")
    rows = {"index": sorted(database.execute("select term, doc, col, offset from temp.seen"))}
    database.execute("drop table temp.seen")
    for table in ("search_documents", "search_texts", "search_words", "search_pieces", "search_skeletons"):
        rows[table] = sorted(database.execute(f"select * from {table}"))  # noqa: S608
    units = dict(database.execute("select number, name from search_units"))
    rows["search_documents"] = [
        (number, kind, units[unit], *rest) for number, kind, unit, *rest in rows["search_documents"]
    ]
    rows["index"] = [
        row if not row[0].startswith("§unit") else (units[int(row[0].rpartition("32")[2])], *row[1:])
        for row in rows["index"]
    ]
    return {name: sorted(of_table) for name, of_table in rows.items()}


@settings(max_examples=25, deadline=None)
@given(DOCUMENTS)
def test_whatever_is_put_in_is_found_by_each_of_its_words(made):
    with OwnDocket() as docket:
        documents = documents_of(made)
        docket.search.put([], documents)

        for place, document in enumerate(documents):
            for word in {*document.words.split(), *document.names.split()}:
                assert place in found(docket, word, is_exact=True)


@settings(max_examples=25, deadline=None)
@given(DOCUMENTS)
def test_counts_are_those_of_looking_through_everything(made):
    with OwnDocket() as docket:
        documents = documents_of(made)
        docket.search.put([], documents)

        for word in ("prison", "cell", "محمد", "中国"):
            for kind, units in (("", ()), ("note", ()), ("", ("case/1",)), ("", ("case/1", "report/3"))):
                expected = [
                    place
                    for place, document in enumerate(documents)
                    if word in words_of(document.words)
                    and kind in ("", document.kind)
                    and (not units or document.unit in units)
                ]
                assert found(docket, word, units, kind=kind, is_exact=True) == expected[::-1]


@settings(max_examples=25, deadline=None)
@given(DOCUMENTS, st.data())
def test_beginnings_and_slips_of_the_hand_find_what_was_meant(made, data):
    with OwnDocket() as docket:
        documents = documents_of(made)
        docket.search.put([], documents)
        place = data.draw(st.integers(0, len(documents) - 1))
        word = data.draw(st.sampled_from(words_of(documents[place].words)))

        if len(word) > 2 and not is_unspaced(word):
            assert place in found(docket, word[: data.draw(st.integers(2, len(word)))])
        if len(word) >= 5 and allowed_edits(word):
            at = data.draw(st.integers(0, len(word) - 1))
            slip = word[:at] + "q" + word[at + 1 :]
            assert place in found(docket, f"{slip} -nothing")


@settings(max_examples=20, deadline=None)
@given(DOCUMENTS, DOCUMENTS, st.data())
def test_the_index_is_the_same_however_it_came_about(before, after, data):
    """Put in at once; or something else first, one by one, in any order, and then replaced."""
    with OwnDocket() as whole, OwnDocket() as grown:
        documents = documents_of(after)
        whole.search.put(range(40), documents)
        for document in data.draw(st.permutations(documents_of(before))):
            grown.search.put([document.number // DOCUMENTS_PER_ENTRY], [document])
        order = data.draw(st.permutations(range(max(len(before), len(after)))))
        for place in order:
            grown.search.put([place], documents[place : place + 1])

        assert everything_in(grown) == everything_in(whole)


def test_names_meet_across_alphabets_and_words_do_not():
    with OwnDocket() as docket:
        texts = ["They asked Мухаммада", "about محمد again", "and Mohamed", "in prison", "a person"]
        docket.search.put([], documents_of([values(words=text) for text in texts]))

        assert found(docket, "Muhammad") == [2, 1, 0]
        assert found(docket, "محمد") == [2, 1, 0]
        assert found(docket, "Muhammad", is_exact=True) == []
        assert found(docket, "prison") == [3]


def test_what_else_was_looked_for_is_said():
    with OwnDocket() as docket:
        docket.search.put([], documents_of([values(words="the northgate prison")]))
        search = Search(text="nortgate prison")

        assert look_up(docket.search, search, read_words(search)).alike == ("northgate",)


def test_a_common_word_is_taken_as_it_was_typed():
    with OwnDocket() as docket:
        docket.search.put(
            [], documents_of([values(words=word) for word in ("guards", "guards", "guards", "guardx")])
        )

        assert found(docket, "guards") == [2, 1, 0]


def test_words_that_must_not_be_there_leave_out():
    with OwnDocket() as docket:
        docket.search.put([], documents_of([values(words="prison cell"), values(words="prison yard")]))

        assert found(docket, 'prison -"prison cell"') == [1]


@settings(max_examples=60, deadline=None)
@given(
    st.dates(date(1969, 1, 1), date(2071, 1, 1)),
    st.dates(date(2025, 1, 1), date(2027, 1, 1)),
    st.integers(0, 900),
)
def test_days_are_filtered_to_the_day(day, since, days):
    until = since + timedelta(days=days)
    parts = {f"day {day.isoformat().replace('-', '')[:length]}" for length in (4, 6, 8)}

    assert bool(parts & set(days_between(since, until))) == (since <= day <= until)


def test_days_filter_what_is_found():
    with OwnDocket() as docket:
        days = [date(2024, 12, 31), date(2025, 6, 1), date(2026, 1, 1)]
        docket.search.put([], documents_of([values(day=day) for day in days]))

        assert found(docket, "", since=date(2025, 1, 1), until=date(2025, 12, 31)) == [1]
        assert found(docket, "", since=date(2025, 1, 1)) == [2, 1]
        assert found(docket, "", until=date(2025, 1, 1)) == [0]


def test_of_what_was_taken_out_no_word_is_left(tmp_path):
    with OwnDocket() as docket:
        docket.search.put([1, 2], documents_of([values(), values(words="only the Secretword"), values()]))

        docket.search.put([1], [])

        assert docket.search.known(["secretword"]) == []
        everything = everything_in(docket)
        assert "secretword" not in repr(everything)


def test_no_word_of_the_index_is_readable_on_the_disk(tmp_path):
    docket = open_docket(tmp_path / "docket.db", KEY)
    docket.search.put([], documents_of([values(words="onlyinthisindex " * 50)]))

    on_disk = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    docket.close()

    assert b"onlyinthisindex" not in on_disk


def test_what_was_opened_is_on_the_list_of_what_is_to_be_read():
    with OwnDocket() as docket:
        docket.put_opened([Opened(place=7, name="report", content=b"{}")])
        docket.enqueue(request_key=bytes(32), kind="entries", content=b"")

        assert docket.search.to_read(9) == [7, docket_module.WAITING_FROM + 1]
        assert docket.search.left_to_read() == 2


def test_what_failed_halfway_is_still_to_be_read():
    with OwnDocket() as docket:
        docket.put_opened([Opened(place=0, name="report", content=b"{}")])
        twice = documents_of([values()]) * 2

        with pytest.raises(Unavailable):
            docket.search.put([0], twice)

        assert docket.search.to_read(9) == [0]
        assert found(docket, "guards") == []


def test_an_index_of_another_version_is_made_anew(tmp_path, monkeypatch):
    docket = open_docket(tmp_path / "docket.db", KEY)
    docket.put_opened([Opened(place=3, name="report", content=b"{}")])
    docket.search.put([3], [SearchDocument(number=3 * DOCUMENTS_PER_ENTRY, **values())])
    docket.close()

    monkeypatch.setattr(docket_module, "SEARCH_VERSION", b"another")
    again = open_docket(tmp_path / "docket.db", KEY)

    assert (again.search.to_read(9), found(again, "guards")) == ([3], [])
    again.close()


def test_an_index_of_this_version_is_kept(tmp_path):
    docket = open_docket(tmp_path / "docket.db", KEY)
    docket.search.put([], documents_of([values()]))
    docket.close()

    again = open_docket(tmp_path / "docket.db", KEY)

    assert found(again, "guards") == [0]
    again.close()


def test_what_is_shut_or_opened_again_is_read_again():
    with OwnDocket() as docket:
        docket.search.set_shut({1, 2})
        docket.search.put([1, 2], [])

        docket.search.set_shut({2, 3})

        assert docket.search.shut() == {2, 3}
        assert docket.search.to_read(9) == [1, 3]


def test_letters_that_the_query_language_knows_do_no_harm():
    with OwnDocket() as docket:
        docket.search.put([], documents_of([values(words="guards AND NOT near OR")]))

        for text in (
            '"',
            "AND",
            "NEAR(guards",
            "words:guards",
            "guards*",
            "^guards",
            "(",
            "§kind",
            "guards' --",
        ):
            match = Match(all_of=((SideBySide(words=tuple(words_of(text)) or ("x",)),),))
            docket.search.find(match, 5)
        assert found(docket, "NEAR(guards") == []
        assert found(docket, "OR guards") == [0]


def values(**more):
    return {"kind": "note", "unit": "case/1", "day": DAY, "words": "guards"} | more
