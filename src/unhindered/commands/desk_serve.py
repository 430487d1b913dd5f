"""`desk serve`: the officer's pages, on this machine only, for the one browser that opens the address."""

import argparse
import sys
import threading
import time
from datetime import datetime
from functools import partial
from pathlib import Path

from starlette.applications import Starlette

from unhindered.commands._desk_door import Parsers, add_command, passphrase_of, reopened, say
from unhindered.commands.desk_inbox import add_quarantine_above
from unhindered.core.errors import Refused
from unhindered.desk.desk import Desk
from unhindered.desk.web.app import make_desk
from unhindered.desk.web.door import Session
from unhindered.desk.web.lock import Locking
from unhindered.desk.web.visit import Workplace
from unhindered.storage.files import write_small_file
from unhindered.web.serve import Address, parse_address, serve

_ADDRESS = "127.0.0.1:8002"
_LOOPBACK = ("127.0.0.1", "::1", "localhost")
_EVERY = 120
_LOCK_AFTER = 10
_LOOK_EVERY = 5


def add_commands(commands: Parsers) -> None:
    """Register it."""
    parser = add_command(commands, "serve", _serve, "open the desk's pages in this machine's browser")
    parser.add_argument("--address", default=_ADDRESS, metavar="HOST:PORT", help=f"else {_ADDRESS}")
    parser.add_argument(
        "--address-file",
        type=Path,
        metavar="FILE",
        help="write the one-time address there too (mode 0600)",
    )
    parser.add_argument(
        "--sync-every", type=int, default=_EVERY, metavar="SECONDS", help=f"0 for never; else {_EVERY}"
    )
    parser.add_argument(
        "--lock-after",
        type=int,
        default=_LOCK_AFTER,
        metavar="MINUTES",
        help=f"lock when nobody touched it for so long, 0 for never; else {_LOCK_AFTER}",
    )
    add_quarantine_above(parser)


def _serve(args: argparse.Namespace) -> int:
    address = _loopback(args.address)
    session = Session(f"http://{address}")
    app = _app(args, session)
    work = app.state.workplace
    ended = threading.Event()
    syncing = threading.Thread(target=_sync_until, args=(work, ended, args.sync_every), daemon=True)

    def ready() -> None:
        if args.address_file is not None:
            write_small_file(args.address_file, f"{session.address}\n".encode(), private=True)
        say(args, {"url": session.address}, f"Open this address; it works once:\n{session.address}")
        sys.stdout.flush()
        syncing.start()

    try:
        serve(app, address, when_ready=ready)
    finally:
        ended.set()
        if syncing.is_alive():
            syncing.join(timeout=70)
        work.close()
    return 0


def _app(args: argparse.Namespace, session: Session) -> Starlette:
    """The pages. Nothing but them holds the keys, so that locking the desk lets go of them."""
    desk = _reopened(args, passphrase_of(args))
    args.passphrase = ""
    locking = Locking(reopen=partial(_reopened, args), idle=max(0, args.lock_after) * 60)
    return make_desk(desk, session, now=local_now, locking=locking)


def _reopened(args: argparse.Namespace, passphrase: str) -> Desk:
    desk = reopened(args, passphrase)
    desk.quarantine_above = max(0, args.quarantine_above)
    return desk


def local_now() -> datetime:
    """The clock on this desk's wall."""
    return datetime.now().astimezone()


def _sync_until(work: Workplace, ended: threading.Event, every: int) -> None:
    """Sync now and then, so that a report of somebody in danger does not wait for a click."""
    work.sync()
    last = time.monotonic()
    while not ended.wait(_LOOK_EVERY):
        work.lock_if_idle()
        if every > 0 and time.monotonic() - last >= every:
            work.sync()
            last = time.monotonic()


def _loopback(text: str) -> Address:
    address = parse_address(text)
    if address.host not in _LOOPBACK:
        raise Refused(
            "A desk is served to its own machine only.",
            advice=f"Use {_ADDRESS}. To work from elsewhere, give the officer a desk of their own there.",
        )
    return address
