"""One thread does all writing; what waits at the same time shares one transaction and one fsync."""

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from pathlib import Path
from typing import Any, Protocol, TypeVar

import apsw

from unhindered.core.errors import Refused, Unavailable
from unhindered.storage._sqlite import Damaged, database_errors

MAX_JOBS = 256
# After so long without work, what could only be signed after the last commit is written down.
IDLE_SECONDS = 1.0
Answer = TypeVar("Answer")


class CommitHooks(Protocol):
    """What the owner of the database does around each transaction. All run in the writer thread."""

    def mark(self) -> Callable[[], None]:
        """Remember what is held in memory; calling the answer goes back to it."""

    def begun(self) -> None:
        """In each new transaction, before any work."""

    def committed(self) -> None:
        """After the durable commit, before anyone is told of it. Must not raise."""

    def is_waiting_to_write(self) -> bool:
        """Whether `begun` would write something."""


class _Job:
    def __init__(self, work: Callable[[], Any], clean_up: Callable[[Exception], None]) -> None:
        self.work = work
        self.future: Future[Any] = Future()
        # From here on a caller who goes away cannot cancel what may be half done.
        self.future.set_running_or_notify_cancel()
        self._clean_up = clean_up

    def fail(self, problem: Exception) -> None:
        self._clean_up(problem)
        self.future.set_exception(problem)


class GroupCommit:
    """Carries out work on one database, in order, several to a transaction, each whole or not at all."""

    def __init__(self, path: Path, database: apsw.Connection, hooks: CommitHooks) -> None:
        self._path = path
        self._database = database
        self._hooks = hooks
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._is_closed = False
        self._broken: Damaged | None = None
        # A daemon: an interpreter that ends without `close` must not hang; what was acknowledged is durable.
        self._thread = threading.Thread(target=self._run, name="log writer", daemon=True)
        self._thread.start()

    def submit(
        self, work: Callable[[], Answer], *, clean_up: Callable[[Exception], None] = lambda _: None
    ) -> "Future[Answer]":
        """The answer of `work`, once it is durable.

        `work` refuses before it writes, or not at all. The future raises what `work` raised, or
        `Unavailable` if the commit failed; then nothing of it was done, and `clean_up` ran before.
        """
        job = _Job(work, clean_up)
        with self._lock:
            if not self._is_closed:
                self._jobs.put(job)
                return job.future
        job.fail(Unavailable("This log was closed.", advice="Start the program again."))
        return job.future

    def close(self) -> None:
        """Carry out what was submitted, then end the thread."""
        with self._lock:
            if not self._is_closed:
                self._is_closed = True
                self._jobs.put(None)
        self._thread.join()

    def _run(self) -> None:
        is_last = False
        while not is_last:
            batch, is_last = self._next_batch()
            if batch or self._hooks.is_waiting_to_write():
                self._commit(batch)
        if self._hooks.is_waiting_to_write():
            self._commit([])

    def _next_batch(self) -> tuple[list[_Job], bool]:
        """What waits, and whether it is the last; nothing, if nothing came for a while."""
        batch: list[_Job] = []
        try:
            job = self._jobs.get(timeout=IDLE_SECONDS if self._hooks.is_waiting_to_write() else None)
        except queue.Empty:
            return batch, False
        while job is not None:
            batch.append(job)
            if len(batch) == MAX_JOBS:
                return batch, False
            try:
                job = self._jobs.get_nowait()
            except queue.Empty:
                return batch, False
        return batch, True

    def _commit(self, batch: list[_Job]) -> None:
        undo = self._hooks.mark()
        try:
            tell = self._transaction(batch)
        except Unavailable as err:
            undo()
            self._fail(batch, err)
        except Exception as err:  # noqa: BLE001 - the thread's outermost handler: the caller gets the error.
            undo()
            self._roll_back()
            self._one_by_one(batch, err)
        else:
            self._hooks.committed()
            for answer in tell:
                answer()

    def _transaction(self, batch: list[_Job]) -> list[Callable[[], None]]:
        if self._broken is not None:
            raise self._broken
        with database_errors(self._path):
            self._database.execute("begin immediate")
            self._hooks.begun()
            tell = [_carried_out(job) for job in batch]
            self._database.execute("commit")
        return tell

    def _one_by_one(self, batch: list[_Job], problem: Exception) -> None:
        """A mistake of ours in one job fails that job alone: the others are done again without it."""
        if len(batch) == 1:
            batch[0].fail(problem)
            return
        for job in batch:
            self._commit([job])

    def _fail(self, batch: list[_Job], problem: Unavailable) -> None:
        if isinstance(problem, Damaged):
            # After a failed fsync the disk may claim success next time: only a restart reads what is there.
            self._broken = problem
        self._roll_back()
        for job in batch:
            job.fail(problem)

    def _roll_back(self) -> None:
        if not self._database.in_transaction:
            return
        try:
            with database_errors(self._path):
                self._database.execute("rollback")
        except Unavailable as err:
            self._broken = Damaged(str(err))


def _carried_out(job: _Job) -> Callable[[], None]:
    """Do one job within the transaction; the answer tells its caller how it went."""
    try:
        found = job.work()
    except Refused as err:
        return partial(job.fail, err)
    return partial(job.future.set_result, found)
