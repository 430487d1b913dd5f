"""The stores under test, and entries to put into them."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from unhindered.core.log.entry import EntryKind, NewEntry
from unhindered.core.log.port import LogStore
from unhindered.core.log.signed_note import NoteSigner
from unhindered.storage.log_in_memory import LogInMemory
from unhindered.storage.log_on_sqlite import LogOnSqlite

ORIGIN = "gate.example/sealed"


@pytest.fixture
def signer() -> NoteSigner:
    return NoteSigner(ORIGIN, b"s" * 32)


@pytest.fixture(params=["in memory", "on SQLite"])
def log(request: pytest.FixtureRequest, tmp_path: Path, signer: NoteSigner) -> Iterator[LogStore]:
    store: LogStore
    store = (
        LogInMemory(ORIGIN, signer) if request.param == "in memory" else LogOnSqlite(tmp_path, ORIGIN, signer)
    )
    yield store
    store.close()


@pytest.fixture
def today() -> date:
    return date(2026, 5, 4)


@pytest.fixture
def a_report() -> Callable[..., NewEntry]:
    def made(number: int = 0, *, size: int = 100) -> NewEntry:
        body = f"body of report {number} ".encode()
        body = (body * (size // len(body) + 1))[:size]
        return NewEntry(EntryKind.SOURCE, b"n" * 32, f"header of report {number}".encode(), body)

    return made
