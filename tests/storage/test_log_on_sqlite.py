"""What only the log on disk can do wrong: opening again, other processes, what stays on the medium."""

import os
import resource
import threading
from datetime import date
from pathlib import Path

import apsw
import pytest

from unhindered.core.errors import Refused, Unavailable
from unhindered.core.log.checkpoint import open_checkpoint
from unhindered.core.log.entry import SMALL_BODY_BYTES, EntryKind, NewEntry
from unhindered.core.log.signed_note import NoteSigner
from unhindered.storage import _group_commit, _sqlite
from unhindered.storage._sqlite import Damaged
from unhindered.storage.log_on_sqlite import LogOnSqlite

ORIGIN = "gate.example/sealed"
LARGE = SMALL_BODY_BYTES + 1


@pytest.fixture
def filled(tmp_path, signer, a_report, today):
    """A closed log of 300 entries, the last with a large body."""
    with LogOnSqlite(tmp_path, ORIGIN, signer) as log:
        log.append([a_report(n) for n in range(299)], day=today).result()
        log.append([a_report(299, size=LARGE)], day=today).result()
    return tmp_path


def damage(folder: Path, *statements: str) -> None:
    database = apsw.Connection(str(folder / "log.sqlite"))
    for statement in statements:
        database.execute(statement)
    database.close()


def body_files(folder: Path) -> list[Path]:
    return sorted((folder / "bodies").iterdir())


def read_whole(log: LogOnSqlite, index: int) -> bytes:
    with log.open_body(index) as body:
        return body.read()


def bytes_on_disk(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


class TestOpeningAgain:
    def test_everything_is_still_there(self, filled, signer, a_report, today):
        with LogOnSqlite(filled, ORIGIN, signer) as log:
            assert log.size() == 300
            assert log.entry(7).body == a_report(7).body
            assert read_whole(log, 299) == a_report(299, size=LARGE).body
            assert open_checkpoint(log.latest_checkpoint(), signer.verifier(), ORIGIN).size == 300
            assert log.append([a_report(300)], day=today).result()[0].index == 300

    def test_the_checkpoint_is_the_same(self, filled, signer):
        with LogOnSqlite(filled, ORIGIN, signer) as log:
            first = log.latest_checkpoint()

        with LogOnSqlite(filled, ORIGIN, signer) as log:
            assert log.latest_checkpoint() == first

    def test_a_key_is_remembered_over_a_restart(self, tmp_path, signer, a_report, today):
        with LogOnSqlite(tmp_path, ORIGIN, signer) as log:
            first = log.append([a_report(0)], day=today, idempotency=b"k").result()

        with LogOnSqlite(tmp_path, ORIGIN, signer) as log:
            assert log.append([a_report(0)], day=today, idempotency=b"k").result() == first

    def test_a_sound_log_passes_an_audit(self, filled, signer):
        with LogOnSqlite(filled, ORIGIN, read_only=True) as log:
            log.require_sound(signer.verifier())

    def test_an_erased_and_a_rewrapped_entry_pass_an_audit(self, filled, signer):
        with LogOnSqlite(filled, ORIGIN, signer) as log:
            log.erase([3, 299])
            log.rewrap(5, b"another header")

            log.require_sound(signer.verifier())

    def test_a_log_needs_its_key_to_be_written(self, tmp_path):
        with pytest.raises(Refused):
            LogOnSqlite(tmp_path, ORIGIN)


class TestDamage:
    @pytest.mark.parametrize(
        "statements",
        [
            ["update leaves set leaf = zeroblob(66) where place = 17"],
            ["delete from leaves where place = 299"],
            ["delete from leaves where place >= 0"],
            ["delete from leaves where place = 17"],
            [
                "update leaves set place = -1 where place = 17",
                "update leaves set place = 17 where place = 18",
                "update leaves set place = 18 where place = -1",
            ],
            ["update subtrees set hash = zeroblob(32)"],
            ["delete from subtrees"],
            ["update notes set note = (select note from notes where name = 'published') || 'x'"],
            ["delete from notes"],
            ["drop table leaves"],
            ["update contents set body_size = body_size + 1 where body_file is not null"],
        ],
        ids=lambda statements: statements[0],
    )
    def test_a_damaged_database_is_not_written_to(self, filled, signer, statements):
        damage(filled, *statements)
        before = (filled / "log.sqlite").read_bytes()

        with pytest.raises(Damaged) as caught:
            LogOnSqlite(filled, ORIGIN, signer)

        assert "restore" in caught.value.advice
        assert (filled / "log.sqlite").read_bytes() == before

    def test_an_earlier_state_with_its_own_checkpoint_is_not_seen_by_the_log_itself(
        self, filled, signer, a_report, today, tmp_path_factory
    ):
        """A whole folder put back is sound by itself: only who saw the longer log can tell (replica)."""
        copy = tmp_path_factory.mktemp("earlier")
        (copy / "log.sqlite").write_bytes((filled / "log.sqlite").read_bytes())
        (copy / "bodies").mkdir()
        (copy / "bodies" / body_files(filled)[0].name).write_bytes(body_files(filled)[0].read_bytes())
        with LogOnSqlite(filled, ORIGIN, signer) as log:
            log.append([a_report(300)], day=today).result()

        with LogOnSqlite(copy, ORIGIN, signer) as log:
            assert log.size() == 300

    def test_a_file_that_is_no_database_is_not_replaced(self, filled, signer):
        (filled / "log.sqlite").write_bytes(b"not a database " * 1000)

        with pytest.raises(Damaged):
            LogOnSqlite(filled, ORIGIN, signer)

        assert (filled / "log.sqlite").read_bytes() == b"not a database " * 1000

    def test_a_log_whose_database_is_gone_does_not_begin_anew(self, filled, signer):
        (filled / "log.sqlite").unlink()

        with pytest.raises(Damaged):
            LogOnSqlite(filled, ORIGIN, signer)

    def test_a_missing_body_is_noticed(self, filled, signer):
        body_files(filled)[0].unlink()

        with pytest.raises(Damaged, match="entry 299"):
            LogOnSqlite(filled, ORIGIN, signer)

    def test_a_shortened_body_is_noticed(self, filled, signer):
        os.truncate(body_files(filled)[0], 5)

        with pytest.raises(Damaged, match="entry 299"):
            LogOnSqlite(filled, ORIGIN, signer)

    @pytest.mark.parametrize("column", ["body", "header", "body_salt", "header_salt", "clear"])
    def test_an_audit_notices_changed_contents(self, filled, signer, column):
        damage(filled, "update contents set " + column + " = zeroblob(32) where place = 41")  # noqa: S608

        with LogOnSqlite(filled, ORIGIN, signer) as log, pytest.raises(Damaged, match="Entry 41"):
            log.require_sound(signer.verifier())

    def test_an_audit_notices_a_changed_file(self, filled, signer):
        body_files(filled)[0].write_bytes(b"x" * LARGE)

        with LogOnSqlite(filled, ORIGIN, signer) as log, pytest.raises(Damaged, match="Entry 299"):
            log.require_sound(signer.verifier())

    def test_another_key_is_not_taken_for_the_logs_own(self, filled):
        with pytest.raises(Damaged, match="key did not sign"):
            LogOnSqlite(filled, ORIGIN, NoteSigner(ORIGIN, b"o" * 32))

    def test_another_log_is_not_opened(self, filled, signer):
        with pytest.raises(Unavailable, match="another log"):
            LogOnSqlite(filled, "gate.example/public", signer)

    def test_a_folder_that_failed_to_open_is_free_again(self, filled, signer):
        with pytest.raises(Damaged):
            LogOnSqlite(filled, ORIGIN, NoteSigner(ORIGIN, b"o" * 32))

        LogOnSqlite(filled, ORIGIN, signer).close()

    def test_too_old_an_sqlite_is_refused(self, tmp_path, signer, monkeypatch):
        monkeypatch.setattr(_sqlite, "OLDEST_SOUND_SQLITE", (99, 0, 0))

        with pytest.raises(Unavailable, match="SQLite"):
            LogOnSqlite(tmp_path, ORIGIN, signer)


class TestSeveralPrograms:
    def test_a_second_writer_is_told_that_there_is_one(self, filled, signer):
        with LogOnSqlite(filled, ORIGIN, signer), pytest.raises(Unavailable, match="Another program"):
            LogOnSqlite(filled, ORIGIN, signer)

    def test_a_closed_log_lets_the_next_writer_in(self, filled, signer):
        LogOnSqlite(filled, ORIGIN, signer).close()
        LogOnSqlite(filled, ORIGIN, signer).close()

    def test_a_reader_sees_what_a_writer_commits(self, filled, signer, a_report, today):
        with (
            LogOnSqlite(filled, ORIGIN, signer) as log,
            LogOnSqlite(filled, ORIGIN, read_only=True) as reader,
        ):
            log.append([a_report(300)], day=today).result()

            assert reader.size() == 301
            assert reader.entry(300).body == a_report(300).body

    def test_a_reader_sees_the_checkpoint_once_the_writer_is_closed(self, filled, signer, a_report, today):
        with LogOnSqlite(filled, ORIGIN, signer) as log:
            log.append([a_report(300)], day=today).result()
            note = log.latest_checkpoint()

        with LogOnSqlite(filled, ORIGIN, read_only=True) as reader:
            assert reader.latest_checkpoint() == note

    def test_a_reader_sees_a_checkpoint_with_the_next_commit(self, filled, signer, a_report, today):
        with (
            LogOnSqlite(filled, ORIGIN, signer) as log,
            LogOnSqlite(filled, ORIGIN, read_only=True) as reader,
        ):
            log.append([a_report(300)], day=today).result()
            note = log.latest_checkpoint()

            log.forget_keys(today)

            assert reader.latest_checkpoint() == note

    def test_a_reader_sees_a_checkpoint_when_nothing_more_comes(
        self, filled, signer, a_report, today, monkeypatch
    ):
        monkeypatch.setattr(_group_commit, "IDLE_SECONDS", 0.001)
        with (
            LogOnSqlite(filled, ORIGIN, signer) as log,
            LogOnSqlite(filled, ORIGIN, read_only=True) as reader,
        ):
            log.append([a_report(300)], day=today).result()
            seen = [reader.latest_checkpoint()]
            while seen[-1] != log.latest_checkpoint():
                seen.append(reader.latest_checkpoint())

            assert reader.size() == 301

    def test_a_reader_does_not_sweep_what_a_writer_takes_in(self, filled, signer, a_report, today):
        report = a_report(300, size=LARGE)
        with LogOnSqlite(filled, ORIGIN, signer) as log:
            incoming = log.incoming(report.clear, day=today)
            incoming.write(report.body)
            LogOnSqlite(filled, ORIGIN, read_only=True).close()

            entry = NewEntry(report.kind, report.clear, report.header, incoming.finish())
            log.append([entry], day=today).result()

            assert read_whole(log, 300) == report.body

    @pytest.mark.parametrize(
        "write",
        [
            lambda log: log.append([], day=date(2026, 5, 4)),
            lambda log: log.incoming(b"n" * 32, day=date(2026, 5, 4)),
            lambda log: log.publish(),
            lambda log: log.erase([0]),
            lambda log: log.rewrap(0, b"header"),
            lambda log: log.forget_keys(date(2026, 5, 4)),
        ],
    )
    def test_a_reader_cannot_write(self, filled, write):
        with LogOnSqlite(filled, ORIGIN, read_only=True) as reader, pytest.raises(Refused):
            write(reader)

    def test_there_is_nothing_to_read_in_an_empty_folder(self, tmp_path):
        with pytest.raises(Unavailable):
            LogOnSqlite(tmp_path, ORIGIN, read_only=True)

        assert list(tmp_path.iterdir()) == []

    def test_a_closed_reader_reads_nothing(self, filled):
        reader = LogOnSqlite(filled, ORIGIN, read_only=True)
        reader.close()

        with pytest.raises(Unavailable):
            reader.size()


class TestBodyFiles:
    def test_bodies_that_no_entry_names_are_swept_at_the_next_start(self, filled, signer, a_report, today):
        with LogOnSqlite(filled, ORIGIN, signer) as log:
            unfinished, finished = (log.incoming(b"n" * 32, day=today) for _ in range(2))
            unfinished.write(b"x" * LARGE)
            finished.write(b"y" * LARGE)
            finished.finish()
            assert len(body_files(filled)) == 3

        with LogOnSqlite(filled, ORIGIN, signer) as log:
            assert len(body_files(filled)) == 1
            assert read_whole(log, 299) == a_report(299, size=LARGE).body

    def test_many_reports_at_once_are_more_than_one_commit(self, tmp_path, signer, a_report, today):
        with LogOnSqlite(tmp_path, ORIGIN, signer) as log:
            holding = threading.Event()
            log._commits.submit(holding.wait)
            futures = [log.append([a_report(n)], day=today) for n in range(2 * _group_commit.MAX_JOBS)]
            holding.set()

            assert [future.result()[0].index for future in futures] == list(range(len(futures)))

    def test_files_that_are_not_ours_are_left_alone(self, filled, signer):
        (filled / "bodies" / "notes.txt").write_text("of somebody")

        LogOnSqlite(filled, ORIGIN, signer).close()

        assert (filled / "bodies" / "notes.txt").exists()

    def test_a_body_sent_again_leaves_no_second_file(self, tmp_path, signer, a_report, today):
        with LogOnSqlite(tmp_path, ORIGIN, signer) as log:
            for _ in range(2):
                log.append([a_report(0, size=LARGE)], day=today, idempotency=b"k").result()

            assert len(body_files(tmp_path)) == 1

    def test_a_refused_body_leaves_no_file(self, tmp_path, signer, a_report, today):
        with LogOnSqlite(tmp_path, ORIGIN, signer) as log:
            log.append([a_report(0)], day=today, idempotency=b"k").result()
            with pytest.raises(Refused):
                log.append([a_report(0, size=LARGE)], day=today, idempotency=b"k").result()

        assert body_files(tmp_path) == []

    def test_an_abandoned_body_leaves_no_file(self, tmp_path, signer, today):
        with LogOnSqlite(tmp_path, ORIGIN, signer) as log:
            incoming = log.incoming(b"n" * 32, day=today)
            incoming.write(b"x" * LARGE)
            incoming.abandon()

            assert body_files(tmp_path) == []

    def test_small_bodies_never_become_files(self, tmp_path, signer, today):
        with LogOnSqlite(tmp_path, ORIGIN, signer) as log:
            incoming = log.incoming(b"n" * 32, day=today)
            incoming.write(b"x" * SMALL_BODY_BYTES)
            incoming.finish()

            assert body_files(tmp_path) == []


class TestTraces:
    @pytest.mark.parametrize("is_open", [True, False])
    def test_files_show_no_more_than_the_day(self, tmp_path, signer, a_report, is_open):
        log = LogOnSqlite(tmp_path, ORIGIN, signer)
        log.append([a_report(0), a_report(1, size=LARGE)], day=date(2001, 2, 3)).result()
        log.append([a_report(2)], day=date(2001, 2, 3)).result()
        log.publish()
        if not is_open:
            log.close()

        midnight = 981158400
        watched = [tmp_path / "log.sqlite", tmp_path / "bodies", *body_files(tmp_path)]
        watched += tmp_path.glob("log.sqlite-*")
        assert {path.name: path.stat().st_mtime for path in watched} == dict.fromkeys(
            (path.name for path in watched), midnight
        )
        log.close()

    def test_nobody_else_on_the_machine_may_read(self, filled):
        assert {path.stat().st_mode & 0o077 for path in [filled / "log.sqlite", *body_files(filled)]} == {0}
        assert (filled / "bodies").stat().st_mode & 0o077 == 0

    def test_what_was_erased_is_not_in_any_file(self, tmp_path, signer, today):
        def made(n):
            size = (40, 3_000, 20_000, LARGE)[n % 4]
            name = f"<{n:04d}>".encode()
            header = b"H" + name + b"h" * 1500 + name
            return NewEntry(
                EntryKind.MAILBOX, b"C" + name * 5 + b"c", header, (b"B" + name) * (size // 7 + 1)
            )

        with LogOnSqlite(tmp_path, ORIGIN, signer) as log:
            placed = [log.append([made(n)], day=today).result()[0] for n in range(120)]
            gone = set(range(0, 120, 3))
            log.erase(sorted(gone))
            while_open = bytes_on_disk(tmp_path)

            for n in range(120):
                is_there = n not in gone
                assert (f"<{n:04d}>".encode() in while_open) is is_there
                assert (placed[n].salts.header in while_open) is is_there
                assert (placed[n].salts.body in while_open) is is_there
                assert placed[n].leaf in while_open

    def test_an_old_header_is_not_in_any_file_after_rewrapping(self, tmp_path, signer, a_report, today):
        with LogOnSqlite(tmp_path, ORIGIN, signer) as log:
            log.append([a_report(n) for n in range(50)], day=today).result()
            assert b"header of report 7" in bytes_on_disk(tmp_path)

            log.rewrap(7, b"for the case key alone, and a little longer")

            assert b"header of report 7" not in bytes_on_disk(tmp_path)

    def test_an_erasure_that_a_reader_holds_up_says_so(self, tmp_path, signer, a_report, today, monkeypatch):
        monkeypatch.setattr(_sqlite, "BUSY_MILLISECONDS", 10)
        with LogOnSqlite(tmp_path, ORIGIN, signer) as log:
            log.append([a_report(0)], day=today).result()
            reader = apsw.Connection(str(tmp_path / "log.sqlite"), flags=apsw.SQLITE_OPEN_READONLY)
            reading = reader.execute("select * from leaves")
            with pytest.raises(Unavailable, match="another program reads"):
                log.erase([0])
            reading.close()
            reader.close()

            log.erase([0])

            assert a_report(0).body not in bytes_on_disk(tmp_path)


class TestFullDisk:
    @pytest.fixture
    def no_large_files(self):
        """No file may grow above 1 MiB: the system says so in the same way as on a full disk."""
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1024 * 1024, before[1]))
        yield
        resource.setrlimit(resource.RLIMIT_FSIZE, before)

    def test_a_body_that_does_not_fit_is_an_error_with_advice(
        self, tmp_path, signer, a_report, today, no_large_files
    ):
        with LogOnSqlite(tmp_path, ORIGIN, signer) as log:
            with pytest.raises(Unavailable) as caught:
                log.append([a_report(0, size=3_000_000)], day=today).result()

            assert "disk" in caught.value.advice
            assert log.append([a_report(1)], day=today).result()[0].index == 0

    def test_a_body_that_did_not_fit_leaves_no_file(self, tmp_path, signer, a_report, today, no_large_files):
        with LogOnSqlite(tmp_path, ORIGIN, signer) as log:
            incoming = log.incoming(b"n" * 32, day=today)
            with pytest.raises(Unavailable):
                incoming.write(b"x" * 3_000_000)
            incoming.abandon()

            assert body_files(tmp_path) == []

    @pytest.fixture
    def cramped(self, tmp_path, signer):
        """A log whose database may grow by a few pages only: SQLite says the same as on a full disk."""
        log = LogOnSqlite(tmp_path, ORIGIN, signer)
        database = log._commits._database
        pages = database.execute("pragma page_count").get
        database.execute(f"pragma max_page_count = {pages + 4}")
        yield log
        log.close()

    def test_a_full_disk_is_an_error_with_advice(self, cramped, a_report, today):
        with pytest.raises(Unavailable, match="full") as caught:
            cramped.append([a_report(n, size=60_000) for n in range(9)], day=today).result()

        assert "space" in caught.value.advice

    def test_nothing_of_it_stays(self, cramped, a_report, today, signer, tmp_path):
        with pytest.raises(Unavailable):
            cramped.append(
                [a_report(0, size=LARGE), *(a_report(n, size=60_000) for n in range(9))], day=today
            ).result()

        assert cramped.size() == 0
        assert open_checkpoint(cramped.latest_checkpoint(), signer.verifier(), ORIGIN).size == 0
        assert body_files(tmp_path) == []

    def test_what_still_fits_is_taken_afterwards(self, cramped, a_report, today, signer):
        with pytest.raises(Unavailable):
            cramped.append([a_report(n, size=60_000) for n in range(9)], day=today).result()

        (placed,) = cramped.append([a_report(1)], day=today).result()

        assert placed.index == 0
        cramped.require_sound(signer.verifier())


class TestBrokenDisk:
    def test_a_folder_that_cannot_be_made_is_an_error_with_advice(self, tmp_path, signer):
        (tmp_path / "file").write_text("in the way")

        with pytest.raises(Unavailable) as caught:
            LogOnSqlite(tmp_path / "file" / "log", ORIGIN, signer)

        assert "permissions" in caught.value.advice

    def test_a_body_whose_file_is_gone_is_an_error_with_advice(self, filled, signer):
        with LogOnSqlite(filled, ORIGIN, signer) as log:
            body_files(filled)[0].unlink()

            with pytest.raises(Unavailable):
                log.open_body(299)

    def test_a_leaf_that_is_gone_is_not_called_unknown(self, filled, signer):
        with LogOnSqlite(filled, ORIGIN, signer) as log:
            damage(filled, "delete from leaves where place = 5")

            with pytest.raises(Damaged, match="Entry 5"):
                log.entry(5)

    def test_after_damage_nothing_is_acknowledged_any_more(self, filled, signer, a_report, today):
        log = LogOnSqlite(filled, ORIGIN, signer)
        damage_while_open = log._commits.submit(
            lambda: log._commits._database.execute("select * from nothing")
        )
        with pytest.raises(Damaged):
            damage_while_open.result()

        with pytest.raises(Damaged):
            log.append([a_report(1)], day=today).result()

        log.close()
        with LogOnSqlite(filled, ORIGIN, signer) as again:
            assert again.size() == 300

    def test_a_mistake_in_one_job_leaves_the_others_of_its_commit(self, filled, signer, a_report, today):
        def half_done():
            log._writer._tree = None
            log._commits._database.execute("delete from leaves where place = 0")
            raise ZeroDivisionError

        holding = threading.Event()
        with LogOnSqlite(filled, ORIGIN, signer) as log:
            log._commits.submit(holding.wait)
            before = log.append([a_report(300)], day=today)
            mistake = log._commits.submit(half_done)
            after = log.append([a_report(301)], day=today)
            holding.set()

            assert (before.result()[0].index, after.result()[0].index) == (300, 301)
            with pytest.raises(ZeroDivisionError):
                mistake.result()
            log.require_sound(signer.verifier())
