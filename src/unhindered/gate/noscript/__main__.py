"""`python -m unhindered.gate.noscript`: the process that opens replies for who has no script, and only it."""

from collections.abc import Sequence

from starlette.applications import Starlette

from unhindered.gate.folder import GateFolder
from unhindered.gate.noscript.app import make_reader
from unhindered.gate.open_gate import Clock
from unhindered.gate.process import leave, run_process


def _make(folders: Sequence[GateFolder], now: Clock, gate: str | None) -> Starlette:
    # Several institutions have a reader each, at an address of its own.
    return make_reader(folders[0], now=now, gate=gate or "")


if __name__ == "__main__":
    leave(run_process("reader", _make, None))
