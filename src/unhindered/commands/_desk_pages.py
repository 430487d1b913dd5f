"""What `desk serve` and `desk practice` share: pages on this machine only, for one browser, kept in step."""

import argparse
import sys
import threading
import time
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from starlette.applications import Starlette

from unhindered.commands._desk_door import say
from unhindered.core.errors import Refused
from unhindered.desk.web.door import Session
from unhindered.desk.web.visit import Workplace
from unhindered.storage.files import write_small_file
from unhindered.web.serve import Address, parse_address, serve

_LOOPBACK = ("127.0.0.1", "::1", "localhost")
_LOOK_EVERY = 5


def add_address(parser: argparse.ArgumentParser, default: str) -> None:
    """Where the pages are served, and where the one-time address is written."""
    parser.add_argument("--address", default=default, metavar="HOST:PORT", help=f"else {default}")
    parser.add_argument(
        "--address-file",
        type=Path,
        metavar="FILE",
        help="write the one-time address there too (mode 0600)",
    )


def loopback(text: str) -> Address:
    """An address of this machine alone.

    Raises:
        Refused: another one.
    """
    address = parse_address(text)
    if address.host not in _LOOPBACK:
        raise Refused(
            "A desk is served to its own machine only.",
            advice="Use 127.0.0.1. To work from elsewhere, give the officer a desk of their own there.",
        )
    return address


def local_now() -> datetime:
    """The clock on this desk's wall."""
    return datetime.now().astimezone()


def serve_pages(
    args: argparse.Namespace, app: Starlette, session: Session, *, every: int, also: Mapping[str, str]
) -> None:
    """Serve until told to stop, and sync every so many seconds; `also` is said beside the address."""
    work = app.state.workplace
    ended = threading.Event()
    syncing = threading.Thread(target=_sync_until, args=(work, ended, every), daemon=True)

    def ready() -> None:
        if args.address_file is not None:
            write_small_file(args.address_file, f"{session.address}\n".encode(), private=True)
        told = [f"Open this address; it works once:\n{session.address}"]
        told += [f"{name.capitalize()}: {value}" for name, value in also.items()]
        say(args, {"url": session.address, **also}, "\n".join(told))
        sys.stdout.flush()
        syncing.start()

    try:
        serve(app, loopback(args.address), when_ready=ready)
    finally:
        ended.set()
        if syncing.is_alive():
            syncing.join(timeout=70)
        work.close()


def _sync_until(work: Workplace, ended: threading.Event, every: int) -> None:
    """Sync now and then, so that a report of somebody in danger does not wait for a click."""
    work.sync()
    last = time.monotonic()
    while not ended.wait(_LOOK_EVERY):
        work.lock_if_idle()
        if every > 0 and time.monotonic() - last >= every:
            work.sync()
            last = time.monotonic()
