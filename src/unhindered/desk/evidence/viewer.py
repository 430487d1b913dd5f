"""Shows files as pixels, page by page; keeps the last few in memory, since each is asked for twice."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import BinaryIO

from unhindered.desk.sandbox.kinds import HEAD_BYTES, FileKind, kind_of
from unhindered.desk.sandbox.pixels import png
from unhindered.desk.sandbox.room import Sandbox

_MOST_KEPT = 8
OpenFile = Callable[[], AbstractContextManager[BinaryIO]]


@dataclass(frozen=True, kw_only=True)
class Shown:
    """One page as a picture for the browser; `letters` counts the text that a program could copy from it."""

    number: int
    of: int
    width: int
    height: int
    letters: int
    png: bytes


class Viewer:
    """Pages of files, by the SHA-256 of the file and the number of the page. Safe to call from threads."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[str, int], Shown] = OrderedDict()

    def page(self, sha256: str, number: int, open_file: OpenFile) -> Shown:
        """One page; raises as `Sandbox.pages` and as `open_file`."""
        with self._lock:
            found = self._kept.get((sha256, number))
        if found is None:
            found = self._rendered(number, open_file)
            with self._lock:
                self._kept[sha256, number] = found
                while len(self._kept) > _MOST_KEPT:
                    self._kept.popitem(last=False)
        return found

    def _rendered(self, number: int, open_file: OpenFile) -> Shown:
        with open_file() as file:
            (page,) = self.sandbox.pages(file, kind_of_file(file), first=number, last=number)
        return Shown(
            number=page.number,
            of=page.of,
            width=page.width,
            height=page.height,
            letters=page.letters,
            png=png(page),
        )


def kind_of_file(file: BinaryIO) -> FileKind:
    """The kind of an open file, by its first and last bytes; leaves it at its beginning."""
    file.seek(0)
    head = file.read(HEAD_BYTES)
    size = file.seek(0, 2)
    file.seek(max(0, size - HEAD_BYTES))
    tail = file.read(HEAD_BYTES)
    file.seek(0)
    return kind_of(head, tail)
