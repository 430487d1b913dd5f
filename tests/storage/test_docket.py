import secrets
from datetime import date

import pytest

from unhindered.core.errors import Refused, Unavailable
from unhindered.core.log.entry import EntryKind, Salts
from unhindered.core.log.port import StoredEntry
from unhindered.storage.docket import Alarm, Opened, open_docket
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


def take_in(docket, entries, roots, *, replica):
    with docket.at_once():
        docket.stage(entries, roots)
        docket.take_staged(replica=replica)


def files_of(folder):
    return b"".join(path.read_bytes() for path in folder.iterdir())


def test_what_was_taken_in_is_there_after_opening_again(tmp_path):
    docket = open_docket(tmp_path / "docket.db", KEY)
    take_in(docket, [entry(0), entry(1)], [b"r" * 32, b"s" * 32], replica=b"state")
    docket.close()

    again = open_docket(tmp_path / "docket.db", KEY)

    assert again.entry(1) == entry(1)
    assert (again.replica(), again.root_at(1)) == (b"state", b"r" * 32)
    again.close()


def test_no_word_of_a_docket_is_readable_on_the_disk(tmp_path):
    docket = open_docket(tmp_path / "docket.db", KEY)
    take_in(docket, [entry(0, MARKER)], [bytes(32)], replica=MARKER)
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
    take_in(docket, [entry(0)], [bytes(32)], replica=b"first")

    with pytest.raises(Unavailable):
        take_in(docket, [entry(1), entry(0)], [bytes(32)] * 2, replica=b"second")

    assert docket.replica() == b"first"
    with pytest.raises(Refused):
        docket.entry(1)
    docket.close()


def test_what_was_staged_shows_only_once_it_is_taken(tmp_path):
    docket = open_docket(tmp_path / "docket.db", KEY)
    take_in(docket, [entry(0)], [bytes(32)], replica=b"first")
    docket.stage([entry(1), entry(2)], [b"1" * 32, b"2" * 32])
    assert (docket.entries(0, 9), docket.root_at(2)) == ([entry(0)], None)

    docket.take_staged(replica=b"second")

    assert docket.entries(1, 9) == [entry(1), entry(2)]
    assert (docket.replica(), docket.root_at(3)) == (b"second", b"2" * 32)
    docket.close()


def test_what_was_staged_can_be_thrown_away(tmp_path):
    docket = open_docket(tmp_path / "docket.db", KEY)
    docket.stage([entry(0)], [bytes(32)])

    docket.unstage()
    docket.take_staged(replica=b"state")

    assert docket.entries(0, 9) == []
    docket.close()


def test_what_is_done_at_once_is_there_whole_or_not_at_all(tmp_path):
    docket = open_docket(tmp_path / "docket.db", KEY)
    docket.stage([entry(0)], [bytes(32)])

    def fail_at_the_end():
        with docket.at_once():
            docket.take_staged(replica=b"state")
            docket.put_alarms([Alarm(place=0, reason="forked")])
            raise Refused("Another log.")

    with pytest.raises(Refused):
        fail_at_the_end()

    assert (docket.replica(), docket.entries(0, 9), docket.alarms()) == (None, [], [])
    docket.close()


def test_alarms_stand_and_marks_can_be_taken_away(tmp_path):
    docket = open_docket(tmp_path / "docket.db", KEY)
    docket.put_alarms([Alarm(place=3, reason="forked")])
    docket.mark("read/1")
    docket.unmark("read/1")
    docket.close()

    again = open_docket(tmp_path / "docket.db", KEY)

    assert (again.alarms(), again.marks()) == ([Alarm(place=3, reason="forked")], frozenset())
    again.close()


def test_the_outbox_keeps_order_until_dropped(tmp_path):
    docket = open_docket(tmp_path / "docket.db", KEY)
    for content in (b"first", b"second"):
        docket.enqueue(request_key=bytes(32), kind="entries", content=content)

    docket.drop(docket.outbox()[0].number)

    assert [item.content for item in docket.outbox()] == [b"second"]
    docket.close()


def test_only_what_is_opened_leaves_the_list_of_the_unopened(tmp_path):
    docket = open_docket(tmp_path / "docket.db", KEY)
    take_in(docket, [entry(0), entry(1)], [bytes(32)] * 2, replica=b"state")

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
