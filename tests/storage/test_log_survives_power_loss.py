"""A model of losing power: what was not synced is gone. Nothing acknowledged may be among it."""

import os
import random
import shutil
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import apsw
import pytest

from unhindered.core.errors import UnhinderedError
from unhindered.core.log.entry import EntryKind, NewEntry
from unhindered.core.log.signed_note import NoteSigner
from unhindered.storage.log_on_sqlite import LogOnSqlite

ORIGIN = "gate.example/sealed"
TODAY = date(2026, 5, 4)
SIZES = (500, 5_000, 70_000)


class Disk:
    """What would still be there if the power failed now."""

    def __init__(self, live: Path) -> None:
        self.live = live
        self._database: dict[str, bytes] = {}
        self._names: dict[str, int] = {}
        self._contents: dict[int, bytes] = {}

    def synced_database(self, name: str) -> None:
        self._database[Path(name).name] = Path(name).read_bytes()

    def removed_database(self, name: str) -> None:
        self._database.pop(Path(name).name, None)

    def synced(self, handle: int) -> None:
        path = Path(f"/proc/self/fd/{handle}").readlink()
        if path == self.live / "bodies":
            self._names = {found.name: found.inode() for found in os.scandir(path)}
        elif path.parent == self.live / "bodies":
            self._contents[path.stat().st_ino] = path.read_bytes()

    def after_power_loss(self, folder: Path) -> None:
        (folder / "bodies").mkdir(parents=True)
        for name, content in self._database.items():
            (folder / name).write_bytes(content)
        for name, inode in self._names.items():
            (folder / "bodies" / name).write_bytes(self._contents.get(inode, b""))


@contextmanager
def watched(disk, monkeypatch):
    """Let SQLite and Python tell `disk` of everything that is synced."""

    class File(apsw.VFSFile):
        def __init__(self, base, name, flags):
            self._name = name.filename() if isinstance(name, apsw.URIFilename) else name
            super().__init__(base, name, flags)

        def xSync(self, flags):  # noqa: N802 - SQLite's name.
            super().xSync(flags)
            disk.synced_database(self._name)

    class Watching(apsw.VFS):
        def __init__(self):
            super().__init__("watching", base="unix", makedefault=True)

        def xOpen(self, name, flags):  # noqa: N802 - SQLite's name.
            return apsw.VFSFile("unix", None, flags) if name is None else File("unix", name, flags)

        def xDelete(self, name, sync_folder):  # noqa: N802 - SQLite's name.
            super().xDelete(name, sync_folder)
            disk.removed_database(name)

    def telling(sync):
        def synced(handle):
            sync(handle)
            disk.synced(handle)

        return synced

    monkeypatch.setattr(os, "fsync", telling(os.fsync))
    monkeypatch.setattr(os, "fdatasync", telling(os.fdatasync))
    # The first one is the default: the one that can encrypt, which the docket needs.
    before = apsw.vfs_names()[0]
    vfs = Watching()
    try:
        yield
    finally:
        apsw.set_default_vfs(before)
        vfs.unregister()
        monkeypatch.undo()


def report(number):
    return NewEntry(
        EntryKind.SOURCE, b"n" * 32, f"header {number}".encode(), bytes([number]) * SIZES[number % 3]
    )


def lost(folder, number_of_acknowledged):
    """How many of the acknowledged reports are not there, whole, when the log is opened again."""
    try:
        with LogOnSqlite(folder, ORIGIN, NoteSigner(ORIGIN, b"s" * 32)) as log:
            for number in range(min(log.size(), number_of_acknowledged)):
                with log.open_body(number) as body:
                    assert body.read() == report(number).body
            return max(0, number_of_acknowledged - log.size())
    except UnhinderedError:
        return number_of_acknowledged


def lost_over_ten_power_losses(tmp_path, monkeypatch, *, prepare=lambda log: None):
    chance = random.Random(7)  # noqa: S311 - when the power fails is no secret.
    total = 0
    for trial in range(10):
        disk = Disk(tmp_path / f"live {trial}")
        acknowledged = chance.randint(1, 40)
        with watched(disk, monkeypatch):
            log = LogOnSqlite(disk.live, ORIGIN, NoteSigner(ORIGIN, b"s" * 32))
            prepare(log)
            for number in range(acknowledged):
                log.append([report(number)], day=TODAY).result()
            disk.after_power_loss(tmp_path / f"after {trial}")
            log.close()
        total += lost(tmp_path / f"after {trial}", acknowledged)
        shutil.rmtree(disk.live)
    return total


def test_power_loss_takes_nothing_that_was_acknowledged(tmp_path, monkeypatch):
    assert lost_over_ten_power_losses(tmp_path, monkeypatch) == 0


def test_the_model_would_notice_commits_that_are_not_synced(tmp_path, monkeypatch):
    def less_careful(log):
        log._commits.submit(lambda: None).result()
        log._commits._database.execute("pragma synchronous = normal")

    assert lost_over_ten_power_losses(tmp_path, monkeypatch, prepare=less_careful) > 0


@pytest.mark.parametrize("missing", ["fsync", "fdatasync"])
def test_the_model_would_notice_bodies_that_are_not_synced(tmp_path, monkeypatch, missing):
    disk = Disk(tmp_path / "live")
    with watched(disk, monkeypatch):
        monkeypatch.setattr(os, missing, lambda handle: None)
        log = LogOnSqlite(disk.live, ORIGIN, NoteSigner(ORIGIN, b"s" * 32))
        log.append([report(2)], day=TODAY).result()
        disk.after_power_loss(tmp_path / "after")
        log.close()

    assert lost(tmp_path / "after", 1) == 1
