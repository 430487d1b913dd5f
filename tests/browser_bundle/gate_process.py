"""A gate in a process of its own, on a day of the test's choice, that can be killed and started again."""

import os
import signal
import socket
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).parent


class GateProcess:
    """`with GateProcess(folder) as gate: page.goto(gate.url)`."""

    def __init__(self, folder: Path, *, at: datetime) -> None:
        self._folder, self._at = folder, at
        self._port = _free_port()
        self._process: subprocess.Popen[str] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def __enter__(self) -> "GateProcess":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._process is not None and self._process.poll() is None:
            self.kill()

    def start(self) -> None:
        """Serve, on the same port each time; returns once it listens."""
        arguments = [str(self._folder), f"127.0.0.1:{self._port}", self._at.isoformat()]
        self._process = subprocess.Popen(
            [sys.executable, str(HERE / "gate_process.py"), *arguments], stdout=subprocess.PIPE, text=True
        )
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == "ready\n"

    def kill(self) -> None:
        """No goodbye: what is not on the disk by now is lost."""
        assert self._process is not None
        self._process.send_signal(signal.SIGKILL)
        self._process.communicate()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _serve(folder: str, address: str, at: str) -> None:
    from unhindered.gate.app import make_gate
    from unhindered.gate.folder import GateFolder
    from unhindered.web.serve import parse_address, serve

    now = datetime.fromisoformat(at).astimezone(UTC)
    app = make_gate(GateFolder(Path(folder)), now=lambda: now)
    serve(app, parse_address(address), when_ready=_say_ready)


def _say_ready() -> None:
    sys.stdout.write("ready\n")
    sys.stdout.flush()


if __name__ == "__main__":
    _serve(*sys.argv[1:])
    os._exit(0)
