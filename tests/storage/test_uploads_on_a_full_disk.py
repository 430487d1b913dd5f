"""A disk that fills up half-way: what was written before counts, what was not is cut off, no file stays."""

import errno
import os

import pytest

from unhindered.core.log.uploads import NoRoom
from unhindered.storage.log_on_sqlite import LogOnSqlite

ORIGIN = "gate.example/sealed"
HEADER = b"header\n"


def header_ends(beginning, _):
    return beginning.find(b"\n") + 1


@pytest.fixture
def on_disk(tmp_path, signer):
    with LogOnSqlite(tmp_path, ORIGIN, signer) as log:
        yield log


def fill_disk_after(monkeypatch, size):
    """Each file may grow to so many bytes, the last write coming short as disks do."""
    write = os.pwrite

    def short(handle, data, at):
        if at >= size:
            raise OSError(errno.ENOSPC, "No space left on device")
        return write(handle, data[: size - at], at)

    monkeypatch.setattr(os, "pwrite", short)


def files(folder):
    return [path.stat().st_size for path in (folder / "bodies").iterdir()]


def test_what_came_before_the_disk_was_full_counts(on_disk, tmp_path, monkeypatch, today):
    upload = on_disk.uploads.create(1_000_000, day=today)
    with monkeypatch.context() as full:
        fill_disk_after(full, 250_000)
        writer = on_disk.uploads.resume(upload, 0, day=today, find_header_end=header_ends)
        writer.write(HEADER + bytes(200_000))
        with pytest.raises(NoRoom):
            writer.write(bytes(200_000))
        kept = writer.finish()

    assert kept.offset == len(HEADER) + 200_000
    assert files(tmp_path) == [200_000]
    again = on_disk.uploads.resume(upload, kept.offset, day=today, find_header_end=header_ends)
    again.write(bytes(200_000))
    assert again.finish().offset == len(HEADER) + 400_000


def test_a_disk_that_is_full_from_the_first_byte_keeps_no_file(on_disk, tmp_path, monkeypatch, today):
    upload = on_disk.uploads.create(1_000_000, day=today)
    fill_disk_after(monkeypatch, 1_000)
    writer = on_disk.uploads.resume(upload, 0, day=today, find_header_end=header_ends)
    writer.write(HEADER + bytes(50_000))

    with pytest.raises(NoRoom):
        writer.write(bytes(50_000))

    assert writer.finish().offset == len(HEADER) + 50_000
    assert files(tmp_path) == []


def test_a_disk_that_fails_to_sync_takes_the_upload_back_to_where_it_was(
    on_disk, tmp_path, monkeypatch, today
):
    upload = on_disk.uploads.create(1_000_000, day=today)
    first = on_disk.uploads.resume(upload, 0, day=today, find_header_end=header_ends)
    first.write(HEADER + bytes(200_000))
    offset = first.finish().offset

    def failing(_):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as full:
        full.setattr(os, "fdatasync", failing)
        writer = on_disk.uploads.resume(upload, offset, day=today, find_header_end=header_ends)
        writer.write(bytes(100_000))
        with pytest.raises(NoRoom):
            writer.finish()

    assert on_disk.uploads.look(upload).offset == offset
    again = on_disk.uploads.resume(upload, offset, day=today, find_header_end=header_ends)
    assert files(tmp_path) == [200_000]
    assert again.finish().offset == offset
