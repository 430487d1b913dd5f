"""Opens what may be hostile behind walls (bubblewrap): pages as pixels, copies without hidden data.

The file goes in through memory that has no name (memfd) and comes to no disk; where there is no sandbox,
everything here is refused. One file is open at a time.
"""

import json
import os
import subprocess
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import IO, Any, BinaryIO

from unhindered.core.errors import Refused
from unhindered.desk.sandbox import walls
from unhindered.desk.sandbox.inside import NO_PROGRAM, WORDS
from unhindered.desk.sandbox.kinds import FileKind
from unhindered.desk.sandbox.pixels import LONGEST_SIDE, Page, read_copy, read_pages

LARGEST_FILE = 256 * 1024 * 1024
_MOST_WORDS = 4096
_PIECE = 1024 * 1024
_INSTALL = "apt install bubblewrap"
_NO_SANDBOX = (
    f"Install it (`{_INSTALL}` on Debian) and let users make namespaces; `unhindered desk doctor` says what "
    "lacks. Until then, do not open the file at all."
)
_LACKS = "Install it: `apt install mat2 libreoffice-writer-nogui libreoffice-calc-nogui` on Debian."


class NoSandbox(Refused):
    """No sandbox can be made on this machine."""


class TookTooLong(Refused):
    """It was stopped: no honest file needs so long."""


@dataclass(frozen=True, kw_only=True)
class Patience:
    """How many seconds each job may take; processor time is held to the same number."""

    pages: int = 60
    office: int = 120
    copy: int = 240


@dataclass(frozen=True, kw_only=True)
class Tools:
    """Versions of what is in the sandbox; empty where something is not there."""

    bubblewrap: str
    pypdfium2: str
    gdk_pixbuf: str
    libreoffice: str
    mat2: str


class Sandbox:
    """One room, one file at a time; safe to call from several threads.

    `program` is bubblewrap, None where it is not installed; `script` is what runs inside, if not ours.
    """

    def __init__(
        self, *, program: str | None, patience: Patience | None = None, script: str | None = None
    ) -> None:
        self._program = program
        self._patience = patience or Patience()
        self._script = script
        self._turn = threading.Lock()
        self._tools: Tools | None = None

    def tools(self) -> Tools:
        """What is there, asked inside; once.

        Raises:
            NoSandbox: no sandbox can be made here.
        """
        if self._tools is None:
            self._tools = self._asked_tools()
        return self._tools

    def pages(self, file: BinaryIO, kind: FileKind, *, first: int, last: int) -> Iterator[Page]:
        """Pages as pixels, one after another, the first counted as 1.

        Raises:
            NoSandbox: no sandbox can be made here.
            TookTooLong: it was stopped.
            Refused: this kind has no pages, the program that opens it is not there, or it cannot be opened.
        """
        if not kind.way:
            raise Refused(
                "This kind of file cannot be shown as pixels: sound and film are not played here.",
                advice="Have it heard on a machine without a network, and write down what is in it: a "
                "transcript can be added by hand.",
            )
        seconds = self._patience.office if kind.way == "office" else self._patience.pages
        job = {
            "do": "pages",
            "kind": kind.way,
            "suffix": kind.suffix,
            "first": max(1, first),
            "last": last,
            "longest": LONGEST_SIDE,
        }
        with self._asked(job, file, seconds) as answer:
            yield from read_pages(answer.read, first=max(1, first), last=last)

    def cleaned(self, file: BinaryIO, kind: FileKind) -> bytes:
        """A copy without what is hidden in the file, made by mat2.

        Raises:
            NoSandbox, TookTooLong: as `pages`.
            Refused: mat2 is not there, or does not clean this kind.
        """
        job = {"do": "clean", "suffix": kind.suffix}
        with self._asked(job, file, self._patience.copy) as answer:
            return read_copy(answer.read, most=LARGEST_FILE)

    def _asked_tools(self) -> Tools:
        seconds = self._patience.pages
        with memory_file(b"") as empty, self._asked({"do": "versions"}, empty, seconds) as answer:
            said = answer.read(_MOST_WORDS)
        if not said.startswith(WORDS):
            raise NoSandbox("The sandbox does not work on this machine.", advice=_NO_SANDBOX)
        found = json.loads(said.removeprefix(WORDS))
        return Tools(
            bubblewrap=_version_of(self._program or ""),
            pypdfium2=str(found["pypdfium2"]),
            gdk_pixbuf=str(found["gdk-pixbuf"]),
            libreoffice=str(found["libreoffice"]),
            mat2=str(found["mat2"]),
        )

    @contextmanager
    def _asked(self, job: Mapping[str, Any], file: BinaryIO, seconds: int) -> Iterator[IO[bytes]]:
        if self._program is None:
            raise NoSandbox("This file is opened in a sandbox only, and there is none.", advice=_NO_SANDBOX)
        command = walls.command(self._program, {**job, "seconds": seconds}, script=self._script)
        file.seek(0)
        with (
            self._turn,
            subprocess.Popen(
                command, stdin=file, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, **walls.run_as()
            ) as process,
        ):
            yield from self._answer(process, seconds)

    def _answer(self, process: subprocess.Popen[bytes], seconds: int) -> Iterator[IO[bytes]]:
        was_stopped = threading.Event()

        def stop() -> None:
            was_stopped.set()
            process.kill()

        clock = threading.Timer(seconds, stop)
        clock.start()
        try:
            if process.stdout is not None:
                yield process.stdout
        except Refused as err:
            raise _why(process, err, was_stopped=was_stopped.is_set()) from err
        finally:
            clock.cancel()
            # Its whole world dies with it: nothing that it started outlives this.
            process.kill()


def _why(process: subprocess.Popen[bytes], problem: Refused, *, was_stopped: bool) -> Refused:
    """The reason a file gave no answer, if it is another one than the file."""
    if was_stopped:
        return TookTooLong(
            "This file took too long to open, and was stopped.",
            advice="It may be made to keep a machine busy. Nothing was changed.",
        )
    with suppress(subprocess.TimeoutExpired):
        process.wait(1)
    if process.returncode == NO_PROGRAM:
        return Refused("The program that opens this kind of file is not on this machine.", advice=_LACKS)
    if process.returncode == 1:
        # Bubblewrap's own answer where it cannot build the walls.
        return NoSandbox("The sandbox does not work on this machine.", advice=_NO_SANDBOX)
    return problem


def _version_of(program: str) -> str:
    said = subprocess.run([program, "--version"], capture_output=True, check=False)
    return said.stdout.decode(errors="replace").strip().rpartition(" ")[2]


@contextmanager
def memory_file(content: bytes) -> Iterator[BinaryIO]:
    """A file in memory that has no name and is gone when it is closed: what is in clear meets no disk."""
    with os.fdopen(os.memfd_create("evidence"), "w+b") as file:
        file.write(content)
        file.seek(0)
        yield file
