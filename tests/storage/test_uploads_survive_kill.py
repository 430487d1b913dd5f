"""kill -9 or a power loss at any step of uploads: nothing acknowledged is lost, and no file is left over."""

import hashlib
import os
import random
import signal
import subprocess
import sys
import threading
from datetime import date, timedelta
from itertools import count
from pathlib import Path

import pytest
from test_log_survives_power_loss import Disk, watched

from unhindered.core.log.entry import EntryKind
from unhindered.core.log.signed_note import NoteSigner
from unhindered.core.log.uploads import UploadedEntry, UploadGone
from unhindered.storage import _upload_tables as tables
from unhindered.storage.log_on_sqlite import LogOnSqlite

ORIGIN = "gate.example/sealed"
TODAY = date(2026, 5, 4)
SENDERS = 6
CLEAR = b"n" * 32
HEADER = b"header of an envelope\n"
# Kept beside the leaf, the border, and files of one and of several slabs.
SIZES = (300, 65_536, 65_537, 300_000, 1_100_000)


def signer() -> NoteSigner:
    return NoteSigner(ORIGIN, b"s" * 32)


def opened(folder: Path) -> LogOnSqlite:
    return LogOnSqlite(folder, ORIGIN, signer())


def content_of(number: int) -> bytes:
    return HEADER + hashlib.shake_128(f"upload {number}".encode()).digest(SIZES[number % len(SIZES)])


def header_ends(beginning: bytes, _: int) -> int:
    return beginning.find(b"\n") + 1


def go_on(log: LogOnSqlite, upload: bytes, number: int, *, most: int = 10**9) -> int:
    """Write the next part; how far the upload has come then, durably."""
    at, content = log.uploads.look(upload).offset, content_of(number)
    writer = log.uploads.resume(upload, at, day=TODAY, find_header_end=header_ends)
    end = min(len(content), at + most)
    for start in range(at, end, 70_000):
        writer.write(content[start : min(end, start + 70_000)])
    return writer.finish().offset


def append(log: LogOnSqlite, upload: bytes, number: int) -> int:
    entry = UploadedEntry(kind=EntryKind.SOURCE, clear=CLEAR, upload=upload)
    (placed,) = log.append([entry], day=TODAY, idempotency=f"key {number}".encode()).result()
    return placed.index


def send_without_end(folder: Path, first: int) -> None:
    """What the process that is killed does: each acknowledgement goes on the pipe in one write."""
    log, numbers = opened(folder), count(first)

    def one_sender() -> None:
        while True:
            number = next(numbers)
            upload = log.uploads.create(len(content_of(number)), day=TODAY)
            offset = 0
            while offset < len(content_of(number)):
                offset = go_on(log, upload, number, most=200_000)
                os.write(1, f"upload {number} {upload.hex()} {offset}\n".encode())
            # Every fourth stays an upload.
            if number % 4:
                os.write(1, f"entry {number} {upload.hex()} {append(log, upload, number)}\n".encode())

    for _ in range(SENDERS):
        threading.Thread(target=one_sender).start()


def killed_after(acknowledgements: int, folder: Path, first: int) -> list[list[str]]:
    """Let a process send, kill it after so many acknowledgements, and return all that it gave."""
    child = subprocess.Popen(
        [sys.executable, __file__, str(folder), str(first)], stdout=subprocess.PIPE, env=os.environ
    )
    assert child.stdout is not None
    lines = [child.stdout.readline() for _ in range(acknowledgements)]
    child.send_signal(signal.SIGKILL)
    lines += child.stdout.readlines()
    child.stdout.close()
    assert child.wait() == -signal.SIGKILL
    return [line.decode().split() for line in lines if line.endswith(b"\n")]


def require_body(log: LogOnSqlite, index: int, number: int) -> None:
    entry = log.entry(index)
    with log.open_body(index) as body:
        assert (entry.header or b"") + body.read() == content_of(number)


def require_no_orphan(log: LogOnSqlite, folder: Path) -> None:
    with log._readers.lent() as database:
        named = {row.body_file for row in tables.with_files(database)}
    with_file = [index for index in range(log.size()) if log.entry(index).body is None]
    assert len(list((folder / "bodies").iterdir())) == len(with_file) + len(named)


@pytest.mark.parametrize("seed", [1, 2])
def test_no_acknowledged_part_or_entry_is_lost(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - when to kill is no secret.
    entries: dict[int, int] = {}
    for round_number in range(3):
        said = killed_after(chance.randint(1, 120), tmp_path, round_number * 100_000)
        entries |= {int(number): int(index) for what, number, _, index in said if what == "entry"}
        parts = {(int(number), upload): int(at) for what, number, upload, at in said if what == "upload"}

        with opened(tmp_path) as log:
            require_no_orphan(log, tmp_path)
            for (number, name), offset in parts.items():
                upload = bytes.fromhex(name)
                if number not in entries:
                    # What was appended but not acknowledged is given again, as the same entry.
                    try:
                        assert log.uploads.look(upload).offset >= offset
                        go_on(log, upload, number)
                    except UploadGone:
                        assert number % 4
                    entries[number] = append(log, upload, number)
            for number, index in entries.items():
                require_body(log, index, number)
            assert len(set(entries.values())) == len(entries)
            log.require_sound(signer().verifier())
            log.uploads.expire(TODAY + timedelta(days=3))
            require_no_orphan(log, tmp_path)

    assert len(entries) >= 3


def test_what_was_written_and_never_counted_is_cut_off(tmp_path: Path) -> None:
    content = content_of(4)
    with opened(tmp_path) as log:
        upload = log.uploads.create(len(content), day=TODAY)
        assert go_on(log, upload, 4, most=400_000) == 400_000
    (file,) = (tmp_path / "bodies").iterdir()
    with file.open("ab") as tail:
        # Longer than what is missing: going on does not just write over it.
        tail.write(bytes(2_000_000))

    with opened(tmp_path) as log:
        assert log.uploads.look(upload).offset == 400_000
        go_on(log, upload, 4)
        require_body(log, append(log, upload, 4), 4)


def test_an_upload_whose_file_is_cut_short_is_given_up(tmp_path: Path) -> None:
    with opened(tmp_path) as log:
        upload = log.uploads.create(len(content_of(4)), day=TODAY)
        go_on(log, upload, 4, most=400_000)
    (file,) = (tmp_path / "bodies").iterdir()
    os.truncate(file, 1000)

    with opened(tmp_path) as log:
        with pytest.raises(UploadGone):
            log.uploads.look(upload)

        assert list((tmp_path / "bodies").iterdir()) == []


@pytest.mark.parametrize("parts", range(1, 7))
def test_power_loss_takes_nothing_of_an_upload_that_was_acknowledged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, parts: int
) -> None:
    disk = Disk(tmp_path / "live")
    with watched(disk, monkeypatch):
        log = opened(disk.live)
        upload = log.uploads.create(len(content_of(4)), day=TODAY)
        for _ in range(parts):
            offset = go_on(log, upload, 4, most=200_000)
        is_appended = parts == 6 and append(log, upload, 4) == 0
        # On its way, and on no disk: another part, never finished.
        if not is_appended:
            writer = log.uploads.resume(upload, offset, day=TODAY, find_header_end=header_ends)
            writer.write(content_of(4)[offset : offset + 100_000])
        disk.after_power_loss(tmp_path / "after")
        log.close()

    with opened(tmp_path / "after") as log:
        if not is_appended:
            assert log.uploads.look(upload).offset == offset
            go_on(log, upload, 4)
            append(log, upload, 4)
        require_body(log, 0, 4)
        require_no_orphan(log, tmp_path / "after")


if __name__ == "__main__":
    send_without_end(Path(sys.argv[1]), int(sys.argv[2]))
