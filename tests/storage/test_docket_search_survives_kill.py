"""kill -9 while the index is made: what was in stays in, the rest is still to be read, nothing is twice."""

import os
import random
import subprocess
import sys
from datetime import date
from pathlib import Path

from unhindered.core.search.query import Search, read_words
from unhindered.desk.lookup import MOST_FOUND, look_up
from unhindered.storage.docket import Docket, Opened, open_docket
from unhindered.storage.docket_search import DOCUMENTS_PER_ENTRY, SearchDocument

KEY = bytes(range(32))
ENTRIES, AT_ONCE = 600, 7


def document(place: int) -> SearchDocument:
    return SearchDocument(
        number=place * DOCUMENTS_PER_ENTRY,
        kind="note",
        unit=f"case/{place % 5}",
        day=date(2026, 11, 24),
        words=f"common Name{place % 11} word{place}",
    )


def read_some(docket: Docket) -> int:
    places = docket.search.to_read(AT_ONCE)
    docket.search.put(places, [document(place) for place in places])
    return len(places)


def read_all_and_tell(path: Path) -> None:
    """What the process that is killed does: a byte for each batch that is on the disk."""
    docket = open_docket(path, KEY)
    while read_some(docket):
        os.write(1, b".")


def test_an_index_that_was_killed_again_and_again_is_whole_in_the_end(tmp_path):
    path = tmp_path / "docket.db"
    docket = open_docket(path, KEY)
    docket.put_opened([Opened(place=place, name="note", content=b"{}") for place in range(ENTRIES)])
    docket.close()

    for seed in range(4):
        killed_after(random.Random(seed).randrange(1, 12), path)  # noqa: S311 nothing secret
    docket = open_docket(path, KEY)
    left = docket.search.left_to_read()
    while read_some(docket):
        pass

    search = Search(text="common", is_exact=True)
    found = look_up(docket.search, search, read_words(search)).found
    words = docket.search.known(["common", "name3"])
    docket.close()
    assert 0 < left < ENTRIES
    assert MOST_FOUND > ENTRIES
    assert [item.number for item in found] == [
        place * DOCUMENTS_PER_ENTRY for place in reversed(range(ENTRIES))
    ]
    assert {item.word: item.seen for item in words} == {
        "common": ENTRIES,
        "name3": len(range(3, ENTRIES, 11)),
    }


def killed_after(batches: int, path: Path) -> None:
    program = f"import sys; sys.path.insert(0, {str(Path(__file__).parent)!r}); "
    program += "from pathlib import Path; import test_docket_search_survives_kill as test; "
    program += f"test.read_all_and_tell(Path({str(path)!r}))"
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        child.stdout.read(batches)
        child.kill()
