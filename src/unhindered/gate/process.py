"""What the two processes of a gate, itself and its no-script reader, have in common."""

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn

from starlette.applications import Starlette

from unhindered.core.errors import UnhinderedError
from unhindered.gate.folder import GateFolder
from unhindered.gate.open_gate import Clock
from unhindered.web.serve import SocketPath, parse_listening, serve

# Folders, clock, and the address of the other process, where there is one.
Maker = Callable[[Sequence[GateFolder], Clock, str | None], Starlette]


def run_process(kind: str, make: Maker, arguments: Sequence[str] | None) -> int:
    """Serve until told to end. Exit code 0: ended; 1: could not begin, and says why."""
    parser = argparse.ArgumentParser(description=f"Serves a {kind}; `unhindered gate` starts this.")
    parser.add_argument("--dir", type=Path, required=True, action="append")
    parser.add_argument("--address", required=True)
    parser.add_argument("--beside", metavar="URL", help="where the other process of this gate is reached")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args(arguments)
    try:
        _serve(kind, make, args)
    except UnhinderedError as err:
        _say_error(err, as_json=args.json)
        return 1
    return 0


def leave(code: int) -> NoReturn:
    """End this process at once, after an orderly end of serving; call it last."""
    sys.stdout.flush()
    sys.stderr.flush()
    # The server's own threads outlive it, and panic if they meet an interpreter that takes itself apart.
    os._exit(code)


def _serve(kind: str, make: Maker, args: argparse.Namespace) -> None:
    folders = [GateFolder(path) for path in args.dir]
    name = ", ".join(folder.settings().name for folder in folders)
    address = parse_listening(args.address)
    shown = str(address) if isinstance(address, SocketPath) else f"http://{address}"

    def say_ready() -> None:
        ready = {kind: name, "address": shown, "ready": True}
        sentence = f"The {kind} of {name} listens on {shown}. Ctrl-C ends it."
        sys.stdout.write((json.dumps(ready) if args.json else sentence) + "\n")
        sys.stdout.flush()

    serve(make(folders, lambda: datetime.now(UTC), args.beside), address, when_ready=say_ready)


def _say_error(err: UnhinderedError, *, as_json: bool) -> None:
    if as_json:
        sys.stdout.write(json.dumps({"error": str(err), "advice": err.advice}) + "\n")
    else:
        sys.stderr.write(f"{err}\n{err.advice}\n")
