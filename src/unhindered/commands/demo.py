"""`demo`: everything on this machine, with a fictional institution; `--once` runs it all headless."""

import argparse
import json
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from unhindered.commands._ending import Ending
from unhindered.commands.demonstration.journey import Journey
from unhindered.commands.demonstration.setting import FIRST, INSTITUTION, SECOND, Demonstration
from unhindered.core.errors import Unavailable, UnhinderedError

_PORTS = {"gate": 8001, "desk-one": 8002, "desk-two": 8003, "ledger": 8004, "reader": 8005}
_LOOK_AGAIN = 2.0


def add_arguments(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register `demo`."""
    demo = subparsers.add_parser("demo", help="see all of it on this machine, with a fictional institution")
    demo.add_argument(
        "--once", action="store_true", help="run the whole journey without a browser, then stop"
    )
    demo.add_argument("--any-ports", action="store_true", help="take free ports instead of 8001 to 8005")
    demo.add_argument("--json", action="store_true")
    demo.set_defaults(run=_demo)


def _demo(args: argparse.Namespace) -> int:
    # Keys made for a demonstration are not to outlive it.
    with tempfile.TemporaryDirectory(prefix="unhindered-demo-") as folder:
        return _once(args, Path(folder)) if args.once else _until_stopped(args, Path(folder))


def _once(args: argparse.Namespace, folder: Path) -> int:
    steps: list[dict[str, object]] = []
    _tell(args, f"Setting up {INSTITUTION}, its gate and two desks …")
    with Demonstration(folder) as stage:
        for sentence, step in Journey(stage).steps():
            held = _held(step)
            steps.append({"step": sentence, "held": held is None})
            _tell(args, f"{'held  ' if held is None else 'FAILED'}  {sentence}")
            if held is not None:
                _tell(args, f"        {held}")
                break
    all_held = all(bool(step["held"]) for step in steps)
    if args.json:
        print(json.dumps({"held": all_held, "steps": steps}))
    _tell(args, "All of it held." if all_held else "Not all of it held.")
    return 0 if all_held else 1


def _held(step: Callable[[], None]) -> UnhinderedError | None:
    try:
        step()
    except UnhinderedError as err:
        return err
    return None


def _until_stopped(args: argparse.Namespace, folder: Path) -> int:
    ending = Ending()
    _tell(args, f"Setting up {INSTITUTION}, its gate and two desks (about half a minute) …")
    with Demonstration(folder, ports={} if args.any_ports else _PORTS) as stage:
        addresses = {
            "gate": stage.url("gate") + "/",
            "desk_one": stage.desk_url(stage.desks[0]),
            "desk_two": stage.desk_url(stage.desks[1]),
            "ledger": stage.url("ledger") + "/",
        }
        print(json.dumps(addresses) if args.json else _what_to_try(addresses), flush=True)
        _rebuild_ledger_until(ending, stage)
    _tell(args, "Stopped; everything that was made for it is gone.")
    return 0


def _rebuild_ledger_until(ending: Ending, stage: Demonstration) -> None:
    built_from = b""
    while not ending.wait(_LOOK_AGAIN):
        try:
            checkpoint = stage.public_checkpoint()
            if checkpoint != built_from:
                stage.build_ledger()
                built_from = checkpoint
        except Unavailable as err:
            sys.stderr.write(f"{err}\n")


def _what_to_try(addresses: dict[str, str]) -> str:
    return f"""
Ready. Everything is fictional, on this machine only, and gone when you stop it.

  Gate     {addresses["gate"]}
           Write a report, and keep the thirteen words. Then switch script off and look again.
  Desk 1   {addresses["desk_one"]}
           You are {FIRST}. Sync, open the report, assess the risk, open a case, answer.
  Desk 2   {addresses["desk_two"]}
           You are {SECOND}. Approve what the first officer drafted.
  Ledger   {addresses["ledger"]}
           What was released appears here within seconds.

Then come back to the gate with the words and read the answer.
Stop with Ctrl-C.
"""


def _tell(args: argparse.Namespace, sentence: str) -> None:
    stream = sys.stderr if args.json else sys.stdout
    stream.write(sentence + "\n")
    stream.flush()
