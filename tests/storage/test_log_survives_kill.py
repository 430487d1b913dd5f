"""kill -9 in the middle of a stream of submissions loses none that was acknowledged."""

import hashlib
import os
import random
import signal
import subprocess
import sys
import threading
from datetime import date
from itertools import count
from pathlib import Path

import pytest

from unhindered.core.log.checkpoint import open_checkpoint
from unhindered.core.log.entry import EntryKind, NewEntry
from unhindered.core.log.signed_note import NoteSigner
from unhindered.storage.log_on_sqlite import LogOnSqlite

ORIGIN = "gate.example/sealed"
TODAY = date(2026, 5, 4)
SENDERS = 8
# Small ones, the border, and files of one and of two slabs.
SIZES = (200, 8_000, 65_536, 65_537, 300_000, 1_100_000)


def signer() -> NoteSigner:
    return NoteSigner(ORIGIN, b"s" * 32)


def body_of(number: int) -> bytes:
    return hashlib.shake_128(f"body {number}".encode()).digest(SIZES[number % len(SIZES)])


def send(log: LogOnSqlite, number: int) -> None:
    """Send one report; once it is acknowledged, say so on the pipe, in one write."""
    clear = b"n" * 32
    incoming = log.incoming(clear, day=TODAY)
    incoming.write(body_of(number))
    entry = NewEntry(EntryKind.SOURCE, clear, f"header {number}".encode(), incoming.finish())
    (placed,) = log.append([entry], day=TODAY, idempotency=f"key {number}".encode()).result()
    os.write(1, f"{number} {placed.index} {placed.leaf.hex()}\n".encode())


def send_without_end(folder: Path, first: int) -> None:
    """What the process that is killed does."""
    log = LogOnSqlite(folder, ORIGIN, signer())
    numbers = count(first)

    def one_sender() -> None:
        while True:
            send(log, next(numbers))

    for _ in range(SENDERS):
        threading.Thread(target=one_sender).start()


def killed_after(acknowledgements: int, folder: Path, first: int) -> list[tuple[int, int, bytes]]:
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
    parts = [line.split() for line in lines if line.endswith(b"\n")]
    return [(int(number), int(index), bytes.fromhex(leaf.decode())) for number, index, leaf in parts]


@pytest.mark.parametrize("seed", [1, 2])
def test_no_acknowledged_report_is_lost(tmp_path, seed):
    chance = random.Random(seed)  # noqa: S311 - when to kill is no secret.
    acknowledged = []
    for round_number in range(4):
        acknowledged += killed_after(chance.randint(1, 60), tmp_path, round_number * 100_000)

        with LogOnSqlite(tmp_path, ORIGIN, signer()) as log:
            for number, index, leaf in acknowledged:
                kept = log.entry(index)
                assert (kept.header, kept.leaf) == (f"header {number}".encode(), leaf)
                with log.open_body(index) as body:
                    assert body.read() == body_of(number)
            log.require_sound(signer().verifier())

    assert len(acknowledged) >= 4


def test_sending_again_after_a_kill_makes_one_report_of_it(tmp_path):
    sent = {number for number, _, _ in killed_after(20, tmp_path, 0)}

    with LogOnSqlite(tmp_path, ORIGIN, signer()) as log:
        for number in range(max(sent) + SENDERS):
            entry = NewEntry(EntryKind.SOURCE, b"n" * 32, f"header {number}".encode(), body_of(number))
            log.append([entry], day=TODAY, idempotency=f"key {number}".encode()).result()

        headers = [log.entry(index).header for index in range(log.size())]
        assert len(headers) == len(set(headers))
        assert open_checkpoint(log.latest_checkpoint(), signer().verifier(), ORIGIN).size == len(headers)


def test_files_of_reports_that_were_never_acknowledged_are_gone(tmp_path):
    killed_after(30, tmp_path, 0)

    with LogOnSqlite(tmp_path, ORIGIN, signer()) as log:
        with_file = [index for index in range(log.size()) if log.entry(index).body is None]

        assert len(list((tmp_path / "bodies").iterdir())) == len(with_file)


if __name__ == "__main__":
    send_without_end(Path(sys.argv[1]), int(sys.argv[2]))
