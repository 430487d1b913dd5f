import pytest

from unhindered.storage.docket import open_docket

KEY = bytes(range(32))
WORDS = b"She was seen on Sunday and can walk."


@pytest.fixture
def docket(tmp_path):
    docket = open_docket(tmp_path / "docket.db", KEY)
    yield docket
    docket.close()


def test_what_is_kept_is_found_by_how_its_name_begins(docket):
    docket.keep("draft/2", b"two")
    docket.keep("draft/1", b"one")
    docket.keep("search/1", b"prison")

    assert docket.kept("draft/") == {"draft/1": b"one", "draft/2": b"two"}


def test_what_is_kept_anew_takes_the_place_of_what_was(docket):
    docket.keep("draft/1", b"one")
    docket.keep("draft/1", b"other")

    assert docket.kept("draft/") == {"draft/1": b"other"}


def test_what_is_forgotten_is_gone(docket):
    docket.keep("draft/1", WORDS)
    docket.forget("draft/1")
    docket.forget("draft/2")

    assert docket.kept("") == {}


def test_what_is_kept_survives_and_cannot_be_read_on_the_disk(tmp_path):
    docket = open_docket(tmp_path / "docket.db", KEY)
    docket.keep("draft/1", WORDS)
    docket.close()

    on_disk = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    again = open_docket(tmp_path / "docket.db", KEY)

    assert WORDS not in on_disk
    assert again.kept("draft/") == {"draft/1": WORDS}
    again.close()
