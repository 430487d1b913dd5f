import secrets
from datetime import date

import pytest

from unhindered.core.errors import Refused, Unavailable
from unhindered.core.log.entry import EntryKind, Salts
from unhindered.core.log.port import StoredEntry
from unhindered.storage.docket import Opened, open_docket
from unhindered.storage.docket_seal import docket_key

KEY = bytes(range(32))
MARKER = b"a sentence that must not be readable on the disk"


def entry(index, body=b"sealed"):
    return StoredEntry(
        index=index,
        kind=EntryKind.SOURCE,
        day=date(2026, 11, 24),
        leaf=bytes(66),
        clear=bytes(32),
        salts=Salts(bytes(32), bytes(32)),
        header=b"header",
        body=body,
        body_size=len(body),
    )


def files_of(folder):
    return b"".join(path.read_bytes() for path in folder.iterdir())


def test_what_was_taken_in_is_there_after_opening_again(tmp_path):
    docket = open_docket(tmp_path / "docket.db", KEY)
    docket.take_in([entry(0), entry(1)], [b"r" * 32, b"s" * 32], replica=b"state")
    docket.close()

    again = open_docket(tmp_path / "docket.db", KEY)

    assert again.entry(1) == entry(1)
    assert (again.replica(), again.root_at(1)) == (b"state", b"r" * 32)
    again.close()


def test_no_word_of_a_docket_is_readable_on_the_disk(tmp_path):
    docket = open_docket(tmp_path / "docket.db", KEY)
    docket.take_in([entry(0, MARKER)], [bytes(32)], replica=MARKER)
    docket.put_opened([Opened(place=0, name="report.json", content=MARKER)])
    docket.enqueue(request_key=bytes(32), kind="entries", content=MARKER)
    docket.mark(MARKER.decode())

    while_open = files_of(tmp_path)
    docket.close()

    assert MARKER not in while_open
    assert MARKER not in files_of(tmp_path)
    assert b"SQLite format" not in while_open


def test_another_key_is_refused_with_advice(tmp_path):
    open_docket(tmp_path / "docket.db", KEY).close()

    with pytest.raises(Unavailable, match="another officer") as caught:
        open_docket(tmp_path / "docket.db", secrets.token_bytes(32))

    assert "sync" in caught.value.advice


def test_a_damaged_docket_is_refused_with_advice(tmp_path):
    (tmp_path / "docket.db").write_bytes(secrets.token_bytes(8192))

    with pytest.raises(Unavailable, match="damaged"):
        open_docket(tmp_path / "docket.db", KEY)


def test_a_docket_of_another_version_is_refused(tmp_path):
    docket = open_docket(tmp_path / "docket.db", KEY)
    docket._database.execute("update about set value = x'3939' where name = 'format'")
    docket.close()

    with pytest.raises(Refused, match="another version"):
        open_docket(tmp_path / "docket.db", KEY)


def test_half_of_a_sync_is_never_taken_in(tmp_path):
    docket = open_docket(tmp_path / "docket.db", KEY)
    docket.take_in([entry(0)], [bytes(32)], replica=b"first")

    with pytest.raises(Unavailable):
        docket.take_in([entry(1), entry(0)], [bytes(32)] * 2, replica=b"second")

    assert docket.replica() == b"first"
    with pytest.raises(Refused):
        docket.entry(1)
    docket.close()


def test_the_outbox_keeps_order_until_dropped(tmp_path):
    docket = open_docket(tmp_path / "docket.db", KEY)
    for content in (b"first", b"second"):
        docket.enqueue(request_key=bytes(32), kind="entries", content=content)

    docket.drop(docket.outbox()[0].number)

    assert [item.content for item in docket.outbox()] == [b"second"]
    docket.close()


def test_only_what_is_opened_leaves_the_list_of_the_unopened(tmp_path):
    docket = open_docket(tmp_path / "docket.db", KEY)
    docket.take_in([entry(0), entry(1)], [bytes(32)] * 2, replica=b"state")

    docket.put_opened([Opened(place=0, name="report.json", content=b"{}")])

    assert [item.index for item in docket.unopened()] == [1]
    docket.close()


def test_the_file_is_for_its_owner_only(tmp_path):
    open_docket(tmp_path / "docket.db", KEY).close()

    assert (tmp_path / "docket.db").stat().st_mode & 0o077 == 0


def test_the_key_of_a_docket_follows_from_the_officer():
    assert docket_key(bytes(32)) == docket_key(bytes(32))
    assert docket_key(bytes(32)) != docket_key(b"\1" * 32)
    assert len(docket_key(bytes(32))) == 32
