"""How fast the log takes in sealed reports, as a share of what bare SQLite does with the same bytes.

The reference: one thread, one table, group commit, WAL, synchronous=FULL, the same header and body, nothing
else. The log adds to it: two tables and an index, salts, leaf, tree, idempotency key, signed checkpoint.
Both run in turn, in the same folder, on the same disk; only the ratios mean something elsewhere.
"""

import argparse
import os
import queue
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import apsw

from unhindered.core.log.entry import EntryKind, NewEntry
from unhindered.core.log.signed_note import NoteSigner
from unhindered.storage.log_on_sqlite import LogOnSqlite

HEADER_BYTES = 1_700  # An age header with one post-quantum recipient.
BODY_BYTES = 8_192 + 32  # The smallest padded report, sealed.
LARGE_BYTES = 4 * 1024 * 1024
DAY = date(2026, 5, 4)
Append = Callable[[bytes, bytes, bytes], "Future[Any]"]


@contextmanager
def bare(folder: Path) -> Iterator[Append]:
    """The reference: what waits is inserted in one transaction."""
    database = apsw.Connection(str(folder / "bare.sqlite"))
    for pragma in ("page_size = 8192", "journal_mode = wal", "synchronous = full"):
        database.execute(f"pragma {pragma}")
    database.execute("create table entries (place integer primary key, header blob, body blob)")
    waiting: queue.SimpleQueue[tuple[bytes, bytes, Future[int]] | None] = queue.SimpleQueue()

    def write() -> None:
        job = waiting.get()
        while job is not None:
            batch = [job]
            while len(batch) < 256 and not waiting.empty():
                more = waiting.get()
                if more is None:
                    waiting.put(None)
                    break
                batch.append(more)
            with database:
                for header, body, _ in batch:
                    database.execute("insert into entries (header, body) values (?, ?)", (header, body))
            for *_, future in batch:
                future.set_result(1)
            job = waiting.get()

    def append(header: bytes, body: bytes, _key: bytes) -> "Future[int]":
        future: Future[int] = Future()
        waiting.put((header, body, future))
        return future

    thread = threading.Thread(target=write)
    thread.start()
    yield append
    waiting.put(None)
    thread.join()
    database.close()


@contextmanager
def log(folder: Path) -> Iterator[Append]:
    """The log, as the gate uses it."""
    with LogOnSqlite(
        folder / "log", "bench.example/sealed", NoteSigner("bench.example/sealed", b"s" * 32)
    ) as store:

        def append(header: bytes, body: bytes, key: bytes) -> "Future[Any]":
            entry = NewEntry(EntryKind.SOURCE, b"n" * 32, header, body)
            return store.append([entry], day=DAY, idempotency=key)

        yield append


def reports_per_second(append: Append, count: int, at_once: int) -> float:
    """Send `count` reports, always `at_once` of them unanswered."""
    header, body = os.urandom(HEADER_BYTES), os.urandom(BODY_BYTES)
    unanswered: list[Future[Any]] = []
    start = time.perf_counter()
    for number in range(count):
        if len(unanswered) == at_once:
            unanswered.pop(0).result()
        unanswered.append(append(header, number.to_bytes(4, "big") + body[4:], os.urandom(32)))
    for future in unanswered:
        future.result()
    return count / (time.perf_counter() - start)


def large_bodies_per_second(folder: Path, count: int) -> tuple[float, float]:
    """Bytes a second of durable large bodies: a bare file with one sync, and the log with its entry."""
    piece, clear = os.urandom(65_536), b"n" * 32
    start = time.perf_counter()
    for number in range(count):
        with (folder / f"bare {number}").open("wb", buffering=1024 * 1024) as file:
            for _ in range(LARGE_BYTES // len(piece)):
                file.write(piece)
            file.flush()
            os.fdatasync(file.fileno())
    bare_time = time.perf_counter() - start
    with LogOnSqlite(
        folder / "log", "bench.example/sealed", NoteSigner("bench.example/sealed", b"s" * 32)
    ) as store:
        start = time.perf_counter()
        for _ in range(count):
            incoming = store.incoming(clear, day=DAY)
            for _ in range(LARGE_BYTES // len(piece)):
                incoming.write(piece)
            store.append([NewEntry(EntryKind.SOURCE, clear, b"header", incoming.finish())], day=DAY).result()
        log_time = time.perf_counter() - start
    return count * LARGE_BYTES / bare_time, count * LARGE_BYTES / log_time


def compare(title: str, rounds: int, count: int, at_once: int) -> None:
    """Both in turn, so that a slower minute of the machine hits both; the median ratio is what counts."""
    found: dict[str, list[float]] = {"bare": [], "log": []}
    for _ in range(rounds):
        for name, store in (("bare", bare), ("log", log)):
            with tempfile.TemporaryDirectory(dir=".") as folder, store(Path(folder)) as append:
                found[name].append(reports_per_second(append, count, at_once))
    tell(title, found, "reports/s")


def tell(title: str, found: dict[str, list[float]], unit: str) -> None:
    """One line: the ratio first."""
    ratios = [ours / theirs for ours, theirs in zip(found["log"], found["bare"], strict=True)]
    ours, theirs = (statistics.median(found[name]) for name in ("log", "bare"))
    spread = f"{statistics.median(ratios):.2f} of bare ({min(ratios):.2f}–{max(ratios):.2f})"
    print(f"{title}: {spread}; log {ours:,.0f}, bare {theirs:,.0f} {unit}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--count", type=int, default=2_000, help="reports in one round")
    args = parser.parse_args()
    print(f"sealed reports of {HEADER_BYTES + BODY_BYTES:,} bytes, SQLite {apsw.sqlite_lib_version()}")
    compare("64 at once", args.rounds, args.count, 64)
    compare("8 at once", args.rounds, args.count // 2, 8)
    compare("one after another", args.rounds, args.count // 8, 1)
    large: dict[str, list[float]] = {"bare": [], "log": []}
    for _ in range(args.rounds):
        with tempfile.TemporaryDirectory(dir=".") as folder:
            bare_rate, log_rate = large_bodies_per_second(Path(folder), 12)
        large["bare"].append(bare_rate / 1e6)
        large["log"].append(log_rate / 1e6)
    tell("attachments of 4 MiB, against a file and one sync each", large, "MB/s")


if __name__ == "__main__":
    main()
