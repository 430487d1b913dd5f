"""`gate init`, `gate serve`, `gate noscript`, `gate tor-config` and what else an operator runs."""

import argparse
import json
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from ipaddress import ip_address
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, NoReturn
from urllib.parse import urlsplit

from unhindered.core.errors import Refused, Unavailable

if TYPE_CHECKING:
    from unhindered.gate.front import Server

_ADDRESS = "127.0.0.1:8001"
_READER_ADDRESS = "127.0.0.1:8003"


def add_arguments(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register the commands of a gate."""
    gate = subparsers.add_parser("gate", help="set up and serve a gate")
    commands = gate.add_subparsers(metavar="COMMAND", required=True)
    _add_init(commands)
    _add_serve(commands)

    reader = commands.add_parser(
        "noscript",
        help="serve the page that reads replies without script: weaker, and off unless you start it",
    )
    _add_folder(reader)
    reader.add_argument(
        "--address", default=_READER_ADDRESS, help=f"host:port; {_READER_ADDRESS} if left out"
    )
    reader.add_argument("--gate", default="", metavar="URL", help="the gate's own address, to lead back to")
    reader.set_defaults(run=_noscript)

    _add_server(commands)


def _add_server(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    tor = commands.add_parser("tor-config", help="print the whole configuration of Tor for a gate's server")
    _add_listening(tor)
    tor.set_defaults(run=_tor_config)

    files = commands.add_parser(
        "server-files", help="write all files of a gate's server: Tor, systemd, nginx, users"
    )
    files.add_argument("--out", type=Path, required=True, metavar="FOLDER", help="where to write them")
    files.add_argument("--dir", type=Path, metavar="DIR", help="the gate's folder on the server")
    files.add_argument("--program", type=Path, metavar="DIR", help="where Unhindered is on the server")
    _add_listening(files)
    files.set_defaults(run=_server_files)


def _add_listening(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--address",
        default=_ADDRESS,
        help=f"where the gate listens, or unix:/path; else {_ADDRESS}",
    )
    parser.add_argument("--noscript", metavar="ADDRESS", help="where the no-script reader listens, if on")
    parser.add_argument("--json", action="store_true")


def _add_init(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    init = commands.add_parser("init", help="make a gate, and the code that its desk enrols with")
    _add_folder(init)
    init.add_argument("--name", help="the gate's host name; it stands in every signature and never changes")
    init.add_argument("--publish-every", type=int, default=3600, metavar="SECONDS", help="checkpoints; 3600")
    init.add_argument("--new-code", action="store_true", help="only a new code, for a gate that is there")
    init.set_defaults(run=_init)


def _add_serve(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    server = commands.add_parser("serve", help="serve a gate, of one institution or several, until Ctrl-C")
    server.add_argument(
        "--dir",
        type=Path,
        required=True,
        action="append",
        metavar="DIR",
        help="an institution's folder; give it again for each further institution",
    )
    server.add_argument("--json", action="store_true")
    server.add_argument("--address", default=_ADDRESS, help=f"host:port; else {_ADDRESS}")
    server.add_argument(
        "--noscript",
        nargs="?",
        const=_READER_ADDRESS,
        metavar="ADDRESS",
        help="serve the no-script reader too, in its own process; weaker: read docs/threat-model.md first",
    )
    server.set_defaults(run=_serve)


def _add_folder(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--dir", type=Path, required=True, metavar="DIR", help="the gate's folder")
    parser.add_argument("--json", action="store_true")


def _init(args: argparse.Namespace) -> int:
    from unhindered.core.institution.fingerprint import six_words
    from unhindered.facts.wordlists import english
    from unhindered.gate.folder import GateFolder
    from unhindered.gate.settings import GateSettings

    now = datetime.now(UTC)
    if args.new_code:
        folder = GateFolder(args.dir)
        name = folder.settings().name
        code = folder.new_code(now)
    elif args.name is None:
        raise Refused("A new gate needs a name.", advice="For example --name gate.example.org.")
    else:
        name = args.name
        settings = GateSettings(name=name, publish_every=args.publish_every)
        folder, code = GateFolder.create(args.dir, settings, now=now)
    words = " ".join(six_words(folder.sealed_signer().verifier().public_key, english()))
    if args.json:
        print(json.dumps({"gate": name, "dir": str(args.dir), "code": code, "log_key_words": words}))
        return 0
    print(
        f"The gate {name} is in {args.dir}.\n\n"
        f"  Code for its desk, valid once, for 24 hours:  {code}\n"
        f"  Six words of its log key, to compare at the desk:  {words}\n\n"
        f"Next: unhindered gate serve --dir {args.dir}, then at the desk: unhindered desk enrol."
    )
    return 0


def _serve(args: argparse.Namespace) -> int:
    from unhindered.gate.folder import GateFolder

    settings = GateFolder(args.dir[0]).settings()
    if args.noscript is not None:
        if len(args.dir) > 1:
            raise Refused(
                "One reader without script serves one institution.",
                advice="Start `unhindered gate noscript --dir DIR --address …` for each, beside this gate.",
            )
        _require_reader(settings.reader, args.noscript)
    if _is_of_this_machine(settings.reader):
        # Where a gate itself listens says nothing: behind Tor or a proxy it is this machine too.
        sys.stderr.write(
            f"The no-script reader's address, {settings.reader}, is one of this machine: for trying out "
            "only. A visitor elsewhere who follows the link finds nothing there.\n"
        )
    gate = _process("unhindered.gate", args, args.dir, args.address)
    if args.noscript is None:
        return _become(gate)
    reader = _process("unhindered.gate.noscript", args, args.dir, args.noscript)
    return _run_together(
        [
            [*gate, "--beside", settings.reader],
            [*reader, "--beside", f"http://{args.address}"],
        ]
    )


def _require_reader(reader: str, listens: str) -> None:
    """The pages of the gate link to the reader: to where visitors reach it, not to where it listens.

    Raises:
        Refused: the settings do not say where that is.
    """
    if not reader:
        raise Refused(
            "The settings do not say at which address visitors reach the no-script reader.",
            advice=f"Write it into settings.json as “reader”: http://….onion:81/, see `unhindered gate "
            f"tor-config --noscript {listens}`; or, to try it on this machine only, http://{listens}/.",
        )


def _is_of_this_machine(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _noscript(args: argparse.Namespace) -> int:
    reader = _process("unhindered.gate.noscript", args, [args.dir], args.address)
    return _become([*reader, *(["--beside", args.gate] if args.gate else [])])


def _process(module: str, args: argparse.Namespace, folders: Sequence[Path], address: str) -> list[str]:
    named = [part for path in folders for part in ("--dir", str(path))]
    command = [sys.executable, "-m", module, *named, "--address", address]
    return [*command, "--json"] if args.json else command


def _become(command: list[str]) -> NoReturn:
    """This process can open what it is given keys to; the one that serves a gate must not be able to."""
    sys.stdout.flush()
    os.execv(command[0], command)  # noqa: S606 - our own interpreter, no shell.


def _run_together(commands: list[list[str]]) -> int:
    """Run all until one ends or we are told to end; then end the others."""
    running = [subprocess.Popen(command) for command in commands]
    waiting = list(running)

    def end(_number: int = 0, _frame: FrameType | None = None) -> None:
        # Each is told once: a second signal would cut its orderly end short.
        while waiting:
            waiting.pop().terminate()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, end)
    os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOWAIT)
    end()
    return max(process.wait() != 0 for process in running)


def _tor_config(args: argparse.Namespace) -> int:
    from unhindered.gate.front import nginx, torrc

    server = _server(args)
    if args.json:
        print(json.dumps({"torrc": torrc(server), "nginx": nginx(server)}))
        return 0
    print(torrc(server), end="")
    return 0


def _server_files(args: argparse.Namespace) -> int:
    from unhindered.gate.front import server_files
    from unhindered.storage.files import write_small_file

    server = replace(
        _server(args),
        **{
            name: path for name, path in (("folder", args.dir), ("program", args.program)) if path is not None
        },
    )
    files = server_files(server)
    try:
        args.out.mkdir(parents=True, exist_ok=True)
    except OSError as err:
        raise Unavailable(
            f"The folder {args.out} cannot be made: {err.strerror}.", advice="Choose another with --out."
        ) from err
    for name, text in files.items():
        write_small_file(args.out / name, text.encode())
    if args.json:
        print(json.dumps({"out": str(args.out), "files": sorted(files)}))
        return 0
    print("\n".join(f"{args.out / name}" for name in files))
    print("The first line of each says where it belongs. Next: docs/how-to/run-the-gate.md.")
    return 0


def _server(args: argparse.Namespace) -> "Server":
    from unhindered.gate.front import Server
    from unhindered.web.serve import parse_listening

    reader = None if args.noscript is None else parse_listening(args.noscript)
    return Server(gate=parse_listening(args.address), reader=reader)
