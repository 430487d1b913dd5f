"""One thread does all writing; what waits at the same time shares one transaction and one fsync."""

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any, Protocol, TypeVar

import apsw

from unhindered.core.errors import Unavailable
from unhindered.storage._sqlite import Damaged, database_errors

MAX_JOBS = 256
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
        """Whether `begun` would write something; asked when no work waits."""


class _Job:
    def __init__(self, work: Callable[[], Any]) -> None:
        self.work = work
        self.future: Future[Any] = Future()
        # From here on a caller who goes away cannot cancel what may be half done.
        self.future.set_running_or_notify_cancel()


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

    def submit(self, work: Callable[[], Answer]) -> "Future[Answer]":
        """The answer of `work`, once it is durable.

        The future raises what `work` raised, having undone it, or `Unavailable` if the commit failed.
        """
        job = _Job(work)
        with self._lock:
            if not self._is_closed:
                self._jobs.put(job)
                return job.future
        job.future.set_exception(Unavailable("This log was closed.", advice="Start the program again."))
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
            if self._jobs.empty() and self._hooks.is_waiting_to_write():
                self._commit([])
            batch, is_last = self._next_batch()
            if batch:
                self._commit(batch)
        if self._hooks.is_waiting_to_write():
            self._commit([])

    def _next_batch(self) -> tuple[list[_Job], bool]:
        """What waits, at least one job, and whether it is the last."""
        batch: list[_Job] = []
        job = self._jobs.get()
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
            return
        self._hooks.committed()
        for answer in tell:
            answer()

    def _transaction(self, batch: list[_Job]) -> list[Callable[[], None]]:
        if self._broken is not None:
            raise self._broken
        with database_errors(self._path):
            self._database.execute("begin immediate")
            self._hooks.begun()
            tell = [self._carry_out(job) for job in batch]
            self._database.execute("commit")
        return tell

    def _carry_out(self, job: _Job) -> Callable[[], None]:
        """Do one job within the transaction; the answer tells its caller how it went."""
        undo = self._hooks.mark()
        self._database.execute("savepoint job")
        try:
            found = job.work()
        except apsw.Error:
            raise
        except Exception as err:  # noqa: BLE001 - the thread's outermost handler: the caller gets the error.
            undo()
            self._database.execute("rollback to job")
            self._database.execute("release job")
            problem = err
            return lambda: job.future.set_exception(problem)
        self._database.execute("release job")
        return lambda: job.future.set_result(found)

    def _fail(self, batch: list[_Job], problem: Unavailable) -> None:
        if isinstance(problem, Damaged):
            # After a failed fsync the disk may claim success next time: only a restart reads what is there.
            self._broken = problem
        if self._database.in_transaction:
            try:
                with database_errors(self._path):
                    self._database.execute("rollback")
            except Unavailable as err:
                self._broken = Damaged(str(err))
        for job in batch:
            job.future.set_exception(problem)
