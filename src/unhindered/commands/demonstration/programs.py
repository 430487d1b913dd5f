"""Starts the project's own programs for a demonstration, waits until each answers, and stops them again."""

import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import httpx

from unhindered.core.errors import Unavailable

_PATIENCE = 60.0
_PAUSE = 0.05


def free_port() -> int:
    """A port on this machine that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def command_line(*words: str | Path) -> list[str]:
    """How one of our commands is started."""
    return [sys.executable, "-m", "unhindered", *(str(word) for word in words)]


def run_command(*words: str | Path, said: str | None = None) -> tuple[int, Any]:
    """Run one command with `--json`; its exit code, and what it printed.

    Raises:
        Unavailable: it printed something that is no JSON.
    """
    done = subprocess.run(
        command_line(*words, "--json"), input=said, capture_output=True, text=True, check=False
    )
    try:
        printed = json.loads(done.stdout)
    except ValueError as err:
        raise Unavailable(
            f"`unhindered {words[0]} {words[1]}` did not print JSON.",
            advice="It said: " + (done.stderr.strip().rpartition("\n")[2] or "nothing"),
        ) from err
    return done.returncode, printed


class Program:
    """One long-running command, in a process of its own."""

    def __init__(self, *words: str | Path, log: Path) -> None:
        self._words = words
        self._log = log
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, *, answers_at: str) -> None:
        """Start it, and return once its address answers.

        Raises:
            Unavailable: it ended, or did not answer within a minute.
        """
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                command_line(*self._words),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=os.environ | {"PYTHONUNBUFFERED": "1"},
            )
        deadline = time.monotonic() + _PATIENCE
        while time.monotonic() < deadline:
            if self._process.poll() is not None:
                break
            if _answers(answers_at):
                return
            time.sleep(_PAUSE)
        self.stop()
        raise Unavailable(
            f"`unhindered {self._words[0]} {self._words[1]}` did not start.",
            advice="It said: " + self._log.read_text(errors="replace")[-300:],
        )

    def kill(self) -> None:
        """Stop it as a power cut would."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def stop(self) -> None:
        """Ask it to end, and insist after a while."""
        if self._process is None or self._process.poll() is not None:
            return
        self._process.terminate()
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.kill()


def _answers(url: str) -> bool:
    try:
        httpx.get(url, timeout=2)
    except httpx.HTTPError:
        return False
    return True
