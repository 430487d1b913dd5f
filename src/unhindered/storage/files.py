"""Files that are there whole or not at all, and errors a person can act on."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from unhindered.core.errors import Refused, Unavailable


@contextmanager
def open_to_read(path: Path) -> Iterator[BinaryIO]:
    """The file at `path`.

    Raises:
        Refused: there is no such file, or it cannot be read.
    """
    try:
        file = path.open("rb")
    except OSError as err:
        raise Refused(
            f"The file {path} cannot be read: {err.strerror}.", advice="Check the path and the permissions."
        ) from err
    with file:
        yield file


def read_small_file(path: Path, *, limit: int = 16 * 1024 * 1024) -> bytes:
    """All bytes of a file that should be small.

    Raises:
        Refused: it cannot be read, or is longer than `limit`.
    """
    with open_to_read(path) as file:
        try:
            raw = file.read(limit + 1)
        except OSError as err:
            raise Refused(f"The file {path} cannot be read: {err.strerror}.") from err
    if len(raw) > limit:
        raise Refused(f"The file {path} is longer than {limit} bytes.", advice="Is it the right file?")
    return raw


@contextmanager
def write_whole(path: Path, *, private: bool = False) -> Iterator[BinaryIO]:
    """A file that takes its name only when everything was written and is on the disk.

    Until then `path` keeps what it held; on any error the half-written file is removed.

    Raises:
        Unavailable: the folder cannot be written.
    """
    unfinished = path.with_name(f".{path.name}.{secrets.token_hex(6)}.unfinished")
    mode = 0o600 if private else 0o644
    try:
        handle = os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_RDWR, mode)
    except OSError as err:
        raise Unavailable(
            f"The file {path} cannot be written: {err.strerror}.",
            advice="Check the folder and its permissions.",
        ) from err
    try:
        with os.fdopen(handle, "w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
        sync_folder(path.parent)
    finally:
        unfinished.unlink(missing_ok=True)


def write_small_file(path: Path, content: bytes, *, private: bool = False) -> None:
    """`content` under `path`, whole or not at all.

    Raises:
        Unavailable: the folder cannot be written.
    """
    with write_whole(path, private=private) as file:
        file.write(content)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
