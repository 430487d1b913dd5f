"""The tables in which a docket looks for words: all of them can be made anew from what was opened.

What is shut from the officer is not in them: nothing of it can be found, counted or guessed at.
"""

import apsw

from unhindered.core.search.words import INDEX_VERSION

# Raised whenever these tables change; they are then made anew.
VERSION = f"2/{INDEX_VERSION}".encode()
NAMES = (
    *("search_todo", "search_shut", "search_units", "search_documents", "search_texts"),
    *("search_words", "search_pieces", "search_skeletons", "search_index"),
)
# The index holds folded words only; the third column holds what is filtered by, as words that no text has.
SCHEMA = """
create table search_todo (place integer primary key) strict;
create table search_shut (place integer primary key) strict;
create table search_units (number integer primary key, name text not null unique) strict;
create table search_documents (
    number integer primary key, kind text not null, unit integer not null, day text not null,
    officer text not null, states text not null, acts text not null, language text not null,
    about text not null
) strict;
create index search_states on search_documents (states);
create table search_texts (number integer primary key, words text not null, names text not null) strict;
create table search_words (word text primary key, seen integer not null, named integer not null)
    strict, without rowid;
create table search_pieces (piece text, word text, primary key (piece, word)) strict, without rowid;
create table search_skeletons (skeleton text, word text, primary key (skeleton, word)) strict, without rowid;
create virtual table search_index using fts5(
    words, names, filters, content='', tokenize='ascii', prefix='2 3'
);
insert into search_index (search_index, rank) values ('secure-delete', 1);
"""


def make_anew(database: apsw.Connection, *, waiting_from: int) -> None:
    """Empty tables, and everything that was opened or waits to be sent on the list of what is to be read."""
    for name in NAMES:
        database.execute(f"drop table if exists {name}")
    database.execute(SCHEMA)
    database.execute("insert into search_todo select place from opened")
    database.execute("insert into search_todo select ? + number from outbox", (waiting_from,))
