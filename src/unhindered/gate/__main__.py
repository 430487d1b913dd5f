"""`python -m unhindered.gate`: the process that serves a gate, and loads nothing that opens a report.

`unhindered gate serve` becomes this process, since the command line itself can open what it is given keys to.
"""

from collections.abc import Sequence

from starlette.applications import Starlette

from unhindered.gate.app import make_gate
from unhindered.gate.folder import GateFolder
from unhindered.gate.open_gate import Clock
from unhindered.gate.process import leave, run_process


def _make(folders: Sequence[GateFolder], now: Clock, reader: str | None) -> Starlette:
    return make_gate(*folders, now=now, reader=reader)


if __name__ == "__main__":
    leave(run_process("gate", _make, None))
